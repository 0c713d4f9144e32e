/* An attempt of a climb or walk, on any engine: the shape it tries, the rows it is scored
 * on, and the score. walk.h says which attempts a climb makes. */
#ifndef PRIM_ATTEMPT_H
#define PRIM_ATTEMPT_H

#include "backend.h"
#include "coverage.h"
#include "moves.h"
#include "score.h"

enum {
  /* Shapes are scored on all rows of samples while those are fewer than PRIM_ROWS_FINE, then
   * on fewer of them down to one to a pixel, and on every second, fourth, ... pixel's so that
   * they are fewer than PRIM_ROWS_SCORED. */
  PRIM_ROWS_FINE = 65,
  PRIM_ROWS_SCORED = 257
};

/* Part of its delta that a shape must keep on top of those placed from the same search. */
#define PRIM_KEEPS 0.7

/* Where the request's shapes may be, in an image of width x height pixels. */
PRIM_FN PrimBounds prim_attempt_bounds(const PrimSearchRequest *request, int32_t width,
                                       int32_t height, const PrimTiles *tiles)
{
  PrimBounds bounds = prim_bounds(width, height);

  bounds.size = request->size;
  bounds.step = request->step;
  bounds.tiles = tiles;
  prim_bounds_limit(&bounds, &request->limits);
  return bounds;
}

PRIM_FN uint8_t prim_attempt_kind(const PrimSearchRequest *request, PrimRandom *random)
{
  uint32_t all = 0;
  uint8_t kind = 0;

  for (int i = 0; i < PRIM_KINDS; i++)
    all += request->kind_odds[i];
  uint32_t draw = prim_random_below(random, all);
  while (draw >= request->kind_odds[kind])
    draw -= request->kind_odds[kind++];
  return kind;
}

/* A random shape to begin with; false when none of a few draws was valid. */
PRIM_FN int prim_attempt_start(const PrimSearchRequest *request, const PrimBounds *bounds,
                               const PrimRandom *stream, uint32_t attempt, PrimShape *shape)
{
  PrimRandom random = prim_random_branch(stream, attempt);
  PrimShape none = {0, 0, 0, {0, 0, 0}, {0}};
  PrimBounds anywhere = *bounds;

  anywhere.tiles = NULL;
  *shape = none;
  shape->kind = prim_attempt_kind(request, &random);
  int guided = (int)prim_random_below(&random, 100) < request->guided;
  return prim_shape_random(guided ? bounds : &anywhere, &random, shape);
}

/* A mutation of `from`; `draw` is a number of the stream's own. */
PRIM_FN void prim_attempt_move(const PrimBounds *bounds, const PrimRandom *stream, uint32_t draw,
                               const PrimShape *from, PrimShape *shape)
{
  PrimRandom random = prim_random_branch(stream, draw);

  prim_shape_move(bounds, &random, from, shape);
}

/* How far apart are the rows that a shape is scored on, in rows of samples, of which it
 * touches `rows`. */
PRIM_FN int32_t prim_attempt_spacing(int32_t rows, int32_t rows_max)
{
  int shift = 0; /* not a division, which is slow on a device */

  while (1 << shift < PRIM_SAMPLE_ROWS && rows >> shift >= PRIM_ROWS_FINE)
    shift++;
  while (rows >> shift >= rows_max)
    shift++;
  return 1 << shift;
}

/* The row of pixels that a scored row lies in. */
PRIM_FN int32_t prim_attempt_pixel_row(int32_t row, int32_t spacing)
{
  return row * spacing / PRIM_SAMPLE_ROWS;
}

/* Scored rows to a pixel, unless some pixels have none. */
PRIM_FN int32_t prim_attempt_rows(int32_t spacing)
{
  return spacing < PRIM_SAMPLE_ROWS ? PRIM_SAMPLE_ROWS / spacing : 1;
}

/* The samples that `shape` is scored on, in an image of width x height pixels. Returns how
 * far apart their rows are. */
PRIM_FN int32_t prim_attempt_scan(PrimScan *scan, const PrimShape *shape, int32_t width,
                                  int32_t height, int32_t rows_max)
{
  prim_coverage_begin(scan, shape, width, height);
  int32_t spacing = prim_attempt_spacing(scan->end - scan->begin, rows_max);
  if (spacing == 1)
    return spacing;
  prim_scan_grid(scan, shape, prim_sample_grid(width, height, prim_attempt_rows(spacing)));
  if (spacing > PRIM_SAMPLE_ROWS)
    prim_scan_thin(scan, spacing / PRIM_SAMPLE_ROWS);
  return spacing;
}

/* From sums over those samples, in the order of PrimRowSum, to the totals; the weight counts
 * `weight_unit`. All are below 2^53. */
PRIM_FN PrimTotals prim_attempt_totals(const int64_t *sums, int64_t weight, double weight_unit,
                                       int32_t spacing)
{
  PrimTotals totals;
  double unit = spacing * (1.0 / PRIM_SAMPLES);

  for (int i = 0; i < 3; i++) {
    totals.residual[i] = (double)sums[i] * unit;
    totals.canvas[i] = (double)sums[3 + i] * unit;
  }
  totals.residual_canvas = (double)sums[6] * unit;
  totals.canvas_canvas = (double)sums[7] * unit;
  totals.weight = (double)weight * unit * weight_unit;
  return totals;
}

/* Gives the shape its best colour and opacity; returns the delta. */
PRIM_FN double prim_attempt_fill(const PrimSearchRequest *request, const PrimTotals *totals,
                                 PrimShape *shape)
{
  int low = request->opacity_min, high = request->opacity_max;
  PrimFill fill = request->palette ? prim_best_palette_fill(totals, request->palette, low, high)
                                   : prim_best_fill(totals, low, high);

  for (int i = 0; i < 3; i++)
    shape->color[i] = fill.color[i];
  shape->opacity = fill.opacity;
  return fill.delta;
}

#endif
