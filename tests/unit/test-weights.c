/* Proves weights.h and reduce.h, by which pixels of an image come to count: whatever
 * floats an image holds, a weight is a number from 0 to 1 and its byte the nearest one;
 * and a reduced pixel is the exact average of what it covers. */
#include <float.h>
#include <math.h>

#include "../../plugin/read/reduce.h"
#include "../../plugin/read/weights.h"
#include "cases.h"
#include "../tap.h"

enum { WEIGHTS_MAX = 200, SIDE_MAX = 40 };

static const float extremes[] = {NAN,
                                 -NAN,
                                 INFINITY,
                                 -INFINITY,
                                 FLT_MAX,
                                 -FLT_MAX,
                                 FLT_MIN,
                                 -FLT_MIN,
                                 1e-45f,
                                 -1e-45f,
                                 FLT_TRUE_MIN,
                                 -FLT_TRUE_MIN,
                                 1e20f,
                                 -1e20f,
                                 2147483648,
                                 -2147483648.f,
                                 0,
                                 -0.0f,
                                 1,
                                 -1,
                                 2,
                                 0.5f,
                                 0.99999994f,
                                 1.0000001f,
                                 1e30f,
                                 255,
                                 1 + FLT_EPSILON};

enum { EXTREMES = sizeof extremes / sizeof *extremes };

static float dice_float(Dice *dice)
{
  if (dice_one_in(dice, 2))
    return extremes[dice_below(dice, EXTREMES)];
  if (dice_one_in(dice, 2))
    return (float)dice_next(dice) / 4294967296.0f;
  uint32_t bits = dice_next(dice);
  float any;
  memcpy(&any, &bits, sizeof any);
  return any;
}

/* What a value counts, said in another way: by its class and in doubles. */
static double expected(float value)
{
  return isnan(value) ? 0 : fmin(fmax((double)value, 0), 1);
}

static void test_extremes(void)
{
  for (int i = 0; i < EXTREMES; i++) {
    double weight = expected(extremes[i]);
    tap_ok(prim_weight(extremes[i]) == (float)weight &&
               prim_weight_byte(extremes[i]) == (int)(weight * 255 + 0.5),
           "%g counts %g", (double)extremes[i], weight);
  }
}

static bool close_to(double value, double wanted)
{
  return value >= 0 && value <= 1 && fabs(value - wanted) <= 1e-6;
}

static bool multiply_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int count = dice_between(&dice, 1, WEIGHTS_MAX), step = dice_between(&dice, 1, 2);
  float weights[WEIGHTS_MAX], before[WEIGHTS_MAX], factors[2 * WEIGHTS_MAX];
  bool importance = dice_one_in(&dice, 2);

  for (int i = 0; i < count; i++)
    weights[i] = before[i] = prim_weight(dice_float(&dice));
  for (int i = 0; i < 2 * count; i++)
    factors[i] = dice_float(&dice);
  if (importance)
    prim_weights_importance(weights, (size_t)count, factors);
  else
    prim_weights_multiply(weights, (size_t)count, factors + step - 1, step);
  for (int i = 0; i < count; i++) {
    double factor = importance ? 0.1 + 0.9 * expected(factors[2 * i]) * expected(factors[2 * i + 1])
                               : expected(factors[step * i + step - 1]);
    if (!close_to((double)weights[i], importance ? factor : before[i] * factor))
      return tap_fault("weight %d of %d: %g times %g gave %g", i, count, (double)before[i], factor,
                       (double)weights[i]);
  }
  return true;
}

/* ---- Importance -------------------------------------------------------------- */

typedef struct Weighing {
  PrimTarget *before, *after; /* NULL: no memory */
  uint16_t importance[SIDE_MAX * SIDE_MAX];
} Weighing;

static bool roll_weighing(Dice *dice, Weighing *weighing)
{
  int width = dice_side(dice, SIDE_MAX), height = dice_side(dice, SIDE_MAX);
  int levels = prim_target_weight_levels(width);
  bool alike = dice_one_in(dice, 4);
  uint16_t *importance = weighing->importance;

  weighing->after = NULL;
  weighing->before = prim_target_new(width, height);
  if (!weighing->before)
    return false;
  for (int i = 0; i < width * height; i++) {
    weighing->before->weight[i] = (uint8_t)dice_below(dice, levels + 1);
    importance[i] = (uint16_t)(alike && i ? importance[0] : dice_between(dice, 6682, 65535));
  }
  int odd = dice_below(dice, width * height);
  if (alike && odd) {
    importance[odd] ^= 1;
    weighing->before->weight[odd] = 0; /* what does not count may matter as it likes */
  }
  weighing->after = prim_target_copy(weighing->before);
  return weighing->after;
}

/* Weights by the definition, in doubles. */
static bool weighed_right(const Weighing *weighing)
{
  const uint8_t *before = weighing->before->weight, *after = weighing->after->weight;
  int pixels = weighing->before->width * weighing->before->height;
  int levels = prim_target_weight_levels(weighing->before->width);
  double greatest = 0, least = UINT16_MAX, most = 0;

  for (int i = 0; i < pixels; i++)
    if (before[i]) {
      double importance = weighing->importance[i];
      greatest = fmax(greatest, before[i] * importance);
      least = fmin(least, importance);
      most = fmax(most, importance);
    }
  for (int i = 0; i < pixels; i++) {
    double product = before[i] * (double)weighing->importance[i];
    int wanted = most <= least ? before[i] : (int)floor(product / greatest * levels + 0.5);
    if (after[i] != (before[i] && wanted < 1 ? 1 : wanted))
      return tap_fault("pixel %d of %d: %d at importance %d gave %d, not %d", i, pixels, before[i],
                       weighing->importance[i], after[i], wanted);
  }
  return true;
}

static bool apply_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Weighing weighing;
  bool good = roll_weighing(&dice, &weighing);

  if (good) {
    prim_weights_apply(weighing.after, weighing.importance);
    good = weighed_right(&weighing);
  }
  prim_target_free(weighing.before);
  prim_target_free(weighing.after);
  return good;
}

static void test_shades(void)
{
  tap_ok(prim_weights_shade(26 * 257) == 0 && prim_weights_shade(65535) == 255 &&
             prim_weights_shade(0) == 0,
         "shades are 0 where nothing is white, and 255 where all is");
  tap_ok(abs(prim_weights_shade((65535 + 26 * 257) / 2) - 128) <= 1, "and half between");
}

/* ---- Reducing ----------------------------------------------------------------- */

typedef struct Picture {
  PrimReduction reduction;
  uint8_t rgb[3 * SIDE_MAX * SIDE_MAX], coverage[SIDE_MAX * SIDE_MAX];
  bool covered; /* coverage counts */
} Picture;

static Picture roll_picture(Dice *dice)
{
  Picture picture = {.covered = !dice_one_in(dice, 4)};
  PrimReduction *r = &picture.reduction;

  r->from_width = dice_side(dice, SIDE_MAX);
  r->from_height = dice_side(dice, SIDE_MAX);
  r->to_width = dice_side(dice, r->from_width);
  r->to_height = dice_side(dice, r->from_height);
  bool transparent = dice_one_in(dice, 8);
  for (int i = 0; i < r->from_width * r->from_height; i++) {
    for (int channel = 0; channel < 3; channel++)
      picture.rgb[3 * i + channel] = dice_byte(dice);
    picture.coverage[i] = transparent ? 0 : dice_byte(dice);
  }
  return picture;
}

/* The length that source pixel `from` and target pixel `to` share, in source pixels. */
static double overlap(int from, int to, int from_side, int to_side)
{
  double scale = (double)from_side / to_side;

  return fmax(0, fmin(from + 1, (to + 1) * scale) - fmax(from, to * scale));
}

/* Colour and covered part of target pixel (x, y), by the definition. */
static void average(const Picture *picture, int x, int y, double rgb[3], double *covered)
{
  const PrimReduction *r = &picture->reduction;
  double weight = 0;

  memset(rgb, 0, 3 * sizeof *rgb);
  for (int i = 0; i < r->from_width * r->from_height; i++) {
    double part = overlap(i % r->from_width, x, r->from_width, r->to_width) *
                  overlap(i / r->from_width, y, r->from_height, r->to_height) *
                  (picture->covered ? picture->coverage[i] / 255.0 : 1);
    weight += part;
    for (int channel = 0; channel < 3; channel++)
      rgb[channel] += part * picture->rgb[3 * i + channel];
  }
  for (int channel = 0; weight > 1e-9 && channel < 3; channel++)
    rgb[channel] /= weight;
  *covered = weight * r->to_width * r->to_height / ((double)r->from_width * r->from_height);
}

static bool right_pixel(const Picture *picture, int x, int y, const uint8_t rgb[3],
                        uint16_t covered)
{
  double wanted[3], part;

  average(picture, x, y, wanted, &part);
  if (fabs(covered - part * 65535) > 0.5001)
    return tap_fault("(%d, %d): covered %d, not %g", x, y, covered, part * 65535);
  for (int channel = 0; channel < 3; channel++)
    if (fabs(rgb[channel] - wanted[channel]) > 0.5001)
      return tap_fault("(%d, %d): channel %d is %d, not %g", x, y, channel, rgb[channel],
                       wanted[channel]);
  return true;
}

/* Rows are given from the first one needed on, and no others. */
static bool reduce_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Picture picture = roll_picture(&dice);
  const PrimReduction *r = &picture.reduction;
  uint8_t rgb[3 * SIDE_MAX];
  uint16_t covered[SIDE_MAX];

  tap_detail("%d x %d to %d x %d", r->from_width, r->from_height, r->to_width, r->to_height);
  for (int y = 0; y < r->to_height; y++) {
    int first, end;
    prim_reduce_rows_needed(r, y, y + 1, &first, &end);
    if (first < 0 || first >= end || end > r->from_height)
      return tap_fault("row %d needs %d to %d", y, first, end);
    size_t pixel = (size_t)first * (size_t)r->from_width;
    prim_reduce_row(r, y, first, picture.rgb + 3 * pixel,
                    picture.covered ? picture.coverage + pixel : NULL, rgb, covered);
    for (int x = 0; x < r->to_width; x++)
      if (!right_pixel(&picture, x, y, rgb + 3 * x, covered[x]))
        return false;
  }
  return true;
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  test_extremes();
  tap_cases("products of weights with anything are weights", 2000, multiply_case);
  test_shades();
  tap_cases("weights follow importance, and what counts goes on counting", 1000, apply_case);
  tap_cases("reduced pixels are averages by area and coverage", 300, reduce_case);
  return tap_done();
}
