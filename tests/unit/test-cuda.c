/* Proves that a device gives the CPU's bits: scores, climbs, sweeps, canvases and whole
 * runs, resident and hybrid; that it can be stopped in mid-sweep; and that the CPU takes
 * over with the same result whichever of its calls fails.
 *
 * The device is the emulated one, or with --device that of this machine. */
#include <stdio.h>

#include "../../core/isa.h"
#include "../../cuda/device_backend.h"
#include "emulated.h"
#include "runs.h"

enum {
  PICTURES = 400, /* with a dozen shapes each: the scores of every one are compared */
  SHAPES_MAX = 24,
  CLIMBS_MAX = 6,
  RUNS = 24,
  STOPS = 60,
  FAILED_RUNS = 3
};

static bool real; /* the device of this machine */

static const char *const arrangement_names[] = {"resident", "hybrid"};

/* ---- Back ends -------------------------------------------------------------- */

static PrimBackend *device_backend(Emulation *emulation, PrimArrangement arrangement)
{
  PrimCudaProblem problem;
  PrimDevice *device = real ? prim_device_open(&problem) : emulated_open(emulation);
  PrimBackend *backend = device ? prim_backend_device_new(device, arrangement, 1) : NULL;

  if (!backend)
    abort();
  return backend;
}

static PrimBackend *cpu_backend(void)
{
  PrimBackend *backend = prim_backend_cpu_new(1);

  if (!backend)
    abort();
  return backend;
}

static void visited(void *data)
{
  if (data)
    --*(int *)data;
}

/* Stops once as many shapes were visited as the data says. */
static bool stop(void *data)
{
  return data && *(int *)data <= 0;
}

/* ---- What is compared -------------------------------------------------------- */

/* A drawing, and what a back end found on top of it and in it. */
typedef struct Outcome {
  PrimStatus status;
  PrimCandidate found[CLIMBS_MAX]; /* by the last search */
  int64_t change, placed_error, error;
  uint64_t scored;
  PrimShape shapes[SHAPES_MAX + CLIMBS_MAX];
  int count;
  double deltas[SHAPES_MAX + CLIMBS_MAX];
  uint8_t *placed, *rgb; /* the canvas after placing; after the sweep */
} Outcome;

typedef struct Scene {
  PrimTarget *target;
  PrimDrawing drawing;
  PrimShape shapes[SHAPES_MAX];
  PrimSearchRequest request, sweep;
} Scene;

static void scene_request(Dice *dice, PrimSearchRequest *request, int longer)
{
  *request = (PrimSearchRequest){.seed = dice_next(dice), .stream = dice_next(dice)};
  for (int i = 0; i < PRIM_KINDS; i++)
    request->kind_odds[i] = (uint32_t)dice_below(dice, 3) * (1 + (uint32_t)dice_below(dice, 500));
  request->kind_odds[dice_below(dice, PRIM_KINDS)] = 256;
  request->opacity_min = dice_between(dice, 1, 255);
  request->opacity_max =
      dice_one_in(dice, 3) ? request->opacity_min : dice_between(dice, request->opacity_min, 255);
  request->size = request->step = longer * PRIM_SUBPIXEL / dice_between(dice, 2, 6);
  request->guided = dice_one_in(dice, 3) ? 0 : dice_between(dice, 1, 100);
  request->climbs =
      dice_one_in(dice, 4) ? dice_between(dice, 3, CLIMBS_MAX) : dice_between(dice, 1, 2);
  request->starts = dice_between(dice, 1, dice_one_in(dice, 4) ? 70 : 20);
  request->patience =
      dice_one_in(dice, 4) ? 0 : dice_between(dice, 1, dice_one_in(dice, 6) ? 70 : 12);
  if (dice_one_in(dice, 3)) {
    PrimSettings settings = prim_settings_default();
    dice_limits(dice, &settings);
    request->limits = prim_limits(&settings, longer, false, false);
  }
}

/* The sweep that follows. */
static void scene_sweep(Dice *dice, PrimSearchRequest *request)
{
  request->walk = dice_between(dice, 1, dice_one_in(dice, 8) ? 70 : 12);
  request->slack = dice_one_in(dice, 3) ? 0 : pow(10, dice_between(dice, 0, 6));
  request->admit = request->slack * dice_between(dice, 0, 4);
  request->block = dice_one_in(dice, 2) ? dice_between(dice, 1, 5) : 1 + SHAPES_MAX;
}

static void scene_palette(Dice *dice, PrimTarget *target)
{
  if (!dice_one_in(dice, 4))
    return;
  for (int i = dice_between(dice, 1, 40); i > 0; i--) {
    uint8_t color[3];
    for (int k = 0; k < 3; k++)
      color[k] = dice_byte(dice);
    if (!prim_target_add_color(target, color))
      return;
  }
}

static void scene_init(Scene *scene, uint32_t number)
{
  Dice dice = dice_new(number);
  int width, height;

  dice_sides(&dice, number, &width, &height);
  scene->target = prim_target_new(width, height);
  if (!scene->target)
    abort();
  dice_bytes(&dice, scene->target->rgb, width, 3 * (size_t)width * (size_t)height);
  dice_weights(&dice, scene->target->weight, width, (size_t)width * (size_t)height);
  scene_palette(&dice, scene->target);
  scene_request(&dice, &scene->request, width > height ? width : height);
  if (scene->target->palette.count)
    scene->request.palette = &scene->target->palette;
  scene->sweep = scene->request;
  scene_sweep(&dice, &scene->sweep);
  scene->drawing = (PrimDrawing){.width = width, .height = height, .shapes = scene->shapes};
  for (int k = 0; k < 3; k++)
    scene->drawing.background[k] = dice_byte(&dice);
  scene->drawing.count = dice_one_in(&dice, 8) ? 0 : dice_between(&dice, 1, SHAPES_MAX);
  for (int i = 0; i < scene->drawing.count; i++)
    scene->shapes[i] = dice_shape(&dice, dice_below(&dice, PRIM_KINDS), width, height);
}

static uint8_t *new_canvas(const Scene *scene)
{
  uint8_t *rgb = calloc((size_t)scene->target->width * (size_t)scene->target->height, 3);

  if (!rgb)
    abort();
  return rgb;
}

static PrimStatus search(PrimBackend *backend, const Scene *scene, Outcome *outcome)
{
  PrimPoll poll = {stop, visited, NULL};

  return backend->climb(backend, &scene->request, &poll, outcome->found, &outcome->scored);
}

/* Places what a search found on top, in the order of the climbs and a few at most. */
static PrimStatus place_on_top(PrimBackend *backend, const Scene *scene, Outcome *outcome)
{
  PrimPlacing placing = {.candidates = outcome->found,
                         .count = scene->request.climbs,
                         .most = 1 + scene->request.climbs / 2,
                         .enough = scene->request.climbs % 2 ? INT64_MIN : -5000};
  PrimStatus status = search(backend, scene, outcome);

  if (status == PRIM_OK)
    status = backend->place(backend, &scene->request, &placing);
  if (status == PRIM_OK)
    status = backend->canvas(backend, outcome->placed, &outcome->placed_error);
  outcome->change = placing.change;
  for (int i = 0; i < placing.placed; i++)
    outcome->shapes[outcome->count++] = outcome->found[i].shape;
  return status;
}

static Outcome play(PrimBackend *backend, const Scene *scene)
{
  Outcome outcome = {
      .count = scene->drawing.count, .placed = new_canvas(scene), .rgb = new_canvas(scene)};
  PrimDrawing drawing = scene->drawing;
  PrimPoll poll = {stop, visited, NULL};

  memcpy(outcome.shapes, scene->shapes, sizeof scene->shapes);
  outcome.status = backend->begin(backend, scene->target);
  if (outcome.status == PRIM_OK)
    outcome.status = backend->redraw(backend, &drawing);
  if (outcome.status == PRIM_OK)
    outcome.status = place_on_top(backend, scene, &outcome);
  drawing.shapes = outcome.shapes;
  drawing.count = outcome.count;
  if (outcome.status == PRIM_OK && drawing.count)
    outcome.status =
        backend->refine(backend, &drawing, &scene->sweep, &poll, outcome.deltas, &outcome.scored);
  /* Sums are right after a sweep as well. */
  if (outcome.status == PRIM_OK)
    outcome.status = search(backend, scene, &outcome);
  if (outcome.status == PRIM_OK)
    outcome.status = backend->canvas(backend, outcome.rgb, &outcome.error);
  backend->free(backend);
  return outcome;
}

static void outcome_clear(Outcome *outcome)
{
  free(outcome->placed);
  free(outcome->rgb);
}

static bool same_bits(double a, double b)
{
  return memcmp(&a, &b, sizeof a) == 0;
}

static bool same_visits(const Outcome *wanted, const Outcome *got)
{
  char text[400];

  if (wanted->count != got->count)
    return tap_fault("%d shapes, not %d", got->count, wanted->count);
  for (int i = 0; i < wanted->count; i++) {
    if (same_bits(wanted->deltas[i], got->deltas[i]) &&
        same_shape(&wanted->shapes[i], &got->shapes[i]))
      continue;
    tap_detail("wanted: %s", shape_text(&wanted->shapes[i], text, sizeof text));
    tap_detail("got:    %s", shape_text(&got->shapes[i], text, sizeof text));
    return tap_fault("visit %d: delta %.17g, not %.17g", i, got->deltas[i], wanted->deltas[i]);
  }
  return true;
}

static bool same_outcome(const Scene *scene, const Outcome *wanted, const Outcome *got)
{
  size_t bytes = 3 * (size_t)scene->target->width * (size_t)scene->target->height;

  if (wanted->status != got->status)
    return tap_fault("status %d, not %d", got->status, wanted->status);
  if (wanted->change != got->change || wanted->placed_error != got->placed_error ||
      memcmp(wanted->placed, got->placed, bytes) != 0)
    return tap_fault("placing changes the error by %lld, not %lld", (long long)got->change,
                     (long long)wanted->change);
  if (!same_visits(wanted, got))
    return false;
  for (int i = 0; i < scene->request.climbs; i++) {
    const PrimCandidate *a = &wanted->found[i], *b = &got->found[i];
    if (!same_bits(a->delta, b->delta) ||
        (a->delta < INFINITY && !same_shape(&a->shape, &b->shape)))
      return tap_fault("climb %d ends at %.17g, not %.17g", i, b->delta, a->delta);
  }
  if (wanted->error != got->error || memcmp(wanted->rgb, got->rgb, bytes) != 0)
    return tap_fault("another canvas");
  return wanted->scored == got->scored ||
         tap_fault("%llu shapes scored, not %llu", (unsigned long long)got->scored,
                   (unsigned long long)wanted->scored);
}

/* Any picture, drawing and request: climb, place, sweep, climb again. */
static bool play_scene(uint32_t number)
{
  Scene scene;
  bool good = true;

  scene_init(&scene, number);
  Outcome wanted = play(cpu_backend(), &scene);
  for (PrimArrangement i = PRIM_RESIDENT; i <= PRIM_HYBRID && good; i++) {
    Emulation emulation = {.dice = number};
    Outcome got = play(device_backend(&emulation, i), &scene);
    good = (same_outcome(&scene, &wanted, &got) || tap_fault("%s", arrangement_names[i])) &&
           emulation.opened == emulation.closed;
    outcome_clear(&got);
  }
  outcome_clear(&wanted);
  prim_target_free(scene.target);
  return good;
}

/* ---- Whole runs ---------------------------------------------------------------- */

static bool whole_run(uint32_t number)
{
  Dice dice = dice_new(number);
  bool large = number % 20 == 0; /* begins at half the size */
  int longest = large ? 520 : 90;
  PrimTarget *target = picture(number, large ? 520 : dice_side(&dice, longest),
                               large ? dice_between(&dice, 1, 40) : dice_side(&dice, longest));
  PrimSettings settings = random_settings(&dice);
  bool good = true;

  random_weights(&dice, target);
  settings.effort = number % 10 == 0 ? PRIM_EFFORT_NORMAL : PRIM_EFFORT_DRAFT;
  Result wanted = run(target, &settings, NULL);
  for (PrimArrangement i = PRIM_RESIDENT; i <= PRIM_HYBRID && good; i++) {
    Emulation emulation = {.dice = number};
    Result got = run_on(alone(device_backend(&emulation, i)), target, &settings, NULL);
    good = same_result(&wanted, &got) || tap_fault("%s", arrangement_names[i]);
    result_clear(&got);
  }
  result_clear(&wanted);
  prim_target_free(target);
  return good;
}

/* ---- Stopping ------------------------------------------------------------------- */

/* Whether painting the drawing gives the back end's canvas. */
static bool shows(PrimBackend *backend, const Scene *scene, const PrimDrawing *drawing)
{
  uint8_t *rgb = new_canvas(scene), *wanted = new_canvas(scene);
  size_t bytes = 3 * (size_t)drawing->width * (size_t)drawing->height;
  int64_t error;

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

/* A sweep that is stopped after some visits: all is as it was, unless it was over by then. */
static bool stop_sweep(PrimBackend *backend, const Scene *scene, const PrimDrawing *wanted,
                       int visits)
{
  PrimShape shapes[SHAPES_MAX];
  PrimDrawing drawing = scene->drawing;
  double deltas[SHAPES_MAX];
  uint64_t scored = 0;
  PrimPoll poll = {stop, visited, &visits};

  memcpy(shapes, scene->shapes, sizeof shapes);
  drawing.shapes = shapes;
  PrimStatus status = backend->begin(backend, scene->target);
  if (status == PRIM_OK)
    status = backend->redraw(backend, &drawing);
  if (status == PRIM_OK)
    status = backend->refine(backend, &drawing, &scene->sweep, &poll, deltas, &scored);
  if (status != PRIM_STOPPED && !(status == PRIM_OK && visits <= 0))
    return tap_fault("status %d", status);
  const PrimShape *left = status == PRIM_STOPPED ? scene->shapes : wanted->shapes;
  for (int i = 0; i < drawing.count; i++)
    if (!same_shape(&shapes[i], &left[i]))
      return tap_fault("shape %d after status %d", i, status);
  return shows(backend, scene, &drawing);
}

static bool stopped_sweep(uint32_t number)
{
  Scene scene;
  bool good = true;

  scene_init(&scene, number);
  if (scene.drawing.count) {
    Outcome wanted;
    PrimBackend *cpu = cpu_backend();
    PrimDrawing drawing = scene.drawing;
    PrimPoll poll = {stop, visited, NULL};
    memcpy(wanted.shapes, scene.shapes, sizeof scene.shapes);
    drawing.shapes = wanted.shapes;
    wanted.scored = 0;
    good =
        cpu->begin(cpu, scene.target) == PRIM_OK && cpu->redraw(cpu, &drawing) == PRIM_OK &&
        cpu->refine(cpu, &drawing, &scene.sweep, &poll, wanted.deltas, &wanted.scored) == PRIM_OK;
    cpu->free(cpu);
    for (PrimArrangement i = PRIM_RESIDENT; i <= PRIM_HYBRID && good; i++) {
      Emulation emulation = {.dice = number};
      PrimBackend *backend = device_backend(&emulation, i);
      good = stop_sweep(backend, &scene, &drawing, (int)number % scene.drawing.count) ||
             tap_fault("%s", arrangement_names[i]);
      backend->free(backend);
    }
  }
  prim_target_free(scene.target);
  return good;
}

/* ---- Failures --------------------------------------------------------------------- */

/* A run on the device and, behind it, the CPU. */
static Result run_behind(Emulation *emulation, PrimArrangement arrangement,
                         const PrimTarget *target, const PrimSettings *settings)
{
  PrimEngines *engines =
      prim_engines_new(cpu_backend(), device_backend(emulation, arrangement), NULL, NULL);

  if (!engines)
    abort();
  return run_on(engines, target, settings, NULL);
}

static bool failed_run(uint32_t number)
{
  Dice dice = dice_new(number);
  bool coarse = number == 0;
  PrimTarget *target = picture(number, coarse ? 520 : dice_between(&dice, 5, 40),
                               coarse ? 6 : dice_between(&dice, 5, 40));
  PrimSettings settings = random_settings(&dice);
  PrimArrangement arrangement = number % 2 ? PRIM_HYBRID : PRIM_RESIDENT;
  Emulation whole = {.dice = number};

  settings.count = 3;
  settings.refine = true;
  settings.stop_error = 0;
  Result wanted = run(target, &settings, NULL);
  Result got = run_behind(&whole, arrangement, target, &settings);
  bool good = same_result(&wanted, &got) && !got.lost;
  result_clear(&got);
  for (int call = 1; call <= whole.calls && good; call++) {
    Emulation emulation = {.dice = number, .fail_at = call};
    got = run_behind(&emulation, arrangement, target, &settings);
    good = (same_result(&wanted, &got) && got.lost && emulation.opened == emulation.closed &&
            strcmp(got.backend, "cpu") == 0) ||
           tap_fault("%s: call %d of %d failed", arrangement_names[arrangement], call, whole.calls);
    result_clear(&got);
  }
  result_clear(&wanted);
  prim_target_free(target);
  return good;
}

/* ---- What is there ------------------------------------------------------------------- */

static void presence(void)
{
  PrimCudaProblem problem, forced;
  const char *name = prim_cuda_device(&problem);
  PrimEngines *engines = prim_cuda_engines(PRIM_GPU_GPU, 1, &forced);

  tap_ok((name != NULL) == (problem.absence == PRIM_CUDA_PRESENT) &&
             (name != NULL) == (engines != NULL) && problem.absence == forced.absence,
         "a device has a name and engines, or there is one reason (%s)",
         name                                     ? name
         : problem.absence == PRIM_CUDA_NOT_BUILT ? "not built"
                                                  : "no driver or device");
  prim_engines_free(engines);
  PrimTarget *target = picture(1, 40, 30);
  PrimSettings settings = draft(4);
  Result wanted = run(target, &settings, NULL);
  Result got = run_on(prim_cuda_engines(PRIM_GPU_AUTO, 1, &problem), target, &settings, NULL);
  tap_ok(same_result(&wanted, &got) && !got.lost, "automatic falls back silently");
  result_clear(&wanted);
  result_clear(&got);
  prim_target_free(target);
}

int main(int argc, char **argv)
{
  real = argc > 1 && strcmp(argv[1], "--device") == 0;
  tap_start(argc - real, argv + real);
  if (!tap_rerun())
    presence();
  tap_cases("scores, climbs, sweeps and canvases are the CPU's", PICTURES, play_scene);
  tap_cases("whole runs are the CPU's", RUNS, whole_run);
  tap_cases("a sweep can be stopped after any visit", STOPS, stopped_sweep);
  if (real)
    tap_skip("the CPU takes over whichever call fails", "a real device does not fail on demand");
  else
    tap_cases("the CPU takes over whichever call fails", FAILED_RUNS, failed_run);
  return tap_done();
}
