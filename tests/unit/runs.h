/* Pictures to draw after, runs of the optimizer, and what must hold of every run. */
#ifndef PRIM_TEST_RUNS_H
#define PRIM_TEST_RUNS_H

#include <math.h>
#include <time.h>

#include "canvas.h"
#include "../../core/engines.h"
#include "cases.h"
#include "../tap.h"

/* ---- Pictures --------------------------------------------------------- */

static inline void draw_disc(PrimTarget *target, int cx, int cy, int radius, const uint8_t *color)
{
  for (int y = 0; y < target->height; y++)
    for (int x = 0; x < target->width; x++)
      if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius)
        memcpy(target->rgb + 3 * (y * target->width + x), color, 3);
}

/* A gradient with discs on it: smooth parts, edges, and something to find for
 * every kind of shape. */
static inline PrimTarget *picture(uint32_t number, int width, int height)
{
  Dice dice = dice_new(number);
  PrimTarget *target = prim_target_new(width, height);
  int longer = width > height ? width : height;

  if (!target)
    abort();
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      uint8_t *pixel = target->rgb + 3 * (y * width + x);
      pixel[0] = (uint8_t)(255 * x / width);
      pixel[1] = (uint8_t)(255 * y / height);
      pixel[2] = (uint8_t)(128 + 60 * (x + y) / (width + height));
    }
  for (int i = 0; i < 5; i++) {
    uint8_t color[3];
    for (int k = 0; k < 3; k++) /* one draw after the other, with any compiler */
      color[k] = dice_byte(&dice);
    int x = dice_below(&dice, width), y = dice_below(&dice, height);
    draw_disc(target, x, y, 1 + dice_below(&dice, 1 + longer / 4), color);
  }
  return target;
}

static inline PrimTarget *flat_picture(int width, int height)
{
  PrimTarget *target = prim_target_new(width, height);

  if (!target)
    abort();
  memset(target->rgb, 93, 3 * (size_t)width * (size_t)height);
  return target;
}

/* ---- Running ---------------------------------------------------------- */

static inline double seconds(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* What a run left. */
typedef struct Result {
  PrimStatus status;
  PrimDrawing drawing;
  uint8_t *canvas;
  size_t bytes;
  double error, fraction;
  int placed, count;
  uint64_t candidates;
  bool lost; /* a device */
  char backend[64];
  double ended; /* when */
} Result;

static inline PrimSettings draft(int count)
{
  PrimSettings settings = prim_settings_default();

  settings.count = count;
  settings.effort = PRIM_EFFORT_DRAFT;
  settings.threads = 1;
  return settings;
}

/* The engines of a run on that back end alone. */
static inline PrimEngines *alone(PrimBackend *backend)
{
  PrimEngines *engines = prim_engines_new(backend, NULL, NULL, NULL);

  if (!engines)
    abort();
  return engines;
}

/* A run on those engines; NULL: the CPU. */
static inline Result run_on(PrimEngines *engines, const PrimTarget *target,
                            const PrimSettings *settings, const PrimProgress *progress)
{
  Result result = {.bytes = 3 * (size_t)target->width * (size_t)target->height};
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, engines, &result.status);

  if (!optimizer)
    return result;
  result.status = prim_optimizer_run(optimizer, progress);
  result.ended = seconds();
  PrimReport report = prim_optimizer_report(optimizer);
  result.canvas = malloc(result.bytes);
  if (!result.canvas || !prim_drawing_copy(report.drawing, &result.drawing))
    abort();
  memcpy(result.canvas, prim_optimizer_canvas(optimizer), result.bytes);
  result.error = report.error;
  result.fraction = report.fraction;
  result.placed = report.placed;
  result.count = report.count;
  result.candidates = report.candidates;
  result.lost = report.device_lost != NULL;
  snprintf(result.backend, sizeof result.backend, "%s", report.backend);
  prim_optimizer_free(optimizer);
  return result;
}

static inline Result run(const PrimTarget *target, const PrimSettings *settings,
                         const PrimProgress *progress)
{
  return run_on(NULL, target, settings, progress);
}

static inline void result_clear(Result *result)
{
  prim_drawing_clear(&result->drawing);
  free(result->canvas);
}

static inline bool same_shape(const PrimShape *a, const PrimShape *b)
{
  return a->kind == b->kind && a->corners == b->corners && a->opacity == b->opacity &&
         memcmp(a->color, b->color, sizeof a->color) == 0 && memcmp(a->v, b->v, sizeof a->v) == 0;
}

static inline bool same_drawing(const Result *a, const Result *b)
{
  if (a->drawing.count != b->drawing.count ||
      memcmp(a->drawing.background, b->drawing.background, 3) != 0)
    return tap_fault("%d shapes, then %d", a->drawing.count, b->drawing.count);
  for (int i = 0; i < a->drawing.count; i++)
    if (!same_shape(&a->drawing.shapes[i], &b->drawing.shapes[i]))
      return tap_fault("shape %d differs", i);
  return true;
}

static inline bool same_result(const Result *a, const Result *b)
{
  return a->status == b->status && same_drawing(a, b) &&
         memcmp(a->canvas, b->canvas, a->bytes) == 0 && a->error == b->error &&
         a->candidates == b->candidates;
}

/* ---- Random runs ------------------------------------------------------ */

static inline void random_weights(Dice *dice, PrimTarget *target)
{
  int levels = prim_target_weight_levels(target->width);

  if (!dice_one_in(dice, 2))
    return;
  for (int i = 0; i < target->width * target->height; i++)
    target->weight[i] = (uint8_t)dice_between(dice, 0, levels);
  target->weight[0] = 1; /* never none at all */
}

static inline PrimSettings random_settings(Dice *dice)
{
  PrimSettings settings = draft(dice_between(dice, 1, 12));

  settings.kinds = 1 + (uint32_t)dice_below(dice, PRIM_KINDS_ALL);
  if (dice_one_in(dice, 2))
    settings.kinds = PRIM_KIND_BIT(dice_below(dice, PRIM_KINDS));
  settings.style = dice_below(dice, 5);
  settings.opacity_min = dice_between(dice, 0, 100);
  settings.opacity_max = dice_between(dice, (int)settings.opacity_min, 100);
  settings.seed = dice_one_in(dice, 10) ? INT32_MAX : dice_below(dice, 1000);
  settings.stop_error = dice_one_in(dice, 4) ? dice_between(dice, 0, 60) : 0;
  settings.refine = !dice_one_in(dice, 3);
  if (dice_one_in(dice, 3))
    dice_limits(dice, &settings);
  return settings;
}

/* ---- Invariants ------------------------------------------------------- */

static inline bool shape_allowed(const PrimSettings *settings, const PrimTarget *target,
                                 const PrimShape *shape)
{
  int low, high;
  char text[400];
  int longer = target->width > target->height ? target->width : target->height;
  PrimLimits limits = prim_limits(settings, longer, settings->refine && longer > 512, false);

  prim_settings_opacity(settings, &low, &high);
  return shape_within(&limits, shape) &&
         ((shape->kind < PRIM_KINDS && (settings->kinds >> shape->kind & 1) &&
           shape->opacity >= low && shape->opacity <= high && prim_shape_valid(shape)) ||
          tap_fault("%d x %d: not allowed: %s", target->width, target->height,
                    shape_text(shape, text, sizeof text)));
}

/* Painting the drawing on its background gives the canvas. */
static inline bool canvas_is_drawing(const Result *result)
{
  const PrimDrawing *drawing = &result->drawing;
  uint8_t *canvas = malloc(result->bytes);

  if (!canvas)
    abort();
  for (size_t i = 0; i < result->bytes; i++)
    canvas[i] = drawing->background[i % 3];
  for (int i = 0; i < drawing->count; i++)
    canvas_paint(canvas, drawing->width, drawing->height, &drawing->shapes[i]);
  bool same = memcmp(canvas, result->canvas, result->bytes) == 0;
  free(canvas);
  return same || tap_fault("painting the drawing does not give the canvas");
}

/* Added up here in doubles, pixel by pixel. */
static inline double canvas_rmse(const PrimTarget *target, const uint8_t *canvas)
{
  double sum = 0, weight = 0;

  for (int i = 0; i < target->width * target->height; i++) {
    weight += target->weight[i];
    for (int k = 0; k < 3; k++) {
      double difference = target->rgb[3 * i + k] - canvas[3 * i + k];
      sum += target->weight[i] * difference * difference;
    }
  }
  return sqrt(sum / (3 * weight));
}

static inline bool check_result(const PrimTarget *target, const PrimSettings *settings,
                                const Result *result)
{
  double error = canvas_rmse(target, result->canvas);

  if (result->placed != result->drawing.count || result->placed > settings->count ||
      result->count != settings->count || result->drawing.width != target->width ||
      result->drawing.height != target->height)
    return tap_fault("%d of %d placed, %d shapes", result->placed, result->count,
                     result->drawing.count);
  if (!(result->fraction >= 0 && result->fraction <= 1))
    return tap_fault("%g of the run is done", result->fraction);
  if (!(fabs(error - result->error) <= 1e-9 * (1 + error)))
    return tap_fault("reported error %.12g, the canvas has %.12g", result->error, error);
  for (int i = 0; i < result->drawing.count; i++)
    if (!shape_allowed(settings, target, &result->drawing.shapes[i]))
      return false;
  return canvas_is_drawing(result);
}

#endif
