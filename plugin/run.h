/* plug-in-primitive, -full and -with: settings -> search -> result. */
#ifndef PRIM_RUN_H
#define PRIM_RUN_H

#include "messages.h"

/* Runs the procedure with its arguments, which are run mode, image, drawable and, unless
 * the mode says otherwise, the parameters in `set` (prim_parameters_used()), or all of them in one
 * text when that is 0. Fills `results`
 * with its return values and returns how many; 0 and *error on failure, and then
 * the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL int prim_run(const GimpParam *params, uint32_t set, GimpParam *results,
                                        GError **error);

#endif
