/* Row prefix sums. */
#include <stdlib.h>
#include <string.h>

#include "sums.h"

bool prim_sums_init(PrimSums *sums, const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  bool weighted = false;

  for (size_t i = 0; i < pixels && !weighted; i++)
    weighted = target->weight[i] != 1;
  int64_t row = (int64_t)3 * 255 * 255 * target->width * (weighted ? target->weight_max : 1);
  *sums = (PrimSums){.width = target->width,
                     .height = target->height,
                     .stride = target->width + 1,
                     .chunk_rows = (int)(INT32_MAX / row)};
  size_t entries = (size_t)sums->stride * (size_t)sums->height;
  sums->lanes = aligned_alloc(64, (entries * sizeof *sums->lanes + 63) & ~(size_t)63);
  if (weighted)
    sums->weights = malloc(entries * sizeof *sums->weights);
  if (!sums->lanes || (weighted && !sums->weights)) {
    prim_sums_clear(sums);
    return false;
  }
  for (int y = 0; y < sums->height; y++) {
    sums->lanes[y * sums->stride] = (PrimLanes){0};
    if (weighted)
      sums->weights[y * sums->stride] = 0;
  }
  return true;
}

void prim_sums_clear(PrimSums *sums)
{
  free(sums->lanes);
  free(sums->weights);
  sums->lanes = NULL;
  sums->weights = NULL;
}

static PrimLanes pixel_lanes(const uint8_t *t, const uint8_t *c)
{
  int32_t c0 = c[0], c1 = c[1], c2 = c[2];
  int32_t r0 = t[0] - c0, r1 = t[1] - c1, r2 = t[2] - c2;

  return (PrimLanes){
      r0, r1, r2, c0, c1, c2, r0 * c0 + r1 * c1 + r2 * c2, c0 * c0 + c1 * c1 + c2 * c2};
}

void prim_sums_build(PrimSums *sums, const PrimTarget *target, const uint8_t *canvas, int y,
                     int begin)
{
  size_t row = (size_t)y * (size_t)sums->width;
  const uint8_t *t = target->rgb + 3 * row;
  const uint8_t *c = canvas + 3 * row;
  const uint8_t *w = target->weight + row;
  PrimLanes *out = sums->lanes + y * sums->stride;
  PrimLanes sum = out[begin];

  if (!sums->weights) {
    for (int x = begin; x < sums->width; x++)
      out[x + 1] = sum += pixel_lanes(t + 3 * x, c + 3 * x);
    return;
  }
  int32_t *weights = sums->weights + y * sums->stride;
  for (int x = begin; x < sums->width; x++) {
    out[x + 1] = sum += pixel_lanes(t + 3 * x, c + 3 * x) * w[x];
    weights[x + 1] = weights[x] + w[x];
  }
}
