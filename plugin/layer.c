/* Layers: made, painted, put in their place. */
#include "coverage.h"
#include "layer.h"
#include "paint.h"

gint32 prim_layer_new(gint32 image, const char *name, int width, int height, GError **error)
{
  bool grey = gimp_image_base_type(image) == GIMP_GRAY;
  gint32 layer =
      gimp_layer_new(image, name, width, height, grey ? GIMP_GRAYA_IMAGE : GIMP_RGBA_IMAGE, 100,
                     gimp_image_get_default_new_layer_mode(image));

  if (layer == -1)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("GIMP could not make a new layer: %s"),
              gimp_get_pdb_error());
  return layer;
}

bool prim_layer_paint_box(gint32 layer, const PrimDrawing *drawing, int width, int height,
                          const PrimBox *box, GError **error)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(layer);
  bool good = prim_paint(buffer, drawing, width, height, box, error);

  g_object_unref(buffer);
  gimp_drawable_update(layer, 0, 0, box->right - box->left, box->bottom - box->top);
  return good;
}

bool prim_layer_paint(gint32 layer, const PrimDrawing *drawing, GError **error)
{
  int width = gimp_drawable_width(layer), height = gimp_drawable_height(layer);
  PrimBox whole = {0, 0, width, height};

  return prim_layer_paint_box(layer, drawing, width, height, &whole, error);
}

/* Fills the mask with the source's coverage, a row of tiles at a time. */
static void fill_mask(gint32 mask, const PrimSource *source)
{
  int width = source->region.width, height = source->region.height;
  GeglBuffer *pixels = gimp_drawable_get_buffer(source->drawable);
  PrimCoverage coverage = prim_coverage_open(source, pixels);
  GeglBuffer *buffer = gimp_drawable_get_buffer(mask);
  int band = MIN(prim_paint_band_rows(width, 3 * sizeof(float)), height);
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

void prim_layer_add_mask(gint32 layer, const PrimSource *source)
{
  gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);

  fill_mask(mask, source);
  gimp_layer_add_mask(layer, mask);
  gimp_layer_set_edit_mask(layer, FALSE);
}

void prim_layer_insert(gint32 layer, const PrimSource *source)
{
  gint32 parent = 0;
  int position = 0;

  if (source->layer != -1) {
    parent = gimp_item_get_parent(source->layer);
    position = gimp_image_get_item_position(source->image, source->layer);
  }
  gimp_image_insert_layer(source->image, layer, MAX(parent, 0), position);
}
