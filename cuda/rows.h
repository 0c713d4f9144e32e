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

/* Puts the shape that a view has lifted back. */
PRIM_DEVICE void prim_pixel_restore(const PrimPlanes *planes, int32_t at, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity;

  for (int k = 0; k < 3; k++) {
    int32_t paint = shape->color[k] * shape->opacity + 127;
    planes->residual[k][at] = planes->rest[k][at];
    planes->below[k][at] = (uint8_t)prim_pixel_blend(planes->below[k][at], paint, keep);
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

typedef enum PrimLay { PRIM_LAY_PUT, PRIM_LAY_RESTORE, PRIM_LAY_LIFT, PRIM_LAY_COVER } PrimLay;

/* Does that to the shape's pixels of row y, and widens *dirty to hold them. A pixel
 * always falls to the same lane. */
PRIM_DEVICE void prim_row_lay(const PrimPlanes *planes, const PrimScan *scan,
                              const PrimShape *shape, PrimLay lay, int32_t y, PrimSpan *dirty)
{
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  int count = prim_coverage_row(scan, y, runs);

  for (int i = 0; i < count; i++) {
    PrimRun run = runs[i];
    PrimShape covered = prim_covered(shape, run.samples);
    dirty->left = run.left < dirty->left ? run.left : dirty->left;
    dirty->right = run.right > dirty->right ? run.right : dirty->right;
    PRIM_EACH_LANE(lane)
    {
      for (int32_t x = (run.left & -PRIM_WARP) + lane; x < run.right; x += PRIM_WARP) {
        int32_t at = y * planes->pitch + x;
        if (x < run.left)
          continue;
        if (lay == PRIM_LAY_PUT)
          prim_pixel_put(planes, at, &covered);
        else if (lay == PRIM_LAY_RESTORE)
          prim_pixel_restore(planes, at, &covered);
        else if (lay == PRIM_LAY_LIFT)
          prim_pixel_lift(planes, at, &covered);
        else
          prim_pixel_cover(planes, at, &covered);
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

/* Sums columns begin..end-1 again and shifts those to their right. */
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
          prim_coverage_begin(&shared->scan[lane], &shared->shape[lane], planes->width,
                              planes->height);
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

typedef struct PrimOpenShared {
  PrimScan scan;
} PrimOpenShared;

PRIM_DEVICE void prim_open_row(const PrimOpenCall *call, const PrimScan *scan, int32_t y)
{
  const PrimPlanes *planes = &call->planes, *view = &call->view;
  PrimSpan dirty = {0, 0};

  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      for (int k = 0; k < 3; k++) {
        view->below[k][at] = planes->below[k][at];
        view->residual[k][at] = view->rest[k][at];
      }
      view->veil[at] = planes->veil[at];
      view->through[at] = planes->through[at];
    }
  }
  PRIM_WARP_SYNC();
  prim_row_lay(view, scan, &call->lift, PRIM_LAY_LIFT, y, &dirty);
  PRIM_WARP_SYNC();
  prim_row_sum(view, y, 0, view->width, false);
}

PRIM_DEVICE void prim_open_block(const PrimOpenCall *call, int block, PrimOpenShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp == 0 && lane == 0)
        prim_coverage_begin(&shared->scan, &call->lift, planes->width, planes->height);
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < planes->height)
      prim_open_row(call, &shared->scan, y);
  }
}

typedef struct PrimPassShared {
  PrimScan put_scan, lift_scan;
  int64_t change;
} PrimPassShared;

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

  if (call->puts)
    prim_row_lay(planes, &shared->put_scan, &call->put,
                 call->restores ? PRIM_LAY_RESTORE : PRIM_LAY_PUT, y, &dirty);
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
      if (warp == 0 && lane == 0 && call->puts)
        prim_coverage_begin(&shared->put_scan, &call->put, planes->width, planes->height);
      if (warp == 1 && lane == 0 && call->lifts)
        prim_coverage_begin(&shared->lift_scan, &call->lift, planes->width, planes->height);
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

typedef struct PrimJudgeShared {
  PrimShape put, lift, other;
  PrimScan put_scan, lift_scan, other_scan;
  bool puts, lifts, offers; /* whether there is such a shape */
} PrimJudgeShared;

/* The sums over the shape's samples in row y; the same for all lanes. */
PRIM_DEVICE PrimFormSums prim_row_gather(const PrimPlanes *planes, const PrimScan *scan, int32_t y)
{
  PRIM_PER_LANE(PrimFormSums, sums);
  PRIM_PER_LANE(int64_t, value);
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  PrimFormSums form = {{0}};
  int count = prim_coverage_row(scan, y, runs);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sums, lane) = form;
    for (int i = 0; i < count; i++)
      for (int32_t x = (runs[i].left & -PRIM_WARP) + lane; x < runs[i].right; x += PRIM_WARP) {
        if (x < runs[i].left)
          continue;
        PrimNine pixel = prim_pixel_nine(planes, y * planes->pitch + x);
        for (int k = 0; k < PRIM_SUMS; k++)
          PRIM_OF(sums, lane).sums[k] += (int64_t)runs[i].samples * (int32_t)pixel.value[k];
      }
  }
  for (int k = 0; k < PRIM_SUMS; k++) {
    PRIM_EACH_LANE(lane)
    {
      PRIM_OF(value, lane) = PRIM_OF(sums, lane).sums[k];
    }
    form.sums[k] = prim_warp_sum(value);
  }
  return form;
}

PRIM_DEVICE void prim_judge_row(const PrimJudgeCall *call, const PrimJudgeShared *shared, int32_t y)
{
  const PrimPlanes *planes = &call->planes;
  PrimRowForms forms = {{{0}}, {{0}}};
  PrimSpan dirty = {0, 0};

  if (shared->puts)
    prim_row_lay(planes, &shared->put_scan, &shared->put, PRIM_LAY_PUT, y, &dirty);
  if (shared->lifts) {
    prim_row_lay(planes, &shared->lift_scan, &shared->lift, PRIM_LAY_LIFT, y, &dirty);
    forms.old = prim_row_gather(planes, &shared->lift_scan, y);
  }
  PRIM_WARP_SYNC(); /* the lanes' pixels are always the same, but rows of `other` are not */
  if (shared->offers)
    forms.other = prim_row_gather(planes, &shared->other_scan, y);
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      call->rows[y] = forms;
  }
}

PRIM_DEVICE void prim_judge_block(const PrimJudgeCall *call, int block, PrimJudgeShared *shared)
{
  int32_t width = call->planes.width, height = call->planes.height;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (lane != 0)
        continue;
      if (warp == 0 && (shared->puts = call->put != NULL)) {
        shared->put = *call->put;
        prim_coverage_begin(&shared->put_scan, &shared->put, width, height);
      }
      if (warp == 1 && (shared->lifts = call->lift != NULL)) {
        shared->lift = *call->lift;
        prim_coverage_begin(&shared->lift_scan, &shared->lift, width, height);
      }
      if (warp == 2 &&
          (shared->offers =
               call->other && (!call->lift || prim_sweep_offers(call->lift, &call->other->best)))) {
        shared->other = call->other->best.shape;
        prim_coverage_begin(&shared->other_scan, &shared->other, width, height);
      }
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < height)
      prim_judge_row(call, shared, y);
  }
}

/* The sum of all rows' numbers, which lie `stride` apart; by a warp. */
PRIM_DEVICE int64_t prim_rows_sum(const int64_t *rows, int32_t height, int32_t stride)
{
  PRIM_PER_LANE(int64_t, sum);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t y = lane; y < height; y += PRIM_WARP)
      PRIM_OF(sum, lane) += rows[y * stride];
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_decide_block(const PrimDecideCall *call)
{
  const int32_t stride = (int32_t)(sizeof *call->rows / sizeof(int64_t));
  PrimFormSums old, other;

  for (int k = 0; k < PRIM_SUMS; k++) {
    old.sums[k] = prim_rows_sum(&call->rows->old.sums[k], call->height, stride);
    other.sums[k] = prim_rows_sum(&call->rows->other.sums[k], call->height, stride);
  }
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      *call->gain = prim_sweep_judge(&call->task, &old, call->shape,
                                     prim_sweep_offers(call->shape, &call->other->best), &other,
                                     &call->other->best.shape);
  }
}

typedef struct PrimTilesShared {
  PrimTiles tiles;
  uint64_t errors[PRIM_TILES_MAX];
} PrimTilesShared;

/* The error in tile number i; by a warp. */
PRIM_DEVICE int64_t prim_tile_error(const PrimPlanes *planes, const PrimTiles *tiles, int32_t i)
{
  PRIM_PER_LANE(int64_t, sum);
  int32_t side = tiles->pixels;
  int32_t left = i % tiles->columns * side, top = i / tiles->columns * side;
  int32_t right = prim_clamp(left + side, 0, planes->width);
  int32_t bottom = prim_clamp(top + side, 0, planes->height);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t y = top; y < bottom; y++)
      for (int32_t x = left + lane; x < right; x += PRIM_WARP)
        PRIM_OF(sum, lane) += prim_pixel_error(planes, y * planes->pitch + x);
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_tiles_block(const PrimTilesCall *call, PrimTilesShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp == 0 && lane == 0)
        prim_tiles_plan(&shared->tiles, planes->width, planes->height);
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    for (int32_t i = warp; i < shared->tiles.columns * shared->tiles.rows; i += PRIM_ROW_WARPS) {
      int64_t error = prim_tile_error(planes, &shared->tiles, i);
      PRIM_EACH_LANE(lane)
      {
        if (lane == 0)
          shared->errors[i] = (uint64_t)error;
      }
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp != 0 || lane != 0)
        continue;
      prim_tiles_fill(&shared->tiles, shared->errors);
      *call->tiles = shared->tiles;
    }
  }
}

typedef struct PrimChangeShared {
  PrimScan scan;
} PrimChangeShared;

PRIM_DEVICE int64_t prim_row_change(const PrimChangeCall *call, const PrimScan *scan, int32_t y)
{
  PRIM_PER_LANE(int64_t, sum);
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  int count = prim_coverage_row(scan, y, runs);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int i = 0; i < count; i++) {
      PrimShape covered = prim_covered(&call->shape, runs[i].samples);
      for (int32_t x = runs[i].left + lane; x < runs[i].right; x += PRIM_WARP)
        PRIM_OF(sum, lane) +=
            prim_pixel_change(&call->planes, y * call->planes.pitch + x, &covered);
    }
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
        prim_coverage_begin(&shared->scan, &call->shape, planes->width, planes->height);
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
