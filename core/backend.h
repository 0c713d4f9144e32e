/* The back-end interface: what holds the pixels and scores candidates.
 *
 * The contract, the same for every back end: the same calls give the same
 * shapes and canvas bit for bit, because sums are integers, the closed forms are
 * evaluated in one written order (score.h), and random numbers depend on (seed,
 * shape, climb, draw) alone (random.h). */
#ifndef PRIM_BACKEND_H
#define PRIM_BACKEND_H

#include "primitive.h"

/* What a climb needs to know. */
typedef struct PrimTask {
  uint64_t seed;
  uint32_t stream;                /* number of the search, in place of a shape's */
  uint32_t kind_odds[PRIM_KINDS]; /* relative odds of the kinds; 0 = not chosen */
  int opacity_min, opacity_max;   /* 1..255 */
  const PrimPalette *palette;     /* the target's; NULL = any colour */
  int climbs;                     /* independent climbs, the best of which wins */
  int starts;                     /* random shapes a climb begins with */
  int patience;                   /* failed mutations in a row that end a climb */
  double ahead; /* work left in the run, this included, in some unit; 0 = unknown */
} PrimTask;

/* A scored shape. `gain` is the change of the weighted squared error, in units
 * of the back end's own; below 0 is better. +infinity: no shape. */
typedef struct PrimCandidate {
  PrimShape shape;
  double gain;
} PrimCandidate;

/* The optimizer's ear during long calls, on the calling thread. */
typedef struct PrimPoll {
  bool (*stop)(void *data);    /* asked from time to time; true = give up */
  void (*visited)(void *data); /* told after each shape a sweep has visited */
  void *data;
} PrimPoll;

struct PrimBackend {
  const char *name; /* "cpu", or the device's: of what computes now */
  const char *lost; /* NULL; or why a device failed, in whose place the CPU went on */
  /* Takes hold of the target, which outlives the back end. Called once, first. */
  PrimStatus (*begin)(PrimBackend *backend, const PrimTarget *target);
  /* Paints the canvas anew: background and shapes. */
  PrimStatus (*redraw)(PrimBackend *backend, const PrimDrawing *drawing);
  /* The best shape to place on top (ties: the lower climb number); adds the
   * number of shapes scored to *scored. PRIM_STOPPED when the poll said so; *best
   * is then undefined. */
  PrimStatus (*climb)(PrimBackend *backend, const PrimTask *task, const PrimPoll *poll,
                      PrimCandidate *best, uint64_t *scored);
  /* Paints the shape on top if that lowers the weighted squared error; *change
   * is then below 0 and says by how much, otherwise 0. */
  PrimStatus (*place)(PrimBackend *backend, const PrimShape *shape, int64_t *change);
  /* One sweep of joint refinement over the shapes of the drawing, which the
   * canvas shows: each climbs from where it is and from mutations of it (attempt.h),
   * searches task->stream + k, while all others stand. gains[k] gets the gain of shape k against
   * leaving it out. The canvas follows. PRIM_STOPPED: some shapes were not visited. */
  PrimStatus (*refine)(PrimBackend *backend, PrimDrawing *drawing, const PrimTask *task,
                       const PrimPoll *poll, double *gains, uint64_t *scored);
  /* The canvas as height x width x 3 bytes, and its weighted squared error. */
  PrimStatus (*canvas)(PrimBackend *backend, uint8_t *rgb, int64_t *error);
  /* Another back end of the same make, not begun; NULL: no memory or no device. */
  PrimBackend *(*sibling)(const PrimBackend *backend);
  void (*free)(PrimBackend *backend);
};

/* The CPU back end with that many threads (0 = one a core); NULL: no memory. */
PRIM_MUST_USE PrimBackend *prim_backend_cpu_new(int threads);

#endif
