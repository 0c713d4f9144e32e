/* The resident arrangement: the device makes the attempts, too. */
#include "device_backend.h"

#include <string.h>

static int search_blocks(int count)
{
  return prim_device_blocks(count, PRIM_SEARCH_WARPS);
}

static PrimStatus climb(PrimDeviceBackend *backend, const PrimSearchRequest *request,
                        const PrimPoll *poll, PrimFound *found)
{
  PrimDevice *device = backend->device;
  size_t bytes = (size_t)request->climbs * sizeof *found;
  PrimSearchCall call = {.planes = backend->planes,
                         .request = prim_device_request(backend, request),
                         .count = request->climbs,
                         .tables = backend->planes.sums,
                         .tiles = backend->tiles,
                         .uniform = !backend->plan.weighted,
                         .found = backend->found};
  PrimStatus status =
      device->launch(device, 0, PRIM_KERNEL_SEARCH, search_blocks(request->climbs), &call);

  (void)poll; /* a search takes a few milliseconds */
  if (status == PRIM_OK)
    status = device->download(device, 0, backend->pixels.host, backend->found, bytes);
  if (status == PRIM_OK)
    status = prim_device_finish(backend);
  if (status == PRIM_OK)
    memcpy(found, backend->pixels.host, bytes);
  return status;
}

static PrimStatus walk(const PrimDeviceSweep *sweep, int first, int count, PrimTable tables)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimSearchCall call = {.planes = backend->planes,
                         .request = prim_device_request(backend, sweep->request),
                         .count = count,
                         .tables = tables,
                         .start = &sweep->there.shapes[first],
                         .found = &sweep->there.found[first]};

  call.request.stream += (uint32_t)first;
  return backend->device->launch(backend->device, 0, PRIM_KERNEL_SEARCH, search_blocks(count),
                                 &call);
}

const PrimArranged prim_resident = {climb, walk};
