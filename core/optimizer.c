/* The optimizer: greedy placement, one shape at a time, each the one that lowers
 * the error most; then joint refinement of all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend.h"
#include "canvas.h"
#include "pyramid.h"

/* What an effort means. Chosen from measured curves of error over CPU time (the
 * README has the plot): sweeps of joint refinement buy more than candidates, and many
 * short climbs as much as few long ones, which threads cannot share out evenly. */
typedef struct EffortPlan {
  /* Greedy placement: climbs, random starts of each, failures that end one. */
  int climbs, starts, patience;
  /* Sweeps for up to MANY shapes; more get fewer, as 1 / sqrt(count). */
  int sweeps;
  /* Part of the shapes dropped and placed anew before the first sweep; before the others
   * it falls as the square of the sweeps left. */
  double replaced;
  /* Refinement: climbs of a visit, failures that end one. */
  int visit_climbs, visit_patience;
} EffortPlan;

static const EffortPlan plans[] = {
    [PRIM_EFFORT_DRAFT] = {2, 40, 45, 1, 0, 4, 20},
    [PRIM_EFFORT_NORMAL] = {8, 35, 45, 13, 0.4, 6, 30},
    [PRIM_EFFORT_BEST] = {8, 35, 45, 160, 0.5, 12, 30},
};

enum {
  MANY = 200,         /* shapes from which on sweeps get fewer */
  COARSE_ABOVE = 512, /* working images with a longer side begin at half the size */
  FINE_SWEEPS = 2,    /* sweeps at full size after such a beginning */
  ATTEMPTS_MAX = 4,   /* searches in a row that find nothing better before placing ends */
  /* Odds of a kind: WINS_SCALE + KIND_GREED * the wins among the last WINS_MEMORY. Three
   * times the greed lowers the error of mixed shapes by another 3 %, but then nearly
   * all of them are polygons. */
  WINS_SCALE = 256,
  WINS_MEMORY = 16,
  KIND_GREED = 1,
  SETTLING = 2 /* last sweeps, which drop nothing */
};

/* A shape placed greedily, and the searches made until then. */
typedef struct Placed {
  PrimShape shape;
  uint32_t searches;
} Placed;

struct PrimOptimizer {
  const PrimTarget *target;
  PrimSettings settings;
  PrimBackend *backend;
  PrimOptimizer *coarse; /* the run at half the size, if there is one ... */
  PrimTarget *half;      /* ... and its target */
  PrimDrawing start;     /* what the run starts from: a background, perhaps shapes */
  Placed *placed;        /* the greedy part of the run, on top of those: kept for */
  int placed_count;      /* the next one, which may have another count */
  int room;              /* shapes that the arrays have room for */
  bool begun;            /* a run was made before */
  PrimDrawing drawing;   /* as it is worked on */
  uint8_t *canvas;
  int64_t error;    /* weighted squared error of the canvas */
  PrimDrawing best; /* what was best before a sweep began; empty while placing */
  int64_t best_error;
  uint32_t wins[PRIM_KINDS]; /* lately, by kind, in 1 / WINS_SCALE */
  double *gains;             /* of each shape of the drawing, in the last sweep */
  int64_t weight;            /* sum of all weights */
  uint64_t scored;
  uint32_t searches;      /* streams of random numbers used */
  double work, work_done; /* in candidates, roughly: for the progress bar */
  double work_end;        /* what work_done is expected to come to */
  const PrimProgress *progress;
  double called; /* when the callback was called last, in seconds */
};

static double now(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static const EffortPlan *plan_of(const PrimOptimizer *optimizer)
{
  return &plans[optimizer->settings.effort];
}

static int sweeps_for(const EffortPlan *plan, int count)
{
  double sweeps = plan->sweeps * (count > MANY ? sqrt((double)MANY / count) : 1);

  return sweeps < 1 ? 1 : (int)(sweeps + 0.5);
}

/* ---- Work, for the progress bar: a climb takes its starts and about three times
 * its patience, or with pixels and all a bit over twice the patience in a visit (measured). */

static double placing_work(const EffortPlan *plan)
{
  return plan->climbs * (plan->starts + 3.0 * plan->patience);
}

static double visiting_work(const EffortPlan *plan)
{
  return 2.2 * plan->visit_climbs * plan->visit_patience;
}

static int shapes_to_drop(const PrimOptimizer *optimizer, int sweep, int sweeps)
{
  if (sweep == 0 || sweep >= sweeps - SETTLING)
    return 0;
  double left = (double)(sweeps - sweep) / sweeps;
  return (int)(plan_of(optimizer)->replaced * left * left * optimizer->drawing.count);
}

static double work_for(const EffortPlan *plan, int count)
{
  int sweeps = sweeps_for(plan, count);
  double replaced = plan->replaced * sweeps / 3;

  return count * ((1 + replaced) * placing_work(plan) + sweeps * visiting_work(plan));
}

/* ---- Setting up ---------------------------------------------------------- */

static bool target_usable(const PrimTarget *target, PrimStatus *status)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  int most = 0;

  for (size_t i = 0; i < pixels; i++)
    most = target->weight[i] > most ? target->weight[i] : most;
  if (most == 0)
    *status = PRIM_ERROR_EMPTY;
  else if (most > prim_target_weight_levels(target->width))
    *status = PRIM_ERROR_ARGUMENT;
  return *status == PRIM_OK;
}

static PrimStatus redraw(PrimOptimizer *optimizer)
{
  PrimBackend *backend = optimizer->backend;
  PrimStatus status = backend->redraw(backend, &optimizer->drawing);

  return status == PRIM_OK ? backend->canvas(backend, optimizer->canvas, &optimizer->error)
                           : status;
}

static void copy_shapes(PrimDrawing *to, const PrimDrawing *from)
{
  if (from->count)
    memcpy(to->shapes, from->shapes, (size_t)from->count * sizeof *from->shapes);
  to->count = from->count;
}

static void choose_background(PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;
  PrimDrawing *start = &optimizer->start;

  switch (optimizer->settings.background) {
  case PRIM_BACKGROUND_FOREGROUND:
  case PRIM_BACKGROUND_BACKGROUND:
    memcpy(start->background, target->background, sizeof start->background);
    return;
  case PRIM_BACKGROUND_BORDER:
    prim_target_border(target, start->background);
    break;
  default:
    prim_target_average(target, start->background);
    start->transparent = optimizer->settings.background == PRIM_BACKGROUND_TRANSPARENT;
  }
  prim_palette_snap(&target->palette, start->background);
}

/* Makes *array hold `count` elements of `size` bytes; false when out of memory, and
 * nothing has changed. */
static bool resize(void *array, int count, size_t size)
{
  void *resized = realloc(*(void **)array, (size_t)count * size);

  if (!resized)
    return false;
  *(void **)array = resized;
  return true;
}

static PrimStatus reserve(PrimOptimizer *optimizer, int count)
{
  if (count <= optimizer->room)
    return PRIM_OK;
  if (!resize(&optimizer->drawing.shapes, count, sizeof *optimizer->drawing.shapes) ||
      !resize(&optimizer->best.shapes, count, sizeof *optimizer->best.shapes) ||
      !resize(&optimizer->gains, count, sizeof *optimizer->gains) ||
      !resize(&optimizer->placed, count, sizeof *optimizer->placed))
    return PRIM_ERROR_MEMORY;
  optimizer->room = count;
  return PRIM_OK;
}

/* Back to what a run starts from. */
static PrimStatus restart(PrimOptimizer *optimizer)
{
  PrimDrawing *drawing = &optimizer->drawing, *best = &optimizer->best;
  PrimShape *shapes = drawing->shapes, *best_shapes = best->shapes;

  *drawing = *best = optimizer->start;
  drawing->shapes = shapes;
  best->shapes = best_shapes;
  best->count = 0;
  copy_shapes(drawing, &optimizer->start);
  memset(optimizer->wins, 0, sizeof optimizer->wins);
  optimizer->searches = 0;
  optimizer->work_done = drawing->count * placing_work(plan_of(optimizer));
  optimizer->work = work_for(plan_of(optimizer), optimizer->settings.count);
  return redraw(optimizer);
}

static PrimStatus prepare(PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;
  size_t pixels = (size_t)target->width * (size_t)target->height;

  optimizer->start.width = target->width;
  optimizer->start.height = target->height;
  choose_background(optimizer);
  optimizer->canvas = malloc(3 * pixels);
  if (!optimizer->canvas || reserve(optimizer, optimizer->settings.count) != PRIM_OK)
    return PRIM_ERROR_MEMORY;
  optimizer->weight = prim_target_weight(target);
  PrimStatus status = optimizer->backend->begin(optimizer->backend, target);
  return status == PRIM_OK ? restart(optimizer) : status;
}

PrimOptimizer *prim_optimizer_new(const PrimTarget *target, const PrimSettings *settings,
                                  PrimBackend *backend, PrimStatus *status)
{
  PrimOptimizer *optimizer = calloc(1, sizeof *optimizer);

  *status = PRIM_OK;
  if (!backend)
    backend = prim_backend_cpu_new(settings->threads);
  if (!optimizer || !backend)
    *status = PRIM_ERROR_MEMORY;
  else if (prim_settings_check(settings) || settings->seed < 0)
    *status = PRIM_ERROR_ARGUMENT;
  else
    target_usable(target, status);
  if (optimizer) {
    optimizer->target = target;
    optimizer->settings = *settings;
    optimizer->backend = backend;
  }
  if (*status == PRIM_OK)
    *status = prepare(optimizer);
  if (*status == PRIM_OK)
    return optimizer;
  if (!optimizer && backend)
    backend->free(backend);
  prim_optimizer_free(optimizer);
  return NULL;
}

void prim_optimizer_free(PrimOptimizer *optimizer)
{
  if (!optimizer)
    return;
  if (optimizer->backend)
    optimizer->backend->free(optimizer->backend);
  prim_optimizer_free(optimizer->coarse);
  prim_target_free(optimizer->half);
  prim_drawing_clear(&optimizer->start);
  prim_drawing_clear(&optimizer->drawing);
  prim_drawing_clear(&optimizer->best);
  free(optimizer->placed);
  free(optimizer->gains);
  free(optimizer->canvas);
  free(optimizer);
}

PrimStatus prim_optimizer_continue(PrimOptimizer *optimizer, const PrimDrawing *drawing)
{
  PrimDrawing *start = &optimizer->start, copy;

  if (drawing->width != start->width || drawing->height != start->height ||
      drawing->count > optimizer->settings.count)
    return PRIM_ERROR_ARGUMENT;
  if (!prim_drawing_copy(drawing, &copy))
    return PRIM_ERROR_MEMORY;
  prim_drawing_clear(start);
  *start = copy;
  optimizer->placed_count = 0;
  return restart(optimizer);
}

PrimStatus prim_optimizer_set_count(PrimOptimizer *optimizer, int count)
{
  if (count < 1 || count > prim_parameters[0].max || count < optimizer->start.count)
    return PRIM_ERROR_ARGUMENT;
  PrimStatus status = reserve(optimizer, count);
  if (status == PRIM_OK && optimizer->coarse)
    status = prim_optimizer_set_count(optimizer->coarse, count);
  if (status == PRIM_OK)
    optimizer->settings.count = count;
  return status;
}

/* ---- Reporting ----------------------------------------------------------- */

static double rmse(const PrimOptimizer *optimizer, int64_t error)
{
  return sqrt((double)error / (3.0 * (double)optimizer->weight));
}

/* Here or in the run at half the size. */
static const char *lost_device(const PrimOptimizer *optimizer)
{
  const char *lost = optimizer->backend->lost;

  return lost || !optimizer->coarse ? lost : lost_device(optimizer->coarse);
}

PrimReport prim_optimizer_report(const PrimOptimizer *optimizer)
{
  bool refining = optimizer->best.count > 0;
  const PrimDrawing *drawing = refining ? &optimizer->best : &optimizer->drawing;
  double fraction = optimizer->work_done / optimizer->work;

  return (PrimReport){
      .placed = drawing->count,
      .count = optimizer->settings.count,
      .fraction = fraction < 1 ? fraction : 1,
      .error = rmse(optimizer, refining ? optimizer->best_error : optimizer->error),
      .candidates = optimizer->scored,
      .backend = optimizer->backend->name,
      .device_lost = lost_device(optimizer),
      .drawing = drawing,
  };
}

const uint8_t *prim_optimizer_canvas(const PrimOptimizer *optimizer)
{
  return optimizer->canvas;
}

/* Calls the callback when it is due; true when it says stop. */
static bool due_stop(void *data)
{
  PrimOptimizer *optimizer = data;
  const PrimProgress *progress = optimizer->progress;

  if (!progress)
    return false;
  double time = now();
  if (time - optimizer->called < progress->interval)
    return false;
  optimizer->called = time;
  PrimReport report = prim_optimizer_report(optimizer);
  return !progress->callback(&report, progress->data);
}

static void count_visit(void *data)
{
  PrimOptimizer *optimizer = data;

  optimizer->work_done += visiting_work(plan_of(optimizer));
}

/* ---- Greedy placement ---------------------------------------------------- */

static PrimTask task_for(const PrimOptimizer *optimizer)
{
  const PrimSettings *settings = &optimizer->settings;
  const EffortPlan *plan = plan_of(optimizer);
  PrimTask task = {
      .seed = (uint64_t)settings->seed,
      .stream = optimizer->searches,
      .climbs = plan->climbs,
      .starts = plan->starts,
      .patience = plan->patience,
  };

  if (optimizer->work_end > optimizer->work_done)
    task.ahead = optimizer->work_end - optimizer->work_done;
  for (int kind = 0; kind < PRIM_KINDS; kind++)
    if (settings->kinds & PRIM_KIND_BIT(kind))
      task.kind_odds[kind] = WINS_SCALE + KIND_GREED * optimizer->wins[kind];
  prim_settings_opacity(settings, &task.opacity_min, &task.opacity_max);
  if (optimizer->target->palette.count)
    task.palette = &optimizer->target->palette;
  return task;
}

static bool good_enough(const PrimOptimizer *optimizer, int64_t error)
{
  return error == 0 || rmse(optimizer, error) <= optimizer->settings.stop_error;
}

/* Kinds that win get more tries: odds follow a running mean of the wins. */
static void count_win(PrimOptimizer *optimizer, int kind)
{
  for (int i = 0; i < PRIM_KINDS; i++)
    optimizer->wins[i] -= optimizer->wins[i] / WINS_MEMORY;
  optimizer->wins[kind] += WINS_SCALE;
}

/* Notes a shape for later runs, unless refinement has begun. */
static void remember(PrimOptimizer *optimizer, const PrimShape *shape)
{
  bool refining = optimizer->best.count > 0;

  if (!refining && optimizer->drawing.count == optimizer->start.count + optimizer->placed_count)
    optimizer->placed[optimizer->placed_count++] = (Placed){*shape, optimizer->searches};
}

/* Searches for one shape and places it if the error really falls: gains are
 * computed before the canvas is rounded to 8 bits. */
static PrimStatus place_one(PrimOptimizer *optimizer, bool *placed)
{
  PrimBackend *backend = optimizer->backend;
  PrimTask task = task_for(optimizer);
  PrimPoll poll = {due_stop, count_visit, optimizer};
  PrimCandidate best;
  int64_t change = 0;

  PrimStatus status = backend->climb(backend, &task, &poll, &best, &optimizer->scored);
  optimizer->searches++;
  if (status == PRIM_OK && best.gain < 0)
    status = backend->place(backend, &best.shape, &change);
  *placed = status == PRIM_OK && change < 0;
  if (!*placed)
    return status;
  optimizer->error += change;
  count_win(optimizer, best.shape.kind);
  remember(optimizer, &best.shape);
  optimizer->drawing.shapes[optimizer->drawing.count++] = best.shape;
  optimizer->work_done += placing_work(plan_of(optimizer));
  return PRIM_OK;
}

/* Places shapes on top until there are as many as asked for. */
static PrimStatus place_all(PrimOptimizer *optimizer)
{
  int failed = 0;

  while (optimizer->drawing.count < optimizer->settings.count && failed < ATTEMPTS_MAX &&
         !good_enough(optimizer, optimizer->error)) {
    bool placed;
    PrimStatus status = place_one(optimizer, &placed);
    if (status != PRIM_OK)
      return status;
    failed = placed ? 0 : failed + 1;
    if (placed && optimizer->progress && optimizer->progress->interval == 0 && due_stop(optimizer))
      return PRIM_STOPPED;
  }
  return PRIM_OK;
}

/* ---- Refinement ---------------------------------------------------------- */

static void keep_best(PrimOptimizer *optimizer)
{
  if (optimizer->best.count && optimizer->error >= optimizer->best_error)
    return;
  copy_shapes(&optimizer->best, &optimizer->drawing);
  optimizer->best_error = optimizer->error;
}

static int by_gain(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

/* Drops the `count` shapes that help least (of equal ones, the lower). */
static PrimStatus drop(PrimOptimizer *optimizer, int count)
{
  PrimDrawing *drawing = &optimizer->drawing;
  double *gains = optimizer->gains;
  double *sorted = malloc((size_t)drawing->count * sizeof *sorted);
  int kept = 0;

  if (!sorted)
    return PRIM_ERROR_MEMORY;
  memcpy(sorted, gains, (size_t)drawing->count * sizeof *sorted);
  qsort(sorted, (size_t)drawing->count, sizeof *sorted, by_gain);
  double bound = sorted[drawing->count - count];
  free(sorted);
  for (int i = 0; i < drawing->count; i++) {
    if (gains[i] >= bound && count > 0)
      count--;
    else
      drawing->shapes[kept++] = drawing->shapes[i];
  }
  drawing->count = kept;
  return redraw(optimizer);
}

static PrimStatus sweep(PrimOptimizer *optimizer)
{
  const EffortPlan *plan = plan_of(optimizer);
  PrimBackend *backend = optimizer->backend;
  PrimDrawing *drawing = &optimizer->drawing;
  PrimTask task = task_for(optimizer);
  PrimPoll poll = {due_stop, count_visit, optimizer};

  task.climbs = plan->visit_climbs;
  task.patience = plan->visit_patience;
  optimizer->searches += (uint32_t)drawing->count;
  PrimStatus status =
      backend->refine(backend, drawing, &task, &poll, optimizer->gains, &optimizer->scored);
  if (status == PRIM_OK)
    status = backend->canvas(backend, optimizer->canvas, &optimizer->error);
  return status;
}

/* Sweeps over all shapes, dropping and replacing the least useful in between:
 * many at first, none in the end. */
static PrimStatus refine(PrimOptimizer *optimizer, int sweeps)
{
  PrimStatus status = PRIM_OK;

  for (int i = 0; i < sweeps && status == PRIM_OK && !good_enough(optimizer, optimizer->best_error);
       i++) {
    int dropped = shapes_to_drop(optimizer, i, sweeps);
    if (dropped)
      status = drop(optimizer, dropped);
    if (status == PRIM_OK && dropped)
      status = place_all(optimizer);
    if (status == PRIM_OK)
      status = sweep(optimizer);
    if (status == PRIM_OK)
      keep_best(optimizer);
  }
  return status;
}

/* ---- Coarse to fine ------------------------------------------------------ */

/* Passes a coarse run's reports on, as the first part of the whole. */
typedef struct Relay {
  PrimOptimizer *optimizer;
  const PrimProgress *progress;
} Relay;

#define COARSE_PART 0.7

static bool relay_report(const PrimReport *report, void *data)
{
  const Relay *relay = data;
  PrimReport whole = *report;

  whole.fraction *= COARSE_PART;
  relay->optimizer->work_done = whole.fraction * relay->optimizer->work;
  return relay->progress->callback(&whole, relay->progress->data);
}

static bool begins_coarse(const PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;

  return optimizer->settings.refine && optimizer->start.count == 0 &&
         (target->width > COARSE_ABOVE || target->height > COARSE_ABOVE);
}

static PrimStatus search(PrimOptimizer *optimizer);

/* Takes over what a run on the half-size image made. */
static void take_over(PrimOptimizer *optimizer, const PrimOptimizer *coarse, uint64_t scored)
{
  copy_shapes(&optimizer->drawing, &coarse->drawing);
  for (int i = 0; i < optimizer->drawing.count; i++)
    prim_shape_double(&optimizer->drawing.shapes[i]);
  optimizer->work_done = COARSE_PART * optimizer->work;
  optimizer->scored += coarse->scored - scored;
  optimizer->searches = coarse->searches;
}

/* The optimizer for half the size, made when it is first needed. */
static PrimStatus make_coarse(PrimOptimizer *optimizer)
{
  PrimStatus status = PRIM_ERROR_MEMORY;

  if (optimizer->coarse)
    return PRIM_OK;
  if (!optimizer->half)
    optimizer->half = prim_target_half(optimizer->target);
  PrimBackend *backend = optimizer->half ? optimizer->backend->sibling(optimizer->backend) : NULL;
  if (!backend)
    return status;
  optimizer->coarse = prim_optimizer_new(optimizer->half, &optimizer->settings, backend, &status);
  return status;
}

/* The whole run at half the size; pixels cost a sweep time, and shapes find their
 * places as well on a quarter of them. */
static PrimStatus begin_coarse(PrimOptimizer *optimizer)
{
  Relay relay = {optimizer, optimizer->progress};
  PrimProgress progress = {relay_report, &relay,
                           optimizer->progress ? optimizer->progress->interval : 0};
  PrimStatus status = make_coarse(optimizer);
  PrimOptimizer *coarse = optimizer->coarse;

  if (status != PRIM_OK)
    return status;
  uint64_t scored = coarse->scored;
  coarse->progress = optimizer->progress ? &progress : NULL;
  coarse->called = optimizer->called;
  status = search(coarse);
  take_over(optimizer, coarse, scored);
  return status == PRIM_OK ? redraw(optimizer) : status;
}

/* ---- A run ----------------------------------------------------------------- */

/* Places again, without a search, what an earlier run placed. */
static PrimStatus place_again(PrimOptimizer *optimizer)
{
  PrimDrawing *drawing = &optimizer->drawing;

  if (!optimizer->placed_count)
    return PRIM_OK;
  for (int i = 0; i < optimizer->placed_count && drawing->count < optimizer->settings.count; i++) {
    const Placed *placed = &optimizer->placed[i];
    drawing->shapes[drawing->count++] = placed->shape;
    optimizer->searches = placed->searches;
    optimizer->work_done += placing_work(plan_of(optimizer));
    count_win(optimizer, placed->shape.kind);
  }
  return redraw(optimizer);
}

/* Greedy placement, begun where an earlier run left off. */
static PrimStatus place_first(PrimOptimizer *optimizer)
{
  PrimStatus status = place_again(optimizer);

  return status == PRIM_OK ? place_all(optimizer) : status;
}

/* Everything but the last redraw. */
static PrimStatus search(PrimOptimizer *optimizer)
{
  bool coarse = begins_coarse(optimizer);
  PrimStatus status = optimizer->begun ? restart(optimizer) : PRIM_OK;

  optimizer->begun = true;
  optimizer->work_end = optimizer->work;
  if (status == PRIM_OK && coarse) {
    status = begin_coarse(optimizer);
    optimizer->work_end = optimizer->work_done + FINE_SWEEPS * optimizer->settings.count *
                                                     visiting_work(plan_of(optimizer));
  }
  if (status == PRIM_OK)
    status = coarse ? place_all(optimizer) : place_first(optimizer);
  if (optimizer->drawing.count == 0 || !optimizer->settings.refine)
    return status;
  keep_best(optimizer);
  if (status == PRIM_OK)
    status = refine(optimizer, coarse ? FINE_SWEEPS
                                      : sweeps_for(plan_of(optimizer), optimizer->drawing.count));
  /* Whatever ended the run, what was best stands. */
  copy_shapes(&optimizer->drawing, &optimizer->best);
  return status;
}

PrimStatus prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress)
{
  optimizer->progress = progress;
  optimizer->called = now();
  PrimStatus status = search(optimizer);

  if (status == PRIM_OK)
    optimizer->work_done = optimizer->work;
  PrimStatus drawn = redraw(optimizer);
  optimizer->best_error = optimizer->error;
  return status == PRIM_OK ? drawn : status;
}
