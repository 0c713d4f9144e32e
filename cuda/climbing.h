/* The kernel that runs climbs and walks, a warp each.
 *
 * Warps do not wait for each other. One makes some attempts ahead, a lane each, all from where it
 * stands, then scores one after the other until one succeeds; those behind it are dropped. */
#ifndef PRIM_CUDA_CLIMBING_H
#define PRIM_CUDA_CLIMBING_H

#include "scoring.h"

enum { PRIM_AHEAD = 8 }; /* attempts made at once */

/* A climb or walk. */
typedef struct PrimWalker {
  PrimTable table;
  PrimRandom stream;
  PrimPath path;
  uint64_t scored;
  double delta;                 /* of ... */
  PrimShape best;               /* ... where it stands */
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
PRIM_CALLED void prim_walker_sum(int32_t pitch, int32_t spacing, bool uniform, PrimWalker *walker)
{
  PRIM_PER_LANE(uint32_t, entry);
  PRIM_PER_LANE(uint32_t, factors);
  PRIM_PER_LANE(PrimLaneSums, sums);
  PrimTable table = walker->table;
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
      PRIM_OF(entry, lane) = PRIM_OF(factors, lane) = 0;
      if (i >= count)
        continue;
      PrimCrossing here = walker->scan.form == PRIM_FORM_ELLIPSE
                              ? prim_ellipse_crossing(&walker->scan, pitch, spacing, i)
                              : prim_outline_crossing(walker, pitch, spacing, i);
      PRIM_OF(entry, lane) = here.entry;
      PRIM_OF(factors, lane) = prim_crossing_factors(&here);
      PRIM_OF(sums, lane).weight += prim_crossing_weight(&table, &here, uniform);
    }
    prim_sum_entries(&table, entry, factors, sums);
  }
  prim_end_sums(sums, walker->sums);
}

/* ---- Attempts -------------------------------------------------------------------- */

/* Scores an attempt: gives it colour and opacity, returns the delta. */
PRIM_DEVICE double prim_walker_score(const PrimSearchCall *call, PrimShape *shape,
                                     PrimWalker *walker)
{
  const PrimPlanes *planes = &call->planes;
  double unit = call->uniform ? (double)planes->scale : 1.0 / PRIM_WEIGHT_ONE;
  int32_t spacing =
      prim_warp_scan(&walker->scan, walker->points, shape, planes->width, planes->height, false);

  prim_walker_sum(planes->pitch, spacing, call->uniform, walker);
  PrimFill fill = prim_warp_fill(&call->request, walker->sums, unit, spacing);
  PRIM_EACH_LANE(lane)
  {
    if (lane != 0)
      continue;
    for (int i = 0; i < 3; i++)
      shape->color[i] = fill.color[i];
    shape->opacity = fill.opacity;
  }
  PRIM_WARP_SYNC();
  return fill.delta;
}

/* ---- Climbs and walks ------------------------------------------------------------- */

/* What a round of attempts is about. */
typedef enum PrimRound {
  PRIM_ROUND_GIVEN, /* a walk's first shape, which it goes on from whatever its delta is */
  PRIM_ROUND_START, /* random shapes, the best of which a climb goes on from */
  PRIM_ROUND_MOVE   /* mutations, the first of which to succeed is gone on from */
} PrimRound;

PRIM_DEVICE PrimRound prim_walker_round(const PrimSearchRequest *request, const PrimWalker *walker)
{
  if (request->walk)
    return walker->path.attempt == 0 ? PRIM_ROUND_GIVEN : PRIM_ROUND_MOVE;
  return (int32_t)walker->path.attempt < request->starts ? PRIM_ROUND_START : PRIM_ROUND_MOVE;
}

/* The attempts of a round; 0: the end. */
PRIM_DEVICE int32_t prim_walker_ahead(const PrimSearchRequest *request, PrimRound round,
                                      const PrimWalker *walker)
{
  int32_t left = 1;

  if (round == PRIM_ROUND_START)
    left = request->starts - (int32_t)walker->path.attempt;
  if (round == PRIM_ROUND_MOVE)
    left = walker->delta < INFINITY ? prim_path_left(request, &walker->path) : 0;
  return prim_clamp(left, 0, PRIM_AHEAD);
}

/* Makes a round's attempts, a lane each, as if all of them fail; bit i: whether number i is a
 * shape. */
PRIM_CALLED uint32_t prim_walker_make(const PrimSearchCall *call, PrimRound round, int32_t count,
                                      PrimWalker *walker)
{
  PRIM_PER_LANE(uint32_t, made);
  PrimBounds bounds =
      prim_attempt_bounds(&call->request, call->planes.width, call->planes.height, call->tiles);

  PRIM_EACH_LANE(lane)
  {
    uint32_t attempt = walker->path.attempt + (uint32_t)lane;
    PrimShape *shape = &walker->shapes[lane];
    PRIM_OF(made, lane) = lane < count;
    if (lane >= count)
      continue;
    if (round == PRIM_ROUND_START)
      PRIM_OF(made, lane) =
          (uint32_t)prim_attempt_start(&call->request, &bounds, &walker->stream, attempt, shape);
    else if (round == PRIM_ROUND_MOVE)
      prim_attempt_move(&bounds, &walker->stream, prim_path_draw(&walker->path, lane),
                        &walker->best, shape);
    else
      *shape = walker->best;
  }
  PRIM_WARP_SYNC();
  return prim_warp_ballot(made);
}

PRIM_DEVICE bool prim_round_takes(const PrimSearchRequest *request, PrimRound round, double delta,
                                  double stands)
{
  return round == PRIM_ROUND_GIVEN ||
         (round == PRIM_ROUND_START ? delta < stands : prim_path_takes(request, delta, stands));
}

/* Ends a round of `count` attempts, of which so many were scored and number `winner`, or none when
 * it is below 0, is where the walker goes. By one lane. */
PRIM_DEVICE void prim_walker_go(const PrimSearchRequest *request, PrimRound round, int32_t count,
                                uint32_t scored, int winner, double delta, PrimWalker *walker)
{
  const PrimShape *shape = &walker->shapes[winner < 0 ? 0 : winner];

  walker->scored += scored;
  if (round != PRIM_ROUND_MOVE)
    walker->path.attempt += (uint32_t)count;
  else
    prim_path_fail(&walker->path, winner < 0 ? count : winner);
  if (winner < 0)
    return;
  if (round == PRIM_ROUND_MOVE)
    prim_path_win(request, &walker->path, &walker->best, shape);
  walker->best = *shape;
  walker->delta = delta;
}

/* A round; returns its attempts, 0: there are none left. */
PRIM_DEVICE int32_t prim_walker_step(const PrimSearchCall *call, PrimWalker *walker)
{
  const PrimSearchRequest *request = &call->request;
  PrimRound round = prim_walker_round(request, walker);
  int32_t count = prim_walker_ahead(request, round, walker);
  uint32_t made = prim_walker_make(call, round, count, walker), scored = 0;
  double stands = walker->delta;
  int winner = -1;

  for (int i = 0; i < count && (round != PRIM_ROUND_MOVE || winner < 0); i++) {
    if (!(made >> i & 1))
      continue;
    double delta = prim_walker_score(call, &walker->shapes[i], walker);
    scored++;
    if (!prim_round_takes(request, round, delta, stands))
      continue;
    stands = delta;
    winner = i;
  }
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      prim_walker_go(request, round, count, scored, winner, stands, walker);
  }
  PRIM_WARP_SYNC();
  return count;
}

PRIM_DEVICE void prim_walker_begin(const PrimSearchCall *call, int number, PrimWalker *walker)
{
  const PrimSearchRequest *request = &call->request;
  bool walks = request->walk > 0;
  size_t at = walks ? (size_t)number * (size_t)call->planes.height * (size_t)call->planes.pitch : 0;
  uint32_t visit = walks ? (uint32_t)number : 0, climb = walks ? 0 : (uint32_t)number;
  PrimShape none = {0, 0, 0, {0, 0, 0}, {0}};
  PrimPath path = {0, 0, 0, 0};

  walker->table.row_sums = call->tables.row_sums + at;
  walker->table.weight_sums = call->tables.weight_sums + at;
  walker->stream = prim_random_stream(request->seed, request->stream + visit, climb);
  walker->path = path;
  walker->scored = 0;
  walker->delta = INFINITY;
  walker->best = none;
  if (walks)
    walker->best = call->start[number];
}

PRIM_DEVICE void prim_search_warp(const PrimSearchCall *call, int number, PrimWalker *walker)
{
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      prim_walker_begin(call, number, walker);
  }
  PRIM_WARP_SYNC();
  while (prim_walker_step(call, walker))
    continue;
  PRIM_EACH_LANE(lane)
  {
    if (lane != 0)
      continue;
    call->found[number].best.shape = walker->best;
    call->found[number].best.delta = walker->delta;
    call->found[number].scored = walker->scored;
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
