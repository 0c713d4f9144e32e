/* What is drawn after, and whether a drawing is replaced: above all other controls. */
#ifndef PRIM_INPUT_BOX_H
#define PRIM_INPUT_BOX_H

#include <gtk/gtk.h>

#include "host.h"

typedef struct PrimInputBox PrimInputBox;

/* What the user does: */
typedef struct PrimInputCalls {
  void (*chosen)(void *data, int32_t input); /* another input, as PrimDialogHost has it */
  void (*changed)(void *data);               /* the settings: another output */
  void *data;
} PrimInputCalls;

/* Widgets that show the host's input and the settings' output, both of which must outlive it.
 * The labels get the width of that group. */
PRIM_MUST_USE PRIM_NONNULL PrimInputBox *prim_input_box_new(const PrimDialogHost *host,
                                                            PrimSettings *settings,
                                                            GtkSizeGroup *labels,
                                                            const PrimInputCalls *calls);

/* Frees all but the widgets, which must be gone. */
PRIM_NONNULL void prim_input_box_free(PrimInputBox *box);

PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_input_box_widget(PrimInputBox *box);

/* Shows what was changed elsewhere. */
PRIM_NONNULL void prim_input_box_show(PrimInputBox *box);

#endif
