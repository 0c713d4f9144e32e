/* From settings and a picture to a drawing. */
#include "../cuda/backend_cuda.h"
#include "read/picture.h"
#include "search.h"

static void fail_without_engines(GError **error, const PrimCudaProblem *problem)
{
  if (problem->absence == PRIM_CUDA_PRESENT)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  else if (problem->reason[0])
    /* Translators: %s is what failed, in English. */
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The graphics processor could not be started (%s). Choose the CPU or automatic as "
                "compute device."),
              problem->reason);
  else if (problem->absence == PRIM_CUDA_NO_DRIVER)
    /* Translators: %d is the version of a driver: 580. */
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("There is no graphics processor to compute with: the NVIDIA driver is missing or "
                "too old; version %d or newer is needed. Choose the CPU or automatic as compute "
                "device."),
              problem->driver);
  else if (problem->absence == PRIM_CUDA_NOT_BUILT)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("There is no graphics processor to compute with: this plug-in was built without "
                "CUDA. Choose the CPU or automatic as compute device."));
  else
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("There is no graphics processor to compute with: no usable NVIDIA device was "
                "found. Choose the CPU or automatic as compute device."));
}

char *prim_search_device(void)
{
  PrimCudaProblem problem;
  const char *name = prim_cuda_device(&problem);

  if (name)
    return g_strdup(name);
  if (problem.reason[0])
    /* Translators: %s is what failed, in English. */
    return g_strdup_printf(_("No graphics processor: %s"), problem.reason);
  if (problem.absence == PRIM_CUDA_NO_DRIVER)
    /* Translators: %d is the version of a driver: 580. */
    return g_strdup_printf(_("No graphics processor: NVIDIA driver %d or newer is needed"),
                           problem.driver);
  return g_strdup(problem.absence == PRIM_CUDA_NOT_BUILT
                      ? _("No graphics processor: built without CUDA")
                      : _("No graphics processor: no usable NVIDIA device"));
}

char *prim_search_lost(const PrimReport *report)
{
  return report->device_lost ? g_strdup_printf(_("The graphics processor failed (%s). The CPU has "
                                                 "taken over; the picture is the same."),
                                               report->device_lost)
                             : NULL;
}

PrimOptimizer *prim_search_optimizer(const PrimTarget *target, const PrimSettings *settings,
                                     GError **error)
{
  PrimCudaProblem problem;
  PrimEngines *engines =
      prim_cuda_engines((PrimGpuMode)settings->gpu_mode, settings->threads, &problem);
  PrimStatus status = PRIM_OK;

  if (!engines) {
    fail_without_engines(error, &problem);
    return NULL;
  }
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, engines, &status);
  if (!optimizer)
    prim_fail_status(error, status);
  return optimizer;
}

bool prim_search_open(PrimSearch *search, const PrimSource *source, const PrimSettings *settings,
                      const PrimDrawing *start, GError **error)
{
  *search = (PrimSearch){.target = NULL};
  search->target = prim_picture_read(source, settings, start, &search->coverage, error);
  search->covered = search->coverage;
  if (search->target)
    search->optimizer = prim_search_optimizer(search->target, settings, error);
  if (search->optimizer && start) {
    PrimStatus status = prim_optimizer_continue(search->optimizer, start);
    if (status == PRIM_OK)
      return true;
    prim_fail_status(error, status);
  } else if (search->optimizer) {
    return true;
  }
  prim_search_close(search);
  return false;
}

void prim_search_close(PrimSearch *search)
{
  prim_optimizer_free(search->optimizer);
  prim_target_free(search->target);
  g_clear_object(&search->coverage);
}

void prim_search_show(const PrimReport *report)
{
  if (report->round)
    gimp_progress_set_text_printf(_("Refining (round %d of %d)"), report->round, report->rounds);
  else
    gimp_progress_set_text_printf(_("Placing shapes (%d of %d)"), report->placed, report->count);
  gimp_progress_update(report->fraction);
}

void prim_search_warn(const PrimReport *report)
{
  static bool said;
  char *message = said ? NULL : prim_search_lost(report);

  if (message)
    g_message("%s", message);
  said = said || message;
  g_free(message);
}

bool prim_search_run(PrimSearch *search, const PrimProgress *progress, PrimReport *report,
                     GError **error)
{
  PrimStatus status = prim_optimizer_run(search->optimizer, progress);

  if (status != PRIM_OK) {
    prim_fail_status(error, status);
    return false;
  }
  *report = prim_optimizer_report(search->optimizer);
  return true;
}
