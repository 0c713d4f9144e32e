/* Scoring and hill climbing, for one processor level (PRIM_LEVEL). */
#include "trial.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* ---- Scoring ------------------------------------------------------------------ */

static void totals(const PrimLayers *layers, const PrimShape *shape, int rows_max,
                   PrimTotals *result)
{
  Trial trial, *trials = &trial;

  trial.candidate.shape = *shape;
  trial.like = NULL;
  totals_of_all(layers, &trials, 1, rows_max, result);
}

/* Scores the trials' shapes; their `like` is set. */
static void score(const PrimClimber *climber, Trial *const *trials, int count)
{
  PrimTotals sums[BATCH];

  totals_of_all(climber->layers, trials, count, PRIM_ROWS_SCORED, sums);
  for (int i = 0; i < count; i++) {
    PrimCandidate *candidate = &trials[i]->candidate;
    candidate->gain = prim_attempt_fill(climber->task, &sums[i], &candidate->shape);
  }
}

/* ---- Hill climbing ------------------------------------------------------------ */

/* One climb of several that take turns. */
typedef struct Climb {
  PrimRandom stream;
  uint32_t attempt; /* number of the next */
  int failed;       /* attempts in a row */
  Trial *best;
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
static void judge(Climb *climb, Trial **trials, int count)
{
  for (int i = 0; i < count; i++) {
    climb->scored++;
    climb->attempt++;
    climb->failed++;
    if (trials[i]->candidate.gain < climb->best->candidate.gain) {
      accept(climb, &trials[i]);
      climb->failed = 0;
      return;
    }
  }
}

/* Some attempts of each climb. */
static void step(const PrimClimber *climber, const PrimFrame *frame, Climb **climbs, int count,
                 Trial **spare)
{
  int share[BATCH], drawn = 0;

  for (int c = 0; c < count; c++) {
    Climb *climb = climbs[c];
    int left = climber->task->patience - climb->failed;
    share[c] = BATCH / count < left ? BATCH / count : left;
    for (int i = 0; i < share[c]; i++, drawn++) {
      PrimShape *shape = &spare[drawn]->candidate.shape;
      *shape = climb->best->candidate.shape;
      prim_attempt_move(frame, &climb->stream, climb->attempt + (uint32_t)i, shape);
      spare[drawn]->like = climb->best;
    }
  }
  score(climber, spare, drawn);
  drawn = 0;
  for (int c = 0; c < count; c++) {
    judge(climbs[c], spare + drawn, share[c]);
    drawn += share[c];
  }
}

/* Mutates until that failed too often in a row, unless there is no shape worth a
 * mutation. */
static void hill_climb(const PrimClimber *climber, Climb *climbs, int count, Trial **spare)
{
  PrimFrame frame = prim_frame(climber->layers->width, climber->layers->height);

  while (!stopped(climber)) {
    Climb *active[BATCH];
    int left = 0;
    for (int i = 0; i < count; i++)
      if (climbs[i].failed < climber->task->patience && climbs[i].best->candidate.gain < INFINITY)
        active[left++] = &climbs[i];
    if (left == 0)
      return;
    step(climber, &frame, active, left, spare);
  }
}

/* The best of some random shapes. */
static void start(const PrimClimber *climber, Climb *climb, Trial **spare)
{
  const PrimTask *task = climber->task;
  PrimFrame frame = prim_frame(climber->layers->width, climber->layers->height);

  climb->best->candidate.gain = INFINITY;
  while ((int)climb->attempt < task->starts && !stopped(climber)) {
    int drawn = 0;
    while (drawn < BATCH && (int)climb->attempt < task->starts) {
      spare[drawn]->like = NULL;
      drawn += prim_attempt_start(task, &frame, &climb->stream, climb->attempt++,
                                  &spare[drawn]->candidate.shape);
    }
    score(climber, spare, drawn);
    climb->scored += (uint64_t)drawn;
    for (int i = 0; i < drawn; i++)
      if (spare[i]->candidate.gain < climb->best->candidate.gain)
        accept(climb, &spare[i]);
  }
}

/* A given shape, or a mutation of it. */
static void start_from(const PrimClimber *climber, Climb *climb, uint32_t number,
                       const PrimShape *from)
{
  PrimFrame frame = prim_frame(climber->layers->width, climber->layers->height);

  climb->best->candidate.shape = *from;
  climb->best->like = NULL;
  prim_attempt_given(&frame, &climb->stream, number, &climb->best->candidate.shape);
  score(climber, &climb->best, 1);
  climb->attempt = 1;
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
        .stream = prim_random_stream(climber->task->seed, climber->task->stream, number),
        .best = &trials[i],
    };
    if (from)
      start_from(climber, &climbs[i], number, from);
    else
      start(climber, &climbs[i], spare);
  }
  hill_climb(climber, climbs, count, spare);
  for (int i = 0; i < count; i++) {
    best[i] = climbs[i].best->candidate;
    *scored += climbs[i].scored;
  }
}

const PrimClimbKernels JOIN(prim_climb_, PRIM_LEVEL);
const PrimClimbKernels JOIN(prim_climb_, PRIM_LEVEL) = {totals, climb};
