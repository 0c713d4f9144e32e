/* The dialog's controls: widgets for the rows of the parameter table. */
#ifndef PRIM_CONTROLS_H
#define PRIM_CONTROLS_H

#include <gtk/gtk.h>

#include "host.h"

typedef struct PrimControls PrimControls;

/* Widgets that show `settings` and write what the user chooses into them; `changed` is
 * called after each. A seed of -1 becomes one from the clock. Both the host and the
 * settings must outlive the controls. */
PRIM_MUST_USE PRIM_NONNULL PrimControls *prim_controls_new(const PrimDialogHost *host,
                                                           PrimSettings *settings,
                                                           void (*changed)(void *data), void *data);

/* Frees all but the widgets, which must be gone. */
PRIM_NONNULL void prim_controls_free(PrimControls *controls);

/* The table of labels and widgets of a section; the same each time. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_controls_section(PrimControls *controls,
                                                            PrimSection section);

/* The labels, so that others can have their width. */
PRIM_MUST_USE PRIM_NONNULL GtkSizeGroup *prim_controls_labels(PrimControls *controls);

/* Shows the settings after they were changed elsewhere; `changed` is not called. */
PRIM_NONNULL void prim_controls_show(PrimControls *controls);

/* Shows the colors that were found, in those of the working image. */
PRIM_NONNULL void prim_controls_show_palette(PrimControls *controls, const PrimPalette *palette);

/* Whether the files that the settings name may be written: asks before one that exists is
 * replaced. */
PRIM_MUST_USE PRIM_NONNULL bool prim_controls_confirm(PrimControls *controls);

/* Whether each run is to take a new seed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_controls_randomize(const PrimControls *controls);
PRIM_NONNULL void prim_controls_set_randomize(PrimControls *controls, bool randomize);

#endif
