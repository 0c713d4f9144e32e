/* A GTK module for tests: what the plug-in's windows show, and which of it does not fit.
 *
 * It looks at all windows again and again, and appends to the file that PRIM_LABELS names, once
 * each, with a tab between:
 *   shows    TEXT            a label, a button, the text of a progress bar
 *   clipped  TEXT            less room than it needs, an ellipsis, or an end outside the window
 *   doubled  LETTER  TEXT    a letter that leads to another control of the window as well
 *   beyond   TITLE           a window larger than the screen
 *   looked                   every time
 * Layout may be under way at one look, so a fault is one when two looks in turn find it. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <gdk/gdkkeysyms.h>
#include <gtk/gtk.h>

enum { INTERVAL = 100 }; /* milliseconds */

/* One look, and what is known from those before. */
typedef struct Look {
  FILE *file;
  GHashTable *found;   /* faults, for the next look */
  GHashTable *letters; /* of one window: letter to text */
  GtkWidget *window;
} Look;

static GHashTable *told, *found_before;

G_MODULE_EXPORT void gtk_module_init(int *argc, char ***argv);

static GHashTable *new_set(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* Once; takes the line. */
static void tell(const Look *look, char *line)
{
  if (g_hash_table_contains(told, line)) {
    g_free(line);
    return;
  }
  fprintf(look->file, "%s\n", line);
  g_hash_table_add(told, line);
}

/* Numbers count as one: those of a search change all the time. */
static char *line_of(const char *what, const char *text)
{
  char *line = g_strdup_printf("%s\t%s", what, text);

  for (char *c = line; *c; c++)
    *c = *c == '\n' ? ' ' : isdigit((unsigned char)*c) ? '0' : *c;
  return line;
}

static void fault(const Look *look, const char *what, const char *text)
{
  char *line = line_of(what, text);

  if (g_hash_table_contains(found_before, line))
    tell(look, g_strdup(line));
  g_hash_table_add(look->found, line);
}

/* ---- Room --------------------------------------------------------------------- */

/* Whether both ends of a widget are inside another one. */
static bool is_inside(GtkWidget *widget, GtkWidget *around)
{
  GtkAllocation place, space;
  int x, y;

  gtk_widget_get_allocation(widget, &place);
  gtk_widget_get_allocation(around, &space);
  return gtk_widget_translate_coordinates(widget, around, 0, 0, &x, &y) && x >= 0 &&
         x + place.width <= space.width;
}

static bool has_room(GtkWidget *widget, int width, int height)
{
  GtkAllocation place;
  GtkWidget *viewport = gtk_widget_get_ancestor(widget, GTK_TYPE_VIEWPORT);

  gtk_widget_get_allocation(widget, &place);
  return width <= place.width && height <= place.height &&
         is_inside(widget, gtk_widget_get_toplevel(widget)) &&
         (!viewport || is_inside(widget, viewport));
}

static bool has_what_it_asked_for(GtkWidget *widget)
{
  GtkRequisition asked;

  gtk_widget_get_requisition(widget, &asked);
  return has_room(widget, asked.width, asked.height);
}

static bool label_fits(GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout(label);
  int width, height, xpad, ypad;

  pango_layout_get_pixel_size(layout, &width, &height);
  gtk_misc_get_padding(GTK_MISC(label), &xpad, &ypad);
  return !pango_layout_is_ellipsized(layout) &&
         has_room(GTK_WIDGET(label), width + 2 * xpad, height + 2 * ypad);
}

static bool progress_fits(GtkWidget *bar, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout(bar, text);
  int width, height, border = 2 * gtk_widget_get_style(bar)->xthickness;

  pango_layout_get_pixel_size(layout, &width, &height);
  g_object_unref(layout);
  return has_room(bar, width + border, height);
}

/* The text of a box's chosen entry, and the width of all that is in it without an ellipsis. */
static char *entry_of(GtkCellView *view, int *width)
{
  GList *cells = gtk_cell_layout_get_cells(GTK_CELL_LAYOUT(view));
  char *text = NULL;

  *width = 0;
  for (GList *cell = cells; cell; cell = cell->next) {
    PangoEllipsizeMode mode = PANGO_ELLIPSIZE_NONE;
    bool is_text = GTK_IS_CELL_RENDERER_TEXT(cell->data);
    int own;
    if (is_text) {
      g_free(text);
      g_object_get(cell->data, "text", &text, "ellipsize", &mode, NULL);
      g_object_set(cell->data, "ellipsize", PANGO_ELLIPSIZE_NONE, NULL);
    }
    gtk_cell_renderer_get_size(cell->data, GTK_WIDGET(view), NULL, NULL, NULL, &own, NULL);
    *width += own;
    if (is_text)
      g_object_set(cell->data, "ellipsize", mode, NULL);
  }
  g_list_free(cells);
  return text;
}

/* ---- Looking -------------------------------------------------------------------- */

static void look_at_text(const Look *look, const char *text, bool fits)
{
  if (!text || !*text)
    return;
  tell(look, line_of("shows", text));
  if (!fits)
    fault(look, "clipped", text);
}

static void look_at_letter(const Look *look, GtkLabel *label)
{
  guint key = gtk_label_get_mnemonic_keyval(label);

  if (key == GDK_KEY_VoidSymbol)
    return;
  const char *letter = gdk_keyval_name(gdk_keyval_to_lower(key));
  if (g_hash_table_contains(look->letters, letter)) {
    char *text = g_strdup_printf("%s\t%s", letter, gtk_label_get_text(label));
    fault(look, "doubled", text);
    g_free(text);
  }
  g_hash_table_add(look->letters, g_strdup(letter));
}

static void look_at(GtkWidget *widget, gpointer data)
{
  const Look *look = data;

  if (!gtk_widget_get_mapped(widget))
    return;
  if (GTK_IS_LABEL(widget)) {
    look_at_text(look, gtk_label_get_text(GTK_LABEL(widget)), label_fits(GTK_LABEL(widget)));
    look_at_letter(look, GTK_LABEL(widget));
  } else if (GTK_IS_PROGRESS_BAR(widget)) {
    const char *text = gtk_progress_bar_get_text(GTK_PROGRESS_BAR(widget));
    look_at_text(look, text, progress_fits(widget, text));
  } else if (GTK_IS_CELL_VIEW(widget)) {
    int width;
    char *text = entry_of(GTK_CELL_VIEW(widget), &width);
    look_at_text(look, text, has_room(widget, width, 0));
    g_free(text);
  } else if (GTK_IS_COMBO_BOX(widget) || GTK_IS_BUTTON(widget) || GTK_IS_ENTRY(widget)) {
    if (!has_what_it_asked_for(widget))
      fault(look, "clipped", gtk_widget_get_name(widget));
  }
  if (GTK_IS_CONTAINER(widget))
    gtk_container_forall(GTK_CONTAINER(widget), look_at, data);
}

static bool is_on_screen(GtkWidget *window)
{
  GdkRectangle frame;

  gdk_window_get_frame_extents(gtk_widget_get_window(window), &frame);
  return frame.width <= gdk_screen_width() && frame.height <= gdk_screen_height();
}

static void look_at_window(gpointer window, gpointer data)
{
  Look *look = data;

  if (!gtk_widget_get_mapped(window))
    return;
  look->letters = new_set();
  look_at(window, look);
  if (!is_on_screen(window))
    fault(look, "beyond", gtk_window_get_title(window));
  g_hash_table_unref(look->letters);
}

static gboolean look_at_all(gpointer path)
{
  Look look = {.file = fopen(path, "a"), .found = new_set()};
  GList *windows = gtk_window_list_toplevels();

  if (!look.file)
    g_error("%s: %s", (const char *)path, g_strerror(errno));
  g_list_foreach(windows, look_at_window, &look);
  g_list_free(windows);
  g_hash_table_unref(found_before);
  found_before = look.found;
  fputs("looked\n", look.file);
  if (fclose(look.file) != 0)
    g_error("%s: %s", (const char *)path, g_strerror(errno));
  return G_SOURCE_CONTINUE;
}

/* GTK loads it into GIMP and its other plug-ins, too. */
void gtk_module_init(int *argc, char ***argv)
{
  const char *path = g_getenv("PRIM_LABELS");

  (void)argc;
  (void)argv;
  if (!path || strcmp(program_invocation_short_name, "gimp-primitive") != 0)
    return;
  told = new_set();
  found_before = new_set();
  g_timeout_add_full(G_PRIORITY_LOW, INTERVAL, look_at_all, g_strdup(path), NULL);
}
