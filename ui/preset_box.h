/* The list of presets in the dialog, and the menu that manages them. */
#ifndef PRIM_PRESET_BOX_H
#define PRIM_PRESET_BOX_H

#include <gtk/gtk.h>

#include "../core/primitive.h"

typedef struct PrimPresetBox PrimPresetBox;

/* A preset that is chosen goes into `settings`, and `changed` is called. The settings
 * must outlive the box. Its label gets the width of `labels`. */
PRIM_MUST_USE PRIM_NONNULL PrimPresetBox *prim_preset_box_new(PrimSettings *settings,
                                                              GtkSizeGroup *labels,
                                                              void (*changed)(void *data),
                                                              void *data);
PRIM_NONNULL void prim_preset_box_free(PrimPresetBox *box);

PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_preset_box_widget(PrimPresetBox *box);

/* Shows the preset that the settings agree with, if there is one. */
PRIM_NONNULL void prim_preset_box_show(PrimPresetBox *box);

/* None counts as chosen any more: of presets that are the same, the first is shown next. */
PRIM_NONNULL void prim_preset_box_forget(PrimPresetBox *box);

#endif
