/* plug-in-primitive: read the picture, search, paint. */
#ifndef PRIM_RUN_H
#define PRIM_RUN_H

#include "messages.h"

/* Runs the procedure with its arguments. Fills `results` with its return
 * values and returns how many; 0 and *error on failure, and then the image is
 * as it was. */
PRIM_MUST_USE PRIM_NONNULL int prim_run(const GimpParam *params, int n_params, GimpParam *results,
                                        GError **error);

#endif
