/* What stands in for the GPU back end in a build without CUDA. */
#include "backend_cuda.h"

PrimBackend *prim_backend_cuda_new(PrimCudaAbsence *absence)
{
  *absence = PRIM_CUDA_NOT_BUILT;
  return NULL;
}
