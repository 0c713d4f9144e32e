/* The working image that settings ask for. */
#include "buffer.h"
#include "picture.h"
#include "pixels.h"

/* From GIMP's colours, which are sRGB, to the working image's. */
typedef struct ColorMap {
  const Babl *fish;
  bool grey;
} ColorMap;

static bool color_map(const PrimSource *source, ColorMap *map, GError **error)
{
  bool grey = gimp_drawable_is_gray(source->drawable);
  PrimBuffer buffer;

  if (!prim_buffer_open(source->drawable, &buffer, error))
    return false;
  const Babl *to = prim_pixels_format(grey ? "Y' u8" : "R'G'B' u8", buffer.pixels);
  prim_buffer_close(&buffer);
  *map = (ColorMap){babl_fish(babl_format("R'G'B' double"), to), grey};
  return true;
}

static void map_color(const ColorMap *map, const GimpRGB *color, uint8_t rgb[3])
{
  const double from[3] = {color->r, color->g, color->b};

  babl_process(map->fish, from, rgb, 1);
  if (map->grey)
    rgb[1] = rgb[2] = rgb[0];
}

static bool set_palette(PrimTarget *target, const ColorMap *map, const char *name, GError **error)
{
  int count = 0;
  bool fits = true;
  GimpRGB *colors = NULL;

  if (gimp_palette_get_info(name, &count))
    colors = gimp_palette_get_colors(name, &count);
  if (!colors || count == 0) {
    g_free(colors);
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("There is no palette named \"%s\" with any colours. Windows > Dockable Dialogs > "
                "Palettes shows all names."),
              name);
    return false;
  }
  for (int i = 0; fits && i < count; i++) {
    uint8_t rgb[3];
    map_color(map, &colors[i], rgb);
    fits = prim_target_add_color(target, rgb);
  }
  g_free(colors);
  if (!fits)
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The palette \"%s\" has too many colours. Choose one with %d or fewer."), name,
              PRIM_PALETTE_MAX);
  return fits;
}

static bool set_background(PrimTarget *target, const ColorMap *map, int background, GError **error)
{
  GimpRGB color = {0, 0, 0, 1};
  bool good = true;

  if (background == PRIM_BACKGROUND_FOREGROUND)
    good = gimp_context_get_foreground(&color);
  else if (background == PRIM_BACKGROUND_BACKGROUND)
    good = gimp_context_get_background(&color);
  else
    return true;
  if (good)
    map_color(map, &color, target->background);
  else
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, "%s", gimp_get_pdb_error());
  return good;
}

PrimTarget *prim_picture_read(const PrimSource *source, const PrimSettings *settings,
                              const PrimDrawing *start, GeglBuffer **coverage, GError **error)
{
  int width, height;
  ColorMap map;

  if (start) {
    width = start->width;
    height = start->height;
  } else {
    prim_target_size(source->region.width, source->region.height, settings->detail, &width,
                     &height);
  }
  PrimTarget *target = prim_pixels_read(source, width, height, coverage, error);
  if (!target)
    return NULL;

  if (color_map(source, &map, error) && set_background(target, &map, settings->background, error) &&
      (!settings->palette[0] || set_palette(target, &map, settings->palette, error)))
    return target;
  g_clear_object(coverage);
  prim_target_free(target);
  return NULL;
}
