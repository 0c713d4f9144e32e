/* Layers: made, painted, put in their place. */
#include "../read/buffer.h"
#include "../read/coverage.h"
#include "layer.h"
#include "paint.h"
#include "stacking.h"

gint32 prim_layer_new(gint32 image, const char *name, int width, int height, GError **error)
{
  bool grey = gimp_image_base_type(image) == GIMP_GRAY;
  gint32 layer =
      gimp_layer_new(image, name, width, height, grey ? GIMP_GRAYA_IMAGE : GIMP_RGBA_IMAGE, 100,
                     gimp_image_get_default_new_layer_mode(image));

  return prim_gimp_did(layer != -1, image, error) ? layer : -1;
}

bool prim_layer_paint_box(gint32 layer, const PrimDrawing *drawing, int width, int height,
                          const PrimBox *box, GError **error)
{
  PrimBuffer buffer;

  if (!prim_buffer_open(layer, &buffer, error))
    return false;
  bool good = prim_paint(&buffer, drawing, width, height, box, error);
  prim_buffer_close(&buffer);
  if (!good || gimp_drawable_update(layer, 0, 0, buffer.width, buffer.height))
    return good;
  prim_buffer_fail(layer, error);
  return false;
}

bool prim_layer_paint(gint32 layer, const PrimDrawing *drawing, GError **error)
{
  int width = gimp_drawable_width(layer), height = gimp_drawable_height(layer);
  PrimBox whole = {0, 0, width, height};

  if (width > 0 && height > 0)
    return prim_layer_paint_box(layer, drawing, width, height, &whole, error);
  prim_buffer_fail(layer, error);
  return false;
}

/* Fills the mask with the coverage, some rows of tiles at a time. */
static bool copy_coverage(const PrimCoverage *coverage, const PrimBuffer *mask, GError **error)
{
  int width = coverage->source->region.width, height = coverage->source->region.height;
  int band = MIN(prim_paint_band_rows(width, 3 * sizeof(float)), height);
  size_t count = (size_t)width * (size_t)band;
  float *values = g_try_new(float, 3 * count);
  bool good = values;

  if (!good)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  for (int y = 0; good && y < height; y += band) {
    GeglRectangle rows = {0, y, width, MIN(band, height - y)};
    good = prim_coverage_read(coverage, y, rows.height, values, values + count, error) &&
           prim_buffer_write(mask, &rows, babl_format("Y float"), values, error);
  }
  g_free(values);
  return good;
}

static bool fill_mask(gint32 mask, const PrimSource *source, GError **error)
{
  PrimBuffer pixels = {.pixels = NULL}, buffer = {.pixels = NULL};
  PrimCoverage coverage = {.source = NULL};

  bool good = (!source->alpha || prim_buffer_open(source->drawable, &pixels, error)) &&
              prim_coverage_open(source, &pixels, &coverage, error) &&
              prim_buffer_open(mask, &buffer, error) && copy_coverage(&coverage, &buffer, error);
  prim_buffer_close(&buffer);
  prim_coverage_close(&coverage);
  prim_buffer_close(&pixels);
  return good;
}

bool prim_layer_add_mask(gint32 layer, const PrimSource *source, GError **error)
{
  gint32 image = source->image;
  gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);

  return prim_gimp_did(mask != -1, image, error) && fill_mask(mask, source, error) &&
         prim_gimp_did(gimp_layer_add_mask(layer, mask) && gimp_layer_set_edit_mask(layer, FALSE),
                       image, error);
}

bool prim_layer_insert(gint32 layer, const PrimSource *source, GError **error)
{
  gint32 group;
  int position;

  prim_stacking_find(source, &group, &position);
  return prim_gimp_did(gimp_image_insert_layer(source->image, layer, group, position),
                       source->image, error);
}

PrimActive prim_layer_active(gint32 image)
{
  return (PrimActive){gimp_image_get_active_layer(image), gimp_image_get_active_channel(image)};
}

void prim_layer_activate(gint32 image, const PrimActive *active)
{
  if (active->layer != -1)
    gimp_image_set_active_layer(image, active->layer);
  if (active->channel != -1)
    gimp_image_set_active_channel(image, active->channel);
}

void prim_layer_remove(gint32 layer, gint32 image, const PrimActive *before)
{
  bool active = gimp_image_get_active_layer(image) == layer;

  gimp_image_remove_layer(image, layer);
  if (active)
    prim_layer_activate(image, before);
}

void prim_layer_remove_channel(gint32 channel, gint32 image, const PrimActive *before)
{
  bool active = gimp_image_get_active_channel(image) == channel;

  gimp_image_remove_channel(image, channel);
  if (active)
    prim_layer_activate(image, before);
}
