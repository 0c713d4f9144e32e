/* The error of a drawing as it is painted: antialiased, at a size of its own. */
#ifndef PRIM_TESTS_PAINTED_H
#define PRIM_TESTS_PAINTED_H

#include "../../core/primitive.h"

/* The RGB RMSE (0..255, weighted as the target's pixels are) between the target and the
 * drawing painted at four times the working size and averaged down to it. A transparent
 * background counts as its color, as in the search. NAN where cairo is missing or
 * memory runs out. */
double painted_rmse(const PrimTarget *target, const PrimDrawing *drawing);

#endif
