/* From the image's own colors to the screen's. */
#include <string.h>

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "screen_colors.h"

enum { CHUNK = 256 }; /* pixels converted at a time */

static const Babl *source_format(bool grey)
{
  return babl_format(grey ? "Y' u8" : "R'G'B' u8");
}

static const Babl *screen_format(void)
{
  return babl_format("R'G'B' u8");
}

static void convert_chunk(const PrimScreenColors *colors, uint8_t *rgba, size_t count)
{
  uint8_t from[3 * CHUNK], to[3 * CHUNK];
  size_t channels = colors->grey ? 1 : 3;

  for (size_t i = 0; i < count; i++)
    memcpy(from + channels * i, rgba + 4 * i, channels);
  gimp_color_transform_process_pixels(colors->transform, source_format(colors->grey), from,
                                      screen_format(), to, count);
  for (size_t i = 0; i < count; i++)
    memcpy(rgba + 4 * i, to + 3 * i, 3);
}

/* Whether a grid of colors stays as it is: sRGB has many profiles. */
static bool changes_nothing(const PrimScreenColors *colors)
{
  enum { STEP = 17, STEPS = 16 };
  uint8_t grid[STEPS][4], wanted[STEPS][4];

  for (int i = 0; i < STEPS * STEPS; i++) {
    for (int k = 0; k < STEPS; k++) {
      uint8_t color[4] = {(uint8_t)(i / STEPS * STEP), (uint8_t)(i % STEPS * STEP),
                          (uint8_t)(k * STEP), 255};
      if (colors->grey)
        memset(color, i, 3);
      memcpy(wanted[k], color, 4);
    }
    memcpy(grid, wanted, sizeof grid);
    convert_chunk(colors, grid[0], STEPS);
    if (memcmp(grid, wanted, sizeof grid) != 0)
      return false;
  }
  return true;
}

PrimScreenColors prim_screen_colors_for(int32_t image, GtkWidget *widget)
{
  GimpColorConfig *config = gimp_get_color_configuration();
  GimpColorProfile *profile = gimp_image_get_color_profile(image);
  PrimScreenColors colors = {.grey = profile && gimp_color_profile_is_gray(profile)};

  if (!profile)
    profile = gimp_color_profile_new_rgb_srgb();
  colors.transform = gimp_widget_get_color_transform(widget, config, profile,
                                                     source_format(colors.grey), screen_format());
  if (colors.transform && changes_nothing(&colors))
    g_clear_object(&colors.transform);
  g_object_unref(profile);
  g_object_unref(config);
  return colors;
}

PrimScreenColors prim_screen_colors_ref(const PrimScreenColors *colors)
{
  PrimScreenColors copy = *colors;

  if (copy.transform)
    g_object_ref(copy.transform);
  return copy;
}

void prim_screen_colors_clear(PrimScreenColors *colors)
{
  g_clear_object(&colors->transform);
}

void prim_screen_colors_convert(const PrimScreenColors *colors, uint8_t *rgba, size_t count)
{
  if (!colors->transform)
    return;
  for (size_t i = 0; i < count; i += CHUNK)
    convert_chunk(colors, rgba + 4 * i, MIN(count - i, (size_t)CHUNK));
}

uint32_t prim_screen_colors_premultiply(const uint8_t rgba[4])
{
  uint32_t alpha = rgba[3];
  uint32_t red = (rgba[0] * alpha + 127) / 255;
  uint32_t green = (rgba[1] * alpha + 127) / 255;
  uint32_t blue = (rgba[2] * alpha + 127) / 255;

  return alpha << 24 | red << 16 | green << 8 | blue;
}
