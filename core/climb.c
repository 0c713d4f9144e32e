/* Scoring, hill climbing and walking, for one ISA level (PRIM_ISA_LEVEL). */
#include "climb.h"
#include "trial.h"
#include "walk.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* ---- Scoring ------------------------------------------------------------------ */

static void totals(const PrimStackPlanes *planes, const PrimShape *shape, int rows_max,
                   PrimTotals *result)
{
  Trial trial, *trials = &trial;

  trial.candidate.shape = *shape;
  trial.like = NULL;
  totals_of_all(planes, &trials, 1, rows_max, result);
}

/* Scores the trials' shapes; their `like` is set. */
static void score(const PrimClimber *climber, Trial *const *trials, int count)
{
  PrimTotals sums[BATCH];

  totals_of_all(climber->planes, trials, count, PRIM_ROWS_SCORED, sums);
  for (int i = 0; i < count; i++) {
    PrimCandidate *candidate = &trials[i]->candidate;
    candidate->delta = prim_attempt_fill(climber->request, &sums[i], &candidate->shape);
  }
}

/* ---- Hill climbing ------------------------------------------------------------ */

enum { WALK_AHEAD = 2 }; /* attempts of a walk that are scored together */

/* One climb of several that take turns. */
typedef struct Climb {
  PrimRandom stream;
  PrimPath path;
  Trial *best; /* where it stands, which in a walk may not be the best */
  uint64_t scored;
} Climb;

static inline bool stopped(const PrimClimber *climber)
{
  return atomic_load_explicit(climber->stop, memory_order_relaxed);
}

/* Makes a scored trial the best, and what was the best spare. */
static void accept(Climb *climb, Trial **spare)
{
  Trial *trial = *spare;

  own_edges(trial);
  *spare = climb->best;
  climb->best = trial;
}

/* The next `count` attempts of a climb, in order; those after one that succeeds were
 * made from what is no longer the best, and count for nothing. */
static void judge(const PrimSearchRequest *request, Climb *climb, Trial **trials, int count)
{
  for (int i = 0; i < count; i++) {
    const PrimCandidate *best = &climb->best->candidate, *next = &trials[i]->candidate;
    climb->scored++;
    if (prim_path_takes(request, next->delta, best->delta)) {
      prim_path_win(request, &climb->path, &best->shape, &next->shape);
      accept(climb, &trials[i]);
      return;
    }
    prim_path_fail(&climb->path, 1);
  }
}

/* Some attempts of each climb; of a walk, which succeeds more often, fewer at once. */
static void step(const PrimClimber *climber, const PrimBounds *bounds, Climb **climbs, int count,
                 Trial **spare)
{
  const PrimSearchRequest *request = climber->request;
  int share[BATCH], drawn = 0, most = request->walk ? WALK_AHEAD : BATCH / count;

  for (int c = 0; c < count; c++) {
    Climb *climb = climbs[c];
    int left = prim_path_left(request, &climb->path);
    share[c] = most < left ? most : left;
    for (int i = 0; i < share[c]; i++, drawn++) {
      prim_attempt_move(bounds, &climb->stream, prim_path_draw(&climb->path, i),
                        &climb->best->candidate.shape, &spare[drawn]->candidate.shape);
      spare[drawn]->like = climb->best;
    }
  }
  score(climber, spare, drawn);
  drawn = 0;
  for (int c = 0; c < count; c++) {
    judge(request, climbs[c], spare + drawn, share[c]);
    drawn += share[c];
  }
}

static inline PrimBounds bounds_of(const PrimClimber *climber)
{
  const PrimStackPlanes *planes = climber->planes;

  return prim_attempt_bounds(climber->request, planes->width, planes->height, climber->tiles);
}

/* Mutates to the climbs' ends, unless there is no shape worth a mutation. */
static void hill_climb(const PrimClimber *climber, Climb *climbs, int count, Trial **spare)
{
  PrimBounds bounds = bounds_of(climber);

  while (!stopped(climber)) {
    Climb *active[BATCH];
    int left = 0;
    for (int i = 0; i < count; i++)
      if (prim_path_left(climber->request, &climbs[i].path) > 0 &&
          climbs[i].best->candidate.delta < INFINITY)
        active[left++] = &climbs[i];
    if (left == 0)
      return;
    step(climber, &bounds, active, left, spare);
  }
}

/* The best of some random shapes. */
static void start(const PrimClimber *climber, Climb *climb, Trial **spare)
{
  const PrimSearchRequest *request = climber->request;
  PrimBounds bounds = bounds_of(climber);
  uint32_t *attempt = &climb->path.attempt;

  climb->best->candidate.delta = INFINITY;
  while ((int)*attempt < request->starts && !stopped(climber)) {
    int drawn = 0;
    while (drawn < BATCH && (int)*attempt < request->starts) {
      spare[drawn]->like = NULL;
      drawn += prim_attempt_start(request, &bounds, &climb->stream, (*attempt)++,
                                  &spare[drawn]->candidate.shape);
    }
    score(climber, spare, drawn);
    climb->scored += (uint64_t)drawn;
    for (int i = 0; i < drawn; i++)
      if (spare[i]->candidate.delta < climb->best->candidate.delta)
        accept(climb, &spare[i]);
  }
}

/* A given shape. */
static void start_from(const PrimClimber *climber, Climb *climb, const PrimShape *from)
{
  climb->best->candidate.shape = *from;
  climb->best->like = NULL;
  score(climber, &climb->best, 1);
  climb->path.attempt = 1;
  climb->scored = 1;
}

static void climb(const PrimClimber *climber, uint32_t first, int count, const PrimShape *from,
                  PrimCandidate *best, uint64_t *scored)
{
  Trial trials[2 * BATCH];
  Trial *spare[BATCH];
  Climb climbs[BATCH];

  for (int i = 0; i < BATCH; i++)
    spare[i] = &trials[BATCH + i];
  for (int i = 0; i < count; i++) {
    uint32_t number = first + (uint32_t)i;
    climbs[i] = (Climb){
        .stream = prim_random_stream(climber->request->seed, climber->request->stream, number),
        .best = &trials[i],
    };
    if (from)
      start_from(climber, &climbs[i], from);
    else
      start(climber, &climbs[i], spare);
  }
  hill_climb(climber, climbs, count, spare);
  for (int i = 0; i < count; i++) {
    best[i] = climbs[i].best->candidate;
    *scored += climbs[i].scored;
  }
}

const PrimClimbKernels JOIN(prim_climb_, PRIM_ISA_LEVEL);
const PrimClimbKernels JOIN(prim_climb_, PRIM_ISA_LEVEL) = {totals, climb};
