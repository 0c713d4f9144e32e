/* The help: a window with text, there without a network or GIMP's manual. */
#ifndef PRIM_HELP_H
#define PRIM_HELP_H

#include <gtk/gtk.h>

#include "../core/common.h"

/* Shows it above `parent`, until it is closed. */
PRIM_NONNULL void prim_help_show(GtkWindow *parent);

#endif
