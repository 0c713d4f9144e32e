/* The working image that settings ask for. */
#include "picture.h"
#include "pixels.h"

/* From GIMP's colours, which are sRGB, to the working image's. */
typedef struct ColorMap {
  const Babl *fish;
  bool grey;
} ColorMap;

static ColorMap color_map(const PrimSource *source)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(source->drawable);
  bool grey = gimp_drawable_is_gray(source->drawable);
  const Babl *to = prim_pixels_format(grey ? "Y' u8" : "R'G'B' u8", buffer);

  g_object_unref(buffer);
  return (ColorMap){babl_fish(babl_format("R'G'B' double"), to), grey};
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

static void set_background(PrimTarget *target, const ColorMap *map, int background)
{
  GimpRGB color;

  if (background == PRIM_BACKGROUND_FOREGROUND)
    gimp_context_get_foreground(&color);
  else if (background == PRIM_BACKGROUND_BACKGROUND)
    gimp_context_get_background(&color);
  else
    return;
  map_color(map, &color, target->background);
}

PrimTarget *prim_picture_read(const PrimSource *source, const PrimSettings *settings,
                              const PrimDrawing *start, bool *covered, GError **error)
{
  int width, height;

  if (start) {
    width = start->width;
    height = start->height;
  } else {
    prim_target_size(source->region.width, source->region.height, settings->detail, &width,
                     &height);
  }
  PrimTarget *target = prim_pixels_read(source, width, height, covered, error);
  if (!target)
    return NULL;

  ColorMap map = color_map(source);
  set_background(target, &map, settings->background);
  if (settings->palette[0] && !set_palette(target, &map, settings->palette, error)) {
    prim_target_free(target);
    return NULL;
  }
  return target;
}
