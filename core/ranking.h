/* Which of several shapes are best: what a search found, and what a sweep says of a drawing. */
#ifndef PRIM_RANKING_H
#define PRIM_RANKING_H

#include "backend.h"

/* Sorts what a search found, the best first; of equal ones the lower climb comes first. Nothing
 * has changed when out of memory. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_rank_found(PrimCandidate *found, int count);

/* Drops the `count` shapes of the drawing, one at least, that help least by their deltas; of equal
 * ones the lower. The others stay in their order. Nothing has changed when out of memory. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_drop_worst(PrimDrawing *drawing, const double *deltas,
                                                      int count);

#endif
