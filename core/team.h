/* A team of threads for many short jobs.
 *
 * A sweep of refinement hands out thousands of jobs of some 20 us. OpenMP's
 * regions end when every thread has arrived, which on a busy machine means
 * waiting for one that is not even running: measured with the second core taken
 * by another program, a run took 4 times as long on 2 threads as on 1. Here the
 * caller works too, takes what tasks are left, and waits only for workers that
 * have begun one; idle workers spin briefly, then sleep. */
#ifndef PRIM_TEAM_H
#define PRIM_TEAM_H

#include <stdbool.h>

#include "common.h"

typedef struct PrimTeam PrimTeam;

/* Does task number `task`; `caller`: on the thread that called prim_team_run(). */
typedef void PrimTeamTask(void *data, int task, bool caller);

/* A team of `threads` threads, the caller's own included (0 = one a core); NULL
 * when out of memory. Threads that cannot be had are done without. */
PRIM_MUST_USE PrimTeam *prim_team_new(int threads);
void prim_team_free(PrimTeam *team);

/* Adds threads until there are that many, as far as they can be had; between jobs. Nothing
 * when there are as many. */
PRIM_NONNULL void prim_team_grow(PrimTeam *team, int threads);

/* The threads there are, the caller's own included. */
PRIM_NONNULL int prim_team_size(const PrimTeam *team);

/* Does tasks 0..tasks-1, in any order, on any of the threads; returns when all
 * are done. Not to be called from a task. */
PRIM_NONNULL void prim_team_run(PrimTeam *team, int tasks, PrimTeamTask *task, void *data);

#endif
