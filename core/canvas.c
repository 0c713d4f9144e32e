/* Painting on the working canvas. */
#include <math.h>

#include "canvas.h"

#include "coverage.h"
#include "score.h"

int64_t prim_target_weight(const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  int64_t sum = 0;

  for (size_t i = 0; i < pixels; i++)
    sum += target->weight[i];
  return sum;
}

/* The weighted average of all pixels, or of the outermost ones; false, and black,
 * where they have no weight. */
static bool average(const PrimTarget *target, bool border, uint8_t color[3])
{
  int width = target->width, height = target->height;
  int64_t sum[3] = {0}, weight = 0;

  for (int y = 0; y < height; y++) {
    bool whole = !border || y == 0 || y == height - 1;
    int step = whole || width < 2 ? 1 : width - 1;
    for (int x = 0; x < width; x += step) {
      size_t at = (size_t)y * (size_t)width + (size_t)x;
      for (int k = 0; k < 3; k++)
        sum[k] += (int64_t)target->weight[at] * target->rgb[3 * at + (size_t)k];
      weight += target->weight[at];
    }
  }
  for (int k = 0; k < 3; k++)
    color[k] = weight ? (uint8_t)((sum[k] + weight / 2) / weight) : 0;
  return weight > 0;
}

void prim_target_average(const PrimTarget *target, uint8_t color[3])
{
  average(target, false, color);
}

void prim_target_border(const PrimTarget *target, uint8_t color[3])
{
  if (!average(target, true, color))
    average(target, false, color);
}

void prim_palette_snap(const PrimPalette *palette, uint8_t color[3])
{
  double least = INFINITY;
  int nearest = 0;

  for (int i = 0; i < palette->count; i++) {
    double distance = 0;
    for (int k = 0; k < 3; k++) {
      double d = palette->channel[k][i] - color[k];
      distance += d * d;
    }
    if (distance < least) {
      least = distance;
      nearest = i;
    }
  }
  for (int k = 0; k < 3 && palette->count; k++)
    color[k] = (uint8_t)palette->channel[k][nearest];
}

static int32_t squared(const uint8_t *a, const uint8_t *b)
{
  int32_t d0 = a[0] - b[0], d1 = a[1] - b[1], d2 = a[2] - b[2];

  return d0 * d0 + d1 * d1 + d2 * d2;
}

int64_t prim_canvas_error(const PrimTarget *target, const uint8_t *canvas)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  int64_t sum = 0;

  for (size_t i = 0; i < pixels; i++)
    sum += (int64_t)target->weight[i] * squared(target->rgb + 3 * i, canvas + 3 * i);
  return sum;
}

int64_t prim_canvas_change(const PrimTarget *target, const uint8_t *canvas, const PrimShape *shape)
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

void prim_canvas_paint(uint8_t *canvas, int width, int height, const PrimShape *shape)
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
