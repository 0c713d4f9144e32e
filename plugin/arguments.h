/* The procedures' arguments: from GimpParams to checked settings. */
#ifndef PRIM_ARGUMENTS_H
#define PRIM_ARGUMENTS_H

#include "messages.h"

/* Reads the first `count` parameters of the table from `params` (the procedure's
 * arguments after run-mode, image and drawable) into `settings`, which keep
 * the values of all others. False: a value is not allowed; *error names the
 * parameter, what is allowed and what was given. */
PRIM_MUST_USE PRIM_NONNULL bool prim_arguments_read(const GimpParam *params, int count,
                                                    PrimSettings *settings, GError **error);

#endif
