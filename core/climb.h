/* The inner loop: scoring shapes against the row sums, and hill climbing.
 *
 * climb.c is compiled once for each ISA level; every level gives the
 * same bits. isa.c says which can run here. */
#ifndef PRIM_CLIMB_H
#define PRIM_CLIMB_H

#include <stdatomic.h>

#include "backend.h"
#include "stack_planes.h"
#include "moves.h"
#include "score.h"

/* One climb's surroundings. */
typedef struct PrimClimber {
  const PrimStackPlanes *planes;
  const PrimSearchRequest *request; /* its slack in units of the deltas */
  const PrimTiles *tiles;           /* where random shapes are wanted; NULL = everywhere alike */
  const atomic_bool *stop;          /* give up when it turns true */
} PrimClimber;

#define PRIM_CLIMBS_AT_ONCE 4

typedef struct PrimClimbKernels {
  /* The sums over what `shape` covers; if that is `rows_max` rows or more, taken
   * from every second, fourth, ... row and multiplied. */
  void (*totals)(const PrimStackPlanes *planes, const PrimShape *shape, int rows_max,
                 PrimTotals *totals);
  /* Climbs first..first+count-1 of the request, at most PRIM_CLIMBS_AT_ONCE, from random starts
   * or, when `from` is not NULL, from that shape: what each found into best[0..], and
   * the shapes they scored are added to *scored. */
  void (*climb)(const PrimClimber *climber, uint32_t first, int count, const PrimShape *from,
                PrimCandidate *best, uint64_t *scored);
} PrimClimbKernels;

#endif
