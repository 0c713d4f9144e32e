/* Where a new result stands among the layers. */
#include "../record/parasite.h"
#include "../record/reference.h"
#include "stacking.h"

/* Whether the layer is a result that was drawn after the same picture. */
static bool is_of_same_picture(gint32 layer, const PrimSource *source)
{
  PrimRecord record;
  GError *unread = NULL;

  if (!prim_parasite_present(layer))
    return false;
  if (!prim_parasite_read(layer, &record, &unread)) {
    g_clear_error(&unread);
    return false;
  }
  bool same_image = record.tattoo == (guint32)gimp_item_get_tattoo(layer);
  bool same = prim_reference_find(&record.source, source->image, same_image) == source->drawable;
  prim_record_clear(&record);
  return same;
}

void prim_stacking_find(const PrimSource *source, gint32 *group, int *position)
{
  int count = 0;

  *group = *position = 0;
  if (source->layer == -1)
    return;
  gint32 parent = gimp_item_get_parent(source->layer);
  int own = gimp_image_get_item_position(source->image, source->layer);
  gint32 *layers = parent > 0 ? gimp_item_get_children(parent, &count)
                              : gimp_image_get_layers(source->image, &count);
  *group = MAX(parent, 0);
  while (*position < MIN(own, count) && !is_of_same_picture(layers[*position], source))
    ++*position;
  g_free(layers);
}
