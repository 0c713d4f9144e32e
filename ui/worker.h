/* The search, on a thread of its own. */
#ifndef PRIM_WORKER_H
#define PRIM_WORKER_H

#include "host.h"
#include "sketch.h"

typedef struct PrimWorker PrimWorker;

typedef enum PrimStage {
  PRIM_STAGE_SEARCHING,
  PRIM_STAGE_DONE,
  PRIM_STAGE_STOPPED, /* by prim_worker_stop(); what was placed is kept */
  PRIM_STAGE_FAILED
} PrimStage;

/* How the search stands. */
typedef struct PrimNews {
  unsigned search; /* its number, as prim_worker_search() gave it */
  PrimStage stage;
  PrimSketch *sketch; /* the drawing so far; NULL: the same as before, or none yet */
  int placed, count;
  int round, rounds; /* of joint refinement; 0 while placing */
  double fraction, error, seconds;
  const char *device; /* what searches now, a name that lives on; NULL: the CPU */
  char *problem;      /* translated: why it FAILED, or a remark; or NULL */
} PrimNews;

/* `news` is called on the main loop when prim_worker_take() has something. The host
 * must outlive the worker. */
PRIM_MUST_USE PRIM_NONNULL PrimWorker *prim_worker_new(const PrimDialogHost *host,
                                                       void (*news)(void *data), void *data);

/* Stops what is running and waits for it. */
void prim_worker_free(PrimWorker *worker);

/* Stops what is running and begins a search; returns its number, which counts up from 1; or
 * 0 when the system has no thread to spare, and then a later call may have better luck. A
 * target passes into the worker's ownership. NULL: that of the search before; and then,
 * with `again`, only the count has changed since, and what was found serves again. */
PRIM_MUST_USE unsigned prim_worker_search(PrimWorker *worker, PrimTarget *target,
                                          const PrimSettings *settings, bool again);

/* Ends the search early; its drawing stays. */
PRIM_NONNULL void prim_worker_stop(PrimWorker *worker);

/* The latest news, once; false when there are none. Clear them with
 * prim_news_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_worker_take(PrimWorker *worker, PrimNews *news);
PRIM_NONNULL void prim_news_clear(PrimNews *news);

/* Fills `errors` (of floats) with the error after each shape as it was placed. */
PRIM_NONNULL void prim_worker_errors(PrimWorker *worker, GArray *errors);

#endif
