/* An image of the plug-in's own, in which a result is made. */
#include "../read/buffer.h"
#include "layer.h"
#include "../record/parasite.h"
#include "scratch.h"

static bool copy_properties(gint32 from, gint32 to, GError **error)
{
  GimpColorProfile *profile = gimp_image_get_color_profile(from);
  double x = 72, y = 72;
  bool good = gimp_image_undo_disable(to);

  if (profile) {
    good = gimp_image_set_color_profile(to, profile) && good;
    g_object_unref(profile);
  }
  good = gimp_image_get_resolution(from, &x, &y) && gimp_image_set_resolution(to, x, y) && good;
  return prim_gimp_did(good, from, error);
}

gint32 prim_scratch_new(gint32 image, int width, int height, GError **error)
{
  GimpImageBaseType mode = gimp_image_base_type(image);
  GimpPrecision precision = gimp_image_get_precision(image);
  gint32 scratch = -1;

  if ((int)mode >= 0 && (int)precision >= 0) /* both are -1 of an image that is gone */
    scratch = gimp_image_new_with_precision(width, height, mode, precision);
  if (!prim_gimp_did(scratch != -1, image, error))
    return -1;
  if (copy_properties(image, scratch, error))
    return scratch;
  gimp_image_delete(scratch);
  return -1;
}

void prim_scratch_delete(gint32 scratch)
{
  if (scratch != -1)
    gimp_image_delete(scratch);
}

gint32 prim_scratch_copy(gint32 layer, gint32 image, GError **error)
{
  gint32 copy = gimp_layer_new_from_drawable(layer, image);
  char *name = gimp_item_get_name(layer);
  bool named = copy != -1 && name && gimp_item_set_name(copy, name); /* GIMP adds "copy" */

  g_free(name);
  if (prim_gimp_did(named, image, error))
    return copy;
  prim_scratch_discard(copy, image);
  return -1;
}

void prim_scratch_discard(gint32 layer, gint32 image)
{
  if (layer != -1 && gimp_image_is_valid(image) && gimp_item_is_valid(layer))
    gimp_item_delete(layer);
}

/* False: nothing was inserted, and the copy is still to be deleted. */
static bool insert(gint32 copy, const PrimSource *source, GError **error)
{
  gint32 image = source->image;
  PrimActive active = prim_layer_active(image);

  if (!prim_gimp_did(gimp_image_undo_group_start(image), image, error))
    return false;
  bool good = prim_layer_insert(copy, source, error);
  /* What happened between the last look at the source and the insertion. */
  if (good && !prim_source_present(source, error)) {
    prim_layer_remove(copy, image, &active);
    copy = -1;
  }
  bool ended = gimp_image_undo_group_end(image);
  return prim_gimp_did(ended, image, error) && good && copy != -1;
}

gint32 prim_scratch_place(gint32 layer, const PrimSource *source, const PrimRecord *record,
                          GError **error)
{
  if (!prim_source_present(source, error))
    return -1;
  gint32 copy = prim_scratch_copy(layer, source->image, error);
  if (copy == -1)
    return -1;
  if (prim_parasite_attach(source->image, copy, record, error) && insert(copy, source, error))
    return copy;
  prim_scratch_discard(copy, source->image);
  return -1;
}
