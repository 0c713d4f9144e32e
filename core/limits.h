/* Limits of what the search draws: sizes of shapes and widths of strokes.
 *
 * Of the kinds with a center, the size is the width and the height before they are turned;
 * of corners, that of the box around them: both must lie within the limits. Of strokes it is
 * the longer side of the box around their points. Shapes from elsewhere may be of any size;
 * the search brings what it moves of them within the limits. */
#ifndef PRIM_LIMITS_H
#define PRIM_LIMITS_H

#include "primitive.h"

/* In coordinate units; 0 = no limit. Even, a minimum at most its maximum. */
typedef struct PrimLimits {
  int32_t size_min, size_max;
  int32_t stroke_min, stroke_max;
} PrimLimits;

/* The settings' limits in an image whose longer side has `longer` pixels, or at half the size
 * of one: then what is within them is so at full size when it is doubled. A maximum is a
 * pixel at least; `coarse` (a run that searches at half the size first): two. */
PRIM_MUST_USE PRIM_NONNULL PrimLimits prim_limits(const PrimSettings *settings, int longer,
                                                  bool coarse, bool half);

#endif
