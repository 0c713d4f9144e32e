/* Where a result comes from. */
#include <math.h>
#include <stdlib.h>

#include "names.h"
#include "origin.h"
#include "read/buffer.h"
#include "record/parasite.h"
#include "record/reference.h"
#include "write/group.h"

/* ---- Finding ------------------------------------------------------------------ */

/* The layer or group with a record; a group's layers are found, too. -1: none. */
static gint32 result_of(gint32 drawable)
{
  gint32 item = gimp_item_is_layer_mask(drawable) ? gimp_layer_from_mask(drawable) : drawable;
  gint32 parent = item > 0 ? gimp_item_get_parent(item) : -1;

  if (prim_parasite_present(item))
    return item;
  return parent > 0 && prim_parasite_present(parent) ? parent : -1;
}

bool prim_origin_read(gint32 image, gint32 drawable, PrimOrigin *origin, GError **error)
{
  *origin = (PrimOrigin){.image = image, .result = -1, .drawable = -1, .importance = -1};
  if (!prim_source_check(image, drawable, error))
    return false;
  gint32 result = result_of(drawable);
  if (!prim_parasite_read(result == -1 ? drawable : result, &origin->record, error))
    return false;

  const PrimRecord *record = &origin->record;
  bool same_image = record->tattoo == (guint32)gimp_item_get_tattoo(result);
  origin->result = result;
  origin->drawable = record->source.kind == PRIM_REFERENCE_VISIBLE
                         ? PRIM_SOURCE_VISIBLE
                         : prim_reference_find(&record->source, image, same_image);
  origin->importance = prim_reference_find(&record->importance, image, same_image);
  return true;
}

void prim_origin_clear(PrimOrigin *origin)
{
  prim_record_clear(&origin->record);
}

void prim_origin_fail_gone(const PrimOrigin *origin, GError **error)
{
  const char *known = origin->record.source.name; /* which comes from a file */
  char *name = known ? prim_names_cut(known) : NULL;

  if (name)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("\"%s\", which the layer was drawn after, is no longer in the image. Bring it back "
                "under that name, or draw after another layer."),
              name);
  else
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The layer does not say what it was drawn after. Draw after another layer."));
  g_free(name);
}

/* ---- The part of the picture ----------------------------------------------------- */

/* Whether one size is the other one scaled, to the pixel. */
static bool same_proportions(int width, int height, int other_width, int other_height)
{
  int64_t off = (int64_t)width * other_height - (int64_t)height * other_width;

  return llabs(off) <= MAX(width + height, other_width + other_height);
}

/* The place of the drawing in the image. */
static bool find_frame(gint32 result, GeglRectangle *frame, GError **error)
{
  if (prim_group_is(result))
    return prim_group_frame(result, frame, error);
  *frame = (GeglRectangle){0, 0, gimp_drawable_width(result), gimp_drawable_height(result)};
  if (frame->width > 0 && frame->height > 0 && gimp_drawable_offsets(result, &frame->x, &frame->y))
    return true;
  prim_buffer_fail(result, error);
  return false;
}

/* The drawable's place, or the whole image. */
static GeglRectangle bounds_of(gint32 image, gint32 drawable)
{
  GeglRectangle bounds = {0, 0, 0, 0};

  if (drawable == PRIM_SOURCE_VISIBLE) {
    bounds.width = gimp_image_width(image);
    bounds.height = gimp_image_height(image);
  } else {
    bounds.width = gimp_drawable_width(drawable);
    bounds.height = gimp_drawable_height(drawable);
    gimp_drawable_offsets(drawable, &bounds.x, &bounds.y);
  }
  return bounds;
}

/* The record's region in a source of that size: it may have been scaled. */
static GeglRectangle region_in(const PrimRecord *record, int width, int height)
{
  double x = (double)width / record->source.width, y = (double)height / record->source.height;
  GeglRectangle region = {(int)lround(record->region.x * x), (int)lround(record->region.y * y),
                          (int)lround(record->region.width * x),
                          (int)lround(record->region.height * y)};

  region.x = MIN(region.x, width - 1);
  region.y = MIN(region.y, height - 1);
  region.width = CLAMP(region.width, 1, width - region.x);
  region.height = CLAMP(region.height, 1, height - region.y);
  return region;
}

/* Whether the record's region still is that of the result, in a picture this big. */
static bool region_holds(const PrimRecord *record, const GeglRectangle *bounds,
                         const GeglRectangle *frame, const GeglRectangle *region)
{
  return record->source.kind != PRIM_REFERENCE_NONE &&
         same_proportions(record->source.width, record->source.height, bounds->width,
                          bounds->height) &&
         same_proportions(region->width, region->height, frame->width, frame->height);
}

/* What lies under the result; false when that is nothing. */
static bool region_under(const GeglRectangle *bounds, const GeglRectangle *frame,
                         GeglRectangle *region)
{
  if (!gegl_rectangle_intersect(region, bounds, frame))
    return false;
  region->x -= bounds->x;
  region->y -= bounds->y;
  return true;
}

static bool find_region(const PrimOrigin *origin, gint32 drawable, GeglRectangle *region,
                        GError **error)
{
  GeglRectangle frame, bounds = bounds_of(origin->image, drawable);

  if (!find_frame(origin->result, &frame, error))
    return false;
  if (bounds.width < 1 || bounds.height < 1) {
    prim_buffer_fail(drawable, error);
    return false;
  }
  if (origin->record.source.kind != PRIM_REFERENCE_NONE)
    *region = region_in(&origin->record, bounds.width, bounds.height);
  if (region_holds(&origin->record, &bounds, &frame, region) ||
      region_under(&bounds, &frame, region))
    return true;
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("What is to be drawn after does not lie under the result. Move one of them, or "
              "choose another layer."));
  return false;
}

bool prim_origin_source_again(const PrimOrigin *origin, PrimSource *source, GError **error)
{
  GeglRectangle bounds = bounds_of(origin->image, origin->drawable);

  if (bounds.width < 1 || bounds.height < 1) {
    prim_buffer_fail(origin->drawable, error);
    return false;
  }
  GeglRectangle region = region_in(&origin->record, bounds.width, bounds.height);
  if (!prim_source_under(origin->image, origin->drawable, origin->importance, origin->result,
                         &region, source, error))
    return false;
  if (source->bounds.width == bounds.width && source->bounds.height == bounds.height)
    return true;
  prim_source_clear(source);
  prim_buffer_fail(origin->drawable, error);
  return false;
}

bool prim_origin_source(const PrimOrigin *origin, gint32 drawable, gint32 importance,
                        PrimSource *source, GError **error)
{
  GeglRectangle region;

  return find_region(origin, drawable, &region, error) &&
         prim_source_under(origin->image, drawable, importance, origin->result, &region, source,
                           error);
}

bool prim_origin_replaceable(const PrimSource *source, int count, GError **error)
{
  const GeglRectangle *region = &source->region;
  GeglRectangle frame;

  if (!prim_source_check(source->image, source->result, error) ||
      !find_frame(source->result, &frame, error) ||
      (prim_group_is(source->result) && !prim_group_check(count, error)))
    return false;
  if (same_proportions(frame.width, frame.height, region->width, region->height))
    return true;
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("The drawing would have other proportions than the layer that it replaces. Choose a "
              "new layer as output."));
  return false;
}
