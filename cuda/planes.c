/* The pixels on a device: their memory, drawings on them, the canvas. */
#include "device_backend.h"

#include <string.h>

enum { ALIGNMENT = 256, ROOM_FIRST = 1024 };

/* Shapes that one launch stacks, at most. On a card with a display a launch must not take long: the
 * driver ends those that take seconds. So many of the largest shapes, at the largest size, are
 * estimated to take a small card about 0.1 s; no such card was at hand. */
enum { STACK = 128 };

static int row_blocks(const PrimDeviceBackend *backend)
{
  return prim_device_blocks(backend->planes.height, PRIM_ROW_WARPS);
}

/* ---- Memory -------------------------------------------------------------- */

/* Hands out parts of one allocation; with `base` NULL it only counts. */
typedef struct Layout {
  uint8_t *base;
  size_t used;
} Layout;

static void *part(Layout *layout, size_t bytes)
{
  void *start = layout->base ? layout->base + layout->used : NULL;

  layout->used += (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  return start;
}

/* What goes up when a run begins lies together, in this order. */
typedef struct Upload {
  uint8_t *target_rgb[3], *weight;
  uint32_t *depth_of;
  PrimPalette *palette;
  PrimTiles *tiles;
} Upload;

static Upload lay_out_upload(const PrimStackPlanes *plan, Layout *layout)
{
  size_t values = (size_t)plan->pitch * (size_t)plan->height;
  Upload upload;

  for (int k = 0; k < 3; k++)
    upload.target_rgb[k] = part(layout, values);
  upload.weight = part(layout, values);
  upload.depth_of = part(layout, sizeof plan->depth_of);
  upload.palette = part(layout, sizeof *upload.palette);
  upload.tiles = part(layout, sizeof *upload.tiles);
  return upload;
}

static void lay_out_planes(PrimPlanes *planes, const Upload *upload, Layout *layout)
{
  size_t values = (size_t)planes->pitch * (size_t)planes->height;

  planes->weight = upload->weight;
  planes->depth_of = upload->depth_of;
  for (int k = 0; k < 3; k++) {
    planes->target_rgb[k] = upload->target_rgb[k];
    planes->below[k] = part(layout, values);
    planes->residual[k] = part(layout, values * sizeof *planes->residual[k]);
  }
  planes->transmittance = part(layout, values * sizeof *planes->transmittance);
  planes->optical_depth = part(layout, values * sizeof *planes->optical_depth);
  planes->sums.row_sums = part(layout, values * sizeof *planes->sums.row_sums);
  planes->sums.weight_sums = part(layout, values * sizeof *planes->sums.weight_sums);
}

static void lay_out(PrimDeviceBackend *backend, Layout *layout)
{
  size_t height = (size_t)backend->planes.height, blocks = (size_t)row_blocks(backend);
  Upload upload = lay_out_upload(&backend->plan, layout);

  lay_out_planes(&backend->planes, &upload, layout);
  backend->palette = upload.palette;
  backend->tiles = upload.tiles;
  backend->tile_errors = part(layout, PRIM_TILES_MAX * sizeof *backend->tile_errors);
  backend->rgb = part(layout, 3 * height * (size_t)backend->planes.pitch);
  backend->errors = part(layout, height * sizeof *backend->errors);
  backend->changes = part(layout, height * sizeof *backend->changes);
  backend->change = part(layout, sizeof *backend->change);
  backend->scans = part(layout, STACK * sizeof *backend->scans);
  backend->sums = part(layout, blocks * sizeof *backend->sums);
  for (int i = 0; i < 2; i++)
    backend->forms[i] = part(layout, blocks * sizeof *backend->forms[i]);
  backend->found = part(layout, PRIM_CLIMBS_MAX * sizeof *backend->found);
}

static PrimStatus reserve_pixels(PrimDeviceBackend *backend)
{
  PrimDevice *device = backend->device;
  const PrimPlanes *planes = &backend->planes;
  Layout count = {NULL, 0}, upload = {NULL, 0};
  size_t height = (size_t)planes->height, pitch = (size_t)planes->pitch;

  lay_out(backend, &count);
  lay_out_upload(&backend->plan, &upload);
  /* The host's part holds the upload, the canvas with its errors, the climbs, ... */
  size_t parts[] = {upload.used, height * (3 * pitch + sizeof(int64_t)),
                    PRIM_CLIMBS_MAX * sizeof(PrimFound), sizeof(PrimTiles),
                    (size_t)row_blocks(backend) * sizeof(PrimFormSums)};
  size_t host = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    host = parts[i] > host ? parts[i] : host;
  PrimStatus status = device->reserve(device, PRIM_POOL_PLANES, count.used, host, &backend->pixels);
  if (status != PRIM_OK)
    return status;
  Layout layout = {backend->pixels.device, 0};
  lay_out(backend, &layout);
  return PRIM_OK;
}

PrimVisited prim_planes_visited(const PrimDeviceBackend *backend, uint8_t *base)
{
  PrimVisited visited = {.found = (PrimFound *)(void *)base};

  visited.deltas = (double *)(void *)(visited.found + backend->room);
  visited.after = (PrimShape *)(void *)(visited.deltas + backend->room);
  visited.shapes = visited.after + backend->room;
  return visited;
}

PrimStatus prim_planes_reserve(PrimDeviceBackend *backend, int count)
{
  PrimDevice *device = backend->device;
  int room = backend->room ? backend->room : ROOM_FIRST;

  while (room < count)
    room *= 2;
  if (room == backend->room)
    return PRIM_OK;
  size_t bytes = (size_t)room * (sizeof(PrimFound) + sizeof(double) + 2 * sizeof(PrimShape));
  backend->room = 0;
  PrimStatus status = device->reserve(device, PRIM_POOL_SHAPES, bytes, bytes, &backend->shapes);
  if (status == PRIM_OK)
    backend->room = room;
  return status;
}

/* ---- The target ------------------------------------------------------------- */

static PrimStatus upload_target(PrimDeviceBackend *backend, const PrimTarget *target)
{
  PrimDevice *device = backend->device;
  Layout layout = {backend->pixels.host, 0};
  Upload upload = lay_out_upload(&backend->plan, &layout);
  int pitch = backend->planes.pitch;

  memset(backend->pixels.host, 0, layout.used);
  for (int y = 0; y < target->height; y++)
    for (int x = 0; x < target->width; x++) {
      size_t from = (size_t)y * (size_t)target->width + (size_t)x;
      size_t to = (size_t)y * (size_t)pitch + (size_t)x;
      upload.weight[to] = target->weight[from];
      for (size_t k = 0; k < 3; k++)
        upload.target_rgb[k][to] = target->rgb[3 * from + k];
    }
  memcpy(upload.depth_of, backend->plan.depth_of, sizeof backend->plan.depth_of);
  *upload.palette = target->palette;
  prim_tiles_plan(upload.tiles, target->width, target->height);
  PrimStatus status =
      device->upload(device, 0, backend->pixels.device, backend->pixels.host, layout.used);
  return status == PRIM_OK ? prim_device_finish(backend) : status;
}

PrimStatus prim_planes_begin(PrimDeviceBackend *backend, const PrimTarget *target)
{
  PrimStackPlanes *plan = &backend->plan;

  prim_stack_planes_plan(plan, target);
  backend->planes = (PrimPlanes){.width = plan->width,
                                 .height = plan->height,
                                 .pitch = (int32_t)plan->pitch,
                                 .scale = plan->scale};
  backend->views = (PrimViews){.count = 0};
  PrimStatus status = reserve_pixels(backend);
  if (status == PRIM_OK)
    status = prim_planes_reserve(backend, ROOM_FIRST);
  return status == PRIM_OK ? upload_target(backend, target) : status;
}

/* ---- Drawings ---------------------------------------------------------------- */

PrimStatus prim_planes_scan(PrimDeviceBackend *backend, const PrimShape *shapes, size_t step,
                            int count, PrimScan *scans)
{
  PrimDevice *device = backend->device;
  PrimScanCall call = {.shapes = shapes,
                       .step = (int32_t)step,
                       .count = count,
                       .width = backend->planes.width,
                       .height = backend->planes.height,
                       .scans = scans};

  return device->launch(device, 0, PRIM_KERNEL_SCAN, prim_device_blocks(count, PRIM_ROW_WARPS),
                        &call);
}

/* Stacks shapes first..first+count-1 of the drawing, which are on the device. */
static PrimStatus stack_some(PrimDeviceBackend *backend, const PrimDrawing *drawing, int first,
                             int count, bool above)
{
  PrimDevice *device = backend->device;
  PrimStackCall call = {
      .planes = backend->planes,
      .shapes = prim_planes_visited(backend, backend->shapes.device).shapes + first,
      .scans = backend->scans,
      .count = count,
      .above = above,
      .begins = first == 0,
      .ends = !above && first + count == drawing->count,
      .uniform = !backend->plan.weighted,
  };
  PrimStatus status = PRIM_OK;

  memcpy(call.background, drawing->background, sizeof call.background);
  if (count)
    status = prim_planes_scan(backend, call.shapes, sizeof *call.shapes, count, backend->scans);
  return status == PRIM_OK
             ? device->launch(device, 0, PRIM_KERNEL_STACK, row_blocks(backend), &call)
             : status;
}

PrimStatus prim_planes_stack(PrimDeviceBackend *backend, const PrimDrawing *drawing, bool above)
{
  PrimDevice *device = backend->device;
  size_t bytes = (size_t)drawing->count * sizeof *drawing->shapes;
  PrimStatus status = prim_planes_reserve(backend, drawing->count);
  int first = 0;

  if (status != PRIM_OK)
    return status;
  PrimShape *host = prim_planes_visited(backend, backend->shapes.host).shapes;
  if (bytes) {
    memcpy(host, drawing->shapes, bytes);
    status = device->upload(device, 0, prim_planes_visited(backend, backend->shapes.device).shapes,
                            host, bytes);
  }
  do {
    int count = drawing->count - first < STACK ? drawing->count - first : STACK;
    if (status == PRIM_OK)
      status = stack_some(backend, drawing, first, count, above);
    first += count;
  } while (first < drawing->count && status == PRIM_OK);
  return status;
}

PrimStatus prim_planes_settle(PrimDeviceBackend *backend)
{
  PrimStackCall call = {
      .planes = backend->planes, .ends = true, .uniform = !backend->plan.weighted};

  return backend->device->launch(backend->device, 0, PRIM_KERNEL_STACK, row_blocks(backend), &call);
}

PrimStatus prim_planes_canvas(PrimDeviceBackend *backend, uint8_t *rgb, int64_t *error)
{
  PrimDevice *device = backend->device;
  const PrimPlanes *planes = &backend->planes;
  PrimCanvasCall call = {*planes, backend->rgb, backend->errors};
  size_t rows = (size_t)planes->height, bytes = 3 * rows * (size_t)planes->width;
  const int64_t *errors = (const int64_t *)(const void *)backend->pixels.host;
  uint8_t *pixels = backend->pixels.host + rows * sizeof *errors;
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_CANVAS, row_blocks(backend), &call);

  if (status == PRIM_OK)
    status =
        device->download(device, 0, backend->pixels.host, backend->errors, rows * sizeof *errors);
  if (status == PRIM_OK)
    status = device->download(device, 0, pixels, backend->rgb, bytes);
  if (status == PRIM_OK)
    status = prim_device_finish(backend);
  if (status != PRIM_OK)
    return status;
  memcpy(rgb, pixels, bytes);
  *error = 0;
  for (size_t y = 0; y < rows; y++)
    *error += errors[y];
  return PRIM_OK;
}
