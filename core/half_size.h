/* Coarse to fine: a working image at half the size, and a shape back at twice. */
#ifndef PRIM_HALF_SIZE_H
#define PRIM_HALF_SIZE_H

#include "primitive.h"

/* The target at half its size (rounded up): weighted averages of 2 x 2 pixels. NULL
 * when out of memory; free it with prim_target_free(). */
PRIM_MUST_USE PRIM_NONNULL PrimTarget *prim_target_half(const PrimTarget *target);

/* The shape in an image twice the size. */
PRIM_NONNULL void prim_shape_double(PrimShape *shape);

#endif
