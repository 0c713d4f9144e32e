/* The greedy loop: one shape at a time, each the one that lowers the error most. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend.h"
#include "canvas.h"

/* What an effort means. Chosen from measured curves of error over CPU time. */
typedef struct EffortPlan {
  int climbs, starts, patience;
} EffortPlan;

static const EffortPlan plans[] = {
    [PRIM_EFFORT_DRAFT] = {2, 50, 60},
    [PRIM_EFFORT_NORMAL] = {16, 50, 100},
    [PRIM_EFFORT_BEST] = {64, 100, 150},
};

/* Attempts in a row that find nothing better before a run is over. */
enum { ATTEMPTS_MAX = 4 };

struct PrimOptimizer {
  const PrimTarget *target;
  PrimSettings settings;
  PrimBackend *backend;
  PrimDrawing drawing;
  uint8_t *canvas;
  int64_t error;  /* weighted squared error of the canvas */
  int64_t weight; /* sum of all weights */
  uint64_t scored;
  uint32_t attempts; /* shapes searched for, with or without success */
  const PrimProgress *progress;
  double called; /* when the callback was called last, in seconds */
};

static double now(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool target_usable(const PrimTarget *target, PrimStatus *status)
{
  int64_t weight = prim_target_weight(target);
  size_t pixels = (size_t)target->width * (size_t)target->height;
  int most = 0;

  for (size_t i = 0; i < pixels; i++)
    if (target->weight[i] > most)
      most = target->weight[i];
  if (weight == 0)
    *status = PRIM_ERROR_EMPTY;
  else if (most > prim_target_weight_levels(target->width))
    *status = PRIM_ERROR_ARGUMENT;
  return *status == PRIM_OK;
}

static PrimStatus prepare(PrimOptimizer *optimizer)
{
  const PrimTarget *target = optimizer->target;
  size_t pixels = (size_t)target->width * (size_t)target->height;
  PrimDrawing *drawing = &optimizer->drawing;

  *drawing = (PrimDrawing){.width = target->width, .height = target->height};
  drawing->shapes = malloc((size_t)optimizer->settings.count * sizeof *drawing->shapes);
  optimizer->canvas = malloc(3 * pixels);
  if (!drawing->shapes || !optimizer->canvas)
    return PRIM_ERROR_MEMORY;
  prim_target_average(target, drawing->background);
  for (size_t i = 0; i < pixels; i++)
    memcpy(optimizer->canvas + 3 * i, drawing->background, 3);
  optimizer->weight = prim_target_weight(target);
  optimizer->error = prim_canvas_error(target, optimizer->canvas);
  return optimizer->backend->begin(optimizer->backend, target, drawing->background);
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

PrimReport prim_optimizer_report(const PrimOptimizer *optimizer)
{
  int count = optimizer->settings.count;

  return (PrimReport){
      .placed = optimizer->drawing.count,
      .count = count,
      .fraction = (double)optimizer->drawing.count / count,
      .error = sqrt((double)optimizer->error / (3.0 * (double)optimizer->weight)),
      .candidates = optimizer->scored,
      .backend = optimizer->backend->name,
      .drawing = &optimizer->drawing,
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

static PrimTask next_task(const PrimOptimizer *optimizer)
{
  const PrimSettings *settings = &optimizer->settings;
  const EffortPlan *plan = &plans[settings->effort];
  PrimTask task = {
      .seed = (uint64_t)settings->seed,
      .shape = optimizer->attempts,
      .climbs = plan->climbs,
      .starts = plan->starts,
      .patience = plan->patience,
  };

  for (int kind = 0; kind < PRIM_KINDS; kind++)
    task.kind_odds[kind] = (settings->kinds >> kind) & 1;
  prim_settings_opacity(settings, &task.opacity_min, &task.opacity_max);
  return task;
}

/* Paints `shape` if the error really falls: its gain was computed before the
 * canvas is rounded to 8 bits. */
static PrimStatus place(PrimOptimizer *optimizer, const PrimShape *shape, bool *placed)
{
  const PrimTarget *target = optimizer->target;
  int64_t change = prim_canvas_change(target, optimizer->canvas, shape);

  *placed = change < 0;
  if (!*placed)
    return PRIM_OK;
  prim_canvas_paint(optimizer->canvas, target->width, target->height, shape);
  optimizer->error += change;
  optimizer->drawing.shapes[optimizer->drawing.count++] = *shape;
  return optimizer->backend->commit(optimizer->backend, shape);
}

static bool finished(const PrimOptimizer *optimizer)
{
  PrimReport report = prim_optimizer_report(optimizer);

  return report.placed >= report.count || optimizer->error == 0 ||
         report.error <= optimizer->settings.stop_error;
}

PrimStatus prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress)
{
  PrimPoll poll = {due_stop, optimizer};

  optimizer->progress = progress;
  for (int failed = 0; failed < ATTEMPTS_MAX && !finished(optimizer); failed++) {
    PrimTask task = next_task(optimizer);
    PrimCandidate best;
    bool placed = false;
    PrimStatus status =
        optimizer->backend->climb(optimizer->backend, &task, &poll, &best, &optimizer->scored);
    if (status == PRIM_OK && best.gain < 0)
      status = place(optimizer, &best.shape, &placed);
    if (status != PRIM_OK)
      return status;
    optimizer->attempts++;
    if (placed)
      failed = -1;
    if (placed && progress && progress->interval == 0 && due_stop(optimizer))
      return PRIM_STOPPED;
  }
  return PRIM_OK;
}

void prim_optimizer_free(PrimOptimizer *optimizer)
{
  if (!optimizer)
    return;
  if (optimizer->backend)
    optimizer->backend->free(optimizer->backend);
  prim_drawing_clear(&optimizer->drawing);
  free(optimizer->canvas);
  free(optimizer);
}
