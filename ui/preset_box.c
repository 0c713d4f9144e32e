/* The list of presets in the dialog, and the menu that manages them. */
#include <string.h>

#include <gdk/gdkkeysyms.h>
#include "ask_replace.h"
#include "mnemonic.h"
#include "preset_box.h"
#include "presets.h"
#include "text.h"

struct PrimPresetBox {
  PrimSettings *settings;
  void (*changed)(void *data);
  void *data;
  GtkWidget *row, *combo, *menu, *rename_item, *delete_item;
  GtkListStore *list;
  GArray *presets; /* of PrimSettings, a row of the list each; unused where there is none */
  bool showing;
};

static GtkWindow *window_of(const PrimPresetBox *box)
{
  return GTK_WINDOW(gtk_widget_get_toplevel(box->row));
}

static void complain(const PrimPresetBox *box, GError *error)
{
  GtkWidget *dialog = gtk_message_dialog_new(window_of(box), GTK_DIALOG_MODAL, GTK_MESSAGE_ERROR,
                                             GTK_BUTTONS_CLOSE, "%s", error->message);

  gtk_dialog_run(GTK_DIALOG(dialog));
  gtk_widget_destroy(dialog);
  g_error_free(error);
}

/* ---- The list ------------------------------------------------------------------ */

static void append(PrimPresetBox *box, const char *name, int index)
{
  PrimSettings preset = {0};
  GtkTreeIter row;

  if (index >= 0)
    prim_presets_apply_built_in(index, &preset);
  if (index == PRIM_PRESET_OWN) {
    GError *error = NULL;
    if (!prim_presets_load(name, &preset, &error))
      g_error_free(error); /* is told when it is chosen */
  }
  gtk_list_store_append(box->list, &row);
  gtk_list_store_set(box->list, &row, PRIM_PRESET_NAME, name, PRIM_PRESET_INDEX, index, -1);
  g_array_append_val(box->presets, preset);
}

static void fill(PrimPresetBox *box)
{
  char **own = prim_presets_list();

  box->showing = true;
  gtk_list_store_clear(box->list);
  g_array_set_size(box->presets, 0);
  append(box, _("Custom"), PRIM_PRESET_CUSTOM);
  append(box, "", PRIM_PRESET_SEPARATOR);
  for (int i = 0; i < PRIM_PRESETS_BUILT_IN; i++)
    append(box, prim_presets_built_in(i), i);
  if (own[0])
    append(box, "", PRIM_PRESET_SEPARATOR);
  for (int i = 0; own[i]; i++)
    append(box, own[i], PRIM_PRESET_OWN);
  g_strfreev(own);
  box->showing = false;
}

static gboolean is_separator(GtkTreeModel *model, GtkTreeIter *row, gpointer data)
{
  int index;

  (void)data;
  gtk_tree_model_get(model, row, PRIM_PRESET_INDEX, &index, -1);
  return index == PRIM_PRESET_SEPARATOR;
}

/* The row that is chosen; its name is to be freed. */
static int chosen(const PrimPresetBox *box, char **name)
{
  GtkTreeIter row;
  int index = PRIM_PRESET_CUSTOM;

  *name = NULL;
  if (gtk_combo_box_get_active_iter(GTK_COMBO_BOX(box->combo), &row))
    gtk_tree_model_get(GTK_TREE_MODEL(box->list), &row, PRIM_PRESET_NAME, name, PRIM_PRESET_INDEX,
                       &index, -1);
  return index;
}

void prim_preset_box_show(PrimPresetBox *box)
{
  GtkTreeIter row;
  int at = 0, active = gtk_combo_box_get_active(GTK_COMBO_BOX(box->combo));

  /* The chosen one first: two presets may be the same. */
  if (active <= 0 ||
      !prim_presets_same(&g_array_index(box->presets, PrimSettings, active), box->settings)) {
    active = 0;
    bool more = gtk_tree_model_get_iter_first(GTK_TREE_MODEL(box->list), &row);
    for (; more && !active; at++, more = gtk_tree_model_iter_next(GTK_TREE_MODEL(box->list), &row))
      if (prim_presets_same(&g_array_index(box->presets, PrimSettings, at), box->settings))
        active = at;
  }
  box->showing = true;
  gtk_combo_box_set_active(GTK_COMBO_BOX(box->combo), active);
  box->showing = false;
}

void prim_preset_box_forget(PrimPresetBox *box)
{
  box->showing = true;
  gtk_combo_box_set_active(GTK_COMBO_BOX(box->combo), 0);
  box->showing = false;
}

static void select_named(PrimPresetBox *box, const char *wanted)
{
  GtkTreeIter row;
  bool more = gtk_tree_model_get_iter_first(GTK_TREE_MODEL(box->list), &row);

  box->showing = true;
  for (; more; more = gtk_tree_model_iter_next(GTK_TREE_MODEL(box->list), &row)) {
    char *name;
    int index;
    gtk_tree_model_get(GTK_TREE_MODEL(box->list), &row, PRIM_PRESET_NAME, &name, PRIM_PRESET_INDEX,
                       &index, -1);
    if (index == PRIM_PRESET_OWN && strcmp(name, wanted) == 0)
      gtk_combo_box_set_active_iter(GTK_COMBO_BOX(box->combo), &row);
    g_free(name);
  }
  box->showing = false;
}

static void on_chosen(GtkComboBox *combo, PrimPresetBox *box)
{
  GError *error = NULL;
  char *name;

  (void)combo;
  if (box->showing)
    return;
  int index = chosen(box, &name);
  if (index >= 0)
    prim_presets_apply_built_in(index, box->settings);
  else if (index == PRIM_PRESET_OWN && !prim_presets_load(name, box->settings, &error))
    complain(box, error);
  g_free(name);
  if (error)
    prim_preset_box_show(box);
  else
    box->changed(box->data);
}

/* ---- The menu ------------------------------------------------------------------ */

/* Asks for a name, beginning with `start`; NULL: cancelled. Free with g_free(). */
static char *ask_name(const PrimPresetBox *box, const char *title, const char *start)
{
  GtkWidget *dialog =
      gtk_dialog_new_with_buttons(title, window_of(box), GTK_DIALOG_MODAL, GTK_STOCK_CANCEL,
                                  GTK_RESPONSE_CANCEL, GTK_STOCK_SAVE, GTK_RESPONSE_OK, NULL);
  GtkWidget *row = gtk_hbox_new(FALSE, 12), *entry = gtk_entry_new();
  GtkWidget *label = gtk_label_new_with_mnemonic(_("_Name:"));
  char *name = NULL;

  gtk_entry_set_text(GTK_ENTRY(entry), start);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), entry);
  gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
  gtk_entry_set_max_length(GTK_ENTRY(entry), 60);
  gtk_entry_set_width_chars(GTK_ENTRY(entry), 30); /* and the window's title fits */
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
  gtk_container_set_border_width(GTK_CONTAINER(row), 12);
  gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(row), entry, TRUE, TRUE, 0);
  gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(GTK_DIALOG(dialog))), row);
  gtk_widget_show_all(dialog);
  if (gtk_dialog_run(GTK_DIALOG(dialog)) == GTK_RESPONSE_OK)
    name = g_strstrip(g_strdup(gtk_entry_get_text(GTK_ENTRY(entry))));
  gtk_widget_destroy(dialog);
  if (name && *name)
    return name;
  g_free(name);
  return NULL;
}

static bool is_built_in(const char *name)
{
  bool found = strcmp(name, _("Custom")) == 0;

  for (int i = 0; i < PRIM_PRESETS_BUILT_IN; i++)
    found = found || strcmp(name, prim_presets_built_in(i)) == 0;
  return found;
}

static bool ask_to_replace(const PrimPresetBox *box, const char *name)
{
  char *question = g_strdup_printf(_("A preset named \"%s\" already exists. Replace it?"), name);
  bool sure = prim_ask_replace(window_of(box), _("Replace Preset"), question, NULL);

  g_free(question);
  return sure;
}

/* Whether a preset of the user's own can have the name: says or asks what is in the way. */
static bool may_have(const PrimPresetBox *box, const char *name)
{
  if (is_built_in(name)) {
    complain(box, g_error_new(G_FILE_ERROR, G_FILE_ERROR_EXIST,
                              _("\"%s\" is a preset that comes with the plug-in. Choose another "
                                "name for yours."),
                              name));
    return false;
  }
  return !prim_presets_exists(name) || ask_to_replace(box, name);
}

/* Asks for others until the name is free or may be replaced; NULL: cancelled. Takes the name,
 * and is to be freed. */
static char *settle_name(const PrimPresetBox *box, const char *title, char *name)
{
  while (name && !may_have(box, name)) {
    char *other = ask_name(box, title, name);
    g_free(name);
    name = other;
  }
  return name;
}

static void on_save(GtkWidget *item, PrimPresetBox *box)
{
  GError *error = NULL;
  char *active;
  bool own = chosen(box, &active) == PRIM_PRESET_OWN;
  char *name =
      settle_name(box, _("Save Preset"), ask_name(box, _("Save Preset"), own ? active : ""));

  (void)item;
  g_free(active);
  if (!name)
    return;
  if (prim_presets_save(name, box->settings, &error)) {
    fill(box);
    select_named(box, name);
  } else {
    complain(box, error);
  }
  g_free(name);
}

static void on_rename(GtkWidget *item, PrimPresetBox *box)
{
  GError *error = NULL;
  char *active, *name = NULL;

  (void)item;
  if (chosen(box, &active) == PRIM_PRESET_OWN)
    name = ask_name(box, _("Rename Preset"), active);
  if (name && strcmp(name, active) != 0)
    name = settle_name(box, _("Rename Preset"), name);
  if (name && strcmp(name, active) != 0) {
    if (!prim_presets_rename(active, name, &error))
      complain(box, error);
    fill(box);
    select_named(box, name);
  }
  g_free(active);
  g_free(name);
}

static void on_delete(GtkWidget *item, PrimPresetBox *box)
{
  GError *error = NULL;
  char *name;

  (void)item;
  if (chosen(box, &name) == PRIM_PRESET_OWN) {
    GtkWidget *dialog =
        gtk_message_dialog_new(window_of(box), GTK_DIALOG_MODAL, GTK_MESSAGE_QUESTION,
                               GTK_BUTTONS_NONE, _("Delete the preset \"%s\"?"), name);
    gtk_dialog_add_buttons(GTK_DIALOG(dialog), GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL,
                           GTK_STOCK_DELETE, GTK_RESPONSE_OK, NULL);
    gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
    bool sure = gtk_dialog_run(GTK_DIALOG(dialog)) == GTK_RESPONSE_OK;
    gtk_widget_destroy(dialog);
    if (sure && !prim_presets_delete(name, &error))
      complain(box, error);
    fill(box);
    prim_preset_box_show(box);
  }
  g_free(name);
}

/* Asks for a file; NULL: cancelled. Free with g_free(). */
static char *ask_file(const PrimPresetBox *box, const char *title, bool save)
{
  GtkWidget *dialog = gtk_file_chooser_dialog_new(
      title, window_of(box), save ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
      GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL, save ? GTK_STOCK_SAVE : GTK_STOCK_OPEN,
      GTK_RESPONSE_OK, NULL);
  char *path = NULL;

  gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(dialog), TRUE);
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_OK);
  if (save)
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), _("shapes.preset"));
  if (gtk_dialog_run(GTK_DIALOG(dialog)) == GTK_RESPONSE_OK)
    path = gtk_file_chooser_get_filename(GTK_FILE_CHOOSER(dialog));
  gtk_widget_destroy(dialog);
  return path;
}

/* The name of a preset in a file that was exported. Free with g_free(). */
static char *name_of_file(const char *path)
{
  char *base = g_filename_display_basename(path);
  char *dot = strrchr(base, '.');

  if (dot && dot != base)
    *dot = '\0';
  char *name = g_uri_unescape_string(base, NULL);
  if (!name)
    return base;
  g_free(base);
  return name;
}

/* The preset is taken into the user's own under the file's name, and chosen. */
static void import(PrimPresetBox *box, const char *path, GError **error)
{
  PrimSettings settings = *box->settings;

  if (!prim_presets_load_file(path, &settings, error))
    return;
  char *name = settle_name(box, _("Save Preset"), name_of_file(path));
  if (!name)
    return;
  *box->settings = settings;
  bool saved = prim_presets_save(name, box->settings, error);
  fill(box);
  if (saved)
    select_named(box, name);
  box->changed(box->data);
  g_free(name);
}

static void on_import(GtkWidget *item, PrimPresetBox *box)
{
  char *path = ask_file(box, _("Import Preset"), false);
  GError *error = NULL;

  (void)item;
  if (path)
    import(box, path, &error);
  if (error)
    complain(box, error);
  g_free(path);
}

static void on_export(GtkWidget *item, PrimPresetBox *box)
{
  char *path = ask_file(box, _("Export Preset"), true);
  GError *error = NULL;

  (void)item;
  if (path && !prim_presets_save_file(path, box->settings, &error))
    complain(box, error);
  g_free(path);
}

static void place_menu(GtkMenu *menu, gint *x, gint *y, gboolean *push_in, gpointer button)
{
  GtkAllocation place;

  (void)menu;
  gtk_widget_get_allocation(button, &place);
  gdk_window_get_origin(gtk_widget_get_window(button), x, y);
  *x += place.x;
  *y += place.y + place.height;
  *push_in = TRUE;
}

static void set_items(PrimPresetBox *box)
{
  char *name;
  bool own = chosen(box, &name) == PRIM_PRESET_OWN;

  gtk_widget_set_sensitive(box->rename_item, own);
  gtk_widget_set_sensitive(box->delete_item, own);
  g_free(name);
}

void prim_preset_box_popup(PrimPresetBox *box, guint button, guint32 time)
{
  set_items(box);
  gtk_menu_popup(GTK_MENU(box->menu), NULL, NULL, NULL, NULL, button, time);
}

static void on_menu(GtkWidget *button, PrimPresetBox *box)
{
  set_items(box);
  gtk_menu_popup(GTK_MENU(box->menu), NULL, NULL, place_menu, button, 0,
                 gtk_get_current_event_time());
  gtk_menu_shell_select_first(GTK_MENU_SHELL(box->menu), FALSE);
}

static GtkWidget *add_item(PrimPresetBox *box, const char *label, const char *tooltip,
                           GCallback activated)
{
  GtkWidget *item = gtk_menu_item_new_with_mnemonic(label);

  gtk_widget_set_tooltip_text(item, tooltip);
  g_signal_connect(item, "activate", activated, box);
  gtk_menu_shell_append(GTK_MENU_SHELL(box->menu), item);
  gtk_widget_show(item);
  return item;
}

static GtkWidget *make_menu_button(PrimPresetBox *box)
{
  GtkWidget *button = gtk_button_new();

  box->menu = gtk_menu_new();
  gtk_menu_attach_to_widget(GTK_MENU(box->menu), button, NULL);
  add_item(box, _("_Save..."), _("Keeps these settings as a preset of your own."),
           G_CALLBACK(on_save));
  box->rename_item =
      add_item(box, _("_Rename..."), _("Gives the chosen preset of your own another name."),
               G_CALLBACK(on_rename));
  box->delete_item = add_item(box, _("_Delete..."), _("Deletes the chosen preset of your own."),
                              G_CALLBACK(on_delete));
  add_item(box, _("_Import..."), _("Takes a preset from a file."), G_CALLBACK(on_import));
  add_item(box, _("_Export..."), _("Writes these settings to a file, for others."),
           G_CALLBACK(on_export));
  gtk_container_add(GTK_CONTAINER(button), gtk_arrow_new(GTK_ARROW_DOWN, GTK_SHADOW_NONE));
  gtk_widget_set_name(button, "prim-preset-menu");
  gtk_widget_set_tooltip_text(button, _("Save, delete, import or export presets (Alt+J)"));
  g_signal_connect(button, "clicked", G_CALLBACK(on_menu), box);
  prim_mnemonic_add(button, GDK_KEY_j);
  return button;
}

/* ---- The box ------------------------------------------------------------------- */

static GtkWidget *make_combo(PrimPresetBox *box)
{
  GtkWidget *combo = gtk_combo_box_new_with_model(GTK_TREE_MODEL(box->list));
  GtkCellRenderer *cell = gtk_cell_renderer_text_new();

  g_object_set(cell, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_cell_layout_pack_start(GTK_CELL_LAYOUT(combo), cell, TRUE);
  gtk_cell_layout_add_attribute(GTK_CELL_LAYOUT(combo), cell, "text", PRIM_PRESET_NAME);
  gtk_combo_box_set_row_separator_func(GTK_COMBO_BOX(combo), is_separator, NULL, NULL);
  gtk_widget_set_name(combo, "prim-preset");
  gtk_widget_set_tooltip_text(combo, _("Settings that go well together"));
  g_signal_connect(combo, "changed", G_CALLBACK(on_chosen), box);
  return combo;
}

PrimPresetBox *prim_preset_box_new(PrimSettings *settings, GtkSizeGroup *labels,
                                   void (*changed)(void *data), void *data)
{
  PrimPresetBox *box = g_new0(PrimPresetBox, 1);
  GtkWidget *label = gtk_label_new_with_mnemonic(_("_Preset:"));

  box->settings = settings;
  box->changed = changed;
  box->data = data;
  box->list = gtk_list_store_new(PRIM_PRESET_COLUMNS, G_TYPE_STRING, G_TYPE_INT, GDK_TYPE_PIXBUF);
  box->presets = g_array_new(FALSE, FALSE, sizeof(PrimSettings));
  box->combo = make_combo(box);
  box->row = gtk_hbox_new(FALSE, 12);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), box->combo);
  gtk_misc_set_alignment(GTK_MISC(label), 0, 0.5f);
  gtk_size_group_add_widget(labels, label);
  gtk_box_pack_start(GTK_BOX(box->row), label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box->row), box->combo, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(box->row), make_menu_button(box), FALSE, FALSE, 0);
  fill(box);
  prim_preset_box_show(box);
  return box;
}

void prim_preset_box_free(PrimPresetBox *box)
{
  g_object_unref(box->list);
  g_array_free(box->presets, TRUE);
  g_free(box);
}

GtkWidget *prim_preset_box_widget(PrimPresetBox *box)
{
  return box->row;
}

GtkComboBox *prim_preset_box_combo(const PrimPresetBox *box)
{
  return GTK_COMBO_BOX(box->combo);
}

GtkListStore *prim_preset_box_list(const PrimPresetBox *box)
{
  return box->list;
}

const PrimSettings *prim_preset_box_row(const PrimPresetBox *box, int row)
{
  return &g_array_index(box->presets, PrimSettings, row);
}
