/* The CPU's sweeps of joint refinement.
 *
 * The visits of a block see the same drawing, so they do not depend on each other. Each
 * worker has planes of its own, a view, goes up through a run of neighbouring shapes by
 * touching the rows of two shapes each time, and notes what it found by shape: nothing that is
 * written is shared, nobody waits. Sums are exact integers and a view at shape k is the same
 * whichever way it went there, so it does not matter who visits what. Then one ordered pass over
 * the block (sweep.h) takes what is still better; there the rows are shared out. */
#ifndef PRIM_VISITS_H
#define PRIM_VISITS_H

#include "isa.h"
#include "team.h"

typedef struct PrimSweeper PrimSweeper;

/* Returns NULL when out of memory. `team` must outlive it. */
PRIM_MUST_USE PRIM_NONNULL PrimSweeper *prim_sweeper_new(PrimTeam *team, const PrimIsaLevel *level);
void prim_sweeper_free(PrimSweeper *sweeper);

/* Gives up what belongs to the planes that it swept last: they are about to go. */
PRIM_NONNULL void prim_sweeper_reset(PrimSweeper *sweeper);

/* PrimBackend.refine() on planes that show the drawing: B is the canvas, nothing lies above.
 * After PRIM_OK they do so again, but for r and the sums; otherwise they are undefined, and the
 * drawing is as it was.
 * PRIM_OK, PRIM_STOPPED or PRIM_ERROR_MEMORY. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_sweep(PrimSweeper *sweeper, PrimStackPlanes *planes,
                                                 PrimDrawing *drawing,
                                                 const PrimSearchRequest *request,
                                                 const PrimPoll *poll, double *deltas,
                                                 uint64_t *scored);

#endif
