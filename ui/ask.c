/* A small dialog that asks for a number of shapes. */
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>
#include <libintl.h>
#include <string.h>

#include "ask.h"

#define _(text) gettext(text)

enum {
  SPACE = 12, /* pixels around and between, as the HIG wants it */
  WIDTH = 360 /* for the title */
};

static GtkWidget *labelled(const char *text, GtkWidget *widget)
{
  GtkWidget *box = gtk_hbox_new(FALSE, SPACE);
  GtkWidget *label = gtk_label_new_with_mnemonic(text);

  gtk_label_set_mnemonic_widget(GTK_LABEL(label), widget);
  gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), widget, TRUE, TRUE, 0);
  gtk_container_set_border_width(GTK_CONTAINER(box), SPACE);
  return box;
}

/* What the menu calls it, without the dots at its end. For g_free(). */
static char *make_title(void)
{
  char *title = gimp_strip_uline(_("_Add More Shapes..."));
  char *end = title + strlen(title);

  while (end > title) {
    char *last = g_utf8_prev_char(end);
    gunichar character = g_utf8_get_char(last);
    if (character != '.' && character != 0x2026 && !g_unichar_isspace(character))
      break;
    end = last;
  }
  *end = '\0';
  return title;
}

bool prim_ask_count(int *count, int most)
{
  gimp_ui_init(GETTEXT_PACKAGE, FALSE);
  char *title = make_title();
  GtkWidget *dialog = gimp_dialog_new(title, GETTEXT_PACKAGE, NULL, 0, NULL, NULL, _("_Cancel"),
                                      GTK_RESPONSE_CANCEL, _("_Add"), GTK_RESPONSE_OK, NULL);
  GtkWidget *spin = gtk_spin_button_new_with_range(1, most, 1);

  gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin), *count);
  gtk_entry_set_activates_default(GTK_ENTRY(spin), TRUE);
  gimp_help_set_help_data(spin, _("How many shapes to add to those that are there."), NULL);
  g_free(title);
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
  gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(GTK_DIALOG(dialog))),
                    labelled(_("_Shapes to add:"), spin));
  gtk_window_set_default_size(GTK_WINDOW(dialog), WIDTH, -1);
  gimp_window_set_transient(GTK_WINDOW(dialog));
  gtk_widget_show_all(dialog);
  bool answered = gimp_dialog_run(GIMP_DIALOG(dialog)) == GTK_RESPONSE_OK;
  gtk_spin_button_update(GTK_SPIN_BUTTON(spin));
  *count = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(spin));
  gtk_widget_destroy(dialog);
  return answered;
}
