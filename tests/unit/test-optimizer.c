/* Proves the optimizer's promises: the same drawing bit for bit on any number of
 * threads and again with the same seed; a drawing that, painted, is the canvas,
 * and a reported error that is the canvas's; the ways a run ends; and the
 * settings and targets that are refused. */
#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "../../core/background.h"
#include "../../core/stack_planes.h"
#include "../../core/moves.h"
#include "../../core/score.h"
#include "runs.h"

enum { RANDOM_RUNS = 150, LARGE_RUNS = 40, THREAD_RUNS = 12, THREADS_MAX = 8, VISITS = 200 };

static double background_error(const PrimTarget *target)
{
  size_t bytes = 3 * (size_t)target->width * (size_t)target->height;
  uint8_t color[3], *canvas = malloc(bytes);

  if (!canvas)
    abort();
  prim_target_average(target, color);
  for (size_t i = 0; i < bytes; i++)
    canvas[i] = color[i % 3];
  double error = canvas_rmse(target, canvas);
  free(canvas);
  return error;
}

/* ---- Random runs ------------------------------------------------------ */

/* Small pictures of any shape and setting: what must hold after every run, and
 * the same again when run again. */
static bool random_run(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_side(&dice, 40), height = dice_side(&dice, 40);
  PrimTarget *target = picture(number, width, height);
  char kinds[PRIM_KINDS_TEXT_MAX];

  random_weights(&dice, target);
  PrimSettings settings = random_settings(&dice);
  prim_kinds_format(settings.kinds, kinds);
  tap_detail("%d x %d, %d of %s, style %d, seed %d, stop at %g, %s", width, height, settings.count,
             kinds, settings.style, settings.seed, settings.stop_error,
             settings.refine ? "refined" : "not refined");
  Result result = run(target, &settings, NULL), again = run(target, &settings, NULL);
  bool good = result.status == PRIM_OK && check_result(target, &settings, &result);
  if (good && !same_result(&result, &again))
    good = tap_fault("another result when run again");
  if (good && result.error > background_error(target) + 1e-9)
    good = tap_fault("the error rose to %g", result.error);
  result_clear(&result);
  result_clear(&again);
  prim_target_free(target);
  return good;
}

/* Sides at which a run begins at a coarser size; the other side is short. */
static void large_sides(Dice *dice, int *width, int *height)
{
  int longer = dice_between(dice, 500, 1100), other = dice_side(dice, 8);
  bool tall = dice_one_in(dice, 2);

  *width = tall ? other : longer;
  *height = tall ? longer : other;
}

/* The same for large pictures, with threads. */
static bool large_run(uint32_t number)
{
  Dice dice = dice_new(number);
  int width, height;

  large_sides(&dice, &width, &height);
  PrimTarget *target = picture(number, width, height);
  random_weights(&dice, target);
  PrimSettings settings = random_settings(&dice);
  tap_detail("%d x %d", width, height);
  settings.refine = !dice_one_in(&dice, 4);
  Result one = run(target, &settings, NULL);
  settings.threads = dice_between(&dice, 2, 4);
  Result many = run(target, &settings, NULL);
  bool good = one.status == PRIM_OK && check_result(target, &settings, &one) &&
              (same_result(&one, &many) || tap_fault("%d threads differ", settings.threads));
  if (good && one.error > background_error(target) + 1e-9)
    good = tap_fault("the error rose to %g", one.error);
  result_clear(&one);
  result_clear(&many);
  prim_target_free(target);
  return good;
}

/* Adds a thread at each call, and counts calls and the most threads that there were. */
typedef struct Growth {
  PrimBackend *backend;
  int threads, calls, seen;
} Growth;

/* Of this process, by Linux; 0 elsewhere. */
static int count_threads(void)
{
  DIR *folder = opendir("/proc/self/task");
  int count = 0;

  while (folder && readdir(folder))
    count++;
  if (folder)
    closedir(folder);
  return count > 2 ? count - 2 : 0; /* without . and .. */
}

static bool add_thread(const PrimReport *report, void *data)
{
  Growth *growth = data;

  int seen = count_threads();

  (void)report;
  growth->calls++;
  growth->seen = seen > growth->seen ? seen : growth->seen;
  growth->threads += growth->threads < THREADS_MAX;
  growth->backend->add_threads(growth->backend, growth->threads);
  return true;
}

/* A run to which threads are added on the way is the one without. */
static bool growing_run(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTarget *target = picture(number, 20 + dice_below(&dice, 40), 20 + dice_below(&dice, 40));
  PrimSettings settings = random_settings(&dice);
  Growth growth = {.backend = prim_backend_cpu_new(1), .threads = 1};
  PrimProgress progress = {add_thread, &growth, 0};

  random_weights(&dice, target);
  Result one = run(target, &settings, NULL);
  Result many = run_on(alone(growth.backend), target, &settings, &progress);
  bool there = growth.calls < 4 * THREADS_MAX || growth.seen != 1;
  bool good = ((growth.threads > 1 && there) || tap_fault("no thread was added")) &&
              (same_result(&one, &many) || tap_fault("%d threads differ", growth.threads));
  result_clear(&many);
  result_clear(&one);
  prim_target_free(target);
  return good;
}

static bool thread_run(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTarget *target = picture(number, 20 + dice_below(&dice, 40), 20 + dice_below(&dice, 40));
  PrimSettings settings = random_settings(&dice);
  bool good = true;

  random_weights(&dice, target);
  settings.stop_error = 0;
  if (number % 6 == 0) { /* a few, and short: many threads on few cores are slow */
    settings.effort = PRIM_EFFORT_NORMAL;
    settings.count = 4;
  }
  settings.kinds = number % 2 ? PRIM_KINDS_ALL : settings.kinds;
  Result one = run(target, &settings, NULL);
  for (int threads = 2; good && threads <= THREADS_MAX; threads++) {
    settings.threads = threads;
    Result many = run(target, &settings, NULL);
    good = same_result(&one, &many) || tap_fault("%d threads differ from one", threads);
    result_clear(&many);
  }
  settings.threads = 0;
  Result default_threads = run(target, &settings, NULL);
  good = good && same_result(&one, &default_threads) && check_result(target, &settings, &one);
  result_clear(&default_threads);
  result_clear(&one);
  prim_target_free(target);
  return good;
}

static void seeds(void)
{
  PrimTarget *target = picture(1, 48, 32);
  PrimSettings settings = draft(6);
  Result first = run(target, &settings, NULL);

  settings.seed = 1;
  Result other = run(target, &settings, NULL);
  tap_ok(first.placed > 0 && !same_drawing(&first, &other), "another seed gives another drawing");
  result_clear(&first);
  result_clear(&other);
  prim_target_free(target);
}

/* ---- Every kind ------------------------------------------------------- */

static void kind_lowers_error(const PrimTarget *target, uint32_t kinds, int effort, int count)
{
  PrimSettings settings = draft(count);
  char name[PRIM_KINDS_TEXT_MAX];
  double before = background_error(target);

  settings.kinds = kinds;
  settings.effort = effort;
  Result result = run(target, &settings, NULL);
  prim_kinds_format(kinds, name);
  tap_ok(result.status == PRIM_OK && result.placed == count && result.error < 0.9 * before &&
             check_result(target, &settings, &result),
         "%s, effort %d: error %.2f after %d shapes, %.2f before", name, effort, result.error,
         result.placed, before);
  result_clear(&result);
}

static void every_kind(void)
{
  PrimTarget *target = picture(3, 64, 48);

  for (int kind = 0; kind < PRIM_KINDS; kind++)
    kind_lowers_error(target, PRIM_KIND_BIT(kind), PRIM_EFFORT_DRAFT, 12);
  kind_lowers_error(target, PRIM_KINDS_ALL, PRIM_EFFORT_DRAFT, 12);
  kind_lowers_error(target, PRIM_KINDS_ALL, PRIM_EFFORT_NORMAL, 12);
  kind_lowers_error(target, PRIM_KINDS_ALL, PRIM_EFFORT_BEST, 3);
  prim_target_free(target);
}

/* ---- Ways to end ------------------------------------------------------ */

static void flat_pictures(void)
{
  PrimSettings settings = draft(50);
  static const int sides[][2] = {{64, 48}, {1, 1}, {1, 30}, {30, 1}, {2048, 2}};
  bool good = true;

  for (int i = 0; i < 5; i++) {
    PrimTarget *target = flat_picture(sides[i][0], sides[i][1]);
    Result result = run(target, &settings, NULL);
    good = good && result.status == PRIM_OK && result.placed == 0 && result.error == 0 &&
           result.candidates == 0 && result.drawing.background[1] == 93 && result.count == 50;
    result_clear(&result);
    prim_target_free(target);
  }
  tap_ok(good, "a flat picture is its background, at once");
}

static void thin_pictures(void)
{
  static const int sides[][2] = {{1, 2}, {2, 1}, {1, 64}, {64, 1}, {2, 2}, {2048, 1}, {1, 2048}};
  bool good = true;

  for (int i = 0; i < 7; i++) {
    PrimTarget *target = picture((uint32_t)i, sides[i][0], sides[i][1]);
    PrimSettings settings = draft(20);
    settings.kinds = PRIM_KINDS_ALL;
    Result result = run(target, &settings, NULL);
    good = good && result.status == PRIM_OK && check_result(target, &settings, &result) &&
           (result.error < background_error(target) || result.error == 0);
    tap_note("%d x %d: %d placed, error %.3f", sides[i][0], sides[i][1], result.placed,
             result.error);
    result_clear(&result);
    prim_target_free(target);
  }
  tap_ok(good, "pictures of one or two rows or columns");
}

static void stop_error(void)
{
  PrimTarget *target = picture(4, 64, 48);
  PrimSettings settings = draft(40);

  settings.refine = false;
  Result whole = run(target, &settings, NULL);
  settings.stop_error = 1.3 * whole.error;
  Result early = run(target, &settings, NULL);
  settings.refine = true;
  Result refined = run(target, &settings, NULL);
  tap_ok(early.status == PRIM_OK && early.error <= settings.stop_error && early.placed > 0 &&
             early.placed < whole.placed,
         "stop-error ends a run early (%d of %d shapes)", early.placed, whole.placed);
  tap_ok(refined.status == PRIM_OK && refined.error <= settings.stop_error &&
             refined.placed <= early.placed && check_result(target, &settings, &refined),
         "so it does with refinement (%d shapes)", refined.placed);
  settings.stop_error = 255;
  Result at_once = run(target, &settings, NULL);
  tap_ok(at_once.status == PRIM_OK && at_once.placed == 0, "a stop-error of 255 places nothing");
  result_clear(&whole);
  result_clear(&early);
  result_clear(&refined);
  result_clear(&at_once);
  prim_target_free(target);
}

/* What a callback saw. */
typedef struct Watch {
  int stop_at;    /* shapes after which ... */
  int calls_more; /* ... and as many calls it says stop */
  pthread_t thread;
  int calls, placed, round;
  double fraction, error;
  bool good;
} Watch;

static bool watch(const PrimReport *report, void *data)
{
  Watch *seen = data;

  seen->good = seen->good && pthread_equal(seen->thread, pthread_self()) &&
               report->drawing->count == report->placed && report->fraction >= seen->fraction &&
               report->fraction <= 1 && report->error <= seen->error &&
               (report->placed == seen->placed || report->error < seen->error) &&
               report->round >= seen->round && report->round <= report->rounds;
  seen->calls++;
  seen->round = report->round;
  seen->placed = report->placed;
  seen->error = report->error;
  seen->fraction = report->fraction;
  return report->placed < seen->stop_at || seen->calls_more-- > 0;
}

static Watch watch_new(int stop_at, int calls_more)
{
  return (Watch){stop_at, calls_more, pthread_self(), 0, 0, 0, 0, INFINITY, true};
}

static void callbacks(void)
{
  PrimTarget *target = picture(5, 64, 48);
  PrimSettings settings = draft(30);
  Watch all = watch_new(INT32_MAX, 0);
  PrimProgress progress = {watch, &all, 0};

  settings.threads = 2;
  Result whole = run(target, &settings, NULL), watched = run(target, &settings, &progress);
  tap_ok(all.good && all.calls >= 30,
         "calls come on the caller's thread, the error falls, the fraction rises");
  tap_ok(same_drawing(&whole, &watched), "watching changes nothing");
  tap_ok(watched.fraction == 1, "a finished run is done");
  settings.effort = PRIM_EFFORT_NORMAL;
  all = watch_new(INT32_MAX, 0);
  Result refined = run(target, &settings, &progress);
  tap_ok(all.round > 1, "rounds of refinement are counted, %d of them", all.round);
  result_clear(&refined);
  result_clear(&whole);
  result_clear(&watched);
  prim_target_free(target);
}

/* Stopping keeps what there is, wherever the run is. */
static void stopping(int width, int height, int effort, int stop_at, int calls_more,
                     const char *when)
{
  PrimTarget *target = picture(5, width, height);
  PrimSettings settings = draft(30);
  Watch seen = watch_new(stop_at, calls_more);
  PrimProgress progress = {watch, &seen, 0};

  settings.effort = effort;
  Result result = run(target, &settings, &progress);
  tap_ok(result.status == PRIM_STOPPED && result.placed >= seen.placed &&
             check_result(target, &settings, &result),
         "stopped %s: the shapes (%d) are kept, and their drawing is the canvas", when,
         result.placed);
  result_clear(&result);
  prim_target_free(target);
}

static void all_stops(void)
{
  stopping(64, 48, PRIM_EFFORT_DRAFT, 0, 0, "at once");
  stopping(64, 48, PRIM_EFFORT_DRAFT, 7, 0, "while placing");
  stopping(64, 48, PRIM_EFFORT_DRAFT, 30, 5, "while refining");
  stopping(64, 48, PRIM_EFFORT_NORMAL, 30, 100, "while replacing");
  stopping(1100, 3, PRIM_EFFORT_DRAFT, 0, 0, "at once, at a coarse size");
  stopping(1100, 3, PRIM_EFFORT_DRAFT, 3, 0, "while placing at a coarse size");
}

/* When the first and the last call came, and the longest time between two. */
typedef struct Clock {
  double start, last, longest;
} Clock;

static bool tick(const PrimReport *report, void *data)
{
  Clock *clock = data;
  double now = seconds();

  (void)report;
  if (clock->start == 0)
    clock->start = now;
  else
    clock->longest = fmax(clock->longest, now - clock->last);
  clock->last = now;
  return now - clock->start < 0.5;
}

/* Only printed: a loaded machine must not fail the test. */
static void latency(int side, int effort, uint32_t kinds)
{
  PrimTarget *target = picture(6, side, side);
  PrimSettings settings = draft(100000);
  Clock clock = {0};
  PrimProgress progress = {tick, &clock, 0.01};
  char name[PRIM_KINDS_TEXT_MAX];

  settings.effort = effort;
  settings.kinds = kinds;
  settings.threads = 0;
  Result result = run(target, &settings, &progress);
  prim_kinds_format(kinds, name);
  tap_note("%d px, effort %d, %s: stops within %.1f ms, longest time between calls %.1f ms", side,
           effort, name, 1000 * (result.ended - clock.last), 1000 * clock.longest);
  tap_ok(result.status == PRIM_STOPPED, "a run of %d px can be stopped", side);
  result_clear(&result);
  prim_target_free(target);
}

/* ---- Weights ---------------------------------------------------------- */

/* What lies under weight 0 is nobody's business. */
static bool hidden_pixels(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = 8 + dice_below(&dice, 40), height = 8 + dice_below(&dice, 40);

  if (number % 8 == 0)
    width += 600;
  PrimTarget *target = picture(number, width, height);
  PrimSettings settings = random_settings(&dice);
  int from = dice_below(&dice, width), rows = dice_between(&dice, 1, height - 1);

  settings.stop_error = 0;
  for (int i = 0; i < width * height; i++)
    if (i % width >= from && i / width < rows)
      target->weight[i] = 0;
  Result before = run(target, &settings, NULL);
  for (int i = 0; i < width * height; i++)
    for (int k = 0; target->weight[i] == 0 && k < 3; k++)
      target->rgb[3 * i + k] = dice_byte(&dice);
  Result after = run(target, &settings, NULL);
  bool good = before.status == PRIM_OK && check_result(target, &settings, &after) &&
              (same_result(&before, &after) || tap_fault("hidden pixels changed the drawing"));
  result_clear(&before);
  result_clear(&after);
  prim_target_free(target);
  return good;
}

/* ---- Visits ------------------------------------------------------------- */

static bool go_on(void *data)
{
  (void)data;
  return false;
}

static void ignore(void *data)
{
  (void)data;
}

/* The delta of a shape as it is on a black canvas, pixel by pixel. */
static double delta_on_black(const PrimTarget *target, const PrimShape *shape,
                             const PrimSearchRequest *request)
{
  PrimStackPlanes plan;
  PrimTotals totals = {.weight = 0};
  size_t pixels = (size_t)target->width * (size_t)target->height;
  double *parts = calloc(pixels, sizeof *parts);

  if (!parts)
    abort();
  prim_stack_planes_plan(&plan, target);
  add_covered(shape, target->width, target->height, parts);
  for (size_t i = 0; i < pixels; i++) {
    for (size_t k = 0; k < 3; k++)
      totals.residual[k] += parts[i] * target->rgb[3 * i + k];
    totals.weight += parts[i];
  }
  free(parts);
  return (double)plan.scale *
         prim_best_fill(&totals, request->opacity_min, request->opacity_max).delta;
}

/* The delta of the only shape of a drawing after a visit. */
static double visit_delta(const PrimTarget *target, const PrimShape *shape,
                          PrimSearchRequest request)
{
  PrimBackend *backend = prim_backend_cpu_new(1);
  PrimShape shapes[1] = {*shape};
  PrimDrawing drawing = {.width = target->width, .height = target->height, .shapes = shapes};
  PrimPoll poll = {go_on, ignore, NULL};
  double delta = NAN;
  uint64_t scored = 0;

  drawing.count = 1;
  if (!backend || backend->begin(backend, target) != PRIM_OK ||
      backend->redraw(backend, &drawing) != PRIM_OK ||
      backend->refine(backend, &drawing, &request, &poll, &delta, &scored) != PRIM_OK ||
      scored > (uint64_t)request.walk)
    abort();
  backend->free(backend);
  return delta;
}

/* A walk begins with the shape itself, so a visit without slack makes nothing worse. With slack it
 * may, by less than what is admitted. */
static bool visit(uint32_t number, int *found, int *worse)
{
  Dice dice = dice_new(number);
  PrimTarget *target = picture(number, 40, 40);
  PrimShape shape = dice_shape(&dice, dice_below(&dice, PRIM_KINDS), 40, 40);
  PrimSearchRequest request = {.seed = number,
                               .opacity_min = 100,
                               .opacity_max = 160,
                               .step = 20 * PRIM_SUBPIXEL,
                               .block = 1,
                               .walk = 1};

  while (!prim_shape_valid(&shape))
    shape = dice_shape(&dice, shape.kind, 40, 40);
  double stood = delta_on_black(target, &shape, &request),
         alone = visit_delta(target, &shape, request);
  request.walk = dice_between(&dice, 2, 60);
  double walked = visit_delta(target, &shape, request);
  request.slack = 20000;
  request.admit = dice_one_in(&dice, 2) ? 40000 : 0;
  double strayed = visit_delta(target, &shape, request);
  PrimStackPlanes plan;
  prim_stack_planes_plan(&plan, target);
  prim_target_free(target);
  *found += walked < alone;
  *worse += strayed > alone;
  return (alone == stood || fabs(alone - stood) < -1e-9 * stood) && walked <= alone &&
         strayed <= alone + request.admit * (double)plan.scale;
}

static void visits(void)
{
  int found = 0, worse = 0;
  bool good = true;

  for (uint32_t number = 0; number < VISITS; number++)
    good = visit(number, &found, &worse) && good;
  tap_ok(good && found > VISITS / 4 && worse > 0 && worse < VISITS / 2,
         "a visit makes no shape worse, unless that is admitted (%d better, %d worse)", found,
         worse);
}

/* ---- What is refused -------------------------------------------------- */

static bool refused(const PrimTarget *target, const PrimSettings *settings, PrimStatus wanted)
{
  PrimStatus status = PRIM_OK;
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, NULL, &status);
  bool good = !optimizer && status == wanted;

  prim_optimizer_free(optimizer);
  return good;
}

static void bad_settings(void)
{
  PrimTarget *target = picture(7, 8, 8);
  bool good = true;

  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    bool floating = parameter->type == PRIM_TYPE_FLOAT;
    if (parameter->type == PRIM_TYPE_TEXT) /* no setting can hold a longer one */
      continue;
    double low = parameter->type == PRIM_TYPE_SHAPES ? 0 : parameter->min - 1;
    double high = parameter->max < INT32_MAX ? parameter->max + 1 : low;
    double bad[] = {low, high, floating ? NAN : low, floating ? INFINITY : high};
    for (int k = 0; k < 4; k++) {
      PrimSettings settings = draft(1);
      prim_parameter_set(parameter, &settings, bad[k]);
      if (!refused(target, &settings, PRIM_ERROR_ARGUMENT))
        tap_note("%s = %g is not refused", parameter->name, bad[k]);
      good = good && refused(target, &settings, PRIM_ERROR_ARGUMENT);
    }
  }
  tap_ok(good, "settings out of range are refused");
  PrimSettings crossed = draft(1), clock_seed = draft(1);
  crossed.opacity_min = 70;
  crossed.opacity_max = 30;
  clock_seed.seed = -1;
  tap_ok(refused(target, &crossed, PRIM_ERROR_ARGUMENT) &&
             refused(target, &clock_seed, PRIM_ERROR_ARGUMENT),
         "so are a crossed opacity range and a seed that is not resolved");
  prim_target_free(target);
}

static void bad_weights(void)
{
  PrimTarget *target = picture(8, PRIM_DETAIL_MAX, 1);
  PrimSettings settings = draft(1);
  size_t levels = (size_t)prim_target_weight_levels(PRIM_DETAIL_MAX);

  memset(target->weight, 0, PRIM_DETAIL_MAX);
  tap_ok(refused(target, &settings, PRIM_ERROR_EMPTY), "weights of 0 everywhere are refused");
  target->weight[PRIM_DETAIL_MAX - 1] = (uint8_t)(levels + 1);
  tap_ok(refused(target, &settings, PRIM_ERROR_ARGUMENT), "a weight too large is refused");
  memset(target->weight, (int)levels, PRIM_DETAIL_MAX);
  Result result = run(target, &settings, NULL);
  tap_ok(result.status == PRIM_OK && check_result(target, &settings, &result),
         "the largest weight allowed is not");
  result_clear(&result);
  prim_target_free(target);
}

/* A back end that counts. */
typedef struct Counting {
  PrimBackend base;
  int begun, freed;
} Counting;

static PrimStatus counting_begin(PrimBackend *backend, const PrimTarget *target)
{
  (void)target;
  ((Counting *)backend)->begun++;
  return PRIM_ERROR_DEVICE;
}

static void counting_free(PrimBackend *backend)
{
  ((Counting *)backend)->freed++;
}

static void back_end_ownership(void)
{
  PrimTarget *target = picture(9, 8, 8);
  PrimSettings good = draft(1), bad = draft(0);
  Counting failing = {.base = {.name = "failing", .begin = counting_begin, .free = counting_free}};
  Counting unused = failing;
  PrimStatus status = PRIM_OK, other = PRIM_OK;
  PrimOptimizer *one = prim_optimizer_new(target, &good, alone(&failing.base), &status);
  PrimOptimizer *two = prim_optimizer_new(target, &bad, alone(&unused.base), &other);

  tap_ok(!one && status == PRIM_ERROR_DEVICE && failing.begun == 1 && failing.freed == 1,
         "a back end that fails to begin is freed, and its status passed on");
  tap_ok(!two && other == PRIM_ERROR_ARGUMENT && unused.begun == 0 && unused.freed == 1,
         "a back end is freed when the settings are refused");
  prim_optimizer_free(NULL);
  prim_target_free(target);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  if (!tap_rerun()) {
    seeds();
    every_kind();
    flat_pictures();
    thin_pictures();
    stop_error();
    callbacks();
    all_stops();
    visits();
    bad_settings();
    bad_weights();
    back_end_ownership();
    latency(256, PRIM_EFFORT_NORMAL, PRIM_KIND_BIT(PRIM_TRIANGLE));
    latency(2048, PRIM_EFFORT_NORMAL, PRIM_KIND_BIT(PRIM_TRIANGLE));
    latency(2048, PRIM_EFFORT_BEST, PRIM_KINDS_ALL);
  }
  tap_cases("after any run the drawing is the canvas, and a second run gives the same", RANDOM_RUNS,
            random_run);
  tap_cases("pixels of weight 0 have no influence", RANDOM_RUNS / 3, hidden_pixels);
  tap_cases_alone("the same holds for large pictures, with threads", LARGE_RUNS, large_run);
  tap_cases_alone("1 to 8 threads give the same bits", THREAD_RUNS, thread_run);
  tap_cases_alone("and threads that are added on the way", THREAD_RUNS, growing_run);
  return tap_done();
}
