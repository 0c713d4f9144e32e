/* How much each pixel counts: selection x opacity of the layer x layer mask. */
#include "coverage.h"
#include "weights.h"

PrimCoverage prim_coverage_open(const PrimSource *source, GeglBuffer *pixels)
{
  PrimCoverage coverage = {.source = source};

  if (source->selected)
    coverage.selection = gimp_drawable_get_buffer(gimp_image_get_selection(source->image));
  if (source->alpha)
    coverage.pixels = g_object_ref(pixels);
  if (source->mask != -1)
    coverage.mask = gimp_drawable_get_buffer(source->mask);
  return coverage;
}

void prim_coverage_close(PrimCoverage *coverage)
{
  g_clear_object(&coverage->selection);
  g_clear_object(&coverage->pixels);
  g_clear_object(&coverage->mask);
}

bool prim_coverage_in_play(const PrimCoverage *coverage)
{
  return coverage->selection || coverage->pixels || coverage->mask;
}

static void multiply_grey(float *values, size_t count, float *scratch, GeglBuffer *buffer,
                          const GeglRectangle *rows)
{
  gegl_buffer_get(buffer, rows, 1, babl_format("Y float"), scratch, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_CLAMP); /* a scaled mask may be a pixel short */
  prim_weights_multiply(values, count, scratch, 1);
}

static void multiply_alpha(float *values, size_t count, float *scratch, GeglBuffer *buffer,
                           const GeglRectangle *rows)
{
  gegl_buffer_get(buffer, rows, 1, babl_format("YA float"), scratch, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  prim_weights_multiply(values, count, scratch + 1, 2);
}

void prim_coverage_read(const PrimCoverage *coverage, int first, int rows, float *values,
                        float *scratch)
{
  const PrimSource *source = coverage->source;
  GeglRectangle here = {source->region.x, source->region.y + first, source->region.width, rows};
  GeglRectangle in_image = {source->offset_x, source->offset_y + first, here.width, rows};
  GeglRectangle in_mask = {source->mask_x, source->mask_y + first, here.width, rows};
  size_t count = (size_t)here.width * (size_t)rows;

  for (size_t i = 0; i < count; i++)
    values[i] = 1;
  if (coverage->selection)
    multiply_grey(values, count, scratch, coverage->selection, &in_image);
  if (coverage->mask)
    multiply_grey(values, count, scratch, coverage->mask, &in_mask);
  if (coverage->pixels)
    multiply_alpha(values, count, scratch, coverage->pixels, &here);
}
