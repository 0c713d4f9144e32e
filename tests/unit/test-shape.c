/* Proves shape.c: shapes that break what shape.h promises are refused, one broken
 * number at a time, and whatever the search makes and doubles is allowed. */
#include <stdio.h>

#include "../../core/half_size.h"
#include "cases.h"
#include "../tap.h"

enum { WIDTH = 64, HEIGHT = 48, REACH = 16 * 64, SEARCH_CASES = 20000, MOVES = 50, TRIES = 50 };

/* A shape of each kind that nothing is wrong with. */
static const PrimShape good_shapes[PRIM_KINDS] = {
    {PRIM_TRIANGLE, 0, 1, {0}, {0, 0, 100, 0, 0, 100}},
    {PRIM_RECTANGLE, 0, 255, {0}, {-5, -6, 7, 8}},
    {PRIM_ROTATED_RECTANGLE, 0, 9, {0}, {100, 100, 1, 30, 4095}},
    {PRIM_QUADRILATERAL, 0, 9, {0}, {0, 0, 100, 0, 100, 100, 0, 100}},
    {PRIM_POLYGON, 5, 9, {0}, {0, 0, 100, 0, 100, 100, 50, 20, 0, 100}},
    {PRIM_ELLIPSE, 0, 9, {0}, {100, 100, 1, 1}},
    {PRIM_ROTATED_ELLIPSE, 0, 9, {0}, {100, 100, 20, 30, 12}},
    {PRIM_CIRCLE, 0, 9, {0}, {100, 100, 1}},
    {PRIM_LINE, 0, 9, {0}, {0, 0, 100, 100, 1}},
    {PRIM_BEZIER, 0, 9, {0}, {0, 0, 100, 100, 200, 50, 1}},
};

/* How many points, and how many sizes after them, a kind has. */
static const struct {
  int points, sizes;
} numbers[PRIM_KINDS] = {{3, 0}, {2, 0}, {1, 2}, {4, 0}, {5, 0},
                         {1, 2}, {1, 2}, {1, 1}, {2, 1}, {3, 1}};

static bool allowed(const PrimShape *shape)
{
  return prim_shape_allowed(shape, WIDTH, HEIGHT);
}

/* The shape with one number set. */
static bool allowed_with(PrimShape shape, int at, int32_t value)
{
  shape.v[at] = value;
  return allowed(&shape);
}

static void whole_shapes(void)
{
  for (int kind = 0; kind < PRIM_KINDS; kind++) {
    PrimShape shape = good_shapes[kind], clear = shape, cornered = shape;
    clear.opacity = 0;
    cornered.corners = kind == PRIM_POLYGON ? 3 : 4;
    bool good = allowed(&shape) && !allowed(&clear) && !allowed(&cornered);
    cornered.corners = PRIM_CORNERS_MAX + 1;
    tap_ok(good && !allowed(&cornered), "%s: opacity and number of corners are checked",
           prim_kind_names[kind]);
  }
  PrimShape strange = good_shapes[PRIM_CIRCLE];
  strange.kind = PRIM_KINDS;
  tap_ok(!allowed(&strange), "an unknown kind is refused");
}

static bool point_checked(const PrimShape *shape, int at)
{
  int32_t most = PRIM_SUBPIXEL * (at % 2 ? HEIGHT : WIDTH) + REACH;

  return !allowed_with(*shape, at, most + 1) && !allowed_with(*shape, at, -REACH - 1) &&
         !allowed_with(*shape, at, INT32_MAX) && !allowed_with(*shape, at, INT32_MIN);
}

static bool size_checked(const PrimShape *shape, int at)
{
  return !allowed_with(*shape, at, 0) && !allowed_with(*shape, at, -1) &&
         allowed_with(*shape, at, 2 * REACH) && !allowed_with(*shape, at, 2 * REACH + 1) &&
         !allowed_with(*shape, at, INT32_MAX) && !allowed_with(*shape, at, INT32_MIN);
}

static void each_number(void)
{
  for (int kind = 0; kind < PRIM_KINDS; kind++) {
    const PrimShape *shape = &good_shapes[kind];
    int points = numbers[kind].points;
    bool good = true;
    for (int i = 0; i < 2 * points; i++)
      good = good && point_checked(shape, i);
    for (int i = 0; i < numbers[kind].sizes; i++)
      good = good && size_checked(shape, 2 * points + i);
    tap_ok(good, "%s: each number has its range", prim_kind_names[kind]);
  }
}

static void order_and_form(void)
{
  const PrimShape *rectangle = &good_shapes[PRIM_RECTANGLE];
  PrimShape crossed = {PRIM_QUADRILATERAL, 0, 9, {0}, {0, 0, 100, 100, 100, 0, 0, 100}};
  PrimShape dented = {PRIM_QUADRILATERAL, 0, 9, {0}, {0, 0, 100, 0, 20, 20, 0, 100}};
  PrimShape flat = {PRIM_TRIANGLE, 0, 9, {0}, {0, 0, 10, 10, 20, 20}};
  PrimShape dot = {PRIM_LINE, 0, 9, {0}, {7, 7, 7, 7, 1}};
  PrimShape edge = {PRIM_TRIANGLE, 0, 9, {0}, {-REACH, -REACH, 2 * REACH, 0, 0, 16 * 48 + REACH}};

  tap_ok(!allowed_with(*rectangle, 0, 7) && !allowed_with(*rectangle, 0, 8) &&
             !allowed_with(*rectangle, 1, 8) && allowed_with(*rectangle, 0, 6),
         "a rectangle's corners must be in order");
  tap_ok(!allowed(&crossed) && !allowed(&dented), "a quadrilateral must be convex");
  tap_ok(allowed(&flat) && allowed(&dot), "a shape without area is allowed");
  tap_ok(allowed(&edge), "corners may lie as far outside as the longer side");
  tap_ok(!prim_shape_allowed(&flat, 0, 1) && !prim_shape_allowed(&flat, 1, 0) &&
             !prim_shape_allowed(&flat, PRIM_DETAIL_MAX + 1, 1) &&
             prim_shape_allowed(&flat, PRIM_DETAIL_MAX, 2),
         "the working image's size is checked");
}

/* In the image itself, and in those whose half it may be. */
static bool made_allowed(const PrimShape *shape, int width, int height, int move)
{
  PrimShape twice = *shape;
  char text[400];

  prim_shape_double(&twice);
  bool doubled = width < 8 || height < 8 || width > PRIM_DETAIL_MAX / 2 ||
                 height > PRIM_DETAIL_MAX / 2 ||
                 (prim_shape_allowed(&twice, 2 * width, 2 * height) &&
                  prim_shape_allowed(&twice, 2 * width - 1, 2 * height - 1));
  return (doubled && prim_shape_allowed(shape, width, height)) ||
         tap_fault("%d x %d, after move %d: %s", width, height, move,
                   shape_text(shape, text, sizeof text));
}

static bool search_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimRandom random = prim_random_stream(number, 0, 0);
  PrimShape shape = {.kind = (uint8_t)(number % PRIM_KINDS), .opacity = 1};
  int width = dice_side(&dice, PRIM_DETAIL_MAX), height = dice_side(&dice, PRIM_DETAIL_MAX);
  PrimBounds bounds = prim_bounds(width, height);
  int tries = 0;

  while (!prim_shape_random(&bounds, &random, &shape))
    if (++tries == TRIES)
      return tap_fault("no random shape in %d tries", TRIES);
  for (int i = 0; i <= MOVES; i++) {
    if (!made_allowed(&shape, width, height, i))
      return false;
    PrimShape before = shape;
    prim_shape_move(&bounds, &random, &before, &shape);
  }
  return true;
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  whole_shapes();
  each_number();
  order_and_form();
  tap_cases("what the search makes is allowed", SEARCH_CASES, search_case);
  return tap_done();
}
