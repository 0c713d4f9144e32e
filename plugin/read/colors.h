/* Colors between an image's own space and sRGB, which GIMP's palettes and SVG have. */
#ifndef PRIM_COLORS_H
#define PRIM_COLORS_H

#include "../messages.h"

/* A conversion of colors of 3 bytes; in a grey image all three are the same. */
typedef struct PrimColors {
  gpointer transform; /* a GimpColorTransform; NULL: the image has no profile, so it is sRGB */
  bool grey;          /* the profile is one of grey images */
} PrimColors;

/* From the image's space to sRGB. Free with prim_colors_close(). */
PRIM_MUST_USE PrimColors prim_colors_open(gint32 image);
PRIM_NONNULL void prim_colors_close(PrimColors *colors);
PRIM_NONNULL void prim_colors_to_srgb(const PrimColors *colors, const uint8_t color[3],
                                      uint8_t srgb[3]);

/* A copy of the drawing in sRGB; false when out of memory. Free it with
 * prim_drawing_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_colors_drawing(gint32 image, const PrimDrawing *drawing,
                                                    PrimDrawing *srgb);

/* The other way: from sRGB, with components from 0 to 1, to the space of an image. */
PRIM_MUST_USE PrimColors prim_colors_open_from_srgb(gint32 image);
PRIM_NONNULL void prim_colors_from_srgb(const PrimColors *colors, const double srgb[3],
                                        uint8_t color[3]);

/* The name of the image's color profile, for g_free(); NULL: it has none, so it is sRGB. */
PRIM_MUST_USE char *prim_colors_profile_name(gint32 image);

#endif
