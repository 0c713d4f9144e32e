/* Painting a drawing and measuring what came out. */
#include <math.h>
#include <stdlib.h>

#include "painted.h"

#ifdef HAVE_PAINTER

enum { TIMES = 4 }; /* painted pixels along a working pixel's side */

/* The average of a working pixel's painted ones, in 0..255; `stride` floats a row. */
static double averaged(const float *painted, size_t stride)
{
  double sum = 0;

  for (int y = 0; y < TIMES; y++)
    for (int x = 0; x < TIMES; x++)
      sum += (double)painted[(size_t)y * stride + 4 * (size_t)x];
  return sum * 255 / (TIMES * TIMES);
}

/* The weighted squared error of working row y. */
static double row_error(const PrimTarget *target, int y, const float *painted, double *weight)
{
  size_t width = (size_t)target->width;
  double error = 0;

  for (size_t x = 0; x < width; x++) {
    size_t at = (size_t)y * width + x;
    *weight += target->weight[at];
    for (size_t k = 0; k < 3; k++) {
      double d = averaged(painted + 4 * TIMES * x + k, 4 * TIMES * width) - target->rgb[3 * at + k];
      error += target->weight[at] * d * d;
    }
  }
  return error;
}

double painted_rmse(const PrimTarget *target, const PrimDrawing *drawing)
{
  enum { BAND = 16 }; /* working rows painted at once: whole strips of the painter's */
  int width = target->width, height = target->height;
  PrimDrawing opaque = *drawing;
  float *pixels = malloc((size_t)BAND * TIMES * TIMES * (size_t)width * 4 * sizeof *pixels);
  double error = 0, weight = 0;
  bool good = pixels;

  opaque.transparent = false;
  for (int first = 0; good && first < height; first += BAND) {
    int rows = height - first < BAND ? height - first : BAND;
    good = prim_paint_rows(&opaque, TIMES * width, TIMES * height, TIMES * first, TIMES * rows, 1,
                           pixels) == PRIM_OK;
    for (int y = 0; good && y < rows; y++)
      error += row_error(target, first + y, pixels + (size_t)y * TIMES * TIMES * (size_t)width * 4,
                         &weight);
  }
  free(pixels);
  return good ? sqrt(error / (3 * weight)) : NAN;
}

#else

double painted_rmse(const PrimTarget *target, const PrimDrawing *drawing)
{
  (void)target;
  (void)drawing;
  return NAN;
}

#endif
