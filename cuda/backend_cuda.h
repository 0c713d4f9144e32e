/* The GPU's entry: the engines of a run, by what was chosen and what is there. CUDA headers
 * appear nowhere but in this folder. */
#ifndef PRIM_BACKEND_CUDA_H
#define PRIM_BACKEND_CUDA_H

#include "../core/primitive.h"

/* Why there is no device to be had. */
typedef enum PrimCudaAbsence {
  PRIM_CUDA_PRESENT,
  PRIM_CUDA_NOT_BUILT, /* built without nvcc */
  PRIM_CUDA_NO_DRIVER, /* the NVIDIA driver is missing or too old */
  PRIM_CUDA_NO_DEVICE  /* a driver, but no usable device */
} PrimCudaAbsence;

/* Who makes the attempts of a climb; see backend.h. The picture is the same. */
typedef enum PrimArrangement { PRIM_RESIDENT, PRIM_HYBRID } PrimArrangement;

#ifdef __cplusplus
extern "C" {
#endif

/* The engines for a PrimGpuMode, to be passed to prim_optimizer_new(): the CPU; the device, in
 * that arrangement, and the CPU should it fail; or whichever is the faster (engines.h). `threads`
 * as in PrimSettings. NULL: no memory, or PRIM_GPU_GPU was asked for and *absence says why that
 * cannot be. Never prints, never fails in another way. */
PRIM_MUST_USE PRIM_NONNULL PrimEngines *prim_cuda_engines(PrimGpuMode mode,
                                                          PrimArrangement arrangement, int threads,
                                                          PrimCudaAbsence *absence);

/* The device's name; or NULL, and *absence says why there is none. The first call may
 * take a second. The name lives as long as the program. */
PRIM_MUST_USE PRIM_NONNULL const char *prim_cuda_device(PrimCudaAbsence *absence);

#ifdef __cplusplus
}
#endif

#endif
