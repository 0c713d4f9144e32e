/* The mouse wheel over controls that can be scrolled. */
#include <stdbool.h>

#include "wheel.h"

/* Of a list, a button in it has the focus. */
static bool has_focus(GtkWidget *widget)
{
  GtkWidget *window = gtk_widget_get_toplevel(widget);
  GtkWidget *focus = GTK_IS_WINDOW(window) ? gtk_window_get_focus(GTK_WINDOW(window)) : NULL;

  return focus && (focus == widget || gtk_widget_is_ancestor(focus, widget));
}

/* What lies around the widget takes the wheel in its place. */
static gboolean on_scroll(GtkWidget *widget, GdkEvent *event)
{
  if (has_focus(widget))
    return FALSE;
  gtk_propagate_event(gtk_widget_get_parent(widget), event);
  return TRUE;
}

static void tame(GtkWidget *widget, gpointer unused)
{
  (void)unused;
  if (GTK_IS_COMBO_BOX(widget) || GTK_IS_RANGE(widget) || GTK_IS_SPIN_BUTTON(widget))
    g_signal_connect(widget, "scroll-event", G_CALLBACK(on_scroll), NULL);
  else if (GTK_IS_CONTAINER(widget))
    prim_wheel_tame(widget);
}

void prim_wheel_tame(GtkWidget *container)
{
  gtk_container_foreach(GTK_CONTAINER(container), tame, NULL);
}
