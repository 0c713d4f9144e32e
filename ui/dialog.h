/* The dialog's one entry.
 *
 * ui/ may include core's public header, GTK+ 2, libgimpui and gettext; never
 * cuda, and never plugin's pixels or layers. */
#ifndef PRIM_DIALOG_H
#define PRIM_DIALOG_H

#include "../core/primitive.h"

/* Shows the dialog with a live preview of `target` and lets the person change
 * `settings`. True: OK was pressed and `settings` hold what was chosen; false:
 * cancelled, `settings` unchanged. Call from the main thread after
 * gimp_ui_init(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_dialog_run(const PrimTarget *target, PrimSettings *settings);

#endif
