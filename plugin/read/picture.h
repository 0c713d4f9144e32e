/* The working image that settings ask for: pixels, weights, palette, background, the outline's
 * color. */
#ifndef PRIM_PICTURE_H
#define PRIM_PICTURE_H

#include "source.h"

/* Reads the source on the settings' threads, at the working size of their detail or at that of
 * the drawing `start` where one is continued (NULL: none). *coverage as from
 * prim_pixels_read(). NULL and *error on failure, also when no pixel counts at all. Free
 * with prim_target_free(). */
PRIM_MUST_USE PrimTarget *prim_picture_read(const PrimSource *source, const PrimSettings *settings,
                                            const PrimDrawing *start, GeglBuffer **coverage,
                                            GError **error);

/* A smaller working image of what is in `picture`, at most `side` pixels on its longer side, with
 * the settings' palette and background; importance does not count. NULL and *error on failure. Free
 * with prim_target_free(). */
PRIM_MUST_USE PRIM_NONNULL PrimTarget *prim_picture_reduce(const PrimSource *source,
                                                           const PrimTarget *picture,
                                                           const PrimSettings *settings, int side,
                                                           GError **error);

/* A color 0xRRGGBB of sRGB as the working image has it. */
PRIM_NONNULL void prim_picture_color(const PrimSource *source, int32_t rgb, uint8_t color[3]);

/* Makes `count` colors of the working image, 3 bytes each, sRGB. */
PRIM_NONNULL void prim_picture_to_srgb(const PrimSource *source, uint8_t *colors, int count);

#endif
