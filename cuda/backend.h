/* The back end on a device (device.h), and the two ways in which it searches.
 *
 * Both keep canvas, transmittance and sums on the device (rows.h). They differ in who
 * makes the attempts: in the resident arrangement the device, a block for each climb or walk, and
 * a sweep of refinement is queued without waiting for any of it; in the hybrid
 * one the CPU, which scan-converts batches of attempts for the device to score. In both the
 * visits of a sweep go through a view on the drawing (layers.h), one after the other, and the
 * ordered pass that follows stays on the device. */
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
  PrimPlanes planes, view;
  PrimPalette *palette; /* the target's, on the device */
  PrimMemory pixels;    /* the memory that planes and the following point into */
  uint8_t *rgb;
  int64_t *errors, *changes; /* one number per row */
  int64_t *change;
  PrimTiles *tiles;
  PrimRowForms *forms; /* one per row */
  PrimFound *found;    /* of PRIM_CLIMBS_MAX climbs */
  PrimMemory shapes;
  int room;           /* shapes that have room there */
  PrimHybrid *hybrid; /* what that arrangement holds, once it searched */
} PrimDeviceBackend;

enum { PRIM_CLIMBS_MAX = 4096 };

/* The task as the device sees it, with slack and admit in units of the gains. */
PRIM_MUST_USE PrimTask prim_device_task(const PrimDeviceBackend *backend, const PrimTask *task);

/* The hybrid search: the task's climbs from random shapes on the canvas, or its
 * walk from `start` in the view. found[i] is what climb i found. */
PRIM_MUST_USE PrimStatus prim_hybrid_search(PrimDeviceBackend *backend, const PrimTask *task,
                                            const PrimShape *start, const PrimTiles *tiles,
                                            bool uniform, const PrimPoll *poll, PrimFound *found);
void prim_hybrid_free(PrimHybrid *hybrid);

#endif
