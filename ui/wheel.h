/* The mouse wheel over controls that can be scrolled. */
#ifndef PRIM_WHEEL_H
#define PRIM_WHEEL_H

#include <gtk/gtk.h>

#include "../core/common.h"

/* From now on the wheel changes a list, slider or number in the container only while it has the
 * focus; else it scrolls what they lie in. */
PRIM_NONNULL void prim_wheel_tame(GtkWidget *container);

#endif
