/* plug-in-primitive: read the picture, search, paint. */
#include "../cuda/backend_cuda.h"
#include "arguments.h"
#include "interactive.h"
#include "last_values.h"
#include "live.h"
#include "pixels.h"
#include "procedures.h"
#include "run.h"

static const double PROGRESS_INTERVAL = 0.15; /* seconds */

/* The settings for this call: from its arguments, or the last run's. */
static bool choose_settings(GimpRunMode mode, const GimpParam *params, PrimSettings *settings,
                            GError **error)
{
  if (mode != GIMP_RUN_NONINTERACTIVE) {
    *settings = prim_last_values_load();
    return true;
  }
  *settings = prim_settings_default();
  return prim_arguments_read(params + PRIM_ARGUMENTS_FIXED, PRIM_PARAMETERS_BASIC, settings, error);
}

static int32_t clock_seed(void)
{
  return (int32_t)(g_int64_hash(&(gint64){g_get_real_time()}) & INT32_MAX);
}

static const char *absence_text(PrimCudaAbsence absence)
{
  switch (absence) {
  case PRIM_CUDA_NOT_BUILT:
    return _("There is no graphics processor to compute with: this plug-in was built without "
             "CUDA. Choose the CPU or automatic as compute device.");
  case PRIM_CUDA_NO_DRIVER:
    return _("There is no graphics processor to compute with: the NVIDIA driver is missing or "
             "too old. Choose the CPU or automatic as compute device.");
  default:
    return _("There is no graphics processor to compute with: no usable NVIDIA device was found. "
             "Choose the CPU or automatic as compute device.");
  }
}

/* The optimizer, on the compute device asked for. */
static PrimOptimizer *prepare(const PrimTarget *target, const PrimSettings *settings,
                              GError **error)
{
  PrimCudaAbsence absence = PRIM_CUDA_PRESENT;
  PrimBackend *backend = NULL; /* the CPU */
  PrimStatus status = PRIM_OK;

  if (settings->gpu_mode != PRIM_GPU_CPU)
    backend = prim_backend_cuda_new(&absence);
  if (!backend && settings->gpu_mode == PRIM_GPU_GPU) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, "%s", absence_text(absence));
    return NULL;
  }
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, backend, &status);
  if (!optimizer)
    prim_fail_status(error, status);
  return optimizer;
}

static bool show_progress(const PrimReport *report, void *data)
{
  gimp_progress_set_text_printf(_("Placing shapes (%d of %d)"), report->placed, report->count);
  gimp_progress_update(report->fraction);
  prim_live_update(data, report->drawing);
  return true;
}

/* The drawing on its layer, and the return values. */
static int paint(PrimLive *live, const PrimDrawing *drawing, double error_left,
                 const PrimSettings *settings, GimpParam *results, GError **error)
{
  gimp_progress_set_text(_("Painting the layer"));
  if (!prim_live_finish(live, drawing, settings, error))
    return 0;
  results[0].type = GIMP_PDB_LAYER;
  results[0].data.d_layer = live->layer;
  results[1].type = GIMP_PDB_FLOAT;
  results[1].data.d_float = error_left;
  results[2].type = GIMP_PDB_INT32;
  results[2].data.d_int32 = drawing->count;
  return 3;
}

/* From the optimizer to the return values. */
static int search_and_paint(PrimOptimizer *optimizer, PrimLive *live, const PrimSettings *settings,
                            GimpParam *results, GError **error)
{
  PrimProgress progress = {show_progress, live, PROGRESS_INTERVAL};
  PrimStatus status = prim_optimizer_run(optimizer, &progress);

  if (status != PRIM_OK) {
    prim_live_abort(live);
    prim_fail_status(error, status);
    return 0;
  }
  PrimReport report = prim_optimizer_report(optimizer);
  return paint(live, report.drawing, report.error, settings, results, error);
}

static int run_source(const PrimSource *source, const PrimSettings *settings, bool live,
                      GimpParam *results, GError **error)
{
  bool covered = false;
  int count = 0;

  gimp_progress_init(_("Reading the picture"));
  PrimTarget *target = prim_pixels_read(source, settings->detail, &covered, error);
  PrimOptimizer *optimizer = target ? prepare(target, settings, error) : NULL;
  if (optimizer) {
    PrimLive run = prim_live_begin(source, live, covered || source->selected);
    count = search_and_paint(optimizer, &run, settings, results, error);
  }
  prim_optimizer_free(optimizer);
  prim_target_free(target);
  gimp_progress_end();
  return count;
}

/* The dialog; `settings` end as what is to be remembered. */
static int run_dialog(const PrimSource *source, PrimSettings *settings, GimpParam *results,
                      GError **error)
{
  PrimLive run = prim_live_begin(source, true, false);
  PrimDialogResult result;
  int count = 0;

  run.tentative = true;
  if (prim_interactive_run(&run, prepare, settings, &result)) {
    gimp_progress_init(_("Painting the layer"));
    count = paint(&run, &result.drawing, result.error, &result.settings, results, error);
    prim_drawing_clear(&result.drawing);
    gimp_progress_end();
  } else {
    prim_live_abort(&run);
    prim_fail(error, GIMP_PDB_CANCEL, "%s", _("Cancelled"));
  }
  return count;
}

/* The menu passes the fixed arguments only. */
static bool check_call(const GimpParam *params, int n_params, GError **error)
{
  int mode = n_params ? params[0].data.d_int32 : GIMP_RUN_NONINTERACTIVE;
  int expected = PRIM_ARGUMENTS_FIXED;

  if (mode == GIMP_RUN_NONINTERACTIVE)
    expected += PRIM_PARAMETERS_BASIC;
  if (n_params < expected)
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("Arguments are missing: %d were given, not %d."),
              n_params, expected);
  else if (mode < GIMP_RUN_INTERACTIVE || mode > GIMP_RUN_WITH_LAST_VALS)
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("The run mode must be between 0 and 2, not %d."),
              mode);
  else
    return true;
  return false;
}

int prim_run(const GimpParam *params, int n_params, GimpParam *results, GError **error)
{
  PrimSettings chosen;
  PrimSource source;

  if (!check_call(params, n_params, error))
    return 0;
  GimpRunMode mode = (GimpRunMode)params[0].data.d_int32;
  if (!choose_settings(mode, params, &chosen, error) ||
      !prim_source_find(params[1].data.d_image, params[2].data.d_drawable, &source, error))
    return 0;

  if (mode == GIMP_RUN_INTERACTIVE) {
    int count = run_dialog(&source, &chosen, results, error);
    if (count)
      prim_last_values_save(&chosen);
    return count;
  }
  if (chosen.seed < 0)
    chosen.seed = clock_seed();
  return run_source(&source, &chosen, mode != GIMP_RUN_NONINTERACTIVE, results, error);
}
