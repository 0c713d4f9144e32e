/* A list of an image's drawables to choose from. */
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "drawable_box.h"
#include "text.h"

static gboolean same_image(gint32 image, gint32 drawable, gpointer data)
{
  (void)drawable;
  return image == GPOINTER_TO_INT(data);
}

/* GIMP's own list leaves out the masks of layers. */
static void add_masks(GimpIntStore *store, const gint *layers, int count)
{
  for (int i = 0; i < count; i++) {
    gint32 mask = gimp_layer_get_mask(layers[i]);
    if (mask != -1) {
      char *layer = gimp_item_get_name(layers[i]);
      /* Translators: %s is the name of a layer. */
      char *label = g_strdup_printf(_("Mask of %s"), layer);
      GtkTreeIter iter;
      gtk_list_store_append(GTK_LIST_STORE(store), &iter);
      gtk_list_store_set(GTK_LIST_STORE(store), &iter, GIMP_INT_STORE_VALUE, mask,
                         GIMP_INT_STORE_LABEL, label, -1);
      g_free(label);
      g_free(layer);
    }
    if (gimp_item_is_group(layers[i])) {
      int children = 0;
      gint *items = gimp_item_get_children(layers[i], &children);
      add_masks(store, items, children);
      g_free(items);
    }
  }
}

/* All are of one image, whose name says nothing. */
static gboolean use_plain_name(GtkTreeModel *model, GtkTreePath *path, GtkTreeIter *iter,
                               gpointer data)
{
  gint32 drawable;

  (void)path;
  (void)data;
  gtk_tree_model_get(model, iter, GIMP_INT_STORE_VALUE, &drawable, -1);
  char *name = gimp_item_get_name(drawable);
  if (name)
    gtk_list_store_set(GTK_LIST_STORE(model), iter, GIMP_INT_STORE_LABEL, name, -1);
  g_free(name);
  return FALSE;
}

GtkWidget *prim_drawable_box_new(int32_t image, int32_t value, const char *label)
{
  GtkWidget *box = gimp_drawable_combo_box_new(same_image, GINT_TO_POINTER(image));
  int count = 0;
  gint *layers = gimp_image_get_layers(image, &count);

  gtk_tree_model_foreach(gtk_combo_box_get_model(GTK_COMBO_BOX(box)), use_plain_name, NULL);
  add_masks(GIMP_INT_STORE(gtk_combo_box_get_model(GTK_COMBO_BOX(box))), layers, count);
  g_free(layers);
  gimp_int_combo_box_prepend(GIMP_INT_COMBO_BOX(box), GIMP_INT_STORE_VALUE, value,
                             GIMP_INT_STORE_LABEL, label, -1);
  g_object_set(box, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  return box;
}
