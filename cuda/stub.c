/* What stands in for device.cu in a build without CUDA. */
#include "device.h"

int prim_device_count(PrimCudaProblem *problem)
{
  *problem = (PrimCudaProblem){.absence = PRIM_CUDA_NOT_BUILT};
  return 0;
}

const char *prim_device_name(int number)
{
  (void)number;
  return NULL;
}

PrimDevice *prim_device_start(int number, PrimCudaProblem *problem)
{
  (void)number;
  *problem = (PrimCudaProblem){.absence = PRIM_CUDA_NOT_BUILT};
  return NULL;
}
