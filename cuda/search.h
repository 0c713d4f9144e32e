/* The kernels that score shapes: whole climbs and walks, a block each, and batches of spans.
 *
 * A climb or walk makes PRIM_WARP attempts at a time, all from the same shape: a lane makes
 * each attempt's mutation and edges, a warp adds up its rows, a lane finds its colour
 * and gain. The first that succeeds is accepted; later attempts are discarded. */
#ifndef PRIM_CUDA_SEARCH_H
#define PRIM_CUDA_SEARCH_H

#include "calls.h"

typedef struct PrimLaneSums {
  int64_t value[PRIM_SUMS];
} PrimLaneSums;

/* Adds `sign` times the sums left of a column. */
PRIM_DEVICE void prim_add_entry(const PrimPlanes *planes, int32_t at, uint32_t sign, bool uniform,
                                int32_t column, PrimNine *row)
{
  PrimEntry entry = planes->lanes[at];

  PRIM_UNROLL
  for (int i = 0; i < 8; i++)
    row->value[i] += sign * entry.lane[i];
  row->value[8] += sign * (uint32_t)(uniform ? column : planes->weights[at]);
}

/* Pixels' sums of a row fit 32 bits, signed; those of samples, and of several rows, need not. */
PRIM_DEVICE void prim_widen_row(const PrimNine *row, PrimLaneSums *sums)
{
  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++)
    sums->value[i] += PRIM_SAMPLE_COLUMNS * (int64_t)(int32_t)row->value[i];
}

/* Adds `sign` times the sums left of a column of samples: those left of its pixel to `row`, and
 * the pixel's own terms by its samples that are to the left, too, to `sums`. */
PRIM_DEVICE void prim_add_column(const PrimPlanes *planes, int32_t y, int32_t sign, bool uniform,
                                 int32_t column, PrimNine *row, PrimLaneSums *sums)
{
  int32_t x = column / PRIM_SAMPLE_COLUMNS, part = column % PRIM_SAMPLE_COLUMNS;
  int32_t at = y * planes->pitch + x;
  PrimNine pixel = {{0}};

  prim_add_entry(planes, at, (uint32_t)sign, uniform, x, row);
  if (part == 0)
    return;
  prim_add_entry(planes, at + 1, 1, uniform, 1, &pixel);
  prim_add_entry(planes, at, 0u - 1, uniform, 0, &pixel);
  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++)
    sums->value[i] += sign * part * (int32_t)pixel.value[i];
}

/* Every edge adds or takes off the sums left of it: right, because the outlines of valid
 * shapes wind around a sample once at most. */
PRIM_DEVICE void prim_add_scan_row(const PrimPlanes *planes, const PrimScan *scan, int32_t spacing,
                                   int32_t row, bool uniform, PrimLaneSums *sums)
{
  int32_t y = prim_attempt_pixel_row(row, spacing);
  PrimNine here = {{0}};

  if (scan->form == PRIM_FORM_ELLIPSE) {
    PrimSpan span = prim_ellipse_row(scan, row);
    prim_add_column(planes, y, 1, uniform, span.right, &here, sums);
    prim_add_column(planes, y, -1, uniform, span.left, &here, sums);
  } else {
    for (int i = 0; i < scan->edges; i++) {
      const PrimEdge *edge = &scan->edge[i];
      if (row < edge->begin || row >= edge->end)
        continue;
      int32_t column = prim_edge_column(scan, edge, row);
      int32_t sign = edge->winding == scan->left_winding ? -1 : 1;
      prim_add_column(planes, y, sign, uniform, column, &here, sums);
    }
  }
  prim_widen_row(&here, sums);
}

/* From what the lanes of a warp gathered to the totals. */
PRIM_DEVICE PrimTotals prim_warp_totals(const PrimLaneSums *lanes, const PrimPlanes *planes,
                                        bool uniform, int32_t spacing)
{
  PRIM_PER_LANE(int64_t, value);
  int64_t sums[PRIM_SUMS];

  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++) {
    PRIM_EACH_LANE(lane)
    {
      PRIM_OF(value, lane) = PRIM_OF(lanes, lane).value[i];
    }
    sums[i] = prim_warp_sum(value);
  }
  return prim_attempt_totals(sums, sums[8], uniform ? (double)planes->scale : 1.0 / PRIM_WEIGHT_ONE,
                             spacing);
}

PRIM_DEVICE PrimTotals prim_scan_totals(const PrimPlanes *planes, const PrimScan *scan,
                                        int32_t spacing, bool uniform)
{
  PRIM_PER_LANE(PrimLaneSums, sums);

  PRIM_EACH_LANE(lane)
  {
    PrimLaneSums none = {{0}};
    PRIM_OF(sums, lane) = none;
    for (int32_t row = scan->begin + lane; row < scan->end; row += PRIM_WARP)
      prim_add_scan_row(planes, scan, spacing, row, uniform, &PRIM_OF(sums, lane));
  }
  return prim_warp_totals(sums, planes, uniform, spacing);
}

/* ---- Climbs and walks --------------------------------------------------------------- */

typedef struct PrimSearchShared {
  PrimFound found;
  PrimPath path;
  uint32_t valid; /* bit i: attempt i of this round is a shape */
  PrimShape shape[PRIM_WARP];
  double gain[PRIM_WARP];
  PrimTotals totals[PRIM_WARP];
  PrimScan scan[PRIM_WARP];
  int32_t spacing[PRIM_WARP]; /* of its rows, see prim_attempt_spacing() */
} PrimSearchShared;

/* Makes `count` attempts: at random, or from the best shape. */
PRIM_DEVICE void prim_search_make(const PrimSearchCall *call, const PrimRandom *stream,
                                  int32_t count, bool start, PrimSearchShared *shared)
{
  const PrimPlanes *planes = &call->planes;
  PrimFrame frame = prim_attempt_frame(&call->task, planes->width, planes->height, call->tiles);

  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_PER_LANE(uint32_t, made);
    if (warp != 0)
      continue;
    PRIM_EACH_LANE(lane)
    {
      uint32_t attempt = shared->path.attempt + (uint32_t)lane;
      PrimShape *shape = &shared->shape[lane];
      PRIM_OF(made, lane) = lane < count;
      if (lane >= count)
        continue;
      if (start) {
        PRIM_OF(made, lane) =
            (uint32_t)prim_attempt_start(&call->task, &frame, stream, attempt, shape);
      } else {
        *shape = shared->found.best.shape;
        prim_attempt_move(&frame, stream, prim_path_draw(&shared->path, lane), shape);
      }
      if (PRIM_OF(made, lane))
        shared->spacing[lane] = prim_attempt_scan(&shared->scan[lane], shape, planes->width,
                                                  planes->height, PRIM_ROWS_SCORED);
    }
    uint32_t valid = prim_warp_ballot(made);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        shared->valid = valid;
    }
  }
  PRIM_BLOCK_SYNC();
}

/* Adds up the attempts' rows, and finds their colours and gains. */
PRIM_DEVICE void prim_search_score(const PrimSearchCall *call, PrimSearchShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    for (int i = warp; i < PRIM_WARP; i += PRIM_SEARCH_WARPS) {
      if (!(shared->valid >> i & 1))
        continue;
      PrimTotals totals =
          prim_scan_totals(&call->planes, &shared->scan[i], shared->spacing[i], call->uniform);
      PRIM_EACH_LANE(lane)
      {
        if (lane == 0)
          shared->totals[i] = totals;
      }
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp == 0 && (shared->valid >> lane & 1))
        shared->gain[lane] =
            prim_attempt_fill(&call->task, &shared->totals[lane], &shared->shape[lane]);
    }
  }
  PRIM_BLOCK_SYNC();
}

PRIM_DEVICE void prim_search_win(PrimSearchShared *shared, int winner)
{
  shared->found.best.shape = shared->shape[winner];
  shared->found.best.gain = shared->gain[winner];
}

/* The best of these random shapes, if it is better than those before. */
PRIM_DEVICE void prim_search_keep_start(PrimSearchShared *shared, int32_t count)
{
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp != 0 || lane != 0)
        continue;
      for (int i = 0; i < count; i++) {
        if (!(shared->valid >> i & 1))
          continue;
        shared->found.scored++;
        if (shared->gain[i] < shared->found.best.gain)
          prim_search_win(shared, i);
      }
      shared->path.attempt += (uint32_t)count;
    }
  }
  PRIM_BLOCK_SYNC();
}

/* The first that succeeds, if there is one. */
PRIM_DEVICE void prim_search_keep_first(const PrimTask *task, PrimSearchShared *shared,
                                        int32_t count)
{
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_PER_LANE(uint32_t, better);
    if (warp != 0)
      continue;
    PRIM_EACH_LANE(lane)
    {
      PRIM_OF(better, lane) = lane < count && (uint32_t)prim_path_takes(task, shared->gain[lane],
                                                                        shared->found.best.gain);
    }
    int winner = prim_first_bit(prim_warp_ballot(better));
    PRIM_WARP_SYNC();
    PRIM_EACH_LANE(lane)
    {
      if (lane != 0)
        continue;
      shared->found.scored += (uint32_t)(winner < 0 ? count : winner + 1);
      prim_path_fail(&shared->path, winner < 0 ? count : winner);
      if (winner < 0)
        continue;
      prim_path_win(task, &shared->path, &shared->found.best.shape, &shared->shape[winner]);
      prim_search_win(shared, winner);
    }
  }
  PRIM_BLOCK_SYNC();
}

/* A climb has nothing yet, a walk its shape as attempt 0. */
PRIM_DEVICE void prim_search_begin(const PrimSearchCall *call, PrimSearchShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      PrimPath path = {0, 0, 0, 0};
      if (warp != 0 || lane != 0)
        continue;
      shared->found.best.shape = call->start;
      shared->found.best.gain = INFINITY;
      shared->found.scored = 0;
      shared->path = path;
      if (!call->task.walk)
        continue;
      shared->path.attempt = 1;
      shared->valid = 1;
      shared->shape[0] = call->start;
      shared->spacing[0] = prim_attempt_scan(&shared->scan[0], &shared->shape[0], planes->width,
                                             planes->height, PRIM_ROWS_SCORED);
    }
  }
  PRIM_BLOCK_SYNC();
}

/* A walk stands there, whatever its gain. */
PRIM_DEVICE void prim_search_keep_given(PrimSearchShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp != 0 || lane != 0)
        continue;
      prim_search_win(shared, 0);
      shared->found.scored = 1;
    }
  }
  PRIM_BLOCK_SYNC();
}

PRIM_DEVICE void prim_search_block(const PrimSearchCall *call, int block, PrimSearchShared *shared)
{
  const PrimTask *task = &call->task;
  PrimRandom stream = prim_random_stream(task->seed, task->stream, (uint32_t)block);

  prim_search_begin(call, shared);
  if (task->walk) {
    prim_search_score(call, shared);
    prim_search_keep_given(shared);
  } else {
    for (int32_t first = 0; first < task->starts; first += PRIM_WARP) {
      int32_t count = task->starts - first < PRIM_WARP ? task->starts - first : PRIM_WARP;
      prim_search_make(call, &stream, count, true, shared);
      prim_search_score(call, shared);
      prim_search_keep_start(shared, count);
    }
  }
  int32_t left;
  while ((left = prim_path_left(task, &shared->path)) > 0 && shared->found.best.gain < INFINITY) {
    int32_t count = left < PRIM_WARP ? left : PRIM_WARP;
    prim_search_make(call, &stream, count, false, shared);
    prim_search_score(call, shared);
    prim_search_keep_first(task, shared, count);
  }
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      if (warp == 0 && lane == 0)
        call->found[block] = shared->found;
    }
  }
}

/* ---- Batches --------------------------------------------------------------- */

PRIM_DEVICE PrimFill prim_batch_fill(const PrimBatchCall *call, const PrimBatchShape *shape)
{
  PRIM_PER_LANE(PrimLaneSums, sums);
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_LANE(lane)
  {
    PrimLaneSums none = {{0}};
    PRIM_OF(sums, lane) = none;
    for (uint32_t i = (uint32_t)lane; i < shape->spans; i += PRIM_WARP) {
      PrimBatchSpan span = call->spans[shape->first + i];
      PrimNine row = {{0}};
      PrimLaneSums *own = &PRIM_OF(sums, lane);
      prim_add_column(planes, span.row, 1, call->uniform, span.right, &row, own);
      prim_add_column(planes, span.row, -1, call->uniform, span.left, &row, own);
      prim_widen_row(&row, own);
    }
  }
  PrimTotals totals = prim_warp_totals(sums, planes, call->uniform, shape->spacing);
  PrimShape painted = {0, 0, 0, {0, 0, 0}, {0}};
  PrimFill fill;
  fill.gain = prim_attempt_fill(&call->task, &totals, &painted);
  fill.opacity = painted.opacity;
  for (int i = 0; i < 3; i++)
    fill.color[i] = painted.color[i];
  return fill;
}

PRIM_DEVICE void prim_batch_block(const PrimBatchCall *call, int block)
{
  PRIM_EACH_WARP(warp, PRIM_BATCH_WARPS)
  {
    int32_t i = block * PRIM_BATCH_WARPS + warp;
    if (i >= call->count)
      continue;
    PrimFill fill = prim_batch_fill(call, &call->shapes[i]);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        call->fills[i] = fill;
    }
  }
}

#endif
