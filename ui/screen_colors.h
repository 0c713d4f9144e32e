/* From the image's own colors to the screen's, as GIMP's color management is set up. */
#ifndef PRIM_SCREEN_COLORS_H
#define PRIM_SCREEN_COLORS_H

#include <gtk/gtk.h>
#include <stdbool.h>
#include <stdint.h>

#include "../core/common.h"

/* A conversion; all zeros: none is needed, or color management is off. */
typedef struct PrimScreenColors {
  gpointer transform; /* a GimpColorTransform, or NULL */
  bool grey;          /* the profile is one of grey images */
} PrimScreenColors;

/* For colors of that image on the monitor that shows the widget: by the image's profile
 * (sRGB without one), the monitor's, and the simulated one when soft-proofing. Call on the
 * main thread; free with prim_screen_colors_clear(). */
PRIM_MUST_USE PRIM_NONNULL PrimScreenColors prim_screen_colors_for(int32_t image,
                                                                   GtkWidget *widget);

/* Another reference; on any thread. */
PRIM_MUST_USE PRIM_NONNULL PrimScreenColors prim_screen_colors_ref(const PrimScreenColors *colors);
PRIM_NONNULL void prim_screen_colors_clear(PrimScreenColors *colors);

/* Converts `count` pixels in place: 4 bytes of R'G'B'A each, colors not premultiplied. On
 * any thread, and on several at once. */
PRIM_NONNULL void prim_screen_colors_convert(const PrimScreenColors *colors, uint8_t *rgba,
                                             size_t count);

/* One such pixel as cairo has it, premultiplied. */
PRIM_MUST_USE PRIM_NONNULL uint32_t prim_screen_colors_premultiply(const uint8_t rgba[4]);

#endif
