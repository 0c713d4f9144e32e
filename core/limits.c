/* From the settings' per mille to coordinate units. */
#include "limits.h"

#include <math.h>

/* Limits at full size are multiples of it, so that half of them are even. */
enum { STEP = 4 };

static double steps(double per_mille, int longer)
{
  return per_mille * longer * (PRIM_SUBPIXEL / STEP) / 1000;
}

/* A range at full size; of `none` per mille there is no limit. */
static void set_range(double min, double max, double none, int longer, int32_t least, int32_t *low,
                      int32_t *high)
{
  *low = STEP * (int32_t)ceil(steps(min, longer));
  *high = STEP * (int32_t)floor(steps(max, longer));
  if (*high < least)
    *high = least;
  if (*high < *low)
    *high = *low;
  if (max >= none)
    *high = 0;
}

PrimLimits prim_limits(const PrimSettings *settings, int longer, bool coarse, bool half)
{
  PrimLimits limits;
  int32_t least = coarse ? 2 * PRIM_SUBPIXEL : PRIM_SUBPIXEL;

  set_range(settings->size_min, settings->size_max, prim_parameters[PRIM_PARAMETER_SIZE_MAX].max,
            longer, least, &limits.size_min, &limits.size_max);
  set_range(settings->stroke_min, settings->stroke_max,
            prim_parameters[PRIM_PARAMETER_STROKE_MAX].max, longer, least, &limits.stroke_min,
            &limits.stroke_max);
  if (half) {
    limits.size_min /= 2;
    limits.size_max /= 2;
    limits.stroke_min /= 2;
    limits.stroke_max /= 2;
  }
  return limits;
}
