/* The list of presets in the dialog, and the menu that manages them. */
#ifndef PRIM_PRESET_BOX_H
#define PRIM_PRESET_BOX_H

#include <gtk/gtk.h>

#include "../core/primitive.h"

typedef struct PrimPresetBox PrimPresetBox;

/* Columns of the list, and what it has in INDEX: the number of a built-in preset, or one of
 * these. */
enum { PRIM_PRESET_NAME, PRIM_PRESET_INDEX, PRIM_PRESET_PICTURE, PRIM_PRESET_COLUMNS };
enum { PRIM_PRESET_OWN = -1, PRIM_PRESET_CUSTOM = -2, PRIM_PRESET_SEPARATOR = -3 };

/* A preset that is chosen goes into `settings`, and `changed` is called. The settings
 * must outlive the box. Its label gets the width of `labels`. */
PRIM_MUST_USE PRIM_NONNULL PrimPresetBox *prim_preset_box_new(PrimSettings *settings,
                                                              GtkSizeGroup *labels,
                                                              void (*changed)(void *data),
                                                              void *data);
PRIM_NONNULL void prim_preset_box_free(PrimPresetBox *box);

PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_preset_box_widget(PrimPresetBox *box);

/* What the list is chosen from, a GtkComboBox, and its rows: name, index, and a GdkPixbuf that is
 * whoever's that shows it. */
PRIM_MUST_USE PRIM_NONNULL GtkComboBox *prim_preset_box_combo(const PrimPresetBox *box);
PRIM_MUST_USE PRIM_NONNULL GtkListStore *prim_preset_box_list(const PrimPresetBox *box);

/* The settings of a row, valid until the list changes. */
PRIM_MUST_USE PRIM_NONNULL const PrimSettings *prim_preset_box_row(const PrimPresetBox *box,
                                                                   int row);

/* Opens the menu at the pointer, for an event of that button at that time. */
PRIM_NONNULL void prim_preset_box_popup(PrimPresetBox *box, guint button, guint32 time);

/* Shows the preset that the settings agree with, if there is one. */
PRIM_NONNULL void prim_preset_box_show(PrimPresetBox *box);

/* None counts as chosen any more: of presets that are the same, the first is shown next. */
PRIM_NONNULL void prim_preset_box_forget(PrimPresetBox *box);

#endif
