/* The GPU back end's one entry. CUDA headers appear nowhere but in this folder. */
#ifndef PRIM_BACKEND_CUDA_H
#define PRIM_BACKEND_CUDA_H

#include "../core/primitive.h"

/* Why there is no GPU back end to be had. */
typedef enum PrimCudaAbsence {
  PRIM_CUDA_PRESENT,
  PRIM_CUDA_NOT_BUILT, /* built without nvcc */
  PRIM_CUDA_NO_DRIVER, /* the NVIDIA driver is missing or too old */
  PRIM_CUDA_NO_DEVICE  /* a driver, but no usable device */
} PrimCudaAbsence;

/* A GPU back end, to be passed to prim_optimizer_new(); or NULL, and *absence
 * says why. Never prints, never fails in another way. */
PRIM_MUST_USE PRIM_NONNULL PrimBackend *prim_backend_cuda_new(PrimCudaAbsence *absence);

#endif
