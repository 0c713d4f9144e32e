/* plug-in-primitive-export: a result layer's drawing to a file. */
#ifndef PRIM_EXPORT_H
#define PRIM_EXPORT_H

#include "messages.h"

/* Runs the procedure with its arguments; *error on failure, and then no file
 * is left behind that was not there before. */
PRIM_NONNULL void prim_export(const GimpParam *params, int n_params, GError **error);

#endif
