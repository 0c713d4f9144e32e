/* The few colors that say most of a picture. */
#ifndef PRIM_QUANTIZE_H
#define PRIM_QUANTIZE_H

#include "../messages.h"

/* Adds to the target's palette up to `count` colors of its own picture, each pixel counting by
 * its weight, as GIMP's conversion to indexed colors finds them: fewer where the picture has
 * fewer. `grey`: the picture is grey, and so are they. False and *error on failure. */
PRIM_MUST_USE PRIM_NONNULL bool prim_quantize(PrimTarget *target, bool grey, int count,
                                              GError **error);

#endif
