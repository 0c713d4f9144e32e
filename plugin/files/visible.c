/* What is visible of a drawing: the mask that files carry, read from GIMP. */
#include "../read/buffer.h"
#include "../read/coverage.h"
#include "visible.h"

/* Out of memory, unless *error says something else. */
static bool make(int width, int height, PrimMaskRows *read, void *data, PrimMask **mask,
                 GError **error)
{
  bool good = prim_mask_make(width, height, read, data, mask, error);

  if (!good && !*error)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  return good;
}

/* ---- Of a layer that is there ------------------------------------------------------ */

typedef struct LayerMask {
  PrimBuffer buffer;
  GeglRectangle frame; /* in the mask's pixels; what is outside is hidden */
} LayerMask;

static bool read_layer(void *data, int first, int rows, uint8_t *values, GError **error)
{
  const LayerMask *mask = data;
  GeglRectangle here = {mask->frame.x, mask->frame.y + first, mask->frame.width, rows};

  return prim_buffer_read(&mask->buffer, &here, babl_format("Y u8"), values, GEGL_ABYSS_NONE,
                          error);
}

bool prim_visible_of_result(gint32 layer, const GeglRectangle *frame, PrimMask **mask,
                            GError **error)
{
  gint32 id = gimp_layer_get_apply_mask(layer) ? gimp_layer_get_mask(layer) : -1;
  LayerMask opened = {.frame = *frame};
  int x = 0, y = 0;

  *mask = NULL;
  if (id == -1)
    return true;
  if (!prim_buffer_open(id, &opened.buffer, error))
    return false;
  if (gimp_item_is_group(layer) && gimp_drawable_offsets(layer, &x, &y)) {
    opened.frame.x -= x;
    opened.frame.y -= y;
  }
  bool good = make(frame->width, frame->height, read_layer, &opened, mask, error);
  prim_buffer_close(&opened.buffer);
  return good;
}

/* ---- Of what is drawn after -------------------------------------------------------- */

typedef struct SourceMask {
  PrimCoverage coverage;
  float *values; /* room for the row; and as much again twice */
} SourceMask;

/* A row at a time: rounded as GIMP rounds what it puts in a layer mask. */
static bool read_source(void *data, int first, int rows, uint8_t *values, GError **error)
{
  const SourceMask *mask = data;
  int width = mask->coverage.source->region.width;
  const Babl *fish = babl_fish(babl_format("Y float"), babl_format("Y u8"));

  for (int y = 0; y < rows; y++) {
    if (!prim_coverage_read(&mask->coverage, first + y, 1, mask->values, mask->values + width,
                            error))
      return false;
    babl_process(fish, mask->values, values + (size_t)y * (size_t)width, width);
  }
  return true;
}

bool prim_visible_of_source(const PrimSource *source, PrimMask **mask, GError **error)
{
  PrimBuffer pixels = {.pixels = NULL};
  SourceMask opened = {.values = g_try_new(float, 3 * (size_t)source->region.width)};

  *mask = NULL;
  if (!opened.values) {
    prim_fail_status(error, PRIM_ERROR_MEMORY);
    return false;
  }
  bool good = (!source->alpha || prim_buffer_open(source->drawable, &pixels, error)) &&
              prim_coverage_open(source, &pixels, &opened.coverage, error);
  if (good && prim_coverage_in_play(&opened.coverage))
    good = make(source->region.width, source->region.height, read_source, &opened, mask, error);
  prim_coverage_close(&opened.coverage);
  prim_buffer_close(&pixels);
  g_free(opened.values);
  return good;
}
