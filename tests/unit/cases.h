/* What the random cases of the unit tests are made of: dice with a generator of
 * their own (core's is under test), shapes and sizes biased to the extremes,
 * and memory that ends at a page nobody may touch. */
#ifndef PRIM_TESTS_CASES_H
#define PRIM_TESTS_CASES_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../core/attempt.h"
#include "../../core/moves.h"
#include "../../core/primitive.h"
#include "../tap.h"

/* ---- Dice ------------------------------------------------------------- */

typedef struct Dice {
  uint64_t state;
} Dice;

/* xorshift64* (Vigna, 2016), warmed up so that neighbouring numbers part. */
static inline uint32_t dice_next(Dice *dice)
{
  dice->state ^= dice->state >> 12;
  dice->state ^= dice->state << 25;
  dice->state ^= dice->state >> 27;
  return (uint32_t)((dice->state * UINT64_C(2685821657736338717)) >> 32);
}

static inline Dice dice_new(uint32_t number)
{
  Dice dice = {((uint64_t)number + 1) * UINT64_C(0x9e3779b97f4a7c15)};

  for (int i = 0; i < 4; i++)
    dice_next(&dice);
  return dice;
}

/* 0..range-1. */
static inline int dice_below(Dice *dice, int range)
{
  return (int)(((uint64_t)dice_next(dice) * (uint64_t)range) >> 32);
}

/* low..high, both inclusive. */
static inline int dice_between(Dice *dice, int low, int high)
{
  return low + dice_below(dice, high - low + 1);
}

static inline bool dice_one_in(Dice *dice, int range)
{
  return dice_below(dice, range) == 0;
}

/* A byte, often 0 or 255. */
static inline uint8_t dice_byte(Dice *dice)
{
  static const uint8_t extremes[] = {0, 255, 1, 254, 127, 128};

  return dice_one_in(dice, 2) ? extremes[dice_below(dice, 6)] : (uint8_t)dice_below(dice, 256);
}

/* A side of an image: often 1, never over `longest`. */
static inline int dice_side(Dice *dice, int longest)
{
  switch (dice_below(dice, 5)) {
  case 0:
    return 1;
  case 1:
    return dice_between(dice, 1, longest < 4 ? longest : 4);
  case 2:
    return longest;
  default:
    return dice_between(dice, 1, longest);
  }
}

/* ---- Pictures --------------------------------------------------------- */

enum { DICE_LONGEST = 40 }; /* side of most of them */

/* Bytes for a picture of that width: noise, extremes, flat, a gradient. */
static inline void dice_bytes(Dice *dice, uint8_t *bytes, int width, size_t count)
{
  int mode = dice_below(dice, 6);
  uint8_t flat = dice_byte(dice);

  for (size_t i = 0; i < count; i++)
    bytes[i] = mode == 0   ? (uint8_t)dice_below(dice, 256)
               : mode == 1 ? (uint8_t)(255 * dice_below(dice, 2))
               : mode == 2 ? flat
               : mode == 3 ? 255
               : mode == 4 ? (uint8_t)(i / 3 % (size_t)width * 255 / (size_t)width)
                           : dice_byte(dice);
}

/* Weights up to what the row sums allow; never all 0. */
static inline void dice_weights(Dice *dice, uint8_t *weight, int width, size_t count)
{
  int levels = prim_target_weight_levels(width), mode = dice_below(dice, 6);
  int from = dice_below(dice, width), to = dice_below(dice, width);

  for (size_t i = 0; i < count; i++) {
    int x = (int)(i % (size_t)width), random = dice_between(dice, 0, levels);
    weight[i] = (uint8_t)(mode == 0   ? levels
                          : mode == 1 ? random
                          : mode == 2 ? random & 1
                          : mode == 3 ? (x >= from && x <= to ? 0 : levels)
                                      : 1);
  }
  if (dice_one_in(dice, 40))
    memset(weight, 0, count);
  weight[dice_below(dice, (int)count)] |= 1; /* no weight at all is refused before */
}

/* Sides up to PRIM_DETAIL_MAX, by the number of the case. */
static inline void dice_sides(Dice *dice, uint32_t number, int *width, int *height)
{
  switch (number % 16) {
  case 0:
    *width = PRIM_DETAIL_MAX;
    *height = number % 128 == 0 ? 64 : dice_between(dice, 1, 3);
    break;
  case 1:
    *width = dice_between(dice, 1, 3);
    *height = PRIM_DETAIL_MAX;
    break;
  case 2:
    *width = *height = 256;
    break;
  default:
    *width = dice_side(dice, DICE_LONGEST);
    *height = dice_side(dice, DICE_LONGEST);
  }
}

/* ---- Shapes ----------------------------------------------------------- */

/* A coordinate about an image side of that many pixels: often exactly on pixel
 * centres (where ties are) or borders, sometimes far outside. */
static inline int32_t dice_coordinate(Dice *dice, int pixels)
{
  int margin = pixels / 2 + 1, half = PRIM_SUBPIXEL / 2;

  switch (dice_below(dice, 8)) {
  case 0:
  case 1:
    return PRIM_SUBPIXEL * dice_below(dice, pixels) + half;
  case 2:
    return PRIM_SUBPIXEL * dice_between(dice, 0, pixels);
  case 3:
    return half * dice_between(dice, -2 * margin, 2 * (pixels + margin));
  case 4:
    return dice_between(dice, -PRIM_SUBPIXEL * margin, PRIM_SUBPIXEL * (pixels + margin));
  case 5:
    return dice_one_in(dice, 2) ? -PRIM_SUBPIXEL * margin : PRIM_SUBPIXEL * (pixels + margin);
  default:
    return dice_between(dice, 0, PRIM_SUBPIXEL * pixels);
  }
}

/* `count` points into v, some of them sharing coordinates or lying close. */
static inline void dice_points(Dice *dice, int width, int height, int count, int32_t *v)
{
  for (int i = 0; i < count; i++) {
    int32_t *point = v + 2 * i;
    point[0] = dice_coordinate(dice, width);
    point[1] = dice_coordinate(dice, height);
    if (i == 0)
      continue;
    const int32_t *other = v + 2 * dice_below(dice, i);
    switch (dice_below(dice, 12)) {
    case 0:
      point[0] = other[0];
      break;
    case 1:
      point[1] = other[1];
      break;
    case 2:
      point[0] = other[0];
      point[1] = other[1];
      break;
    case 3:
      point[0] = other[0] + dice_between(dice, -3, 3);
      point[1] = other[1] + dice_between(dice, -3, 3);
      break;
    case 4: /* on a line with two others, or at one of them */
      if (i > 1) {
        point[0] = 2 * v[2] - v[0];
        point[1] = 2 * v[3] - v[1];
      }
      break;
    default:
      break;
    }
  }
}

/* Convex, perhaps with a corner twice: what the dice gave when it happens to be
 * convex, otherwise a triangle with a doubled corner or a parallelogram. */
static inline void dice_quadrilateral(Dice *dice, int width, int height, int32_t *v)
{
  dice_points(dice, width, height, 4, v);
  if (prim_quadrilateral_valid(v))
    return;
  bool twice = dice_one_in(dice, 3);
  for (int k = 0; k < 2; k++)
    v[6 + k] = twice ? v[4 + k] : v[k] + v[4 + k] - v[2 + k];
}

/* A half size, radius or stroke width in units: half a pixel to the longer side. */
static inline int32_t dice_size(Dice *dice, int longer)
{
  switch (dice_below(dice, 5)) {
  case 0:
    return PRIM_SUBPIXEL / 2;
  case 1:
    return PRIM_SUBPIXEL / 2 * dice_between(dice, 1, 2 * longer);
  case 2:
    return PRIM_SUBPIXEL * longer;
  case 3:
    return dice_between(dice, PRIM_SUBPIXEL / 2, PRIM_SUBPIXEL * (1 + longer / 8));
  default:
    return dice_between(dice, PRIM_SUBPIXEL / 2, PRIM_SUBPIXEL * longer);
  }
}

static inline int32_t dice_angle(Dice *dice)
{
  return dice_one_in(dice, 3) ? PRIM_TURN / 8 * dice_below(dice, 8) : dice_below(dice, PRIM_TURN);
}

static inline void dice_rectangle(Dice *dice, int width, int height, int32_t *v)
{
  dice_points(dice, width, height, 2, v);
  for (int k = 0; k < 2; k++) {
    int32_t low = v[k] < v[k + 2] ? v[k] : v[k + 2];
    int32_t high = v[k] < v[k + 2] ? v[k + 2] : v[k];
    v[k] = low;
    v[k + 2] = high > low ? high : low + 1;
  }
}

/* Any shape of that kind that scan conversion promises to take, however
 * degenerate; colour and opacity too. */
static inline PrimShape dice_shape(Dice *dice, int kind, int width, int height)
{
  PrimShape shape = {.kind = (uint8_t)kind};
  int longer = width > height ? width : height;
  int32_t *v = shape.v;

  shape.opacity = dice_byte(dice);
  if (!shape.opacity)
    shape.opacity = 255;
  for (int k = 0; k < 3; k++)
    shape.color[k] = dice_byte(dice);
  switch (kind) {
  case PRIM_TRIANGLE:
    dice_points(dice, width, height, 3, v);
    break;
  case PRIM_RECTANGLE:
    dice_rectangle(dice, width, height, v);
    break;
  case PRIM_QUADRILATERAL:
    dice_quadrilateral(dice, width, height, v);
    break;
  case PRIM_POLYGON:
    shape.corners = (uint8_t)dice_between(dice, 4, PRIM_CORNERS_MAX);
    dice_points(dice, width, height, shape.corners, v);
    break;
  case PRIM_LINE:
    dice_points(dice, width, height, 2, v);
    v[4] = dice_size(dice, 1 + longer / 4);
    break;
  case PRIM_BEZIER:
    dice_points(dice, width, height, 3, v);
    v[6] = dice_size(dice, 1 + longer / 4);
    break;
  default:
    dice_points(dice, width, height, 1, v);
    v[2] = dice_size(dice, longer);
    v[3] = kind == PRIM_CIRCLE ? 0 : dice_size(dice, longer);
    v[4] = kind == PRIM_ROTATED_ELLIPSE || kind == PRIM_ROTATED_RECTANGLE ? dice_angle(dice) : 0;
  }
  return shape;
}

/* The shape as C, for details: it can be pasted into a test. */
static inline const char *shape_text(const PrimShape *shape, char *text, size_t size)
{
  int used = snprintf(text, size,
                      "{.kind = %d, .corners = %d, .opacity = %d, .color = {%d, %d, %d}, .v = {",
                      shape->kind, shape->corners, shape->opacity, shape->color[0], shape->color[1],
                      shape->color[2]);

  for (int i = 0; i < 2 * PRIM_CORNERS_MAX && used > 0 && (size_t)used < size; i++)
    used += snprintf(text + used, size - (size_t)used, "%d%s", shape->v[i],
                     i + 1 < 2 * PRIM_CORNERS_MAX ? ", " : "}}");
  return text;
}

/* ---- Limits of size ---------------------------------------------------- */

/* Limits often at an end of their range, or so close that they leave one size. */
static inline void dice_limits(Dice *dice, PrimSettings *settings)
{
  static const double ends[] = {0, 1000, 0.1, 999.9, 4, 20, 500};
  double sizes[2];

  for (int i = 0; i < 2; i++)
    sizes[i] = dice_one_in(dice, 2) ? ends[dice_below(dice, 7)] : dice_below(dice, 1001);
  settings->size_min = sizes[0];
  settings->size_max = sizes[1];
  settings->stroke_min = dice_one_in(dice, 3) ? 0 : dice_between(dice, 0, 1250) / 10.0;
  settings->stroke_max = dice_one_in(dice, 3) ? 125 : dice_between(dice, 0, 1250) / 10.0;
  prim_settings_order(settings);
}

/* Points of a shape; 1 for a center. */
static inline int corners_of(const PrimShape *shape)
{
  static const int corners[PRIM_KINDS] = {3, 2, 1, 4, 0, 1, 1, 1, 2, 3};

  return shape->kind == PRIM_POLYGON ? shape->corners : corners[shape->kind];
}

/* Width and height of a shape before it is turned; of strokes, both are the larger. */
static inline void shape_extents(const PrimShape *shape, int32_t extents[2])
{
  const int32_t *v = shape->v;

  extents[0] = extents[1] = 0;
  for (int i = 0; i < corners_of(shape); i++)
    for (int k = 0; k < i; k++)
      for (int axis = 0; axis < 2; axis++) {
        int32_t apart = abs(v[2 * i + axis] - v[2 * k + axis]);
        extents[axis] = apart > extents[axis] ? apart : extents[axis];
      }
  if (shape->kind == PRIM_LINE || shape->kind == PRIM_BEZIER)
    extents[0] = extents[1] = extents[0] > extents[1] ? extents[0] : extents[1];
  if (corners_of(shape) == 1) {
    extents[0] = 2 * v[2];
    extents[1] = shape->kind == PRIM_CIRCLE ? 2 * v[2] : 2 * v[3];
  }
}

static inline bool number_within(int32_t number, int32_t min, int32_t max)
{
  return number >= min && (!max || number <= max);
}

/* A width below a pixel is never tried, whatever the limits. */
static inline bool shape_within(const PrimLimits *limits, const PrimShape *shape)
{
  int32_t extents[2];
  char text[400];

  shape_extents(shape, extents);
  bool good = number_within(extents[0], limits->size_min, limits->size_max) &&
              number_within(extents[1], limits->size_min, limits->size_max);
  if (shape->kind == PRIM_LINE || shape->kind == PRIM_BEZIER) {
    int32_t width = shape->v[shape->kind == PRIM_LINE ? 4 : 6];
    good = good &&
           (number_within(width, limits->stroke_min, limits->stroke_max) || width == PRIM_SUBPIXEL);
  }
  return good || tap_fault("%d..%d, strokes %d..%d: outside the limits: %s", limits->size_min,
                           limits->size_max, limits->stroke_min, limits->stroke_max,
                           shape_text(shape, text, sizeof text));
}

/* ---- Fenced memory ---------------------------------------------------- */

/* Memory whose last byte lies before a page that must not be touched. */
typedef struct Fenced {
  void *map;
  size_t bytes;
  uint8_t *data;
} Fenced;

static inline Fenced fenced_new(size_t size)
{
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t usable = (size + page - 1) / page * page;
  Fenced fenced = {NULL, usable + page, NULL};
  int zero = open("/dev/zero", O_RDWR);

  fenced.map = mmap(NULL, fenced.bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
  if (zero < 0 || fenced.map == MAP_FAILED ||
      mprotect((char *)fenced.map + usable, page, PROT_NONE))
    abort();
  close(zero);
  fenced.data = (uint8_t *)fenced.map + usable - size;
  return fenced;
}

static inline void fenced_free(Fenced *fenced)
{
  munmap(fenced->map, fenced->bytes);
}

/* Adds the part of each pixel that `shape` is scored on to `parts`, width x height of them. */
static inline void add_scored(const PrimShape *shape, int width, int height, int rows_max,
                              double *parts)
{
  PrimScan scan;
  PrimSpan spans[PRIM_ROW_SPANS_MAX];
  int spacing = prim_attempt_scan(&scan, shape, width, height, rows_max);

  for (int row = scan.begin; row < scan.end; row++) {
    double *first = parts + prim_attempt_pixel_row(row, spacing) * width;
    for (int i = prim_scan_row(&scan, row, spans) - 1; i >= 0; i--)
      for (int x = spans[i].left; x < spans[i].right; x++)
        first[x / PRIM_SAMPLE_COLUMNS] += spacing / (double)PRIM_SAMPLES;
  }
}

/* Adds the part of each pixel that `shape` covers. */
static inline void add_covered(const PrimShape *shape, int width, int height, double *parts)
{
  PrimScan scan;
  PrimRun runs[PRIM_ROW_RUNS_MAX];

  prim_coverage_begin(&scan, shape, width, height);
  for (int y = 0; y < height; y++)
    for (int i = prim_coverage_row(&scan, y, runs) - 1; i >= 0; i--)
      for (int x = runs[i].left; x < runs[i].right; x++)
        parts[y * width + x] += runs[i].samples / (double)PRIM_SAMPLES;
}

#endif
