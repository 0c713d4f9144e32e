/* The back-end interface: what holds the pixels and scores candidates.
 *
 * The contract, the same for every back end: the same calls give the same
 * shapes and canvas bit for bit, because sums are integers, the closed forms are
 * evaluated in one written order (score.h), and random numbers depend on (seed,
 * search, climb, draw) alone (random.h).
 *
 * A call is a whole step of the method, so that a back end may use all its processors
 * within it: a search is many climbs at once, a sweep as many visits as there are shapes. */
#ifndef PRIM_BACKEND_H
#define PRIM_BACKEND_H

#include "limits.h"
#include "primitive.h"

/* What a search or a sweep needs to know. */
typedef struct PrimSearchRequest {
  uint64_t seed;
  uint32_t stream;                /* number of the search, or of a sweep's first visit */
  uint32_t kind_odds[PRIM_KINDS]; /* relative odds of the kinds; 0 = not chosen */
  int opacity_min, opacity_max;   /* 1..255 */
  const PrimPalette *palette;     /* the target's; NULL = any colour */
  int32_t size, step;             /* of the largest start and step, in coordinate units */
  PrimLimits limits;
  /* Searches. */
  int climbs;   /* that do not depend on each other */
  int starts;   /* random shapes a climb begins with */
  int guided;   /* of 100 starts, those that are drawn by the error that is left */
  int patience; /* failed mutations in a row that end a climb */
  /* Sweeps. */
  int walk;     /* attempts of a visit, at least 1; 0 in searches */
  double slack; /* by less than how much an attempt of a walk may worsen the error ... */
  double admit; /* ... and what a visit found may be worse than the shape that stood */
  int block;    /* shapes whose visits see the same drawing, at most; above 0 */
} PrimSearchRequest;

/* A scored shape. `delta` is the change of the weighted squared error, in units
 * of the back end's own; below 0 is better. +infinity: no shape. */
typedef struct PrimCandidate {
  PrimShape shape;
  double delta;
} PrimCandidate;

/* What is placed, and what came of it. */
typedef struct PrimPlacing {
  PrimCandidate *candidates; /* of one search, the best first; those placed come first after */
  int count;
  int most;       /* shapes to place, at most */
  int64_t enough; /* no more are placed once `change` is that low */
  int placed;
  int64_t change; /* of the weighted squared error */
} PrimPlacing;

/* Callbacks during a long call, on the caller's thread. */
typedef struct PrimPoll {
  bool (*stop)(void *data);    /* asked from time to time; true = give up */
  void (*visited)(void *data); /* told of each shape that a sweep has visited */
  void *data;
} PrimPoll;

typedef struct PrimBackend PrimBackend;

struct PrimBackend {
  const char *name; /* "cpu", or the device's */
  const char *lost; /* NULL; or why a device failed */
  /* Takes hold of a target, which must live until the next begin() or free(). First call;
   * again for another target, whose canvas is undefined until it is redrawn. */
  PrimStatus (*begin)(PrimBackend *backend, const PrimTarget *target);
  /* Paints the canvas again: background and shapes. */
  PrimStatus (*redraw)(PrimBackend *backend, const PrimDrawing *drawing);
  /* Searches for shapes to place on top: found[i] is what climb i of the request found. Adds the
   * number of shapes scored to *scored. PRIM_STOPPED when the poll said so; `found`
   * is then undefined. */
  PrimStatus (*climb)(PrimBackend *backend, const PrimSearchRequest *request, const PrimPoll *poll,
                      PrimCandidate *found, uint64_t *scored);
  /* Places candidates of that search on top, in their order: the first as it is, the others
   * with colour and opacity fitted to the canvas as it is by then, where they keep most of
   * their delta (PRIM_KEEPS); each if the weighted squared error really falls, which deltas
   * do not promise: the canvas is rounded to 8 bits. A failure leaves the candidates alone. */
  PrimStatus (*place)(PrimBackend *backend, const PrimSearchRequest *request, PrimPlacing *placing);
  /* One sweep of joint refinement over the shapes of the drawing, one at least, which the
   * canvas shows. In blocks of neighbours (sweep.h): each shape is visited, which is a walk
   * from where it is (search number request->stream + k) while all others stand as they were
   * before the block. Then, from the lowest up and with those below as they now are,
   * colour and opacity of both the shape and what its visit found are fitted again, and the
   * latter is taken if it is better, or worse by less than `admit`. deltas[k] gets the
   * delta of shape k against leaving it out. The canvas follows. Unless PRIM_OK is returned the
   * drawing is as it was; after PRIM_STOPPED the canvas shows it. */
  PrimStatus (*refine)(PrimBackend *backend, PrimDrawing *drawing, const PrimSearchRequest *request,
                       const PrimPoll *poll, double *deltas, uint64_t *scored);
  /* The canvas as height x width x 3 bytes, and its weighted squared error. */
  PrimStatus (*canvas)(PrimBackend *backend, uint8_t *rgb, int64_t *error);
  /* Has it compute on that many threads at least, from the next climb() or refine() on. From any
   * thread. NULL: its threads are few. */
  void (*add_threads)(PrimBackend *backend, int threads);
  void (*free)(PrimBackend *backend);
};

/* The CPU back end with that many threads (0 = one per core). Returns NULL when out of memory. */
PRIM_MUST_USE PrimBackend *prim_backend_cpu_new(int threads);

#endif
