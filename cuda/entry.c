/* Which engines a run gets. */
#include <stdio.h>

#include "../core/engines.h"
#include "device_backend.h"

/* What starting a device costs, in seconds of the run's time: the driver sets up a context.
 * Only runs that would take the CPU longer than that are worth it. */
static const double START_SECONDS = 1;

const char *prim_cuda_device(PrimCudaProblem *problem)
{
  return prim_device_count(problem) ? prim_device_name(0) : NULL;
}

PrimDevice *prim_device_open(PrimCudaProblem *problem)
{
  int count = prim_device_count(problem);
  PrimDevice *device = NULL;
  PrimCudaProblem another;

  for (int i = 0; i < count && !device; i++)
    device = prim_device_start(i, i ? &another : problem);
  if (device)
    *problem = (PrimCudaProblem){.absence = PRIM_CUDA_PRESENT};
  return device;
}

/* A machine without a device is nothing to complain of. */
static PrimBackend *start_device(void *data, char why[PRIM_WHY_MAX])
{
  PrimCudaProblem problem;
  PrimDevice *device = prim_device_open(&problem);

  (void)data;
  if (device)
    return prim_backend_device_new(device, PRIM_RESIDENT, 1);
  if (problem.absence == PRIM_CUDA_FAILED)
    snprintf(why, PRIM_WHY_MAX, "%s", problem.reason);
  return NULL;
}

static PrimEngines *new_automatic(int threads)
{
  static const PrimStarter starter = {start_device, NULL, START_SECONDS};

  return prim_engines_new(prim_backend_cpu_new(threads), NULL, &starter, NULL);
}

static PrimEngines *new_device(PrimArrangement arrangement, int threads, PrimCudaProblem *problem)
{
  PrimDevice *device = prim_device_open(problem);

  if (!device)
    return NULL;
  PrimBackend *backend = prim_backend_device_new(device, arrangement, threads);
  if (!backend)
    return NULL;
  return prim_engines_new(prim_backend_cpu_new(threads), backend, NULL, NULL);
}

PrimEngines *prim_cuda_engines(PrimGpuMode mode, int threads, PrimCudaProblem *problem)
{
  *problem = (PrimCudaProblem){.absence = PRIM_CUDA_PRESENT};
  switch (mode) {
  case PRIM_GPU_CPU:
    return prim_engines_new(prim_backend_cpu_new(threads), NULL, NULL, NULL);
  case PRIM_GPU_GPU:
    return new_device(PRIM_RESIDENT, threads, problem);
  case PRIM_GPU_HYBRID:
    return new_device(PRIM_HYBRID, threads, problem);
  default:
    return new_automatic(threads);
  }
}
