/* Painting a shape on an 8-bit working canvas, and what that does to the error, pixel
 * by pixel: the plain reference that the tests hold back ends to. */
#ifndef PRIM_TESTS_CANVAS_H
#define PRIM_TESTS_CANVAS_H

#include "../../core/coverage.h"
#include "../../core/primitive.h"
#include "../../core/score.h"

static inline int32_t squared(const uint8_t *a, const uint8_t *b)
{
  int32_t d0 = a[0] - b[0], d1 = a[1] - b[1], d2 = a[2] - b[2];

  return d0 * d0 + d1 * d1 + d2 * d2;
}

/* The weighted squared error, sum w |target - canvas|^2, over all pixels. */
static inline int64_t canvas_error(const PrimTarget *target, const uint8_t *canvas)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  int64_t sum = 0;

  for (size_t i = 0; i < pixels; i++)
    sum += (int64_t)target->weight[i] * squared(target->rgb + 3 * i, canvas + 3 * i);
  return sum;
}

/* By how much painting `shape` would change that error, exactly. */
static inline int64_t canvas_change(const PrimTarget *target, const uint8_t *canvas,
                                    const PrimShape *shape)
{
  PrimScan scan;
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  int64_t change = 0;

  prim_coverage_begin(&scan, shape, target->width, target->height);
  for (int y = prim_coverage_first(&scan); y < prim_coverage_end(&scan); y++) {
    int count = prim_coverage_row(&scan, y, runs);
    for (int i = 0; i < count; i++) {
      PrimShape covered = prim_covered(shape, runs[i].samples);
      for (int x = runs[i].left; x < runs[i].right; x++) {
        size_t at = (size_t)y * (size_t)target->width + (size_t)x;
        const uint8_t *t = target->rgb + 3 * at, *c = canvas + 3 * at;
        uint8_t painted[3];
        for (int k = 0; k < 3; k++)
          painted[k] = prim_blend(c[k], covered.color[k], covered.opacity);
        change += (int64_t)target->weight[at] * (squared(t, painted) - squared(t, c));
      }
    }
  }
  return change;
}

/* Paints `shape` on a canvas of width x height x 3 bytes. */
static inline void canvas_paint(uint8_t *canvas, int width, int height, const PrimShape *shape)
{
  PrimScan scan;
  PrimRun runs[PRIM_ROW_RUNS_MAX];

  prim_coverage_begin(&scan, shape, width, height);
  for (int y = prim_coverage_first(&scan); y < prim_coverage_end(&scan); y++) {
    int count = prim_coverage_row(&scan, y, runs);
    for (int i = 0; i < count; i++) {
      PrimShape covered = prim_covered(shape, runs[i].samples);
      uint8_t *c = canvas + 3 * ((size_t)y * (size_t)width + (size_t)runs[i].left);
      for (int x = runs[i].left; x < runs[i].right; x++, c += 3)
        for (int k = 0; k < 3; k++)
          c[k] = prim_blend(c[k], covered.color[k], covered.opacity);
    }
  }
}

#endif
