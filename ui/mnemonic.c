/* Mnemonics that no letter of a label shows. */
#include "mnemonic.h"

static void on_hierarchy(GtkWidget *widget, GtkWidget *before, gpointer key)
{
  GtkWidget *window = gtk_widget_get_toplevel(widget);

  if (before && GTK_IS_WINDOW(before))
    gtk_window_remove_mnemonic(GTK_WINDOW(before), GPOINTER_TO_UINT(key), widget);
  if (GTK_IS_WINDOW(window))
    gtk_window_add_mnemonic(GTK_WINDOW(window), GPOINTER_TO_UINT(key), widget);
}

void prim_mnemonic_add(GtkWidget *widget, guint key)
{
  g_signal_connect(widget, "hierarchy-changed", G_CALLBACK(on_hierarchy), GUINT_TO_POINTER(key));
}
