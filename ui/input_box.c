/* What is drawn after, and whether a drawing is replaced. */
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "drawable_box.h"
#include "input_box.h"
#include "text.h"

enum { COLUMN_SPACING = 12, ROW_SPACING = 6 };

struct PrimInputBox {
  const PrimDialogHost *host;
  PrimSettings *settings;
  PrimInputCalls calls;
  GtkWidget *column, *table, *input;
  GtkWidget *replace, *separate; /* NULL: there is nothing to replace */
  bool showing;                  /* signals are not the user's doing */
};

static void on_input(GtkWidget *input, PrimInputBox *box)
{
  gint chosen;

  if (!box->showing && gimp_int_combo_box_get_active(GIMP_INT_COMBO_BOX(input), &chosen) &&
      chosen != box->host->input)
    box->calls.chosen(box->calls.data, chosen);
}

static void on_replace(GtkToggleButton *replace, PrimInputBox *box)
{
  if (box->showing)
    return;
  box->settings->output =
      gtk_toggle_button_get_active(replace) ? PRIM_OUTPUT_REPLACE : PRIM_OUTPUT_LAYER;
  box->calls.changed(box->calls.data);
}

static void add_input(PrimInputBox *box, GtkSizeGroup *labels)
{
  box->input = prim_drawable_box_new(box->host->image, PRIM_DIALOG_VISIBLE, _("What is visible"));
  GtkWidget *label = gimp_table_attach_aligned(GTK_TABLE(box->table), 0, 0, _("Draw after:"), 0,
                                               0.5f, box->input, 2, FALSE);

  gtk_widget_set_name(box->input, "prim-input");
  gtk_widget_set_tooltip_text(
      box->input, _("The picture that the shapes are fitted to: a layer, mask or channel of this "
                    "image, or all that is visible of it."));
  gtk_size_group_add_widget(labels, label);
  gimp_int_combo_box_connect(GIMP_INT_COMBO_BOX(box->input), box->host->input, G_CALLBACK(on_input),
                             box);
}

static void add_replace(PrimInputBox *box)
{
  GtkWidget *buttons = gtk_hbox_new(FALSE, COLUMN_SPACING);

  box->replace = gtk_radio_button_new_with_label(NULL, _("Replace this drawing"));
  box->separate = gtk_radio_button_new_with_label_from_widget(GTK_RADIO_BUTTON(box->replace), "");
  gtk_widget_set_name(box->replace, "prim-replace");
  gtk_widget_set_name(box->separate, "prim-new-layer");
  gtk_widget_set_tooltip_text(
      box->replace, _("OK draws the layer again, in its place: its layer mask, opacity and mode "
                      "stay. One Undo brings back the drawing that was there."));
  gtk_widget_set_tooltip_text(box->separate,
                              _("OK leaves the drawing as it is, and adds one above it."));
  g_signal_connect(box->replace, "toggled", G_CALLBACK(on_replace), box);
  gtk_box_pack_start(GTK_BOX(buttons), box->replace, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(buttons), box->separate, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box->column), buttons, FALSE, FALSE, 0);
}

PrimInputBox *prim_input_box_new(const PrimDialogHost *host, PrimSettings *settings,
                                 GtkSizeGroup *labels, const PrimInputCalls *calls)
{
  PrimInputBox *box = g_new0(PrimInputBox, 1);

  box->host = host;
  box->settings = settings;
  box->calls = *calls;
  box->showing = true;
  box->column = gtk_vbox_new(FALSE, ROW_SPACING);
  box->table = gtk_table_new(1, 3, FALSE);
  gtk_table_set_col_spacings(GTK_TABLE(box->table), ROW_SPACING);
  gtk_table_set_col_spacing(GTK_TABLE(box->table), 0, COLUMN_SPACING);
  gtk_box_pack_start(GTK_BOX(box->column), box->table, FALSE, FALSE, 0);
  add_input(box, labels);
  if (host->result != -1)
    add_replace(box);
  prim_input_box_show(box);
  return box;
}

void prim_input_box_free(PrimInputBox *box)
{
  g_free(box);
}

GtkWidget *prim_input_box_widget(PrimInputBox *box)
{
  return box->column;
}

void prim_input_box_show(PrimInputBox *box)
{
  int output = box->settings->output;
  bool replaces = output == PRIM_OUTPUT_REPLACE;
  const PrimChoice *choices = prim_parameters[PRIM_PARAMETER_OUTPUT].choices;

  box->showing = true;
  gimp_int_combo_box_set_active(GIMP_INT_COMBO_BOX(box->input), box->host->input);
  if (box->replace) {
    gtk_button_set_label(GTK_BUTTON(box->separate),
                         _(choices[replaces ? PRIM_OUTPUT_LAYER : output].label));
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(replaces ? box->replace : box->separate), TRUE);
  }
  box->showing = false;
}
