/* Where the picture matters more. */
#include "importance.h"
#include "pixels.h"
#include "weights.h"

bool prim_importance_open(const PrimSource *source, PrimImportance *importance, GError **error)
{
  int x = 0, y = 0;

  *importance = (PrimImportance){.source = source};
  if (source->importance == -1)
    return true;
  /* A layer's grey is what the eye sees; channels and masks hold plain numbers. */
  bool plain = gimp_item_is_channel(source->importance);
  gimp_drawable_offsets(source->importance, &x, &y);
  importance->x = source->offset_x - x;
  importance->y = source->offset_y - y;
  if (!prim_buffer_open(source->importance, &importance->buffer, error))
    return false;
  importance->format =
      plain ? babl_format("YA float") : prim_pixels_format("Y'A float", importance->buffer.pixels);
  return true;
}

void prim_importance_close(PrimImportance *importance)
{
  prim_buffer_close(&importance->buffer);
}

bool prim_importance_multiply(const PrimImportance *importance, int first, int rows, float *values,
                              float *scratch, GError **error)
{
  int width = importance->source->region.width;
  GeglRectangle here = {importance->x, importance->y + first, width, rows};

  if (!importance->buffer.pixels)
    return true;
  if (!prim_buffer_read(&importance->buffer, &here, importance->format, scratch, GEGL_ABYSS_NONE,
                        error))
    return false;
  prim_weights_multiply_importance(values, (size_t)width * (size_t)rows, scratch);
  return true;
}
