/* The kernel that runs climbs and walks, a warp each.
 *
 * Warps do not wait for each other. One makes some attempts ahead, a lane each, all from where it
 * stands, then scores one after the other until one succeeds; those behind it are dropped. */
#ifndef PRIM_CUDA_SEARCH_H
#define PRIM_CUDA_SEARCH_H

#include "scoring.h"

enum { PRIM_AHEAD = 8 }; /* attempts made at once */

/* A climb or walk. */
typedef struct PrimWalker {
  PrimShape best;               /* where it stands */
  PrimShape shapes[PRIM_AHEAD]; /* its next attempts */
  PrimScan scan;                /* of the one that is scored */
  PrimPoint points[PRIM_OUTLINE_MAX];
  uint32_t until[PRIM_OUTLINE_MAX]; /* crossings of this edge and all before it */
  int64_t sums[PRIM_SUMS];
} PrimWalker;

typedef struct PrimSearchShared {
  PrimWalker walker[PRIM_SEARCH_WARPS];
} PrimSearchShared;

/* ---- Scoring -------------------------------------------------------------------- */

/* Numbers the crossings of the shape that is scored; returns how many there are. An ellipse has
 * two a row. */
PRIM_DEVICE uint32_t prim_walker_count(PrimWalker *walker)
{
  PRIM_PER_LANE(uint64_t, count);
  const PrimScan *scan = &walker->scan;
  uint64_t all = 0;

  if (scan->form == PRIM_FORM_ELLIPSE)
    return 2 * (uint32_t)(scan->end > scan->begin ? scan->end - scan->begin : 0);
  for (int first = 0; first < scan->edges; first += PRIM_WARP) {
    PRIM_EACH_LANE(lane)
    {
      int i = first + lane;
      PRIM_OF(count, lane) =
          i < scan->edges ? (uint64_t)(scan->edge[i].end - scan->edge[i].begin) : 0;
    }
    uint64_t here = prim_warp_running(count);
    PRIM_EACH_LANE(lane)
    {
      if (first + lane < scan->edges)
        walker->until[first + lane] = (uint32_t)(all + PRIM_OF(count, lane));
    }
    all += here;
  }
  PRIM_WARP_SYNC();
  return (uint32_t)all;
}

/* Crossing number i of an outline. */
PRIM_DEVICE PrimCrossing prim_outline_crossing(const PrimWalker *walker, int32_t pitch,
                                               int32_t spacing, uint32_t i)
{
  const PrimScan *scan = &walker->scan;
  int low = 0, high = scan->edges - 1;

  while (low < high) {
    int middle = (low + high) / 2;
    if (walker->until[middle] > i)
      high = middle;
    else
      low = middle + 1;
  }
  const PrimEdge *edge = &scan->edge[low];
  int32_t row = edge->end - (int32_t)(walker->until[low] - i);
  return prim_crossing(pitch, prim_attempt_pixel_row(row, spacing),
                       prim_edge_column(scan, edge, row), edge->winding == scan->left_winding);
}

PRIM_DEVICE PrimCrossing prim_ellipse_crossing(const PrimScan *scan, int32_t pitch, int32_t spacing,
                                               uint32_t i)
{
  int32_t row = scan->begin + (int32_t)(i / 2);
  PrimSpan span = prim_ellipse_row(scan, row);

  return prim_crossing(pitch, prim_attempt_pixel_row(row, spacing), i % 2 ? span.right : span.left,
                       i % 2 == 0);
}

/* Adds up what lies before the crossings, into walker->sums. */
PRIM_DEVICE void prim_walker_sum(const PrimTable *table, int32_t pitch, int32_t spacing,
                                 bool uniform, PrimWalker *walker)
{
  PRIM_PER_LANE(uint32_t, at);
  PRIM_PER_LANE(PrimLaneSums, sums);
  uint32_t count = prim_walker_count(walker);

  PRIM_EACH_LANE(lane)
  {
    PrimLaneSums none = {0, 0, 0};
    PRIM_OF(sums, lane) = none;
  }
  for (uint32_t first = 0; first < count; first += PRIM_WARP) {
    PRIM_EACH_LANE(lane)
    {
      uint32_t i = first + (uint32_t)lane;
      PRIM_OF(at, lane) = 0;
      if (i >= count)
        continue;
      PrimCrossing here = walker->scan.form == PRIM_FORM_ELLIPSE
                              ? prim_ellipse_crossing(&walker->scan, pitch, spacing, i)
                              : prim_outline_crossing(walker, pitch, spacing, i);
      PRIM_OF(at, lane) = here.at;
      PRIM_OF(sums, lane).weight += prim_crossing_weight(table, &here, uniform);
    }
    prim_sum_entries(table, at, count - first, sums);
  }
  prim_end_sums(sums, walker->sums);
}

/* ---- Attempts -------------------------------------------------------------------- */

/* Scores an attempt: gives it colour and opacity, returns the gain. */
PRIM_CALLED double prim_walker_score(const PrimSearchCall *call, const PrimTable *table,
                                     PrimShape *shape, PrimWalker *walker)
{
  const PrimPlanes *planes = &call->planes;
  double unit = call->uniform ? (double)planes->scale : 1.0 / PRIM_WEIGHT_ONE;
  int32_t spacing =
      prim_warp_scan(&walker->scan, walker->points, shape, planes->width, planes->height, false);

  prim_walker_sum(table, planes->pitch, spacing, call->uniform, walker);
  PrimFill fill = prim_warp_fill(&call->task, walker->sums, unit, spacing);
  PRIM_EACH_LANE(lane)
  {
    if (lane != 0)
      continue;
    for (int i = 0; i < 3; i++)
      shape->color[i] = fill.color[i];
    shape->opacity = fill.opacity;
  }
  PRIM_WARP_SYNC();
  return fill.gain;
}

/* Makes the next `count` attempts, should all of them fail. */
PRIM_CALLED void prim_walker_move(const PrimSearchCall *call, const PrimRandom *stream,
                                  const PrimPath *path, int32_t count, PrimWalker *walker)
{
  PrimFrame frame =
      prim_attempt_frame(&call->task, call->planes.width, call->planes.height, call->tiles);

  PRIM_EACH_LANE(lane)
  {
    if (lane >= count)
      continue;
    walker->shapes[lane] = walker->best;
    prim_attempt_move(&frame, stream, prim_path_draw(path, lane), &walker->shapes[lane]);
  }
  PRIM_WARP_SYNC();
}

/* Makes `count` random shapes to begin with; bit i: whether number i is one. */
PRIM_CALLED uint32_t prim_walker_start(const PrimSearchCall *call, const PrimRandom *stream,
                                       uint32_t attempt, int32_t count, PrimWalker *walker)
{
  PrimFrame frame =
      prim_attempt_frame(&call->task, call->planes.width, call->planes.height, call->tiles);
  PRIM_PER_LANE(uint32_t, made);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(made, lane) = 0;
    if (lane < count)
      PRIM_OF(made, lane) = (uint32_t)prim_attempt_start(
          &call->task, &frame, stream, attempt + (uint32_t)lane, &walker->shapes[lane]);
  }
  PRIM_WARP_SYNC();
  return prim_warp_ballot(made);
}

/* Goes to where an attempt leads. */
PRIM_DEVICE void prim_walker_go(PrimWalker *walker, const PrimShape *shape)
{
  PRIM_WARP_SYNC(); /* all lanes have looked at where it stands */
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      walker->best = *shape;
  }
  PRIM_WARP_SYNC();
}

/* ---- Climbs and walks ------------------------------------------------------------- */

/* The best of some random shapes; returns how many were scored. */
PRIM_DEVICE uint64_t prim_climb_begin(const PrimSearchCall *call, const PrimRandom *stream,
                                      PrimPath *path, double *gain, PrimWalker *walker)
{
  PrimShape none = {0, 0, 0, {0, 0, 0}, {0}};
  uint64_t scored = 0;

  *gain = INFINITY;
  prim_walker_go(walker, &none);
  for (int32_t first = 0; first < call->task.starts; first += PRIM_AHEAD) {
    int32_t count = prim_clamp(call->task.starts - first, 0, PRIM_AHEAD);
    uint32_t made = prim_walker_start(call, stream, path->attempt, count, walker);
    for (int i = 0; i < count; i++) {
      if (!(made >> i & 1))
        continue;
      double here = prim_walker_score(call, &call->tables, &walker->shapes[i], walker);
      scored++;
      if (!(here < *gain))
        continue;
      *gain = here;
      prim_walker_go(walker, &walker->shapes[i]);
    }
    path->attempt += (uint32_t)count;
  }
  return scored;
}

/* The next attempts, until one succeeds; returns how many were scored. */
PRIM_DEVICE uint64_t prim_walker_step(const PrimSearchCall *call, const PrimTable *table,
                                      const PrimRandom *stream, PrimPath *path, double *gain,
                                      PrimWalker *walker)
{
  int32_t count = prim_clamp(prim_path_left(&call->task, path), 0, PRIM_AHEAD);

  prim_walker_move(call, stream, path, count, walker);
  for (int i = 0; i < count; i++) {
    double here = prim_walker_score(call, table, &walker->shapes[i], walker);
    if (prim_path_takes(&call->task, here, *gain)) {
      *gain = here;
      prim_path_win(&call->task, path, &walker->best, &walker->shapes[i]);
      prim_walker_go(walker, &walker->shapes[i]);
      return (uint64_t)i + 1;
    }
    prim_path_fail(path, 1);
  }
  return (uint64_t)count;
}

PRIM_DEVICE void prim_search_warp(const PrimSearchCall *call, int number, PrimWalker *walker)
{
  const PrimTask *task = &call->task;
  bool walks = task->walk > 0;
  size_t at = walks ? (size_t)number * (size_t)call->planes.height * (size_t)call->planes.pitch : 0;
  PrimTable table = {call->tables.lanes + at, call->tables.weights + at};
  PrimRandom stream = prim_random_stream(task->seed, task->stream + (walks ? (uint32_t)number : 0),
                                         walks ? 0 : (uint32_t)number);
  PrimPath path = {walks ? 1u : 0, 0, 0, 0};
  uint64_t scored = 1;
  double gain;

  if (walks) {
    prim_walker_go(walker, &call->start[number]);
    gain = prim_walker_score(call, &table, &walker->best, walker);
  } else {
    scored = prim_climb_begin(call, &stream, &path, &gain, walker);
  }
  while (prim_path_left(task, &path) > 0 && gain < INFINITY)
    scored += prim_walker_step(call, &table, &stream, &path, &gain, walker);
  PRIM_EACH_LANE(lane)
  {
    if (lane != 0)
      continue;
    call->found[number].best.shape = walker->best;
    call->found[number].best.gain = gain;
    call->found[number].scored = scored;
  }
}

PRIM_DEVICE void prim_search_block(const PrimSearchCall *call, int block, PrimSearchShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_SEARCH_WARPS)
  {
    int number = block * PRIM_SEARCH_WARPS + warp;
    if (number < call->count)
      prim_search_warp(call, number, &shared->walker[warp]);
  }
}

#endif
