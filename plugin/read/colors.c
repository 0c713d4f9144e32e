/* Colors between an image's own space and sRGB.
 *
 * As GIMP converts images by default: relative colorimetric, with black point
 * compensation. The transform knows profiles that babl has no space for. */
#include <string.h>

#include "colors.h"

enum { PROFILE_NAME_MAX = 200 }; /* characters of a profile's name */

static const Babl *image_format(bool grey)
{
  return babl_format(grey ? "Y' u8" : "R'G'B' u8");
}

static PrimColors open_transform(gint32 image, bool to_srgb)
{
  GimpColorProfile *profile = gimp_image_get_color_profile(image);
  PrimColors colors = {NULL, false};

  if (!profile)
    return colors;
  GimpColorProfile *srgb = gimp_color_profile_new_rgb_srgb();
  colors.grey = gimp_color_profile_is_gray(profile);
  const Babl *own = image_format(colors.grey);
  const Babl *other = babl_format(to_srgb ? "R'G'B' u8" : "R'G'B' double");
  colors.transform = gimp_color_transform_new(to_srgb ? profile : srgb, to_srgb ? own : other,
                                              to_srgb ? srgb : profile, to_srgb ? other : own,
                                              GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC,
                                              GIMP_COLOR_TRANSFORM_FLAGS_BLACK_POINT_COMPENSATION);
  g_object_unref(srgb);
  g_object_unref(profile);
  return colors;
}

PrimColors prim_colors_open(gint32 image)
{
  return open_transform(image, true);
}

PrimColors prim_colors_open_from_srgb(gint32 image)
{
  return open_transform(image, false);
}

void prim_colors_close(PrimColors *colors)
{
  g_clear_object(&colors->transform);
}

void prim_colors_to_srgb(const PrimColors *colors, const uint8_t color[3], uint8_t srgb[3])
{
  if (colors->transform)
    gimp_color_transform_process_pixels(colors->transform, image_format(colors->grey), color,
                                        babl_format("R'G'B' u8"), srgb, 1);
  else
    memmove(srgb, color, 3);
}

bool prim_colors_drawing(gint32 image, const PrimDrawing *drawing, PrimDrawing *srgb)
{
  PrimColors colors = prim_colors_open(image);
  bool copied = prim_drawing_copy(drawing, srgb);

  if (copied) {
    prim_colors_to_srgb(&colors, drawing->background, srgb->background);
    prim_colors_to_srgb(&colors, drawing->finish.color, srgb->finish.color);
  }
  for (int i = 0; copied && i < drawing->count; i++)
    prim_colors_to_srgb(&colors, drawing->shapes[i].color, srgb->shapes[i].color);
  prim_colors_close(&colors);
  return copied;
}

void prim_colors_from_srgb(const PrimColors *colors, const double srgb[3], uint8_t color[3])
{
  const Babl *from = babl_format("R'G'B' double"), *to = image_format(colors->grey);

  if (colors->transform)
    gimp_color_transform_process_pixels(colors->transform, from, srgb, to, color, 1);
  else
    babl_process(babl_fish(from, to), srgb, color, 1);
  if (colors->grey)
    color[1] = color[2] = color[0];
}

char *prim_colors_profile_name(gint32 image)
{
  GimpColorProfile *profile = gimp_image_get_color_profile(image);

  if (!profile)
    return NULL;
  const char *label = gimp_color_profile_get_label(profile);
  char *name = g_utf8_substring(label, 0, MIN(g_utf8_strlen(label, -1), PROFILE_NAME_MAX));
  g_object_unref(profile);
  return name;
}
