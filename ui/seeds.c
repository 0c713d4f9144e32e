/* Back and forward through the seeds that were seen. */
#include "seeds.h"

#include "text.h"

typedef struct Seeds {
  GtkAdjustment *seed;
  GtkWidget *back, *forward;
  GArray *seen; /* of double, in the order in which they were seen */
  guint at;     /* the one that shows */
} Seeds;

static double seed_at(const Seeds *seeds, guint index)
{
  return g_array_index(seeds->seen, double, index);
}

static void show(const Seeds *seeds)
{
  gtk_widget_set_sensitive(seeds->back, seeds->at > 0);
  gtk_widget_set_sensitive(seeds->forward, seeds->at + 1 < seeds->seen->len);
}

static void see(Seeds *seeds)
{
  double seed = gtk_adjustment_get_value(seeds->seed);
  guint at = 0;

  while (at < seeds->seen->len && seed_at(seeds, at) != seed)
    at++;
  if (at == seeds->seen->len)
    g_array_append_val(seeds->seen, seed);
  seeds->at = at;
  show(seeds);
}

static void on_back(GtkWidget *button, Seeds *seeds)
{
  (void)button;
  gtk_adjustment_set_value(seeds->seed, seed_at(seeds, seeds->at - 1));
}

static void on_forward(GtkWidget *button, Seeds *seeds)
{
  (void)button;
  gtk_adjustment_set_value(seeds->seed, seed_at(seeds, seeds->at + 1));
}

static GtkWidget *make_button(const char *stock, const char *name, const char *tooltip)
{
  GtkWidget *button = gtk_button_new();

  gtk_container_add(GTK_CONTAINER(button), gtk_image_new_from_stock(stock, GTK_ICON_SIZE_MENU));
  gtk_widget_set_name(button, name);
  gtk_widget_set_tooltip_text(button, tooltip);
  atk_object_set_name(gtk_widget_get_accessible(button), tooltip);
  return button;
}

static void free_seeds(gpointer data)
{
  Seeds *seeds = data;

  g_signal_handlers_disconnect_by_data(seeds->seed, seeds);
  g_object_unref(seeds->seed);
  g_array_free(seeds->seen, TRUE);
  g_free(seeds);
}

GtkWidget *prim_seeds_new(GtkAdjustment *seed)
{
  GtkWidget *box = gtk_hbox_new(TRUE, 0);
  Seeds *seeds = g_new0(Seeds, 1);

  seeds->seed = g_object_ref(seed);
  seeds->seen = g_array_new(FALSE, FALSE, sizeof(double));
  seeds->back = make_button(GTK_STOCK_GO_BACK, "prim-seed-back", _("The seed seen before"));
  seeds->forward = make_button(GTK_STOCK_GO_FORWARD, "prim-seed-forward", _("The seed seen next"));
  g_signal_connect(seeds->back, "clicked", G_CALLBACK(on_back), seeds);
  g_signal_connect(seeds->forward, "clicked", G_CALLBACK(on_forward), seeds);
  g_signal_connect_swapped(seed, "value-changed", G_CALLBACK(see), seeds);
  gtk_box_pack_start(GTK_BOX(box), seeds->back, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), seeds->forward, FALSE, FALSE, 0);
  g_object_set_data_full(G_OBJECT(box), "prim-seeds", seeds, free_seeds);
  see(seeds);
  return box;
}
