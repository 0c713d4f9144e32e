/* The back end on a device: memory, pixels, searches and sweeps. */
#include <stdlib.h>
#include <string.h>

#include "backend.h"

/* Visits of a sweep that are queued together, then waited for together. While one group is
 * waited for the next is under way, so that the device never waits for the host. */
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

/* The planes that depend on the height in the drawing. */
static void lay_out_heights(PrimPlanes *planes, Layout *layout)
{
  size_t values = (size_t)planes->pitch * (size_t)planes->height;

  for (int k = 0; k < 3; k++) {
    planes->below[k] = part(layout, values);
    planes->residual[k] = part(layout, values * sizeof *planes->residual[k]);
  }
  planes->through = part(layout, values * sizeof *planes->through);
  planes->veil = part(layout, values * sizeof *planes->veil);
}

static void lay_out(PrimDeviceBackend *backend, Layout *layout)
{
  PrimPlanes *planes = &backend->planes;
  size_t height = (size_t)planes->height, values = (size_t)planes->pitch * height;
  Upload upload = lay_out_upload(&backend->plan, layout);

  planes->weight = upload.weight;
  planes->veil_of = upload.veil_of;
  backend->palette = upload.palette;
  for (int k = 0; k < 3; k++)
    planes->goal[k] = upload.goal[k];
  lay_out_heights(planes, layout);
  planes->lanes = part(layout, values * sizeof *planes->lanes);
  planes->weights = part(layout, values * sizeof *planes->weights);
  backend->view = *planes;
  lay_out_heights(&backend->view, layout);
  for (int k = 0; k < 3; k++)
    backend->view.rest[k] = planes->residual[k];
  backend->rgb = part(layout, 3 * values);
  backend->errors = part(layout, height * sizeof *backend->errors);
  backend->changes = part(layout, height * sizeof *backend->changes);
  backend->change = part(layout, sizeof *backend->change);
  backend->tiles = part(layout, sizeof *backend->tiles);
  backend->forms = part(layout, height * sizeof *backend->forms);
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
  /* The host's part holds the upload, the canvas with its errors, the climbs, ... */
  size_t parts[] = {upload.used, 3 * values + ((size_t)planes->height + 1) * sizeof(int64_t),
                    PRIM_CLIMBS_MAX * sizeof(PrimFound), sizeof(PrimTiles),
                    (size_t)planes->height * sizeof(PrimRowForms)};
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

/* On both sides, for each shape of a drawing: the shape as it stands, what its visit found, its
 * gain. */
typedef struct Sweeping {
  PrimFound *found;
  double *gains;
  PrimShape *shapes;
} Sweeping;

static Sweeping lay_out_sweep(uint8_t *base, int room)
{
  Sweeping sweeping = {.found = (PrimFound *)(void *)base};

  sweeping.gains = (double *)(void *)(sweeping.found + room);
  sweeping.shapes = (PrimShape *)(void *)(sweeping.gains + room);
  return sweeping;
}

/* Makes room for the shapes of a drawing and a sweep over them. */
static PrimStatus reserve_shapes(PrimDeviceBackend *backend, int count)
{
  PrimDevice *device = backend->device;
  int room = backend->room ? backend->room : ROOM_FIRST;

  while (room < count)
    room *= 2;
  if (room == backend->room)
    return PRIM_OK;
  size_t bytes = (size_t)room * (sizeof(PrimFound) + sizeof(double) + sizeof(PrimShape));
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
  PrimShape *host = lay_out_sweep(backend->shapes.host, backend->room).shapes;
  call.shapes = lay_out_sweep(backend->shapes.device, backend->room).shapes;
  if (bytes) {
    memcpy(host, drawing->shapes, bytes);
    status = device->upload(device, 0, (PrimShape *)call.shapes, host, bytes);
  }
  if (status == PRIM_OK)
    status = device->launch(device, 0, PRIM_KERNEL_STACK, row_blocks(backend), &call);
  return status == PRIM_OK ? finish(backend) : status;
}

static PrimStatus device_redraw(PrimBackend *base, const PrimDrawing *drawing)
{
  return result(of(base), stack(of(base), drawing, false));
}

/* What the host's part of the pixels' memory holds for now. */
static void *host_of(const PrimDeviceBackend *backend)
{
  return backend->pixels.host;
}

/* Fits the shape's colour and opacity to the canvas as it is. */
static PrimStatus fit(PrimDeviceBackend *backend, const PrimTask *task, PrimShape *shape,
                      double *gain)
{
  PrimDevice *device = backend->device;
  PrimFound *found = host_of(backend);
  const PrimRowForms *rows = host_of(backend);
  PrimJudgeCall call = {.planes = backend->planes, .other = backend->found, .rows = backend->forms};
  PrimFormSums form = {{0}};

  *found = (PrimFound){{*shape, 0}, 0};
  PrimStatus status = device->upload(device, 0, backend->found, found, sizeof *found);
  if (status == PRIM_OK)
    status = device->launch(device, 0, PRIM_KERNEL_JUDGE, row_blocks(backend), &call);
  if (status == PRIM_OK)
    status = device->download(device, 0, host_of(backend), backend->forms,
                              (size_t)backend->planes.height * sizeof *rows);
  if (status == PRIM_OK)
    status = finish(backend);
  if (status != PRIM_OK)
    return status;
  for (int y = 0; y < backend->planes.height; y++)
    for (int i = 0; i < PRIM_SUMS; i++)
      form.sums[i] += rows[y].other.sums[i];
  *gain = prim_sweep_fill(task, &form, shape);
  return PRIM_OK;
}

/* Puts the shape on the canvas if that lowers the error; *change says by how much. */
static PrimStatus put(PrimDeviceBackend *backend, const PrimShape *shape, int64_t *change)
{
  PrimDevice *device = backend->device;
  PrimChangeCall judge = {backend->planes, *shape, backend->changes};
  PrimPassCall pass = {.planes = backend->planes,
                       .put = *shape,
                       .puts = true,
                       .uniform = !backend->plan.weighted,
                       .changes = backend->changes,
                       .change = backend->change};
  int64_t *host = host_of(backend);
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_CHANGE, row_blocks(backend), &judge);

  if (status == PRIM_OK)
    status = device->launch(device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &pass);
  if (status == PRIM_OK)
    status = device->download(device, 0, host, backend->change, sizeof *host);
  if (status == PRIM_OK)
    status = finish(backend);
  if (status == PRIM_OK)
    *change = *host < 0 ? *host : 0;
  return status;
}

static PrimStatus place(PrimDeviceBackend *backend, const PrimTask *task, PrimPlacing *placing,
                        PrimCandidate *placed)
{
  PrimStatus status = PRIM_OK;

  for (int i = 0; i < placing->count && placing->placed < placing->most &&
                  (i == 0 || placing->change > placing->enough);
       i++) {
    PrimCandidate next = placing->candidates[i];
    double gain = next.gain;
    int64_t change = 0;
    if (!(next.gain < 0))
      continue;
    if (placing->placed)
      status = fit(backend, task, &next.shape, &gain);
    if (status == PRIM_OK && gain <= PRIM_KEEPS * next.gain)
      status = put(backend, &next.shape, &change);
    if (status != PRIM_OK)
      return status;
    if (change >= 0)
      continue;
    next.gain = gain;
    placing->change += change;
    placed[placing->placed++] = next;
  }
  return PRIM_OK;
}

static PrimStatus device_place(PrimBackend *base, const PrimTask *task, PrimPlacing *placing)
{
  PrimDeviceBackend *backend = of(base);
  PrimCandidate *placed = malloc((size_t)(placing->most + 1) * sizeof *placed);

  placing->placed = 0;
  placing->change = 0;
  if (!placed)
    return PRIM_ERROR_MEMORY;
  PrimStatus status = place(backend, task, placing, placed);
  if (status == PRIM_OK && placing->placed)
    memcpy(placing->candidates, placed, (size_t)placing->placed * sizeof *placed);
  free(placed);
  return result(backend, status);
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
  there.slack *= (double)backend->plan.scale;
  there.admit *= (double)backend->plan.scale;
  return there;
}

/* ---- Searches --------------------------------------------------------------- */

static PrimStatus resident_climb(PrimDeviceBackend *backend, const PrimTask *task)
{
  PrimDevice *device = backend->device;
  PrimSearchCall call = {.planes = backend->planes,
                         .task = prim_device_task(backend, task),
                         .tiles = backend->tiles,
                         .uniform = !backend->plan.weighted,
                         .found = backend->found};
  PrimStatus status = device->launch(device, 0, PRIM_KERNEL_SEARCH, task->climbs, &call);

  if (status == PRIM_OK)
    status = device->download(device, 0, host_of(backend), backend->found,
                              (size_t)task->climbs * sizeof(PrimFound));
  return status == PRIM_OK ? finish(backend) : status;
}

/* The host makes the starts, so it needs the tiles. */
static PrimStatus hybrid_climb(PrimDeviceBackend *backend, const PrimTask *task,
                               const PrimPoll *poll, PrimFound *found)
{
  PrimDevice *device = backend->device;
  PrimStatus status =
      device->download(device, 0, host_of(backend), backend->tiles, sizeof *backend->tiles);

  if (status == PRIM_OK)
    status = finish(backend);
  if (status != PRIM_OK)
    return status;
  return prim_hybrid_search(backend, task, NULL, host_of(backend), !backend->plan.weighted, poll,
                            found);
}

static PrimStatus climb(PrimDeviceBackend *backend, const PrimTask *task, const PrimPoll *poll,
                        PrimFound *hybrid)
{
  PrimTilesCall tiles = {backend->planes, backend->tiles};
  PrimStatus status = backend->device->launch(backend->device, 0, PRIM_KERNEL_TILES, 1, &tiles);

  if (status != PRIM_OK)
    return status;
  return backend->arrangement == PRIM_RESIDENT ? resident_climb(backend, task)
                                               : hybrid_climb(backend, task, poll, hybrid);
}

static PrimStatus device_climb(PrimBackend *base, const PrimTask *task, const PrimPoll *poll,
                               PrimCandidate *candidates, uint64_t *scored)
{
  PrimDeviceBackend *backend = of(base);

  if (task->climbs > PRIM_CLIMBS_MAX)
    return PRIM_ERROR_ARGUMENT;
  PrimFound *hybrid = malloc((size_t)task->climbs * sizeof *hybrid);
  if (!hybrid)
    return PRIM_ERROR_MEMORY;
  PrimStatus status = climb(backend, task, poll, hybrid);
  const PrimFound *found = backend->arrangement == PRIM_RESIDENT ? host_of(backend) : hybrid;
  for (int i = 0; i < task->climbs && status == PRIM_OK; i++) {
    candidates[i] = found[i].best;
    *scored += found[i].scored;
  }
  free(hybrid);
  if (status != PRIM_OK)
    return result(backend, status);
  return poll->stop(poll->data) ? PRIM_STOPPED : PRIM_OK;
}

/* ---- Sweeps ------------------------------------------------------------------- */

typedef struct Sweep {
  PrimDeviceBackend *backend;
  const PrimDrawing *drawing; /* as it was before the sweep */
  const PrimTask *task;
  const PrimPoll *poll;
  Sweeping host, there; /* in the host's memory and in the device's */
  int begin, end;       /* the block */
  int queued;           /* visits, of the sweep */
  int told;             /* visits that the poll was told of */
} Sweep;

/* The task of the next visit. */
static PrimTask visit_task(const Sweep *sweep)
{
  PrimTask task = *sweep->task;

  task.stream += (uint32_t)sweep->queued;
  return task;
}

/* Queues what brings the view to the next visit's shape. */
static PrimStatus queue_view(const Sweep *sweep)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  const PrimShape *shape = &sweep->drawing->shapes[sweep->queued];

  if (sweep->queued == sweep->begin) {
    PrimOpenCall open = {backend->planes, backend->view, *shape};
    return device->launch(device, 0, PRIM_KERNEL_OPEN, row_blocks(backend), &open);
  }
  PrimPassCall pass = {.planes = backend->view,
                       .put = shape[-1],
                       .lift = *shape,
                       .puts = true,
                       .lifts = true,
                       .restores = true};
  return device->launch(device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &pass);
}

static PrimStatus queue_visit(Sweep *sweep)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimTask task = visit_task(sweep);
  PrimSearchCall call = {.planes = backend->view,
                         .task = prim_device_task(backend, &task),
                         .start = sweep->drawing->shapes[sweep->queued],
                         .found = &sweep->there.found[sweep->queued]};
  PrimStatus status = queue_view(sweep);

  return status == PRIM_OK
             ? backend->device->launch(backend->device, 0, PRIM_KERNEL_SEARCH, 1, &call)
             : status;
}

/* Queues a group of visits, and marks its end. */
static PrimStatus queue_group(Sweep *sweep, int mark)
{
  PrimStatus status = PRIM_OK;

  for (int i = 0; i < GROUP && sweep->queued < sweep->end && status == PRIM_OK; i++) {
    status = queue_visit(sweep);
    sweep->queued++;
  }
  return status == PRIM_OK ? sweep->backend->device->mark(sweep->backend->device, 0, mark) : status;
}

/* Tells the poll of visits up to number `until`; whether it said stop. */
static PrimStatus tell(Sweep *sweep, int until)
{
  for (; sweep->told < until; sweep->told++)
    sweep->poll->visited(sweep->poll->data);
  return sweep->poll->stop(sweep->poll->data) ? PRIM_STOPPED : PRIM_OK;
}

/* Two groups are under way at a time: the one queued last, and the one before, which is waited
 * for. */
static PrimStatus resident_visits(Sweep *sweep)
{
  PrimDevice *device = sweep->backend->device;
  PrimStatus status = PRIM_OK;

  for (int mark = 0; sweep->told < sweep->end && status == PRIM_OK; mark = (mark + 1) % 2) {
    int until = sweep->queued;
    if (until < sweep->end)
      status = queue_group(sweep, mark);
    if (status == PRIM_OK && until > sweep->told)
      status = device->wait(device, (mark + 1) % 2);
    if (status == PRIM_OK)
      status = tell(sweep, until);
  }
  return status;
}

/* The host makes the attempts, and sends up where they ended. */
static PrimStatus hybrid_visits(Sweep *sweep)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimStatus status = PRIM_OK;

  while (sweep->queued < sweep->end && status == PRIM_OK) {
    PrimTask task = visit_task(sweep);
    int k = sweep->queued;
    status = queue_view(sweep);
    if (status == PRIM_OK)
      status = prim_hybrid_search(backend, &task, &sweep->drawing->shapes[k], NULL, false,
                                  sweep->poll, &sweep->host.found[k]);
    sweep->queued++;
    if (status == PRIM_OK)
      status = tell(sweep, sweep->queued);
  }
  if (status != PRIM_OK)
    return status;
  return backend->device->upload(backend->device, 0, &sweep->there.found[sweep->begin],
                                 &sweep->host.found[sweep->begin],
                                 (size_t)(sweep->end - sweep->begin) * sizeof *sweep->host.found);
}

/* Queues the ordered pass over the block. */
static PrimStatus queue_judging(const Sweep *sweep)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  PrimStatus status = PRIM_OK;

  for (int k = sweep->begin; k <= sweep->end && status == PRIM_OK; k++) {
    bool last = k == sweep->end;
    PrimJudgeCall judge = {.planes = backend->planes,
                           .put = k > sweep->begin ? &sweep->there.shapes[k - 1] : NULL,
                           .lift = last ? NULL : &sweep->there.shapes[k],
                           .other = last ? NULL : &sweep->there.found[k],
                           .rows = backend->forms};
    PrimDecideCall decide = {.task = prim_device_task(backend, sweep->task),
                             .rows = backend->forms,
                             .height = backend->planes.height,
                             .shape = &sweep->there.shapes[k],
                             .other = &sweep->there.found[k],
                             .gain = &sweep->there.gains[k]};
    status = device->launch(device, 0, PRIM_KERNEL_JUDGE, row_blocks(backend), &judge);
    if (status == PRIM_OK && !last)
      status = device->launch(device, 0, PRIM_KERNEL_DECIDE, 1, &decide);
  }
  return status;
}

static PrimStatus sweep_block(Sweep *sweep)
{
  PrimStatus status =
      sweep->backend->arrangement == PRIM_RESIDENT ? resident_visits(sweep) : hybrid_visits(sweep);

  return status == PRIM_OK ? queue_judging(sweep) : status;
}

/* The canvas is finished: residuals are what it leaves, sums those of searches. */
static PrimStatus settle(PrimDeviceBackend *backend)
{
  PrimPassCall call = {
      .planes = backend->planes, .uniform = !backend->plan.weighted, .settles = true};

  return backend->device->launch(backend->device, 0, PRIM_KERNEL_PASS, row_blocks(backend), &call);
}

/* Brings back what the sweep came to. */
static PrimStatus collect(const Sweep *sweep, PrimDrawing *drawing, double *gains, uint64_t *scored)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  size_t bytes =
      (size_t)((uint8_t *)(sweep->there.shapes + drawing->count) - (uint8_t *)sweep->there.found);
  PrimStatus status = settle(backend);

  if (status == PRIM_OK)
    status = device->download(device, 0, sweep->host.found, sweep->there.found, bytes);
  if (status == PRIM_OK)
    status = finish(backend);
  for (int k = 0; k < drawing->count && status == PRIM_OK; k++) {
    gains[k] = sweep->host.gains[k];
    drawing->shapes[k] = sweep->host.shapes[k];
    *scored += sweep->host.found[k].scored;
  }
  return status;
}

static PrimStatus run_sweep(Sweep *sweep)
{
  int count = sweep->drawing->count;
  int32_t blocks = prim_sweep_blocks(count, sweep->task->block);
  PrimStatus status = stack(sweep->backend, sweep->drawing, true);

  sweep->host = lay_out_sweep(sweep->backend->shapes.host, sweep->backend->room);
  sweep->there = lay_out_sweep(sweep->backend->shapes.device, sweep->backend->room);
  for (int32_t b = 0; b < blocks && status == PRIM_OK; b++) {
    sweep->begin = prim_sweep_begin(count, blocks, b);
    sweep->end = prim_sweep_begin(count, blocks, b + 1);
    status = sweep_block(sweep);
  }
  return status;
}

static PrimStatus device_refine(PrimBackend *base, PrimDrawing *drawing, const PrimTask *task,
                                const PrimPoll *poll, double *gains, uint64_t *scored)
{
  PrimDeviceBackend *backend = of(base);
  Sweep sweep = {.backend = backend, .drawing = drawing, .task = task, .poll = poll};
  PrimStatus status = run_sweep(&sweep);

  if (status == PRIM_OK)
    status = collect(&sweep, drawing, gains, scored);
  if (status != PRIM_STOPPED)
    return result(backend, status);
  status = result(backend, stack(backend, drawing, false));
  return status == PRIM_OK ? PRIM_STOPPED : status;
}

/* ---- The back end -------------------------------------------------------- */

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
  backend->arrangement = arrangement;
  backend->threads = threads;
  return &backend->base;
}
