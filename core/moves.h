/* The search's moves: a random shape, and a small random change of one.
 *
 * Geometry stays in integers; doubles appear only in operations that IEEE 754 rounds
 * alike everywhere. Lengths are taken in proportion to the working image, so
 * that the search does the same at every detail. A step's scale is drawn from
 * several octaves: coarse steps find a place, fine ones fit the edges. The coarsest
 * follow the number of shapes (effort.h) and the extent of the shape that moves. */
#ifndef PRIM_MOVES_H
#define PRIM_MOVES_H

#include <stddef.h>

#include "coverage.h"
#include "limits.h"
#include "random.h"
#include "tiles.h"
#include "valid.h"

/* Where shapes may be, and how far the search reaches. Corners may lie outside the
 * picture by `margin`: with few shapes that helps a lot. */
typedef struct PrimBounds {
  int32_t width, height; /* of the working image, in coordinate units */
  int32_t longer;        /* of the two */
  int32_t margin;
  int32_t size;               /* the largest random shape's, from its middle */
  int32_t step;               /* the largest step */
  int32_t limited;            /* whether there are limits (limits.h): */
  int32_t size_min, size_max; /* 0 and INT32_MAX: none */
  int32_t stroke_min, stroke_max;
  const PrimTiles *tiles; /* where random shapes are wanted; NULL = everywhere alike */
} PrimBounds;

enum {
  PRIM_MOVE_TRIES = 8,   /* draws before an invalid move is given up */
  PRIM_SIZE_OCTAVES = 6, /* sizes of random shapes: the largest down to 1 / 32 of it */
  PRIM_STEP_OCTAVES = 7  /* steps: the largest down to 1 / 64 of it */
};

/* Sizes and steps are those of a picture with few shapes: up to half the longer side. */
PRIM_FN PrimBounds prim_bounds(int width, int height)
{
  PrimBounds bounds = {
      width * PRIM_SUBPIXEL, height * PRIM_SUBPIXEL, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL};
  int32_t widest;

  bounds.longer = bounds.width > bounds.height ? bounds.width : bounds.height;
  bounds.margin = bounds.size = bounds.step = bounds.longer / 2;
  bounds.size_max = INT32_MAX;
  widest = bounds.longer / 8;
  bounds.stroke_min = PRIM_SUBPIXEL;
  bounds.stroke_max = widest > PRIM_SUBPIXEL ? widest : PRIM_SUBPIXEL;
  return bounds;
}

/* Sets the limits of the bounds; the size of random shapes follows. */
PRIM_FN void prim_bounds_limit(PrimBounds *bounds, const PrimLimits *limits)
{
  bounds->limited =
      limits->size_min || limits->size_max || limits->stroke_min || limits->stroke_max;
  bounds->size_min = limits->size_min;
  bounds->size_max = limits->size_max ? limits->size_max : INT32_MAX;
  bounds->size = bounds->size < bounds->size_max / 2 ? bounds->size : bounds->size_max / 2;
  if (limits->stroke_max)
    bounds->stroke_max = prim_clamp(limits->stroke_max, bounds->stroke_min, bounds->stroke_max);
  bounds->stroke_min = prim_clamp(limits->stroke_min, bounds->stroke_min, bounds->stroke_max);
}

PRIM_FN int32_t prim_clamp_x(const PrimBounds *bounds, int32_t x)
{
  return prim_clamp(x, -bounds->margin, bounds->width + bounds->margin);
}

PRIM_FN int32_t prim_clamp_y(const PrimBounds *bounds, int32_t y)
{
  return prim_clamp(y, -bounds->margin, bounds->height + bounds->margin);
}

/* Half sizes and radii: half a pixel to the longer side, within the limits. */
PRIM_FN int32_t prim_clamp_size(const PrimBounds *bounds, int32_t size)
{
  int32_t low = bounds->size_min / 2, high = bounds->size_max / 2;

  return prim_clamp(size, low > PRIM_SUBPIXEL / 2 ? low : PRIM_SUBPIXEL / 2,
                    high < bounds->longer ? high : bounds->longer);
}

PRIM_FN int32_t prim_clamp_width(const PrimBounds *bounds, int32_t width)
{
  return prim_clamp(width, bounds->stroke_min, bounds->stroke_max);
}

PRIM_FN int32_t prim_random_size(const PrimBounds *bounds, PrimRandom *random)
{
  int32_t size = bounds->size >> prim_random_below(random, PRIM_SIZE_OCTAVES);

  return size > PRIM_SUBPIXEL ? size : PRIM_SUBPIXEL;
}

PRIM_FN int32_t prim_random_scale(const PrimBounds *bounds, PrimRandom *random)
{
  int32_t scale = bounds->step >> prim_random_below(random, PRIM_STEP_OCTAVES);

  return scale > 4 ? scale : 4;
}

PRIM_FN int32_t prim_random_step(const PrimBounds *bounds, PrimRandom *random)
{
  int32_t scale = prim_random_scale(bounds, random);

  return prim_random_bell(random, scale);
}

PRIM_FN void prim_random_point(const PrimBounds *bounds, PrimRandom *random, const int32_t *middle,
                               int32_t size, int32_t *point)
{
  point[0] = prim_clamp_x(bounds, middle[0] + prim_random_between(random, -size, size));
  point[1] = prim_clamp_y(bounds, middle[1] + prim_random_between(random, -size, size));
}

/* A star-shaped polygon about `middle`, with random radii. */
PRIM_FN void prim_random_polygon(const PrimBounds *bounds, PrimRandom *random,
                                 const int32_t *middle, int32_t size, PrimShape *shape)
{
  int corners = 4 + (int)prim_random_below(random, PRIM_CORNERS_MAX - 3);
  int32_t turn = (int32_t)prim_random_below(random, PRIM_TURN);

  shape->corners = (uint8_t)corners;
  for (int i = 0; i < corners; i++) {
    int32_t angle = turn + PRIM_TURN * i / corners;
    int32_t radius = prim_random_between(random, size / 4, size);
    shape->v[2 * i] = prim_clamp_x(bounds, middle[0] + (int32_t)(radius * prim_cosine(angle)));
    shape->v[2 * i + 1] = prim_clamp_y(bounds, middle[1] + (int32_t)(radius * prim_sine(angle)));
  }
}

PRIM_FN void prim_random_quadrilateral(const PrimBounds *bounds, PrimRandom *random,
                                       const int32_t *middle, int32_t size, int32_t *v)
{
  for (int i = 0; i < 4; i++) {
    int32_t x = prim_random_between(random, size / 8, size);
    int32_t y = prim_random_between(random, size / 8, size);
    v[2 * i] = prim_clamp_x(bounds, middle[0] + (i == 1 || i == 2 ? x : -x));
    v[2 * i + 1] = prim_clamp_y(bounds, middle[1] + (i < 2 ? -y : y));
  }
}

PRIM_FN void prim_draw_random(const PrimBounds *bounds, PrimRandom *random, PrimShape *shape)
{
  int32_t *v = shape->v;
  int32_t middle[2] = {(int32_t)prim_random_below(random, (uint32_t)bounds->width),
                       (int32_t)prim_random_below(random, (uint32_t)bounds->height)};
  int32_t size = prim_random_size(bounds, random);

  if (bounds->tiles)
    prim_tiles_draw(bounds->tiles, random, middle);
  shape->corners = 0;
  switch (shape->kind) {
  case PRIM_TRIANGLE:
    for (int i = 0; i < 3; i++)
      prim_random_point(bounds, random, middle, size, v + 2 * i);
    break;
  case PRIM_RECTANGLE: {
    int32_t x = prim_random_between(random, PRIM_SUBPIXEL / 2, size);
    int32_t y = prim_random_between(random, PRIM_SUBPIXEL / 2, size);
    v[0] = prim_clamp_x(bounds, middle[0] - x);
    v[1] = prim_clamp_y(bounds, middle[1] - y);
    v[2] = prim_clamp_x(bounds, middle[0] + x);
    v[3] = prim_clamp_y(bounds, middle[1] + y);
    break;
  }
  case PRIM_QUADRILATERAL:
    prim_random_quadrilateral(bounds, random, middle, size, v);
    break;
  case PRIM_POLYGON:
    prim_random_polygon(bounds, random, middle, size, shape);
    break;
  case PRIM_LINE:
    prim_random_point(bounds, random, middle, size, v);
    prim_random_point(bounds, random, middle, size, v + 2);
    v[4] = prim_clamp_width(bounds, prim_random_between(random, PRIM_SUBPIXEL, size));
    break;
  case PRIM_BEZIER:
    for (int i = 0; i < 3; i++)
      prim_random_point(bounds, random, middle, size, v + 2 * i);
    v[6] = prim_clamp_width(bounds, prim_random_between(random, PRIM_SUBPIXEL, size));
    break;
  default: /* the kinds with a centre and radii or half sizes */
    v[0] = middle[0];
    v[1] = middle[1];
    v[2] = prim_clamp_size(bounds, prim_random_between(random, PRIM_SUBPIXEL, size));
    v[3] = prim_clamp_size(bounds, prim_random_between(random, PRIM_SUBPIXEL, size));
    v[4] = (int32_t)prim_random_below(random, PRIM_TURN);
  }
}

/* How many points a shape has, 0 for those with a center. */
PRIM_FN int prim_shape_points(const PrimShape *shape)
{
  switch (shape->kind) {
  case PRIM_RECTANGLE:
  case PRIM_LINE:
    return 2;
  case PRIM_TRIANGLE:
  case PRIM_BEZIER:
    return 3;
  case PRIM_QUADRILATERAL:
    return 4;
  case PRIM_POLYGON:
    return shape->corners;
  default:
    return 0;
  }
}

/* How far points reach along an axis: v[0], v[2], ... */
PRIM_FN int32_t prim_extent(const int32_t *v, int points, int32_t *low)
{
  int32_t high = v[0];

  *low = v[0];
  for (int i = 1; i < points; i++) {
    *low = v[2 * i] < *low ? v[2 * i] : *low;
    high = v[2 * i] > high ? v[2 * i] : high;
  }
  return high - *low;
}

/* Stretches points along an axis, on which the image has `side` units, by to / from about
 * their middle. */
PRIM_FN void prim_stretch(const PrimBounds *bounds, int32_t *v, int points, int32_t side,
                          int32_t from, int32_t to)
{
  int32_t low;
  int32_t extent = prim_extent(v, points, &low);
  int32_t stretched = (int32_t)((int64_t)extent * to / from);
  int32_t start = prim_clamp(low + (extent - stretched) / 2, -bounds->margin,
                             side + bounds->margin - stretched);

  for (int i = 0; i < points; i++)
    v[2 * i] = start + (int32_t)((int64_t)(v[2 * i] - low) * to / from);
}

/* Brings a shape that has points within the limits; radii and half sizes are already. */
PRIM_FN void prim_shape_fit(const PrimBounds *bounds, PrimShape *shape)
{
  int points = prim_shape_points(shape);
  int stroke = prim_is_stroke(shape);
  int32_t low, *v = shape->v;

  if (!bounds->limited || !points)
    return;
  int32_t width = prim_extent(v, points, &low), height = prim_extent(v + 1, points, &low);
  if (stroke) {
    width = height = width > height ? width : height;
    v[2 * points] = prim_clamp_width(bounds, v[2 * points]);
  }
  int32_t wanted_width = prim_clamp(width, bounds->size_min, bounds->size_max);
  int32_t wanted_height = prim_clamp(height, bounds->size_min, bounds->size_max);
  if (width && wanted_width != width)
    prim_stretch(bounds, v, points, bounds->width, width, wanted_width);
  if (height && wanted_height != height)
    prim_stretch(bounds, v + 1, points, bounds->height, height, wanted_height);
}

/* Moves the sides of a rectangle between samples, where what is searched is exactly what is
 * painted. The edges of other shapes run across samples. */
PRIM_FN void prim_shape_align(PrimShape *shape)
{
  const int32_t unit = PRIM_SUBPIXEL / PRIM_SAMPLE_COLUMNS;

  if (shape->kind != PRIM_RECTANGLE)
    return;
  for (int i = 0; i < 4; i++)
    shape->v[i] = (shape->v[i] + unit / 2) & -unit;
}

/* A random shape of shape->kind into *shape's geometry; false when none of a
 * few draws was valid. */
PRIM_FN int prim_shape_random(const PrimBounds *bounds, PrimRandom *random, PrimShape *shape)
{
  for (int i = 0; i < PRIM_MOVE_TRIES; i++) {
    prim_draw_random(bounds, random, shape);
    prim_shape_fit(bounds, shape);
    prim_shape_align(shape);
    if (prim_shape_valid(shape))
      return 1;
  }
  return 0;
}

PRIM_FN void prim_move_point(const PrimBounds *bounds, PrimRandom *random, int32_t *point)
{
  int32_t scale = prim_random_scale(bounds, random);

  point[0] = prim_clamp_x(bounds, point[0] + prim_random_bell(random, scale));
  point[1] = prim_clamp_y(bounds, point[1] + prim_random_bell(random, scale));
}

PRIM_FN void prim_move_all(const PrimBounds *bounds, PrimRandom *random, int32_t *v, int points)
{
  int32_t dx = prim_random_step(bounds, random), dy = prim_random_step(bounds, random);

  for (int i = 0; i < points; i++) {
    v[2 * i] = prim_clamp_x(bounds, v[2 * i] + dx);
    v[2 * i + 1] = prim_clamp_y(bounds, v[2 * i + 1] + dy);
  }
}

/* One of the points, or now and then all of them. */
PRIM_FN void prim_move_points(const PrimBounds *bounds, PrimRandom *random, int32_t *v, int points)
{
  uint32_t which = prim_random_below(random, (uint32_t)points * 4 + 1);

  if (which == (uint32_t)points * 4)
    prim_move_all(bounds, random, v, points);
  else
    prim_move_point(bounds, random, v + 2 * (which % (uint32_t)points));
}

/* Moves a corner, or now and then puts one in the middle of a side or takes one
 * away. */
PRIM_FN void prim_move_polygon(const PrimBounds *bounds, PrimRandom *random, PrimShape *shape)
{
  int32_t *v = shape->v;
  int corners = shape->corners;
  uint32_t which = prim_random_below(random, 16);
  int at = (int)prim_random_below(random, (uint32_t)corners);

  if (which == 0 && corners < PRIM_CORNERS_MAX) {
    int next = (at + 1) % corners;
    int32_t x = (v[2 * at] + v[2 * next]) / 2, y = (v[2 * at + 1] + v[2 * next + 1]) / 2;
    for (int i = corners; i > at + 1; i--) {
      v[2 * i] = v[2 * i - 2];
      v[2 * i + 1] = v[2 * i - 1];
    }
    v[2 * at + 2] = x;
    v[2 * at + 3] = y;
    shape->corners++;
    prim_move_point(bounds, random, v + 2 * at + 2);
  } else if (which == 1 && corners > 4) {
    for (int i = at; i < corners - 1; i++) {
      v[2 * i] = v[2 * i + 2];
      v[2 * i + 1] = v[2 * i + 3];
    }
    shape->corners--;
  } else {
    prim_move_points(bounds, random, v, corners);
  }
}

PRIM_FN void prim_move_rectangle(const PrimBounds *bounds, PrimRandom *random, int32_t *v)
{
  prim_move_points(bounds, random, v, 2);
  for (int i = 0; i < 2; i++) {
    int32_t low = v[i] < v[i + 2] ? v[i] : v[i + 2];
    int32_t high = v[i] < v[i + 2] ? v[i + 2] : v[i];
    v[i] = low;
    v[i + 2] = high;
  }
}

/* The kinds with a centre: `sizes` of v[2], v[3], and the angle when `turns`. */
PRIM_FN void prim_move_centred(const PrimBounds *bounds, PrimRandom *random, int32_t *v, int sizes,
                               int turns)
{
  uint32_t which = prim_random_below(random, (uint32_t)(1 + sizes + turns));

  if (which == 0)
    prim_move_point(bounds, random, v);
  else if (which <= (uint32_t)sizes)
    v[1 + which] = prim_clamp_size(bounds, v[1 + which] + prim_random_step(bounds, random));
  else
    v[4] = (v[4] + prim_random_bell(random, PRIM_TURN >> (2 + prim_random_below(random, 6)))) &
           (PRIM_TURN - 1);
}

PRIM_FN void prim_move_stroke(const PrimBounds *bounds, PrimRandom *random, int32_t *v, int points)
{
  if (prim_random_below(random, 4) == 0)
    v[2 * points] = prim_clamp_width(bounds, v[2 * points] + prim_random_step(bounds, random) / 4);
  else
    prim_move_points(bounds, random, v, points);
}

PRIM_FN void prim_draw_move(const PrimBounds *bounds, PrimRandom *random, PrimShape *shape)
{
  switch (shape->kind) {
  case PRIM_TRIANGLE:
    prim_move_points(bounds, random, shape->v, 3);
    break;
  case PRIM_QUADRILATERAL:
    prim_move_points(bounds, random, shape->v, 4);
    break;
  case PRIM_POLYGON:
    prim_move_polygon(bounds, random, shape);
    break;
  case PRIM_RECTANGLE:
    prim_move_rectangle(bounds, random, shape->v);
    break;
  case PRIM_LINE:
    prim_move_stroke(bounds, random, shape->v, 2);
    break;
  case PRIM_BEZIER:
    prim_move_stroke(bounds, random, shape->v, 3);
    break;
  default:
    prim_move_centred(bounds, random, shape->v, shape->kind == PRIM_CIRCLE ? 1 : 2,
                      shape->kind == PRIM_ROTATED_ELLIPSE || shape->kind == PRIM_ROTATED_RECTANGLE);
  }
}

/* The largest step for this shape. Those with a centre take shorter ones the smaller they are:
 * a far smaller or larger radius is never better. Corners may go anywhere. */
PRIM_FN int32_t prim_near_step(const PrimBounds *bounds, const PrimShape *shape)
{
  int32_t radius =
      shape->kind == PRIM_CIRCLE || shape->v[2] > shape->v[3] ? shape->v[2] : shape->v[3];
  int32_t near = radius / (shape->kind == PRIM_CIRCLE ? 4 : 2) + bounds->step / 4;
  int centred = prim_is_ellipse(shape) || shape->kind == PRIM_ROTATED_RECTANGLE;

  return centred && near < bounds->step ? near : bounds->step;
}

/* A shape whose geometry differs a little from that of `before`; the same when none of a few
 * draws was valid. */
PRIM_FN void prim_shape_move(const PrimBounds *bounds, PrimRandom *random, const PrimShape *before,
                             PrimShape *shape)
{
  PrimBounds near = *bounds;

  near.step = prim_near_step(bounds, before);
  *shape = *before;
  for (int i = 0; i < PRIM_MOVE_TRIES; i++) {
    prim_draw_move(&near, random, shape);
    prim_shape_fit(&near, shape);
    prim_shape_align(shape);
    if (prim_shape_valid(shape))
      return;
    *shape = *before;
  }
}

#endif
