/* Which engines a run gets. */
#include "../core/engines.h"
#include "backend.h"

/* What starting a device costs, in seconds of the run's time: the driver sets up a context.
 * Only runs that would take the CPU longer than that are worth it. */
static const double START_SECONDS = 1;

static PrimBackend *start_device(void *data)
{
  PrimCudaAbsence absence;
  PrimDevice *device = prim_device_open(&absence);

  (void)data;
  return device ? prim_backend_device_new(device, PRIM_RESIDENT, 1) : NULL;
}

static PrimEngines *new_automatic(int threads)
{
  static const PrimStarter starter = {start_device, NULL, START_SECONDS};

  return prim_engines_new(prim_backend_cpu_new(threads), NULL, prim_device_built ? &starter : NULL,
                          NULL);
}

static PrimEngines *new_device(PrimArrangement arrangement, int threads, PrimCudaAbsence *absence)
{
  PrimDevice *device = prim_device_open(absence);

  if (!device)
    return NULL;
  PrimBackend *backend = prim_backend_device_new(device, arrangement, threads);
  if (!backend)
    return NULL;
  return prim_engines_new(prim_backend_cpu_new(threads), backend, NULL, NULL);
}

PrimEngines *prim_cuda_engines(PrimGpuMode mode, PrimArrangement arrangement, int threads,
                               PrimCudaAbsence *absence)
{
  *absence = PRIM_CUDA_PRESENT;
  switch (mode) {
  case PRIM_GPU_CPU:
    return prim_engines_new(prim_backend_cpu_new(threads), NULL, NULL, NULL);
  case PRIM_GPU_GPU:
    return new_device(arrangement, threads, absence);
  default:
    return new_automatic(threads);
  }
}
