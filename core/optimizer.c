/* The optimizer: greedy placement, each time of the shapes that lower the error most; then joint
 * refinement of all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "background.h"
#include "clock.h"
#include "effort.h"
#include "half_size.h"
#include "range.h"
#include "ranking.h"
#include "steps.h"

enum {
  COARSE_ABOVE = 512, /* working images with a longer side begin at half the size */
  FINE_SWEEPS = 2,    /* sweeps at full size after such a beginning */
  ATTEMPTS_MAX = 4,   /* searches in a row that find nothing better before placing ends */
  /* Odds of a kind: WINS_SCALE + KIND_GREED * the wins among the last WINS_MEMORY. Three
   * times the greed lowers the error of mixed shapes by another 3 %, but then nearly
   * all of them are polygons. */
  WINS_SCALE = 256,
  WINS_MEMORY = 16,
  KIND_GREED = 1,
  GUIDED = 90 /* of 100 random shapes, those that begin where the error is */
};

/* Part of a run that the beginning at half the size takes. */
#define COARSE_PART 0.7

/* A shape placed greedily, and the number of the search that found it. */
typedef struct Placed {
  PrimShape shape;
  uint32_t search;
} Placed;

/* The greedy part of a run, on top of what it starts from: kept for the next one, which may
 * have another count. */
typedef struct Memory {
  Placed *placed;
  int count;
  int whole;   /* of these, from searches that the count did not cut short */
  bool begins; /* what is placed now belongs to it */
} Memory;

struct PrimOptimizer {
  PrimSettings settings;
  const PrimPlan *plan;
  PrimSteps steps; /* after `target` or `half` */
  /* The picture. */
  const PrimTarget *target;
  PrimTarget *half;  /* the same at half the size, once it is needed */
  int64_t weight;    /* sum of all weights of the one that is worked on */
  PrimDrawing start; /* what the run starts from: a background, perhaps shapes */
  Memory memory;
  bool begun; /* a run was made before */
  /* The drawing; shapes for `room`, coordinates of that one. */
  PrimDrawing drawing; /* as it is worked on */
  int64_t error;       /* weighted squared error of its canvas */
  PrimDrawing best;    /* the best after any sweep so far; empty while placing */
  int64_t best_error;
  double *deltas; /* of each shape, in the last sweep */
  int room;
  uint8_t *canvas;
  /* The search. */
  PrimCandidate *found;      /* of all climbs of one */
  uint32_t wins[PRIM_KINDS]; /* lately, by kind, in 1 / WINS_SCALE */
  uint32_t searches;         /* streams of random numbers used */
  uint64_t scored;
  int round, rounds; /* sweeps begun, and all that are to be */
  PrimRange range;
  const PrimProgress *progress;
  double called; /* when the callback was called last, in seconds */
};

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

static int64_t sum_of_weights(const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  int64_t sum = 0;

  for (size_t i = 0; i < pixels; i++)
    sum += target->weight[i];
  return sum;
}

static PrimStatus read_canvas(PrimOptimizer *optimizer)
{
  return prim_steps_canvas(&optimizer->steps, &optimizer->drawing, optimizer->canvas,
                           &optimizer->error);
}

/* The canvas of a drawing that was changed here. */
static PrimStatus redraw(PrimOptimizer *optimizer)
{
  prim_steps_changed(&optimizer->steps);
  return read_canvas(optimizer);
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
      !resize(&optimizer->deltas, count, sizeof *optimizer->deltas) ||
      !resize(&optimizer->memory.placed, count, sizeof *optimizer->memory.placed))
    return PRIM_ERROR_MEMORY;
  optimizer->room = count;
  return PRIM_OK;
}

/* A run from nothing begins at half the size if the picture is large: pixels cost a sweep
 * time, and shapes find their places as well on a quarter of them. */
static bool begins_coarse(const PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;

  return optimizer->settings.refine && optimizer->start.count == 0 &&
         (target->width > COARSE_ABOVE || target->height > COARSE_ABOVE);
}

/* Works on that target from now on; the drawing is one of its size. */
static void enter(PrimOptimizer *optimizer, const PrimTarget *target)
{
  prim_steps_enter(&optimizer->steps, target);
  optimizer->weight = sum_of_weights(target);
  optimizer->drawing.width = optimizer->best.width = target->width;
  optimizer->drawing.height = optimizer->best.height = target->height;
  if (optimizer->start.count == 0)
    optimizer->drawing.finish = optimizer->best.finish =
        prim_finish(&optimizer->settings, target->width, target->height, target->outline);
}

/* The target that a run begins with; NULL when out of memory. */
static const PrimTarget *first_target(PrimOptimizer *optimizer)
{
  if (!begins_coarse(optimizer))
    return optimizer->target;
  if (!optimizer->half)
    optimizer->half = prim_target_half(optimizer->target);
  return optimizer->half;
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
  optimizer->range = (PrimRange){0, 0, 1, 0};
  const PrimTarget *target = first_target(optimizer);
  enter(optimizer, target ? target : optimizer->target);
  return target ? redraw(optimizer) : PRIM_ERROR_MEMORY;
}

static PrimStatus prepare(PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;
  const PrimPlan *plan = optimizer->plan;
  size_t pixels = (size_t)target->width * (size_t)target->height;
  size_t climbs = (size_t)plan->climbs * (size_t)plan->batch_max;

  optimizer->start.width = target->width;
  optimizer->start.height = target->height;
  choose_background(optimizer);
  optimizer->canvas = malloc(3 * pixels);
  optimizer->found = malloc(climbs * sizeof *optimizer->found);
  if (!optimizer->canvas || !optimizer->found ||
      reserve(optimizer, optimizer->settings.count) != PRIM_OK)
    return PRIM_ERROR_MEMORY;
  return restart(optimizer);
}

PrimOptimizer *prim_optimizer_new(const PrimTarget *target, const PrimSettings *settings,
                                  PrimEngines *engines, PrimStatus *status)
{
  PrimOptimizer *optimizer = calloc(1, sizeof *optimizer);

  *status = PRIM_OK;
  if (!engines)
    engines = prim_engines_new(prim_backend_cpu_new(settings->threads), NULL, NULL, NULL);
  if (!optimizer || !engines)
    *status = PRIM_ERROR_MEMORY;
  else if (prim_settings_check(settings) || settings->seed < 0)
    *status = PRIM_ERROR_ARGUMENT;
  else
    target_usable(target, status);
  if (optimizer) {
    optimizer->target = target;
    optimizer->settings = *settings;
    optimizer->steps.engines = engines;
  }
  if (*status == PRIM_OK) {
    optimizer->plan = prim_plan(settings->effort);
    *status = prepare(optimizer);
  }
  if (*status == PRIM_OK)
    return optimizer;
  if (!optimizer)
    prim_engines_free(engines);
  prim_optimizer_free(optimizer);
  return NULL;
}

void prim_optimizer_free(PrimOptimizer *optimizer)
{
  if (!optimizer)
    return;
  prim_engines_free(optimizer->steps.engines);
  prim_target_free(optimizer->half);
  prim_drawing_clear(&optimizer->start);
  prim_drawing_clear(&optimizer->drawing);
  prim_drawing_clear(&optimizer->best);
  free(optimizer->memory.placed);
  free(optimizer->found);
  free(optimizer->deltas);
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
  optimizer->memory.count = optimizer->memory.whole = 0;
  return restart(optimizer);
}

PrimStatus prim_optimizer_set_count(PrimOptimizer *optimizer, int count)
{
  if (count < 1 || count > prim_parameters[PRIM_PARAMETER_COUNT].max ||
      count < optimizer->start.count)
    return PRIM_ERROR_ARGUMENT;
  PrimStatus status = reserve(optimizer, count);
  if (status == PRIM_OK)
    optimizer->settings.count = count;
  return status;
}

void prim_optimizer_add_threads(PrimOptimizer *optimizer, int threads)
{
  PrimBackend *cpu = prim_engines_backend(optimizer->steps.engines, PRIM_ENGINE_CPU);

  if (cpu->add_threads)
    cpu->add_threads(cpu, threads);
}

/* ---- Reporting ----------------------------------------------------------- */

static double rmse(const PrimOptimizer *optimizer, int64_t error)
{
  return sqrt((double)error / (3.0 * (double)optimizer->weight));
}

PrimReport prim_optimizer_report(const PrimOptimizer *optimizer)
{
  const PrimSteps *steps = &optimizer->steps;
  bool refining = optimizer->best.count > 0;
  const PrimDrawing *drawing = refining ? &optimizer->best : &optimizer->drawing;

  return (PrimReport){
      .placed = drawing->count,
      .count = optimizer->settings.count,
      .round = refining ? optimizer->round : 0,
      .rounds = optimizer->rounds,
      .fraction = prim_range_fraction(&optimizer->range),
      .error = rmse(optimizer, refining ? optimizer->best_error : optimizer->error),
      .candidates = optimizer->scored,
      .backend = prim_engines_backend(steps->engines, steps->engine)->name,
      .device_lost = prim_engines_lost(steps->engines),
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
  double time = prim_seconds();
  if (time - optimizer->called < progress->interval)
    return false;
  optimizer->called = time;
  PrimReport report = prim_optimizer_report(optimizer);
  return !progress->callback(&report, progress->data);
}

static void count_visit(void *data)
{
  PrimOptimizer *optimizer = data;

  optimizer->range.done += prim_plan_visiting(optimizer->plan);
}

/* ---- Greedy placement ---------------------------------------------------- */

static PrimLimits limits_of(const PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;
  int longer = target->width > target->height ? target->width : target->height;

  return prim_limits(&optimizer->settings, longer, begins_coarse(optimizer),
                     optimizer->steps.target != target);
}

static PrimSearchRequest request_for(const PrimOptimizer *optimizer)
{
  const PrimSettings *settings = &optimizer->settings;
  const PrimPlan *plan = optimizer->plan;
  const PrimTarget *target = optimizer->steps.target;
  int32_t longer =
      PRIM_SUBPIXEL * (target->width > target->height ? target->width : target->height);
  int count = optimizer->drawing.count;
  PrimSearchRequest request = {
      .seed = (uint64_t)settings->seed,
      .stream = optimizer->searches,
      .size = prim_plan_size(longer, count),
      .step = prim_plan_step(longer, count),
      .limits = limits_of(optimizer),
      .climbs = plan->climbs,
      .starts = plan->starts,
      .guided = GUIDED,
      .patience = plan->patience,
      .block = plan->block,
  };

  for (int kind = 0; kind < PRIM_KINDS; kind++)
    if (settings->kinds & PRIM_KIND_BIT(kind))
      request.kind_odds[kind] = WINS_SCALE + KIND_GREED * optimizer->wins[kind];
  prim_settings_opacity(settings, &request.opacity_min, &request.opacity_max);
  if (target->palette.count)
    request.palette = &target->palette;
  return request;
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

/* By how much the error must change for the run to end. */
static int64_t change_wanted(const PrimOptimizer *optimizer)
{
  double stop = optimizer->settings.stop_error;

  return (int64_t)floor(stop * stop * 3.0 * (double)optimizer->weight) - optimizer->error;
}

static void take_placed(PrimOptimizer *optimizer, const PrimPlacing *placing, uint32_t search)
{
  Memory *memory = &optimizer->memory;

  optimizer->error += placing->change;
  for (int i = 0; i < placing->placed; i++) {
    const PrimShape *shape = &placing->candidates[i].shape;
    count_win(optimizer, shape->kind);
    optimizer->drawing.shapes[optimizer->drawing.count++] = *shape;
    if (memory->begins)
      memory->placed[memory->count++] = (Placed){*shape, search};
    optimizer->range.done += prim_plan_placing(optimizer->plan);
  }
}

/* Searches for some shapes, the more the more there are, and places them. At first it does not
 * depend on the count asked for how many are searched for, so that a later run may have another. */
static PrimStatus place_some(PrimOptimizer *optimizer, int *placed)
{
  PrimSteps *steps = &optimizer->steps;
  PrimSearchRequest request = request_for(optimizer);
  PrimPoll poll = {due_stop, count_visit, optimizer};
  int left = optimizer->settings.count - optimizer->drawing.count;
  int batch = prim_plan_batch(optimizer->plan, optimizer->drawing.count);

  if (optimizer->memory.begins)
    optimizer->memory.whole = optimizer->memory.count;
  else if (batch > left)
    batch = left;
  PrimPlacing placing = {.candidates = optimizer->found,
                         .most = batch < left ? batch : left,
                         .enough = change_wanted(optimizer)};

  *placed = 0;
  request.climbs *= batch;
  prim_engines_watch(steps->engines, 1 - prim_range_fraction(&optimizer->range));
  PrimStatus status = prim_steps_climb(steps, &optimizer->drawing, &request, &poll,
                                       optimizer->found, &optimizer->scored);
  optimizer->searches++;
  if (status == PRIM_OK)
    status = prim_rank_found(optimizer->found, request.climbs);
  if (status != PRIM_OK)
    return status;
  while (placing.count < request.climbs && optimizer->found[placing.count].delta < 0)
    placing.count++;
  status = prim_steps_place(steps, &optimizer->drawing, &request, &placing);
  if (status != PRIM_OK)
    return status;
  take_placed(optimizer, &placing, request.stream);
  *placed = placing.placed;
  return PRIM_OK;
}

/* Places shapes on top until there are as many as asked for. */
static PrimStatus place_all(PrimOptimizer *optimizer)
{
  int failed = 0;

  while (optimizer->drawing.count < optimizer->settings.count && failed < ATTEMPTS_MAX &&
         !good_enough(optimizer, optimizer->error)) {
    int placed;
    PrimStatus status = place_some(optimizer, &placed);
    if (status != PRIM_OK)
      return status;
    failed = placed ? 0 : failed + 1;
    if (placed && optimizer->progress && optimizer->progress->interval == 0 && due_stop(optimizer))
      return PRIM_STOPPED;
  }
  return PRIM_OK;
}

/* Places again, without a search, what an earlier run placed; but not, when more shapes are
 * asked for, the last of a search that was cut short. */
static PrimStatus place_again(PrimOptimizer *optimizer)
{
  Memory *memory = &optimizer->memory;
  PrimDrawing *drawing = &optimizer->drawing;
  int wanted = optimizer->settings.count - drawing->count;

  if (wanted > memory->count)
    memory->count = memory->whole;
  if (!memory->count)
    return PRIM_OK;
  for (int i = 0; i < memory->count && i < wanted; i++) {
    const Placed *placed = &memory->placed[i];
    drawing->shapes[drawing->count++] = placed->shape;
    optimizer->searches = placed->search + 1;
    optimizer->range.done += prim_plan_placing(optimizer->plan);
    count_win(optimizer, placed->shape.kind);
  }
  return redraw(optimizer);
}

/* Greedy placement, begun where an earlier run left off. */
static PrimStatus place_first(PrimOptimizer *optimizer)
{
  PrimStatus status = place_again(optimizer);

  if (status != PRIM_OK)
    return status;
  optimizer->memory.begins = true;
  status = place_all(optimizer);
  optimizer->memory.begins = false;
  return status;
}

/* ---- Refinement ---------------------------------------------------------- */

static void keep_best(PrimOptimizer *optimizer)
{
  if (optimizer->best.count && optimizer->error >= optimizer->best_error)
    return;
  copy_shapes(&optimizer->best, &optimizer->drawing);
  optimizer->best_error = optimizer->error;
}

/* Drops so many shapes, which the last sweep says help least. */
static PrimStatus drop(PrimOptimizer *optimizer, int count)
{
  PrimStatus status = prim_drop_worst(&optimizer->drawing, optimizer->deltas, count);

  return status == PRIM_OK ? redraw(optimizer) : status;
}

/* Sweep number `number` of so many. */
static PrimStatus sweep(PrimOptimizer *optimizer, int number, int sweeps)
{
  const PrimPlan *plan = optimizer->plan;
  PrimSteps *steps = &optimizer->steps;
  PrimDrawing *drawing = &optimizer->drawing;
  PrimSearchRequest request = request_for(optimizer);
  PrimPoll poll = {due_stop, count_visit, optimizer};

  request.walk = prim_plan_settles(plan, number, sweeps) ? plan->settling_walk : plan->walk;
  request.slack = prim_plan_slack(plan, number, sweeps) * (double)optimizer->error / drawing->count;
  request.admit = plan->admit * request.slack;
  optimizer->searches += (uint32_t)drawing->count;
  prim_engines_watch(steps->engines, 1 - prim_range_fraction(&optimizer->range));
  PrimStatus status =
      prim_steps_refine(steps, drawing, &request, &poll, optimizer->deltas, &optimizer->scored);
  return status == PRIM_OK ? read_canvas(optimizer) : status;
}

/* Sweeps over all shapes, dropping and replacing the least useful in between:
 * many at first, none in the end. */
static PrimStatus refine(PrimOptimizer *optimizer, int sweeps)
{
  PrimStatus status = PRIM_OK;

  for (int i = 0; i < sweeps && status == PRIM_OK && !good_enough(optimizer, optimizer->best_error);
       i++) {
    optimizer->round++;
    int dropped = prim_plan_dropped(optimizer->plan, i, sweeps, optimizer->drawing.count);
    if (dropped)
      status = drop(optimizer, dropped);
    if (status == PRIM_OK && dropped)
      status = place_all(optimizer);
    if (status == PRIM_OK)
      status = sweep(optimizer, i, sweeps);
    if (status == PRIM_OK)
      keep_best(optimizer);
  }
  return status;
}

/* ---- A run ----------------------------------------------------------------- */

/* Refines what was placed, whatever the placing's status. What was best stands. So many sweeps
 * come `later`. */
static PrimStatus refine_placed(PrimOptimizer *optimizer, PrimStatus status, int sweeps, int later)
{
  if (optimizer->drawing.count == 0 || !optimizer->settings.refine)
    return status;
  keep_best(optimizer);
  optimizer->rounds = optimizer->round + sweeps + later;
  if (status == PRIM_OK)
    status = refine(optimizer, sweeps);
  copy_shapes(&optimizer->drawing, &optimizer->best);
  return status;
}

/* The whole run, at the size that it begins with. */
static PrimStatus search(PrimOptimizer *optimizer)
{
  const PrimPlan *plan = optimizer->plan;
  int count = optimizer->settings.count, present = optimizer->drawing.count;
  double work = prim_plan_work(plan, count) - present * prim_plan_placing(plan);

  optimizer->range =
      prim_range_next(&optimizer->range, begins_coarse(optimizer) ? COARSE_PART : 1, work);
  optimizer->round = 0;
  PrimStatus status = place_first(optimizer);
  return refine_placed(optimizer, status, prim_plan_sweeps(plan, optimizer->drawing.count),
                       begins_coarse(optimizer) ? FINE_SWEEPS : 0);
}

/* Takes what was drawn at half the size to the full one. */
static PrimStatus double_size(PrimOptimizer *optimizer)
{
  for (int i = 0; i < optimizer->drawing.count; i++)
    prim_shape_double(&optimizer->drawing.shapes[i]);
  optimizer->best.count = 0;
  enter(optimizer, optimizer->target);
  return redraw(optimizer);
}

/* The end of a run that began at half the size. */
static PrimStatus search_fine(PrimOptimizer *optimizer)
{
  const PrimPlan *plan = optimizer->plan;
  int count = optimizer->settings.count, missing = count - optimizer->drawing.count;

  optimizer->range.done = optimizer->range.work;
  optimizer->range = prim_range_next(&optimizer->range, 1,
                                     missing * prim_plan_placing(plan) +
                                         FINE_SWEEPS * count * prim_plan_visiting(plan));
  return refine_placed(optimizer, place_all(optimizer), FINE_SWEEPS, 0);
}

PrimStatus prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress)
{
  optimizer->progress = progress;
  optimizer->called = prim_seconds();
  PrimStatus status = optimizer->begun ? restart(optimizer) : PRIM_OK;

  optimizer->begun = true;
  if (status == PRIM_OK)
    status = search(optimizer);
  PrimStatus drawn =
      optimizer->steps.target == optimizer->target ? redraw(optimizer) : double_size(optimizer);
  if (status == PRIM_OK && drawn == PRIM_OK && begins_coarse(optimizer)) {
    status = search_fine(optimizer);
    drawn = redraw(optimizer);
  }
  optimizer->best_error = optimizer->error;
  if (status == PRIM_OK)
    optimizer->range.done = optimizer->range.work;
  return status == PRIM_OK ? drawn : status;
}
