/* Which back end a run gets. */
#include "../core/backend_switch.h"
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

static PrimBackend *new_automatic(int threads)
{
  PrimBackend *cpu = prim_backend_cpu_new(threads);

  return prim_device_built ? prim_backend_switch_new(cpu, NULL, start_device, NULL, START_SECONDS)
                           : cpu;
}

static PrimBackend *new_device(PrimArrangement arrangement, int threads, PrimCudaAbsence *absence)
{
  PrimDevice *device = prim_device_open(absence);

  if (!device)
    return NULL;
  PrimBackend *backend = prim_backend_device_new(device, arrangement, threads);
  if (!backend)
    return NULL;
  return prim_backend_switch_new(prim_backend_cpu_new(threads), backend, NULL, NULL, 0);
}

PrimBackend *prim_backend_cuda_new(PrimGpuMode mode, PrimArrangement arrangement, int threads,
                                   PrimCudaAbsence *absence)
{
  *absence = PRIM_CUDA_PRESENT;
  switch (mode) {
  case PRIM_GPU_CPU:
    return prim_backend_cpu_new(threads);
  case PRIM_GPU_GPU:
    return new_device(arrangement, threads, absence);
  default:
    return new_automatic(threads);
  }
}
