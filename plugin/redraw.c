/* Results painted again. */
#include "names.h"
#include "origin.h"
#include "read/buffer.h"
#include "record/parasite.h"
#include "redraw.h"
#include "write/group.h"
#include "write/layer.h"
#include "write/paint.h"

/* GIMP keeps what lies outside the selection, so there must be none meanwhile. Once the
 * layer is repainted nothing can fail: the image could not be as it was again. */
static bool merge_whole(gint32 image, const PrimBuffer *shadow, GError **error)
{
  gint32 layer = shadow->drawable;
  PrimActive active = prim_layer_active(image);
  bool selected = !gimp_selection_is_empty(image);
  gint32 saved = selected ? gimp_selection_save(image) : -1;
  bool good = prim_gimp_did(!selected || (saved != -1 && gimp_selection_none(image)), image, error);

  good = good && prim_buffer_check(shadow, error) &&
         prim_gimp_did(gimp_drawable_merge_shadow(layer, TRUE), image, error);
  if (saved != -1 && gimp_item_is_valid(saved)) {
    gimp_image_select_item(image, GIMP_CHANNEL_OP_REPLACE, saved);
    if (good) /* the result is what is worked on next */
      active = (PrimActive){layer, -1};
    prim_layer_remove_channel(saved, image, &active);
  }
  if (good)
    gimp_drawable_update(layer, 0, 0, shadow->width, shadow->height);
  return good;
}

/* In an undo step that stays open, unless it fails. */
static bool merge(gint32 image, const PrimBuffer *shadow, GError **error)
{
  if (!prim_buffer_check(shadow, error) ||
      !prim_gimp_did(gimp_image_undo_group_start(image), image, error))
    return false;
  if (merge_whole(image, shadow, error))
    return true;
  gimp_image_undo_group_end(image);
  return false;
}

/* Paints first, so that a failure leaves no undo step; else one is open after. */
static bool repaint_layer(gint32 image, gint32 layer, const PrimDrawing *drawing, GError **error)
{
  PrimBuffer shadow;

  if (!prim_buffer_open_shadow(layer, &shadow, error))
    return false;
  int width = shadow.width, height = shadow.height;
  bool painted =
      prim_paint(&shadow, drawing, width, height, &(PrimBox){0, 0, width, height}, error);
  prim_buffer_close(&shadow);
  if (painted && merge(image, &shadow, error))
    return true;
  gimp_drawable_free_shadow(layer); /* refused: it is gone with the layer */
  return false;
}

/* A name that the user gave stays. */
static bool rename_layer(gint32 layer, const char *old, const PrimDrawing *drawing)
{
  char *name = gimp_item_get_name(layer);
  bool good = name;

  if (name && g_str_has_prefix(name, old)) {
    char *fresh = prim_names_drawing(drawing);
    good = gimp_item_set_name(layer, fresh);
    g_free(fresh);
  }
  g_free(name);
  return good;
}

bool prim_redraw_result(gint32 image, gint32 layer, const PrimRecord *record, const char *old_name,
                        GError **error)
{
  if (!prim_source_check(image, layer, error) ||
      !(prim_group_is(layer) ? prim_group_rebuild(image, layer, &record->drawing, error)
                             : repaint_layer(image, layer, &record->drawing, error)))
    return false;
  bool good = prim_gimp_did(rename_layer(layer, old_name, &record->drawing), image, error) &&
              prim_parasite_attach(image, layer, record, error);
  bool ended = gimp_image_undo_group_end(image);
  gimp_displays_flush();
  return prim_gimp_did(ended, image, error) && good;
}

int prim_redraw(const GimpParam *params, GimpParam *results, GError **error)
{
  PrimOrigin origin;

  (void)results;
  if (!prim_origin_read(params[1].data.d_image, params[2].data.d_drawable, &origin, error))
    return 0;
  char *name = prim_names_drawing(&origin.record.drawing);
  gimp_progress_init(_("Painting the layer"));
  (void)!prim_redraw_result(origin.image, origin.result, &origin.record, name, error);
  gimp_progress_end();
  g_free(name);
  prim_origin_clear(&origin);
  return 0;
}

/* The record says what the result is, not what was done to it. */
bool prim_redraw_replace(gint32 image, gint32 result, const PrimRecord *record, GError **error)
{
  PrimRecord own = *record, old;

  if (!prim_parasite_read(result, &old, error))
    return false;
  own.settings.output = prim_group_is(result) ? PRIM_OUTPUT_LAYER_GROUP : PRIM_OUTPUT_LAYER;
  char *name = prim_names_drawing(&old.drawing);
  bool good = prim_redraw_result(image, result, &own, name, error);
  g_free(name);
  prim_record_clear(&old);
  return good;
}
