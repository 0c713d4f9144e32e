/* Proves what a run can be told besides the picture: palettes, backgrounds, a
 * drawing to continue, and another count for the next run, which then ends as a
 * fresh optimizer does. */
#include <stdio.h>

#include "../../core/score.h"
#include "runs.h"

enum { PALETTE_CASES = 1000, COUNT_RUNS = 24, CONTINUE_RUNS = 12, HALVED = 12 };

static PrimSettings option_settings(Dice *dice, int count)
{
  PrimSettings settings = draft(count);

  settings.kinds =
      dice_below(dice, 2) ? PRIM_KINDS_ALL : PRIM_KIND_BIT(dice_below(dice, PRIM_KINDS));
  settings.style = dice_below(dice, PRIM_STYLE_CUSTOM);
  settings.effort = dice_below(dice, 2);
  settings.seed = dice_below(dice, 1000);
  return settings;
}

static Result result_of(const PrimOptimizer *optimizer, PrimStatus status, size_t bytes)
{
  PrimReport report = prim_optimizer_report(optimizer);
  Result result = {.status = status,
                   .bytes = bytes,
                   .canvas = malloc(bytes),
                   .error = report.error,
                   .placed = report.placed,
                   .count = report.count};

  if (!result.canvas || !prim_drawing_copy(report.drawing, &result.drawing))
    abort();
  memcpy(result.canvas, prim_optimizer_canvas(optimizer), bytes);
  return result;
}

/* ---- Another count ---------------------------------------------------------- */

static bool stop_soon(const PrimReport *report, void *data)
{
  int *left = data;

  (void)report;
  return --*left > 0;
}

/* Whether the optimizer, told `count`, ends as a fresh one does. */
static bool as_fresh(PrimOptimizer *optimizer, const PrimTarget *target, PrimSettings settings,
                     int count)
{
  settings.count = count;
  if (prim_optimizer_set_count(optimizer, count) != PRIM_OK)
    return tap_fault("count %d is refused", count);
  PrimStatus status = prim_optimizer_run(optimizer, NULL);
  Result fresh = run(target, &settings, NULL);
  Result again = result_of(optimizer, status, fresh.bytes);
  again.candidates = fresh.candidates; /* fewer, of course */
  bool same = same_result(&fresh, &again) && check_result(target, &settings, &again);
  result_clear(&fresh);
  result_clear(&again);
  return same || tap_fault("count %d", count);
}

static bool count_run(uint32_t number)
{
  Dice dice = dice_new(number);
  bool large = number % 10 == 0; /* begins at half the size */
  PrimTarget *target = large ? picture(number, 560, 40) : picture(number, 60, 40);
  PrimSettings settings = option_settings(&dice, 1 + dice_below(&dice, 20));
  PrimStatus status;
  bool good = true;

  settings.effort = large ? PRIM_EFFORT_DRAFT : settings.effort;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, NULL, &status);
  if (!optimizer)
    abort();
  for (int i = 0; good && i < 4; i++) {
    int left = dice_below(&dice, 30); /* a run broken off leaves nothing behind */
    PrimProgress progress = {stop_soon, &left, 0};
    if (dice_below(&dice, 2))
      status = prim_optimizer_run(optimizer, &progress);
    good = as_fresh(optimizer, target, settings, 1 + dice_below(&dice, 25));
  }
  prim_optimizer_free(optimizer);
  prim_target_free(target);
  return good;
}

static uint64_t candidates(const PrimOptimizer *optimizer)
{
  return prim_optimizer_report(optimizer).candidates;
}

/* A smaller count needs no placing, a larger one only the difference. */
static void count_saves_work(void)
{
  PrimTarget *target = picture(3, 64, 64);
  PrimSettings settings = draft(40);
  PrimStatus status;

  settings.refine = false;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, NULL, &status);
  status = prim_optimizer_run(optimizer, NULL);
  uint64_t first = candidates(optimizer);
  bool good = status == PRIM_OK && prim_optimizer_set_count(optimizer, 20) == PRIM_OK &&
              prim_optimizer_run(optimizer, NULL) == PRIM_OK && candidates(optimizer) == first &&
              prim_optimizer_report(optimizer).placed == 20;
  good = good && prim_optimizer_set_count(optimizer, 44) == PRIM_OK &&
         prim_optimizer_run(optimizer, NULL) == PRIM_OK;
  uint64_t more = candidates(optimizer) - first;
  tap_ok(good && more > 0 && more < first / 2, "another count reuses the search");
  tap_ok(prim_optimizer_set_count(optimizer, 0) == PRIM_ERROR_ARGUMENT &&
             prim_optimizer_set_count(optimizer, 100001) == PRIM_ERROR_ARGUMENT,
         "a count out of range is refused");
  prim_optimizer_free(optimizer);
  prim_target_free(target);
}

/* ---- Continuing -------------------------------------------------------------- */

static Result continued(const PrimTarget *target, const PrimSettings *settings,
                        const PrimDrawing *drawing)
{
  PrimStatus status;
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, NULL, &status);

  if (!optimizer || prim_optimizer_continue(optimizer, drawing) != PRIM_OK)
    abort();
  status = prim_optimizer_run(optimizer, NULL);
  Result result = result_of(optimizer, status, 3 * (size_t)target->width * (size_t)target->height);
  prim_optimizer_free(optimizer);
  return result;
}

static bool continue_run(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTarget *target = picture(number, 60, 50);
  PrimSettings settings = option_settings(&dice, 10 + dice_below(&dice, 10));
  Result first = run(target, &settings, NULL);
  PrimSettings more = settings;

  more.count = 2 * settings.count;
  more.seed++;
  Result second = continued(target, &more, &first.drawing);
  Result again = continued(target, &more, &first.drawing);
  bool good = check_result(target, &more, &second) && same_result(&second, &again);
  if (good && !(second.error < first.error || second.placed == first.placed))
    good = tap_fault("error %g, then %g", first.error, second.error);
  result_clear(&first);
  result_clear(&second);
  result_clear(&again);
  prim_target_free(target);
  return good;
}

/* The error of 30 + 30 shapes, in that of 60. */
static double halves_ratio(uint32_t number)
{
  PrimTarget *target = picture(number, 128, 128);
  PrimSettings half = draft(30), whole = draft(60);

  half.effort = whole.effort = PRIM_EFFORT_NORMAL;
  Result first = run(target, &half, NULL), all = run(target, &whole, NULL);
  Result second = continued(target, &whole, &first.drawing);
  double ratio = second.placed == 60 ? second.error / all.error : INFINITY;
  result_clear(&first);
  result_clear(&all);
  result_clear(&second);
  prim_target_free(target);
  return ratio;
}

static void halves(void)
{
  double product = 1;

  for (uint32_t number = 0; number < HALVED; number++)
    product *= halves_ratio(number);
  double mean = pow(product, 1.0 / HALVED);
  tap_note("the error of 30 + 30 shapes is %.3f of that of 60", mean);
  tap_ok(mean < 1.02, "two halves come within 2 %% of the whole");
}

static void bad_continuations(void)
{
  PrimTarget *target = picture(12, 32, 32), *other = picture(12, 32, 31);
  PrimSettings settings = draft(5);
  Result result = run(target, &settings, NULL);
  PrimStatus status;
  PrimOptimizer *elsewhere = prim_optimizer_new(other, &settings, NULL, &status);
  settings.count = 4;
  PrimOptimizer *fewer = prim_optimizer_new(target, &settings, NULL, &status);

  tap_ok(prim_optimizer_continue(elsewhere, &result.drawing) == PRIM_ERROR_ARGUMENT &&
             prim_optimizer_continue(fewer, &result.drawing) == PRIM_ERROR_ARGUMENT &&
             prim_optimizer_report(fewer).placed == 0,
         "a drawing of another size or with too many shapes is refused");
  prim_optimizer_free(elsewhere);
  prim_optimizer_free(fewer);
  result_clear(&result);
  prim_target_free(target);
  prim_target_free(other);
}

/* ---- Palettes ---------------------------------------------------------------- */

static void add_random_colors(PrimTarget *target, Dice *dice, int count)
{
  for (int i = 0; i < count; i++) {
    uint8_t color[3];
    for (int k = 0; k < 3; k++)
      color[k] = dice_byte(dice);
    if (!prim_target_add_color(target, color))
      abort();
  }
}

static bool in_palette(const PrimPalette *palette, const uint8_t *color)
{
  for (int i = 0; i < palette->count; i++)
    if (palette->channel[0][i] == color[0] && palette->channel[1][i] == color[1] &&
        palette->channel[2][i] == color[2])
      return true;
  return false;
}

/* Totals as some pixels give them. */
static PrimTotals random_totals(Dice *dice)
{
  PrimTotals t = {{0}, {0}, 0, 0, 0};
  int pixels = 1 + dice_below(dice, 20);
  int spread = 1 + dice_below(dice, 255);

  for (int i = 0; i < pixels; i++) {
    for (int k = 0; k < 3; k++) {
      double canvas = dice_below(dice, spread), residual = dice_byte(dice) - canvas;
      t.residual[k] += residual;
      t.canvas[k] += canvas;
      t.residual_canvas += residual * canvas;
      t.canvas_canvas += canvas * canvas;
    }
    t.weight++;
  }
  return t;
}

/* The fill is as good as the best of all colours at all opacities. */
static bool palette_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTarget *target = prim_target_new(1, 1);
  PrimTotals t = random_totals(&dice);
  int low = 1 + dice_below(&dice, 255), high = low + dice_below(&dice, 256 - low);
  double least = INFINITY;

  add_random_colors(target, &dice, 1 + dice_below(&dice, 20));
  PrimFill fill = prim_best_palette_fill(&t, &target->palette, low, high);
  for (int i = 0; i < target->palette.count; i++)
    for (int opacity = low; opacity <= high; opacity++) {
      double color[3];
      for (int k = 0; k < 3; k++)
        color[k] = target->palette.channel[k][i];
      double delta = prim_delta(&t, color, opacity);
      least = delta < least ? delta : least;
    }
  /* The colour is chosen before its opacity is rounded to 8 bits: half a step of
   * the parabola around its minimum is what that may cost. */
  double slack = (0.5 / 255) * (0.5 / 255) * t.weight * 3 * 255 * 255 + 1e-6 * fabs(least);
  bool good = in_palette(&target->palette, fill.color) && fill.opacity >= low &&
              fill.opacity <= high && fill.delta <= least + slack;
  prim_target_free(target);
  return good || tap_fault("delta %.17g, the best is %.17g", fill.delta, least);
}

static void palette_runs(void)
{
  PrimTarget *target = picture(21, 72, 48);
  PrimSettings settings = draft(40);
  Dice dice = dice_new(5);
  bool all_in = true;

  add_random_colors(target, &dice, 6);
  for (int background = 0; background < 2; background++) {
    settings.background = background;
    Result result = run(target, &settings, NULL);
    all_in = all_in && in_palette(&target->palette, result.drawing.background);
    for (int i = 0; i < result.drawing.count; i++)
      all_in = all_in && in_palette(&target->palette, result.drawing.shapes[i].color);
    all_in = all_in && result.drawing.count > 10 && check_result(target, &settings, &result);
    result_clear(&result);
  }
  tap_ok(all_in, "with a palette, shapes and background have its colours");
  prim_target_free(target);
}

static void palette_limits(void)
{
  PrimTarget *target = prim_target_new(1, 1);
  bool good = true;

  for (int i = 0; i < PRIM_PALETTE_MAX; i++) {
    uint8_t color[3] = {(uint8_t)i, (uint8_t)(i >> 8), 7};
    good = good && prim_target_add_color(target, color) && prim_target_add_color(target, color);
  }
  tap_ok(good && target->palette.count == PRIM_PALETTE_MAX &&
             !prim_target_add_color(target, (const uint8_t[]){9, 9, 9}) &&
             prim_target_add_color(target, (const uint8_t[]){9, 0, 7}),
         "a palette takes a colour once, and refuses those above its limit");
  prim_target_free(target);
}

/* ---- Backgrounds --------------------------------------------------------------- */

static PrimDrawing drawing_on(const PrimTarget *target, int background)
{
  PrimSettings settings = draft(1);
  settings.background = background;
  Result result = run(target, &settings, NULL);
  PrimDrawing drawing = result.drawing;

  if (!check_result(target, &settings, &result))
    drawing.count = -1;
  free(result.canvas);
  return drawing;
}

static bool background_is(const PrimTarget *target, int background, int r, int g, int b)
{
  PrimDrawing drawing = drawing_on(target, background);
  bool good = drawing.count >= 0 && drawing.background[0] == r && drawing.background[1] == g &&
              drawing.background[2] == b &&
              drawing.transparent == (background == PRIM_BACKGROUND_TRANSPARENT);

  free(drawing.shapes);
  return good;
}

static void backgrounds(void)
{
  PrimTarget *target = prim_target_new(12, 10);

  for (int y = 0; y < 10; y++)
    for (int x = 0; x < 12; x++) { /* 40 pixels of border, 80 within */
      bool border = x == 0 || y == 0 || x == 11 || y == 9;
      memcpy(target->rgb + 3 * (12 * y + x), border ? "\012\024\036" : "\144\062\031", 3);
    }
  memcpy(target->background, "\001\002\003", 3);
  tap_ok(background_is(target, PRIM_BACKGROUND_AVERAGE, 70, 40, 27) &&
             background_is(target, PRIM_BACKGROUND_TRANSPARENT, 70, 40, 27),
         "the background is the average");
  tap_ok(background_is(target, PRIM_BACKGROUND_BORDER, 10, 20, 30), "or the border's");
  tap_ok(background_is(target, PRIM_BACKGROUND_FOREGROUND, 1, 2, 3) &&
             background_is(target, PRIM_BACKGROUND_BACKGROUND, 1, 2, 3),
         "or the colour given");
  for (int y = 0; y < 10; y++)
    for (int x = 0; x < 12; x++)
      target->weight[12 * y + x] = x > 0 && y > 0 && x < 11 && y < 9;
  tap_ok(background_is(target, PRIM_BACKGROUND_BORDER, 100, 50, 25),
         "a border that does not count leaves the average");
  prim_target_free(target);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  if (!tap_rerun()) {
    count_saves_work();
    halves();
    bad_continuations();
    palette_runs();
    palette_limits();
    backgrounds();
  }
  tap_cases("a changed count gives what a fresh run gives", COUNT_RUNS, count_run);
  tap_cases("a continued drawing keeps what holds of all, and is repeatable", CONTINUE_RUNS,
            continue_run);
  tap_cases("a palette's fill is the best of its colours at any opacity", PALETTE_CASES,
            palette_case);
  return tap_done();
}
