/* From a drawing to a layer. */
#include "../core/team.h"
#include "coverage.h"
#include "layer.h"
#include "pixels.h"

enum {
  TILE = 64,            /* GIMP's tiles are that high; bands are a multiple of it */
  BAND_BYTES = 24 << 20 /* of the band of floats, unless a row of tiles takes more */
};

gint32 prim_layer_new(const PrimSource *source, GError **error)
{
  bool grey = gimp_image_base_type(source->image) == GIMP_GRAY;
  gint32 layer = gimp_layer_new(source->image, _("Primitives"), source->region.width,
                                source->region.height, grey ? GIMP_GRAYA_IMAGE : GIMP_RGBA_IMAGE,
                                100, gimp_image_get_default_new_layer_mode(source->image));

  if (layer == -1)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("GIMP could not make a new layer: %s"),
              gimp_get_pdb_error());
  else
    gimp_layer_set_offsets(layer, source->offset_x, source->offset_y);
  return layer;
}

static int band_rows(int width, size_t pixel_bytes)
{
  int rows = (int)(BAND_BYTES / (pixel_bytes * (size_t)width)) / TILE * TILE;

  return MAX(rows, TILE);
}

/* A painted band on its way to the layer's own format, which takes longer than
 * painting and so is done on all cores, a row a task. */
typedef struct Conversion {
  const Babl *fish;
  const float *painted;
  guchar *converted;
  int width;
  size_t pixel_bytes;
} Conversion;

static void convert_row(void *data, int row, bool caller)
{
  const Conversion *conversion = data;
  size_t pixel = (size_t)row * (size_t)conversion->width;

  (void)caller;
  babl_process(conversion->fish, conversion->painted + 4 * pixel,
               conversion->converted + conversion->pixel_bytes * pixel, conversion->width);
}

static PrimStatus paint_bands(GeglBuffer *buffer, const PrimDrawing *drawing, int width, int height)
{
  const Babl *format = gegl_buffer_get_format(buffer);
  size_t pixel_bytes = (size_t)babl_format_get_bytes_per_pixel(format);
  int band = MIN(band_rows(width, 4 * sizeof(float)), height);
  size_t pixels = (size_t)width * (size_t)band;
  float *painted = g_try_new(float, 4 * pixels);
  guchar *converted = g_try_malloc(pixel_bytes * pixels);
  PrimTeam *team = prim_team_new(0);
  PrimStatus status = painted && converted && team ? PRIM_OK : PRIM_ERROR_MEMORY;
  Conversion conversion = {babl_fish(prim_pixels_format("R'aG'aB'aA float", buffer), format),
                           painted, converted, width, pixel_bytes};

  for (int y = 0; status == PRIM_OK && y < height; y += band) {
    GeglRectangle rows = {0, y, width, MIN(band, height - y)};
    status = prim_paint_rows(drawing, width, height, y, rows.height, 0, painted);
    if (status != PRIM_OK)
      break;
    prim_team_run(team, rows.height, convert_row, &conversion);
    gegl_buffer_set(buffer, &rows, 0, format, converted, GEGL_AUTO_ROWSTRIDE);
  }
  prim_team_free(team);
  g_free(painted);
  g_free(converted);
  return status;
}

bool prim_layer_paint(gint32 layer, const PrimDrawing *drawing, GError **error)
{
  int width = gimp_drawable_width(layer), height = gimp_drawable_height(layer);
  GeglBuffer *buffer = gimp_drawable_get_buffer(layer);
  PrimStatus status = paint_bands(buffer, drawing, width, height);

  gegl_buffer_flush(buffer);
  g_object_unref(buffer);
  gimp_drawable_update(layer, 0, 0, width, height);
  prim_fail_status(error, status);
  return status == PRIM_OK;
}

/* Fills the mask with the source's coverage, a row of tiles at a time. */
static void fill_mask(gint32 mask, const PrimSource *source)
{
  int width = source->region.width, height = source->region.height;
  GeglBuffer *pixels = gimp_drawable_get_buffer(source->drawable);
  PrimCoverage coverage = prim_coverage_open(source, pixels);
  GeglBuffer *buffer = gimp_drawable_get_buffer(mask);
  int band = MIN(band_rows(width, 3 * sizeof(float)), height);
  size_t count = (size_t)width * (size_t)band;
  float *values = g_new(float, 3 * count);

  for (int y = 0; y < height; y += band) {
    GeglRectangle rows = {0, y, width, MIN(band, height - y)};
    prim_coverage_read(&coverage, y, rows.height, values, values + count);
    gegl_buffer_set(buffer, &rows, 0, babl_format("Y float"), values, GEGL_AUTO_ROWSTRIDE);
  }
  g_free(values);
  gegl_buffer_flush(buffer);
  g_object_unref(buffer);
  prim_coverage_close(&coverage);
  g_object_unref(pixels);
  gimp_drawable_update(mask, 0, 0, width, height);
}

void prim_layer_insert(gint32 layer, const PrimSource *source, bool masked)
{
  gint32 parent = 0;
  int position = 0;

  if (source->layer != -1) {
    parent = gimp_item_get_parent(source->layer);
    position = gimp_image_get_item_position(source->image, source->layer);
  }
  gimp_image_insert_layer(source->image, layer, MAX(parent, 0), position);
  if (masked) {
    gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);
    fill_mask(mask, source);
    gimp_layer_add_mask(layer, mask);
    gimp_layer_set_edit_mask(layer, FALSE);
  }
}

/* The single kind of all shapes, or PRIM_KINDS when there are several. */
static int only_kind(const PrimDrawing *drawing)
{
  for (int i = 1; i < drawing->count; i++)
    if (drawing->shapes[i].kind != drawing->shapes[0].kind)
      return PRIM_KINDS;
  return drawing->count ? drawing->shapes[0].kind : PRIM_KINDS;
}

/* Whole phrases, so that every language can inflect them. */
static const char *name_format(int kind, unsigned long count)
{
  switch (kind) {
  case PRIM_TRIANGLE:
    return ngettext("Primitives: %d triangle", "Primitives: %d triangles", count);
  case PRIM_RECTANGLE:
    return ngettext("Primitives: %d rectangle", "Primitives: %d rectangles", count);
  case PRIM_ROTATED_RECTANGLE:
    return ngettext("Primitives: %d rotated rectangle", "Primitives: %d rotated rectangles", count);
  case PRIM_QUADRILATERAL:
    return ngettext("Primitives: %d quadrilateral", "Primitives: %d quadrilaterals", count);
  case PRIM_POLYGON:
    return ngettext("Primitives: %d polygon", "Primitives: %d polygons", count);
  case PRIM_ELLIPSE:
    return ngettext("Primitives: %d ellipse", "Primitives: %d ellipses", count);
  case PRIM_ROTATED_ELLIPSE:
    return ngettext("Primitives: %d rotated ellipse", "Primitives: %d rotated ellipses", count);
  case PRIM_CIRCLE:
    return ngettext("Primitives: %d circle", "Primitives: %d circles", count);
  case PRIM_LINE:
    return ngettext("Primitives: %d line", "Primitives: %d lines", count);
  case PRIM_BEZIER:
    return ngettext("Primitives: %d curve", "Primitives: %d curves", count);
  default:
    return ngettext("Primitives: %d shape", "Primitives: %d shapes", count);
  }
}

void prim_layer_name(gint32 layer, const PrimDrawing *drawing)
{
  char *name = g_strdup_printf(name_format(only_kind(drawing), (unsigned long)drawing->count),
                               drawing->count);

  gimp_item_set_name(layer, name);
  g_free(name);
}
