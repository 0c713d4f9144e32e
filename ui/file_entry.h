/* An entry for the name of a file to write, with a button that opens the file chooser. */
#ifndef PRIM_FILE_ENTRY_H
#define PRIM_FILE_ENTRY_H

#include <stdbool.h>

#include <gtk/gtk.h>

#include "../core/common.h"

/* The entry and the button in a box; *entry is the entry alone. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_file_entry_new(GtkWidget **entry);

/* Whether the file named in the entry may be written: true when there is no such file, or
 * the user agreed to replace it, in the file chooser or now that this function asks. */
PRIM_MUST_USE PRIM_NONNULL bool prim_file_entry_confirm(GtkWidget *entry);

#endif
