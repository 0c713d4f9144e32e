/* Two ways to share out work that a team's plain tasks do not fit.
 *
 * Runs: items whose neighbours are cheap to do one after the other. Each worker takes a run of
 * them upwards; one that has finished takes over the upper half of the longest run left.
 *
 * Steps: a chain of short steps, each in parts that may be done at once. Starting a job for
 * each would take longer than the step; here all workers stay, and the one that does the last
 * part of a step ends it. Each worker has a part of its own, so that what a part reads
 * and writes stays in its caches, and those who wait do parts whose worker is late. */
#ifndef PRIM_SHARE_H
#define PRIM_SHARE_H

#include "team.h"

enum { PRIM_WORKERS_MAX = 64 };

/* Does item number `item` as worker 0..workers-1, which no other thread is at that time. `run`:
 * the worker did not do the item before this one. false: no more are to be done. */
typedef bool PrimRunItem(void *data, int worker, int item, bool run, bool caller);

/* Does items first[0]..first[workers]-1, where worker w begins with the run from first[w] to
 * first[w + 1] - 1; 1..PRIM_WORKERS_MAX workers, no more than the team has threads. Runs shorter
 * than `least` are left to their worker. Unless an item returned false each is done once. */
PRIM_NONNULL void prim_share_runs(PrimTeam *team, int workers, const int *first, int least,
                                  PrimRunItem *item, void *data);

/* Does part 0..parts-1 of a step; `caller`: on the thread that called. */
typedef void PrimStepPart(void *data, int step, int part, bool caller);
/* Ends a step, all parts of which are done. */
typedef void PrimStepEnd(void *data, int step);

/* Does steps 0..steps-1, one after the other, in 1..PRIM_WORKERS_MAX parts each. */
PRIM_NONNULL void prim_share_steps(PrimTeam *team, int steps, int parts, PrimStepPart *part,
                                   PrimStepEnd *end, void *data);

#endif
