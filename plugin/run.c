/* plug-in-primitive, -full and -with: settings -> search -> result. */
#include "arguments.h"
#include "interactive.h"
#include "last_values.h"
#include "origin.h"
#include "pdb.h"
#include "read/buffer.h"
#include "read/importance_map.h"
#include "record/remember.h"
#include "result.h"
#include "run.h"
#include "search.h"
#include "write/channel.h"

static const double PROGRESS_INTERVAL = 0.15; /* seconds */

/* The settings for this call: from its arguments, or the last run's. */
static bool choose_settings(GimpRunMode mode, const GimpParam *params, uint32_t set,
                            PrimSettings *settings, GError **error)
{
  if (mode != GIMP_RUN_NONINTERACTIVE) {
    *settings = prim_last_values_load();
    return true;
  }
  *settings = prim_settings_default();
  params += PRIM_ARGUMENTS_FIXED;
  return set ? prim_arguments_read(params, set, settings, error)
             : prim_arguments_read_text(params->data.d_string, settings, error);
}

static bool show_progress(const PrimReport *report, void *data)
{
  prim_search_show(report);
  prim_live_update(data, report->drawing);
  return true;
}

/* A finished drawing to its result and the return values. */
static int deliver(PrimLive *live, const PrimSettings *settings, const PrimReport *report,
                   bool shown, GimpParam *results, GError **error)
{
  PrimRecord record;
  gint32 layer = -1;

  prim_search_warn(report);
  if (!prim_remember(live->source, settings, report->drawing, &record, error)) {
    prim_live_abort(live);
    return 0;
  }
  gimp_progress_set_text(_("Painting the layer"));
  bool good = prim_result_make(live, &record, shown, &layer, error);
  prim_record_clear(&record);
  if (!good)
    return 0;
  results[0].type = GIMP_PDB_LAYER;
  results[0].data.d_layer = layer;
  results[1].type = GIMP_PDB_FLOAT;
  results[1].data.d_float = report->error;
  results[2].type = GIMP_PDB_INT32;
  results[2].data.d_int32 = report->placed;
  return 3;
}

/* Reads the picture and prepares the search. The region was made from the selection as it
 * was, so the picture must be read under the same one. */
static bool open_search(PrimSearch *search, const PrimSource *source, const PrimSettings *settings,
                        GError **error)
{
  bool open = prim_search_open(search, source, settings, NULL, error);

  if (prim_source_same_selection(source) || !gimp_image_is_valid(source->image))
    return open;
  if (open)
    prim_search_close(search);
  g_clear_error(error);
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("The selection was changed while the picture was read. Try again."));
  return false;
}

/* Finds again what the result was drawn after. */
static bool find_again(const PrimOrigin *origin, PrimSettings *settings, PrimSource *source,
                       GError **error)
{
  gint32 drawable = origin->drawable;

  if (settings->input == PRIM_INPUT_VISIBLE)
    drawable = PRIM_SOURCE_VISIBLE;
  if (drawable == -1) {
    prim_origin_fail_gone(origin, error);
    return false;
  }
  settings->input = drawable == PRIM_SOURCE_VISIBLE ? PRIM_INPUT_VISIBLE : PRIM_INPUT_DRAWABLE;
  if (!prim_origin_source(origin, drawable, settings->importance, source, error))
    return false;
  if (settings->output != PRIM_OUTPUT_REPLACE ||
      prim_origin_replaceable(source, settings->count, error))
    return true;
  prim_source_clear(source);
  return false;
}

/* Finds what the settings, which may be adapted, are to draw after. Repeated on a result the run
 * is on what that was drawn after, as is one that replaces it. */
static bool find_source(const GimpParam *params, PrimSettings *settings, PrimSource *source,
                        GError **error)
{
  gint32 image = params[1].data.d_image, drawable = params[2].data.d_drawable;
  bool repeats = params[0].data.d_int32 == GIMP_RUN_WITH_LAST_VALS;
  bool replaces = settings->output == PRIM_OUTPUT_REPLACE;
  PrimOrigin origin;

  if ((repeats || replaces) && prim_origin_read(image, drawable, &origin, error)) {
    bool good = find_again(&origin, settings, source, error);
    prim_origin_clear(&origin);
    return good;
  }
  if (!repeats && replaces)
    return false;
  g_clear_error(error);
  if (replaces)
    settings->output = PRIM_OUTPUT_LAYER;
  return (settings->input != PRIM_INPUT_VISIBLE || prim_source_check(image, drawable, error)) &&
         prim_source_find(image,
                          settings->input == PRIM_INPUT_VISIBLE ? PRIM_SOURCE_VISIBLE : drawable,
                          settings->importance, source, error);
}

static int run_source(const PrimSource *source, const PrimSettings *settings, bool interactive,
                      GimpParam *results, GError **error)
{
  PrimSearch search;
  PrimReport report;
  int count = 0;

  gimp_progress_init(_("Reading the picture"));
  if (open_search(&search, source, settings, error)) {
    PrimSource settled = *source;
    bool live = interactive && settings->output == PRIM_OUTPUT_LAYER;
    PrimLive run = prim_live_begin(&settled, live, search.covered || source->selected);
    PrimProgress progress = {show_progress, &run, PROGRESS_INTERVAL};
    prim_source_settle(&settled, search.coverage);
    if (prim_search_run(&search, &progress, &report, error) && prim_source_present(source, error))
      count = deliver(&run, settings, &report, interactive, results, error);
    else
      prim_live_abort(&run);
    prim_search_close(&search);
  }
  gimp_progress_end();
  return count;
}

/* Importance that was painted becomes a channel, in an undo step that stays open. Settings and
 * record name it from now on. Should the drawing fail, it stays, so that no work is lost. */
static bool save_importance(PrimLive *run, const PrimImportanceMap *map, PrimSettings *settings,
                            GError **error)
{
  gint32 image = run->source->image;

  prim_live_abort(run); /* a tentative layer would have the channel's tattoo */
  if (!prim_gimp_did(gimp_image_undo_group_start(image), image, error))
    return false;
  settings->importance = prim_channel_save(run->source, prim_importance_map_pixels(map), error);
  if (settings->importance != -1)
    return true;
  gimp_image_undo_group_end(image);
  return false;
}

/* What OK in the dialog calls for, in one undo step. */
static int deliver_accepted(PrimLive *run, PrimSource *source, PrimDialogResult *result,
                            GimpParam *results, GError **error)
{
  PrimReport report = {
      .placed = result->drawing.count, .error = result->error, .drawing = &result->drawing};
  bool painted = result->map && !prim_importance_map_blank(result->map);

  if (result->map)
    result->settings.importance = -1;
  if (painted && !save_importance(run, result->map, &result->settings, error))
    return 0;
  source->importance = result->settings.importance; /* for the record */
  int count = deliver(run, &result->settings, &report, true, results, error);
  if (painted && gimp_image_is_valid(source->image))
    gimp_image_undo_group_end(source->image);
  return count;
}

/* The dialog; `settings` end as what is to be remembered. */
static int run_dialog(gint32 drawable, const PrimOrigin *origin, PrimSource *source,
                      PrimSettings *settings, GimpParam *results, GError **error)
{
  PrimLive run = prim_live_begin(source, true, false);
  PrimDialogResult result;
  int count = 0;

  run.tentative = true;
  if (!prim_interactive_run(&run, source, drawable, origin, settings, &result)) {
    prim_live_abort(&run);
    g_clear_object(&run.coverage);
    prim_fail(error, GIMP_PDB_CANCEL, "%s", _("Cancelled"));
    return 0;
  }
  gimp_progress_init(_("Painting the layer"));
  if (prim_source_present(source, error)) {
    prim_source_settle(source, run.coverage);
    count = deliver_accepted(&run, source, &result, results, error);
    settings->importance = result.settings.importance;
  } else {
    prim_live_abort(&run);
  }
  gimp_progress_end();
  g_clear_object(&run.coverage);
  prim_importance_map_free(result.map);
  prim_drawing_clear(&result.drawing);
  return count;
}

/* What the dialog opens with: what a result was drawn after, if that is there, or the drawable. */
static bool first_source(gint32 image, gint32 drawable, const PrimOrigin *origin,
                         PrimSource *source, GError **error)
{
  GError *unfit = NULL;

  if (origin->result == -1)
    return prim_source_find(image, drawable, -1, source, error);
  if (origin->drawable != -1 && prim_origin_source(origin, origin->drawable, -1, source, &unfit))
    return true;
  g_clear_error(&unfit);
  return prim_origin_source(origin, origin->result, -1, source, error);
}

/* The settings that the dialog opens with: a result's own ones, but that of the computer, or the
 * last values. Only a drawing after the same picture is likely to be better than the result. */
static PrimSettings first_settings(const PrimOrigin *origin, const PrimSource *source)
{
  PrimSettings last = prim_last_values_for(origin->image), own = origin->record.settings;
  bool visible = source->snapshot != -1;

  if (origin->result == -1) {
    if (last.output == PRIM_OUTPUT_REPLACE)
      last.output = PRIM_OUTPUT_LAYER;
    return last;
  }
  own.gpu_mode = last.gpu_mode;
  own.importance = origin->importance;
  own.input = visible ? PRIM_INPUT_VISIBLE : PRIM_INPUT_DRAWABLE;
  own.output =
      visible || source->drawable == origin->drawable ? PRIM_OUTPUT_REPLACE : PRIM_OUTPUT_LAYER;
  return own;
}

static int run_interactive(const GimpParam *params, GimpParam *results, GError **error)
{
  gint32 image = params[1].data.d_image, drawable = params[2].data.d_drawable;
  PrimOrigin origin;
  PrimSource source;
  GError *none = NULL;
  int count = 0;

  if (!prim_origin_read(image, drawable, &origin, &none))
    g_clear_error(&none);
  if (first_source(image, drawable, &origin, &source, error)) {
    PrimSettings settings = first_settings(&origin, &source);
    count = run_dialog(drawable, &origin, &source, &settings, results, error);
    prim_source_clear(&source);
    if (count)
      prim_last_values_save(&settings, image);
  }
  prim_origin_clear(&origin);
  return count;
}

static int run_with_set(const GimpParam *params, uint32_t set, GimpParam *results, GError **error)
{
  GimpRunMode mode = (GimpRunMode)params[0].data.d_int32;
  PrimSettings chosen;
  PrimSource source;

  if (mode == GIMP_RUN_INTERACTIVE)
    return run_interactive(params, results, error);
  if (!choose_settings(mode, params, set, &chosen, error) || !prim_result_check(&chosen, error) ||
      !find_source(params, &chosen, &source, error))
    return 0;

  if (chosen.seed < 0)
    chosen.seed = prim_seed_from_clock();
  int count = run_source(&source, &chosen, mode != GIMP_RUN_NONINTERACTIVE, results, error);
  prim_source_clear(&source);
  return count;
}

int prim_run(const GimpParam *params, GimpParam *results, GError **error)
{
  return run_with_set(params, prim_parameters_used(PRIM_USE_BASIC), results, error);
}

int prim_run_full(const GimpParam *params, GimpParam *results, GError **error)
{
  return run_with_set(params, prim_parameters_used(PRIM_USE_FULL), results, error);
}

int prim_run_with(const GimpParam *params, GimpParam *results, GError **error)
{
  return run_with_set(params, 0, results, error);
}
