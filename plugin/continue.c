/* More shapes for a result. */
#include "../ui/ask.h"
#include "continue.h"
#include "names.h"
#include "origin.h"
#include "pdb.h"
#include "redraw.h"
#include "search.h"
#include "write/group.h"

static const double PROGRESS_INTERVAL = 0.15; /* seconds */
enum { ADDED = 50 };                          /* shapes, unless the user chose otherwise */

static bool check_found(const PrimReference *reference, gint32 drawable, GError **error)
{
  if (drawable != -1)
    return true;
  char *name = prim_names_cut(reference->name); /* which comes from a file */
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("\"%s\" is no longer in the image, but shapes can only be added by comparing with "
              "it. Bring it back under that name, or redraw another layer."),
            name);
  g_free(name);
  return false;
}

/* The search would fit shapes to a picture of another size than theirs. */
static bool check_size(const PrimRecord *record, GError **error)
{
  if (prim_record_size_fits(record))
    return true;
  prim_fail(
      error, GIMP_PDB_EXECUTION_ERROR,
      _("The layer's list of shapes does not fit the picture it was drawn after, so no shapes "
        "can be added. Redraw the picture to get a new one."));
  return false;
}

/* Finds again what the result was drawn after. */
static bool find_source(const PrimOrigin *origin, PrimSource *source, GError **error)
{
  const PrimRecord *record = &origin->record;

  if (record->source.kind == PRIM_REFERENCE_NONE) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The layer's list of shapes does not say what it was drawn after, so no shapes can "
                "be added. Redraw the picture to get one that does."));
    return false;
  }
  return check_size(record, error) && check_found(&record->source, origin->drawable, error) &&
         (record->importance.kind == PRIM_REFERENCE_NONE ||
          check_found(&record->importance, origin->importance, error)) &&
         prim_origin_source_again(origin, source, error);
}

/* The seed goes on where the first run's shapes ended. Asked for more, a picture
 * gets more, even when its error was low enough; and where there is no GPU any
 * more the CPU gives the same. */
static PrimSettings further_settings(const PrimRecord *record, int count)
{
  PrimSettings settings = record->settings;

  settings.count = record->drawing.count + count;
  settings.seed =
      (int32_t)(((uint32_t)settings.seed + (uint32_t)record->drawing.count) & INT32_MAX);
  settings.stop_error = 0;
  if (settings.gpu_mode != PRIM_GPU_CPU)
    settings.gpu_mode = PRIM_GPU_AUTO;
  return settings;
}

static bool show_progress(const PrimReport *report, void *data)
{
  (void)data;
  prim_search_show(report);
  return true;
}

/* Searches, and puts the longer drawing in the record. */
static bool add_shapes(const PrimSource *source, PrimRecord *record, int count, PrimReport *report,
                       GError **error)
{
  PrimSettings settings = further_settings(record, count);
  PrimProgress progress = {show_progress, NULL, PROGRESS_INTERVAL};
  PrimSearch search;
  PrimDrawing longer;

  gimp_progress_init(_("Reading the picture"));
  if (!prim_search_open(&search, source, &settings, &record->drawing, error))
    return false;
  /* The region was made from the picture as it was before it was read. */
  bool good = prim_source_present(source, error) &&
              prim_search_run(&search, &progress, report, error) &&
              prim_source_present(source, error);
  if (good)
    prim_search_warn(report);
  if (good && !prim_drawing_copy(report->drawing, &longer)) {
    prim_fail_status(error, PRIM_ERROR_MEMORY);
    good = false;
  }
  prim_search_close(&search);
  if (!good)
    return false;
  prim_drawing_clear(&record->drawing);
  record->drawing = longer;
  record->settings.count = settings.count;
  return true;
}

static int continue_origin(PrimOrigin *origin, int count, GimpParam *results, GError **error)
{
  const PrimParameter *limit = &prim_parameters[PRIM_PARAMETER_COUNT];
  gint32 image = origin->image, layer = origin->result;
  PrimRecord *record = &origin->record;
  PrimSource source, own; /* what is drawn after, and the result as it was before that */
  PrimReport report;

  if (!prim_parameter_accepts(limit, (double)record->drawing.count + count)) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The layer has %d shapes, to which %d to %d can be added, not %d."),
              record->drawing.count, 1, (int)limit->max - record->drawing.count, count);
    return 0;
  }
  if (!prim_source_under(image, layer, -1, layer, &(GeglRectangle){0, 0, 1, 1}, &own, error) ||
      !find_source(origin, &source, error))
    return 0;
  char *name = prim_names_drawing(&record->drawing);
  bool good = (!prim_group_is(layer) || prim_group_check(record->drawing.count + count, error)) &&
              add_shapes(&source, record, count, &report, error) &&
              prim_source_present(&own, error) &&
              prim_redraw_result(image, layer, record, name, error);
  gimp_progress_end();
  prim_source_clear(&source);
  g_free(name);
  if (!good)
    return 0;
  results[0].type = GIMP_PDB_FLOAT;
  results[0].data.d_float = report.error;
  results[1].type = GIMP_PDB_INT32;
  results[1].data.d_int32 = report.placed;
  return 2;
}

/* How many to add: the argument, what the user says, or what was said last. */
static bool choose_count(const GimpParam *params, int *count, GError **error)
{
  GimpRunMode mode = (GimpRunMode)params[0].data.d_int32;
  gint32 last = ADDED;

  if (mode == GIMP_RUN_NONINTERACTIVE) {
    *count = params[3].data.d_int32;
    if (*count >= 1)
      return true;
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("The number of shapes to add must be at least 1."));
    return false;
  }
  if (gimp_get_data_size(PRIM_PROCEDURE_CONTINUE) == (gint)sizeof last)
    gimp_get_data(PRIM_PROCEDURE_CONTINUE, &last);
  *count = CLAMP(last, 1, (int)prim_parameters[PRIM_PARAMETER_COUNT].max);
  if (mode == GIMP_RUN_WITH_LAST_VALS)
    return true;
  if (!prim_ask_count(count, (int)prim_parameters[PRIM_PARAMETER_COUNT].max)) {
    prim_fail(error, GIMP_PDB_CANCEL, "%s", "");
    return false;
  }
  last = *count;
  gimp_set_data(PRIM_PROCEDURE_CONTINUE, &last, sizeof last);
  return true;
}

int prim_continue(const GimpParam *params, GimpParam *results, GError **error)
{
  PrimOrigin origin;
  int count;

  if (!prim_origin_read(params[1].data.d_image, params[2].data.d_drawable, &origin, error))
    return 0;
  int returned =
      choose_count(params, &count, error) ? continue_origin(&origin, count, results, error) : 0;
  prim_origin_clear(&origin);
  return returned;
}
