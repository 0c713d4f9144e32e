/* The procedures' arguments: from GimpParams to checked settings. */
#ifndef PRIM_ARGUMENTS_H
#define PRIM_ARGUMENTS_H

#include "messages.h"

/* Reads the parameters in `set` (prim_parameters_used()) from `params`, in the table's order,
 * into `settings`, which keep the values of all others. False: a value is not
 * allowed; *error names the parameter, what is allowed and what was given. */
PRIM_MUST_USE PRIM_NONNULL bool prim_arguments_read(const GimpParam *params, uint32_t set,
                                                    PrimSettings *settings, GError **error);

/* Reads a text, "count=300; style=dreamy", into `settings`, which keep the values of what is not in
 * it; NULL is an empty one. False: a name or a value is not allowed; *error says which are. */
PRIM_MUST_USE bool prim_arguments_read_text(const char *text, PrimSettings *settings,
                                            GError **error);

#endif
