/* How much each pixel counts: selection x opacity of the layer x layer mask. */
#include "coverage.h"
#include "weights.h"

bool prim_coverage_open(const PrimSource *source, const PrimBuffer *pixels, PrimCoverage *coverage,
                        GError **error)
{
  *coverage = (PrimCoverage){.source = source, .pixels = source->alpha ? pixels : NULL};
  if ((!source->selected ||
       prim_buffer_open(gimp_image_get_selection(source->image), &coverage->selection, error)) &&
      (source->mask == -1 || prim_buffer_open(source->mask, &coverage->mask, error)))
    return true;
  prim_coverage_close(coverage);
  return false;
}

void prim_coverage_close(PrimCoverage *coverage)
{
  prim_buffer_close(&coverage->selection);
  prim_buffer_close(&coverage->mask);
}

bool prim_coverage_in_play(const PrimCoverage *coverage)
{
  return coverage->source->coverage || coverage->selection.pixels || coverage->pixels ||
         coverage->mask.pixels;
}

/* A rectangle of weights in the making. */
typedef struct Weights {
  float *values, *scratch;
  size_t count;
} Weights;

static bool multiply_grey(Weights *weights, const PrimBuffer *buffer, const GeglRectangle *rows,
                          GError **error)
{
  if (!prim_buffer_read(buffer, rows, babl_format("Y float"), weights->scratch, GEGL_ABYSS_CLAMP,
                        error)) /* a scaled mask may be a pixel short */
    return false;
  prim_weights_multiply(weights->values, weights->count, weights->scratch, 1);
  return true;
}

static bool multiply_alpha(Weights *weights, const PrimBuffer *buffer, const GeglRectangle *rows,
                           GError **error)
{
  if (!prim_buffer_read(buffer, rows, babl_format("YA float"), weights->scratch, GEGL_ABYSS_NONE,
                        error))
    return false;
  prim_weights_multiply(weights->values, weights->count, weights->scratch + 1, 2);
  return true;
}

bool prim_coverage_read(const PrimCoverage *coverage, int first, int rows, float *values,
                        float *scratch, GError **error)
{
  const PrimSource *source = coverage->source;
  GeglRectangle here = {source->region.x, source->region.y + first, source->region.width, rows};
  GeglRectangle in_image = {source->offset_x, source->offset_y + first, here.width, rows};
  GeglRectangle in_mask = {source->mask_x, source->mask_y + first, here.width, rows};
  GeglRectangle in_region = {0, first, here.width, rows};
  Weights weights = {values, scratch, (size_t)here.width * (size_t)rows};

  if (source->coverage) {
    gegl_buffer_get(source->coverage, &in_region, 1, babl_format("Y float"), values,
                    GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
    return true;
  }
  for (size_t i = 0; i < weights.count; i++)
    values[i] = 1;
  return (!coverage->selection.pixels ||
          multiply_grey(&weights, &coverage->selection, &in_image, error)) &&
         (!coverage->mask.pixels || multiply_grey(&weights, &coverage->mask, &in_mask, error)) &&
         (!coverage->pixels || multiply_alpha(&weights, coverage->pixels, &here, error));
}
