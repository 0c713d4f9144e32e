/* The kernels that work on rows: layers.h's, a warp a row, lanes over pixels. */
#ifndef PRIM_CUDA_ROWS_H
#define PRIM_CUDA_ROWS_H

#include "../core/pixel.h"
#include "calls.h"

/* ---- Pixels -------------------------------------------------------------- */

/* Puts veils on or takes them off; returns the transmittance there. */
PRIM_DEVICE float prim_pixel_veil(const PrimPlanes *planes, int32_t at, uint32_t log)
{
  uint32_t veil = planes->veil[at] + log;
  float through = prim_pixel_transmittance(veil);

  planes->veil[at] = veil;
  planes->through[at] = through;
  return through;
}

PRIM_DEVICE void prim_pixel_put(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity;
  float through = planes->through[at];

  for (int k = 0; k < 3; k++) {
    int32_t below = planes->below[k][at];
    int32_t after = prim_pixel_blend(below, shape->color[k] * shape->opacity + 127, keep);
    planes->residual[k][at] =
        prim_pixel_residual_with(planes->residual[k][at], through, after - below);
    planes->below[k][at] = (uint8_t)after;
  }
}

PRIM_DEVICE void prim_pixel_lift(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity;
  float through = prim_pixel_veil(planes, at, 0 - planes->veil_of[shape->opacity]);

  for (int k = 0; k < 3; k++) {
    int32_t below = planes->below[k][at];
    int32_t after = prim_pixel_blend(below, shape->color[k] * shape->opacity + 127, keep);
    planes->residual[k][at] =
        prim_pixel_residual_without(planes->residual[k][at], through, after - below);
  }
}

PRIM_DEVICE void prim_pixel_cover(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  prim_pixel_veil(planes, at, planes->veil_of[shape->opacity]);
}

/* The change of the weighted squared error by `shape` on top. */
PRIM_DEVICE int32_t prim_pixel_change(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity, sum = 0;

  for (int k = 0; k < 3; k++) {
    int32_t below = planes->below[k][at], goal = planes->goal[k][at];
    int32_t paint = shape->color[k] * shape->opacity + 127;
    int32_t after = goal - prim_pixel_blend(below, paint, keep), before = goal - below;
    sum += after * after - before * before;
  }
  return planes->weight[at] * sum;
}

PRIM_DEVICE int32_t prim_pixel_error(const PrimPlanes *planes, int32_t at)
{
  int32_t sum = 0;

  for (int k = 0; k < 3; k++) {
    int32_t rest = planes->goal[k][at] - planes->below[k][at];
    sum += rest * rest;
  }
  return planes->weight[at] * sum;
}

PRIM_DEVICE PrimNine prim_pixel_nine(const PrimPlanes *planes, int32_t at)
{
  prim_pixel_State state;
  PrimNine nine;

  state.through = planes->through[at];
  state.weight = planes->weight[at];
  for (int k = 0; k < 3; k++) {
    state.residual[k] = planes->residual[k][at];
    state.below[k] = planes->below[k][at];
  }
  prim_pixel_Terms terms = prim_pixel_terms(&state, planes->scale);
  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    nine.value[i] = (uint32_t)terms.lanes[i];
  nine.value[8] = (uint32_t)terms.weight;
  return nine;
}

/* ---- Rows ---------------------------------------------------------------- */

typedef enum PrimLay { PRIM_LAY_PUT, PRIM_LAY_LIFT, PRIM_LAY_COVER } PrimLay;

/* Does that to the shape's spans of row y, and widens *dirty to hold them. A pixel
 * always falls to the same lane. */
PRIM_DEVICE void prim_row_lay(const PrimPlanes *planes, const PrimScan *scan,
                              const PrimShape *shape, PrimLay lay, int32_t y, PrimSpan *dirty)
{
  PrimSpan spans[PRIM_ROW_SPANS_MAX];

  if (y < scan->begin || y >= scan->end)
    return;
  int count = prim_scan_row(scan, y, spans);
  for (int i = 0; i < count; i++) {
    PrimSpan span = spans[i];
    dirty->left = span.left < dirty->left ? span.left : dirty->left;
    dirty->right = span.right > dirty->right ? span.right : dirty->right;
    PRIM_EACH_LANE(lane)
    {
      for (int32_t x = (span.left & -PRIM_WARP) + lane; x < span.right; x += PRIM_WARP) {
        int32_t at = y * planes->pitch + x;
        if (x < span.left)
          continue;
        if (lay == PRIM_LAY_PUT)
          prim_pixel_put(planes, at, shape);
        else if (lay == PRIM_LAY_LIFT)
          prim_pixel_lift(planes, at, shape);
        else
          prim_pixel_cover(planes, at, shape);
      }
    }
  }
}

/* An entry of the sums at column x of the row, and what is written there. */
PRIM_DEVICE PrimNine prim_sums_at(const PrimPlanes *planes, int32_t at)
{
  PrimEntry entry = planes->lanes[at];
  PrimNine nine;

  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    nine.value[i] = entry.lane[i];
  nine.value[8] = (uint32_t)planes->weights[at];
  return nine;
}

PRIM_DEVICE void prim_sums_set(const PrimPlanes *planes, int32_t at, const PrimNine *left,
                               const PrimNine *more, bool uniform)
{
  PrimEntry entry;

  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    entry.lane[i] = left->value[i] + more->value[i];
  planes->lanes[at] = entry;
  if (!uniform)
    planes->weights[at] = (int32_t)(left->value[8] + more->value[8]);
}

/* Sums columns begin..end-1 anew and shifts those to their right. */
PRIM_DEVICE void prim_row_sum(const PrimPlanes *planes, int32_t y, int32_t begin, int32_t end,
                              bool uniform)
{
  PRIM_PER_LANE(PrimNine, nine);
  int32_t row = y * planes->pitch;
  PrimNine sum = prim_sums_at(planes, row + begin), shift = prim_sums_at(planes, row + end);

  PRIM_WARP_SYNC();
  for (int32_t first = begin; first < end; first += PRIM_WARP) {
    PrimNine none = {{0}};
    PRIM_EACH_LANE(lane)
    {
      int32_t x = first + lane;
      PRIM_OF(nine, lane) = x < end ? prim_pixel_nine(planes, row + x) : none;
    }
    PrimNine all = prim_warp_prefix(nine);
    PRIM_EACH_LANE(lane)
    {
      int32_t x = first + lane;
      if (x < end)
        prim_sums_set(planes, row + x + 1, &sum, &PRIM_OF(nine, lane), uniform);
    }
    PRIM_UNROLL
    for (int i = 0; i < PRIM_SUMS; i++)
      sum.value[i] += all.value[i];
  }
  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++)
    shift.value[i] = sum.value[i] - shift.value[i];
  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = end + 1 + lane; x <= planes->width; x += PRIM_WARP) {
      PrimNine here = prim_sums_at(planes, row + x);
      prim_sums_set(planes, row + x, &here, &shift, uniform);
    }
  }
}

/* Sets the residual to what the canvas leaves. */
PRIM_DEVICE void prim_row_settle(const PrimPlanes *planes, int32_t y)
{
  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP)
      for (int k = 0; k < 3; k++) {
        int32_t at = y * planes->pitch + x;
        planes->residual[k][at] = (float)(planes->goal[k][at] - planes->below[k][at]);
      }
  }
}

/* An empty canvas; with nothing above it, unless `above`. No sums lie left of column 0. */
PRIM_DEVICE void prim_row_clear(const PrimPlanes *planes, int32_t y, const uint8_t *background,
                                bool above)
{
  PrimNine none = {{0}};

  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      prim_sums_set(planes, y * planes->pitch, &none, &none, false);
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      for (int k = 0; k < 3; k++)
        planes->below[k][at] = background[k];
      if (above)
        continue;
      planes->veil[at] = 0;
      planes->through[at] = 1;
    }
  }
}

/* ---- Kernels ------------------------------------------------------------- */

typedef struct PrimStackShared {
  PrimShape shape[PRIM_WARP];
  PrimScan scan[PRIM_WARP];
} PrimStackShared;

PRIM_DEVICE void prim_stack_block(const PrimStackCall *call, int block, PrimStackShared *shared)
{
  const PrimPlanes *planes = &call->planes;
  PrimLay lay = call->above ? PRIM_LAY_COVER : PRIM_LAY_PUT;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < planes->height)
      prim_row_clear(planes, y, call->background, call->above);
  }
  for (int32_t first = 0; first < call->count; first += PRIM_WARP) {
    int32_t count = call->count - first < PRIM_WARP ? call->count - first : PRIM_WARP;
    PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
    {
      PRIM_EACH_LANE(lane)
      {
        if (warp == 0 && lane < count) {
          shared->shape[lane] = call->shapes[first + lane];
          prim_scan_begin(&shared->scan[lane], &shared->shape[lane], planes->width, planes->height);
        }
      }
    }
    PRIM_BLOCK_SYNC();
    PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
    {
      int32_t y = block * PRIM_ROW_WARPS + warp;
      PrimSpan dirty = {planes->width, 0};
      for (int32_t i = 0; i < count && y < planes->height; i++)
        prim_row_lay(planes, &shared->scan[i], &shared->shape[i], lay, y, &dirty);
    }
    PRIM_BLOCK_SYNC();
  }
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y >= planes->height)
      continue;
    if (!call->above)
      prim_row_settle(planes, y);
    PRIM_WARP_SYNC();
    prim_row_sum(planes, y, 0, planes->width, call->uniform);
  }
}

typedef struct PrimPassShared {
  PrimShape put;
  PrimScan put_scan, lift_scan;
  bool puts;
  int64_t change;
} PrimPassShared;

/* Which shape is put, and its scan; by one lane. */
PRIM_DEVICE void prim_pass_choose(const PrimPassCall *call, int block, PrimPassShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  shared->puts = call->puts;
  shared->put = call->put;
  if (call->climbs) {
    PrimFound best = prim_best_found(call->found, call->climbs);
    if (best.best.gain < 0)
      shared->put = best.best.shape;
    if (block == 0)
      *call->chosen = best;
  }
  if (shared->puts)
    prim_scan_begin(&shared->put_scan, &shared->put, planes->width, planes->height);
}

/* The sum of what the change kernel left; by a warp. */
PRIM_DEVICE int64_t prim_pass_change(const PrimPassCall *call)
{
  PRIM_PER_LANE(int64_t, sum);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t y = lane; y < call->planes.height; y += PRIM_WARP)
      PRIM_OF(sum, lane) += call->changes[y];
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_pass_row(const PrimPassCall *call, const PrimPassShared *shared, int32_t y)
{
  const PrimPlanes *planes = &call->planes;
  PrimSpan dirty = {planes->width, 0};

  if (shared->puts)
    prim_row_lay(planes, &shared->put_scan, &shared->put, PRIM_LAY_PUT, y, &dirty);
  if (call->lifts)
    prim_row_lay(planes, &shared->lift_scan, &call->lift, PRIM_LAY_LIFT, y, &dirty);
  if (call->settles) {
    prim_row_settle(planes, y);
    dirty.left = 0;
    dirty.right = planes->width;
  }
  PRIM_WARP_SYNC();
  if (dirty.left < dirty.right)
    prim_row_sum(planes, y, dirty.left, dirty.right, call->uniform);
}

PRIM_DEVICE void prim_pass_block(const PrimPassCall *call, int block, PrimPassShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int64_t change = warp == 2 && call->changes ? prim_pass_change(call) : -1;
    PRIM_EACH_LANE(lane)
    {
      if (warp == 0 && lane == 0)
        prim_pass_choose(call, block, shared);
      if (warp == 1 && lane == 0 && call->lifts)
        prim_scan_begin(&shared->lift_scan, &call->lift, planes->width, planes->height);
      if (warp == 2 && lane == 0) {
        shared->change = change;
        if (block == 0 && call->changes)
          *call->change = change;
      }
    }
  }
  PRIM_BLOCK_SYNC();
  if (shared->change >= 0)
    return;
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < planes->height)
      prim_pass_row(call, shared, y);
  }
}

typedef struct PrimChangeShared {
  PrimScan scan;
} PrimChangeShared;

PRIM_DEVICE int64_t prim_row_change(const PrimChangeCall *call, const PrimScan *scan, int32_t y)
{
  PRIM_PER_LANE(int64_t, sum);
  PrimSpan spans[PRIM_ROW_SPANS_MAX];
  int count = y < scan->begin || y >= scan->end ? 0 : prim_scan_row(scan, y, spans);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int i = 0; i < count; i++)
      for (int32_t x = spans[i].left + lane; x < spans[i].right; x += PRIM_WARP)
        PRIM_OF(sum, lane) +=
            prim_pixel_change(&call->planes, y * call->planes.pitch + x, &call->shape);
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_change_block(const PrimChangeCall *call, int block, PrimChangeShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp == 0 && lane == 0)
        prim_scan_begin(&shared->scan, &call->shape, planes->width, planes->height);
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    int64_t change = y < planes->height ? prim_row_change(call, &shared->scan, y) : 0;
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0 && y < planes->height)
        call->changes[y] = change;
    }
  }
}

PRIM_DEVICE void prim_canvas_row(const PrimCanvasCall *call, int32_t y)
{
  const PrimPlanes *planes = &call->planes;
  PRIM_PER_LANE(int64_t, sum);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      PRIM_OF(sum, lane) += prim_pixel_error(planes, at);
      for (int k = 0; k < 3; k++)
        call->rgb[3 * (y * planes->width + x) + k] = planes->below[k][at];
    }
  }
  int64_t error = prim_warp_sum(sum);
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      call->errors[y] = error;
  }
}

PRIM_DEVICE void prim_canvas_block(const PrimCanvasCall *call, int block)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < call->planes.height)
      prim_canvas_row(call, y);
  }
}

#endif
