/* The settings of the last run from the dialog. */
#ifndef PRIM_LAST_VALUES_H
#define PRIM_LAST_VALUES_H

#include "../core/primitive.h"

/* The last interactive run's settings, or the defaults when there was none. */
PRIM_MUST_USE PrimSettings prim_last_values_load(void);

PRIM_NONNULL void prim_last_values_save(const PrimSettings *settings);

#endif
