/* What a sweep of joint refinement is, on any engine: its blocks, and the verdict on what
 * a visit found. */
#ifndef PRIM_SWEEP_H
#define PRIM_SWEEP_H

#include "attempt.h"

/* The shapes of a drawing are visited in so many blocks of about the same size, ... */
PRIM_FN int32_t prim_sweep_blocks(int32_t shapes, int32_t block)
{
  return (shapes + block - 1) / block;
}

/* ... of which this one begins there; or ends, for the number after it. */
PRIM_FN int32_t prim_sweep_begin(int32_t shapes, int32_t blocks, int32_t number)
{
  return (int32_t)((int64_t)shapes * number / blocks);
}

/* Whether a visit found another shape than it began with. */
PRIM_FN int prim_sweep_offers(const PrimShape *stands, const PrimCandidate *found)
{
  int same = stands->corners == found->shape.corners;

  for (int i = 0; i < 2 * PRIM_CORNERS_MAX; i++)
    same &= stands->v[i] == found->shape.v[i];
  return found->delta < 0 && !same;
}

/* The sums over what a shape covers, and whether there is such a shape. */
typedef struct PrimFormSums {
  int64_t sums[9]; /* R, C, RC, CC, n in 1 / PRIM_WEIGHT_ONE */
} PrimFormSums;

PRIM_FN double prim_sweep_fill(const PrimSearchRequest *request, const PrimFormSums *form,
                               PrimShape *shape)
{
  PrimTotals totals = prim_attempt_totals(form->sums, form->sums[8], 1.0 / PRIM_WEIGHT_ONE, 1);

  return prim_attempt_fill(request, &totals, shape);
}

/* From the sums of the shape that stands and of what the visit offers, if it does, to the one
 * that is to stand, into *stands. Returns its delta. `request->admit` is in units of the deltas. */
PRIM_FN double prim_sweep_judge(const PrimSearchRequest *request, const PrimFormSums *old,
                                PrimShape *stands, int offers, const PrimFormSums *other,
                                const PrimShape *offer)
{
  PrimShape kept = *stands, taken = *offer;
  double delta = prim_sweep_fill(request, old, &kept);

  if (offers) {
    double offered = prim_sweep_fill(request, other, &taken);
    if (offered < 0 && offered < delta + request->admit) {
      delta = offered;
      kept = taken;
    }
  }
  if (delta < 0)
    *stands = kept;
  return delta;
}

#endif
