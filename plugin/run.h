/* plug-in-primitive, -full and -with: settings -> search -> result. */
#ifndef PRIM_RUN_H
#define PRIM_RUN_H

#include "messages.h"

/* The procedures with their arguments: run mode, image, drawable and, in RUN-NONINTERACTIVE, the
 * parameters of PRIM_USE_BASIC, those of PRIM_USE_FULL, or all of them in one text. Fill `results`
 * with layer, error and number placed, and return how many that is; 0 and *error on failure, and
 * then the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL int prim_run(const GimpParam *params, GimpParam *results,
                                        GError **error);
PRIM_MUST_USE PRIM_NONNULL int prim_run_full(const GimpParam *params, GimpParam *results,
                                             GError **error);
PRIM_MUST_USE PRIM_NONNULL int prim_run_with(const GimpParam *params, GimpParam *results,
                                             GError **error);

#endif
