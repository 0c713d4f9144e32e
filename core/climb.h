/* The inner loop: scoring shapes against the row sums, and hill climbing.
 *
 * climb.c is compiled once for each processor level; every level gives the
 * same bits. levels.c says which can run here. */
#ifndef PRIM_CLIMB_H
#define PRIM_CLIMB_H

#include "backend.h"
#include "moves.h"
#include "score.h"
#include "sums.h"

/* One climb's surroundings. */
typedef struct PrimClimber {
  const PrimSums *sums;
  const PrimTask *task;
  const volatile bool *stop; /* give up when it turns true */
} PrimClimber;

typedef struct PrimKernels {
  const char *level;
  /* The sums over what `shape` covers. */
  void (*totals)(const PrimSums *sums, const PrimShape *shape, PrimTotals *totals);
  /* Climb number `climb` of the task; adds the shapes scored to *scored. */
  void (*climb)(const PrimClimber *climber, uint32_t climb, PrimCandidate *best, uint64_t *scored);
} PrimKernels;

/* The kernels that run on this processor, slowest first; *count of them. */
PRIM_MUST_USE PRIM_NONNULL const PrimKernels *const *prim_kernels(int *count);

#endif
