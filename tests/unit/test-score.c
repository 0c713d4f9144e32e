/* Proves the score: every level's sums over a shape are exactly those of adding
 * up its pixels, the delta is what painting changes, and the colour and opacity
 * in closed form are the best there are; between layers as well as on top.
 *
 * A case is a picture (target, canvas, weights) and a few shapes of every kind.
 * Pictures hold many 0 and 255, weights go up to what the row sums allow, and
 * some are 2048 pixels wide: the largest sums that can occur. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "canvas.h"
#include "../../core/attempt.h"
#include "../../core/isa.h"
#include "../../core/passes.h"
#include "cases.h"
#include "../tap.h"

enum {
  ALL_ROWS = 2 * PRIM_DETAIL_MAX, /* more than a shape covers: score them all */
  LEVELS_MAX = 8,
  PICTURES = 800,
  SHAPES = 20,
  STACKS = 600,
  STACK_MAX = 6,
  FILL_CASES = 2000
};

typedef struct Picture {
  PrimTarget *target;
  uint8_t *rgb, *weight; /* the target's own memory, put aside for the fenced one */
  uint8_t *canvas;
  size_t pixels;
  Fenced fences[3];
} Picture;

/* ---- Pictures --------------------------------------------------------- */

static bool picture_init(Picture *picture, Dice *dice, uint32_t number)
{
  int width, height;

  dice_sides(dice, number, &width, &height);
  *picture = (Picture){.target = prim_target_new(width, height)};
  if (!picture->target)
    return false;
  PrimTarget *target = picture->target;
  picture->pixels = (size_t)width * (size_t)height;
  picture->rgb = target->rgb;
  picture->weight = target->weight;
  for (int i = 0; i < 3; i++)
    picture->fences[i] = fenced_new((i < 2 ? 3 : 1) * picture->pixels);
  target->rgb = picture->fences[0].data;
  picture->canvas = picture->fences[1].data;
  target->weight = picture->fences[2].data;
  dice_bytes(dice, target->rgb, width, 3 * picture->pixels);
  dice_bytes(dice, picture->canvas, width, 3 * picture->pixels);
  dice_weights(dice, target->weight, width, picture->pixels);
  return true;
}

static void picture_clear(Picture *picture)
{
  picture->target->rgb = picture->rgb;
  picture->target->weight = picture->weight;
  prim_target_free(picture->target);
  for (int i = 0; i < 3; i++)
    fenced_free(&picture->fences[i]);
}

/* ---- Pixel by pixel --------------------------------------------------- */

static void add_pixel(const Picture *picture, size_t at, PrimTotals *totals)
{
  const uint8_t *t = picture->target->rgb + 3 * at, *c = picture->canvas + 3 * at;
  int w = picture->target->weight[at]; /* products and their sums are exact in doubles */

  totals->weight += w;
  for (int k = 0; k < 3; k++) {
    totals->residual[k] += w * (t[k] - c[k]);
    totals->canvas[k] += w * c[k];
    totals->residual_canvas += w * (t[k] - c[k]) * c[k];
    totals->canvas_canvas += w * c[k] * c[k];
  }
}

/* The change of the weighted squared error when the pixel is painted, without
 * rounding the canvas; *size grows by its parts' sizes, for the tolerance. */
static double pixel_change(const Picture *picture, size_t at, const PrimFill *fill, double *size)
{
  const uint8_t *t = picture->target->rgb + 3 * at, *c = picture->canvas + 3 * at;
  double a = fill->opacity / 255.0, w = picture->target->weight[at], sum = 0;

  for (int k = 0; k < 3; k++) {
    double before = t[k] - c[k], after = before - a * (fill->color[k] - c[k]);
    sum += w * (after * after - before * before);
    *size += w * (after * after + before * before + c[k] * c[k]);
  }
  return sum;
}

/* Of the samples that the shape is scored on; *spacing is how far apart their rows are. */
static PrimTotals add_samples(const Picture *picture, const PrimShape *shape, int rows_max,
                              int *spacing)
{
  PrimTotals totals = {.weight = 0};
  PrimSpan spans[PRIM_ROW_SPANS_MAX];
  PrimScan scan;

  *spacing =
      prim_attempt_scan(&scan, shape, picture->target->width, picture->target->height, rows_max);
  for (int row = scan.begin; row < scan.end; row++) {
    size_t first = (size_t)prim_attempt_pixel_row(row, *spacing) * (size_t)picture->target->width;
    int count = prim_scan_row(&scan, row, spans);
    for (int i = 0; i < count; i++)
      for (int x = spans[i].left; x < spans[i].right; x++)
        add_pixel(picture, first + (size_t)x / PRIM_SAMPLE_COLUMNS, &totals);
  }
  return totals;
}

/* The parts of the picture's pixels that are scored on all rows. */
static double *parts_scored(const PrimTarget *target, const PrimShape *shape)
{
  double *parts = calloc((size_t)target->width * (size_t)target->height, sizeof *parts);

  if (!parts)
    abort();
  add_scored(shape, target->width, target->height, ALL_ROWS, parts);
  return parts;
}

static double change_pixels(const Picture *picture, const PrimShape *shape, const PrimFill *fill,
                            double *size)
{
  double *parts = parts_scored(picture->target, shape), change = 0;

  *size = 0;
  for (size_t i = 0; i < picture->pixels; i++)
    if (parts[i] > 0)
      change += parts[i] * pixel_change(picture, i, fill, size);
  free(parts);
  return change;
}

/* ---- Sums ------------------------------------------------------------- */

static bool same_totals(const PrimTotals *a, const PrimTotals *b)
{
  return a->residual[0] == b->residual[0] && a->residual[1] == b->residual[1] &&
         a->residual[2] == b->residual[2] && a->canvas[0] == b->canvas[0] &&
         a->canvas[1] == b->canvas[1] && a->canvas[2] == b->canvas[2] &&
         a->residual_canvas == b->residual_canvas && a->canvas_canvas == b->canvas_canvas &&
         a->weight == b->weight;
}

static void detail_totals(const char *what, const PrimTotals *t)
{
  tap_detail("%s: R %.17g %.17g %.17g, C %.17g %.17g %.17g, RC %.17g, CC %.17g, n %.17g", what,
             t->residual[0], t->residual[1], t->residual[2], t->canvas[0], t->canvas[1],
             t->canvas[2], t->residual_canvas, t->canvas_canvas, t->weight);
}

/* Sets the planes up as for a search on top of the canvas. */
static void show_canvas(PrimStackPlanes *planes, const uint8_t *canvas)
{
  for (int y = 0; y < planes->height; y++)
    for (int x = 0; x < planes->width; x++)
      for (int k = 0; k < 3; k++) {
        ptrdiff_t at = y * planes->pitch + x;
        planes->below[k][at] = canvas[3 * (y * planes->width + x) + k];
        planes->residual[k][at] = (float)(planes->target_rgb[k][at] - planes->below[k][at]);
        planes->optical_depth[at] = 0;
        planes->transmittance[at] = 1;
      }
  planes->uniform = !planes->weighted;
}

static void sum_all(PrimStackPlanes *planes, const PrimIsaLevel *level)
{
  for (int y = 0; y < planes->height; y++)
    level->rows->sum(planes, y, 0, planes->width);
}

static bool same_row_sums(const PrimStackPlanes *a, const PrimStackPlanes *b)
{
  for (int y = 0; y < a->height; y++) {
    ptrdiff_t at = y * a->pitch;
    size_t entries = (size_t)a->width + 1;
    if (memcmp(a->row_sums + at, b->row_sums + at, entries * sizeof *a->row_sums) != 0 ||
        (!a->uniform &&
         memcmp(a->weight_sums + at, b->weight_sums + at, entries * sizeof *a->weight_sums)))
      return tap_fault("row %d: other sums", y);
  }
  return true;
}

/* The picture's sums as every level makes them. */
typedef struct Sums {
  int levels;
  PrimStackPlanes planes[LEVELS_MAX];
} Sums;

static bool sums_init(Sums *sums, const Picture *picture)
{
  const PrimIsaLevel *levels = prim_isa_levels(&sums->levels);

  for (int i = 0; i < sums->levels; i++) {
    if (prim_stack_planes_init(&sums->planes[i], picture->target) != PRIM_OK)
      abort();
    show_canvas(&sums->planes[i], picture->canvas);
    sum_all(&sums->planes[i], &levels[i]);
    if (!same_row_sums(&sums->planes[0], &sums->planes[i]))
      return tap_fault("level %s", levels[i].name);
  }
  return true;
}

static void sums_clear(Sums *sums)
{
  for (int i = 0; i < sums->levels; i++)
    prim_stack_planes_clear(&sums->planes[i]);
}

/* Totals times a whole number. */
static PrimTotals scaled(const PrimTotals *t, double scale)
{
  PrimTotals result = {.residual_canvas = t->residual_canvas * scale,
                       .canvas_canvas = t->canvas_canvas * scale,
                       .weight = t->weight * scale};

  for (int k = 0; k < 3; k++) {
    result.residual[k] = t->residual[k] * scale;
    result.canvas[k] = t->canvas[k] * scale;
  }
  return result;
}

/* Every level against adding up samples, on all rows and on fewer; gives the totals of
 * all. */
static bool check_totals(const Picture *picture, const Sums *sums, const PrimShape *shape,
                         PrimTotals *wanted)
{
  int count;
  const PrimIsaLevel *levels = prim_isa_levels(&count);

  static const int rows_scored[] = {2, 16, 128, ALL_ROWS};
  for (int r = 0; r < 4; r++) {
    int rows_max = rows_scored[r];
    int spacing;
    PrimTotals samples = add_samples(picture, shape, rows_max, &spacing);
    *wanted = scaled(&samples, spacing * (double)sums->planes[0].scale / PRIM_SAMPLES);
    for (int i = 0; i < count; i++) {
      PrimTotals totals;
      memset(&totals, 0x55, sizeof totals);
      levels[i].climb->totals(&sums->planes[i], shape, rows_max, &totals);
      if (same_totals(&totals, wanted))
        continue;
      detail_totals(levels[i].name, &totals);
      detail_totals("samples", wanted);
      return tap_fault("level %s: wrong sums of every %d. row", levels[i].name, spacing);
    }
  }
  return true;
}

/* ---- Fills ------------------------------------------------------------ */

static bool check_delta(const Picture *picture, const PrimShape *shape, const PrimFill *fill,
                        double scale)
{
  double size, change = change_pixels(picture, shape, fill, &size), delta = fill->delta / scale;

  if (fabs(delta - change) <= 1e-6 * fabs(change) + 1e-11 * size)
    return true;
  return tap_fault("delta %.17g, but painting changes the error by %.17g", delta, change);
}

/* The delta less what does not depend on the colour of one channel. */
static double channel_delta(const PrimTotals *t, int channel, int color, double a)
{
  double n = t->weight, q = color;

  return a * a * n * q * q - 2 * a * q * (t->residual[channel] + a * t->canvas[channel]);
}

/* No 8-bit colour within 2 units is better; channels are independent. */
static bool check_color(const PrimTotals *t, const PrimFill *fill)
{
  double a = fill->opacity / 255.0;

  for (int k = 0; k < 3; k++) {
    double best = channel_delta(t, k, fill->color[k], a);
    for (int q = fill->color[k] - 2; q <= fill->color[k] + 2; q++) {
      double delta = channel_delta(t, k, q, a);
      if (q >= 0 && q <= 255 && delta < best - 1e-11 * (fabs(best) + fabs(delta)))
        return tap_fault("channel %d: %d at opacity %d has delta %.17g, %d has %.17g", k,
                         fill->color[k], fill->opacity, best, q, delta);
    }
  }
  return true;
}

/* The best colour at that opacity was within 0..255. */
static bool unclipped(const PrimTotals *t, int opacity)
{
  double color[3];

  return !prim_best_color(t, opacity, color);
}

static double delta_at(const PrimTotals *t, int opacity)
{
  double color[3];

  prim_best_color(t, opacity, color);
  return prim_delta(t, color, opacity);
}

/* No other opacity with its best colour is better by more than rounding the
 * colour to 8 bits can cost: n a^2 / 4 a channel. (Without that rounding the
 * delta is a parabola in the opacity, so rounding the opacity costs nothing
 * among whole opacities.) Holds where the colour needed no clipping. */
static bool check_opacity(const PrimTotals *t, const PrimFill *fill, int low, int high)
{
  double a = fill->opacity / 255.0;
  double size = t->canvas_canvas + fabs(t->residual_canvas);
  double bound = 0.75 * t->weight * a * a + 1e-9 * size;

  if (fill->opacity < low || fill->opacity > high)
    return tap_fault("opacity %d is not within %d..%d", fill->opacity, low, high);
  if (!unclipped(t, fill->opacity))
    return true;
  for (int opacity = low; opacity <= high; opacity++) {
    double delta = delta_at(t, opacity);
    if (delta < fill->delta - bound)
      return tap_fault("opacity %d has delta %.17g, %d would have %.17g (bound %g)", fill->opacity,
                       fill->delta, opacity, delta, bound);
  }
  return true;
}

static bool check_fill(const Picture *picture, const PrimShape *shape, const PrimTotals *t, int low,
                       int high, double scale)
{
  PrimFill fill = prim_best_fill(t, low, high);

  if (t->weight == 0)
    return fill.delta == INFINITY ||
           tap_fault("nothing is covered, but the delta is %g", fill.delta);
  return check_delta(picture, shape, &fill, scale) && check_color(t, &fill) &&
         check_opacity(t, &fill, low, high);
}

/* ---- The canvas ------------------------------------------------------- */

/* Runs a row kernel of the level on all that the shape covers; with `sums`, sums those rows
 * again from the first to the last column it covers. */
static void apply(PrimStackPlanes *planes, PrimRowKernel *kernel, const PrimShape *shape,
                  const PrimIsaLevel *level, bool sums)
{
  PrimPart part = prim_part(planes, shape);

  for (int y = 0; y < planes->height; y++) {
    PrimSpan columns = prim_part_apply(planes, level->rows, &part, kernel, y);
    if (sums && columns.left < columns.right)
      level->rows->sum(planes, y, columns.left, columns.right);
  }
}

static int64_t planes_change(const PrimStackPlanes *planes, const PrimIsaLevel *level,
                             const PrimShape *shape)
{
  PrimPart part = prim_part(planes, shape);
  PrimCover cover;
  int64_t change = 0;

  for (int y = 0; y < planes->height; y++)
    if (prim_part_cover(level->rows, &part, y, &cover))
      change += level->rows->change(planes, y, &cover, shape);
  return change;
}

static bool check_canvas(const Picture *picture, const Sums *sums, const PrimShape *shape)
{
  const PrimTarget *target = picture->target;
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);
  Fenced copy = fenced_new(3 * picture->pixels);

  memcpy(copy.data, picture->canvas, 3 * picture->pixels);
  int64_t before = canvas_error(target, copy.data);
  int64_t change = canvas_change(target, copy.data, shape);
  canvas_paint(copy.data, target->width, target->height, shape);
  int64_t after = canvas_error(target, copy.data);
  fenced_free(&copy);
  for (int i = 0; i < levels; i++)
    if (planes_change(&sums->planes[i], &level[i], shape) != change)
      return tap_fault("level %s has another change than the canvas", level[i].name);
  return after - before == change ||
         tap_fault("the error goes from %lld to %lld, not by %lld", (long long)before,
                   (long long)after, (long long)change);
}

/* ---- Cases ------------------------------------------------------------ */

/* Any shape, but of the kinds that are scored edge by edge only valid ones: these
 * wind around a pixel once at most. Now and then one that covers the whole
 * picture: the largest sums. */
static PrimShape case_shape(Dice *dice, int kind, const PrimTarget *target)
{
  PrimShape shape = dice_shape(dice, kind, target->width, target->height);
  bool by_edges = kind == PRIM_POLYGON || kind == PRIM_BEZIER;
  int32_t width = target->width * PRIM_SUBPIXEL, height = target->height * PRIM_SUBPIXEL;
  int32_t longer = width > height ? width : height;

  while (by_edges && !prim_shape_valid(&shape))
    shape = dice_shape(dice, kind, target->width, target->height);
  if (!dice_one_in(dice, 8))
    return shape;
  if (kind == PRIM_TRIANGLE)
    memcpy(shape.v, (int32_t[]){-longer, -longer, 4 * longer, -longer, -longer, 4 * longer},
           6 * sizeof *shape.v);
  else if (kind == PRIM_RECTANGLE)
    memcpy(shape.v, (int32_t[]){-longer, -1, width, height + 1}, 4 * sizeof *shape.v);
  else if (kind == PRIM_QUADRILATERAL || kind == PRIM_POLYGON)
    memcpy(shape.v, (int32_t[]){0, 0, width, 0, width, height, 0, height}, 8 * sizeof *shape.v);
  else if (kind != PRIM_LINE && kind != PRIM_BEZIER)
    memcpy(shape.v, (int32_t[]){width / 2, height / 2, longer, longer}, 4 * sizeof *shape.v);
  if (kind == PRIM_POLYGON)
    shape.corners = 4;
  return shape;
}

static bool check_shape(Dice *dice, const Picture *picture, const Sums *sums,
                        const PrimShape *shape)
{
  int fixed = dice_between(dice, 1, 255), low = dice_between(dice, 1, 255);
  int high = dice_between(dice, low, 255);
  double scale = (double)sums->planes[0].scale;
  PrimTotals totals;
  char text[400];

  tap_detail("%s", shape_text(shape, text, sizeof text));
  return check_totals(picture, sums, shape, &totals) &&
         check_fill(picture, shape, &totals, fixed, fixed, scale) &&
         check_fill(picture, shape, &totals, low, high, scale) &&
         check_fill(picture, shape, &totals, 1, 255, scale) && check_canvas(picture, sums, shape);
}

/* Puts a shape on top, at every level, and sums only what changed: the canvas is
 * then the painted one, and the sums are those of all its pixels. */
static bool check_put(Dice *dice, Picture *picture, Sums *sums)
{
  const PrimTarget *target = picture->target;
  PrimShape shape = case_shape(dice, dice_below(dice, PRIM_KINDS), target);
  PrimShape other = case_shape(dice, PRIM_RECTANGLE, target);
  PrimTotals totals;
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);
  char text[400];

  tap_detail("put %s", shape_text(&shape, text, sizeof text));
  canvas_paint(picture->canvas, target->width, target->height, &shape);
  for (int i = 0; i < levels; i++)
    apply(&sums->planes[i], level[i].rows->put, &shape, &level[i], true);
  return check_totals(picture, sums, &other, &totals) &&
         check_totals(picture, sums, &shape, &totals);
}

static bool picture_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Picture picture;
  Sums sums;

  if (!picture_init(&picture, &dice, number))
    return tap_fault("no memory");
  const PrimTarget *target = picture.target;
  tap_detail("%d x %d", target->width, target->height);
  bool good = sums_init(&sums, &picture);
  for (int i = 0; good && i < (target->height > DICE_LONGEST ? SHAPES / 2 : SHAPES); i++) {
    PrimShape shape = case_shape(&dice, i % PRIM_KINDS, target);
    good = check_shape(&dice, &picture, &sums, &shape);
  }
  for (int i = 0; good && i < 3; i++)
    good = check_put(&dice, &picture, &sums);
  sums_clear(&sums);
  picture_clear(&picture);
  return good;
}

/* ---- Between layers --------------------------------------------------- */

/* A stack of shapes on a background, seen from between them. */
typedef struct Stack {
  const PrimTarget *target;
  uint8_t background[3];
  PrimShape shapes[STACK_MAX];
  int count;
} Stack;

/* Per pixel and channel, in doubles: what lies below layer k (as painted, 8
 * bits), the transmittance of what lies above it, and the residual without k. */
typedef struct View {
  uint8_t *below;
  double *transmittance, *residual;
} View;

/* How opaque the shape is on each pixel, 0..255. */
static void mark_covered(const PrimShape *shape, int width, int height, uint8_t *opacity)
{
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  PrimScan scan;

  memset(opacity, 0, (size_t)width * (size_t)height);
  prim_coverage_begin(&scan, shape, width, height);
  for (int y = 0; y < height; y++) {
    int count = prim_coverage_row(&scan, y, runs);
    for (int i = 0; i < count; i++)
      memset(opacity + y * width + runs[i].left, prim_covered(shape, runs[i].samples).opacity,
             (size_t)(runs[i].right - runs[i].left));
  }
}

static void view_from(const Stack *stack, int layer, const View *view)
{
  int width = stack->target->width, height = stack->target->height, pixels = width * height;
  uint8_t *covered = malloc((size_t)pixels);

  if (!covered)
    abort();
  for (int i = 0; i < 3 * pixels; i++)
    view->below[i] = stack->background[i % 3];
  for (int j = 0; j < layer; j++)
    canvas_paint(view->below, width, height, &stack->shapes[j]);
  for (int i = 0; i < pixels; i++)
    view->transmittance[i] = 1;
  for (int i = 0; i < 3 * pixels; i++)
    view->residual[i] = view->below[i];
  for (int j = layer + 1; j < stack->count; j++) {
    const PrimShape *shape = &stack->shapes[j];
    mark_covered(shape, width, height, covered);
    for (int i = 0; i < pixels; i++) {
      double opacity = covered[i] / 255.0;
      view->transmittance[i] *= 1 - opacity;
      for (int k = 0; covered[i] && k < 3; k++)
        view->residual[3 * i + k] += opacity * (shape->color[k] - view->residual[3 * i + k]);
    }
  }
  for (int i = 0; i < 3 * pixels; i++)
    view->residual[i] = stack->target->rgb[i] - view->residual[i];
  free(covered);
}

/* dE of stack_planes.h over the covered pixels, and how far off the kernels may be:
 * each of their layers is rounded to 8 bits, which moves r by up to 1 a layer;
 * opaque layers let 2^-16 through; sums are rounded to 1 / scale, n to 1 / 4096. */
static double view_change(const Stack *stack, const View *view, const PrimShape *shape,
                          double scale, double *tolerance)
{
  int width = stack->target->width, height = stack->target->height;
  double *parts = parts_scored(stack->target, shape);
  double a = shape->opacity / 255.0, sum = 0;

  *tolerance = 0;
  for (int i = 0; i < width * height; i++)
    for (int k = 0; parts[i] > 0 && k < 3; k++) {
      double w = stack->target->weight[i], t = view->transmittance[i], q = shape->color[k];
      double r = view->residual[3 * i + k], b = view->below[3 * i + k];
      double step = t * a * (q - b), off = 1e-5 * (fabs(r) + 255);
      sum += parts[i] * w * step * (step - 2 * r);
      *tolerance += w * (2 * fabs(step) * (stack->count + off) + 2 * off * 255 * (t + 1e-5)) +
                    a * (a * q * q / 8192 + 3 * q + 2) / scale;
    }
  free(parts);
  return sum;
}

static void stack_random(Dice *dice, const PrimTarget *target, Stack *stack)
{
  *stack = (Stack){.target = target, .count = dice_between(dice, 1, STACK_MAX)};
  for (int k = 0; k < 3; k++)
    stack->background[k] = dice_byte(dice);
  for (int i = 0; i < stack->count; i++)
    stack->shapes[i] = case_shape(dice, dice_below(dice, PRIM_KINDS), target);
}

static bool same_planes(const PrimStackPlanes *a, const PrimStackPlanes *b)
{
  bool same = true;

  for (int y = 0; y < a->height; y++) {
    ptrdiff_t at = y * a->pitch;
    size_t width = (size_t)a->width;
    for (int k = 0; k < 3; k++)
      same = same && memcmp(a->below[k] + at, b->below[k] + at, width) == 0 &&
             memcmp(a->residual[k] + at, b->residual[k] + at, width * sizeof(float)) == 0;
    same =
        same &&
        memcmp(a->optical_depth + at, b->optical_depth + at, width * sizeof *a->optical_depth) ==
            0 &&
        memcmp(a->transmittance + at, b->transmittance + at, width * sizeof *a->transmittance) == 0;
  }
  return same || tap_fault("other planes");
}

/* Every level holds the same bits, and sums made by parts are those of the whole. */
static bool levels_agree(Sums *sums)
{
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);

  for (int i = 1; i < levels; i++)
    if (!same_planes(&sums->planes[0], &sums->planes[i]) ||
        !same_row_sums(&sums->planes[0], &sums->planes[i]))
      return tap_fault("level %s", level[i].name);
  sum_all(&sums->planes[0], &level[levels - 1]);
  return levels < 2 || same_row_sums(&sums->planes[0], &sums->planes[1]) ||
         tap_fault("sums by parts are not those of the whole");
}

/* The sums over a shape's samples without row sums, at every level, where it is scored on all of
 * them. (The outline of a bent stroke
 * may fold over itself by a pixel, which edges then count twice.) */
static bool check_gathered(const PrimStackPlanes *planes, const PrimShape *shape,
                           const PrimTotals *wanted)
{
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);
  PrimPart part = prim_part(planes, shape);
  bool all = prim_attempt_spacing(part.scan.end - part.scan.begin, ALL_ROWS) == 1;

  for (int i = 0; all && i < levels && shape->kind != PRIM_BEZIER; i++) {
    PrimSampleSums sums = {{{0}}};
    int64_t sum[PRIM_SAMPLE_SUMS] = {0};
    for (int y = part.begin; y < part.end; y++)
      prim_part_gather(planes, level[i].rows, &part, y, &sums);
    prim_add_sums(&sums, sum);
    PrimTotals totals = prim_attempt_totals(sum, sum[8], 1.0 / PRIM_WEIGHT_ONE, 1);
    if (same_totals(&totals, wanted))
      continue;
    detail_totals("gathered", &totals);
    detail_totals("from row sums", wanted);
    return tap_fault("level %s gathers other sums", level[i].name);
  }
  return true;
}

/* The delta of a shape in this place is what the formula says. */
static bool check_place(const Stack *stack, const View *view, const PrimStackPlanes *planes,
                        const PrimShape *shape, int low, int high)
{
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);
  PrimShape filled = *shape;
  PrimTotals totals;

  level[levels - 1].climb->totals(planes, shape, ALL_ROWS, &totals);
  if (!check_gathered(planes, shape, &totals))
    return false;
  PrimFill fill = prim_best_fill(&totals, low, high);
  if (fill.delta == INFINITY)
    return true;
  memcpy(filled.color, fill.color, sizeof fill.color);
  filled.opacity = fill.opacity;
  double scale = (double)planes->scale, tolerance, delta = fill.delta / scale;
  double change = view_change(stack, view, &filled, scale, &tolerance);
  char text[400];
  return fabs(delta - change) <= tolerance ||
         tap_fault("delta %.9g, should be %.9g to within %.3g: %s", delta, change, tolerance,
                   shape_text(&filled, text, sizeof text));
}

/* What is left when the last layer has been put: nothing above, and the painted canvas. */
static bool check_bottom_up(const Stack *stack, const PrimStackPlanes *planes)
{
  View view = {.below = malloc(3 * (size_t)(planes->width * planes->height))};
  bool good = view.below;

  for (int i = 0; i < 3 * planes->width * planes->height; i++)
    view.below[i] = stack->background[i % 3];
  for (int j = 0; j < stack->count; j++)
    canvas_paint(view.below, planes->width, planes->height, &stack->shapes[j]);
  for (int y = 0; good && y < planes->height; y++)
    for (int x = 0; good && x < planes->width; x++) {
      ptrdiff_t at = y * planes->pitch + x;
      if (planes->optical_depth[at] != 0 || planes->transmittance[at] != 1)
        good = tap_fault("pixel %d, %d: optical depth %u, transmittance %g", x, y,
                         (unsigned)planes->optical_depth[at], (double)planes->transmittance[at]);
      for (int k = 0; good && k < 3; k++)
        if (planes->below[k][at] != view.below[3 * (y * planes->width + x) + k])
          good = tap_fault("pixel %d, %d is not the painted one", x, y);
    }
  free(view.below);
  return good;
}

/* One step of a sweep at every level: layer k - 1 goes below, layer k away. */
static void step_up(const Stack *stack, int layer, Sums *sums)
{
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);

  for (int i = 0; i < levels; i++) {
    PrimStackPlanes *planes = &sums->planes[i];
    if (layer > 0)
      apply(planes, level[i].rows->put, &stack->shapes[layer - 1], &level[i], true);
    if (layer < stack->count)
      apply(planes, level[i].rows->lift, &stack->shapes[layer], &level[i], true);
  }
}

/* The state in which a sweep begins: every shape above, the background below. */
static void start_sweep(const Stack *stack, Picture *picture, Sums *sums)
{
  int levels, pixels = stack->target->width * stack->target->height;
  const PrimIsaLevel *level = prim_isa_levels(&levels);

  for (int i = 0; i < 3 * pixels; i++)
    picture->canvas[i] = stack->background[i % 3];
  for (int j = 0; j < stack->count; j++)
    canvas_paint(picture->canvas, stack->target->width, stack->target->height, &stack->shapes[j]);
  for (int i = 0; i < levels; i++) {
    PrimStackPlanes *planes = &sums->planes[i];
    show_canvas(planes, picture->canvas);
    for (int j = 0; j < stack->count; j++)
      apply(planes, level[i].rows->add_above, &stack->shapes[j], &level[i], false);
    for (int y = 0; y < planes->height; y++)
      level[i].rows->transmit(planes, y);
    for (int k = 0; k < 3; k++)
      memset(planes->below[k], stack->background[k],
             (size_t)planes->pitch * (size_t)planes->height);
    planes->uniform = false;
    sum_all(planes, &level[i]);
  }
}

static bool sweep(Dice *dice, const Stack *stack, const View *view, Sums *sums)
{
  for (int layer = 0; layer < stack->count; layer++) {
    int low = dice_between(dice, 1, 255), high = dice_between(dice, low, 255);
    step_up(stack, layer, sums);
    view_from(stack, layer, view);
    tap_detail("layer %d of %d, opacity %d..%d", layer, stack->count, low, high);
    if (!levels_agree(sums) ||
        !check_place(stack, view, &sums->planes[0], &stack->shapes[layer], low, high))
      return false;
    for (int kind = 0; kind < PRIM_KINDS; kind += 3) {
      PrimShape shape = case_shape(dice, kind, stack->target);
      if (!check_place(stack, view, &sums->planes[0], &shape, low, high))
        return false;
    }
  }
  step_up(stack, stack->count, sums);
  return levels_agree(sums) && check_bottom_up(stack, &sums->planes[0]);
}

static bool stack_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Picture picture;
  Stack stack;
  Sums sums;

  /* Of the large sizes only a few. */
  if (!picture_init(&picture, &dice, number % 16 < 3 && number % 5 ? number + 3 : number))
    return tap_fault("no memory");
  size_t pixels = picture.pixels;
  View view = {malloc(3 * pixels), malloc(pixels * sizeof(double)),
               malloc(3 * pixels * sizeof(double))};
  if (!view.below || !view.transmittance || !view.residual)
    abort();
  tap_detail("%d x %d", picture.target->width, picture.target->height);
  stack_random(&dice, picture.target, &stack);
  bool good = sums_init(&sums, &picture);
  if (good) {
    start_sweep(&stack, &picture, &sums);
    good = sweep(&dice, &stack, &view, &sums);
  }
  sums_clear(&sums);
  free(view.below);
  free(view.transmittance);
  free(view.residual);
  picture_clear(&picture);
  return good;
}

/* ---- Clipped colours -------------------------------------------------- */

/* Where the best colour of all lies outside 0..255 the closed form is only a
 * good guess. How good is printed; checked is
 * that it never loses to the ends of the range by leaving the range. */
static pthread_mutex_t loss_mutex = PTHREAD_MUTEX_INITIALIZER;
static double loss_sum, loss_worst;
static long loss_count;

static PrimTotals random_totals(Dice *dice)
{
  PrimTotals t = {.weight = 0};
  int pixels = dice_between(dice, 1, 30), target = dice_byte(dice), canvas = dice_byte(dice);

  for (int i = 0; i < pixels; i++)
    for (int k = 0; k < 3; k++) {
      int c = dice_one_in(dice, 3) ? dice_byte(dice) : canvas;
      int r = (dice_one_in(dice, 3) ? dice_byte(dice) : target) - c;
      t.weight += k == 0;
      t.residual[k] += r;
      t.canvas[k] += c;
      t.residual_canvas += r * c;
      t.canvas_canvas += c * c;
    }
  return t;
}

static bool fill_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTotals t = random_totals(&dice);
  int low = dice_between(&dice, 1, 255), high = dice_between(&dice, low, 255);
  PrimFill fill = prim_best_fill(&t, low, high);
  double best = INFINITY;

  detail_totals("totals", &t);
  tap_detail("opacity %d..%d: %d, colour %d %d %d, delta %g", low, high, fill.opacity,
             fill.color[0], fill.color[1], fill.color[2], fill.delta);
  for (int opacity = low; opacity <= high; opacity++)
    best = fmin(best, delta_at(&t, opacity));
  if (!unclipped(&t, fill.opacity) && best < 0) {
    double loss = (fill.delta - best) / -best;
    pthread_mutex_lock(&loss_mutex);
    loss_count++;
    loss_sum += loss;
    loss_worst = fmax(loss_worst, loss);
    pthread_mutex_unlock(&loss_mutex);
  }
  if (fill.delta < best - 1e-9 * fabs(best))
    return tap_fault("delta %g beats the best possible %g", fill.delta, best);
  return check_color(&t, &fill) && check_opacity(&t, &fill, low, high);
}

static void known_answers(void)
{
  /* Four pixels of canvas 100 grey under a target of 200: full opacity and 200
   * removes 4 * 3 * 100^2; at half opacity the colour 300 is out of reach. */
  PrimTotals t = {.residual = {400, 400, 400},
                  .canvas = {400, 400, 400},
                  .residual_canvas = 3 * 4 * 100 * 100,
                  .canvas_canvas = 3 * 4 * 100 * 100,
                  .weight = 4};
  PrimFill opaque = prim_best_fill(&t, 255, 255), half = prim_best_fill(&t, 128, 128);
  PrimFill any = prim_best_fill(&t, 1, 255);
  PrimTotals nothing = {.weight = 0};

  tap_ok(opaque.color[0] == 200 && opaque.opacity == 255 && fabs(opaque.delta + 120000) < 1e-6,
         "opaque: the target's colour, and the whole error goes");
  tap_ok(half.color[0] == 255 && half.opacity == 128, "translucent: the nearest colour there is");
  tap_ok(any.opacity == 255 && any.color[0] == 200, "a flat canvas takes the greatest opacity");
  tap_ok(prim_best_fill(&nothing, 1, 255).delta == INFINITY, "nothing covered is no shape");
  tap_ok(prim_blend(0, 255, 255) == 255 && prim_blend(255, 0, 255) == 0 &&
             prim_blend(77, 200, 0) == 77 && prim_blend(10, 20, 128) == 15,
         "blending rounds to the nearest and is exact at the ends");
}

int main(int argc, char **argv)
{
  int count;
  const PrimIsaLevel *levels = prim_isa_levels(&count);

  tap_start(argc, argv);
  for (int i = 0; i < count; i++)
    tap_note("level %s", levels[i].name);
  known_answers();
  tap_cases("sums, delta, colour, opacity, canvas of every kind on a picture", PICTURES,
            picture_case);
  tap_cases("between layers: every level the same bits, the delta what the formula says", STACKS,
            stack_case);
  tap_cases("fills of random sums", FILL_CASES, fill_case);
  if (loss_count)
    tap_note("clipped colours: the closed form loses %.2g %% of the delta on average, %.2g %% at "
             "worst (%ld cases)",
             100 * loss_sum / (double)loss_count, 100 * loss_worst, loss_count);
  return tap_done();
}
