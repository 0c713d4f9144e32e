/* Masks as files carry them: a rectangle, or a picture of how much of each pixel is shown.
 * No GIMP is needed here. */
#ifndef PRIM_MASK_H
#define PRIM_MASK_H

#include <glib.h>

#include "../../core/primitive.h"

/* Reads rows first..first+rows-1: a byte per pixel, 255 is shown in full. False and *error
 * when that failed. */
typedef bool PrimMaskRows(void *data, int first, int rows, uint8_t *values, GError **error);

/* Makes the mask of a picture of width x height pixels, whose rows are read once or twice.
 * *mask is NULL when all of the picture is shown. False when reading failed, which *error
 * says, or when out of memory. Free with prim_mask_free(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_mask_make(int width, int height, PrimMaskRows *read,
                                               void *data, PrimMask **mask, GError **error);

/* Frees the mask, which may be NULL. */
void prim_mask_free(PrimMask *mask);

#endif
