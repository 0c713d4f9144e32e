/* From a drawing to the pixels of a layer. */
#ifndef PRIM_PAINT_H
#define PRIM_PAINT_H

#include "../read/buffer.h"

/* Paints the part `box` of the drawing, scaled to width x height pixels, into the
 * buffer, which is as big as the box: in bands, in the buffer's own precision and
 * colour space. False and *error when memory runs out or the drawable is gone. */
PRIM_MUST_USE PRIM_NONNULL bool prim_paint(const PrimBuffer *buffer, const PrimDrawing *drawing,
                                           int width, int height, const PrimBox *box,
                                           GError **error);

/* How many rows of `width` pixels to have in memory at a time. */
PRIM_MUST_USE int prim_paint_band_rows(int width, size_t pixel_bytes);

#endif
