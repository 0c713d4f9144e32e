/* The parts of core that are compiled once for each ISA level. */
#ifndef PRIM_ISA_H
#define PRIM_ISA_H

#include "climb.h"
#include "stack_planes.h"

typedef struct PrimIsaLevel {
  const char *name;
  const PrimClimbKernels *climb;
  const PrimRowKernels *rows;
} PrimIsaLevel;

/* The levels that run on this processor, slowest first; *count of them. */
PRIM_MUST_USE PRIM_NONNULL const PrimIsaLevel *prim_isa_levels(int *count);

/* The CPU back end on one of those levels, for tests; prim_backend_cpu_new() takes
 * the last. */
PRIM_MUST_USE PRIM_NONNULL PrimBackend *prim_backend_cpu_at(int threads, const PrimIsaLevel *level);

#endif
