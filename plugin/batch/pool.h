/* Long tasks side by side, a thread each; the last ones share the cores that fall free.
 *
 * All functions are for one thread, the owner's. Knows GLib and POSIX threads only. */
#ifndef PRIM_POOL_H
#define PRIM_POOL_H

#include <glib.h>

#include "../../core/primitive.h"

typedef struct PrimPool PrimPool;

/* A task, its owner's until it is added and again once it was waited for. */
typedef struct PrimPoolTask {
  void (*work)(void *data);
  /* May now use that many cores, which never becomes fewer. Called before or during work(), by
   * any thread, one call at a time; must return at once. */
  void (*grant)(void *data, int cores);
  void *data;
  int cores; /* granted */
  bool done; /* may be true of a task that is never added: there is nothing to wait for */
} PrimPoolTask;

/* A pool for so many tasks, of which `workers` are done at a time on `cores` cores (both at least
 * 1). Fewer where threads cannot be had; where there are none prim_pool_add() does the task. */
PRIM_MUST_USE PrimPool *prim_pool_new(int workers, int cores, int tasks);

/* Begins the task as soon as those added before leave a worker free. */
PRIM_NONNULL void prim_pool_add(PrimPool *pool, PrimPoolTask *task);

/* One task fewer comes than was said. */
PRIM_NONNULL void prim_pool_skip(PrimPool *pool);

/* Waits until the task is done. What it wrote is then there. */
PRIM_NONNULL void prim_pool_wait(PrimPool *pool, PrimPoolTask *task);

/* All tasks must have been waited for. */
PRIM_NONNULL void prim_pool_free(PrimPool *pool);

#endif
