/* The layer fills while the search runs.
 *
 * The undo step opens with the insertion of the layer. GIMP's own Cancel kills
 * the plug-in; GIMP then closes the step itself, and what was painted stays.
 * Only a failure in mid-run (no memory) leaves a step that does nothing. */
#include "../read/buffer.h"
#include "live.h"
#include "../names.h"
#include "../record/parasite.h"
#include "scratch.h"

static const double FIRST_REPAINT = 0.3;     /* seconds; shorter runs insert the layer once */
static const double REPAINT_INTERVAL = 0.25; /* seconds */
static const double PIXEL_SECONDS = 60e-9;   /* to paint one, before it was measured */
static const double REPAINT_REST = 4;        /* search time to one of painting: a fifth at most */

static double now(void)
{
  return 1e-6 * (double)g_get_monotonic_time();
}

PrimLive prim_live_begin(const PrimSource *source, bool live, bool masked)
{
  double pixels = (double)source->region.width * source->region.height;
  PrimLive run = {.source = source, .live = live, .masked = masked, .layer = -1};

  run.next = now() + MAX(FIRST_REPAINT, REPAINT_REST * PIXEL_SECONDS * pixels);
  return run;
}

/* A tentative layer leaves no trace in the undo history, neither when it comes nor when
 * it goes. Undo is frozen for these moments only: GIMP would not thaw it if the plug-in
 * were killed meanwhile. */
static bool insert_tentatively(PrimLive *live, gint32 layer, GError **error)
{
  gint32 image = live->source->image;

  live->dirty = gimp_image_is_dirty(image);
  live->tattoos = gimp_image_get_tattoo_state(image);
  if (!prim_gimp_did(gimp_image_undo_freeze(image), image, error))
    return false;
  bool good = prim_layer_insert(layer, live->source, error);
  return prim_gimp_did(gimp_image_undo_thaw(image), image, error) && good;
}

static void remove_tentative(PrimLive *live)
{
  gint32 image = live->source->image;

  if (gimp_item_is_valid(live->layer)) {
    gimp_image_undo_freeze(image);
    prim_layer_remove(live->layer, image, &live->active);
    gimp_image_undo_thaw(image);
  }
  live->layer = -1;
  gimp_image_set_tattoo_state(image, (gint)live->tattoos);
  if (!live->dirty)
    gimp_image_clean_all(image);
}

/* The layer with the drawing and its mask, in `image` but not inserted. -1 and *error on
 * failure. */
static gint32 make_layer(const PrimLive *live, gint32 image, const PrimDrawing *drawing,
                         GError **error)
{
  const PrimSource *source = live->source;
  gint32 layer =
      prim_layer_new(image, _("Primitives"), source->region.width, source->region.height, error);

  if (layer == -1 ||
      (prim_gimp_did(gimp_layer_set_offsets(layer, source->offset_x, source->offset_y), image,
                     error) &&
       prim_layer_paint(layer, drawing, error) &&
       (!live->masked || prim_layer_add_mask(layer, source, error))))
    return layer;
  prim_scratch_discard(layer, image);
  return -1;
}

/* In an undo step that stays open, unless it is tentative. */
static bool insert(PrimLive *live, gint32 layer, GError **error)
{
  gint32 image = live->source->image;

  live->active = prim_layer_active(image);
  if (live->tentative)
    return insert_tentatively(live, layer, error);
  if (!prim_gimp_did(gimp_image_undo_group_start(image), image, error))
    return false;
  if (prim_layer_insert(layer, live->source, error))
    return true;
  gimp_image_undo_group_end(image);
  return false;
}

static bool set_name(gint32 image, gint32 layer, const PrimDrawing *drawing, GError **error)
{
  char *name = prim_names_drawing(drawing);
  bool named = gimp_item_set_name(layer, name);

  g_free(name);
  return prim_gimp_did(named, image, error);
}

/* Whether someone deleted the layer, or closed the image, in the meantime. */
static bool deleted(const PrimLive *live)
{
  return live->layer != -1 && !gimp_item_is_valid(live->layer);
}

/* A scratch image with the finished layer in it; -1 and *error on failure. */
static gint32 make_scratch(const PrimLive *live, const PrimDrawing *drawing, gint32 *layer,
                           GError **error)
{
  const PrimSource *source = live->source;
  gint32 scratch =
      prim_scratch_new(source->image, source->region.width, source->region.height, error);

  if (scratch == -1)
    return -1;
  *layer = make_layer(live, scratch, drawing, error);
  if (*layer != -1 && set_name(scratch, *layer, drawing, error) &&
      prim_gimp_did(gimp_image_insert_layer(scratch, *layer, 0, 0), scratch, error))
    return scratch;
  prim_scratch_delete(scratch);
  return -1;
}

/* Makes the layer where nobody can get at it, and then inserts it. */
static bool show_new(PrimLive *live, const PrimDrawing *drawing, GError **error)
{
  gint32 image = live->source->image, layer = -1;
  gint32 scratch = make_scratch(live, drawing, &layer, error);

  if (scratch == -1)
    return false;
  gint32 copy = prim_scratch_copy(layer, image, error);
  prim_scratch_delete(scratch);
  if (copy == -1)
    return false;
  if (insert(live, copy, error)) {
    live->layer = copy;
    return true;
  }
  prim_scratch_discard(copy, image);
  return false;
}

/* Inserts the layer, or repaints the one that is there. */
static bool show(PrimLive *live, const PrimDrawing *drawing, GError **error)
{
  return live->layer != -1 ? prim_layer_paint(live->layer, drawing, error)
                           : show_new(live, drawing, error);
}

void prim_live_update(PrimLive *live, const PrimDrawing *drawing)
{
  double begin = now();
  GError *problem = NULL;

  if (!live->live || begin < live->next || drawing->count == 0 || deleted(live) ||
      !prim_source_present(live->source, &problem)) {
    g_clear_error(&problem); /* the end of the run looks again, and reports */
    return;
  }
  live->live = show(live, drawing, &problem);
  g_clear_error(&problem);
  gimp_displays_flush();
  double end = now();
  live->next = end + MAX(REPAINT_INTERVAL, REPAINT_REST * (end - begin));
}

/* Paints the layer that is in the image, and closes its undo step. */
static bool finish_inserted(PrimLive *live, const PrimRecord *record, GError **error)
{
  gint32 image = live->source->image, layer = live->layer;

  if (prim_layer_paint(layer, &record->drawing, error) &&
      prim_source_present(live->source, error) && set_name(image, layer, &record->drawing, error) &&
      prim_parasite_attach(image, layer, record, error))
    return prim_gimp_did(gimp_image_undo_group_end(image), image, error);
  prim_live_abort(live);
  return false;
}

/* Inserts a layer that comes whole. */
static bool finish_new(PrimLive *live, const PrimRecord *record, GError **error)
{
  gint32 layer = -1, scratch = make_scratch(live, &record->drawing, &layer, error);

  prim_live_abort(live); /* a tentative layer has done its duty */
  if (scratch != -1)
    live->layer = prim_scratch_place(layer, live->source, record, error);
  prim_scratch_delete(scratch);
  return live->layer != -1;
}

bool prim_live_finish(PrimLive *live, const PrimRecord *record, GError **error)
{
  if (deleted(live)) {
    prim_live_abort(live);
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The layer was deleted while it was filled."));
    return false;
  }
  return live->layer != -1 && !live->tentative ? finish_inserted(live, record, error)
                                               : finish_new(live, record, error);
}

/* What GIMP refuses here is gone already. */
void prim_live_abort(PrimLive *live)
{
  gint32 image = live->source->image;

  if (live->layer != -1 && gimp_image_is_valid(image)) {
    if (live->tentative) {
      remove_tentative(live);
    } else {
      if (!deleted(live))
        prim_layer_remove(live->layer, image, &live->active);
      gimp_image_undo_group_end(image);
    }
    gimp_displays_flush();
  }
  live->layer = -1;
}
