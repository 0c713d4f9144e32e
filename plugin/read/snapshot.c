/* What is visible of an image, as something to draw after.
 *
 * The copy shares the pixels of the image, and nothing that is hidden in it is seen to come and
 * go. */
#include "buffer.h"
#include "snapshot.h"

/* Hides in the copy what stands above the counterpart of `item`, and that too if it is the
 * last. Returns the counterpart; -1: it is gone. */
static gint32 hide_down_to(gint32 image, gint32 copy, gint32 item, bool last)
{
  gint32 parent = gimp_item_get_parent(item), found = -1;
  int position = gimp_image_get_item_position(image, item), count = 0;
  gint32 *siblings = NULL;

  if (parent > 0) {
    gint32 group = hide_down_to(image, copy, parent, false);
    siblings = group == -1 ? NULL : gimp_item_get_children(group, &count);
  } else {
    siblings = gimp_image_get_layers(copy, &count);
  }
  for (int i = 0; i < count && i <= position; i++) {
    if (i < position || last)
      gimp_item_set_visible(siblings[i], FALSE);
    found = siblings[i];
  }
  g_free(siblings);
  return found;
}

static gint32 add_visible(gint32 copy)
{
  gint32 layer = gimp_layer_new_from_visible(copy, copy, "visible");

  if (layer == -1 || gimp_image_insert_layer(copy, layer, 0, 0))
    return layer;
  gimp_item_delete(layer);
  return -1;
}

gint32 prim_snapshot_take(gint32 image, gint32 below, gint32 *layer, GError **error)
{
  gint32 copy = gimp_image_duplicate(image);

  *layer = -1;
  if (!prim_gimp_did(copy != -1, image, error))
    return -1;
  if (prim_gimp_did(gimp_image_undo_disable(copy), image, error) &&
      (below == -1 || hide_down_to(image, copy, below, true) != -1))
    *layer = add_visible(copy);
  if (prim_gimp_did(*layer != -1, image, error))
    return copy;
  gimp_image_delete(copy);
  return -1;
}
