/* For tests: what a user would see and feel, written to a file. */
#include <stdio.h>

#include <gdk/gdkkeysyms.h>
#include <glib/gstdio.h>

#include "hook.h"

/* Free with g_free(); NULL when nobody wants to know. */
static char *path_of(const char *name)
{
  const char *folder = g_getenv("GIMP_PRIMITIVE_HOOK");

  return folder ? g_build_filename(folder, name, NULL) : NULL;
}

void prim_hook_note(const char *line)
{
  char *path = path_of("timings");
  FILE *file = path ? fopen(path, "a") : NULL;

  if (file) {
    fprintf(file, "%s\n", line);
    (void)fclose(file); /* the test misses what is not there */
  }
  g_free(path);
}

void prim_hook_time(const char *what, gint64 since)
{
  char line[64];

  g_snprintf(line, sizeof line, "%s %d ms", what,
             (int)((g_get_monotonic_time() - since + 500) / 1000));
  prim_hook_note(line);
}

/* A tab between each: name, x, y, width, height, state, tooltip, focus. */
static void write_widget(GtkWidget *widget, FILE *file)
{
  GtkAllocation place;
  int x = 0, y = 0;
  char *tip = gtk_widget_get_tooltip_text(widget);

  gtk_widget_get_allocation(widget, &place);
  gdk_window_get_origin(gtk_widget_get_window(widget), &x, &y);
  if (!gtk_widget_get_has_window(widget)) {
    x += place.x;
    y += place.y;
  }
  const char *state = !gtk_widget_is_sensitive(widget) ? "insensitive" : "";
  if (GTK_IS_TOGGLE_BUTTON(widget) && gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(widget)))
    state = "on";
  fprintf(file, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\n", gtk_widget_get_name(widget), x, y, place.width,
          place.height, state, tip ? tip : "", gtk_widget_has_focus(widget) ? "focus" : "");
  g_free(tip);
}

static void write_labels(GtkWidget *widget, gpointer file)
{
  if (!gtk_widget_get_mapped(widget))
    return;
  if (GTK_IS_LABEL(widget)) {
    guint key = gtk_label_get_mnemonic_keyval(GTK_LABEL(widget));
    if (key != GDK_KEY_VoidSymbol)
      fprintf(file, "mnemonic\t%s\t%s\n", gdk_keyval_name(key),
              gtk_label_get_text(GTK_LABEL(widget)));
  }
  if (g_str_has_prefix(gtk_widget_get_name(widget), "prim-"))
    write_widget(widget, file);
  if (GTK_IS_CONTAINER(widget))
    gtk_container_forall(GTK_CONTAINER(widget), write_labels, file);
}

/* A reader sees all of it, or the file as it was before. */
void prim_hook_widgets(GtkWidget *window)
{
  char *path = gtk_widget_get_mapped(window) ? path_of("widgets") : NULL;
  char *draft = path ? path_of("widgets.new") : NULL;
  FILE *file = draft ? fopen(draft, "w") : NULL;

  if (file) {
    write_labels(window, file);
    if (fclose(file) == 0)
      g_rename(draft, path);
  }
  g_free(path);
  g_free(draft);
}

static gboolean write_again(gpointer window)
{
  prim_hook_widgets(window);
  return G_SOURCE_REMOVE;
}

/* When GTK has done what it is about to do. */
static void write_soon(GtkWidget *window)
{
  (void)g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, write_again, g_object_ref(window), g_object_unref);
}

void prim_hook_watch(GtkWidget *window)
{
  if (!g_getenv("GIMP_PRIMITIVE_HOOK"))
    return;
  g_signal_connect(window, "set-focus", G_CALLBACK(write_soon), NULL);
  g_signal_connect(window, "notify::has-toplevel-focus", G_CALLBACK(write_soon), NULL);
  g_signal_connect(window, "size-allocate", G_CALLBACK(write_soon), NULL);
}
