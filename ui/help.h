/* The help: a page with pictures, or else a window with text; there without a network or GIMP's
 * manual. */
#ifndef PRIM_HELP_H
#define PRIM_HELP_H

#include <gtk/gtk.h>

#include "../core/common.h"

/* Opens the page in the user's language (help_page.h); without one, shows the text above `parent`,
 * until it is closed. `folder` is the program's. */
PRIM_NONNULL void prim_help_show(GtkWindow *parent, const char *folder);

#endif
