/* The settings of the last run from the dialog. */
#ifndef PRIM_LAST_VALUES_H
#define PRIM_LAST_VALUES_H

#include <libgimp/gimp.h>

#include "../core/primitive.h"

/* The last interactive run's settings, or the defaults when there was none. */
PRIM_MUST_USE PrimSettings prim_last_values_load(void);

/* The same as the dialog begins with them on an image: what was chosen for another one alone,
 * its kind of result and a palette that is not the picture's, is as by default. */
PRIM_MUST_USE PrimSettings prim_last_values_for(gint32 image);

/* Remembers what was chosen for that image. */
PRIM_NONNULL void prim_last_values_save(const PrimSettings *settings, gint32 image);

#endif
