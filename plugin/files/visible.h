/* What is visible of a drawing: the mask that files carry, read from GIMP. */
#ifndef PRIM_VISIBLE_H
#define PRIM_VISIBLE_H

#include "mask.h"
#include "../read/source.h"

/* The mask of a result, as its layer mask now is, within `frame`: the drawing's place, in the
 * image for a group and in the layer otherwise. *mask is NULL where all is visible, also when
 * the layer mask is disabled. False and *error on failure. Free with prim_mask_free(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_visible_of_result(gint32 layer, const GeglRectangle *frame,
                                                       PrimMask **mask, GError **error);

/* The same for a result to be: what counts of the source. */
PRIM_MUST_USE PRIM_NONNULL bool prim_visible_of_source(const PrimSource *source, PrimMask **mask,
                                                       GError **error);

#endif
