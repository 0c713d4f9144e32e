/* The kernel of the hybrid arrangement: scores shapes that the host has scan-converted, a warp
 * each. */
#ifndef PRIM_CUDA_BATCHES_H
#define PRIM_CUDA_BATCHES_H

#include "scoring.h"

typedef struct PrimBatchShared {
  int64_t sums[PRIM_BATCH_WARPS][PRIM_SUMS];
} PrimBatchShared;

/* End number i of a shape's spans. */
PRIM_DEVICE PrimCrossing prim_batch_crossing(const PrimBatchCall *call, const PrimBatchShape *shape,
                                             uint32_t i)
{
  PrimBatchSpan span = call->spans[shape->first + i / 2];

  return prim_crossing(call->planes.pitch, span.row, i % 2 ? span.right : span.left, i % 2 == 0);
}

/* Adds up what lies before the ends of its spans. */
PRIM_DEVICE void prim_batch_sum(const PrimBatchCall *call, const PrimBatchShape *shape,
                                int64_t *all)
{
  PRIM_PER_LANE(uint32_t, entry);
  PRIM_PER_LANE(uint32_t, factors);
  PRIM_PER_LANE(PrimLaneSums, sums);
  size_t begin = (size_t)shape->table * (size_t)call->planes.height * (size_t)call->planes.pitch;
  PrimTable table = {call->tables.row_sums + begin, call->tables.weight_sums + begin};
  uint32_t count = 2 * shape->spans;

  PRIM_EACH_LANE(lane)
  {
    PrimLaneSums none = {0, 0, 0};
    PRIM_OF(sums, lane) = none;
  }
  for (uint32_t first = 0; first < count; first += PRIM_WARP) {
    PRIM_EACH_LANE(lane)
    {
      uint32_t i = first + (uint32_t)lane;
      PRIM_OF(entry, lane) = PRIM_OF(factors, lane) = 0;
      if (i >= count)
        continue;
      PrimCrossing here = prim_batch_crossing(call, shape, i);
      PRIM_OF(entry, lane) = here.entry;
      PRIM_OF(factors, lane) = prim_crossing_factors(&here);
      PRIM_OF(sums, lane).weight += prim_crossing_weight(&table, &here, call->uniform);
    }
    prim_sum_entries(&table, entry, factors, sums);
  }
  prim_end_sums(sums, all);
}

PRIM_DEVICE void prim_batch_block(const PrimBatchCall *call, int block, PrimBatchShared *shared)
{
  double unit = call->uniform ? (double)call->planes.scale : 1.0 / PRIM_WEIGHT_ONE;

  PRIM_EACH_WARP(warp, PRIM_BATCH_WARPS)
  {
    int32_t i = block * PRIM_BATCH_WARPS + warp;
    if (i >= call->count)
      continue;
    prim_batch_sum(call, &call->shapes[i], shared->sums[warp]);
    PrimFill fill =
        prim_warp_fill(&call->request, shared->sums[warp], unit, call->shapes[i].spacing);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        call->fills[i] = fill;
    }
  }
}

#endif
