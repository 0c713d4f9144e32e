/* What changed settings call for. */
#ifndef PRIM_CHANGE_H
#define PRIM_CHANGE_H

#include "../core/primitive.h"

/* The most that any of their differences calls for. */
PRIM_MUST_USE PRIM_NONNULL PrimChange prim_change_between(const PrimSettings *before,
                                                          const PrimSettings *after);

#endif
