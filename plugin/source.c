/* What is to be redrawn: a drawable, and the part of it that counts. */
#include "source.h"

static bool usable(gint32 image, gint32 drawable, GError **error)
{
  const char *problem = NULL;

  if (gimp_item_get_image(drawable) != image)
    problem = _("The drawable is not part of the image.");
  else if (gimp_drawable_is_indexed(drawable) || gimp_image_base_type(image) == GIMP_INDEXED)
    problem = _("Shapes cannot be drawn in an indexed image. Convert it to RGB with Image > Mode "
                "> RGB first.");
  else if (gimp_image_get_floating_sel(image) != -1)
    problem = _("There is a floating selection. Anchor it with Layer > Anchor Layer first.");
  if (problem)
    prim_fail(error, GIMP_PDB_CALLING_ERROR, "%s", problem);
  return !problem;
}

/* The layer that the drawable is or belongs to; a channel has none, and then
 * the active layer is taken, if there is one. */
static gint32 layer_of(gint32 image, gint32 drawable)
{
  if (gimp_item_is_layer_mask(drawable))
    return gimp_layer_from_mask(drawable);
  if (gimp_item_is_layer(drawable))
    return drawable;
  return gimp_image_get_active_layer(image);
}

bool prim_source_find(gint32 image, gint32 drawable, PrimSource *source, GError **error)
{
  if (!usable(image, drawable, error))
    return false;

  *source = (PrimSource){
      .image = image,
      .drawable = drawable,
      .layer = layer_of(image, drawable),
      .selected = !gimp_selection_is_empty(image),
      .mask = -1,
  };
  GeglRectangle *region = &source->region;
  if (!gimp_drawable_mask_intersect(drawable, &region->x, &region->y, &region->width,
                                    &region->height)) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The selection lies outside the layer. Select a part of the layer, or nothing "
                "(Select > None) to redraw all of it."));
    return false;
  }
  int x = 0, y = 0;
  gimp_drawable_offsets(drawable, &x, &y);
  source->offset_x = x + region->x;
  source->offset_y = y + region->y;
  if (gimp_item_is_layer(drawable) && gimp_layer_get_apply_mask(drawable))
    source->mask = gimp_layer_get_mask(drawable);
  return true;
}
