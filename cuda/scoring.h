/* Scoring by a warp: the sums over a shape from the crossings of its edges with rows, and the
 * colour and opacity that suit them.
 *
 * Each lane finds where some crossings are; then PRIM_QUAD lanes at a time read the entries of the
 * row sums there, two numbers each. So a lane holds few sums, and few steps add up those of all
 * lanes. */
#ifndef PRIM_CUDA_SCORING_H
#define PRIM_CUDA_SCORING_H

#include "outlines.h"

/* ---- Sums -------------------------------------------------------------------------- */

/* What lies before it in its row is added, or taken off: right, because the outlines of valid
 * shapes wind around a sample once at most. That is so many times the sums at its pixel, and so
 * many times those at the next. */
typedef struct PrimCrossing {
  uint32_t entry; /* its pixel's, in a table of sums */
  int32_t here, next;
  int32_t samples; /* of the row before it; below 0 to be taken off */
} PrimCrossing;

/* What a lane has of the sums: of two neighbours from R, C, RC, CC; of n. */
typedef struct PrimLaneSums {
  int64_t even, odd, weight;
} PrimLaneSums;

PRIM_DEVICE PrimCrossing prim_crossing(int32_t pitch, int32_t y, int32_t column, bool taken)
{
  int32_t sign = taken ? -1 : 1, part = column % PRIM_SAMPLE_COLUMNS;
  PrimCrossing crossing = {(uint32_t)(y * pitch + column / PRIM_SAMPLE_COLUMNS),
                           sign * (PRIM_SAMPLE_COLUMNS - part), sign * part, sign * column};

  return crossing;
}

/* `here` and `next` in one word; that of no crossing is 0. */
PRIM_DEVICE uint32_t prim_crossing_factors(const PrimCrossing *crossing)
{
  return (uint32_t)crossing->next << 16 | (uint16_t)crossing->here;
}

/* What it adds to n; where weights are uniform, in samples. */
PRIM_DEVICE int64_t prim_crossing_weight(const PrimTable *table, const PrimCrossing *crossing,
                                         bool uniform)
{
  const int32_t *weight = table->weight_sums + crossing->entry;

  if (uniform)
    return crossing->samples;
  return (int64_t)crossing->here * weight[0] + (int64_t)crossing->next * weight[1];
}

/* Adds what the lanes' crossings add. All loads come before the first use. */
PRIM_DEVICE void prim_sum_entries(const PrimTable *table, const uint32_t *entry,
                                  const uint32_t *factors, PrimLaneSums *sums)
{
  const int quads = PRIM_WARP / PRIM_QUAD;

  PRIM_UNROLL
  for (int round = 0; round < PRIM_QUAD; round++) {
    PRIM_EACH_LANE(lane)
    {
      int source = round * quads + lane / PRIM_QUAD;
      const PrimEntry *at = table->row_sums + prim_warp_get(entry, source);
      uint32_t both = prim_warp_get(factors, source);
      int32_t here = (int16_t)both, next = (int32_t)both >> 16;
      PrimPair left = at[0].pair[lane % PRIM_QUAD], right = at[1].pair[lane % PRIM_QUAD];
      PrimLaneSums *own = &PRIM_OF(sums, lane);
      own->even += (int64_t)here * (int32_t)left.sum[0];
      own->even += (int64_t)next * (int32_t)right.sum[0];
      own->odd += (int64_t)here * (int32_t)left.sum[1];
      own->odd += (int64_t)next * (int32_t)right.sum[1];
    }
  }
}

/* Adds up what the lanes have, in the order of PrimTotals, for all of them to see. */
PRIM_DEVICE void prim_end_sums(const PrimLaneSums *lanes, int64_t *sums)
{
  PRIM_PER_LANE(int64_t, even);
  PRIM_PER_LANE(int64_t, odd);
  PRIM_PER_LANE(int64_t, weight);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(even, lane) = PRIM_OF(lanes, lane).even;
    PRIM_OF(odd, lane) = PRIM_OF(lanes, lane).odd;
    PRIM_OF(weight, lane) = PRIM_OF(lanes, lane).weight;
  }
  prim_warp_sum_alike(even);
  prim_warp_sum_alike(odd);
  int64_t all = prim_warp_sum(weight);
  PRIM_EACH_LANE(lane)
  {
    if (lane < PRIM_QUAD) {
      sums[2 * lane] = PRIM_OF(even, lane);
      sums[2 * lane + 1] = PRIM_OF(odd, lane);
    }
    if (lane == 0)
      sums[8] = all;
  }
  PRIM_WARP_SYNC();
}

/* ---- Colouring ------------------------------------------------------------------- */

/* The best colour of a palette and the opacity for it: each lane tries a range of colours. */
PRIM_CALLED PrimFill prim_warp_palette_fill(const PrimSearchRequest *request,
                                            const PrimTotals *totals)
{
  PRIM_PER_LANE(double, delta);
  PRIM_PER_LANE(uint32_t, color);
  double low = request->opacity_min * (1.0 / 255), high = request->opacity_max * (1.0 / 255);
  int share = (request->palette->count + PRIM_WARP - 1) / PRIM_WARP;

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(delta, lane) = INFINITY;
    PRIM_OF(color, lane) = 0;
    for (int i = lane * share; i < (lane + 1) * share && i < request->palette->count; i++) {
      double here = prim_palette_delta(totals, request->palette, i, low, high);
      if (here < PRIM_OF(delta, lane)) {
        PRIM_OF(delta, lane) = here;
        PRIM_OF(color, lane) = (uint32_t)i;
      }
    }
  }
  int best = (int)prim_warp_get(color, prim_warp_first_least(delta));
  return prim_palette_fill(totals, request->palette, best, request->opacity_min,
                           request->opacity_max);
}

/* prim_attempt_fill() from those sums, alike for all lanes. */
PRIM_CALLED PrimFill prim_warp_fill(const PrimSearchRequest *request, const int64_t *sums,
                                    double weight_unit, int32_t spacing)
{
  PrimTotals totals = prim_attempt_totals(sums, sums[8], weight_unit, spacing);
  PrimFill fill = {INFINITY, {0, 0, 0}, 0};

  if (!request->palette)
    fill = prim_best_fill(&totals, request->opacity_min, request->opacity_max);
  else if (totals.weight > 0)
    fill = prim_warp_palette_fill(request, &totals);
  return fill;
}

#endif
