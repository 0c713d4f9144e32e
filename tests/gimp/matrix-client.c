/* A plug-in that has drawables of every kind redrawn, and looks at every pixel of what
 * comes of it.
 *
 * What counts, where the result lies and which part of it shows is computed here once
 * more, from what GIMP says of the image. GIMP has no procedure for Undo; that one takes
 * a result back is for the tests with a window. */
#include <gegl.h>
#include <math.h>

#include "client.h"

enum { WIDTH = 48, HEIGHT = 36, SHAPES = 12 };

typedef enum Model { RGB, GREY, PALETTE } Model;
typedef enum Precision { U8, U16, HALF, FLOAT, DOUBLE } Precision;
typedef enum Alpha { OPAQUE, ALPHA } Alpha;
typedef enum Place { WHOLE, INSIDE, PARTLY, LARGER } Place; /* in the canvas */
typedef enum Selection { ALL, BOX, SOFT, ASIDE } Selection;
typedef enum Mask { BARE, MASK, EDITED, DISABLED } Mask; /* the drawable's layer mask */
typedef enum Kind {
  LAYER,
  LAYER_MASK,
  CHANNEL,
  GROUP,
  TEXT,
  PIXEL,
  COLUMN, /* one pixel wide */
  RIBBON, /* 2000 pixels wide */
  CLEAR,  /* all transparent */
  PLAIN   /* of one colour */
} Kind;
typedef enum Output { AS_LAYER, AS_GROUP, AS_FRAMES, AS_PATHS } Output;
/* Where values are that are no colours: not a number, and both infinities. */
typedef enum Poison { CLEAN, IN_COLOR, IN_ALPHA, IN_MASK } Poison;

typedef struct Cell {
  Kind kind;
  Model model;
  Precision precision;
  Alpha alpha;
  Place place;
  Selection selection;
  Mask mask;
  Output output;
  Poison poison;
} Cell;

/* Any two values of different columns that go together stand in some row; try_pairs() looks
 * at those columns whose values all do. */
static const Cell cells[] = {
    {LAYER, RGB, U8, ALPHA, WHOLE, BOX, DISABLED, AS_PATHS, CLEAN},
    {LAYER, RGB, U16, ALPHA, PARTLY, SOFT, MASK, AS_LAYER, CLEAN},
    {LAYER, RGB, FLOAT, ALPHA, INSIDE, SOFT, BARE, AS_GROUP, CLEAN},
    {LAYER, RGB, DOUBLE, ALPHA, LARGER, BOX, EDITED, AS_FRAMES, CLEAN},
    {LAYER, GREY, HALF, OPAQUE, INSIDE, ALL, EDITED, AS_GROUP, CLEAN},
    {LAYER_MASK, RGB, U8, OPAQUE, LARGER, BOX, BARE, AS_FRAMES, CLEAN},
    {LAYER_MASK, RGB, U16, OPAQUE, WHOLE, BOX, BARE, AS_LAYER, CLEAN},
    {LAYER_MASK, RGB, HALF, OPAQUE, LARGER, ALL, BARE, AS_PATHS, CLEAN},
    {LAYER_MASK, RGB, FLOAT, OPAQUE, INSIDE, ALL, BARE, AS_GROUP, CLEAN},
    {LAYER_MASK, GREY, DOUBLE, OPAQUE, PARTLY, SOFT, BARE, AS_GROUP, CLEAN},
    {CHANNEL, RGB, U16, OPAQUE, WHOLE, ALL, BARE, AS_FRAMES, CLEAN},
    {CHANNEL, RGB, HALF, OPAQUE, WHOLE, BOX, BARE, AS_LAYER, CLEAN},
    {CHANNEL, RGB, FLOAT, OPAQUE, WHOLE, ALL, BARE, AS_PATHS, CLEAN},
    {CHANNEL, RGB, DOUBLE, OPAQUE, WHOLE, BOX, BARE, AS_PATHS, CLEAN},
    {CHANNEL, GREY, U8, OPAQUE, WHOLE, SOFT, BARE, AS_GROUP, CLEAN},
    {GROUP, RGB, FLOAT, ALPHA, PARTLY, ALL, MASK, AS_GROUP, CLEAN},
    {GROUP, GREY, U8, ALPHA, LARGER, SOFT, MASK, AS_PATHS, CLEAN},
    {GROUP, GREY, U16, ALPHA, LARGER, SOFT, BARE, AS_LAYER, CLEAN},
    {GROUP, GREY, U16, ALPHA, INSIDE, BOX, EDITED, AS_FRAMES, CLEAN},
    {GROUP, GREY, HALF, ALPHA, INSIDE, BOX, MASK, AS_PATHS, CLEAN},
    {GROUP, GREY, DOUBLE, ALPHA, WHOLE, SOFT, DISABLED, AS_FRAMES, CLEAN},
    {TEXT, RGB, U16, ALPHA, INSIDE, ALL, BARE, AS_FRAMES, CLEAN},
    {TEXT, RGB, HALF, ALPHA, WHOLE, SOFT, DISABLED, AS_LAYER, CLEAN},
    {TEXT, RGB, FLOAT, ALPHA, WHOLE, BOX, DISABLED, AS_GROUP, CLEAN},
    {TEXT, RGB, DOUBLE, ALPHA, PARTLY, BOX, MASK, AS_GROUP, CLEAN},
    {TEXT, GREY, U8, ALPHA, PARTLY, BOX, EDITED, AS_PATHS, CLEAN},
    {PIXEL, RGB, U16, ALPHA, INSIDE, BOX, DISABLED, AS_GROUP, CLEAN},
    {PIXEL, RGB, DOUBLE, OPAQUE, INSIDE, ALL, BARE, AS_LAYER, CLEAN},
    {PIXEL, GREY, U8, OPAQUE, INSIDE, ALL, EDITED, AS_PATHS, CLEAN},
    {PIXEL, GREY, HALF, ALPHA, INSIDE, BOX, MASK, AS_LAYER, CLEAN},
    {PIXEL, GREY, FLOAT, OPAQUE, INSIDE, SOFT, MASK, AS_FRAMES, CLEAN},
    {COLUMN, RGB, U16, ALPHA, INSIDE, BOX, EDITED, AS_LAYER, CLEAN},
    {COLUMN, RGB, DOUBLE, OPAQUE, PARTLY, SOFT, DISABLED, AS_PATHS, CLEAN},
    {COLUMN, GREY, U8, ALPHA, WHOLE, ALL, BARE, AS_GROUP, CLEAN},
    {COLUMN, GREY, HALF, ALPHA, PARTLY, SOFT, BARE, AS_FRAMES, CLEAN},
    {COLUMN, GREY, FLOAT, OPAQUE, WHOLE, BOX, EDITED, AS_GROUP, CLEAN},
    {COLUMN, GREY, DOUBLE, ALPHA, INSIDE, ALL, MASK, AS_LAYER, CLEAN},
    {RIBBON, RGB, U16, OPAQUE, INSIDE, SOFT, EDITED, AS_PATHS, CLEAN},
    {RIBBON, RGB, FLOAT, OPAQUE, WHOLE, BOX, BARE, AS_LAYER, CLEAN},
    {RIBBON, RGB, DOUBLE, ALPHA, INSIDE, SOFT, MASK, AS_GROUP, CLEAN},
    {RIBBON, GREY, U8, OPAQUE, INSIDE, SOFT, EDITED, AS_LAYER, CLEAN},
    {RIBBON, GREY, HALF, ALPHA, PARTLY, ALL, DISABLED, AS_FRAMES, CLEAN},
    {PLAIN, RGB, U8, ALPHA, WHOLE, ALL, MASK, AS_FRAMES, CLEAN},
    {PLAIN, RGB, FLOAT, ALPHA, LARGER, BOX, DISABLED, AS_GROUP, CLEAN},
    {PLAIN, RGB, DOUBLE, ALPHA, PARTLY, SOFT, BARE, AS_LAYER, CLEAN},
    {PLAIN, GREY, U16, OPAQUE, WHOLE, SOFT, EDITED, AS_PATHS, CLEAN},
    {PLAIN, GREY, HALF, OPAQUE, INSIDE, ALL, EDITED, AS_LAYER, CLEAN},
};

#define ASIDE_MESSAGE "The selection lies outside the layer."
#define CLEAR_MESSAGE "There is nothing to draw: every selected pixel is transparent."
#define PALETTE_MESSAGE "Shapes cannot be drawn in an indexed image."

static const struct {
  Cell cell;
  const char *message;
} refused[] = {
    {{LAYER, RGB, U8, OPAQUE, PARTLY, ASIDE, BARE, AS_LAYER, CLEAN}, ASIDE_MESSAGE},
    {{LAYER, GREY, FLOAT, ALPHA, INSIDE, ASIDE, MASK, AS_GROUP, CLEAN}, ASIDE_MESSAGE},
    {{LAYER_MASK, RGB, U16, OPAQUE, PARTLY, ASIDE, BARE, AS_FRAMES, CLEAN}, ASIDE_MESSAGE},
    {{GROUP, RGB, HALF, ALPHA, INSIDE, ASIDE, BARE, AS_PATHS, CLEAN}, ASIDE_MESSAGE},
    {{PIXEL, GREY, DOUBLE, OPAQUE, INSIDE, ASIDE, BARE, AS_LAYER, CLEAN}, ASIDE_MESSAGE},
    {{CLEAR, RGB, U8, ALPHA, WHOLE, ALL, BARE, AS_LAYER, CLEAN}, CLEAR_MESSAGE},
    {{CLEAR, GREY, U16, ALPHA, LARGER, SOFT, EDITED, AS_GROUP, CLEAN}, CLEAR_MESSAGE},
    {{CLEAR, RGB, FLOAT, ALPHA, PARTLY, BOX, DISABLED, AS_FRAMES, CLEAN}, CLEAR_MESSAGE},
    {{CLEAR, GREY, DOUBLE, ALPHA, INSIDE, ALL, MASK, AS_PATHS, CLEAN}, CLEAR_MESSAGE},
    {{LAYER, PALETTE, U8, OPAQUE, WHOLE, ALL, BARE, AS_LAYER, CLEAN}, PALETTE_MESSAGE},
    {{LAYER, PALETTE, U8, ALPHA, LARGER, BOX, MASK, AS_GROUP, CLEAN}, PALETTE_MESSAGE},
    {{LAYER_MASK, PALETTE, U8, OPAQUE, PARTLY, SOFT, BARE, AS_FRAMES, CLEAN}, PALETTE_MESSAGE},
    {{CHANNEL, PALETTE, U8, OPAQUE, WHOLE, ALL, BARE, AS_PATHS, CLEAN}, PALETTE_MESSAGE},
    {{RIBBON, PALETTE, U8, ALPHA, INSIDE, ALL, EDITED, AS_LAYER, CLEAN}, PALETTE_MESSAGE},
};

static const Cell poisoned[] = {
    {LAYER, RGB, HALF, ALPHA, WHOLE, ALL, BARE, AS_LAYER, IN_COLOR},
    {LAYER, GREY, FLOAT, OPAQUE, PARTLY, BOX, BARE, AS_GROUP, IN_COLOR},
    {LAYER, RGB, DOUBLE, OPAQUE, LARGER, ALL, MASK, AS_FRAMES, IN_COLOR},
    {LAYER, RGB, HALF, ALPHA, WHOLE, SOFT, BARE, AS_GROUP, IN_ALPHA},
    {LAYER, RGB, FLOAT, ALPHA, INSIDE, ALL, BARE, AS_LAYER, IN_ALPHA},
    {LAYER, GREY, DOUBLE, ALPHA, WHOLE, ALL, MASK, AS_FRAMES, IN_ALPHA},
    {LAYER, RGB, HALF, OPAQUE, WHOLE, ALL, MASK, AS_FRAMES, IN_MASK},
    {LAYER, RGB, FLOAT, ALPHA, PARTLY, ALL, EDITED, AS_LAYER, IN_MASK},
    {LAYER, GREY, DOUBLE, OPAQUE, WHOLE, SOFT, MASK, AS_GROUP, IN_MASK},
    {LAYER_MASK, RGB, FLOAT, OPAQUE, WHOLE, ALL, BARE, AS_LAYER, IN_MASK},
};

/* What a cell is tried on. */
typedef struct Scene {
  const Cell *cell;
  gint32 image, layer, drawable; /* the layer that the drawable is or belongs to */
  gint32 mask;                   /* the layer's mask, or -1 */
  GeglRectangle bounds;          /* the drawable's place in the image */
  GeglRectangle region;          /* what is to be redrawn, in the image */
  float *weights;                /* how much each pixel of it counts, row by row */
  bool all_full;
} Scene;

/* ---- Making it -------------------------------------------------------------- */

static const char *const poisons[] = {"", ", no numbers as colours", ", no numbers as alpha",
                                      ", no numbers in the mask"};

static GeglRectangle bounds_of_cell(const Cell *cell)
{
  static const GeglRectangle places[] = {
      {0, 0, WIDTH, HEIGHT}, {7, 5, 30, 24}, {-9, -6, 40, 30}, {-8, -5, WIDTH + 20, HEIGHT + 15}};
  GeglRectangle bounds = places[cell->place];

  if (cell->kind == PIXEL)
    return (GeglRectangle){20, 15, 1, 1};
  if (cell->kind == COLUMN)
    return (GeglRectangle){20, bounds.y, 1, bounds.height};
  if (cell->kind == RIBBON)
    return (GeglRectangle){bounds.x, 12, 2000, 9};
  return bounds;
}

static gint32 new_image(const Cell *cell)
{
  static const GimpPrecision precisions[] = {
      [U8] = GIMP_PRECISION_U8_GAMMA,          [U16] = GIMP_PRECISION_U16_GAMMA,
      [HALF] = GIMP_PRECISION_HALF_LINEAR,     [FLOAT] = GIMP_PRECISION_FLOAT_LINEAR,
      [DOUBLE] = GIMP_PRECISION_DOUBLE_LINEAR,
  };

  return gimp_image_new_with_precision(WIDTH, HEIGHT, cell->model == GREY ? GIMP_GRAY : GIMP_RGB,
                                       precisions[cell->precision]);
}

static gint32 new_layer(gint32 image, const Cell *cell, const GeglRectangle *bounds, gint32 parent)
{
  GimpImageType type = cell->model == GREY
                           ? (cell->alpha == ALPHA ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE)
                           : (cell->alpha == ALPHA ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE);
  gint32 layer = gimp_layer_new(image, "source", bounds->width, bounds->height, type, 100,
                                GIMP_LAYER_MODE_NORMAL);

  gimp_image_insert_layer(image, layer, parent, 0);
  gimp_layer_set_offsets(layer, bounds->x, bounds->y);
  return layer;
}

/* Three flat parts, the top transparent and the right half so; R'G'B'A. */
static void color_at(const Cell *cell, int x, int y, int width, int height, float rgba[4])
{
  static const float colors[3][3] = {{0.8f, 0.35f, 0.2f}, {0.15f, 0.7f, 0.9f}, {0.95f, 0.9f, 0.1f}};
  int part = cell->kind == PLAIN ? 0 : 2 * x < width ? 0 : 2 * y < height ? 1 : 2;

  memcpy(rgba, colors[part], sizeof colors[part]);
  rgba[3] = cell->kind == CLEAR || y < height / 6 ? 0 : 3 * x < 2 * width ? 1 : 0.5f;
}

static float no_number(int i)
{
  return i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
}

/* Puts `values` of the format there, as they are. */
static void set_pixels(gint32 drawable, const char *format, const float *values)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);

  gegl_buffer_set(buffer, NULL, 0, babl_format(format), values, GEGL_AUTO_ROWSTRIDE);
  g_object_unref(buffer);
  gimp_drawable_update(drawable, 0, 0, gimp_drawable_width(drawable),
                       gimp_drawable_height(drawable));
}

/* Linear formats keep infinities as they are. */
static void poison(gint32 drawable, Poison where)
{
  int width = gimp_drawable_width(drawable), height = gimp_drawable_height(drawable);
  GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);

  for (int i = 0; i < 30; i++) {
    GeglRectangle at = {(7 * i) % width, (5 * i + 11) % height, 1, 1};
    float rgba[4];
    gegl_buffer_get(buffer, &at, 1, babl_format("RGBA float"), rgba, GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    for (int channel = 0; channel < 3 && where != IN_ALPHA; channel++)
      rgba[channel] = no_number(i);
    if (where == IN_ALPHA)
      rgba[3] = no_number(i);
    gegl_buffer_set(buffer, &at, 0, babl_format("RGBA float"), rgba, GEGL_AUTO_ROWSTRIDE);
  }
  g_object_unref(buffer);
  gimp_drawable_update(drawable, 0, 0, width, height);
}

static void paint(gint32 drawable, const Cell *cell)
{
  int width = gimp_drawable_width(drawable), height = gimp_drawable_height(drawable);
  float *rgba = g_new(float, 4 * (size_t)width * (size_t)height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      color_at(cell, x, y, width, height, rgba + 4 * ((size_t)y * (size_t)width + (size_t)x));
  set_pixels(drawable, "R'G'B'A float", rgba);
  g_free(rgba);
}

/* Shown at the left, fading out to the right. */
static gint32 add_mask(gint32 layer)
{
  gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);
  int width = gimp_drawable_width(layer), height = gimp_drawable_height(layer);
  float *grey = g_new(float, (size_t)width *(size_t)height);

  gimp_layer_add_mask(layer, mask);
  for (int i = 0; i < width * height; i++)
    grey[i] = MIN(1, 2 - 2 * (i % width + 0.5f) / width);
  set_pixels(mask, "Y float", grey);
  g_free(grey);
  return mask;
}

static gint32 make_text(gint32 image, const GeglRectangle *bounds)
{
  gint32 layer = gimp_text_layer_new(image, "OoO", "Sans", 20, GIMP_UNIT_PIXEL);

  gimp_image_insert_layer(image, layer, 0, 0);
  gimp_layer_set_offsets(layer, bounds->x, bounds->y);
  return layer;
}

static void make_drawable(Scene *scene)
{
  const Cell *cell = scene->cell;
  gint32 image = scene->image, group = 0;
  GimpRGB black = {0, 0, 0, 1};

  scene->bounds = bounds_of_cell(cell);
  if (cell->kind == GROUP) {
    group = gimp_layer_group_new(image);
    gimp_image_insert_layer(image, group, 0, 0);
  }
  scene->layer = cell->kind == TEXT ? make_text(image, &scene->bounds)
                                    : new_layer(image, cell, &scene->bounds, group);
  if (cell->kind != TEXT)
    paint(scene->layer, cell);
  if (cell->poison == IN_COLOR || cell->poison == IN_ALPHA)
    poison(scene->layer, cell->poison);
  if (group)
    scene->layer = group;
  scene->drawable = scene->layer;
  if (cell->mask != BARE || cell->kind == LAYER_MASK)
    scene->mask = add_mask(scene->layer);
  if (cell->kind == LAYER_MASK)
    scene->drawable = scene->mask;
  if (cell->kind == CHANNEL) {
    scene->drawable = gimp_channel_new(image, "channel", WIDTH, HEIGHT, 50, &black);
    gimp_image_insert_channel(image, scene->drawable, 0, 0);
    paint(scene->drawable, cell);
    gimp_image_set_active_layer(image, scene->layer);
  }
  if (cell->poison == IN_MASK)
    poison(scene->mask, IN_MASK);
}

static void make_selection(const Scene *scene)
{
  gint32 image = scene->image;

  if (scene->cell->selection == BOX)
    gimp_image_select_rectangle(image, GIMP_CHANNEL_OP_REPLACE, 4, 3, 32, 27);
  if (scene->cell->selection == SOFT) {
    gimp_image_select_ellipse(image, GIMP_CHANNEL_OP_REPLACE, 6, 4, 34, 28);
    gimp_selection_feather(image, 6);
  }
  if (scene->cell->selection == ASIDE)
    gimp_image_select_rectangle(image, GIMP_CHANNEL_OP_REPLACE, WIDTH - 6, HEIGHT - 5, 5, 4);
}

/* ---- What is to come of it -------------------------------------------------- */

/* Reads a part of a drawable, given in the drawable's pixels. Free with g_free(). */
static float *read_pixels(gint32 drawable, const GeglRectangle *part, const char *format,
                          int channels)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
  float *values = g_new(float, (size_t)channels *(size_t)part->width *(size_t)part->height);

  gegl_buffer_get(buffer, part, 1, babl_format(format), values, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  g_object_unref(buffer);
  return values;
}

/* The part of a drawable at `offset` that the region is. */
static GeglRectangle part_of(const Scene *scene, int offset_x, int offset_y)
{
  GeglRectangle part = scene->region;

  part.x -= offset_x;
  part.y -= offset_y;
  return part;
}

/* Not a number counts as 0, what is beyond 1 as 1. */
static void multiply(const Scene *scene, gint32 drawable, const GeglRectangle *part, bool alpha)
{
  int channels = alpha ? 2 : 1;
  float *values = read_pixels(drawable, part, alpha ? "YA float" : "Y float", channels);

  for (int i = 0; i < part->width * part->height; i++) {
    float value = values[channels * i + channels - 1];
    scene->weights[i] *= isnan(value) ? 0 : CLAMP(value, 0, 1);
  }
  g_free(values);
}

static bool selected_part(const Scene *scene, GeglRectangle *region)
{
  int selected, x1, y1, x2, y2;

  gimp_selection_bounds(scene->image, &selected, &x1, &y1, &x2, &y2);
  *region = scene->bounds;
  return !selected || gegl_rectangle_intersect(region, &scene->bounds,
                                               &(GeglRectangle){x1, y1, x2 - x1, y2 - y1});
}

static void compute(Scene *scene)
{
  const Cell *cell = scene->cell;

  if (!selected_part(scene, &scene->region))
    return;
  GeglRectangle part = part_of(scene, scene->bounds.x, scene->bounds.y);
  int count = part.width * part.height;
  scene->weights = g_new(float, (size_t)count);
  for (int i = 0; i < count; i++)
    scene->weights[i] = 1;
  if (cell->selection != ALL)
    multiply(scene, gimp_image_get_selection(scene->image), &scene->region, false);
  if (gimp_drawable_has_alpha(scene->drawable))
    multiply(scene, scene->drawable, &part, true);
  if (cell->mask != BARE && cell->mask != DISABLED)
    multiply(scene, scene->mask, &part, false);
  scene->all_full = cell->selection == ALL;
  for (int i = 0; i < count; i++)
    scene->all_full = scene->all_full && scene->weights[i] * 255 >= 254.5f;
}

static Scene make_scene(const Cell *cell)
{
  Scene scene = {.cell = cell, .image = new_image(cell), .mask = -1};

  gimp_image_undo_disable(scene.image);
  make_drawable(&scene);
  make_selection(&scene);
  if (cell->model == PALETTE)
    gimp_image_convert_indexed(scene.image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_GENERATE,
                               16, FALSE, FALSE, "");
  if (cell->mask == EDITED)
    gimp_layer_set_edit_mask(scene.layer, TRUE);
  if (cell->mask == DISABLED)
    gimp_layer_set_apply_mask(scene.layer, FALSE);
  gimp_image_undo_enable(scene.image);
  gimp_image_clean_all(scene.image);
  scene.bounds.width = gimp_drawable_width(scene.drawable);
  scene.bounds.height = gimp_drawable_height(scene.drawable);
  gimp_drawable_offsets(scene.drawable, &scene.bounds.x, &scene.bounds.y);
  compute(&scene);
  return scene;
}

/* ---- How the source stands -------------------------------------------------- */

static void add_drawable(GChecksum *sum, gint32 drawable)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
  const GeglRectangle *extent = gegl_buffer_get_extent(buffer);
  const Babl *format = gegl_buffer_get_format(buffer);
  size_t bytes = (size_t)babl_format_get_bytes_per_pixel(format) * (size_t)extent->width *
                 (size_t)extent->height;
  guchar *pixels = g_malloc(bytes);

  gegl_buffer_get(buffer, extent, 1, format, pixels, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_checksum_update(sum, pixels, (gssize)bytes);
  g_free(pixels);
  g_object_unref(buffer);
}

/* Of all pixels, masks and the selection, as they are stored, and of what is edited. */
static char *look_at(const Scene *scene)
{
  GChecksum *sum = g_checksum_new(G_CHECKSUM_MD5);
  char *name = gimp_item_get_name(scene->drawable);

  add_drawable(sum, scene->layer);
  add_drawable(sum, scene->drawable);
  add_drawable(sum, gimp_image_get_selection(scene->image));
  if (scene->mask != -1)
    add_drawable(sum, scene->mask);
  char *all = g_strdup_printf("%s %s %d %d", g_checksum_get_string(sum), name,
                              gimp_layer_get_apply_mask(scene->layer),
                              gimp_layer_get_edit_mask(scene->layer));
  g_checksum_free(sum);
  g_free(name);
  return all;
}

/* Also whether the image has one layer and no path. */
static bool untouched(const Scene *scene, const char *before)
{
  int layers, paths;
  char *now = look_at(scene);
  bool same = strcmp(now, before) == 0;

  g_free(now);
  g_free(gimp_image_get_layers(scene->image, &layers));
  g_free(gimp_image_get_vectors(scene->image, &paths));
  return same && layers == 1 && paths == 0 && !gimp_image_is_dirty(scene->image);
}

/* ---- Judging ---------------------------------------------------------------- */

/* Complains about the cell. */
static bool expect(const Scene *scene, bool good, const char *format, ...) G_GNUC_PRINTF(3, 4);

static char *cell_name(const Cell *cell)
{
  static const char *const kinds[] = {"layer", "layer mask",     "channel", "group", "text",
                                      "1x1",   "one pixel wide", "wide",    "clear", "one colour"};
  static const char *const models[] = {"RGB", "grey", "indexed"};
  static const char *const precisions[] = {"u8", "u16", "half", "float", "double"};
  static const char *const places[] = {"whole", "inside", "partly outside", "larger"};
  static const char *const selections[] = {"all", "rectangle", "feathered", "aside"};
  static const char *const masks[] = {"no mask", "mask", "mask edited", "mask disabled"};
  static const char *const outputs[] = {"layer", "group", "frames", "paths"};

  return g_strdup_printf("%s, %s %s%s, %s, %s, %s%s -> %s", kinds[cell->kind], models[cell->model],
                         precisions[cell->precision], cell->alpha == ALPHA ? " with alpha" : "",
                         places[cell->place], selections[cell->selection], masks[cell->mask],
                         poisons[cell->poison], outputs[cell->output]);
}

static bool expect(const Scene *scene, bool good, const char *format, ...)
{
  va_list arguments;

  if (good)
    return true;
  va_start(arguments, format);
  char *what = g_strdup_vprintf(format, arguments), *name = cell_name(scene->cell);
  va_end(arguments);
  say(false, "%s: %s", name, what);
  g_free(name);
  g_free(what);
  return false;
}

/* The result's mask is the weights, to the image's precision. */
static bool check_mask(const Scene *scene, gint32 layer)
{
  GeglRectangle whole = {0, 0, scene->region.width, scene->region.height};
  gint32 mask = gimp_layer_get_mask(layer);
  float worst = 0, tolerance = scene->cell->precision == U8 ? 0.51f / 255 : 1e-3f;

  if (scene->all_full || mask == -1)
    return expect(scene, scene->all_full && mask == -1, "there is %s mask",
                  mask == -1 ? "no" : "a");
  float *values = read_pixels(mask, &whole, "Y float", 1);
  for (int i = 0; i < whole.width * whole.height; i++) {
    float off = fabsf(values[i] - scene->weights[i]);
    worst = off <= worst ? worst : off; /* what is no number is worst */
  }
  g_free(values);
  return expect(scene, worst <= tolerance, "its mask is off by %g", (double)worst);
}

/* Root mean squares, weighted, of R'G'B' from 0 to 1. */
typedef struct Errors {
  double drawn; /* of the result from the source */
  double flat;  /* of the source from its mean */
} Errors;

static Errors measure(const Scene *scene, const float *source, const float *drawn)
{
  double sum = 0, squares = 0;
  double means[3] = {0}, source_squares = 0;
  int count = scene->region.width * scene->region.height;

  for (int i = 0; i < count; i++)
    for (int c = 0; c < 3; c++) {
      double weight = (double)scene->weights[i], value = (double)source[3 * i + c];
      double off = value - (double)drawn[3 * i + c];
      sum += weight / 3;
      squares += weight * off * off;
      means[c] += weight * value;
      source_squares += weight * value * value;
    }
  for (int c = 0; c < 3; c++)
    source_squares -= means[c] * means[c] / sum;
  return (Errors){sqrt(squares / (3 * sum)), sqrt(MAX(source_squares, 0) / (3 * sum))};
}

/* Far closer to the source than one colour is, and as close as was told. */
static bool check_pixels(const Scene *scene, gint32 drawable, double told)
{
  static const double STEP = 1.0 / 255;
  GeglRectangle whole = {0, 0, scene->region.width, scene->region.height};
  GeglRectangle part = part_of(scene, scene->bounds.x, scene->bounds.y);
  float *source = read_pixels(scene->drawable, &part, "R'G'B' float", 3);
  float *drawn = read_pixels(drawable, &whole, "R'G'B' float", 3);
  bool numbers = true, good = true;

  for (int i = 0; i < 3 * whole.width * whole.height; i++)
    numbers = numbers && drawn[i] > -0.001f && drawn[i] < 1.001f;
  good = expect(scene, numbers, "a colour is no colour");
  if (good && scene->cell->poison == CLEAN) {
    Errors errors = measure(scene, source, drawn);
    bool reduced = whole.width > 64 || whole.height > 64;
    good = expect(scene, errors.drawn <= 0.5 * errors.flat + 1.5 * STEP,
                  "the error is %.2f, that of one colour %.2f", errors.drawn / STEP,
                  errors.flat / STEP) &&
           expect(scene,
                  reduced || fabs(errors.drawn - told * STEP) <= 0.1 * errors.drawn + 1.5 * STEP,
                  "the error is %.2f, not %.2f", errors.drawn / STEP, told);
  }
  g_free(source);
  g_free(drawn);
  return good;
}

static bool check_frame(const Scene *scene, gint32 layer, int x, int y)
{
  int left = 0, top = 0;

  gimp_drawable_offsets(layer, &left, &top);
  return expect(scene,
                left == x && top == y && gimp_drawable_width(layer) == scene->region.width &&
                    gimp_drawable_height(layer) == scene->region.height,
                "it is %dx%d at %d, %d, not %dx%d at %d, %d", gimp_drawable_width(layer),
                gimp_drawable_height(layer), left, top, scene->region.width, scene->region.height,
                x, y);
}

static bool check_name(const Scene *scene, gint32 layer, int placed)
{
  char *name = gimp_item_get_name(layer);
  char *wanted =
      scene->cell->output == AS_FRAMES ? g_strdup_printf("Frame %d (2000ms) (replace)", placed + 1)
      : placed == 0                    ? g_strdup("Primitives: 0 shapes")
                    : g_strdup_printf("Primitives: %d rectangle%s", placed, placed == 1 ? "" : "s");
  bool good = expect(scene, g_strcmp0(name, wanted) == 0, "it is called \"%s\"", name);

  g_free(name);
  g_free(wanted);
  return good;
}

static bool check_in_image(const Scene *scene, gint32 layer)
{
  int children = 0, placed_above = gimp_image_get_item_position(scene->image, scene->layer) -
                                   gimp_image_get_item_position(scene->image, layer);

  if (gimp_item_is_group(layer))
    g_free(gimp_item_get_children(layer, &children));
  return check_frame(scene, layer, scene->region.x, scene->region.y) &&
         expect(scene, placed_above == 1, "it is not just above its source") &&
         expect(scene, (children > 0) == (scene->cell->output == AS_GROUP), "%d layers are in it",
                children) &&
         expect(scene, gimp_image_is_dirty(scene->image), "there is no undo step");
}

/* Paths lie about the region. */
static bool check_path(const Scene *scene, gint32 path)
{
  int strokes = 0, count = 0;
  gboolean closed;
  gdouble *points = NULL;
  gint *ids = gimp_vectors_get_strokes(path, &strokes);
  const GeglRectangle *region = &scene->region;
  bool good = strokes == 1;

  if (good)
    gimp_vectors_stroke_get_points(path, ids[0], &count, &points, &closed);
  for (int i = 0; good && i < count; i += 2)
    good = points[i] >= region->x - region->width - 1 &&
           points[i] <= region->x + 2 * region->width + 1 &&
           points[i + 1] >= region->y - region->height - 1 &&
           points[i + 1] <= region->y + 2 * region->height + 1;
  g_free(points);
  g_free(ids);
  return good && count == 24 && closed;
}

static bool check_paths(const Scene *scene, int placed)
{
  int count = 0;
  gint32 *paths = gimp_image_get_vectors(scene->image, &count);
  bool good = expect(scene, count == placed, "%d paths for %d shapes", count, placed);

  for (int i = 0; good && i < count; i++) {
    char *name = gimp_item_get_name(paths[i]);
    char *start = g_strdup_printf("Rectangle %d, #", count - i);
    good = expect(scene, g_str_has_prefix(name, start) && check_path(scene, paths[i]),
                  "path \"%s\" is not a rectangle in the picture", name);
    g_free(start);
    g_free(name);
  }
  g_free(paths);
  return good;
}

static bool check_result(const Scene *scene, gint32 layer, double told, int placed)
{
  bool frames = scene->cell->output == AS_FRAMES;

  if (scene->cell->output == AS_PATHS)
    return expect(scene, layer == -1, "there is a layer") && check_paths(scene, placed);
  return expect(scene, gimp_item_is_layer(layer), "there is no layer") &&
         (frames ? check_frame(scene, layer, 0, 0) : check_in_image(scene, layer)) &&
         check_name(scene, layer, placed) && check_mask(scene, layer) &&
         check_pixels(scene, layer, told);
}

/* ---- Trying it -------------------------------------------------------------- */

static void add_full(Call *call, const Cell *cell)
{
  add_int(call, GIMP_PDB_INT32, SHAPES);
  add_string(call, "rectangle");
  add_int(call, GIMP_PDB_INT32, 4); /* style custom: opaque */
  add_int(call, GIMP_PDB_INT32, 1);
  add_int(call, GIMP_PDB_INT32, 1);
  add_float(call, 100);
  add_float(call, 100);
  add_int(call, GIMP_PDB_INT32, 64);
  add_int(call, GIMP_PDB_INT32, 0);
  add_int(call, GIMP_PDB_INT32, 0);
  add_string(call, "");
  add_int(call, GIMP_PDB_DRAWABLE, -1);
  add_float(call, 0);
  add_int(call, GIMP_PDB_INT32, (gint32)cell->output);
  add_string(call, "");
}

/* What the call undid is removed, so that the rest can be compared. */
static void remove_result(const Scene *scene, gint32 layer)
{
  int count = 0;
  gint32 *paths = gimp_image_get_vectors(scene->image, &count);

  for (int i = 0; i < count; i++)
    gimp_image_remove_vectors(scene->image, paths[i]);
  g_free(paths);
  if (layer != -1 && scene->cell->output == AS_FRAMES)
    gimp_image_delete(gimp_item_get_image(layer));
  else if (layer != -1)
    gimp_image_remove_layer(scene->image, layer);
  if (scene->cell->output != AS_FRAMES)
    gimp_image_clean_all(scene->image);
}

/* With `message` the call must fail with it. */
static bool try_cell(const Cell *cell, const char *message)
{
  Scene scene = make_scene(cell);
  char *before = look_at(&scene);
  Call call = call_on(scene.image, GIMP_PDB_DRAWABLE, scene.drawable);
  int count = 0;

  add_full(&call, cell);
  GimpParam *values =
      gimp_run_procedure2("plug-in-primitive-full", &count, call.count, call.params);
  const char *said = gimp_get_pdb_error();
  bool done = values[0].data.d_status == GIMP_PDB_SUCCESS && count == 4;
  bool good = message ? expect(&scene, !done && g_str_has_prefix(said, message), "it says \"%s\"",
                               done ? "" : said)
                      : expect(&scene, done, "it fails: %s", said) &&
                            check_result(&scene, values[1].data.d_layer, values[2].data.d_float,
                                         values[3].data.d_int32);
  if (done)
    remove_result(&scene, values[1].data.d_layer);
  good = expect(&scene, untouched(&scene, before), "the source is not as it was") && good;
  gimp_destroy_params(values, count);
  g_free(scene.weights);
  g_free(before);
  gimp_image_delete(scene.image);
  return good;
}

enum { COLUMNS = 5 };

static const int column_values[COLUMNS] = {PLAIN + 1, GREY + 1, DOUBLE + 1, SOFT + 1, AS_PATHS + 1};

static bool has_pair(int a, int value_a, int b, int value_b)
{
  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
    const Cell *cell = &cells[i];
    int values[COLUMNS] = {(int)cell->kind, (int)cell->model, (int)cell->precision,
                           (int)cell->selection, (int)cell->output};
    if (values[a] == value_a && values[b] == value_b)
      return true;
  }
  return false;
}

static void try_pairs(void)
{
  int missing = 0;

  for (int a = 0; a < COLUMNS; a++)
    for (int b = a + 1; b < COLUMNS; b++)
      for (int i = 0; i < column_values[a]; i++)
        for (int k = 0; k < column_values[b]; k++)
          missing += (a > 0 || i != CLEAR) && !has_pair(a, i, b, k);
  say(missing == 0, "the table has all pairs but %d", missing);
}

static void query(void)
{
  static const GimpParamDef arguments[] = {
      {GIMP_PDB_INT32, (gchar *)"run-mode", (gchar *)"Any"},
      {GIMP_PDB_INT32, (gchar *)"step", (gchar *)"One cell in so many is tried"},
  };

  install("test-primitive-matrix", arguments, G_N_ELEMENTS(arguments));
}

/* Every step-th cell of each table. */
static void try_all(size_t step)
{
  int bad = 0, bad_refused = 0, bad_poisoned = 0;
  size_t last = step - 1;

  for (size_t i = 0; i < G_N_ELEMENTS(cells); i += step)
    bad += !try_cell(&cells[i], NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(refused); i += step)
    bad_refused += !try_cell(&refused[i].cell, refused[i].message);
  for (size_t i = 0; i < G_N_ELEMENTS(poisoned); i += step)
    bad_poisoned += !try_cell(&poisoned[i], NULL);
  say(!bad, "%d drawables are redrawn", (int)((G_N_ELEMENTS(cells) + last) / step));
  say(!bad_refused, "%d are refused", (int)((G_N_ELEMENTS(refused) + last) / step));
  say(!bad_poisoned, "%d with pixels that are no numbers are redrawn",
      (int)((G_N_ELEMENTS(poisoned) + last) / step));
}

/* Failures are looked at here, so GIMP need not print them. */
static void run(const gchar *name, gint n_params, const GimpParam *params, gint *n_values,
                GimpParam **values)
{

  (void)name;
  (void)n_params;
  gegl_init(NULL, NULL);
  gimp_plugin_enable_precision();
  gimp_plugin_set_pdb_error_handler(GIMP_PDB_ERROR_HANDLER_PLUGIN);
  try_pairs();
  try_all((size_t)MAX(1, params[1].data.d_int32));
  answer(n_values, values);
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

MAIN()
