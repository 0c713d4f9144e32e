/* Which geometry is a shape's at all: neither degenerate nor folded over itself. Moves that make
 * anything else are refused. Corners are compared exactly; doubles appear only in operations that
 * IEEE 754 rounds alike everywhere. */
#ifndef PRIM_VALID_H
#define PRIM_VALID_H

#include <math.h>

#include "shape.h"

PRIM_FN int64_t prim_cross(const int32_t *a, const int32_t *b, const int32_t *c)
{
  return (int64_t)(b[0] - a[0]) * (c[1] - a[1]) - (int64_t)(b[1] - a[1]) * (c[0] - a[0]);
}

PRIM_FN int64_t prim_dot(const int32_t *a, const int32_t *b, const int32_t *c)
{
  return (int64_t)(b[0] - a[0]) * (c[0] - a[0]) + (int64_t)(b[1] - a[1]) * (c[1] - a[1]);
}

/* Whether the angle at a between b and c is at least 1 degree; `area` is the
 * absolute cross product. tan 1 degree = 1 / 57.29. */
PRIM_FN int prim_angle_open(const int32_t *a, const int32_t *b, const int32_t *c, int64_t area)
{
  return area * 57 >= prim_dot(a, b, c);
}

PRIM_FN int prim_triangle_valid(const int32_t *v)
{
  int64_t area = prim_cross(v, v + 2, v + 4);

  if (area < 0)
    area = -area;
  return area > 0 && prim_angle_open(v, v + 2, v + 4, area) &&
         prim_angle_open(v + 2, v + 4, v, area) && prim_angle_open(v + 4, v, v + 2, area);
}

PRIM_FN int prim_quadrilateral_valid(const int32_t *v)
{
  int64_t a = prim_cross(v, v + 2, v + 4), b = prim_cross(v + 2, v + 4, v + 6);
  int64_t c = prim_cross(v + 4, v + 6, v), d = prim_cross(v + 6, v, v + 2);

  return (a > 0 && b > 0 && c > 0 && d > 0) || (a < 0 && b < 0 && c < 0 && d < 0);
}

/* Whether segments a-b and c-d cross or touch; on one line they count as touching. */
PRIM_FN int prim_segments_meet(const int32_t *a, const int32_t *b, const int32_t *c,
                               const int32_t *d)
{
  int64_t abc = prim_cross(a, b, c), abd = prim_cross(a, b, d);
  int64_t cda = prim_cross(c, d, a), cdb = prim_cross(c, d, b);

  return !((abc > 0 && abd > 0) || (abc < 0 && abd < 0) || (cda > 0 && cdb > 0) ||
           (cda < 0 && cdb < 0));
}

/* Simple: no two sides meet but neighbours. */
PRIM_FN int prim_polygon_valid(const int32_t *v, int corners)
{
  for (int i = 0; i < corners; i++)
    for (int j = i + 2; j < corners; j++) {
      if (i == 0 && j == corners - 1)
        continue;
      const int32_t *c = v + 2 * j;
      const int32_t *d = v + 2 * ((j + 1) % corners);
      if (prim_segments_meet(v + 2 * i, v + 2 * i + 2, c, d))
        return 0;
    }
  return 1;
}

/* Whether the stroke is nowhere bent more sharply than half its width, where it
 * would fold over itself. A quadratic curve's curvature is X / 2 |d|^3 at an end
 * whose control point is at distance d, and at its apex, if that lies between
 * the ends, 4 |m|^3 / X^2; X is the cross product of the control points, m the
 * vector from the middle of the ends to the middle control point. */
PRIM_FN int prim_bezier_valid(const int32_t *v)
{
  double ax = v[2] - v[0], ay = v[3] - v[1], bx = v[4] - v[2], by = v[5] - v[3];
  double mx = (ax - bx) / 2, my = (ay - by) / 2;
  double cross = ax * by - ay * bx, half = v[6] * 0.5;
  double a = ax * ax + ay * ay, b = bx * bx + by * by, m = mx * mx + my * my;
  double apex = ax * mx + ay * my; /* times 2 m: its parameter */

  if (cross < 0)
    cross = -cross;
  if (apex > 0 && apex < 2 * m && half * 4 * m * sqrt(m) > cross * cross)
    return 0;
  return a > 0 && b > 0 && half * cross <= 2 * a * sqrt(a) && half * cross <= 2 * b * sqrt(b);
}

PRIM_FN int prim_shape_valid(const PrimShape *shape)
{
  switch (shape->kind) {
  case PRIM_TRIANGLE:
    return prim_triangle_valid(shape->v);
  case PRIM_QUADRILATERAL:
    return prim_quadrilateral_valid(shape->v);
  case PRIM_POLYGON:
    return prim_polygon_valid(shape->v, shape->corners);
  case PRIM_BEZIER:
    return prim_bezier_valid(shape->v);
  case PRIM_RECTANGLE:
    return shape->v[0] < shape->v[2] && shape->v[1] < shape->v[3];
  case PRIM_LINE:
    return shape->v[0] != shape->v[2] || shape->v[1] != shape->v[3];
  default:
    return 1;
  }
}

#endif
