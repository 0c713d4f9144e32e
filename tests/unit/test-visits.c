/* Proves sweeps of independent visits and what they stand on: runs and steps are done once
 * each, in order, by any number of workers; a view is the same whichever way it was reached; a
 * sweep is what a plain reference makes of it, shape by shape, pixel plane by pixel plane;
 * any number of threads gives the same bits; a stop in mid-sweep leaves a drawing and its
 * canvas; and plans are what effort.h says. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "../../core/backend.h"
#include "canvas.h"
#include "../../core/effort.h"
#include "../../core/isa.h"
#include "../../core/passes.h"
#include "../../core/share.h"
#include "../../core/sweep.h"
#include "runs.h"

enum { SHARES = 60, ITEMS_MAX = 200, SWEEPS = 120, SHAPES_MAX = 20, STOPS = 60 };

/* ---- Runs and steps ---------------------------------------------------------- */

typedef struct Shared {
  atomic_int count[ITEMS_MAX]; /* how often each item was done */
  int last[PRIM_WORKERS_MAX];  /* the item that each worker did last */
  int stop_at;                 /* the item that ends it; -1 = none */
  atomic_int pause;            /* a worker that is slow; -1 = none */
  atomic_bool bad;
  /* Steps. */
  int parts;
  atomic_int step, done;
  pthread_t caller;
} Shared;

static bool do_item(void *data, int worker, int item, bool run, bool caller)
{
  Shared *shared = data;
  struct timespec nap = {0, 200000};

  (void)caller;
  atomic_fetch_add(&shared->count[item], 1);
  if (!run && item != shared->last[worker] + 1)
    atomic_store(&shared->bad, true);
  shared->last[worker] = item;
  if (worker == atomic_load(&shared->pause))
    nanosleep(&nap, NULL);
  return item != shared->stop_at;
}

static void do_part(void *data, int step, int part, bool caller)
{
  Shared *shared = data;

  if (step != atomic_load(&shared->step) || part < 0 || part >= shared->parts ||
      caller != !!pthread_equal(pthread_self(), shared->caller))
    atomic_store(&shared->bad, true);
  atomic_fetch_add(&shared->done, 1);
}

static void end_step(void *data, int step)
{
  Shared *shared = data;

  if (atomic_load(&shared->done) != shared->parts * (step + 1))
    atomic_store(&shared->bad, true);
  atomic_store(&shared->step, step + 1);
}

static bool check_runs(Dice *dice, PrimTeam *team)
{
  int workers = dice_between(dice, 1, prim_team_size(team)), first[PRIM_WORKERS_MAX + 1];
  Shared shared = {.stop_at = -1, .pause = dice_between(dice, -1, workers)};

  first[0] = dice_below(dice, 5);
  for (int i = 0; i < workers; i++)
    first[i + 1] = first[i] + dice_between(dice, 0, (ITEMS_MAX - first[i]) / (workers - i));
  if (dice_one_in(dice, 4))
    shared.stop_at = dice_below(dice, ITEMS_MAX);
  prim_share_runs(team, workers, first, dice_between(dice, 1, 6), do_item, &shared);
  bool stopped = shared.stop_at >= first[0] && shared.stop_at < first[workers];
  for (int i = 0; i < ITEMS_MAX; i++) {
    int wanted = i >= first[0] && i < first[workers];
    if (shared.count[i] > wanted || (!stopped && shared.count[i] < wanted))
      return tap_fault("item %d of %d was done %d times", i, first[workers], shared.count[i]);
  }
  return !shared.bad || tap_fault("a run has gaps");
}

static bool check_steps(Dice *dice, PrimTeam *team)
{
  Shared shared = {.parts = dice_between(dice, 1, 9), .caller = pthread_self()};
  int steps = dice_between(dice, 0, 200);

  prim_share_steps(team, steps, shared.parts, do_part, end_step, &shared);
  return (!shared.bad && shared.step == steps) || tap_fault("steps are not done in order");
}

static bool share_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTeam *team = prim_team_new(dice_between(&dice, 1, 9));
  bool good = team;

  for (int i = 0; good && i < 20; i++)
    good = check_runs(&dice, team) && check_steps(&dice, team);
  prim_team_free(team);
  return good;
}

/* ---- The reference ------------------------------------------------------------- */

/* A drawing with a request to sweep over it. */
typedef struct Scene {
  PrimTarget *target;
  PrimShape shapes[SHAPES_MAX];
  PrimDrawing drawing;
  PrimSearchRequest request;
} Scene;

static void scene_init(Scene *scene, uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_side(&dice, 60), height = dice_side(&dice, 60);
  int longer = width > height ? width : height;

  scene->target = picture(number, width, height);
  random_weights(&dice, scene->target);
  scene->drawing = (PrimDrawing){.width = width,
                                 .height = height,
                                 .shapes = scene->shapes,
                                 .count = dice_between(&dice, 1, SHAPES_MAX)};
  for (int k = 0; k < 3; k++)
    scene->drawing.background[k] = dice_byte(&dice);
  for (int i = 0; i < scene->drawing.count; i++)
    do
      scene->shapes[i] = dice_shape(&dice, dice_below(&dice, PRIM_KINDS), width, height);
    while (!prim_shape_valid(&scene->shapes[i]));
  scene->request =
      (PrimSearchRequest){.seed = number,
                          .stream = 7,
                          .opacity_min = dice_between(&dice, 1, 100),
                          .opacity_max = dice_between(&dice, 100, 255),
                          .step = longer * PRIM_SUBPIXEL / 2,
                          .walk = dice_between(&dice, 1, 40),
                          .slack = dice_one_in(&dice, 3) ? 0 : dice_between(&dice, 1, 100000),
                          .admit = dice_one_in(&dice, 3) ? 0 : dice_between(&dice, 1, 300000),
                          .block = dice_between(&dice, 1, SHAPES_MAX + 1)};
}

/* Runs a row kernel on all that the shape covers. */
static void apply(PrimStackPlanes *planes, const PrimIsaLevel *level, PrimRowKernel *kernel,
                  const PrimShape *shape)
{
  PrimPart part = prim_part(planes, shape);

  for (int y = part.begin; y < part.end; y++)
    prim_part_apply(planes, level->rows, &part, kernel, y);
}

/* The planes at shape k of the drawing, from nothing: shapes before `settled` are as the
 * ordered pass left them and have been through r; the planes' r comes from `rest`. */
static void look_from(const Scene *scene, const PrimIsaLevel *level, const PrimShape *shapes, int k,
                      const PrimStackPlanes *rest, PrimStackPlanes *view)
{
  const PrimDrawing *drawing = &scene->drawing;

  for (int i = 0; i < 3; i++) {
    memset(view->below[i], drawing->background[i], (size_t)(view->pitch * view->height));
    memcpy(view->residual[i], rest->residual[i],
           (size_t)(view->pitch * view->height) * sizeof(float));
  }
  memset(view->optical_depth, 0,
         (size_t)(view->pitch * view->height) * sizeof *view->optical_depth);
  for (int i = 0; i < k; i++)
    apply(view, level, level->rows->paint, &shapes[i]);
  for (int i = k; i < drawing->count; i++)
    apply(view, level, level->rows->add_above, &shapes[i]);
  for (int y = 0; y < view->height; y++)
    level->rows->transmit(view, y);
  apply(view, level, level->rows->lift, &shapes[k]);
  view->uniform = false;
  for (int y = 0; y < view->height; y++)
    level->rows->sum(view, y, 0, view->width);
}

/* The sums over a shape, pixel by pixel. */
static PrimFormSums form_of(const PrimStackPlanes *planes, const PrimIsaLevel *level,
                            const PrimShape *shape)
{
  PrimPart part = prim_part(planes, shape);
  PrimSampleSums sums = {{{0}}};
  PrimFormSums form = {{0}};

  for (int y = part.begin; y < part.end; y++)
    prim_part_gather(planes, level->rows, &part, y, &sums);
  prim_add_sums(&sums, form.sums);
  return form;
}

/* The verdict on a shape, in plain words: the better of the two, or the new one if it is worse by
 * less than what is admitted. */
static double verdict(const Scene *scene, const PrimStackPlanes *planes, const PrimIsaLevel *level,
                      PrimShape *stands, const PrimCandidate *found)
{
  PrimShape forms[2] = {*stands, found->shape};
  double delta[2] = {INFINITY, INFINITY}, admit = scene->request.admit * (double)planes->scale;

  for (int i = 0; i < 2; i++) {
    PrimFormSums form = form_of(planes, level, &forms[i]);
    PrimTotals totals = prim_attempt_totals(form.sums, form.sums[8], 1.0 / PRIM_WEIGHT_ONE, 1);
    delta[i] = prim_attempt_fill(&scene->request, &totals, &forms[i]);
  }
  int taken = found->delta < 0 && delta[1] < 0 && delta[1] < delta[0] + admit;
  if (delta[taken] < 0)
    *stands = forms[taken];
  return delta[taken];
}

/* A sweep, one shape after the other, each seen again. */
static void plain_sweep(const Scene *scene, PrimShape *shapes, double *deltas, uint64_t *scored)
{
  int levels, count = scene->drawing.count;
  const PrimIsaLevel *level = prim_isa_levels(&levels);
  int32_t blocks = prim_sweep_blocks(count, scene->request.block);
  PrimStackPlanes planes, view;
  PrimCandidate found[SHAPES_MAX];
  atomic_bool stop = false;

  if (prim_stack_planes_init(&planes, scene->target) != PRIM_OK ||
      prim_stack_planes_init(&view, scene->target) != PRIM_OK)
    abort();
  for (int i = 0; i < 3; i++)
    memset(planes.below[i], scene->drawing.background[i], (size_t)(planes.pitch * planes.height));
  for (int k = 0; k < count; k++)
    apply(&planes, level, level->rows->paint, &shapes[k]);
  for (int i = 0; i < 3; i++)
    for (ptrdiff_t at = 0; at < planes.pitch * planes.height; at++)
      planes.residual[i][at] = (float)(planes.target_rgb[i][at] - planes.below[i][at]);
  for (int i = 0; i < 3; i++)
    memset(planes.below[i], scene->drawing.background[i], (size_t)(planes.pitch * planes.height));
  for (int k = 0; k < count; k++)
    apply(&planes, level, level->rows->add_above, &shapes[k]);
  for (int y = 0; y < planes.height; y++)
    level->rows->transmit(&planes, y);
  for (int32_t b = 0; b < blocks; b++) {
    int begin = prim_sweep_begin(count, blocks, b), end = prim_sweep_begin(count, blocks, b + 1);
    for (int k = begin; k < end; k++) {
      PrimSearchRequest request = scene->request;
      PrimClimber climber = {&view, &request, NULL, &stop};
      request.stream += (uint32_t)k;
      request.slack *= (double)planes.scale;
      look_from(scene, level, shapes, k, &planes, &view);
      level->climb->climb(&climber, 0, 1, &shapes[k], &found[k], scored);
    }
    for (int k = begin; k < end; k++) {
      apply(&planes, level, level->rows->lift, &shapes[k]);
      deltas[k] = verdict(scene, &planes, level, &shapes[k], &found[k]);
      apply(&planes, level, level->rows->put, &shapes[k]);
    }
  }
  prim_stack_planes_clear(&planes);
  prim_stack_planes_clear(&view);
}

/* ---- Sweeps ---------------------------------------------------------------------- */

/* Says stop after so many visits, or when asked for the ask_at-th time. */
typedef struct Stopper {
  int visits, stop_at, asked, ask_at;
} Stopper;

static bool stop(void *data)
{
  Stopper *stopper = data;

  stopper->asked++;
  return stopper->visits >= stopper->stop_at || stopper->asked >= stopper->ask_at;
}

static void visited(void *data)
{
  ((Stopper *)data)->visits++;
}

static PrimBackend *backend_showing(const Scene *scene, int threads, const PrimDrawing *drawing)
{
  PrimBackend *backend = prim_backend_cpu_new(threads);

  if (!backend || backend->begin(backend, scene->target) != PRIM_OK ||
      backend->redraw(backend, drawing) != PRIM_OK)
    abort();
  return backend;
}

/* Whether painting the drawing gives the back end's canvas and error. */
static bool shows(PrimBackend *backend, const Scene *scene, const PrimDrawing *drawing)
{
  size_t bytes = 3 * (size_t)drawing->width * (size_t)drawing->height;
  uint8_t *rgb = malloc(bytes), *wanted = malloc(bytes);
  int64_t error = 0;

  if (!rgb || !wanted)
    abort();
  for (size_t i = 0; i < bytes; i++)
    wanted[i] = drawing->background[i % 3];
  for (int i = 0; i < drawing->count; i++)
    canvas_paint(wanted, drawing->width, drawing->height, &drawing->shapes[i]);
  bool good = backend->canvas(backend, rgb, &error) == PRIM_OK && memcmp(rgb, wanted, bytes) == 0 &&
              error == canvas_error(scene->target, wanted);
  free(rgb);
  free(wanted);
  return good || tap_fault("the canvas is not the drawing's");
}

static bool sweep_with(const Scene *scene, int threads, const PrimShape *wanted,
                       const double *deltas, uint64_t scored)
{
  PrimShape shapes[SHAPES_MAX];
  PrimDrawing drawing = scene->drawing;
  double got[SHAPES_MAX];
  uint64_t count = 0;
  Stopper stopper = {.stop_at = INT32_MAX, .ask_at = INT32_MAX};
  PrimPoll poll = {stop, visited, &stopper};

  memcpy(shapes, scene->shapes, sizeof shapes);
  drawing.shapes = shapes;
  PrimBackend *backend = backend_showing(scene, threads, &drawing);
  bool good = backend->refine(backend, &drawing, &scene->request, &poll, got, &count) == PRIM_OK &&
              stopper.visits == drawing.count && shows(backend, scene, &drawing);
  backend->free(backend);
  for (int k = 0; k < drawing.count; k++)
    good = good && memcmp(&got[k], &deltas[k], sizeof got[k]) == 0 &&
           same_shape(&shapes[k], &wanted[k]);
  return (good && count == scored) || tap_fault("%d threads: another sweep", threads);
}

static bool sweep_case(uint32_t number)
{
  static const int threads[] = {1, 2, 3, 5, 64};
  Scene scene;
  PrimShape shapes[SHAPES_MAX];
  double deltas[SHAPES_MAX];
  uint64_t scored = 0;
  bool good = true;

  scene_init(&scene, number);
  memcpy(shapes, scene.shapes, sizeof shapes);
  tap_detail("%d x %d, %d shapes in blocks of %d, walks of %d", scene.target->width,
             scene.target->height, scene.drawing.count, scene.request.block, scene.request.walk);
  plain_sweep(&scene, shapes, deltas, &scored);
  for (size_t i = 0; good && i < sizeof threads / sizeof *threads; i++)
    if (threads[i] < 64 || number % 10 == 0)
      good = sweep_with(&scene, threads[i], shapes, deltas, scored);
  prim_target_free(scene.target);
  return good;
}

static bool same_shapes(const PrimDrawing *drawing, const PrimShape *wanted)
{
  for (int i = 0; i < drawing->count; i++)
    if (!same_shape(&drawing->shapes[i], &wanted[i]))
      return tap_fault("shape %d changed", i);
  return true;
}

static bool stop_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Scene scene;
  PrimShape before[SHAPES_MAX];
  double deltas[SHAPES_MAX];
  uint64_t scored = 0;

  scene_init(&scene, number);
  memcpy(before, scene.shapes, sizeof before);
  int stop_at = dice_below(&dice, scene.drawing.count);
  Stopper stopper = {.stop_at = stop_at, .ask_at = INT32_MAX};
  PrimPoll poll = {stop, visited, &stopper};
  PrimBackend *backend = backend_showing(&scene, dice_between(&dice, 1, 4), &scene.drawing);
  PrimStatus status =
      backend->refine(backend, &scene.drawing, &scene.request, &poll, deltas, &scored);
  /* The caller's thread may be done before the visits are. */
  bool good = ((status == PRIM_STOPPED && same_shapes(&scene.drawing, before)) ||
               (status == PRIM_OK && stopper.visits >= stop_at)) &&
              shows(backend, &scene, &scene.drawing);
  if (good) { /* and it can go on */
    stopper.stop_at = INT32_MAX;
    good = backend->refine(backend, &scene.drawing, &scene.request, &poll, deltas, &scored) ==
               PRIM_OK &&
           shows(backend, &scene, &scene.drawing);
  }
  backend->free(backend);
  prim_target_free(scene.target);
  return good;
}

/* By one thread, a sweep asks for every visit and for every step of the ordered pass, and is
 * given up wherever it asks. */
static bool ask_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Scene scene;
  PrimShape before[SHAPES_MAX];
  double deltas[SHAPES_MAX];
  uint64_t scored = 0;
  Stopper stopper = {.stop_at = INT32_MAX, .ask_at = INT32_MAX};
  PrimPoll poll = {stop, visited, &stopper};

  scene_init(&scene, number);
  int steps = scene.drawing.count + prim_sweep_blocks(scene.drawing.count, scene.request.block);
  PrimBackend *backend = backend_showing(&scene, 1, &scene.drawing);
  bool good =
      backend->refine(backend, &scene.drawing, &scene.request, &poll, deltas, &scored) == PRIM_OK;
  if (good && stopper.asked < scene.drawing.count + steps)
    good = tap_fault("%d questions for %d visits and %d steps", stopper.asked, scene.drawing.count,
                     steps);
  stopper.ask_at = dice_between(&dice, 1, stopper.asked);
  stopper.asked = 0;
  memcpy(before, scene.shapes, sizeof before);
  good = good &&
         backend->refine(backend, &scene.drawing, &scene.request, &poll, deltas, &scored) ==
             PRIM_STOPPED &&
         stopper.asked == stopper.ask_at && same_shapes(&scene.drawing, before) &&
         shows(backend, &scene, &scene.drawing);
  backend->free(backend);
  prim_target_free(scene.target);
  return good;
}

/* ---- Plans ------------------------------------------------------------------------ */

static bool plan_holds(const PrimPlan *plan)
{
  bool good = plan->climbs > 0 && plan->starts > 0 && plan->batch_every > 0 &&
              plan->batch_max > 0 && plan->sweeps > 0 && plan->settling > 0 &&
              plan->settling_walk > 0 && plan->block > 0 &&
              (plan->walk > 0 || plan->settling >= plan->sweeps);
  int sweeps = prim_plan_sweeps(plan, 100), dropped = 100;
  double slack = INFINITY;

  for (int i = 0; i < sweeps; i++) {
    double next = prim_plan_slack(plan, i, sweeps);
    int drop = prim_plan_dropped(plan, i, sweeps, 100);
    good = good && next <= slack && next >= 0 && (next == 0) == prim_plan_settles(plan, i, sweeps);
    good = good && drop >= 0 && drop < 100 && (i < 2 || drop <= dropped) && (drop == 0 || next > 0);
    slack = next;
    dropped = drop;
  }
  if (plan->walk)
    good = good && fabs(prim_plan_slack(plan, 0, sweeps) - plan->hot) < 1e-6 * plan->hot &&
           fabs(prim_plan_slack(plan, sweeps - plan->settling - 1, sweeps) - plan->cold) <
               1e-5 * plan->cold;
  return good;
}

static void plans(void)
{
  bool good = true;
  double work = 0;

  for (int effort = PRIM_EFFORT_DRAFT; effort <= PRIM_EFFORT_EXTREME; effort++) {
    const PrimPlan *plan = prim_plan(effort);
    good = good && plan_holds(plan) && prim_plan_work(plan, 100) > work;
    work = prim_plan_work(plan, 100);
  }
  tap_ok(good, "every plan is whole: slack falls to nothing, no more is dropped than before");
  bool shrinks = prim_plan_step(4096, 1) == 2048 && prim_plan_size(4096, 1) == 2048;
  for (int count = 1; count < 5000; count += 7)
    shrinks = shrinks && prim_plan_step(4096, count + 7) <= prim_plan_step(4096, count) &&
              prim_plan_size(4096, count + 7) <= prim_plan_size(4096, count) &&
              prim_plan_step(4096, count) > 0 && prim_plan_size(4096, count) > 0;
  tap_ok(shrinks && prim_plan_step(4096, 2000) < 1024, "steps and sizes shrink with the count");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  if (!tap_rerun())
    plans();
  tap_cases_alone("runs and steps, by any number of workers", SHARES, share_case);
  tap_cases_alone("a sweep is the plain one, with any number of threads", SWEEPS, sweep_case);
  tap_cases_alone("a sweep that is stopped leaves the drawing as it was, and its canvas", STOPS,
                  stop_case);
  tap_cases_alone("a sweep asks often, and ends where it is told to", STOPS, ask_case);
  return tap_done();
}
