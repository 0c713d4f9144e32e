/* An entry for the name of a file to write, with a button that opens the file chooser. */
#include <string.h>

#include "ask_replace.h"
#include "file_entry.h"
#include "text.h"

enum { SPACING = 6 };

/* The key under which an entry keeps the name of the existing file that the user agreed
 * to replace. */
static const char AGREED[] = "prim-agreed";

static bool exists(const char *name)
{
  char *file = g_filename_from_utf8(name, -1, NULL, NULL, NULL);
  bool found = file && g_file_test(file, G_FILE_TEST_EXISTS);

  g_free(file);
  return found;
}

static void agree(GtkWidget *entry, const char *name)
{
  g_object_set_data_full(G_OBJECT(entry), AGREED, g_strdup(name), g_free);
}

/* ---- The file chooser ------------------------------------------------------------ */

static void add_filter(GtkFileChooser *chooser, const char *name, const char *pattern)
{
  GtkFileFilter *filter = gtk_file_filter_new();

  gtk_file_filter_set_name(filter, name);
  gtk_file_filter_add_pattern(filter, pattern);
  gtk_file_chooser_add_filter(chooser, filter);
}

/* The chooser has asked about a file that exists. */
static void take_file(GtkFileChooser *chooser, GtkWidget *entry)
{
  char *file = gtk_file_chooser_get_filename(chooser);
  char *name = file ? g_filename_to_utf8(file, -1, NULL, NULL, NULL) : NULL;

  if (name) {
    agree(entry, exists(name) ? name : NULL);
    gtk_entry_set_text(GTK_ENTRY(entry), name);
  }
  g_free(name);
  g_free(file);
}

static void on_browse(GtkWidget *button, GtkWidget *entry)
{
  GtkWidget *dialog = gtk_file_chooser_dialog_new(
      _("Export the Shapes To"), GTK_WINDOW(gtk_widget_get_toplevel(button)),
      GTK_FILE_CHOOSER_ACTION_SAVE, GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL, GTK_STOCK_OK,
      GTK_RESPONSE_OK, NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER(dialog);
  const char *text = gtk_entry_get_text(GTK_ENTRY(entry));

  add_filter(chooser, _("SVG drawings (*.svg)"), "*.svg");
  add_filter(chooser, _("JSON lists of shapes (*.json)"), "*.json");
  gtk_file_chooser_set_do_overwrite_confirmation(chooser, TRUE);
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
  if (*text)
    gtk_file_chooser_set_filename(chooser, text);
  else
    gtk_file_chooser_set_current_name(chooser, _("shapes.svg"));
  if (gtk_dialog_run(GTK_DIALOG(dialog)) == GTK_RESPONSE_OK)
    take_file(chooser, entry);
  gtk_widget_destroy(dialog);
}

/* ---- The question ---------------------------------------------------------------- */

static bool ask(GtkWidget *entry, const char *name)
{
  char *base = g_path_get_basename(name);
  char *question = g_strdup_printf(_("A file named \"%s\" already exists. Replace it?"), base);
  bool sure = prim_ask_replace(GTK_WINDOW(gtk_widget_get_toplevel(entry)), _("Replace File"),
                               question, _("Its contents will be overwritten with the shapes."));

  g_free(question);
  g_free(base);
  return sure;
}

bool prim_file_entry_confirm(GtkWidget *entry)
{
  const char *name = gtk_entry_get_text(GTK_ENTRY(entry));
  const char *agreed = g_object_get_data(G_OBJECT(entry), AGREED);

  if (!exists(name) || g_strcmp0(name, agreed) == 0)
    return true;
  if (!ask(entry, name))
    return false;
  agree(entry, name);
  return true;
}

/* ---- The widgets ----------------------------------------------------------------- */

GtkWidget *prim_file_entry_new(GtkWidget **entry)
{
  GtkWidget *box = gtk_hbox_new(FALSE, SPACING), *browse = gtk_button_new();

  *entry = gtk_entry_new();
  gtk_entry_set_width_chars(GTK_ENTRY(*entry), 12);
  gtk_entry_set_activates_default(GTK_ENTRY(*entry), TRUE);
  gtk_container_add(GTK_CONTAINER(browse),
                    gtk_image_new_from_stock(GTK_STOCK_OPEN, GTK_ICON_SIZE_MENU));
  gtk_widget_set_tooltip_text(browse, _("Choose the file"));
  gtk_widget_set_name(browse, "prim-browse");
  g_signal_connect(browse, "clicked", G_CALLBACK(on_browse), *entry);
  gtk_box_pack_start(GTK_BOX(box), *entry, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(box), browse, FALSE, FALSE, 0);
  return box;
}
