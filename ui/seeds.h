/* Back and forward through the seeds that were seen. */
#ifndef PRIM_SEEDS_H
#define PRIM_SEEDS_H

#include <gtk/gtk.h>

#include "../core/common.h"

/* Two buttons that set the adjustment, whose values they remember; all goes with the widget. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_seeds_new(GtkAdjustment *seed);

#endif
