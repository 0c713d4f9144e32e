/* The layer fills while the search runs.
 *
 * The undo step opens with the insertion of the layer. GIMP's own Cancel kills
 * the plug-in; GIMP then closes the step itself, and what was painted stays.
 * Only a failure in mid-run (no memory) leaves a step that does nothing. */
#include "layer.h"
#include "live.h"
#include "names.h"
#include "parasite.h"

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

static void insert_plainly(const PrimLive *live)
{
  prim_layer_insert(live->layer, live->source);
  if (live->masked)
    prim_layer_add_mask(live->layer, live->source);
}

/* A tentative layer leaves no trace in the undo history, neither when it comes nor when
 * it goes. Undo is frozen for these moments only: GIMP would not thaw it if the plug-in
 * were killed meanwhile. */
static void insert_tentatively(PrimLive *live)
{
  gint32 image = live->source->image;

  live->dirty = gimp_image_is_dirty(image);
  live->active_layer = gimp_image_get_active_layer(image);
  live->active_channel = gimp_image_get_active_channel(image);
  live->tattoos = gimp_image_get_tattoo_state(image);
  gimp_image_undo_freeze(image);
  insert_plainly(live);
  gimp_image_undo_thaw(image);
}

static void remove_tentative(PrimLive *live)
{
  gint32 image = live->source->image;

  if (gimp_item_is_valid(live->layer)) {
    gimp_image_undo_freeze(image);
    gimp_image_remove_layer(image, live->layer);
    gimp_image_undo_thaw(image);
  }
  live->layer = -1;
  if (gimp_item_is_valid(live->active_layer))
    gimp_image_set_active_layer(image, live->active_layer);
  if (gimp_item_is_valid(live->active_channel))
    gimp_image_set_active_channel(image, live->active_channel);
  gimp_image_set_tattoo_state(image, live->tattoos);
  if (!live->dirty)
    gimp_image_clean_all(image);
}

/* The layer, not yet in the image. */
static gint32 new_layer(const PrimSource *source, GError **error)
{
  gint32 layer = prim_layer_new(source->image, _("Primitives"), source->region.width,
                                source->region.height, error);

  if (layer != -1)
    gimp_layer_set_offsets(layer, source->offset_x, source->offset_y);
  return layer;
}

static void insert(PrimLive *live, gint32 layer)
{
  live->layer = layer;
  if (live->tentative) {
    insert_tentatively(live);
    return;
  }
  gimp_image_undo_group_start(live->source->image);
  insert_plainly(live);
}

/* Whether someone deleted the layer, or closed the image, in the meantime. */
static bool deleted(const PrimLive *live)
{
  return live->layer != -1 && !gimp_item_is_valid(live->layer);
}

void prim_live_update(PrimLive *live, const PrimDrawing *drawing)
{
  double begin = now();

  if (!live->live || begin < live->next || drawing->count == 0 || deleted(live) ||
      !gimp_image_is_valid(live->source->image))
    return;
  GError *problem = NULL;
  gint32 layer = live->layer == -1 ? new_layer(live->source, &problem) : live->layer;
  if (layer == -1 || !prim_layer_paint(layer, drawing, &problem)) {
    g_clear_error(&problem); /* the end of the run tries again, and reports */
    live->live = false;
    if (layer != -1 && live->layer == -1)
      gimp_item_delete(layer);
    return;
  }
  if (live->layer == -1)
    insert(live, layer);
  gimp_displays_flush();
  double end = now();
  live->next = end + MAX(REPAINT_INTERVAL, REPAINT_REST * (end - begin));
}

bool prim_live_finish(PrimLive *live, const PrimRecord *record, GError **error)
{
  if (deleted(live)) {
    prim_live_abort(live);
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The layer was deleted while it was filled."));
    return false;
  }
  if (live->tentative && live->layer != -1)
    remove_tentative(live);
  live->tentative = false;
  bool inserted = live->layer != -1;
  gint32 layer = inserted ? live->layer : new_layer(live->source, error);
  if (layer == -1)
    return false;
  /* Painting takes time, in which an image may be closed. */
  if (!prim_layer_paint(layer, &record->drawing, error) ||
      !prim_source_present(live->source, error)) {
    if (inserted)
      prim_live_abort(live);
    else if (gimp_item_is_valid(layer))
      gimp_item_delete(layer);
    return false;
  }
  if (!inserted) /* only now: a failure leaves no undo step */
    insert(live, layer);
  char *name = prim_names_drawing(&record->drawing);
  gimp_item_set_name(layer, name);
  g_free(name);
  prim_parasite_attach(layer, record);
  gimp_image_undo_group_end(live->source->image);
  return true;
}

void prim_live_abort(PrimLive *live)
{
  gint32 image = live->source->image;

  if (live->layer != -1 && gimp_image_is_valid(image)) {
    if (live->tentative) {
      remove_tentative(live);
    } else {
      if (!deleted(live))
        gimp_image_remove_layer(image, live->layer);
      gimp_image_undo_group_end(image);
    }
    gimp_displays_flush();
  }
  live->layer = -1;
}
