/* The parts of core that are compiled once for each processor level. */
#ifndef PRIM_LEVELS_H
#define PRIM_LEVELS_H

#include "climb.h"
#include "layers.h"

typedef struct PrimLevel {
  const char *name;
  const PrimClimbKernels *climb;
  const PrimRowKernels *rows;
} PrimLevel;

/* The levels that run on this processor, slowest first; *count of them. */
PRIM_MUST_USE PRIM_NONNULL const PrimLevel *prim_levels(int *count);

/* The CPU back end on one of those levels, for tests; prim_backend_cpu_new() takes
 * the last. */
PRIM_MUST_USE PRIM_NONNULL PrimBackend *prim_backend_cpu_at(int threads, const PrimLevel *level);

#endif
