/* A compute device, as thin as can be: memory, copies, launches, waiting.
 *
 * device.cu makes one with the CUDA runtime; the tests make one in C that runs the same
 * kernels lane by lane. All logic sits above, in plain C. Copies and launches of a
 * stream happen in order, and later than the call; a failure may show in any later
 * call. After one nothing but close() is to be called. */
#ifndef PRIM_DEVICE_H
#define PRIM_DEVICE_H

#include "backend_cuda.h"
#include "calls.h"

enum { PRIM_STREAMS = 2, PRIM_MARKS = 6 };

/* Memory by purpose; each is one allocation on the device, and one of pinned memory on
 * the host for what goes to and fro. */
typedef enum PrimPool {
  PRIM_POOL_PLANES,
  PRIM_POOL_SHAPES,
  PRIM_POOL_VIEWS,
  PRIM_POOL_BATCH,
  PRIM_POOLS
} PrimPool;

typedef struct PrimMemory {
  uint8_t *device, *host;
} PrimMemory;

typedef struct PrimDevice PrimDevice;

struct PrimDevice {
  const char *name;  /* for people: "NVIDIA H200" */
  char failure[160]; /* what failed and why, once something did */
  /* The bytes that a pool may have on the device: what it has, and what is free. */
  PrimStatus (*memory)(PrimDevice *device, PrimPool pool, size_t *bytes);
  /* Replaces a pool's memory by new, without what it held; nothing may be under way. */
  PrimStatus (*reserve)(PrimDevice *device, PrimPool pool, size_t device_bytes, size_t host_bytes,
                        PrimMemory *memory);
  /* To the device and from it; the host's side lies in a pool. */
  PrimStatus (*upload)(PrimDevice *device, int stream, void *to, const void *from, size_t bytes);
  PrimStatus (*download)(PrimDevice *device, int stream, void *to, const void *from, size_t bytes);
  /* Runs a kernel; `call` is its structure (calls.h). */
  PrimStatus (*launch)(PrimDevice *device, int stream, PrimKernel kernel, int blocks,
                       const void *call);
  /* Marks the end of what the stream was given so far; lets what another stream is given
   * from now on wait for a mark; waits for one. */
  PrimStatus (*mark)(PrimDevice *device, int stream, int mark);
  PrimStatus (*follow)(PrimDevice *device, int stream, int mark);
  PrimStatus (*wait)(PrimDevice *device, int mark);
  /* Waits for what is under way, frees everything. */
  void (*close)(PrimDevice *device);
};

#ifdef __cplusplus
extern "C" {
#endif

/* How many devices of this machine may serve; 0, and *problem says why. */
PRIM_MUST_USE PRIM_NONNULL int prim_device_count(PrimCudaProblem *problem);

/* They are numbered from 0, the largest first. A name lives as long as the program. NULL: this one
 * could not be started, and *problem says why. */
PRIM_MUST_USE const char *prim_device_name(int number);
PRIM_MUST_USE PRIM_NONNULL PrimDevice *prim_device_start(int number, PrimCudaProblem *problem);

/* The largest device that can be started; or NULL, and *problem says why the largest of all could
 * not, or why there is none (entry.c). */
PRIM_MUST_USE PRIM_NONNULL PrimDevice *prim_device_open(PrimCudaProblem *problem);

#ifdef __cplusplus
}
#endif

#endif
