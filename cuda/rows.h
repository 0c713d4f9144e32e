/* The mathematics of stack_planes.h on the device: a warp a row, lanes over pixels. */
#ifndef PRIM_CUDA_ROWS_H
#define PRIM_CUDA_ROWS_H

#include "../core/pixel.h"
#include "outlines.h"

/* ---- Pixels -------------------------------------------------------------- */

/* Puts shapes above a pixel or takes them off; returns the transmittance there. */
PRIM_DEVICE float prim_pixel_attenuate(const PrimPlanes *planes, int32_t at, uint32_t log)
{
  uint32_t depth = planes->optical_depth[at] + log;
  float transmittance = prim_pixel_transmittance(depth);

  planes->optical_depth[at] = depth;
  planes->transmittance[at] = transmittance;
  return transmittance;
}

PRIM_DEVICE void prim_pixel_paint(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  for (int k = 0; k < 3; k++)
    planes->below[k][at] = (uint8_t)prim_pixel_blend(
        planes->below[k][at], shape->color[k] * shape->opacity + 127, 255 - shape->opacity);
}

PRIM_DEVICE void prim_pixel_put(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity;
  float transmittance = planes->transmittance[at];

  for (int k = 0; k < 3; k++) {
    int32_t below = planes->below[k][at];
    int32_t after = prim_pixel_blend(below, shape->color[k] * shape->opacity + 127, keep);
    planes->residual[k][at] =
        prim_pixel_residual_with(planes->residual[k][at], transmittance, after - below);
    planes->below[k][at] = (uint8_t)after;
  }
}

PRIM_DEVICE void prim_pixel_lift(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity;
  float transmittance = prim_pixel_attenuate(planes, at, 0 - planes->depth_of[shape->opacity]);

  for (int k = 0; k < 3; k++) {
    int32_t below = planes->below[k][at];
    int32_t after = prim_pixel_blend(below, shape->color[k] * shape->opacity + 127, keep);
    planes->residual[k][at] =
        prim_pixel_residual_without(planes->residual[k][at], transmittance, after - below);
  }
}

PRIM_DEVICE void prim_pixel_cover(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  prim_pixel_attenuate(planes, at, planes->depth_of[shape->opacity]);
}

/* The change of the weighted squared error by `shape` on top. */
PRIM_DEVICE int32_t prim_pixel_change(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity, sum = 0;

  for (int k = 0; k < 3; k++) {
    int32_t below = planes->below[k][at], target = planes->target_rgb[k][at];
    int32_t paint = shape->color[k] * shape->opacity + 127;
    int32_t after = target - prim_pixel_blend(below, paint, keep), before = target - below;
    sum += after * after - before * before;
  }
  return planes->weight[at] * sum;
}

PRIM_DEVICE int32_t prim_pixel_error(const PrimPlanes *planes, int32_t at)
{
  int32_t sum = 0;

  for (int k = 0; k < 3; k++) {
    int32_t rest = planes->target_rgb[k][at] - planes->below[k][at];
    sum += rest * rest;
  }
  return planes->weight[at] * sum;
}

/* What a pixel adds to the sums. */
PRIM_DEVICE PrimNine prim_state_nine(const prim_pixel_State *state, float scale)
{
  prim_pixel_Terms terms = prim_pixel_terms(state, scale);
  PrimNine nine;

  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    nine.value[i] = (uint32_t)terms.values[i];
  nine.value[8] = (uint32_t)terms.weight;
  return nine;
}

PRIM_DEVICE PrimNine prim_pixel_nine(const PrimPlanes *planes, int32_t at)
{
  prim_pixel_State state;

  state.transmittance = planes->transmittance[at];
  state.weight = planes->weight[at];
  for (int k = 0; k < 3; k++) {
    state.residual[k] = planes->residual[k][at];
    state.below[k] = planes->below[k][at];
  }
  return prim_state_nine(&state, planes->scale);
}

/* ---- Sums ------------------------------------------------------------------ */

/* An entry of the sums, and what is written there. */
PRIM_DEVICE PrimNine prim_sums_at(const PrimTable *table, int32_t at)
{
  PrimEntry entry = table->row_sums[at];
  PrimNine nine;

  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    nine.value[i] = entry.sum[i];
  nine.value[8] = (uint32_t)table->weight_sums[at];
  return nine;
}

PRIM_DEVICE void prim_sums_set(const PrimTable *table, int32_t at, const PrimNine *left,
                               const PrimNine *more, bool uniform)
{
  PrimEntry entry;

  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    entry.sum[i] = left->value[i] + more->value[i];
  table->row_sums[at] = entry;
  if (!uniform)
    table->weight_sums[at] = (int32_t)(left->value[8] + more->value[8]);
}

/* Entries of a row that no pixel makes: left of the first, and one past the last, which is read to
 * be multiplied by 0. By one lane. */
PRIM_DEVICE void prim_sums_end(const PrimTable *table, int32_t row, int32_t width)
{
  PrimNine none = {{0}};

  prim_sums_set(table, row, &none, &none, false);
  prim_sums_set(table, row + width + 1, &none, &none, false);
}

/* Sums a warp's pixels, `count` of them from index `at` on, whose sums begin with *sum; those
 * over all become the new *sum. */
PRIM_DEVICE void prim_sums_run(const PrimTable *table, int32_t at, int32_t count, PrimNine *nine,
                               PrimNine *sum, bool uniform)
{
  PrimNine all = prim_warp_prefix(nine);

  PRIM_EACH_LANE(lane)
  {
    if (lane < count)
      prim_sums_set(table, at + lane + 1, sum, &PRIM_OF(nine, lane), uniform);
  }
  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++)
    sum->value[i] += all.value[i];
}

/* Sums columns begin..end-1 of the canvas again and shifts those to their right. */
PRIM_DEVICE void prim_row_sum(const PrimPlanes *planes, int32_t y, int32_t begin, int32_t end,
                              bool uniform)
{
  PRIM_PER_LANE(PrimNine, nine);
  const PrimTable *table = &planes->sums;
  int32_t row = y * planes->pitch;
  PrimNine sum = prim_sums_at(table, row + begin), shift = prim_sums_at(table, row + end);

  PRIM_WARP_SYNC();
  for (int32_t first = begin; first < end; first += PRIM_WARP) {
    PrimNine none = {{0}};
    PRIM_EACH_LANE(lane)
    {
      int32_t x = first + lane;
      PRIM_OF(nine, lane) = x < end ? prim_pixel_nine(planes, row + x) : none;
    }
    prim_sums_run(table, row + first, end - first, nine, &sum, uniform);
  }
  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++)
    shift.value[i] = sum.value[i] - shift.value[i];
  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = end + 1 + lane; x <= planes->width; x += PRIM_WARP) {
      PrimNine here = prim_sums_at(table, row + x);
      prim_sums_set(table, row + x, &here, &shift, uniform);
    }
  }
}

/* ---- Rows ---------------------------------------------------------------- */

typedef enum PrimLay { PRIM_LAY_PAINT, PRIM_LAY_PUT, PRIM_LAY_LIFT, PRIM_LAY_COVER } PrimLay;

/* Does that to the shape's pixels of row y; returns the columns that hold them. A pixel
 * always falls to the same lane. */
PRIM_DEVICE PrimSpan prim_row_lay(const PrimPlanes *planes, const PrimScan *scan,
                                  const PrimShape *shape, PrimLay lay, int32_t y,
                                  PrimRowSpans *spans)
{
  PrimSpan columns = prim_row_cover(scan, y, spans);

  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = (columns.left & -PRIM_WARP) + lane; x < columns.right; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      int32_t samples = x < columns.left ? 0 : prim_row_samples(spans, x);
      if (samples == 0)
        continue;
      PrimShape covered = prim_covered(shape, samples);
      if (lay == PRIM_LAY_PAINT)
        prim_pixel_paint(planes, at, &covered);
      else if (lay == PRIM_LAY_PUT)
        prim_pixel_put(planes, at, &covered);
      else if (lay == PRIM_LAY_LIFT)
        prim_pixel_lift(planes, at, &covered);
      else
        prim_pixel_cover(planes, at, &covered);
    }
  }
  return columns;
}

/* The sums over the shape's samples in row y; the same for all lanes. */
PRIM_DEVICE PrimFormSums prim_row_gather(const PrimPlanes *planes, const PrimScan *scan, int32_t y,
                                         PrimRowSpans *spans)
{
  PRIM_PER_LANE(PrimFormSums, sums);
  PRIM_PER_LANE(int64_t, value);
  PrimFormSums form = {{0}};
  PrimSpan columns = prim_row_cover(scan, y, spans);

  if (columns.left >= columns.right)
    return form;
  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sums, lane) = form;
    for (int32_t x = (columns.left & -PRIM_WARP) + lane; x < columns.right; x += PRIM_WARP) {
      int32_t samples = x < columns.left ? 0 : prim_row_samples(spans, x);
      if (samples == 0)
        continue;
      PrimNine pixel = prim_pixel_nine(planes, y * planes->pitch + x);
      PRIM_UNROLL
      for (int k = 0; k < PRIM_SUMS; k++)
        PRIM_OF(sums, lane).sums[k] += (int64_t)samples * (int32_t)pixel.value[k];
    }
  }
  PRIM_UNROLL
  for (int k = 0; k < PRIM_SUMS; k++) {
    PRIM_EACH_LANE(lane)
    {
      PRIM_OF(value, lane) = PRIM_OF(sums, lane).sums[k];
    }
    form.sums[k] = prim_warp_sum(value);
  }
  return form;
}

/* Sets the residual to what the canvas leaves. */
PRIM_DEVICE void prim_row_settle(const PrimPlanes *planes, int32_t y)
{
  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP)
      for (int k = 0; k < 3; k++) {
        int32_t at = y * planes->pitch + x;
        planes->residual[k][at] = (float)(planes->target_rgb[k][at] - planes->below[k][at]);
      }
  }
}

/* An empty canvas with nothing above it. */
PRIM_DEVICE void prim_row_clear(const PrimPlanes *planes, int32_t y, const uint8_t *background)
{
  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      for (int k = 0; k < 3; k++)
        planes->below[k][at] = background[k];
      planes->optical_depth[at] = 0;
      planes->transmittance[at] = 1;
    }
  }
}

#endif
