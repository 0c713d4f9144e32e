/* Saving a drawing as an animation. */
#include <string.h>

#include "ask_replace.h"
#include "save_animation.h"
#include "text.h"

enum { SIZE_LEAST = 16, SIZE_MOST = 4096, SIZE_USUAL = 600, BORDER = 6 };

/* ---- Which file, and how large --------------------------------------------------- */

static GtkWidget *make_size(const PrimDialogHost *host, GtkWidget **spin)
{
  int longer = MAX(host->width, host->height);
  GtkWidget *row = gtk_hbox_new(FALSE, BORDER);
  GtkWidget *label = gtk_label_new_with_mnemonic(_("_Longer side in pixels:"));

  *spin = gtk_spin_button_new_with_range(1, CLAMP(longer, SIZE_LEAST, SIZE_MOST), 1);
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(*spin), MIN(longer, SIZE_USUAL));
  gtk_entry_set_activates_default(GTK_ENTRY(*spin), TRUE);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), *spin);
  gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(row), *spin, FALSE, FALSE, 0);
  gtk_widget_show_all(row);
  return row;
}

static void add_filter(GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_filter_new();

  gtk_file_filter_set_name(filter, _("Animations (*.gif, *.webp)"));
  gtk_file_filter_add_pattern(filter, "*.gif");
  gtk_file_filter_add_pattern(filter, "*.webp");
  gtk_file_chooser_add_filter(chooser, filter);
}

static GtkWidget *make_chooser(GtkWidget *window, const PrimDialogHost *host, GtkWidget **size)
{
  GtkWidget *dialog = gtk_file_chooser_dialog_new(
      _("Save as Animation"), GTK_WINDOW(window), GTK_FILE_CHOOSER_ACTION_SAVE, GTK_STOCK_CANCEL,
      GTK_RESPONSE_CANCEL, GTK_STOCK_SAVE, GTK_RESPONSE_OK, NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER(dialog);

  add_filter(chooser);
  gtk_file_chooser_set_extra_widget(chooser, make_size(host, size));
  /* Translators: a file's name; the ending must stay. */
  gtk_file_chooser_set_current_name(chooser, _("shapes.gif"));
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
  return dialog;
}

/* The name with an ending that tells the format, for g_free(). */
static char *with_ending(const char *name)
{
  char *lower = g_ascii_strdown(name, -1);
  bool known = g_str_has_suffix(lower, ".gif") || g_str_has_suffix(lower, ".webp");

  g_free(lower);
  return known ? g_strdup(name) : g_strconcat(name, ".gif", NULL);
}

static bool may_write(GtkWidget *dialog, const char *name)
{
  if (!g_file_test(name, G_FILE_TEST_EXISTS))
    return true;
  char *base = g_filename_display_basename(name);
  char *question = g_strdup_printf(_("A file named \"%s\" already exists. Replace it?"), base);
  bool sure = prim_ask_replace(GTK_WINDOW(dialog), _("Replace File"), question,
                               _("Its contents will be overwritten with the animation."));
  g_free(question);
  g_free(base);
  return sure;
}

/* The file's name as the system has it, for g_free(); NULL: cancelled. */
static char *ask(GtkWidget *window, const PrimDialogHost *host, int *longer)
{
  GtkWidget *size, *dialog = make_chooser(window, host, &size);
  char *name = NULL;

  while (!name && gtk_dialog_run(GTK_DIALOG(dialog)) == GTK_RESPONSE_OK) {
    char *chosen = gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(dialog));
    name = chosen ? with_ending(chosen) : NULL;
    g_free(chosen);
    if (name && !may_write(dialog, name))
      g_clear_pointer(&name, g_free);
  }
  *longer = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(size));
  gtk_widget_destroy(dialog);
  return name;
}

/* ---- Saving ------------------------------------------------------------------------ */

static void show_progress(double fraction, void *data)
{
  PrimStatusBar *status = data;
  /* Translators: the percentage of an animation that is done. */
  char *text = g_strdup_printf(_("Saving the animation · %d %%"), (int)(100 * fraction));

  gtk_progress_bar_set_text(GTK_PROGRESS_BAR(status->progress), text);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(status->progress), fraction);
  g_free(text);
  while (gtk_events_pending())
    gtk_main_iteration();
}

static void tell(PrimStatusBar *status, const char *name)
{
  char *base = g_filename_display_basename(name);
  char *text = g_strdup_printf(_("The animation is saved: %s"), base);

  gtk_progress_bar_set_text(GTK_PROGRESS_BAR(status->progress), text);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(status->progress), 1);
  g_free(text);
  g_free(base);
}

/* False: it failed, which is told. */
static bool save(PrimStatusBar *status, const PrimDialogHost *host, const PrimDrawing *drawing,
                 int longer, const char *name)
{
  GError *problem = NULL;

  if (host->save_animation(host->data, drawing, longer, name, &(PrimTeller){show_progress, status},
                           &problem))
    return true;
  prim_status_warn(status, problem->message);
  g_error_free(problem);
  return false;
}

void prim_save_animation(GtkWidget *window, PrimStatusBar *status, const PrimDialogHost *host,
                         const PrimDrawing *drawing)
{
  GtkProgressBar *bar = GTK_PROGRESS_BAR(status->progress);
  int longer;
  char *name = ask(window, host, &longer);

  if (!name)
    return;
  char *before = g_strdup(gtk_progress_bar_get_text(bar));
  double fraction = gtk_progress_bar_get_fraction(bar);
  prim_status_warn(status, NULL);
  gtk_widget_set_sensitive(window, FALSE);
  if (save(status, host, drawing, longer, name)) {
    tell(status, name);
  } else {
    gtk_progress_bar_set_text(bar, before);
    gtk_progress_bar_set_fraction(bar, fraction);
  }
  gtk_widget_set_sensitive(window, TRUE);
  g_free(before);
  g_free(name);
}
