/* Sweeps: visits side by side, then the ordered pass. */
#include "visits.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "passes.h"
#include "share.h"
#include "sweep.h"

enum {
  BAND_ROWS = 4,     /* neighbouring rows that a part of a step of the ordered pass has */
  VISIT_ROWS = 100,  /* what a visit costs beside its shape's rows, in rows; before it is known */
  ROWS_TO_STOP = 64, /* of a whole view, between looks at whether to stop */
  STEAL_LEAST = 4    /* shapes that are worth setting up a view in their midst */
};

/* Views are few enough to need at most this much, or one alone. */
static const size_t views_bytes = (size_t)1 << 29;

/* The sums of a shape as it stands and as a visit left it, by one worker. */
typedef struct Gathered {
  _Alignas(64) PrimSampleSums old;
  PrimSampleSums other;
} Gathered;

struct PrimSweeper {
  PrimTeam *team;
  PrimIsaLevel isa;
  PrimStackPlanes view[PRIM_WORKERS_MAX];
  int views; /* of these that there are */
  Gathered gathered[PRIM_WORKERS_MAX];
  /* By shape, with room for so many: as it stands in this sweep; made ready; found in this sweep;
   * seconds of its visit in the last, or 0. */
  PrimShape *shapes;
  PrimPart *parts;
  PrimCandidate *found;
  float *cost;
  int room;
};

typedef struct Sweep {
  PrimSweeper *sweeper;
  const PrimRowKernels *rows;
  PrimStackPlanes *planes;
  const PrimDrawing *drawing; /* as it was before */
  PrimSearchRequest request;  /* slack and admit in units of the deltas */
  const PrimPoll *poll;
  double *deltas;
  int begin, end;                  /* the block */
  int workers;                     /* of its visits, ... */
  int first[PRIM_WORKERS_MAX + 1]; /* ... and where their runs begin */
  atomic_bool stop;
  atomic_int visited; /* shapes */
  int told;           /* that the poll was told of */
  atomic_ullong scored;
} Sweep;

/* Whether the sweep is to be given up; the caller's thread asks, until it is. */
static bool stops(Sweep *sweep, bool caller)
{
  if (caller && !atomic_load(&sweep->stop) && sweep->poll->stop(sweep->poll->data))
    atomic_store(&sweep->stop, true);
  return atomic_load(&sweep->stop);
}

/* ---- Views ------------------------------------------------------------------ */

/* Takes row y from planes that stand at shape `from` and raises it to `to`: B holds all shapes
 * below, the optical depth all others. */
static void raise_row(const Sweep *sweep, PrimStackPlanes *view, const PrimStackPlanes *source,
                      int y, int from, int to)
{
  size_t at = (size_t)(y * view->pitch), values = (size_t)view->pitch;

  for (int k = 0; k < 3; k++)
    memcpy(view->below[k] + at, source->below[k] + at, values);
  memcpy(view->optical_depth + at, source->optical_depth + at,
         values * sizeof *view->optical_depth);
  for (int i = from; i < to; i++) {
    const PrimPart *part = &sweep->sweeper->parts[i];
    prim_part_apply(view, sweep->rows, part, sweep->rows->remove_above, y);
    prim_part_apply(view, sweep->rows, part, sweep->rows->paint, y);
  }
}

/* Lifts shape k off a view that was raised to it, and sums everything. */
static void open_view(Sweep *sweep, PrimStackPlanes *view, int k, bool caller)
{
  for (int y = 0; y < view->height; y++) {
    if (y % ROWS_TO_STOP == 0 && stops(sweep, caller))
      return;
    ptrdiff_t at = y * view->pitch;
    for (int i = 0; i < 3; i++)
      memcpy(view->residual[i] + at, view->rest[i] + at,
             (size_t)view->pitch * sizeof *view->residual[i]);
    sweep->rows->transmit(view, y);
    prim_part_apply(view, sweep->rows, &sweep->sweeper->parts[k], sweep->rows->lift, y);
    sweep->rows->sum(view, y, 0, view->width);
  }
}

/* Row y of all views, to where their runs begin. */
static void raise_views_row(void *data, int y)
{
  const Sweep *sweep = data;
  PrimStackPlanes *view = sweep->sweeper->view;

  for (int w = 0; w < sweep->workers; w++)
    raise_row(sweep, &view[w], w ? &view[w - 1] : sweep->planes, y, sweep->first[w ? w - 1 : 0],
              sweep->first[w]);
}

/* A view on shape k from one on the shape below. */
static void step_view(const Sweep *sweep, PrimStackPlanes *view, int k)
{
  const PrimPart *last = &sweep->sweeper->parts[k - 1], *next = last + 1;
  int begin = last->begin < next->begin ? last->begin : next->begin;
  int end = last->end > next->end ? last->end : next->end;

  for (int y = begin; y < end; y++) {
    PrimSpan dirty = prim_part_apply(view, sweep->rows, last, sweep->rows->restore, y);
    prim_widen(&dirty, prim_part_apply(view, sweep->rows, next, sweep->rows->lift, y));
    if (dirty.left < dirty.right)
      sweep->rows->sum(view, y, dirty.left, dirty.right);
  }
}

/* As many views as memory allows, but one. */
static PrimStatus reserve_views(PrimSweeper *sweeper, const PrimStackPlanes *planes, int *workers)
{
  size_t pixels = (size_t)planes->pitch * (size_t)planes->height;
  size_t most = views_bytes / (pixels * (sizeof(PrimRowSum) + 27)) + 1;

  if (*workers > (int)most)
    *workers = (int)most;
  while (sweeper->views < *workers &&
         prim_stack_planes_view(&sweeper->view[sweeper->views], planes) == PRIM_OK)
    sweeper->views++;
  if (*workers > sweeper->views)
    *workers = sweeper->views;
  return *workers ? PRIM_OK : PRIM_ERROR_MEMORY;
}

/* ---- Visits ------------------------------------------------------------------ */

static void search(Sweep *sweep, const PrimStackPlanes *view, int k)
{
  PrimSweeper *sweeper = sweep->sweeper;
  PrimSearchRequest request = sweep->request;
  PrimClimber climber = {.planes = view, .request = &request, .stop = &sweep->stop};
  uint64_t scored = 0;

  request.stream += (uint32_t)k;
  sweeper->isa.climb->climb(&climber, 0, 1, &sweeper->shapes[k], &sweeper->found[k], &scored);
  atomic_fetch_add(&sweep->scored, scored);
}

/* Tells the poll of all visits that were made; by the caller's thread. */
static void tell(Sweep *sweep)
{
  for (int visited = atomic_load(&sweep->visited); sweep->told < visited; sweep->told++)
    sweep->poll->visited(sweep->poll->data);
}

static bool visit(void *data, int worker, int k, bool begins, bool caller)
{
  Sweep *sweep = data;
  PrimStackPlanes *view = &sweep->sweeper->view[worker];
  double began = prim_seconds();

  if (begins && k != sweep->first[worker]) /* a run taken over */
    for (int y = 0; y < view->height; y++)
      raise_row(sweep, view, sweep->planes, y, sweep->begin, k);
  if (begins)
    open_view(sweep, view, k, caller);
  else
    step_view(sweep, view, k);
  search(sweep, view, k);
  sweep->sweeper->cost[k] = (float)(prim_seconds() - began);
  atomic_fetch_add(&sweep->visited, 1);
  if (caller)
    tell(sweep);
  return !stops(sweep, caller);
}

/* Where each worker's run begins: equal parts of what the visits took in the last sweep, or
 * are likely to. The result does not depend on it. */
static void choose_runs(Sweep *sweep)
{
  const PrimPart *parts = sweep->sweeper->parts;
  float *cost = sweep->sweeper->cost;
  int workers = sweep->workers, next = 1;
  double all = 0, passed = 0;

  for (int k = sweep->begin; k < sweep->end; k++) {
    if (!(cost[k] > 0))
      cost[k] = 1e-6f * (float)(VISIT_ROWS + parts[k].end - parts[k].begin);
    all += cost[k];
  }
  sweep->first[0] = sweep->begin;
  for (int k = sweep->begin; next < workers; k++) {
    if (k > sweep->first[next - 1] &&
        (passed >= all * next / workers || sweep->end - k <= workers - next))
      sweep->first[next++] = k;
    passed += cost[k];
  }
  sweep->first[workers] = sweep->end;
}

static PrimStatus visit_block(Sweep *sweep)
{
  PrimTeam *team = sweep->sweeper->team;
  int workers = prim_team_size(team), shapes = sweep->end - sweep->begin;

  workers = workers < PRIM_WORKERS_MAX ? workers : PRIM_WORKERS_MAX;
  sweep->workers = workers < shapes ? workers : shapes;
  PrimStatus status = reserve_views(sweep->sweeper, sweep->planes, &sweep->workers);
  if (status != PRIM_OK)
    return status;
  choose_runs(sweep);
  prim_rows_run(team, sweep->planes, raise_views_row, sweep);
  prim_share_runs(team, sweep->workers, sweep->first, STEAL_LEAST, visit, sweep);
  tell(sweep);
  return sweep->stop ? PRIM_STOPPED : PRIM_OK;
}

/* ---- The ordered pass ---------------------------------------------------------- */

/* A part of a step: in its rows the last shape is put, the next lifted, and what it covers and what
 * its visit found would cover are summed. The last step only puts. */
static void judge_rows(void *data, int step, int part, bool caller)
{
  Sweep *sweep = data;
  PrimSweeper *sweeper = sweep->sweeper;

  if (stops(sweep, caller))
    return;
  PrimStackPlanes *planes = sweep->planes;
  const PrimShape *shapes = sweeper->shapes;
  int k = sweep->begin + step, bands = BAND_ROWS * sweep->workers;
  bool last = k == sweep->end;
  bool offers = !last && prim_sweep_offers(&shapes[k], &sweeper->found[k]);
  PrimPart put = prim_part(planes, step ? &shapes[k - 1] : NULL);
  PrimPart lift = prim_part(planes, last ? NULL : &shapes[k]);
  PrimPart other = prim_part(planes, offers ? &sweeper->found[k].shape : NULL);
  Gathered *gathered = &sweeper->gathered[part];

  memset(gathered, 0, sizeof *gathered);
  for (int first = BAND_ROWS * part; first < planes->height; first += bands)
    for (int y = first; y < first + BAND_ROWS && y < planes->height; y++) {
      prim_part_apply(planes, sweep->rows, &put, sweep->rows->put, y);
      prim_part_lift(planes, sweep->rows, &lift, y, &gathered->old);
      prim_part_gather(planes, sweep->rows, &other, y, &gathered->other);
    }
}

static void judge_shape(void *data, int step)
{
  Sweep *sweep = data;
  PrimSweeper *sweeper = sweep->sweeper;
  int k = sweep->begin + step;
  PrimFormSums old = {{0}}, other = {{0}};

  if (k == sweep->end || atomic_load(&sweep->stop))
    return;
  for (int part = 0; part < sweep->workers; part++) {
    prim_add_sums(&sweeper->gathered[part].old, old.sums);
    prim_add_sums(&sweeper->gathered[part].other, other.sums);
  }
  PrimShape *shape = &sweeper->shapes[k];
  const PrimCandidate *found = &sweeper->found[k];
  sweep->deltas[k] = prim_sweep_judge(&sweep->request, &old, shape, prim_sweep_offers(shape, found),
                                      &other, &found->shape);
}

static PrimStatus judge_block(Sweep *sweep)
{
  prim_share_steps(sweep->sweeper->team, sweep->end - sweep->begin + 1, sweep->workers, judge_rows,
                   judge_shape, sweep);
  return sweep->stop ? PRIM_STOPPED : PRIM_OK;
}

/* ---- Sweeps -------------------------------------------------------------------- */

/* Row y below all shapes: B is the background, and all of them are above. */
static void ground_row(void *data, int y)
{
  const Sweep *sweep = data;
  PrimStackPlanes *planes = sweep->planes;
  const PrimDrawing *drawing = sweep->drawing;

  for (int k = 0; k < 3; k++)
    memset(planes->below[k] + y * planes->pitch, drawing->background[k], (size_t)planes->pitch);
  memset(planes->optical_depth + y * planes->pitch, 0,
         (size_t)planes->pitch * sizeof *planes->optical_depth);
  for (int k = 0; k < drawing->count; k++)
    prim_part_apply(planes, sweep->rows, &sweep->sweeper->parts[k], sweep->rows->add_above, y);
  sweep->rows->transmit(planes, y);
}

static PrimStatus reserve_shapes(PrimSweeper *sweeper, int count)
{
  if (count <= sweeper->room)
    return PRIM_OK;
  free(sweeper->shapes);
  free(sweeper->parts);
  free(sweeper->found);
  free(sweeper->cost);
  sweeper->shapes = malloc((size_t)count * sizeof *sweeper->shapes);
  sweeper->parts = malloc((size_t)count * sizeof *sweeper->parts);
  sweeper->found = malloc((size_t)count * sizeof *sweeper->found);
  sweeper->cost = calloc((size_t)count, sizeof *sweeper->cost);
  sweeper->room = sweeper->shapes && sweeper->parts && sweeper->found && sweeper->cost ? count : 0;
  return sweeper->room ? PRIM_OK : PRIM_ERROR_MEMORY;
}

PrimStatus prim_sweep(PrimSweeper *sweeper, PrimStackPlanes *planes, PrimDrawing *drawing,
                      const PrimSearchRequest *request, const PrimPoll *poll, double *deltas,
                      uint64_t *scored)
{
  Sweep sweep = {.sweeper = sweeper,
                 .rows = sweeper->isa.rows,
                 .planes = planes,
                 .drawing = drawing,
                 .request = *request,
                 .poll = poll,
                 .deltas = deltas};
  int blocks = prim_sweep_blocks(drawing->count, request->block);
  PrimStatus status = reserve_shapes(sweeper, drawing->count);

  if (status != PRIM_OK)
    return status;
  sweep.request.slack *= (double)planes->scale;
  sweep.request.admit *= (double)planes->scale;
  for (int k = 0; k < drawing->count; k++) {
    sweeper->shapes[k] = drawing->shapes[k];
    sweeper->parts[k] = prim_part(planes, &sweeper->shapes[k]);
  }
  prim_rows_run(sweeper->team, planes, ground_row, &sweep);
  for (int b = 0; b < blocks && status == PRIM_OK; b++) {
    sweep.begin = prim_sweep_begin(drawing->count, blocks, b);
    sweep.end = prim_sweep_begin(drawing->count, blocks, b + 1);
    status = visit_block(&sweep);
    if (status == PRIM_OK)
      status = judge_block(&sweep);
  }
  *scored += sweep.scored;
  if (status == PRIM_OK)
    memcpy(drawing->shapes, sweeper->shapes, (size_t)drawing->count * sizeof *drawing->shapes);
  return status;
}

PrimSweeper *prim_sweeper_new(PrimTeam *team, const PrimIsaLevel *level)
{
  PrimSweeper *sweeper = aligned_alloc(64, sizeof *sweeper);

  if (!sweeper)
    return NULL;
  memset(sweeper, 0, sizeof *sweeper);
  sweeper->team = team;
  sweeper->isa = *level;
  return sweeper;
}

void prim_sweeper_reset(PrimSweeper *sweeper)
{
  for (int i = 0; i < sweeper->views; i++)
    prim_stack_planes_clear(&sweeper->view[i]);
  sweeper->views = 0;
}

void prim_sweeper_free(PrimSweeper *sweeper)
{
  if (!sweeper)
    return;
  prim_sweeper_reset(sweeper);
  free(sweeper->shapes);
  free(sweeper->parts);
  free(sweeper->found);
  free(sweeper->cost);
  free(sweeper);
}
