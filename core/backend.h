/* The back-end interface: what scores candidates for the optimizer.
 *
 * A back end holds its own copy of the target, the canvas and their row sums.
 * The contract, the same for every back end: climb() with the same task gives
 * the same candidates bit for bit, because sums are integers, the closed forms
 * are evaluated in one written order (score.h), and random numbers depend on
 * (seed, shape, climb, draw) alone (random.h). */
#ifndef PRIM_BACKEND_H
#define PRIM_BACKEND_H

#include "primitive.h"

/* What a climb needs to know. */
typedef struct PrimTask {
  uint64_t seed;
  uint32_t shape;                 /* number of the shape being placed (retries count on) */
  uint32_t kind_odds[PRIM_KINDS]; /* relative odds of the kinds; 0 = not chosen */
  int opacity_min, opacity_max;   /* 1..255 */
  int climbs;                     /* independent climbs */
  int starts;                     /* random shapes a climb begins with */
  int patience;                   /* failed mutations in a row that end a climb */
} PrimTask;

/* A scored shape. `gain` is the change of the weighted squared error; below 0
 * is better. +infinity: no shape. */
typedef struct PrimCandidate {
  PrimShape shape;
  double gain;
} PrimCandidate;

/* Polled from time to time during climb() on the calling thread; true = give up. */
typedef struct PrimPoll {
  bool (*stop)(void *data);
  void *data;
} PrimPoll;

struct PrimBackend {
  const char *name; /* "cpu", "cuda" */
  /* Takes a copy of the target with the canvas filled with `background`. Called
   * once, before anything else. */
  PrimStatus (*begin)(PrimBackend *backend, const PrimTarget *target, const uint8_t background[3]);
  /* Runs task->climbs climbs and gives the best candidate (ties: the lower
   * climb number) and adds the number of shapes scored to *scored.
   * PRIM_STOPPED when the poll said so; *best is then undefined. */
  PrimStatus (*climb)(PrimBackend *backend, const PrimTask *task, const PrimPoll *poll,
                      PrimCandidate *best, uint64_t *scored);
  /* Paints the shape on the canvas and brings the sums up to date. */
  PrimStatus (*commit)(PrimBackend *backend, const PrimShape *shape);
  void (*free)(PrimBackend *backend);
};

/* The CPU back end with that many threads (0 = one a core); NULL: no memory. */
PRIM_MUST_USE PrimBackend *prim_backend_cpu_new(int threads);

#endif
