/* Which shapes may be drawn: what shape.h promises, checked for shapes that come
 * from outside. */
#include "valid.h"
#include "primitive.h"

/* What the numbers of a shape may be in a working image. */
typedef struct Limits {
  int32_t width, height; /* in coordinate units */
  int32_t reach;         /* how far outside the image points may lie */
} Limits;

static bool points_allowed(const Limits *limits, const int32_t *v, int points)
{
  for (int i = 0; i < points; i++, v += 2)
    if (v[0] < -limits->reach || v[0] > limits->width + limits->reach || v[1] < -limits->reach ||
        v[1] > limits->height + limits->reach)
      return false;
  return true;
}

/* Radii, half sizes and stroke widths. */
static bool sizes_allowed(const Limits *limits, const int32_t *v, int sizes)
{
  for (int i = 0; i < sizes; i++)
    if (v[i] < 1 || v[i] > 2 * limits->reach)
      return false;
  return true;
}

static bool geometry_allowed(const Limits *limits, const PrimShape *shape)
{
  const int32_t *v = shape->v;

  switch (shape->kind) {
  case PRIM_TRIANGLE:
    return points_allowed(limits, v, 3);
  case PRIM_RECTANGLE:
    return points_allowed(limits, v, 2) && v[0] < v[2] && v[1] < v[3];
  case PRIM_QUADRILATERAL:
    return points_allowed(limits, v, 4) && prim_quadrilateral_valid(v);
  case PRIM_POLYGON:
    return points_allowed(limits, v, shape->corners);
  case PRIM_ROTATED_RECTANGLE:
  case PRIM_ELLIPSE:
  case PRIM_ROTATED_ELLIPSE:
    return points_allowed(limits, v, 1) && sizes_allowed(limits, v + 2, 2);
  case PRIM_CIRCLE:
    return points_allowed(limits, v, 1) && sizes_allowed(limits, v + 2, 1);
  case PRIM_LINE:
    return points_allowed(limits, v, 2) && sizes_allowed(limits, v + 4, 1);
  case PRIM_BEZIER:
    return points_allowed(limits, v, 3) && sizes_allowed(limits, v + 6, 1);
  default:
    return false;
  }
}

bool prim_shape_allowed(const PrimShape *shape, int width, int height)
{
  int longer = width > height ? width : height;
  Limits limits = {PRIM_SUBPIXEL * width, PRIM_SUBPIXEL * height, PRIM_SUBPIXEL * longer};

  if (width < 1 || height < 1 || longer > PRIM_DETAIL_MAX || shape->opacity < 1)
    return false;
  if (shape->kind == PRIM_POLYGON ? shape->corners < 4 || shape->corners > PRIM_CORNERS_MAX
                                  : shape->corners != 0)
    return false;
  return geometry_allowed(&limits, shape);
}
