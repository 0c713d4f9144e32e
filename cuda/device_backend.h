/* The back end on a device (device.h), and the two ways in which it searches.
 *
 * Both keep canvas, transmittance and sums on the device (rows.h). They differ in who
 * makes the attempts: in the resident arrangement the device, a warp for each climb or walk; in
 * the hybrid one the CPU, which scan-converts the attempts of many climbs or walks for the device
 * to score. In both all visits of a block, or as many as there is memory for, are walked at once,
 * each on row sums of its own, and the ordered pass that follows stays on the device.
 *
 *   device_backend.c  the interface of core/backend.h
 *   planes.c     the pixels: memory, drawings, the canvas
 *   place.c      placing
 *   sweep.c      sweeps: views, and the ordered pass
 *   resident.c   climbs and walks in the one arrangement,
 *   hybrid.c     and in the other */
#ifndef PRIM_DEVICE_BACKEND_H
#define PRIM_DEVICE_BACKEND_H

#include "../core/stack_planes.h"
#include "device.h"

/* Who makes the attempts of a climb. The picture is the same. */
typedef enum PrimArrangement { PRIM_RESIDENT, PRIM_HYBRID } PrimArrangement;

/* The device passes into the back end's ownership; NULL: no memory, and it is closed. `threads`
 * (0 = one a core) make the attempts in the hybrid arrangement. */
PRIM_MUST_USE PRIM_NONNULL PrimBackend *
prim_backend_device_new(PrimDevice *device, PrimArrangement arrangement, int threads);

/* ---- Within this folder ------------------------------------------------------ */

typedef struct PrimDeviceBackend PrimDeviceBackend;
typedef struct PrimDeviceSweep PrimDeviceSweep;
typedef struct PrimHybrid PrimHybrid; /* hybrid.c */

/* Who makes the attempts. */
typedef struct PrimArranged {
  /* The request's climbs on the canvas, whose tiles are filled: found[i] is what climb i found. */
  PrimStatus (*climb)(PrimDeviceBackend *backend, const PrimSearchRequest *request,
                      const PrimPoll *poll, PrimFound *found);
  /* The walks of `count` visits from number `first` of the sweep on, whose sums are in
   * `tables`: what they found goes to sweep->there.found. The device may not have done it yet. */
  PrimStatus (*walk)(const PrimDeviceSweep *sweep, int first, int count, PrimTable tables);
} PrimArranged;

extern const PrimArranged prim_resident, prim_hybrid;

/* On both sides, for each shape of a drawing: what its visit found, its delta, the shape after the
 * sweep, and before. */
typedef struct PrimVisited {
  PrimFound *found;
  double *deltas;
  PrimShape *after, *shapes;
} PrimVisited;

/* For sweeps, on the device. */
typedef struct PrimViews {
  PrimTable tables; /* one behind the other */
  int count;        /* of these */
  int room;         /* shapes of a block for which there are ... */
  PrimScan *scans;  /* ... these: as they stand, ... */
  PrimScan *found;  /* ... and as their visits offer them */
} PrimViews;

struct PrimDeviceBackend {
  PrimBackend base;
  PrimDevice *device;
  const PrimArranged *arranged;
  int threads;
  PrimStackPlanes plan; /* sizes and scales only */
  PrimMemory pixels;    /* the memory that the following point into */
  PrimPlanes planes;
  PrimPalette *palette; /* the target's */
  PrimTiles *tiles;
  uint64_t *tile_errors;
  uint8_t *rgb;
  int64_t *errors, *changes; /* one number per row */
  int64_t *change;
  PrimScan *scans;     /* of some shapes that are stacked */
  PrimFormSums *sums;  /* one per block of rows */
  PrimForms *forms[2]; /* one per block of rows; of a shape and the next */
  PrimFound *found;    /* of PRIM_CLIMBS_MAX climbs */
  PrimMemory shapes;
  int room; /* shapes that have room there */
  PrimViews views;
  PrimHybrid *hybrid; /* what that arrangement holds, once it searched */
};

/* A sweep under way. */
struct PrimDeviceSweep {
  PrimDeviceBackend *backend;
  const PrimDrawing *drawing; /* as it was before */
  const PrimSearchRequest *request;
  const PrimPoll *poll;
  PrimVisited host, there; /* in the host's memory and in the device's */
  int begin, end;          /* the block */
  int chunks;              /* queued */
  int queued, told;        /* visits that were queued, that the poll was told of */
};

enum { PRIM_CLIMBS_MAX = 4096 };

/* What the marks are for. */
enum {
  PRIM_MARK_ALL,
  PRIM_MARK_CHUNKS, /* two, in turn, of a sweep's walks */
  PRIM_MARK_PIXELS = PRIM_MARK_CHUNKS + 2,
  PRIM_MARK_GROUPS /* one for each stream */
};

/* The request as the device sees it, with slack and admit in units of the deltas. */
PRIM_MUST_USE PrimSearchRequest prim_device_request(const PrimDeviceBackend *backend,
                                                    const PrimSearchRequest *request);

/* Waits for all that stream 0 was given. */
PRIM_MUST_USE PrimStatus prim_device_finish(PrimDeviceBackend *backend);

/* Blocks of so many warps for `count` rows, shapes, ... */
static inline int prim_device_blocks(int count, int warps)
{
  return (count + warps - 1) / warps;
}

/* planes.c */
PRIM_MUST_USE PrimStatus prim_planes_begin(PrimDeviceBackend *backend, const PrimTarget *target);
/* Room for the shapes of a drawing, and for a sweep over them. */
PRIM_MUST_USE PrimStatus prim_planes_reserve(PrimDeviceBackend *backend, int count);
PRIM_MUST_USE PrimVisited prim_planes_visited(const PrimDeviceBackend *backend, uint8_t *base);
/* Puts the drawing on the canvas; or, when `above`, above an empty one. */
PRIM_MUST_USE PrimStatus prim_planes_stack(PrimDeviceBackend *backend, const PrimDrawing *drawing,
                                           bool above);
/* Makes shapes ready that lie `step` bytes apart on the device. */
PRIM_MUST_USE PrimStatus prim_planes_scan(PrimDeviceBackend *backend, const PrimShape *shapes,
                                          size_t step, int count, PrimScan *scans);
/* The canvas is finished: residuals are what it leaves, sums those of climbs. */
PRIM_MUST_USE PrimStatus prim_planes_settle(PrimDeviceBackend *backend);
PRIM_MUST_USE PrimStatus prim_planes_canvas(PrimDeviceBackend *backend, uint8_t *rgb,
                                            int64_t *error);

/* place.c, sweep.c; as in core/backend.h. */
PRIM_MUST_USE PrimStatus prim_device_place(PrimDeviceBackend *backend,
                                           const PrimSearchRequest *request, PrimPlacing *placing);
PRIM_MUST_USE PrimStatus prim_device_refine(PrimDeviceBackend *backend, PrimDrawing *drawing,
                                            const PrimSearchRequest *request, const PrimPoll *poll,
                                            double *deltas, uint64_t *scored);

void prim_hybrid_free(PrimHybrid *hybrid);

#endif
