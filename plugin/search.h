/* From settings and a picture to a drawing. */
#ifndef PRIM_SEARCH_H
#define PRIM_SEARCH_H

#include "read/source.h"

/* The optimizer for a target, on the compute device asked for. NULL and *error,
 * say when there is no such device. */
PRIM_MUST_USE PRIM_NONNULL PrimOptimizer *
prim_search_optimizer(const PrimTarget *target, const PrimSettings *settings, GError **error);

/* The name of the device besides the CPU, or why there is none, to be shown; for g_free(). On any
 * thread. The first call may take two seconds: the driver wakes up. */
PRIM_MUST_USE char *prim_search_device(void);

/* What is to be said of a device that failed on the way, or NULL; for g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_search_lost(const PrimReport *report);

/* One search, ready to run. */
typedef struct PrimSearch {
  PrimTarget *target;
  PrimOptimizer *optimizer;
  GeglBuffer *coverage; /* how much each pixel counted; NULL: all in full */
  bool covered;         /* there is coverage, and so the result needs a mask */
} PrimSearch;

/* Reads the picture and prepares the optimizer; `start` is a drawing to continue,
 * or NULL. The settings' seed must be resolved. False and *error on failure; then
 * there is nothing to close. */
PRIM_MUST_USE bool prim_search_open(PrimSearch *search, const PrimSource *source,
                                    const PrimSettings *settings, const PrimDrawing *start,
                                    GError **error);
PRIM_NONNULL void prim_search_close(PrimSearch *search);

/* Runs it; `progress` may be NULL. The report's drawing lives as long as the
 * search. False and *error on failure. Calls nothing of libgimp, so any thread may run it. */
PRIM_MUST_USE bool prim_search_run(PrimSearch *search, const PrimProgress *progress,
                                   PrimReport *report, GError **error);

/* Tells GIMP's progress bar how the search stands. */
PRIM_NONNULL void prim_search_show(const PrimReport *report);

/* Warns of a device that failed on the way; once, however many searches a call is for. */
PRIM_NONNULL void prim_search_warn(const PrimReport *report);

#endif
