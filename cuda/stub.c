/* What stands in for device.cu in a build without CUDA. */
#include "device.h"

const bool prim_device_built = false;

PrimDevice *prim_device_open(PrimCudaAbsence *absence)
{
  *absence = PRIM_CUDA_NOT_BUILT;
  return NULL;
}

const char *prim_cuda_device(PrimCudaAbsence *absence)
{
  *absence = PRIM_CUDA_NOT_BUILT;
  return NULL;
}
