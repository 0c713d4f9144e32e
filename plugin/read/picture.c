/* The working image that settings ask for. */
#include "buffer.h"
#include "colors.h"
#include "importance.h"
#include "picture.h"
#include "pixels.h"
#include "quantize.h"
#include "reduce.h"

/* From GIMP's colors, which are sRGB, to the working image's, which are the image's: in
 * what is grey the color's grey, a mask's or a channel's as sRGB has it. */
typedef struct ColorMap {
  PrimColors colors;
  bool grey;
} ColorMap;

static ColorMap open_map(const PrimSource *source)
{
  PrimColors colors = prim_colors_open_from_srgb(source->image);

  return (ColorMap){colors, gimp_drawable_is_gray(source->drawable) && !colors.grey};
}

static void map_color(const ColorMap *map, const GimpRGB *color, uint8_t rgb[3])
{
  double from[3] = {color->r, color->g, color->b}, grey;

  if (map->grey) {
    babl_process(babl_fish(babl_format("R'G'B' double"), babl_format("Y' double")), from, &grey, 1);
    from[0] = from[1] = from[2] = grey;
  }
  prim_colors_from_srgb(&map->colors, from, rgb);
}

static void map_number(const ColorMap *map, int32_t rgb, uint8_t color[3])
{
  GimpRGB from;

  gimp_rgb_set_uchar(&from, (guchar)(rgb >> 16 & 255), (guchar)(rgb >> 8 & 255),
                     (guchar)(rgb & 255));
  map_color(map, &from, color);
}

static bool take_named(PrimTarget *target, const ColorMap *map, const char *name, GError **error)
{
  int count = 0;
  bool fits = true;
  GimpRGB *colors = NULL;

  if (gimp_palette_get_info(name, &count))
    colors = gimp_palette_get_colors(name, &count);
  if (!colors || count == 0) {
    g_free(colors);
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("There is no palette named \"%s\" with any colors. Windows > Dockable Dialogs > "
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
              _("The palette \"%s\" has too many colors. Choose one with %d or fewer."), name,
              PRIM_PALETTE_MAX);
  return fits;
}

static void take_list(PrimTarget *target, const ColorMap *map, const PrimPaletteChoice *choice)
{
  for (int i = 0; i < choice->count; i++) {
    uint8_t rgb[3];
    map_number(map, choice->colors[i], rgb);
    (void)!prim_target_add_color(target, rgb); /* a list is shorter than a full palette */
  }
}

static bool set_palette(PrimTarget *target, const PrimSource *source, const ColorMap *map,
                        const char *text, GError **error)
{
  PrimPaletteChoice choice = prim_palette_parse(text);

  switch (choice.source) {
  case PRIM_PALETTE_PICTURE:
    return prim_quantize(target, gimp_drawable_is_gray(source->drawable), choice.count, error);
  case PRIM_PALETTE_LIST:
    take_list(target, map, &choice);
    return true;
  case PRIM_PALETTE_NAMED:
    return take_named(target, map, text, error);
  default:
    return true;
  }
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

void prim_picture_to_srgb(const PrimSource *source, uint8_t *colors, int count)
{
  PrimColors transform = prim_colors_open(source->image);

  for (int i = 0; i < count; i++)
    prim_colors_to_srgb(&transform, colors + 3 * i, colors + 3 * i);
  prim_colors_close(&transform);
}

void prim_picture_color(const PrimSource *source, int32_t rgb, uint8_t color[3])
{
  ColorMap map = open_map(source);

  map_number(&map, rgb, color);
  prim_colors_close(&map.colors);
}

/* All colors that come from the settings. */
static bool set_colors(PrimTarget *target, const PrimSource *source, const PrimSettings *settings,
                       GError **error)
{
  ColorMap map = open_map(source);
  bool good = set_background(target, &map, settings->background, error) &&
              set_palette(target, source, &map, settings->palette, error);

  map_number(&map, MAX(settings->outline_color, 0), target->outline);
  prim_colors_close(&map.colors);
  return good;
}

PrimTarget *prim_picture_read(const PrimSource *source, const PrimSettings *settings,
                              const PrimDrawing *start, GeglBuffer **coverage, GError **error)
{
  int width, height;

  if (start) {
    width = start->width;
    height = start->height;
  } else {
    prim_target_size(source->region.width, source->region.height, settings->detail, &width,
                     &height);
  }
  PrimTarget *target = prim_pixels_read(source, width, height, settings->threads, coverage, error);
  if (!target)
    return NULL;

  /* The palette first: it stays while importance is painted. */
  if (set_colors(target, source, settings, error) && prim_importance_apply(source, target, error))
    return target;
  g_clear_object(coverage);
  prim_target_free(target);
  return NULL;
}

/* 255 where a pixel counts at all. Free with g_free(). */
static uint8_t *counting(const PrimTarget *picture)
{
  size_t pixels = (size_t)picture->width * (size_t)picture->height;
  uint8_t *coverage = g_try_malloc(pixels);

  for (size_t i = 0; coverage && i < pixels; i++)
    coverage[i] = picture->weight[i] ? 255 : 0;
  return coverage;
}

static void reduce(const PrimTarget *picture, const uint8_t *coverage, PrimTarget *target)
{
  PrimReduction reduction = {picture->width, picture->height, target->width, target->height};
  uint16_t covered[PRIM_DETAIL_MAX];

  for (int y = 0; y < target->height; y++) {
    size_t row = (size_t)y * (size_t)target->width;
    int first, end;
    prim_reduce_rows_needed(&reduction, y, y + 1, &first, &end);
    size_t skipped = (size_t)first * (size_t)picture->width;
    prim_reduce_row(&reduction, y, first, picture->rgb + 3 * skipped, coverage + skipped,
                    target->rgb + 3 * row, covered);
    for (int x = 0; x < target->width; x++)
      target->weight[row + (size_t)x] = covered[x] > 0;
  }
}

PrimTarget *prim_picture_reduce(const PrimSource *source, const PrimTarget *picture,
                                const PrimSettings *settings, int side, GError **error)
{
  int width, height;

  prim_target_size(picture->width, picture->height, side, &width, &height);
  PrimTarget *target = prim_target_new(width, height);
  uint8_t *coverage = counting(picture);
  bool good = target && coverage;
  if (good)
    reduce(picture, coverage, target);
  else
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  g_free(coverage);
  if (good && set_colors(target, source, settings, error))
    return target;
  prim_target_free(target);
  return NULL;
}
