/* The back end on a device: memory, pixels, and the resident search. */
#include <stdlib.h>
#include <string.h>

#include "backend.h"

/* Visits of a sweep that are queued together, then waited for together. Two such groups
 * are under way at a time, so that the device never waits for the host. */
enum { GROUP = 8 };

enum { ALIGNMENT = 256, ROOM_FIRST = 1024 };

static PrimDeviceBackend *of(PrimBackend *backend)
{
  return (PrimDeviceBackend *)backend;
}

static int row_blocks(const PrimDeviceBackend *backend)
{
  return (backend->planes.height + PRIM_ROW_WARPS - 1) / PRIM_ROW_WARPS;
}

/* Notes why, when a call failed. */
static PrimStatus result(PrimDeviceBackend *backend, PrimStatus status)
{
  if (status != PRIM_OK && status != PRIM_STOPPED)
    backend->base.lost = backend->device->failure;
  return status;
}

/* Waits for all that stream 0 was given. */
static PrimStatus finish(PrimDeviceBackend *backend)
{
  PrimDevice *device = backend->device;
  PrimStatus status = device->mark(device, 0, 0);

  return status == PRIM_OK ? device->wait(device, 0) : status;
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
  uint8_t *goal[3], *weight;
  uint32_t *veil_of;
  PrimPalette *palette;
} Upload;

static Upload lay_out_upload(const PrimLayers *plan, Layout *layout)
{
  size_t values = (size_t)plan->pitch * (size_t)plan->height;
  Upload upload;

  for (int k = 0; k < 3; k++)
    upload.goal[k] = part(layout, values);
  upload.weight = part(layout, values);
  upload.veil_of = part(layout, sizeof plan->veil_of);
  upload.palette = part(layout, sizeof *upload.palette);
  return upload;
}

static void lay_out(PrimDeviceBackend *backend, Layout *layout)
{
  PrimPlanes *planes = &backend->planes;
  size_t height = (size_t)planes->height, values = (size_t)planes->pitch * height;
  Upload upload = lay_out_upload(&backend->plan, layout);

  planes->weight = upload.weight;
  planes->veil_of = upload.veil_of;
  backend->palette = upload.palette;
  for (int k = 0; k < 3; k++) {
    planes->goal[k] = upload.goal[k];
    planes->below[k] = part(layout, values);
    planes->residual[k] = part(layout, values * sizeof *planes->residual[k]);
  }
  planes->through = part(layout, values * sizeof *planes->through);
  planes->veil = part(layout, values * sizeof *planes->veil);
  planes->lanes = part(layout, values * sizeof *planes->lanes);
  planes->weights = part(layout, values * sizeof *planes->weights);
  backend->rgb = part(layout, 3 * values);
  backend->errors = part(layout, height * sizeof *backend->errors);
  backend->changes = part(layout, height * sizeof *backend->changes);
  backend->change = part(layout, sizeof *backend->change);
  backend->found = part(layout, PRIM_CLIMBS_MAX * sizeof *backend->found);
}

static PrimStatus reserve_pixels(PrimDeviceBackend *backend)
{
  PrimDevice *device = backend->device;
  const PrimPlanes *planes = &backend->planes;
  Layout count = {NULL, 0}, upload = {NULL, 0};
  size_t values = (size_t)planes->pitch * (size_t)planes->height;

  lay_out(backend, &count);
  lay_out_upload(&backend->plan, &upload);
  /* The host's part holds the upload, the canvas with its errors, or the climbs. */
  size_t canvas = 3 * values + ((size_t)planes->height + 1) * sizeof(int64_t);
  size_t host = upload.used > canvas ? upload.used : canvas;
  size_t climbs = PRIM_CLIMBS_MAX * sizeof(PrimFound);
  PrimStatus status = device->reserve(device, PRIM_POOL_PLANES, count.used,
                                      host > climbs ? host : climbs, &backend->pixels);
  if (status != PRIM_OK)
    return status;
  Layout layout = {backend->pixels.device, 0};
  lay_out(backend, &layout);
  return PRIM_OK;
}

/* Makes room for the shapes of a drawing, and for what a sweep finds for them. */
static PrimStatus reserve_shapes(PrimDeviceBackend *backend, int count)
{
  PrimDevice *device = backend->device;
  int room = backend->room ? backend->room : ROOM_FIRST;

  while (room < count)
    room *= 2;
  if (room == backend->room)
    return PRIM_OK;
  size_t bytes = (size_t)room * sizeof(PrimFound); /* the larger of the two */
  backend->room = 0;
  PrimStatus status = device->reserve(device, PRIM_POOL_SHAPES, bytes, bytes, &backend->shapes);
  if (status == PRIM_OK)
    backend->room = room;
  return status;
}

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
        upload.goal[k][to] = target->rgb[3 * from + k];
    }
  memcpy(upload.veil_of, backend->plan.veil_of, sizeof backend->plan.veil_of);
  *upload.palette = target->palette;
  PrimStatus status =
      device->upload(device, 0, backend->pixels.device, backend->pixels.host, layout.used);
  return status == PRIM_OK ? finish(backend) : status;
}

static PrimStatus device_begin(PrimBackend *base, const PrimTarget *target)
{
  PrimDeviceBackend *backend = of(base);
  PrimLayers *plan = &backend->plan;

  prim_layers_plan(plan, target);
  backend->planes = (PrimPlanes){.width = plan->width,
                                 .height = plan->height,
                                 .pitch = (int32_t)plan->pitch,
                                 .scale = plan->scale};
  PrimStatus status = reserve_pixels(backend);
  if (status == PRIM_OK)
    status = reserve_shapes(backend, ROOM_FIRST);
  if (status == PRIM_OK)
    status = upload_target(backend, target);
  return result(backend, status);
}

/* ---- Pixels -------------------------------------------------------------- */

/* Paints all shapes, or lays them above an empty canvas. */
static PrimStatus stack(PrimDeviceBackend *backend, const PrimDrawing *drawing, bool above)
{
  PrimDevice *device = backend->device;
  size_t bytes = (size_t)drawing->count * sizeof *drawing->shapes;
  PrimStackCall call = {
      .planes = backend->planes,
      .count = drawing->count,
      .above = above,
      .uniform = !above && !backend->plan.weighted,
  };
  PrimStatus status = reserve_shapes(backend, drawing->count);

  memcpy(call.background, drawing->background, sizeof call.background);
  if (status != PRIM_OK)
    return status;
  call.shapes = (const PrimShape *)(const void *)backend->shapes.device;
  if (bytes) {
    memcpy(backend->shapes.host, drawing->shapes, bytes);
    status = device->upload(device, 0, backend->shapes.device, backend->shapes.host, bytes);
  }
  if (status == PRIM_OK)
    status = device->launch(device, 0, PRIM_KERNEL_STACK, row_blocks(backend), &call);
  return status == PRIM_OK ? finish(backend) : status;
}

static PrimStatus device_redraw(PrimBackend *base, const PrimDrawing *drawing)
{
  return result(of(base), stack(of(base), drawing, false));
}

static PrimStatus device_place(PrimBackend *base, const PrimShape *shape, int64_t *change)
{
  PrimDeviceBackend *backend = of(base);
  PrimDevice *device = backend->device;
  PrimChangeCall judge = {backend->planes, *shape, backend->changes};
  PrimPassCall pass = {.planes = backend->planes,
                       .put = *shape,
                       .puts = true,
                       .uniform = !backend->plan.weighted,
                       .changes = backend->changes,
                       .change = backend->change};
  int64_t *host = (int64_t *)(void *)backend->pixels.host;
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_CHANGE, row_blocks(backend), &judge);

  if (status == PRIM_OK)
    status = device->launch(device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &pass);
  if (status == PRIM_OK)
    status = device->download(device, 0, host, backend->change, sizeof *host);
  if (status == PRIM_OK)
    status = finish(backend);
  if (status == PRIM_OK)
    *change = *host < 0 ? *host : 0;
  return result(backend, status);
}

/* One shape goes on those below (NULL: none), another leaves those above. */
static PrimStatus run_pass(PrimDeviceBackend *backend, const PrimShape *put, const PrimShape *lift)
{
  PrimDevice *device = backend->device;
  PrimPassCall call = {.planes = backend->planes, .puts = put != NULL, .lifts = lift != NULL};

  if (put)
    call.put = *put;
  if (lift)
    call.lift = *lift;
  return device->launch(device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &call);
}

/* The last pass of a sweep: the canvas is finished. */
static PrimStatus settle(PrimDeviceBackend *backend, const PrimShape *put)
{
  PrimDevice *device = backend->device;
  PrimPassCall call = {.planes = backend->planes,
                       .put = *put,
                       .puts = true,
                       .uniform = !backend->plan.weighted,
                       .settles = true};

  return device->launch(device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &call);
}

static PrimStatus device_canvas(PrimBackend *base, uint8_t *rgb, int64_t *error)
{
  PrimDeviceBackend *backend = of(base);
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
    status = finish(backend);
  if (status != PRIM_OK)
    return result(backend, status);
  memcpy(rgb, pixels, bytes);
  *error = 0;
  for (size_t y = 0; y < rows; y++)
    *error += errors[y];
  return PRIM_OK;
}

PrimTask prim_device_task(const PrimDeviceBackend *backend, const PrimTask *task)
{
  PrimTask there = *task;

  there.palette = task->palette ? backend->palette : NULL;
  return there;
}

/* ---- The resident search ------------------------------------------------- */

/* Queues the climbs of a task, from `start` if that is not NULL. */
static PrimStatus launch_search(PrimDeviceBackend *backend, const PrimTask *task,
                                const PrimShape *start)
{
  PrimDevice *device = backend->device;
  PrimSearchCall call = {.planes = backend->planes,
                         .task = prim_device_task(backend, task),
                         .polish = start != NULL,
                         .uniform = !start && !backend->plan.weighted,
                         .found = backend->found};

  if (start)
    call.start = *start;
  return device->launch(device, 0, PRIM_KERNEL_SEARCH, task->climbs, &call);
}

static PrimStatus resident_climb(PrimDeviceBackend *backend, const PrimTask *task, PrimFound *best)
{
  PrimDevice *device = backend->device;
  const PrimFound *found = (const PrimFound *)(const void *)backend->pixels.host;
  PrimStatus status = launch_search(backend, task, NULL);

  if (status == PRIM_OK)
    status = device->download(device, 0, backend->pixels.host, backend->found,
                              (size_t)task->climbs * sizeof *found);
  if (status == PRIM_OK)
    status = finish(backend);
  if (status == PRIM_OK)
    *best = prim_best_found(found, task->climbs);
  return status;
}

/* A sweep that is being queued. */
typedef struct Sweep {
  PrimDeviceBackend *backend;
  const PrimDrawing *drawing;
  PrimTask task;
  const PrimPoll *poll;
  PrimFound *chosen; /* on the device, one a visit */
  int queued;        /* visits */
  int told;          /* visits that the poll was told of */
} Sweep;

/* Queues the pass that ends visit number `queued` - 1 and begins the next, if there is one. */
static PrimStatus queue_pass(Sweep *sweep, bool last)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  const PrimShape *shapes = sweep->drawing->shapes;
  PrimPassCall call = {.planes = backend->planes,
                       .lifts = !last,
                       .uniform = last && !backend->plan.weighted,
                       .settles = last};

  if (!last)
    call.lift = shapes[sweep->queued];
  if (sweep->queued) {
    call.puts = true;
    call.put = shapes[sweep->queued - 1];
    call.climbs = sweep->task.climbs;
    call.found = backend->found;
    call.chosen = &sweep->chosen[sweep->queued - 1];
  }
  return device->launch(device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &call);
}

static PrimStatus queue_group(Sweep *sweep)
{
  PrimDevice *device = sweep->backend->device;
  PrimStatus status = PRIM_OK;

  for (int i = 0; i < GROUP && sweep->queued < sweep->drawing->count && status == PRIM_OK; i++) {
    status = queue_pass(sweep, false);
    if (status == PRIM_OK)
      status = launch_search(sweep->backend, &sweep->task, &sweep->drawing->shapes[sweep->queued]);
    sweep->queued++;
    sweep->task.stream++;
  }
  return status == PRIM_OK ? device->mark(device, 0, (sweep->queued - 1) / GROUP % PRIM_MARKS)
                           : status;
}

/* Waits for the group before the last and tells the poll; whether that said stop. */
static PrimStatus follow(Sweep *sweep)
{
  PrimDevice *device = sweep->backend->device;
  int group = sweep->told / GROUP;
  PrimStatus status = device->wait(device, group % PRIM_MARKS);

  if (status != PRIM_OK)
    return status;
  for (int i = 0; i < GROUP && sweep->told < sweep->queued; i++, sweep->told++)
    sweep->poll->visited(sweep->poll->data);
  return sweep->poll->stop(sweep->poll->data) ? PRIM_STOPPED : PRIM_OK;
}

static PrimStatus queue_sweep(Sweep *sweep)
{
  PrimStatus status = PRIM_OK;

  while (sweep->queued < sweep->drawing->count && status == PRIM_OK) {
    status = queue_group(sweep);
    if (status == PRIM_OK && sweep->queued - sweep->told > GROUP)
      status = follow(sweep);
  }
  while (sweep->told < sweep->queued && status == PRIM_OK)
    status = follow(sweep);
  return status;
}

/* Brings back what the visits found. */
static PrimStatus collect(Sweep *sweep, PrimDrawing *drawing, double *gains, uint64_t *scored)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  const PrimFound *chosen = (const PrimFound *)(const void *)backend->shapes.host;
  PrimStatus status = queue_pass(sweep, true);

  if (status == PRIM_OK)
    status = device->download(device, 0, backend->shapes.host, sweep->chosen,
                              (size_t)sweep->queued * sizeof *chosen);
  if (status == PRIM_OK)
    status = finish(backend);
  for (int k = 0; k < sweep->queued && status == PRIM_OK; k++) {
    gains[k] = chosen[k].best.gain;
    *scored += chosen[k].scored;
    if (gains[k] < 0)
      drawing->shapes[k] = chosen[k].best.shape;
  }
  return status;
}

static PrimStatus resident_sweep(PrimDeviceBackend *backend, PrimDrawing *drawing,
                                 const PrimTask *task, const PrimPoll *poll, double *gains,
                                 uint64_t *scored)
{
  Sweep sweep = {.backend = backend,
                 .drawing = drawing,
                 .task = *task,
                 .poll = poll,
                 .chosen = (PrimFound *)(void *)backend->shapes.device};
  PrimStatus status = queue_sweep(&sweep);

  if (status != PRIM_OK && status != PRIM_STOPPED)
    return status;
  PrimStatus collected = collect(&sweep, drawing, gains, scored);
  return collected == PRIM_OK ? status : collected;
}

/* ---- Searching, in either arrangement ------------------------------------- */

static PrimStatus device_climb(PrimBackend *base, const PrimTask *task, const PrimPoll *poll,
                               PrimCandidate *best, uint64_t *scored)
{
  PrimDeviceBackend *backend = of(base);
  PrimFound found;

  if (task->climbs > PRIM_CLIMBS_MAX)
    return PRIM_ERROR_ARGUMENT;
  PrimStatus status =
      backend->arrangement == PRIM_RESIDENT
          ? resident_climb(backend, task, &found)
          : prim_hybrid_search(backend, task, NULL, !backend->plan.weighted, poll, &found);
  if (status != PRIM_OK)
    return status;
  *best = found.best;
  *scored += found.scored;
  return poll->stop(poll->data) ? PRIM_STOPPED : PRIM_OK;
}

/* The hybrid sweep: the host has to know where each visit ended. `found` keeps it until
 * all went well. */
static PrimStatus hybrid_sweep(PrimDeviceBackend *backend, const PrimDrawing *drawing,
                               const PrimTask *task, const PrimPoll *poll, PrimFound *found,
                               int *visited)
{
  PrimTask visit = *task;
  PrimStatus status = PRIM_OK;
  const PrimShape *put = NULL;

  for (int k = 0; k < drawing->count && status == PRIM_OK; k++, visit.stream++) {
    const PrimShape *shape = &drawing->shapes[k];
    status = run_pass(backend, put, shape);
    if (status == PRIM_OK)
      status = prim_hybrid_search(backend, &visit, shape, false, poll, &found[k]);
    if (status != PRIM_OK)
      break;
    put = found[k].best.gain < 0 ? &found[k].best.shape : shape;
    *visited = k + 1;
    poll->visited(poll->data);
  }
  if (status != PRIM_OK)
    return status;
  status = settle(backend, put);
  return status == PRIM_OK ? finish(backend) : status;
}

static PrimStatus hybrid_refine(PrimDeviceBackend *backend, PrimDrawing *drawing,
                                const PrimTask *task, const PrimPoll *poll, double *gains,
                                uint64_t *scored)
{
  PrimFound *found = malloc((size_t)drawing->count * sizeof *found);
  int visited = 0;

  if (!found)
    return PRIM_ERROR_MEMORY;
  PrimStatus status = hybrid_sweep(backend, drawing, task, poll, found, &visited);
  for (int k = 0; k < visited && (status == PRIM_OK || status == PRIM_STOPPED); k++) {
    gains[k] = found[k].best.gain;
    *scored += found[k].scored;
    if (gains[k] < 0)
      drawing->shapes[k] = found[k].best.shape;
  }
  free(found);
  return status;
}

static PrimStatus device_refine(PrimBackend *base, PrimDrawing *drawing, const PrimTask *task,
                                const PrimPoll *poll, double *gains, uint64_t *scored)
{
  PrimDeviceBackend *backend = of(base);

  if (task->climbs > PRIM_CLIMBS_MAX)
    return PRIM_ERROR_ARGUMENT;
  PrimStatus status = stack(backend, drawing, true);
  if (status == PRIM_OK)
    status = backend->arrangement == PRIM_RESIDENT
                 ? resident_sweep(backend, drawing, task, poll, gains, scored)
                 : hybrid_refine(backend, drawing, task, poll, gains, scored);
  if (status != PRIM_STOPPED)
    return result(backend, status);
  status = result(backend, stack(backend, drawing, false));
  return status == PRIM_OK ? PRIM_STOPPED : status;
}

/* ---- The back end -------------------------------------------------------- */

static PrimBackend *device_sibling(const PrimBackend *base)
{
  const PrimDeviceBackend *backend = (const PrimDeviceBackend *)base;
  PrimDevice *device = backend->device->sibling(backend->device);

  return device ? prim_backend_device_new(device, backend->arrangement, backend->threads) : NULL;
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
                                .sibling = device_sibling,
                                .free = device_free};
  backend->device = device;
  backend->arrangement = arrangement;
  backend->threads = threads;
  return &backend->base;
}
