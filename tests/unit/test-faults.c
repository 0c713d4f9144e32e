/* Proves that core survives want of memory and of threads: whatever is run here is run
 * again with its first allocation failing, then with its second, and so on to the last;
 * once with that one failing alone and once with all after it. Each time it must report
 * PRIM_ERROR_MEMORY, or do without and give the very result it gives otherwise; leave
 * nothing allocated; and succeed when asked again.
 *
 * The linker's --wrap puts functions of this file in front of those that allocate, for core
 * alone: cairo 1.16 itself does not survive every failing allocation of its own. Of 83 that
 * one scene makes, 11 end in a signal. Those that could be traced are in libcairo:
 * _cairo_clip_copy() and _cairo_clip_copy_path() do not check what _cairo_clip_create()
 * returns; _pool_chunk_create() of cairo-tor-scan-converter.c jumps to a frame that has
 * returned; and full_row() runs past an outline that _cairo_polygon_grow() left open. So painting
 * is also run with each of its calls of cairo leaving an error behind. */
#include <cairo/cairo.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "../../core/half_size.h"
#include "../../core/team.h"
#include "runs.h"

enum { PAINTINGS = 2 };

/* ---- Faults ----------------------------------------------------------- */

static atomic_long allocations, blocks; /* made since arming, and now there */
static atomic_long failing = -1;        /* the number of the first that fails; -1: none */
static atomic_bool ever_after;          /* all after it fail as well */
static atomic_int threads_left = -1;    /* that can be made; -1: any number */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *block);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *data);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *block);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *data);

static bool fails(void)
{
  long first = atomic_load(&failing);

  if (first < 0)
    return false;
  long number = atomic_fetch_add(&allocations, 1);
  if (number != first && !(number > first && atomic_load(&ever_after)))
    return false;
  errno = ENOMEM;
  return true;
}

static void *counted(void *block)
{
  if (block)
    atomic_fetch_add(&blocks, 1);
  return block;
}

void *__wrap_malloc(size_t size)
{
  return fails() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
  return fails() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
  if (fails())
    return NULL;
  void *resized = __real_realloc(block, size);
  return block ? resized : counted(resized);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
  return fails() ? NULL : counted(__real_aligned_alloc(alignment, size));
}

void __wrap_free(void *block)
{
  if (block)
    atomic_fetch_sub(&blocks, 1);
  __real_free(block);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *data)
{
  int left = atomic_load(&threads_left);

  if (left == 0)
    return EAGAIN;
  if (left > 0)
    atomic_store(&threads_left, left - 1);
  return __real_pthread_create(thread, attributes, start, data);
}

/* ---- Errors of cairo -------------------------------------------------- */

static atomic_long cairo_calls;        /* that can leave an error, since arming */
static atomic_long cairo_failing = -1; /* the number of the one that does; -1: none */

cairo_surface_t *__real_cairo_image_surface_create(cairo_format_t format, int width, int height);
cairo_surface_t *__wrap_cairo_image_surface_create(cairo_format_t format, int width, int height);
void __real_cairo_fill(cairo_t *cairo);
void __wrap_cairo_fill(cairo_t *cairo);
void __real_cairo_stroke(cairo_t *cairo);
void __wrap_cairo_stroke(cairo_t *cairo);

static bool cairo_fails(void)
{
  return atomic_fetch_add(&cairo_calls, 1) == atomic_load(&cairo_failing);
}

/* A surface of no memory is one of a status and without pixels. */
cairo_surface_t *__wrap_cairo_image_surface_create(cairo_format_t format, int width, int height)
{
  return __real_cairo_image_surface_create(cairo_fails() ? CAIRO_FORMAT_INVALID : format, width,
                                           height);
}

/* One restore too many is an error, from which on the context does nothing. */
static void spoil(cairo_t *cairo)
{
  while (cairo_status(cairo) == CAIRO_STATUS_SUCCESS)
    cairo_restore(cairo);
}

void __wrap_cairo_fill(cairo_t *cairo)
{
  if (cairo_fails())
    spoil(cairo);
  __real_cairo_fill(cairo);
}

void __wrap_cairo_stroke(cairo_t *cairo)
{
  if (cairo_fails())
    spoil(cairo);
  __real_cairo_stroke(cairo);
}

/* ---- Scenes ----------------------------------------------------------- */

/* What a scene comes to: a status and, when that is PRIM_OK, a checksum. */
typedef struct Outcome {
  PrimStatus status;
  uint64_t sum;
} Outcome;

typedef struct Scene {
  const char *name;
  Outcome (*play)(void);
} Scene;

static uint64_t fold(uint64_t sum, const void *data, size_t bytes)
{
  const uint8_t *byte = data;

  for (size_t i = 0; i < bytes; i++)
    sum = (sum ^ byte[i]) * UINT64_C(1099511628211);
  return sum;
}

static PrimTarget *small, *large, *grey; /* pictures, made before anything fails */
static PrimDrawing sketch;               /* a drawing of the small one */

static Outcome play_target(void)
{
  PrimTarget *target = prim_target_new(9, 7);
  PrimTarget *half = target ? prim_target_half(target) : NULL;
  Outcome outcome = {half ? PRIM_OK : PRIM_ERROR_MEMORY, 0};

  prim_target_free(half);
  prim_target_free(target);
  return outcome;
}

static Outcome play_copy(void)
{
  PrimDrawing copy;

  if (!prim_drawing_copy(&sketch, &copy))
    return (Outcome){copy.shapes || copy.count ? PRIM_ERROR_FILE : PRIM_ERROR_MEMORY, 0};
  Outcome outcome = {PRIM_OK, fold(0, copy.shapes, (size_t)copy.count * sizeof *copy.shapes)};
  prim_drawing_clear(&copy);
  return outcome;
}

static void count_up(void *data, int task, bool caller)
{
  (void)task;
  (void)caller;
  atomic_fetch_add((atomic_int *)data, 1);
}

static Outcome play_team(void)
{
  PrimTeam *team = prim_team_new(3);
  atomic_int done = 0;

  if (!team)
    return (Outcome){PRIM_ERROR_MEMORY, 0};
  prim_team_run(team, 20, count_up, &done);
  prim_team_free(team);
  return (Outcome){PRIM_OK, (uint64_t)done};
}

static PrimSettings settings_for(int count)
{
  PrimSettings settings = draft(count);

  settings.effort = PRIM_EFFORT_NORMAL; /* which drops shapes between its sweeps */
  settings.threads = 2;
  return settings;
}

static Outcome outcome_of(PrimOptimizer *optimizer, const PrimTarget *target, PrimStatus status)
{
  PrimReport report = prim_optimizer_report(optimizer);
  uint64_t sum = fold(0, report.drawing->shapes,
                      (size_t)report.drawing->count * sizeof *report.drawing->shapes);

  sum = fold(sum, prim_optimizer_canvas(optimizer),
             3 * (size_t)target->width * (size_t)target->height);
  return (Outcome){status, sum};
}

/* A run; when one allocation fails it, the same optimizer runs again with none failing. */
static Outcome run_out(PrimOptimizer *optimizer, const PrimTarget *target)
{
  PrimStatus status = prim_optimizer_run(optimizer, NULL);
  long before = atomic_load(&failing);

  if (status == PRIM_ERROR_MEMORY && !atomic_load(&ever_after)) {
    uint64_t count = (uint64_t)prim_optimizer_report(optimizer).drawing->count;
    atomic_store(&failing, -1);
    PrimStatus again = prim_optimizer_run(optimizer, NULL);
    Outcome outcome = outcome_of(optimizer, target, again);
    atomic_store(&failing, before);
    outcome.status = again == PRIM_OK && count < 1000 ? PRIM_ERROR_MEMORY : PRIM_ERROR_DEVICE;
    return outcome;
  }
  return outcome_of(optimizer, target, status);
}

/* On those engines; NULL: the CPU. */
static Outcome play_run_on(PrimEngines *engines, const PrimTarget *target, int count)
{
  PrimSettings settings = settings_for(count);
  PrimStatus status;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, engines, &status);

  if (!optimizer)
    return (Outcome){status, 0};
  Outcome outcome = run_out(optimizer, target);
  prim_optimizer_free(optimizer);
  return outcome;
}

static Outcome play_run(void)
{
  return play_run_on(NULL, small, 6);
}

static Outcome play_coarse(void)
{
  return play_run_on(NULL, large, 3);
}

/* The CPU twice: the one that stands for a device is lost when its memory fails. */
static Outcome play_engines(void)
{
  PrimBackend *cpu = prim_backend_cpu_new(2), *device = cpu ? prim_backend_cpu_new(2) : NULL;
  PrimEngines *engines = prim_engines_new(cpu, device, NULL, NULL);

  return engines ? play_run_on(engines, small, 6) : (Outcome){PRIM_ERROR_MEMORY, 0};
}

/* Two counts, of the same optimizer; a count that cannot be set changes nothing. */
static Outcome play_counts_of(const PrimTarget *target, const PrimDrawing *from)
{
  PrimSettings settings = settings_for(3);
  PrimStatus status;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, NULL, &status);

  if (!optimizer)
    return (Outcome){status, 0};
  if (from)
    status = prim_optimizer_continue(optimizer, from);
  Outcome outcome = {status, 0};
  if (status == PRIM_OK)
    outcome = run_out(optimizer, target);
  if (outcome.status == PRIM_OK) {
    status = prim_optimizer_set_count(optimizer, 5);
    if (prim_optimizer_report(optimizer).count != (status == PRIM_OK ? 5 : 3))
      status = PRIM_ERROR_DEVICE;
    outcome = status == PRIM_OK ? run_out(optimizer, target) : (Outcome){status, 0};
  }
  prim_optimizer_free(optimizer);
  return outcome;
}

/* One second later whenever it is asked: every run is long enough for a device. */
static double hasty_seconds(void *data)
{
  return atomic_fetch_add((atomic_int *)data, 1);
}

static PrimBackend *start_cpu(void *data, char why[PRIM_WHY_MAX])
{
  (void)why;
  (void)data;
  return prim_backend_cpu_new(1);
}

/* The same with a device that a thread starts when the run is under way. */
static Outcome play_start(void)
{
  static atomic_int asked;
  PrimStarter starter = {start_cpu, NULL, 0.5};
  PrimClock clock = {hasty_seconds, &asked};
  PrimEngines *engines = prim_engines_new(prim_backend_cpu_new(2), NULL, &starter, &clock);

  return engines ? play_run_on(engines, small, 4) : (Outcome){PRIM_ERROR_MEMORY, 0};
}

static Outcome play_counts(void)
{
  return play_counts_of(small, NULL);
}

static Outcome play_coarse_counts(void)
{
  return play_counts_of(grey, NULL);
}

static Outcome play_continue(void)
{
  return play_counts_of(small, &sketch);
}

static Outcome play_svg(void)
{
  static char text[1 << 16];
  FILE *file = fmemopen(text, sizeof text, "w");

  if (!file)
    return (Outcome){PRIM_ERROR_MEMORY, 0};
  setvbuf(file, NULL, _IONBF, 0);
  PrimStatus status = prim_svg_write(&sketch, NULL, 50, 40, "title", file);
  fclose(file);
  return (Outcome){status, fold(0, text, strlen(text))};
}

static Outcome paint(int width, int threads)
{
  static float pixels[4 * 400 * 200];
  PrimShape shapes[PRIM_KINDS] = {
      {PRIM_TRIANGLE, 0, 200, {255, 0, 9}, {0, 0, 300, 40, 90, 350}},
      {PRIM_RECTANGLE, 0, 100, {0, 200, 0}, {30, 40, 240, 200}},
      {PRIM_ROTATED_RECTANGLE, 0, 99, {0, 20, 0}, {100, 100, 60, 30, 300}},
      {PRIM_QUADRILATERAL, 0, 90, {9, 9, 9}, {0, 0, 200, 9, 300, 300, 10, 200}},
      {PRIM_POLYGON, 5, 80, {1, 2, 3}, {0, 0, 200, 9, 50, 90, 300, 300, 10, 200}},
      {PRIM_ELLIPSE, 0, 255, {4, 5, 6}, {100, 100, 80, 60}},
      {PRIM_ROTATED_ELLIPSE, 0, 70, {7, 8, 9}, {200, 150, 80, 30, 500}},
      {PRIM_CIRCLE, 0, 255, {9, 0, 99}, {200, 100, 80}},
      {PRIM_LINE, 0, 150, {0, 0, 255}, {0, 0, 300, 200, 20}},
      {PRIM_BEZIER, 0, 160, {50, 60, 70}, {0, 300, 150, 0, 300, 300, 40}},
  };
  PrimDrawing drawing = {.width = 20, .height = 20, .shapes = shapes, .count = PRIM_KINDS};
  PrimStatus status = prim_paint_rows(&drawing, width, 200, 0, 200, threads, pixels);

  return (Outcome){status, fold(0, pixels, sizeof(float) * 4 * 200 * (size_t)width)};
}

static Outcome play_painting(void)
{
  return paint(400, 1);
}

static Outcome play_painting_together(void)
{
  return paint(300, 3);
}

/* The last PAINTINGS of them use cairo. */
static const Scene scenes[] = {
    {"a target and its half", play_target},
    {"a copy of a drawing", play_copy},
    {"a team of threads", play_team},
    {"a run", play_run},
    {"a run that begins coarse", play_coarse},
    {"a run on two engines", play_engines},
    {"a run that starts a device", play_start},
    {"a run of two counts", play_counts},
    {"a coarse run of two counts", play_coarse_counts},
    {"a continued run", play_continue},
    {"an SVG", play_svg},
    {"painting", play_painting},
    {"painting with threads", play_painting_together},
};

/* ---- Sweeps ----------------------------------------------------------- */

static Outcome play_failing(const Scene *scene, long first, bool after)
{
  atomic_store(&allocations, 0);
  atomic_store(&ever_after, after);
  atomic_store(&failing, first);
  Outcome outcome = scene->play();
  atomic_store(&failing, -1);
  return outcome;
}

/* One allocation fails, or all from there on. */
static bool survives(const Scene *scene, Outcome wanted, long first, bool after)
{
  long before = atomic_load(&blocks);
  Outcome outcome = play_failing(scene, first, after);
  long left = atomic_load(&blocks) - before;
  bool same = outcome.status == PRIM_OK && outcome.sum == wanted.sum;

  if (outcome.status != PRIM_ERROR_MEMORY && !same)
    tap_note("%s, allocation %ld: status %d", scene->name, first, (int)outcome.status);
  else if (left > 0)
    tap_note("%s, allocation %ld: %ld blocks are left", scene->name, first, left);
  else
    return true;
  return false;
}

static void memory_fails(const Scene *scene)
{
  Outcome wanted = scene->play();
  bool good = wanted.status == PRIM_OK;
  long first = 0, tried = 0, struck = 0;

  do {
    for (int after = 0; after < 2; after++)
      good = survives(scene, wanted, first, after) && good;
    struck = atomic_load(&allocations) > first;
    first += tap_every();
    tried += struck;
  } while (good && struck);
  tap_ok(good, "%s: each of %ld allocations may fail", scene->name, tried);
}

static void threads_fail(const Scene *scene)
{
  Outcome wanted = scene->play();
  bool good = wanted.status == PRIM_OK;

  for (int threads = 0; threads < 3; threads++) {
    atomic_store(&threads_left, threads);
    Outcome outcome = scene->play();
    atomic_store(&threads_left, -1);
    good = good && outcome.status == PRIM_OK && outcome.sum == wanted.sum;
  }
  tap_ok(good, "%s: threads that cannot be made are done without", scene->name);
}

/* Every call of cairo fails once; what cairo left behind is freed. */
static void cairo_errors(const Scene *scene)
{
  bool good = scene->play().status == PRIM_OK;
  long call = 0;

  for (bool struck = true; good && struck; call++) {
    atomic_store(&cairo_calls, 0);
    atomic_store(&cairo_failing, call);
    PrimStatus status = scene->play().status;
    atomic_store(&cairo_failing, -1);
    struck = atomic_load(&cairo_calls) > call;
    good = status == (struck ? PRIM_ERROR_MEMORY : PRIM_OK);
  }
  tap_ok(good && call > PRIM_KINDS, "%s: each of %ld calls of cairo may fail", scene->name,
         call - 1);
}

static bool make_pictures(void)
{
  PrimSettings settings = settings_for(2);

  small = picture(1, 24, 18);
  large = picture(2, 520, 4);
  grey = picture(3, 6, 514);
  Result result = run(small, &settings, NULL);
  sketch = result.drawing;
  free(result.canvas);
  return result.status == PRIM_OK && sketch.count == 2;
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  if (!make_pictures())
    abort();
  for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
    memory_fails(&scenes[i]);
    threads_fail(&scenes[i]);
  }
  for (size_t i = 0; i < PAINTINGS; i++)
    cairo_errors(&scenes[sizeof scenes / sizeof *scenes - 1 - i]);
  prim_drawing_clear(&sketch);
  prim_target_free(small);
  prim_target_free(large);
  prim_target_free(grey);
  return tap_done();
}
