/* From settings and a picture to a drawing. */
#include "../cuda/backend_cuda.h"
#include "picture.h"
#include "search.h"

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

const char *prim_search_device(const char **none)
{
  PrimCudaAbsence absence;
  const char *name = prim_cuda_device(&absence);

  *none = name                             ? NULL
          : absence == PRIM_CUDA_NOT_BUILT ? _("No graphics processor: built without CUDA")
          : absence == PRIM_CUDA_NO_DRIVER ? _("No graphics processor: no recent NVIDIA driver")
                                           : _("No graphics processor: no usable NVIDIA device");
  return name;
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
  PrimCudaAbsence absence;
  PrimEngines *engines = prim_cuda_engines((PrimGpuMode)settings->gpu_mode, PRIM_RESIDENT,
                                           settings->threads, &absence);
  PrimStatus status = PRIM_OK;

  if (!engines && settings->gpu_mode == PRIM_GPU_GPU) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, "%s", absence_text(absence));
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
