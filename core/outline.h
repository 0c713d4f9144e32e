/* From a shape's integers to its outline: the one place that knows what the
 * geometry of each kind means. Scan conversion, the painter and the exporters
 * all start here.
 *
 * Points are in working pixels. Only +, -, *, / and sqrt of doubles are used,
 * which IEEE 754 rounds the same way everywhere (libm's sine is not). */
#ifndef PRIM_OUTLINE_H
#define PRIM_OUTLINE_H

#include <math.h>

#include "shape.h"

#define PRIM_BEZIER_PIECES 16
#define PRIM_OUTLINE_MAX (2 * (PRIM_BEZIER_PIECES + 1))

typedef struct PrimPoint {
  double x, y;
} PrimPoint;

typedef struct PrimEllipse {
  double x, y, radius_x, radius_y;
  double sine, cosine; /* of the angle radius_x is turned by */
} PrimEllipse;

/* Sine of angle / PRIM_TURN turns, by its Taylor series in a quarter turn;
 * absolute error below 1e-11. */
PRIM_FN double prim_sine(int32_t angle)
{
  int32_t phase = angle & (PRIM_TURN - 1);
  int32_t quarter = PRIM_TURN / 4;
  int32_t rest = phase % quarter;
  if ((phase / quarter) & 1)
    rest = quarter - rest;
  double x = rest * (1.57079632679489661923 / (PRIM_TURN / 4));
  double square = x * x;
  double sum = 1 - square / 210;
  sum = 1 - square / 156 * sum;
  sum = 1 - square / 110 * sum;
  sum = 1 - square / 72 * sum;
  sum = 1 - square / 42 * sum;
  sum = 1 - square / 20 * sum;
  sum = x * (1 - square / 6 * sum);
  return phase >= PRIM_TURN / 2 ? -sum : sum;
}

PRIM_FN double prim_cosine(int32_t angle)
{
  return prim_sine((angle & (PRIM_TURN - 1)) + PRIM_TURN / 4);
}

PRIM_FN double prim_pixels(int32_t units)
{
  return units * (1.0 / PRIM_SUBPIXEL);
}

/* Whether the shape is a stroke along a line or curve; its width in coordinate units, 0 of areas.
 */
PRIM_FN int prim_is_stroke(const PrimShape *shape)
{
  return shape->kind == PRIM_LINE || shape->kind == PRIM_BEZIER;
}

PRIM_FN int32_t prim_stroke_width(const PrimShape *shape)
{
  return shape->kind == PRIM_LINE ? shape->v[4] : shape->kind == PRIM_BEZIER ? shape->v[6] : 0;
}

PRIM_FN int prim_is_ellipse(const PrimShape *shape)
{
  return shape->kind == PRIM_ELLIPSE || shape->kind == PRIM_ROTATED_ELLIPSE ||
         shape->kind == PRIM_CIRCLE;
}

/* For the kinds prim_is_ellipse() is true for. */
PRIM_FN PrimEllipse prim_ellipse(const PrimShape *shape)
{
  const int32_t *v = shape->v;
  PrimEllipse ellipse = {prim_pixels(v[0]),
                         prim_pixels(v[1]),
                         prim_pixels(v[2]),
                         prim_pixels(shape->kind == PRIM_CIRCLE ? v[2] : v[3]),
                         0,
                         1};

  if (shape->kind == PRIM_ROTATED_ELLIPSE) {
    ellipse.sine = prim_sine(v[4]);
    ellipse.cosine = prim_cosine(v[4]);
  }
  return ellipse;
}

/* The points half a stroke's width to both sides of `at`, whose direction is
 * (dx, dy). */
PRIM_FN void prim_stroke_sides(double x, double y, double dx, double dy, double half,
                               PrimPoint *one, PrimPoint *other)
{
  double length = sqrt(dx * dx + dy * dy);
  double nx = length > 0 ? -dy / length * half : 0;
  double ny = length > 0 ? dx / length * half : 0;

  one->x = x + nx;
  one->y = y + ny;
  other->x = x - nx;
  other->y = y - ny;
}

/* The points to both sides of where piece i of the curve begins; or ends, for the number after the
 * last. */
PRIM_FN void prim_bezier_sides(const int32_t *v, int i, PrimPoint *points)
{
  double x0 = prim_pixels(v[0]), y0 = prim_pixels(v[1]);
  double x1 = prim_pixels(v[2]), y1 = prim_pixels(v[3]);
  double x2 = prim_pixels(v[4]), y2 = prim_pixels(v[5]);
  double t = i * (1.0 / PRIM_BEZIER_PIECES), s = 1 - t;
  double x = s * s * x0 + 2 * s * t * x1 + t * t * x2;
  double y = s * s * y0 + 2 * s * t * y1 + t * t * y2;
  double dx = s * (x1 - x0) + t * (x2 - x1);
  double dy = s * (y1 - y0) + t * (y2 - y1);

  prim_stroke_sides(x, y, dx, dy, prim_pixels(v[6]) / 2, &points[i],
                    &points[PRIM_OUTLINE_MAX - 1 - i]);
}

PRIM_FN int prim_bezier_outline(const int32_t *v, PrimPoint *points)
{
  for (int i = 0; i <= PRIM_BEZIER_PIECES; i++)
    prim_bezier_sides(v, i, points);
  return PRIM_OUTLINE_MAX;
}

/* The corners of a polygonal shape, in order, into room for PRIM_OUTLINE_MAX.
 * Returns how many; 0 for ellipses. */
PRIM_FN int prim_outline(const PrimShape *shape, PrimPoint *points)
{
  const int32_t *v = shape->v;

  switch (shape->kind) {
  case PRIM_RECTANGLE:
    for (int i = 0; i < 4; i++) {
      points[i].x = prim_pixels(v[i == 1 || i == 2 ? 2 : 0]);
      points[i].y = prim_pixels(v[i < 2 ? 1 : 3]);
    }
    return 4;
  case PRIM_ROTATED_RECTANGLE: {
    double sine = prim_sine(v[4]), cosine = prim_cosine(v[4]);
    for (int i = 0; i < 4; i++) {
      double x = i == 1 || i == 2 ? prim_pixels(v[2]) : -prim_pixels(v[2]);
      double y = i < 2 ? -prim_pixels(v[3]) : prim_pixels(v[3]);
      points[i].x = prim_pixels(v[0]) + (x * cosine - y * sine);
      points[i].y = prim_pixels(v[1]) + (x * sine + y * cosine);
    }
    return 4;
  }
  case PRIM_LINE: {
    double x0 = prim_pixels(v[0]), y0 = prim_pixels(v[1]);
    double x1 = prim_pixels(v[2]), y1 = prim_pixels(v[3]);
    double half = prim_pixels(v[4]) / 2;
    prim_stroke_sides(x0, y0, x1 - x0, y1 - y0, half, &points[0], &points[3]);
    prim_stroke_sides(x1, y1, x1 - x0, y1 - y0, half, &points[1], &points[2]);
    return 4;
  }
  case PRIM_BEZIER:
    return prim_bezier_outline(v, points);
  case PRIM_TRIANGLE:
  case PRIM_QUADRILATERAL:
  case PRIM_POLYGON: {
    int corners = shape->kind == PRIM_TRIANGLE        ? 3
                  : shape->kind == PRIM_QUADRILATERAL ? 4
                                                      : shape->corners;
    for (int i = 0; i < corners; i++) {
      points[i].x = prim_pixels(v[2 * i]);
      points[i].y = prim_pixels(v[2 * i + 1]);
    }
    return corners;
  }
  default:
    return 0;
  }
}

#endif
