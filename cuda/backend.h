/* The back end on a device (device.h), and the two ways in which it searches.
 *
 * Both keep canvas, transmittance and sums on the device (rows.h). They differ in who
 * makes the attempts: in the resident arrangement the device, a climb a block, and
 * a sweep of refinement is queued without waiting for any of it; in the hybrid
 * one the CPU, which scan-converts batches of attempts for the device to score. */
#ifndef PRIM_CUDA_BACKEND_H
#define PRIM_CUDA_BACKEND_H

#include "../core/layers.h"
#include "device.h"

/* The device passes into the back end's ownership; NULL: no memory, and it is closed. `threads`
 * (0 = one a core) make the attempts in the hybrid arrangement. */
PRIM_MUST_USE PRIM_NONNULL PrimBackend *
prim_backend_device_new(PrimDevice *device, PrimArrangement arrangement, int threads);

/* ---- Within this folder ------------------------------------------------------ */

typedef struct PrimHybrid PrimHybrid; /* hybrid.c */

typedef struct PrimDeviceBackend {
  PrimBackend base;
  PrimDevice *device;
  PrimArrangement arrangement;
  int threads;
  PrimLayers plan; /* sizes and scales only */
  PrimPlanes planes;
  PrimPalette *palette; /* the target's, on the device */
  PrimMemory pixels;    /* the memory that planes and the following point into */
  uint8_t *rgb;
  int64_t *errors, *changes; /* a number a row */
  int64_t *change;
  PrimFound *found; /* of PRIM_CLIMBS_MAX climbs */
  PrimMemory shapes;
  int room;           /* shapes that have room there */
  PrimHybrid *hybrid; /* what that arrangement holds, once it searched */
} PrimDeviceBackend;

enum { PRIM_CLIMBS_MAX = 4096 };

/* The task as the device sees it. */
PRIM_MUST_USE PrimTask prim_device_task(const PrimDeviceBackend *backend, const PrimTask *task);

/* The hybrid search: from random shapes, or (`start`) from that one. */
PRIM_MUST_USE PrimStatus prim_hybrid_search(PrimDeviceBackend *backend, const PrimTask *task,
                                            const PrimShape *start, bool uniform,
                                            const PrimPoll *poll, PrimFound *best);
void prim_hybrid_free(PrimHybrid *hybrid);

#endif
