/* Sweeps on a device. A block's visits are walked in chunks, as many at once as there is memory for
 * row sums; the ordered pass follows. All of it is queued: the host waits for a chunk's walks while
 * the device already has the next chunk. */
#include "device_backend.h"

/* Memory for row sums, at most; and at most half of what is free. */
static const size_t views_bytes = (size_t)4 << 30;

/* Pixels of all views that one launch makes, at most (see STACK in planes.c). */
static const size_t views_pixels = (size_t)1 << 26;

/* ---- Views -------------------------------------------------------------------- */

static size_t table_values(const PrimDeviceBackend *backend)
{
  return (size_t)backend->planes.pitch * (size_t)backend->planes.height;
}

static void lay_out_views(PrimViews *views, uint8_t *base, size_t values)
{
  views->tables.row_sums = (PrimEntry *)(void *)base;
  views->tables.weight_sums =
      (int32_t *)(void *)(views->tables.row_sums + (size_t)views->count * values);
  size_t weights = ((size_t)views->count * values + 7) & ~(size_t)7; /* scans begin aligned */
  views->scans = (PrimScan *)(void *)(views->tables.weight_sums + weights);
  views->found = views->scans + views->room;
}

/* Makes room for the shapes of a block, and tables for as many of them as there is memory for. */
static PrimStatus reserve_views(PrimDeviceBackend *backend, int block)
{
  PrimDevice *device = backend->device;
  PrimViews *views = &backend->views;
  size_t values = table_values(backend), table = values * (sizeof(PrimEntry) + sizeof(int32_t));
  size_t bytes;
  PrimMemory memory;

  if (block <= views->room)
    return PRIM_OK;
  *views = (PrimViews){.count = 0};
  PrimStatus status = device->memory(device, PRIM_POOL_VIEWS, &bytes);
  if (status != PRIM_OK)
    return status;
  bytes = bytes / 2 < views_bytes ? bytes / 2 : views_bytes;
  int count = bytes / table < (size_t)block ? (int)(bytes / table) : block;
  PrimViews made = {.count = count < 1 ? 1 : count, .room = block};
  bytes = (size_t)made.count * table + 64 + 2 * (size_t)block * sizeof(PrimScan);
  status = device->reserve(device, PRIM_POOL_VIEWS, bytes, 0, &memory);
  if (status != PRIM_OK)
    return status;
  lay_out_views(&made, memory.device, values);
  *views = made;
  return PRIM_OK;
}

/* Queues the views on some shapes of the block, the first of them into table number `table`. */
static PrimStatus launch_views(const PrimDeviceSweep *sweep, int first, int count, int table)
{
  PrimDeviceBackend *backend = sweep->backend;
  size_t at = (size_t)table * table_values(backend);
  const PrimTable *tables = &backend->views.tables;
  PrimViewsCall call = {.planes = backend->planes,
                        .shapes = sweep->there.shapes + sweep->begin,
                        .scans = backend->views.scans,
                        .first = first - sweep->begin,
                        .count = count,
                        .tables = {tables->row_sums + at, tables->weight_sums + at}};
  int blocks = prim_device_blocks(backend->planes.height, PRIM_VIEW_WARPS) *
               prim_device_blocks(count, PRIM_VIEWS_AT_ONCE);

  return backend->device->launch(backend->device, 0, PRIM_KERNEL_VIEWS, blocks, &call);
}

/* Queues those of a chunk. */
static PrimStatus queue_views(const PrimDeviceSweep *sweep, int first, int count)
{
  int most = (int)(views_pixels / table_values(sweep->backend)) & -PRIM_VIEWS_AT_ONCE;
  PrimStatus status = PRIM_OK;

  most = most ? most : PRIM_VIEWS_AT_ONCE;
  for (int done = 0; done < count && status == PRIM_OK; done += most)
    status = launch_views(sweep, first + done, count - done < most ? count - done : most, done);
  return status;
}

/* ---- Visits ------------------------------------------------------------------- */

/* Tells the poll of visits up to number `until`; whether it said stop. */
static PrimStatus tell(PrimDeviceSweep *sweep, int until)
{
  for (; sweep->told < until; sweep->told++)
    sweep->poll->visited(sweep->poll->data);
  return sweep->poll->stop(sweep->poll->data) ? PRIM_STOPPED : PRIM_OK;
}

/* Waits for the chunk that was queued last but one, or last, whose visits end before `until`. */
static PrimStatus await(PrimDeviceSweep *sweep, int chunk, int until)
{
  PrimDevice *device = sweep->backend->device;
  PrimStatus status = device->wait(device, PRIM_MARK_CHUNKS + chunk % 2);

  return status == PRIM_OK ? tell(sweep, until) : status;
}

/* Queues the visits of a chunk, then waits for those of the one before. */
static PrimStatus visit_chunk(PrimDeviceSweep *sweep, int count)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  int first = sweep->queued;
  PrimStatus status = queue_views(sweep, first, count);

  if (status == PRIM_OK)
    status = backend->arranged->walk(sweep, first, count, backend->views.tables);
  if (status == PRIM_OK)
    status = device->mark(device, 0, PRIM_MARK_CHUNKS + sweep->chunks % 2);
  sweep->queued += count;
  sweep->chunks++;
  if (status != PRIM_OK || sweep->chunks == 1)
    return status;
  return await(sweep, sweep->chunks - 2, first);
}

static PrimStatus visit_block(PrimDeviceSweep *sweep)
{
  PrimDeviceBackend *backend = sweep->backend;
  int shapes = sweep->end - sweep->begin;
  int chunks = prim_sweep_blocks(shapes, backend->views.count);
  PrimStatus status = prim_planes_scan(backend, sweep->there.shapes + sweep->begin,
                                       sizeof(PrimShape), shapes, backend->views.scans);

  for (int i = 0; i < chunks && status == PRIM_OK; i++) {
    int until = sweep->begin + prim_sweep_begin(shapes, chunks, i + 1);
    status = visit_chunk(sweep, until - sweep->queued);
  }
  return status;
}

/* ---- The ordered pass ----------------------------------------------------------- */

static PrimVisit visit_of(const PrimDeviceSweep *sweep, int k)
{
  const PrimViews *views = &sweep->backend->views;

  return (PrimVisit){&sweep->there.shapes[k], &sweep->there.found[k],
                     &views->scans[k - sweep->begin], &views->found[k - sweep->begin]};
}

/* Queues the step that decides on shape k - 1 and lifts shape k, if they are of the block. */
static PrimStatus queue_step(const PrimDeviceSweep *sweep, int k)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimJudgeCall call = {.planes = backend->planes,
                        .request = prim_device_request(backend, sweep->request),
                        .decides = k > sweep->begin,
                        .lifts = k < sweep->end,
                        .forms = backend->forms[(k + 1) % 2],
                        .sums = backend->forms[k % 2],
                        .blocks = prim_device_blocks(backend->planes.height, PRIM_ROW_WARPS)};

  if (call.decides) {
    call.last = visit_of(sweep, k - 1);
    call.shape = &sweep->there.after[k - 1];
    call.delta = &sweep->there.deltas[k - 1];
  }
  if (call.lifts)
    call.next = visit_of(sweep, k);
  return backend->device->launch(backend->device, 0, PRIM_KERNEL_JUDGE, call.blocks, &call);
}

static PrimStatus judge_block(const PrimDeviceSweep *sweep)
{
  const PrimFound *found = &sweep->there.found[sweep->begin];
  PrimStatus status = prim_planes_scan(sweep->backend, &found->best.shape, sizeof *found,
                                       sweep->end - sweep->begin, sweep->backend->views.found);

  for (int k = sweep->begin; k <= sweep->end && status == PRIM_OK; k++)
    status = queue_step(sweep, k);
  return status;
}

/* ---- Sweeps ----------------------------------------------------------------------- */

/* Brings back what the sweep came to. */
static PrimStatus collect(const PrimDeviceSweep *sweep, PrimDrawing *drawing, double *deltas,
                          uint64_t *scored)
{
  PrimDevice *device = sweep->backend->device;
  const PrimVisited *host = &sweep->host, *there = &sweep->there;
  size_t bytes = (size_t)((uint8_t *)(there->after + drawing->count) - (uint8_t *)there->found);
  PrimStatus status = prim_planes_settle(sweep->backend);

  if (status == PRIM_OK)
    status = device->download(device, 0, host->found, there->found, bytes);
  if (status == PRIM_OK)
    status = prim_device_finish(sweep->backend);
  for (int k = 0; k < drawing->count && status == PRIM_OK; k++) {
    deltas[k] = host->deltas[k];
    drawing->shapes[k] = host->after[k];
    *scored += host->found[k].scored;
  }
  return status;
}

static PrimStatus run_sweep(PrimDeviceSweep *sweep)
{
  PrimDeviceBackend *backend = sweep->backend;
  int count = sweep->drawing->count;
  int32_t blocks = prim_sweep_blocks(count, sweep->request->block);
  PrimStatus status = reserve_views(backend, prim_sweep_blocks(count, blocks));

  if (status == PRIM_OK)
    status = prim_planes_stack(backend, sweep->drawing, true);
  sweep->host = prim_planes_visited(backend, backend->shapes.host);
  sweep->there = prim_planes_visited(backend, backend->shapes.device);
  for (int32_t b = 0; b < blocks && status == PRIM_OK; b++) {
    sweep->begin = prim_sweep_begin(count, blocks, b);
    sweep->end = prim_sweep_begin(count, blocks, b + 1);
    status = visit_block(sweep);
    if (status == PRIM_OK)
      status = judge_block(sweep);
  }
  return status == PRIM_OK ? await(sweep, sweep->chunks - 1, count) : status;
}

PrimStatus prim_device_refine(PrimDeviceBackend *backend, PrimDrawing *drawing,
                              const PrimSearchRequest *request, const PrimPoll *poll,
                              double *deltas, uint64_t *scored)
{
  PrimDeviceSweep sweep = {
      .backend = backend, .drawing = drawing, .request = request, .poll = poll};
  PrimStatus status = run_sweep(&sweep);

  if (status == PRIM_OK)
    status = collect(&sweep, drawing, deltas, scored);
  if (status != PRIM_STOPPED)
    return status;
  status = prim_planes_stack(backend, drawing, false);
  if (status == PRIM_OK)
    status = prim_device_finish(backend);
  return status == PRIM_OK ? PRIM_STOPPED : status;
}
