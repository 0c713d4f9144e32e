/* What is to be redrawn: a drawable, and the part of it that counts. */
#include "source.h"

bool prim_source_check(gint32 image, gint32 drawable, GError **error)
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

static bool begin(gint32 image, gint32 drawable, gint32 importance, PrimSource *source,
                  GError **error)
{
  if (!prim_source_check(image, drawable, error))
    return false;
  if (importance != -1 && gimp_item_get_image(importance) != image) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The importance must be a layer, mask or channel of the same image."));
    return false;
  }
  *source = (PrimSource){
      .image = image,
      .drawable = drawable,
      .layer = layer_of(image, drawable),
      .mask = -1,
      .importance = importance,
  };
  return true;
}

/* The drawable's own transparency and layer mask count. */
static void count_own_coverage(PrimSource *source)
{
  gint32 drawable = source->drawable;

  source->alpha = gimp_drawable_has_alpha(drawable);
  if (gimp_item_is_layer(drawable) && gimp_layer_get_apply_mask(drawable))
    source->mask = gimp_layer_get_mask(drawable);
  source->mask_x = source->region.x;
  source->mask_y = source->region.y;
}

bool prim_source_find(gint32 image, gint32 drawable, gint32 importance, PrimSource *source,
                      GError **error)
{
  if (!begin(image, drawable, importance, source, error))
    return false;

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
  source->selected = !gimp_selection_is_empty(image);
  count_own_coverage(source);
  return true;
}

bool prim_source_under(gint32 image, gint32 drawable, gint32 importance, gint32 result,
                       const GeglRectangle *region, PrimSource *source, GError **error)
{
  if (!begin(image, drawable, importance, source, error))
    return false;

  gint32 mask = gimp_layer_get_mask(result);
  int x = 0, y = 0;
  gimp_drawable_offsets(drawable, &x, &y);
  source->region = *region;
  source->offset_x = x + region->x;
  source->offset_y = y + region->y;
  if (mask != -1 && ABS(gimp_drawable_width(mask) - region->width) <= 1 &&
      ABS(gimp_drawable_height(mask) - region->height) <= 1)
    source->mask = mask;
  else
    count_own_coverage(source);
  return true;
}

bool prim_source_present(const PrimSource *source, GError **error)
{
  bool present = gimp_item_is_valid(source->drawable);

  if (!present)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The picture is gone: it was closed or deleted."));
  return present;
}
