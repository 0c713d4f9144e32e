/* Placing on a device: the host asks for each candidate, for what it would do depends on those
 * before. */
#include "device_backend.h"

#include <stdlib.h>
#include <string.h>

/* The host's part of the pixels' memory, as placing uses it. */
static void *host_of(const PrimDeviceBackend *backend)
{
  return backend->pixels.host;
}

static int row_blocks(const PrimDeviceBackend *backend)
{
  return prim_device_blocks(backend->planes.height, PRIM_ROW_WARPS);
}

/* Fits the shape's colour and opacity to the canvas as it is. */
static PrimStatus fit(PrimDeviceBackend *backend, const PrimSearchRequest *request,
                      PrimShape *shape, double *delta)
{
  PrimDevice *device = backend->device;
  PrimFitCall call = {backend->planes, *shape, backend->sums};
  const PrimFormSums *blocks = host_of(backend);
  PrimFormSums form = {{0}};
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_FIT, row_blocks(backend), &call);

  if (status == PRIM_OK)
    status = device->download(device, 0, host_of(backend), backend->sums,
                              (size_t)row_blocks(backend) * sizeof *blocks);
  if (status == PRIM_OK)
    status = prim_device_finish(backend);
  if (status != PRIM_OK)
    return status;
  for (int b = 0; b < row_blocks(backend); b++)
    for (int i = 0; i < PRIM_SUMS; i++)
      form.sums[i] += blocks[b].sums[i];
  *delta = prim_sweep_fill(request, &form, shape);
  return PRIM_OK;
}

/* Puts the shape on the canvas if that lowers the error; *change says by how much. */
static PrimStatus put(PrimDeviceBackend *backend, const PrimShape *shape, int64_t *change)
{
  PrimDevice *device = backend->device;
  PrimChangeCall judge = {backend->planes, *shape, backend->changes};
  PrimPutCall call = {.planes = backend->planes,
                      .shape = *shape,
                      .uniform = !backend->plan.weighted,
                      .changes = backend->changes,
                      .change = backend->change};
  int64_t *host = host_of(backend);
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_CHANGE, row_blocks(backend), &judge);

  if (status == PRIM_OK)
    status = device->launch(device, 0, PRIM_KERNEL_PUT, row_blocks(backend), &call);
  if (status == PRIM_OK)
    status = device->download(device, 0, host, backend->change, sizeof *host);
  if (status == PRIM_OK)
    status = prim_device_finish(backend);
  if (status == PRIM_OK)
    *change = *host < 0 ? *host : 0;
  return status;
}

static PrimStatus place(PrimDeviceBackend *backend, const PrimSearchRequest *request,
                        PrimPlacing *placing, PrimCandidate *placed)
{
  PrimStatus status = PRIM_OK;

  for (int i = 0; i < placing->count && placing->placed < placing->most &&
                  (i == 0 || placing->change > placing->enough);
       i++) {
    PrimCandidate next = placing->candidates[i];
    double delta = next.delta;
    int64_t change = 0;
    if (!(next.delta < 0))
      continue;
    if (placing->placed)
      status = fit(backend, request, &next.shape, &delta);
    if (status == PRIM_OK && delta <= PRIM_KEEPS * next.delta)
      status = put(backend, &next.shape, &change);
    if (status != PRIM_OK)
      return status;
    if (change >= 0)
      continue;
    next.delta = delta;
    placing->change += change;
    placed[placing->placed++] = next;
  }
  return PRIM_OK;
}

PrimStatus prim_device_place(PrimDeviceBackend *backend, const PrimSearchRequest *request,
                             PrimPlacing *placing)
{
  PrimCandidate *placed = malloc((size_t)(placing->most + 1) * sizeof *placed);

  placing->placed = 0;
  placing->change = 0;
  if (!placed)
    return PRIM_ERROR_MEMORY;
  PrimStatus status = place(backend, request, placing, placed);
  if (status == PRIM_OK && placing->placed)
    memcpy(placing->candidates, placed, (size_t)placing->placed * sizeof *placed);
  free(placed);
  return status;
}
