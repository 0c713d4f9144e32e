/* For tests: what a user would see and feel, written to a file.
 *
 * With GIMP_PRIMITIVE_HOOK=FOLDER in the environment the dialog appends to
 * FOLDER/timings a line for each thing measured, and keeps in FOLDER/widgets a line for
 * each widget that can be used: name, place on the screen, state, tooltip, focus; and one
 * for each mnemonic. Without it nothing happens. */
#ifndef PRIM_HOOK_H
#define PRIM_HOOK_H

#include <gtk/gtk.h>

#include "../core/common.h"

/* Notes how long ago `since` (g_get_monotonic_time()) was. On any thread. */
PRIM_NONNULL void prim_hook_time(const char *what, gint64 since);

/* Notes a line as it is. */
PRIM_NONNULL void prim_hook_note(const char *line);

/* Writes the widgets of the window. */
PRIM_NONNULL void prim_hook_widgets(GtkWidget *window);

/* Writes them again whenever the focus or the layout of the window changes. */
PRIM_NONNULL void prim_hook_watch(GtkWidget *window);

#endif
