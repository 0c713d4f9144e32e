/* From a drawable to core's working image. */
#ifndef PRIM_PIXELS_H
#define PRIM_PIXELS_H

#include "source.h"

/* Reads the source's region as a working image of that size, on so many threads (0 = one per
 * core). Colours are R'G'B' in the drawable's own colour space; coverage becomes weights.
 * *coverage is how much each pixel counted, as big as the region, for g_object_unref(); or
 * NULL: all of them in full. NULL and *error on failure, also when no pixel counts at all.
 * Free with prim_target_free(). */
PRIM_MUST_USE PRIM_NONNULL PrimTarget *prim_pixels_read(const PrimSource *source, int width,
                                                        int height, int threads,
                                                        GeglBuffer **coverage, GError **error);

/* The babl format `name` in the colour space of `buffer`. */
PRIM_MUST_USE PRIM_NONNULL const Babl *prim_pixels_format(const char *name, GeglBuffer *buffer);

#endif
