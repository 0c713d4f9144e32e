/* The inner loop: scoring shapes against the row sums, and hill climbing.
 *
 * climb.c is compiled once for each processor level; every level gives the
 * same bits. levels.c says which can run here. */
#ifndef PRIM_CLIMB_H
#define PRIM_CLIMB_H

#include <stdatomic.h>

#include "backend.h"
#include "layers.h"
#include "moves.h"
#include "score.h"

/* One climb's surroundings. */
typedef struct PrimClimber {
  const PrimLayers *layers;
  const PrimTask *task;
  const atomic_bool *stop; /* give up when it turns true */
} PrimClimber;

typedef struct PrimClimbKernels {
  /* The sums over what `shape` covers; if that is `rows_max` rows or more, taken
   * from every second, fourth, ... row and multiplied. */
  void (*totals)(const PrimLayers *layers, const PrimShape *shape, int rows_max,
                 PrimTotals *totals);
  /* Climb number `climb` of the task, from random starts; adds the shapes scored
   * to *scored. */
  void (*climb)(const PrimClimber *climber, uint32_t climb, PrimCandidate *best, uint64_t *scored);
  /* The same from best->shape. */
  void (*polish)(const PrimClimber *climber, uint32_t climb, PrimCandidate *best, uint64_t *scored);
} PrimClimbKernels;

#endif
