/* Where the picture matters more. */
#include "importance.h"
#include "pixels.h"
#include "weights.h"

PrimImportance prim_importance_open(const PrimSource *source)
{
  PrimImportance importance = {.source = source};
  int x = 0, y = 0;

  if (source->importance == -1)
    return importance;
  importance.buffer = gimp_drawable_get_buffer(source->importance);
  /* A layer's grey is what the eye sees; channels and masks hold plain numbers. */
  importance.format = gimp_item_is_channel(source->importance)
                          ? babl_format("YA float")
                          : prim_pixels_format("Y'A float", importance.buffer);
  gimp_drawable_offsets(source->importance, &x, &y);
  importance.x = source->offset_x - x;
  importance.y = source->offset_y - y;
  return importance;
}

void prim_importance_close(PrimImportance *importance)
{
  g_clear_object(&importance->buffer);
}

void prim_importance_multiply(const PrimImportance *importance, int first, int rows, float *values,
                              float *scratch)
{
  int width = importance->source->region.width;
  GeglRectangle here = {importance->x, importance->y + first, width, rows};
  size_t count = (size_t)width * (size_t)rows;

  if (!importance->buffer)
    return;
  gegl_buffer_get(importance->buffer, &here, 1, importance->format, scratch, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  prim_weights_multiply_importance(values, count, scratch);
}
