/* What is to be redrawn: a drawable, and the part of it that counts. */
#include <string.h>

#include "buffer.h"
#include "snapshot.h"
#include "source.h"

bool prim_source_belongs(gint32 image, gint32 drawable, GError **error)
{
  const char *problem = NULL;

  if (!gimp_image_is_valid(image))
    problem = _("There is no such image. It may have been closed.");
  else if (!gimp_item_is_valid(drawable))
    problem = _("There is no such layer, mask or channel. It may have been deleted.");
  else if (gimp_item_get_image(drawable) != image)
    problem = _("The drawable is not part of the image.");
  if (problem)
    prim_fail(error, GIMP_PDB_CALLING_ERROR, "%s", problem);
  return !problem;
}

/* Whether shapes can be painted in the image as it is. */
static bool check_mode(gint32 image, bool indexed, GError **error)
{
  const char *problem = NULL;

  if (!gimp_image_is_valid(image))
    problem = _("There is no such image. It may have been closed.");
  else if (indexed || gimp_image_base_type(image) == GIMP_INDEXED)
    problem = _("Shapes cannot be drawn in an indexed image. Convert it to RGB with Image > Mode "
                "> RGB first.");
  else if (gimp_image_get_floating_sel(image) != -1)
    problem = _("There is a floating selection. Anchor it with Layer > Anchor Layer first.");
  if (problem)
    prim_fail(error, GIMP_PDB_CALLING_ERROR, "%s", problem);
  return !problem;
}

bool prim_source_check(gint32 image, gint32 drawable, GError **error)
{
  return prim_source_belongs(image, drawable, error) &&
         check_mode(image, gimp_drawable_is_indexed(drawable), error);
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

static GeglRectangle bounds_of(gint32 drawable)
{
  GeglRectangle bounds = {0, 0, gimp_drawable_width(drawable), gimp_drawable_height(drawable)};

  gimp_drawable_offsets(drawable, &bounds.x, &bounds.y);
  return bounds;
}

/* Whether a selection exists, and its bounds. */
static void look_at_selection(gint32 image, gint selection[5])
{
  memset(selection, 0, 5 * sizeof *selection);
  gimp_selection_bounds(image, &selection[0], &selection[1], &selection[2], &selection[3],
                        &selection[4]);
}

/* Above `result`, or -1, when it is what is visible. */
static bool begin(gint32 image, gint32 drawable, gint32 importance, gint32 result,
                  PrimSource *source, GError **error)
{
  bool visible = drawable == PRIM_SOURCE_VISIBLE;
  gint32 snapshot = -1;

  if (!(visible ? check_mode(image, false, error) : prim_source_check(image, drawable, error)))
    return false;
  if (importance != -1 && gimp_item_get_image(importance) != image) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The importance must be a layer, mask or channel of the same image."));
    return false;
  }
  if (visible && (snapshot = prim_snapshot_take(image, result, &drawable, error)) == -1)
    return false;
  *source = (PrimSource){
      .image = image,
      .drawable = drawable,
      .snapshot = snapshot,
      .layer = result != -1 ? result
               : visible    ? -1
                            : layer_of(image, drawable),
      .result = result,
      .mask = -1,
      .importance = importance,
      .bounds = bounds_of(drawable),
  };
  look_at_selection(image, source->selection);
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
  if (!begin(image, drawable, importance, -1, source, error))
    return false;

  GeglRectangle *region = &source->region; /* a snapshot has the image's selection */
  if (!gimp_drawable_mask_intersect(source->drawable, &region->x, &region->y, &region->width,
                                    &region->height)) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The selection lies outside the layer. Select a part of the layer, or nothing "
                "(Select > None) to redraw all of it."));
    prim_source_clear(source);
    return false;
  }
  source->offset_x = source->bounds.x + region->x;
  source->offset_y = source->bounds.y + region->y;
  source->selected = source->selection[0];
  count_own_coverage(source);
  return true;
}

bool prim_source_under(gint32 image, gint32 drawable, gint32 importance, gint32 result,
                       const GeglRectangle *region, PrimSource *source, GError **error)
{
  if (!begin(image, drawable, importance, result, source, error))
    return false;

  gint32 mask = gimp_layer_get_mask(result);
  source->region = *region;
  source->offset_x = source->bounds.x + region->x;
  source->offset_y = source->bounds.y + region->y;
  if (mask != -1 && ABS(gimp_drawable_width(mask) - region->width) <= 1 &&
      ABS(gimp_drawable_height(mask) - region->height) <= 1)
    source->mask = mask;
  else
    count_own_coverage(source);
  return true;
}

void prim_source_clear(PrimSource *source)
{
  if (source->snapshot != -1 && gimp_image_is_valid(source->snapshot))
    gimp_image_delete(source->snapshot);
  source->snapshot = -1;
}

/* What was visible is kept, but its image must still be there, and as big. */
static bool snapshot_present(const PrimSource *source, GError **error)
{
  gint32 image = source->image;

  if (!check_mode(image, false, error))
    return false;
  if (gimp_image_width(image) == source->bounds.width &&
      gimp_image_height(image) == source->bounds.height)
    return true;
  prim_buffer_fail(source->drawable, error);
  return false;
}

bool prim_source_present(const PrimSource *source, GError **error)
{
  gint32 drawable = source->drawable;
  GeglRectangle now = bounds_of(drawable);

  if (source->snapshot != -1)
    return snapshot_present(source, error);
  if (gimp_item_is_valid(drawable) && gegl_rectangle_equal(&now, &source->bounds))
    return prim_source_check(source->image, drawable, error);
  prim_buffer_fail(drawable, error);
  return false;
}

bool prim_source_same_selection(const PrimSource *source)
{
  gint now[5];

  look_at_selection(source->image, now);
  return memcmp(now, source->selection, sizeof now) == 0;
}

void prim_source_settle(PrimSource *source, GeglBuffer *coverage)
{
  source->coverage = coverage;
  source->selected = source->alpha = false;
  source->mask = -1;
}
