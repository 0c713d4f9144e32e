/* The hybrid arrangement: the CPU makes attempts and scan-converts them, the device adds up
 * their spans and finds colour, opacity and delta.
 *
 * The climbs, or the walks of a sweep, form two groups. While the device scores the attempts of
 * one, on a stream of its own, the CPU makes those of the other. Each batch goes up in one copy and
 * comes down in one. Attempts are made ahead (core/attempt.h); those behind the first that improves
 * are dropped. */
#include <stdlib.h>
#include <string.h>

#include "../core/team.h"
#include "device_backend.h"

enum {
  GROUPS = PRIM_STREAMS,
  CLIMBS = 64,    /* at a time */
  ATTEMPTS = 8,   /* of a climb in a batch, ... */
  WALK_AHEAD = 2, /* ... and of a walk, which succeeds more often */
  SPANS = 1 << 14,
  SPANS_MAX = PRIM_ROWS_SCORED * PRIM_ROW_SPANS_MAX /* of one attempt */
};

/* A climb or walk under way. */
typedef struct Climb {
  PrimRandom stream;
  int table; /* whose sums it is scored on */
  PrimFound found;
  int starts; /* random shapes not yet tried */
  PrimPath path;
  bool given; /* the shape to start from awaits its score */
  /* The batch. */
  int count;                  /* attempts in it */
  int made;                   /* of these, shapes to be scored; others were not valid */
  PrimShape shapes[ATTEMPTS]; /* the made ones, as all below */
  PrimBatchShape headers[ATTEMPTS];
  PrimBatchSpan spans[SPANS];
  uint32_t used; /* spans */
  const PrimFill *fills;
} Climb;

/* Memory of one group's batch, on both sides: headers, then spans, then fills. */
typedef struct Batch {
  uint8_t *device, *host;
  int shapes;
} Batch;

struct PrimHybrid {
  PrimTeam *team;
  Climb *climbs;
  int count;    /* climbs that have room */
  size_t batch; /* bytes of a group's batch */
  PrimMemory memory;
};

typedef struct Search {
  PrimDeviceBackend *backend;
  PrimHybrid *hybrid;
  const PrimSearchRequest *request;
  PrimSearchRequest there; /* the same, as the device sees it */
  const PrimShape *start;  /* of the first walk; NULL: climbs, from random shapes */
  PrimTable tables;        /* the climbs', or one for each walk */
  PrimBounds bounds;
  bool uniform;
  int climbs;
  Batch batches[GROUPS];
} Search;

static int climbs_of(const Search *search, int group)
{
  return (search->climbs + GROUPS - 1 - group) / GROUPS;
}

static Climb *climb_of(const Search *search, int group, int number)
{
  return &search->hybrid->climbs[number * GROUPS + group];
}

/* ---- Making ----------------------------------------------------------------- */

/* The spans of one row; returns how many. The sums of a row are those left of its
 * right ends less those left of its left ends, whichever belong together. */
static int row_spans(const PrimScan *scan, int32_t spacing, int32_t row, PrimBatchSpan *spans)
{
  uint16_t y = (uint16_t)prim_attempt_pixel_row(row, spacing);
  int lefts = 0, rights = 0;

  if (scan->form == PRIM_FORM_ELLIPSE) {
    PrimSpan span = prim_ellipse_row(scan, row);
    spans[0] = (PrimBatchSpan){y, (uint16_t)span.left, (uint16_t)span.right, 0};
    return 1;
  }
  for (int i = 0; i < scan->edges; i++) {
    const PrimEdge *edge = &scan->edge[i];
    if (row < edge->begin || row >= edge->end)
      continue;
    uint16_t column = (uint16_t)prim_edge_column(scan, edge, row);
    if (edge->winding == scan->left_winding)
      spans[lefts++].left = column;
    else
      spans[rights++].right = column;
  }
  for (int i = 0; i < lefts; i++)
    spans[i].row = y;
  return lefts;
}

static void scan_convert(const Search *search, Climb *climb, const PrimShape *shape)
{
  PrimScan scan;
  PrimBatchShape *header = &climb->headers[climb->made];

  int32_t spacing = prim_attempt_scan(&scan, shape, search->backend->planes.width,
                                      search->backend->planes.height, PRIM_ROWS_SCORED);
  *header = (PrimBatchShape){climb->used, 0, spacing, climb->table};
  for (int32_t row = scan.begin; row < scan.end; row++)
    climb->used += (uint32_t)row_spans(&scan, spacing, row, climb->spans + climb->used);
  header->spans = climb->used - header->first;
  climb->shapes[climb->made++] = *shape;
}

/* How many attempts may be made ahead. */
static int ahead(const Search *search, const Climb *climb)
{
  bool none = !climb->given && climb->found.best.delta == INFINITY;
  int count = climb->given        ? 1
              : climb->starts > 0 ? climb->starts
              : none              ? 0
                                  : prim_path_left(search->request, &climb->path);
  int most = search->request->walk ? WALK_AHEAD : ATTEMPTS;

  return count < most ? count : most;
}

static void make(const Search *search, Climb *climb)
{
  int count = ahead(search, climb);

  climb->made = 0;
  climb->used = 0;
  for (climb->count = 0; climb->count < count && climb->used + SPANS_MAX <= SPANS; climb->count++) {
    uint32_t attempt = climb->path.attempt + (uint32_t)climb->count;
    PrimShape shape = climb->found.best.shape;
    if (climb->starts > 0) {
      if (!prim_attempt_start(search->request, &search->bounds, &climb->stream, attempt, &shape))
        continue;
    } else if (!climb->given) {
      prim_attempt_move(&search->bounds, &climb->stream, prim_path_draw(&climb->path, climb->count),
                        &climb->found.best.shape, &shape);
    }
    scan_convert(search, climb, &shape);
  }
}

typedef struct MakeJob {
  const Search *search;
  int group;
} MakeJob;

static void make_task(void *data, int task, bool caller)
{
  const MakeJob *job = data;

  (void)caller;
  make(job->search, climb_of(job->search, job->group, task));
}

/* ---- Scoring ---------------------------------------------------------------- */

/* Packs the group's attempts: headers, then spans, which begin at *spans_at. Returns the bytes
 * to be sent. */
static size_t pack(const Search *search, int group, Batch *batch, size_t *spans_at)
{
  PrimBatchShape *headers = (PrimBatchShape *)(void *)batch->host;
  uint32_t spans = 0;

  batch->shapes = 0;
  for (int i = 0; i < climbs_of(search, group); i++)
    batch->shapes += climb_of(search, group, i)->made;
  *spans_at = ((size_t)batch->shapes * sizeof *headers + 7) & ~(size_t)7; /* aligned */
  PrimBatchSpan *packed = (PrimBatchSpan *)(void *)(batch->host + *spans_at);
  for (int i = 0; i < climbs_of(search, group); i++) {
    const Climb *climb = climb_of(search, group, i);
    for (int k = 0; k < climb->made; k++, headers++) {
      *headers = climb->headers[k];
      headers->first += spans;
    }
    memcpy(packed + spans, climb->spans, climb->used * sizeof *packed);
    spans += climb->used;
  }
  return *spans_at + spans * sizeof *packed;
}

/* Sends the group's attempts on their way; the fills come back behind what went up. */
static PrimStatus send_batch(const Search *search, int group, Batch *batch)
{
  PrimDevice *device = search->backend->device;
  size_t spans_at, up = pack(search, group, batch, &spans_at);
  size_t fills = (size_t)batch->shapes * sizeof(PrimFill);
  PrimBatchCall call = {.planes = search->backend->planes,
                        .request = search->there,
                        .tables = search->tables,
                        .uniform = search->uniform,
                        .count = batch->shapes,
                        .shapes = (const PrimBatchShape *)(const void *)batch->device,
                        .spans = (const PrimBatchSpan *)(const void *)(batch->device + spans_at),
                        .fills = (PrimFill *)(void *)(batch->device + up)};
  const PrimFill *fill = (const PrimFill *)(const void *)(batch->host + up);
  for (int i = 0; i < climbs_of(search, group); i++) {
    Climb *climb = climb_of(search, group, i);
    climb->fills = fill;
    fill += climb->made;
  }
  int blocks = (batch->shapes + PRIM_BATCH_WARPS - 1) / PRIM_BATCH_WARPS;
  PrimStatus status = device->upload(device, group, batch->device, batch->host, up);
  if (status == PRIM_OK)
    status = device->launch(device, group, PRIM_KERNEL_BATCH, blocks, &call);
  if (status == PRIM_OK)
    status = device->download(device, group, batch->host + up, batch->device + up, fills);
  return status == PRIM_OK ? device->mark(device, group, PRIM_MARK_GROUPS + group) : status;
}

/* Makes a group's next attempts and sends them; none are left: batch->shapes is 0. */
static PrimStatus advance(Search *search, int group)
{
  MakeJob job = {search, group};
  Batch *batch = &search->batches[group];
  int attempts;

  do { /* random shapes may all have been invalid */
    prim_team_run(search->hybrid->team, climbs_of(search, group), make_task, &job);
    batch->shapes = 0;
    attempts = 0;
    for (int i = 0; i < climbs_of(search, group); i++) {
      Climb *climb = climb_of(search, group, i);
      attempts += climb->count;
      batch->shapes += climb->made;
      if (climb->made)
        continue;
      climb->path.attempt += (uint32_t)climb->count;
      climb->starts -= climb->starts > 0 ? climb->count : 0;
    }
  } while (attempts && !batch->shapes);
  return batch->shapes ? send_batch(search, group, batch) : PRIM_OK;
}

/* ---- Judging ---------------------------------------------------------------- */

static void win(Climb *climb, int number)
{
  const PrimFill *fill = &climb->fills[number];
  PrimCandidate *best = &climb->found.best;

  best->shape = climb->shapes[number];
  best->shape.opacity = fill->opacity;
  memcpy(best->shape.color, fill->color, sizeof fill->color);
  best->delta = fill->delta;
}

static void judge_starts(Climb *climb)
{
  for (int i = 0; i < climb->made; i++)
    if (climb->fills[i].delta < climb->found.best.delta)
      win(climb, i);
  climb->found.scored += (uint32_t)climb->made;
  climb->path.attempt += (uint32_t)climb->count;
  climb->starts -= climb->count;
}

static void judge_moves(const PrimSearchRequest *request, Climb *climb)
{
  for (int i = 0; i < climb->made; i++) {
    climb->found.scored++;
    if (prim_path_takes(request, climb->fills[i].delta, climb->found.best.delta)) {
      prim_path_win(request, &climb->path, &climb->found.best.shape, &climb->shapes[i]);
      win(climb, i);
      return;
    }
    prim_path_fail(&climb->path, 1);
  }
}

static void judge(const PrimSearchRequest *request, Climb *climb)
{
  if (climb->made == 0)
    return;
  if (climb->given) {
    win(climb, 0);
    climb->found.scored = 1;
    climb->given = false;
  } else if (climb->starts > 0) {
    judge_starts(climb);
  } else {
    judge_moves(request, climb);
  }
}

/* ---- The search ------------------------------------------------------------- */

/* Room for so many climbs. */
static PrimStatus reserve(PrimDeviceBackend *backend, int climbs)
{
  PrimHybrid *hybrid = backend->hybrid;
  PrimDevice *device = backend->device;
  size_t in_group = (size_t)(climbs + GROUPS - 1) / GROUPS, attempts = in_group * ATTEMPTS;

  if (!hybrid) {
    hybrid = backend->hybrid = calloc(1, sizeof *hybrid);
    if (!hybrid)
      return PRIM_ERROR_MEMORY;
    hybrid->team = prim_team_new(backend->threads);
    if (!hybrid->team)
      return PRIM_ERROR_MEMORY;
  }
  if (climbs <= hybrid->count)
    return PRIM_OK;
  free(hybrid->climbs);
  hybrid->count = 0;
  hybrid->climbs = malloc((size_t)climbs * sizeof *hybrid->climbs);
  if (!hybrid->climbs)
    return PRIM_ERROR_MEMORY;
  hybrid->batch = attempts * (sizeof(PrimBatchShape) + sizeof(PrimFill)) +
                  in_group * SPANS * sizeof(PrimBatchSpan) + 64;
  hybrid->batch &= ~(size_t)63;
  PrimStatus status = device->reserve(device, PRIM_POOL_BATCH, GROUPS * hybrid->batch,
                                      GROUPS * hybrid->batch, &hybrid->memory);
  if (status == PRIM_OK)
    hybrid->count = climbs;
  return status;
}

static void begin_climb(const Search *search, Climb *climb, int number)
{
  const PrimSearchRequest *request = search->request;

  climb->found = (PrimFound){{.delta = INFINITY}, 0};
  climb->starts = 0;
  climb->path = (PrimPath){0, 0, 0, 0};
  climb->given = search->start != NULL;
  if (climb->given) {
    climb->stream = prim_random_stream(request->seed, request->stream + (uint32_t)number, 0);
    climb->table = number;
    climb->found.best.shape = search->start[number];
    climb->path.attempt = 1;
  } else {
    climb->stream = prim_random_stream(request->seed, request->stream, (uint32_t)number);
    climb->table = 0;
    climb->starts = request->starts;
  }
}

static PrimStatus run(Search *search, const PrimPoll *poll)
{
  PrimDevice *device = search->backend->device;
  PrimStatus status = PRIM_OK;
  bool stopped = false;

  for (int group = 0; group < GROUPS && status == PRIM_OK; group++)
    status = advance(search, group);
  for (int group = 0; status == PRIM_OK && (search->batches[0].shapes || search->batches[1].shapes);
       group = (group + 1) % GROUPS) {
    Batch *batch = &search->batches[group];
    if (!batch->shapes)
      continue;
    status = device->wait(device, PRIM_MARK_GROUPS + group);
    if (status != PRIM_OK)
      return status;
    for (int i = 0; i < climbs_of(search, group); i++)
      judge(&search->there, climb_of(search, group, i));
    stopped = stopped || poll->stop(poll->data);
    if (stopped)
      batch->shapes = 0;
    else
      status = advance(search, group);
  }
  return status == PRIM_OK && stopped ? PRIM_STOPPED : status;
}

/* Climbs or walks first..first+count-1 of the search. */
static PrimStatus run_climbs(Search *search, int first, int count, const PrimPoll *poll,
                             PrimFound *found)
{
  Climb *climbs = search->hybrid->climbs;

  search->climbs = count;
  for (int i = 0; i < count; i++)
    begin_climb(search, &climbs[i], first + i);
  PrimStatus status = run(search, poll);
  for (int i = 0; i < count; i++)
    found[first + i] = climbs[i].found;
  return status;
}

/* Lets the other streams wait for what the pixels were given. */
static PrimStatus follow_pixels(PrimDevice *device)
{
  PrimStatus status = device->mark(device, 0, PRIM_MARK_PIXELS);

  for (int stream = 1; stream < PRIM_STREAMS && status == PRIM_OK; stream++)
    status = device->follow(device, stream, PRIM_MARK_PIXELS);
  return status;
}

/* Makes `count` climbs or walks. */
static PrimStatus run_all(Search *search, int count, const PrimPoll *poll, PrimFound *found)
{
  PrimDeviceBackend *backend = search->backend;
  PrimStatus status = reserve(backend, count < CLIMBS ? count : CLIMBS);

  if (status == PRIM_OK)
    status = follow_pixels(backend->device);
  if (status != PRIM_OK)
    return status;
  PrimHybrid *hybrid = search->hybrid = backend->hybrid;
  for (int group = 0; group < GROUPS; group++) {
    size_t offset = (size_t)group * hybrid->batch;
    search->batches[group] =
        (Batch){hybrid->memory.device + offset, hybrid->memory.host + offset, 0};
  }
  for (int first = 0; first < count && status == PRIM_OK; first += CLIMBS)
    status =
        run_climbs(search, first, count - first < CLIMBS ? count - first : CLIMBS, poll, found);
  return status;
}

/* The host makes the starts, so it needs the tiles. */
static PrimStatus climb(PrimDeviceBackend *backend, const PrimSearchRequest *request,
                        const PrimPoll *poll, PrimFound *found)
{
  PrimDevice *device = backend->device;
  const PrimTiles *tiles = (const PrimTiles *)(const void *)backend->pixels.host;
  const PrimPlanes *planes = &backend->planes;
  Search search = {.backend = backend,
                   .request = request,
                   .there = prim_device_request(backend, request),
                   .tables = planes->sums,
                   .bounds = prim_attempt_bounds(request, planes->width, planes->height, tiles),
                   .uniform = !backend->plan.weighted};
  PrimStatus status =
      device->download(device, 0, backend->pixels.host, backend->tiles, sizeof *tiles);

  if (status == PRIM_OK)
    status = prim_device_finish(backend);
  return status == PRIM_OK ? run_all(&search, request->climbs, poll, found) : status;
}

/* The host sends up where the walks ended. */
static PrimStatus walk(const PrimDeviceSweep *sweep, int first, int count, PrimTable tables)
{
  PrimDeviceBackend *backend = sweep->backend;
  PrimDevice *device = backend->device;
  const PrimPlanes *planes = &backend->planes;
  PrimFound *found = &sweep->host.found[first];
  PrimSearchRequest request = *sweep->request;

  request.stream += (uint32_t)first;
  Search search = {.backend = backend,
                   .request = &request,
                   .there = prim_device_request(backend, &request),
                   .start = &sweep->drawing->shapes[first],
                   .tables = tables,
                   .bounds = prim_attempt_bounds(&request, planes->width, planes->height, NULL)};
  PrimStatus status = run_all(&search, count, sweep->poll, found);
  return status == PRIM_OK ? device->upload(device, 0, &sweep->there.found[first], found,
                                            (size_t)count * sizeof *found)
                           : status;
}

const PrimArranged prim_hybrid = {climb, walk};

void prim_hybrid_free(PrimHybrid *hybrid)
{
  if (!hybrid)
    return;
  prim_team_free(hybrid->team);
  free(hybrid->climbs);
  free(hybrid);
}
