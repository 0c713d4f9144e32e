/* Small whole runs: stopped anywhere, continued, with another count, the report tells
 * the truth, and the drawing is one that may be drawn. */
#include <math.h>

#include "fuzz.h"

enum { PIXELS_MAX = 3000, SHAPES_MAX = 12 };

/* Stops after some calls. */
typedef struct Limit {
  int calls, most;
  double fraction;
} Limit;

static bool count_call(const PrimReport *report, void *data)
{
  Limit *limit = data;

  fuzz_must(report->fraction >= limit->fraction && report->fraction <= 1);
  fuzz_must(report->placed <= report->count);
  limit->fraction = report->fraction;
  return ++limit->calls < limit->most;
}

static int take_side(FuzzInput *input, int other)
{
  int side = fuzz_take(input, 1) % 16 ? fuzz_between(input, 1, 24) : fuzz_between(input, 1, 600);

  return side * other > PIXELS_MAX ? PIXELS_MAX / other : side;
}

static PrimSettings take_settings(FuzzInput *input)
{
  PrimSettings settings = prim_settings_default();

  settings.count = fuzz_between(input, 1, 4);
  settings.kinds = fuzz_take(input, 2) & PRIM_KINDS_ALL;
  settings.kinds |= !settings.kinds;
  settings.style = fuzz_between(input, 0, 4);
  settings.seed = (int32_t)(fuzz_take(input, 4) & INT32_MAX);
  settings.opacity_min = fuzz_take(input, 1) * 100 / 255.0;
  settings.opacity_max =
      settings.opacity_min + (100 - settings.opacity_min) * fuzz_take(input, 1) / 255.0;
  settings.effort = fuzz_take(input, 1) % 32 ? PRIM_EFFORT_DRAFT : PRIM_EFFORT_NORMAL;
  settings.background = fuzz_between(input, 0, 4);
  settings.stop_error = fuzz_take(input, 1) % 4 ? 0 : (double)fuzz_take(input, 1);
  settings.threads = fuzz_between(input, 1, 2);
  settings.refine = fuzz_take(input, 1) % 8;
  settings.gpu_mode = PRIM_GPU_CPU;
  return settings;
}

static uint32_t next(uint32_t *noise)
{
  *noise = *noise * 1664525 + 1013904223;
  return *noise >> 8;
}

static PrimTarget *take_target(FuzzInput *input)
{
  int width = take_side(input, 1), height = take_side(input, width);
  PrimTarget *target = prim_target_new(width, height);
  uint32_t mode = fuzz_take(input, 1), noise = fuzz_take(input, 4), levels;

  fuzz_must(target);
  levels = (uint32_t)prim_target_weight_levels(width);
  for (int i = 0; i < width * height; i++) {
    for (int k = 0; k < 3; k++)
      target->rgb[3 * i + k] = (uint8_t)(mode & 1   ? next(&noise)
                                         : mode & 2 ? 255 * (next(&noise) >> 10 & 1)
                                                    : (uint32_t)(7 * i + 50 * k));
    target->weight[i] = (uint8_t)(mode & 4    ? next(&noise) % (levels + 1)
                                  : mode & 8  ? next(&noise) % 16 == 0
                                  : mode & 16 ? levels
                                              : 1);
  }
  for (int colors = fuzz_take(input, 1) % 8 ? 0 : fuzz_between(input, 0, 40); colors > 0;
       colors--) {
    uint8_t color[3] = {(uint8_t)fuzz_take(input, 1), (uint8_t)fuzz_take(input, 1),
                        (uint8_t)fuzz_take(input, 1)};
    fuzz_must(prim_target_add_color(target, color));
  }
  return target;
}

/* The canvas has the error that the report says. */
static void check_report(const PrimTarget *target, const PrimOptimizer *optimizer, int count)
{
  PrimReport report = prim_optimizer_report(optimizer);
  const PrimDrawing *drawing = report.drawing;
  const uint8_t *canvas = prim_optimizer_canvas(optimizer);
  double error = 0, weight = 0;

  for (int i = 0; i < target->width * target->height; i++) {
    weight += target->weight[i];
    for (int k = 0; k < 3; k++) {
      double difference = target->rgb[3 * i + k] - canvas[3 * i + k];
      error += target->weight[i] * difference * difference;
    }
  }
  fuzz_must(fabs(sqrt(error / 3 / weight) - report.error) < 1e-6);
  fuzz_must(report.placed == drawing->count && report.placed <= count);
  for (int i = 0; i < drawing->count; i++)
    fuzz_must(prim_shape_allowed(&drawing->shapes[i], drawing->width, drawing->height));
}

static void start_from(PrimOptimizer *optimizer, FuzzInput *input, const PrimTarget *target,
                       int count)
{
  PrimShape shapes[SHAPES_MAX];
  PrimDrawing drawing = {.width = target->width,
                         .height = target->height,
                         .background = {1, 2, 3},
                         .shapes = shapes,
                         .count = fuzz_between(input, 0, count)};

  for (int i = 0; i < drawing.count; i++)
    shapes[i] = fuzz_shape(input, target->width, target->height);
  fuzz_must(prim_optimizer_continue(optimizer, &drawing) == PRIM_OK);
}

static void run(PrimOptimizer *optimizer, FuzzInput *input, const PrimTarget *target, int count)
{
  Limit limit = {.most = fuzz_take(input, 1) % 4 ? INT32_MAX : fuzz_between(input, 1, 20)};
  PrimProgress progress = {count_call, &limit, 0};
  PrimStatus status = prim_optimizer_run(optimizer, &progress);

  fuzz_must(status == (limit.calls < limit.most ? PRIM_OK : PRIM_STOPPED) || status == PRIM_OK);
  check_report(target, optimizer, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  FuzzInput input = {data, size};
  PrimTarget *target = take_target(&input);
  PrimSettings settings = take_settings(&input);
  PrimStatus status = PRIM_OK;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, NULL, &status);

  if (optimizer) {
    if (fuzz_take(&input, 1) % 4 == 0)
      start_from(optimizer, &input, target, settings.count);
    run(optimizer, &input, target, settings.count);
    int count = fuzz_between(&input, 1, SHAPES_MAX);
    if (fuzz_take(&input, 1) % 4 == 0 && prim_optimizer_set_count(optimizer, count) == PRIM_OK)
      run(optimizer, &input, target, count);
  } else {
    fuzz_must(status == PRIM_ERROR_EMPTY);
  }
  prim_optimizer_free(optimizer);
  prim_target_free(target);
  return 0;
}
