/* What a changed parameter calls for. */
#ifndef PRIM_CHANGE_H
#define PRIM_CHANGE_H

#include "../core/primitive.h"

/* From the least to the most. */
typedef enum PrimChange {
  PRIM_CHANGE_NONE,      /* nothing that shows */
  PRIM_CHANGE_RENDERING, /* the same shapes, painted in another way */
  PRIM_CHANGE_COUNT,     /* the search made so far serves again */
  PRIM_CHANGE_SEARCH,    /* a new search */
  PRIM_CHANGE_TARGET     /* a new working image, and then a new search */
} PrimChange;

PRIM_MUST_USE PRIM_NONNULL PrimChange prim_change_between(const PrimSettings *before,
                                                          const PrimSettings *after);

#endif
