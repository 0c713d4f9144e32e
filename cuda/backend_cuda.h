/* The GPU's entry: the engines of a run, for a PrimGpuMode and the devices of this machine. CUDA
 * headers appear nowhere but in this folder. */
#ifndef PRIM_BACKEND_CUDA_H
#define PRIM_BACKEND_CUDA_H

#include "../core/primitive.h"

/* Why there is no device to be had. */
typedef enum PrimCudaAbsence {
  PRIM_CUDA_PRESENT,
  PRIM_CUDA_NOT_BUILT, /* built without nvcc */
  PRIM_CUDA_NO_DRIVER, /* the NVIDIA driver is missing or too old */
  PRIM_CUDA_NO_DEVICE, /* a driver, but no usable device */
  PRIM_CUDA_FAILED     /* a device, but none could be started */
} PrimCudaAbsence;

typedef struct PrimCudaProblem {
  PrimCudaAbsence absence;
  int driver;       /* NO_DRIVER: the oldest that serves, as 580 */
  char reason[160]; /* what failed and why, in CUDA's words; "": nothing did */
} PrimCudaProblem;

#ifdef __cplusplus
extern "C" {
#endif

/* The engines for a PrimGpuMode, to be passed to prim_optimizer_new(): the CPU; the device, in one
 * of two arrangements, and the CPU should it fail; or whichever is the faster (engines.h).
 * `threads` as in PrimSettings. NULL: a device was asked for and *problem says why that cannot be;
 * or, with PRIM_CUDA_PRESENT, no memory. Never prints, never fails in another way. */
PRIM_MUST_USE PRIM_NONNULL PrimEngines *prim_cuda_engines(PrimGpuMode mode, int threads,
                                                          PrimCudaProblem *problem);

/* The name of the largest device; or NULL, and *problem says why there is none. On any thread. The
 * first call may take two seconds. The name lives as long as the program. */
PRIM_MUST_USE PRIM_NONNULL const char *prim_cuda_device(PrimCudaProblem *problem);

#ifdef __cplusplus
}
#endif

#endif
