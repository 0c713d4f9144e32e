/* The kernels of a sweep beside its walks: the row sums that the walks see, and the ordered
 * pass. */
#ifndef PRIM_CUDA_SWEEPING_H
#define PRIM_CUDA_SWEEPING_H

#include "rows.h"

/* ---- Views --------------------------------------------------------------------- */

/* A row as it is between two shapes: a view needs no planes of its own, for a warp takes the row up
 * through the shapes of the block, and leaves sums where there is to be a view. */
typedef struct PrimRising {
  uint32_t optical_depth[PRIM_DETAIL_MAX];
  uint8_t below[3][PRIM_DETAIL_MAX];
  PrimRowSpans spans;
} PrimRising;

typedef struct PrimViewsShared {
  PrimRising rising[PRIM_VIEW_WARPS];
} PrimViewsShared;

PRIM_DEVICE void prim_rise_begin(const PrimPlanes *planes, int32_t y, PrimRising *row)
{
  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      row->optical_depth[x] = planes->optical_depth[at];
      for (int k = 0; k < 3; k++)
        row->below[k][x] = planes->below[k][at];
    }
  }
}

/* Lifts the shape off column x of row y, and puts it on those below. Returns the pixel between. */
PRIM_DEVICE prim_pixel_State prim_rise_pixel(const PrimPlanes *planes, const PrimShape *shape,
                                             int32_t samples, int32_t y, int32_t x, PrimRising *row)
{
  int32_t at = y * planes->pitch + x;
  int32_t opacity = prim_covered(shape, samples).opacity;
  prim_pixel_State state;

  if (samples)
    row->optical_depth[x] -= planes->depth_of[opacity];
  state.transmittance = prim_pixel_transmittance(row->optical_depth[x]);
  state.weight = planes->weight[at];
  for (int k = 0; k < 3; k++) {
    state.residual[k] = planes->residual[k][at];
    state.below[k] = row->below[k][x];
    if (!samples)
      continue;
    int32_t paint = shape->color[k] * opacity + 127;
    int32_t after = prim_pixel_blend(state.below[k], paint, 255 - opacity);
    state.residual[k] =
        prim_pixel_residual_without(state.residual[k], state.transmittance, after - state.below[k]);
    row->below[k][x] = (uint8_t)after;
  }
  return state;
}

/* From below shape k to above it, in those columns that it covers. */
PRIM_DEVICE void prim_rise(const PrimViewsCall *call, int32_t k, int32_t y, PrimRising *row)
{
  PrimSpan columns = prim_row_cover(&call->scans[k], y, &row->spans);

  PRIM_EACH_LANE(lane)
  {
    for (int32_t x = (columns.left & -PRIM_WARP) + lane; x < columns.right; x += PRIM_WARP) {
      int32_t samples = x < columns.left ? 0 : prim_row_samples(&row->spans, x);
      if (samples)
        prim_rise_pixel(&call->planes, &call->shapes[k], samples, y, x, row);
    }
  }
}

/* The same, and sums what lies between in columns `dirty`, which hold those; `sum` begins with what
 * is left of them. Returns what is left of their end. */
PRIM_DEVICE PrimNine prim_rise_sum(const PrimViewsCall *call, int32_t k, int32_t y,
                                   PrimSpan columns, PrimSpan dirty, PrimNine sum,
                                   const PrimTable *table, PrimRising *row)
{
  PRIM_PER_LANE(PrimNine, nine);
  const PrimPlanes *planes = &call->planes;
  PrimNine none = {{0}};

  for (int32_t first = dirty.left & -PRIM_WARP; first < dirty.right; first += PRIM_WARP) {
    PRIM_EACH_LANE(lane)
    {
      int32_t x = first + lane;
      PRIM_OF(nine, lane) = none;
      if (x < dirty.left || x >= dirty.right)
        continue;
      int32_t samples =
          x < columns.left || x >= columns.right ? 0 : prim_row_samples(&row->spans, x);
      prim_pixel_State state = prim_rise_pixel(planes, &call->shapes[k], samples, y, x, row);
      PRIM_OF(nine, lane) = prim_state_nine(&state, planes->scale);
    }
    PrimNine all = prim_warp_prefix(nine);
    PRIM_EACH_LANE(lane)
    {
      int32_t x = first + lane;
      if (x >= dirty.left && x < dirty.right)
        prim_sums_set(table, y * planes->pitch + x + 1, &sum, &PRIM_OF(nine, lane), false);
    }
    PRIM_UNROLL
    for (int i = 0; i < PRIM_SUMS; i++)
      sum.value[i] += all.value[i];
  }
  return sum;
}

/* The least columns that hold both, of which either may be none. */
PRIM_DEVICE PrimSpan prim_span_union(PrimSpan one, PrimSpan other)
{
  PrimSpan both = {one.left < other.left ? one.left : other.left,
                   one.right > other.right ? one.right : other.right};

  if (one.left >= one.right)
    return other;
  return other.left >= other.right ? one : both;
}

/* Entries begin..end-1 of a row are those of another table and some more. */
PRIM_DEVICE void prim_sums_copy(const PrimTable *from, const PrimTable *to, int32_t begin,
                                int32_t end, const PrimNine *more)
{
  PRIM_EACH_LANE(lane)
  {
    for (int32_t at = begin + lane; at < end; at += PRIM_WARP) {
      PrimNine here = prim_sums_at(from, at);
      prim_sums_set(to, at, &here, more, false);
    }
  }
}

/* From below shape k to above it, leaving the sums between. Where neither this shape nor the last
 * is, which covers columns `last`, they follow from those of the last view. */
PRIM_DEVICE PrimSpan prim_rise_view(const PrimViewsCall *call, int32_t k, int32_t y, PrimSpan last,
                                    const PrimTable *before, const PrimTable *table,
                                    PrimRising *row)
{
  int32_t begin = y * call->planes.pitch, width = call->planes.width;
  PrimSpan columns = prim_row_cover(&call->scans[k], y, &row->spans), dirty = {0, width};
  PrimNine none = {{0}}, sum = none, shift = none;

  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      prim_sums_end(table, begin, width);
  }
  PRIM_WARP_SYNC(); /* the last view's sums are there */
  if (before) {
    dirty = prim_span_union(columns, last);
    if (dirty.left >= dirty.right) {
      prim_sums_copy(before, table, begin + 1, begin + width + 1, &none);
      return columns;
    }
    prim_sums_copy(before, table, begin + 1, begin + dirty.left + 1, &none);
    sum = prim_sums_at(before, begin + dirty.left);
    shift = prim_sums_at(before, begin + dirty.right);
  }
  sum = prim_rise_sum(call, k, y, columns, dirty, sum, table, row);
  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++)
    shift.value[i] = sum.value[i] - shift.value[i];
  if (before)
    prim_sums_copy(before, table, begin + dirty.right + 1, begin + width + 1, &shift);
  return columns;
}

PRIM_DEVICE void prim_views_row(const PrimViewsCall *call, int32_t group, int32_t y,
                                PrimRising *row)
{
  const PrimPlanes *planes = &call->planes;
  int32_t begin = group * PRIM_VIEWS_AT_ONCE;
  int32_t end = prim_clamp(begin + PRIM_VIEWS_AT_ONCE, 0, call->count);
  PrimTable before = {NULL, NULL};
  PrimSpan last = {0, 0};

  prim_rise_begin(planes, y, row);
  for (int32_t k = 0; k < call->first + begin; k++)
    prim_rise(call, k, y, row);
  for (int32_t i = begin; i < end; i++) {
    size_t at = (size_t)i * (size_t)planes->height * (size_t)planes->pitch;
    PrimTable table = {call->tables.row_sums + at, call->tables.weight_sums + at};
    last = prim_rise_view(call, call->first + i, y, last, i > begin ? &before : NULL, &table, row);
    before = table;
  }
}

PRIM_DEVICE void prim_views_block(const PrimViewsCall *call, int block, PrimViewsShared *shared)
{
  int32_t rows = (call->planes.height + PRIM_VIEW_WARPS - 1) / PRIM_VIEW_WARPS;

  PRIM_EACH_WARP(warp, PRIM_VIEW_WARPS)
  {
    int32_t y = block % rows * PRIM_VIEW_WARPS + warp;
    if (y < call->planes.height)
      prim_views_row(call, block / rows, y, &shared->rising[warp]);
  }
}

/* ---- The ordered pass ------------------------------------------------------------- */

typedef struct PrimJudgeShared {
  PrimShape last;       /* as it is to stand */
  const PrimScan *scan; /* its */
  PrimForms sums[PRIM_ROW_WARPS];
  PrimRowSpans spans[PRIM_ROW_WARPS];
} PrimJudgeShared;

/* The sum of one number of all blocks' forms, which lie `stride` apart; by a warp. */
PRIM_DEVICE int64_t prim_blocks_sum(const int64_t *blocks, int32_t count, int32_t stride)
{
  PRIM_PER_LANE(int64_t, sum);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t i = lane; i < count; i += PRIM_WARP)
      PRIM_OF(sum, lane) += blocks[i * stride];
  }
  return prim_warp_sum(sum);
}

/* Every block decides by itself, and the first notes it. By a warp. */
PRIM_DEVICE void prim_judge_decide(const PrimJudgeCall *call, int block, PrimJudgeShared *shared)
{
  const int32_t stride = (int32_t)(sizeof *call->forms / sizeof(int64_t));
  const PrimVisit *last = &call->last;
  PrimForms forms;

  for (int k = 0; k < PRIM_SUMS; k++) {
    forms.old.sums[k] = prim_blocks_sum(&call->forms->old.sums[k], call->blocks, stride);
    forms.other.sums[k] = prim_blocks_sum(&call->forms->other.sums[k], call->blocks, stride);
  }
  PRIM_EACH_LANE(lane)
  {
    if (lane != 0)
      continue;
    PrimCandidate stands = {*last->shape, -1};
    double delta = prim_sweep_judge(&call->request, &forms.old, &stands.shape,
                                    prim_sweep_offers(last->shape, &last->found->best),
                                    &forms.other, &last->found->best.shape);
    shared->last = stands.shape;
    shared->scan = prim_sweep_offers(last->shape, &stands) ? last->found_scan : last->scan;
    if (block != 0)
      continue;
    *call->shape = stands.shape;
    *call->delta = delta;
  }
}

/* Puts, lifts and sums in row y. */
PRIM_DEVICE PrimForms prim_judge_row(const PrimJudgeCall *call, const PrimJudgeShared *shared,
                                     int32_t y, PrimRowSpans *spans)
{
  const PrimPlanes *planes = &call->planes;
  const PrimVisit *next = &call->next;
  PrimForms forms = {{{0}}, {{0}}};

  if (call->decides)
    prim_row_lay(planes, shared->scan, &shared->last, PRIM_LAY_PUT, y, spans);
  if (!call->lifts)
    return forms;
  prim_row_lay(planes, next->scan, next->shape, PRIM_LAY_LIFT, y, spans);
  forms.old = prim_row_gather(planes, next->scan, y, spans);
  if (prim_sweep_offers(next->shape, &next->found->best))
    forms.other = prim_row_gather(planes, next->found_scan, y, spans);
  return forms;
}

/* Adds up what the warps of a block have. */
PRIM_DEVICE void prim_judge_sum(const PrimJudgeShared *shared, PrimForms *sums)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      int64_t old = 0, other = 0;
      if (warp != 0 || lane >= PRIM_SUMS)
        continue;
      for (int i = 0; i < PRIM_ROW_WARPS; i++) {
        old += shared->sums[i].old.sums[lane];
        other += shared->sums[i].other.sums[lane];
      }
      sums->old.sums[lane] = old;
      sums->other.sums[lane] = other;
    }
  }
}

PRIM_DEVICE void prim_judge_block(const PrimJudgeCall *call, int block, PrimJudgeShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    if (warp == 0 && call->decides)
      prim_judge_decide(call, block, shared);
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    PrimForms forms = {{{0}}, {{0}}};
    if (y < call->planes.height)
      forms = prim_judge_row(call, shared, y, &shared->spans[warp]);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        shared->sums[warp] = forms;
    }
  }
  PRIM_BLOCK_SYNC();
  if (call->lifts)
    prim_judge_sum(shared, &call->sums[block]);
}

#endif
