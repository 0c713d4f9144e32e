/* The back end on a device, as core sees it. */
#include "device_backend.h"

#include <stdlib.h>

_Static_assert(PRIM_MARK_GROUPS + PRIM_STREAMS == PRIM_MARKS, "PRIM_MARKS");

static PrimDeviceBackend *of(PrimBackend *backend)
{
  return (PrimDeviceBackend *)backend;
}

/* Notes why, when a call failed. */
static PrimStatus result(PrimDeviceBackend *backend, PrimStatus status)
{
  if (status != PRIM_OK && status != PRIM_STOPPED)
    backend->base.lost = backend->device->failure;
  return status;
}

PrimSearchRequest prim_device_request(const PrimDeviceBackend *backend,
                                      const PrimSearchRequest *request)
{
  PrimSearchRequest there = *request;

  there.palette = request->palette ? backend->palette : NULL;
  there.slack *= (double)backend->plan.scale;
  there.admit *= (double)backend->plan.scale;
  return there;
}

PrimStatus prim_device_finish(PrimDeviceBackend *backend)
{
  PrimDevice *device = backend->device;
  PrimStatus status = device->mark(device, 0, PRIM_MARK_ALL);

  return status == PRIM_OK ? device->wait(device, PRIM_MARK_ALL) : status;
}

static PrimStatus device_begin(PrimBackend *base, const PrimTarget *target)
{
  return result(of(base), prim_planes_begin(of(base), target));
}

static PrimStatus device_redraw(PrimBackend *base, const PrimDrawing *drawing)
{
  PrimStatus status = prim_planes_stack(of(base), drawing, false);

  return result(of(base), status == PRIM_OK ? prim_device_finish(of(base)) : status);
}

/* Finds where the error is. */
static PrimStatus fill_tiles(PrimDeviceBackend *backend)
{
  PrimDevice *device = backend->device;
  PrimErrorsCall errors = {backend->planes, backend->tiles, backend->tile_errors};
  PrimTilesCall tiles = {backend->tile_errors, backend->tiles};
  int blocks = prim_device_blocks(PRIM_TILES_MAX, PRIM_ROW_WARPS);
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_ERRORS, blocks, &errors);

  return status == PRIM_OK ? device->launch(device, 0, PRIM_KERNEL_TILES, 1, &tiles) : status;
}

static PrimStatus device_climb(PrimBackend *base, const PrimSearchRequest *request,
                               const PrimPoll *poll, PrimCandidate *candidates, uint64_t *scored)
{
  PrimDeviceBackend *backend = of(base);

  if (request->climbs > PRIM_CLIMBS_MAX)
    return PRIM_ERROR_ARGUMENT;
  PrimFound *found = malloc((size_t)request->climbs * sizeof *found);
  if (!found)
    return PRIM_ERROR_MEMORY;
  PrimStatus status = fill_tiles(backend);
  if (status == PRIM_OK)
    status = backend->arranged->climb(backend, request, poll, found);
  for (int i = 0; i < request->climbs && status == PRIM_OK; i++) {
    candidates[i] = found[i].best;
    *scored += found[i].scored;
  }
  free(found);
  if (status != PRIM_OK)
    return result(backend, status);
  return poll->stop(poll->data) ? PRIM_STOPPED : PRIM_OK;
}

static PrimStatus device_place(PrimBackend *base, const PrimSearchRequest *request,
                               PrimPlacing *placing)
{
  return result(of(base), prim_device_place(of(base), request, placing));
}

static PrimStatus device_refine(PrimBackend *base, PrimDrawing *drawing,
                                const PrimSearchRequest *request, const PrimPoll *poll,
                                double *deltas, uint64_t *scored)
{
  return result(of(base), prim_device_refine(of(base), drawing, request, poll, deltas, scored));
}

static PrimStatus device_canvas(PrimBackend *base, uint8_t *rgb, int64_t *error)
{
  return result(of(base), prim_planes_canvas(of(base), rgb, error));
}

static void device_free(PrimBackend *base)
{
  PrimDeviceBackend *backend = of(base);

  prim_hybrid_free(backend->hybrid);
  backend->device->close(backend->device);
  free(backend);
}

PrimBackend *prim_backend_device_new(PrimDevice *device, PrimArrangement arrangement, int threads)
{
  PrimDeviceBackend *backend = calloc(1, sizeof *backend);

  if (!backend) {
    device->close(device);
    return NULL;
  }
  backend->base = (PrimBackend){.name = device->name,
                                .begin = device_begin,
                                .redraw = device_redraw,
                                .climb = device_climb,
                                .place = device_place,
                                .refine = device_refine,
                                .canvas = device_canvas,
                                .free = device_free};
  backend->device = device;
  backend->arranged = arrangement == PRIM_RESIDENT ? &prim_resident : &prim_hybrid;
  backend->threads = threads;
  return &backend->base;
}
