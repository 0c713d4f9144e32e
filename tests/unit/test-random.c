/* Proves random.h and moves.h: the streams give the numbers they always gave
 * (drawings depend on them), the numbers are as uniform as they must be, and
 * however often a shape is moved, on frames from 1 x 1 to 2048 x 2048, it stays
 * a valid shape inside its bounds. */
#include <math.h>
#include <stdio.h>

#include "cases.h"
#include "../tap.h"

enum { MOVE_CASES = 20000, MOVES = 400, DRAWS = 1 << 18, START_TRIES = 50 };

/* ---- Streams ---------------------------------------------------------- */

/* Computed by another program (big integers, from the published algorithm). */
static void golden(void)
{
  static const struct {
    uint64_t seed;
    uint32_t shape, climb;
    uint64_t draws[3];
  } streams[] = {
      {0, 0, 0, {0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f}},
      {1, 0, 0, {0x4181b152fb77616f, 0x169c646d52269d62, 0x4a5de8d8d53b7280}},
      {0, 1, 0, {0xce30761cd7373f6d, 0xa82740738736e4c9, 0x8955c6e0195420d6}},
      {0, 0, 1, {0xbfef8030ddc2d772, 0x5f552ce482f2aa47, 0x70335fc3daf3d8a7}},
      {INT32_MAX, 99999, 63, {0xb8d2fd09d21fe9a9, 0x7a422cba526186bd, 0x86626887f3de229d}},
      {UINT64_MAX,
       UINT32_MAX,
       UINT32_MAX,
       {0x717e1e7bbbbd1cb1, 0x2e94c32ae398fc95, 0x730f2278c95c4bf1}},
  };
  PrimRandom published = {1234567};
  bool good = true;

  tap_ok(prim_random_next(&published) == UINT64_C(6457827717110365317) &&
             prim_random_next(&published) == UINT64_C(3203168211198807973),
         "the generator is SplitMix64");
  for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
    PrimRandom random = prim_random_stream(streams[i].seed, streams[i].shape, streams[i].climb);
    for (int k = 0; k < 3; k++)
      good = good && prim_random_next(&random) == streams[i].draws[k];
  }
  tap_ok(good, "streams begin as they always did");
}

static void golden_numbers(void)
{
  static const uint32_t below[] = {6, 7, 6, 9, 6, 6, 1, 4};
  static const int32_t between[] = {2, -1, 5, -2, 5, 4, -4, 5};
  static const int32_t bell[] = {-376, 272, 300, 310, 407, 141, 439, 389};
  PrimRandom random = prim_random_stream(7, 8, 9);
  bool good = true;

  for (int i = 0; i < 8; i++)
    good = good && prim_random_below(&random, 10) == below[i];
  for (int i = 0; i < 8; i++)
    good = good && prim_random_between(&random, -5, 5) == between[i];
  for (int i = 0; i < 8; i++)
    good = good && prim_random_bell(&random, 1000) == bell[i];
  tap_ok(good, "ranges and bells are what they always were");
}

/* Chi-square against equal odds, in standard deviations above what is expected. */
static double excess(const int *count, int range, int draws)
{
  double expected = (double)draws / range, sum = 0;

  for (int i = 0; i < range; i++)
    sum += (count[i] - expected) * (count[i] - expected) / expected;
  return (sum - (range - 1)) / sqrt(2.0 * (range - 1));
}

static void uniformity(void)
{
  static const int ranges[] = {2, 3, 7, 10, 60, 256, 1000};
  double worst = -INFINITY;
  bool inside = true;

  for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
    int count[1000] = {0};
    PrimRandom random = prim_random_stream(r, 1, 2);
    for (int i = 0; i < DRAWS; i++) {
      uint32_t draw = prim_random_below(&random, (uint32_t)ranges[r]);
      inside = inside && draw < (uint32_t)ranges[r];
      count[draw % 1000]++;
    }
    worst = fmax(worst, excess(count, ranges[r], DRAWS));
  }
  PrimRandom random = prim_random_stream(0, 0, 0);
  inside = inside && prim_random_below(&random, 1) == 0 &&
           prim_random_below(&random, UINT32_MAX) < UINT32_MAX;
  tap_note("worst chi-square: %.2f standard deviations above the mean", worst);
  tap_ok(inside && worst < 5, "numbers below a range are uniform");
}

/* First draws of neighbouring streams: as a climb's first choice they must not
 * depend on each other. */
static void streams_part(void)
{
  int count[256] = {0};
  double bits = 0;

  for (uint32_t shape = 0; shape < 256; shape++)
    for (uint32_t climb = 0; climb < 64; climb++) {
      PrimRandom random = prim_random_stream(5, shape, climb);
      PrimRandom next = prim_random_stream(5, shape, climb + 1);
      uint64_t one = prim_random_next(&random), other = prim_random_next(&next);
      count[one >> 56]++;
      for (uint64_t rest = one ^ other; rest; rest &= rest - 1)
        bits++;
    }
  bits /= 256 * 64;
  tap_note("neighbouring streams differ in %.2f of 64 bits", bits);
  tap_ok(excess(count, 256, 256 * 64) < 5 && fabs(bits - 32) < 0.25,
         "neighbouring streams are unlike");
}

static void bells(void)
{
  static const int32_t scales[] = {4, 100, 32768, INT32_MAX};
  bool good = true;

  for (size_t s = 0; s < sizeof scales / sizeof *scales; s++) {
    PrimRandom random = prim_random_stream(3, (uint32_t)s, 0);
    double sum = 0, squares = 0, scale = scales[s];
    for (int i = 0; i < DRAWS; i++) {
      double step = prim_random_bell(&random, scales[s]);
      good = good && fabs(step) <= scale;
      sum += step / scale;
      squares += step / scale * (step / scale);
    }
    double mean = sum / DRAWS, deviation = sqrt(squares / DRAWS - mean * mean);
    tap_note("bell of %d: mean %.4f, deviation %.4f of the scale", scales[s], mean, deviation);
    /* Rounding towards 0 shrinks small scales. */
    good = good && fabs(mean) < 0.004 && fabs(deviation - 0.2887) < 0.003 + 0.5 / scale;
  }
  tap_ok(good, "bell-shaped steps are centred, and as wide as stated");
}

static void both_ends(void)
{
  PrimRandom random = prim_random_stream(1, 2, 3);
  int seen[7] = {0};
  bool good = true;

  for (int i = 0; i < 1000; i++) {
    int32_t draw = prim_random_between(&random, -3, 3);
    good = good && draw >= -3 && draw <= 3;
    if (good)
      seen[draw + 3]++;
  }
  for (int i = 0; i < 7; i++)
    good = good && seen[i] > 0;
  tap_ok(good && prim_random_between(&random, 5, 5) == 5, "a range between includes both ends");
}

/* ---- Moves ------------------------------------------------------------ */

static bool point_inside(const PrimBounds *bounds, const int32_t *point)
{
  return point[0] >= -bounds->margin && point[0] <= bounds->width + bounds->margin &&
         point[1] >= -bounds->margin && point[1] <= bounds->height + bounds->margin;
}

static bool size_inside(const PrimBounds *bounds, int32_t size)
{
  return size >= PRIM_SUBPIXEL / 2 && size <= bounds->longer;
}

static bool width_inside(const PrimBounds *bounds, int32_t width)
{
  int32_t widest = bounds->longer / 8 > PRIM_SUBPIXEL ? bounds->longer / 8 : PRIM_SUBPIXEL;

  return width >= PRIM_SUBPIXEL && width <= widest;
}

static bool sizes_inside(const PrimBounds *bounds, const PrimShape *shape)
{
  const int32_t *v = shape->v;

  switch (shape->kind) {
  case PRIM_RECTANGLE:
    return v[0] < v[2] && v[1] < v[3];
  case PRIM_POLYGON:
    return shape->corners >= 4 && shape->corners <= PRIM_CORNERS_MAX;
  case PRIM_LINE:
    return width_inside(bounds, v[4]);
  case PRIM_BEZIER:
    return width_inside(bounds, v[6]);
  case PRIM_CIRCLE:
    return size_inside(bounds, v[2]);
  case PRIM_ROTATED_RECTANGLE:
  case PRIM_ROTATED_ELLIPSE:
    return size_inside(bounds, v[2]) && size_inside(bounds, v[3]) && v[4] >= 0 && v[4] < PRIM_TURN;
  case PRIM_ELLIPSE:
    return size_inside(bounds, v[2]) && size_inside(bounds, v[3]);
  default:
    return true;
  }
}

static bool check_shape(const PrimBounds *bounds, const PrimShape *shape, int kind, int move)
{
  char text[400];
  bool good = shape->kind == kind && prim_shape_valid(shape) && sizes_inside(bounds, shape);

  for (int i = 0; i < corners_of(shape); i++)
    good = good && point_inside(bounds, shape->v + 2 * i);
  return good || tap_fault("after move %d: %s", move, shape_text(shape, text, sizeof text));
}

static void bounds_sides(Dice *dice, uint32_t number, int *width, int *height)
{
  static const int sides[][2] = {{1, 1},  {1, PRIM_DETAIL_MAX}, {PRIM_DETAIL_MAX, 1},
                                 {2, 3},  {256, 170},           {PRIM_DETAIL_MAX, PRIM_DETAIL_MAX},
                                 {7, 500}};
  uint32_t which = number / PRIM_KINDS % 8;

  *width = which < 7 ? sides[which][0] : dice_side(dice, PRIM_DETAIL_MAX);
  *height = which < 7 ? sides[which][1] : dice_side(dice, PRIM_DETAIL_MAX);
}

/* A random shape that is moved, within the limits; `moved` counts the moves that did something. */
static bool moves_inside(const PrimBounds *bounds, const PrimLimits *limits, PrimRandom *random,
                         PrimShape *shape, int *moved)
{
  int kind = shape->kind, tries = 0;

  *moved = 0;
  while (!prim_shape_random(bounds, random, shape))
    if (++tries == START_TRIES)
      return tap_fault("no random shape of kind %d in %d tries", kind, START_TRIES);
  if (!check_shape(bounds, shape, kind, 0) || !shape_within(limits, shape))
    return false;
  for (int i = 1; i <= MOVES; i++) {
    PrimShape before = *shape;
    prim_shape_move(bounds, random, &before, shape);
    *moved += memcmp(before.v, shape->v, sizeof shape->v) != 0;
    if (!check_shape(bounds, shape, kind, i) || !shape_within(limits, shape))
      return false;
  }
  return true;
}

static bool move_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width, height, kind = (int)(number % PRIM_KINDS), moved;
  PrimRandom random = prim_random_stream(number, 0, 0);

  bounds_sides(&dice, number, &width, &height);
  PrimBounds bounds = prim_bounds(width, height);
  PrimLimits none = {0};
  PrimShape shape = {.kind = (uint8_t)kind, .opacity = 77, .color = {1, 2, 3}};
  tap_detail("%s bounds of %d x %d", "a", width, height);
  if (!moves_inside(&bounds, &none, &random, &shape, &moved))
    return false;
  if (shape.opacity != 77 || memcmp(shape.color, (uint8_t[]){1, 2, 3}, 3) != 0)
    return tap_fault("a move changed the colour or the opacity");
  return moved > MOVES / 8 || tap_fault("only %d of %d moves moved anything", moved, MOVES);
}

/* As move_case(), in a bounds with limits; in small pictures they may leave nothing to move. */
static bool limited_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width, height, moved;
  PrimRandom random = prim_random_stream(number, 1, 0);
  PrimShape shape = {.kind = (uint8_t)(number % PRIM_KINDS)};
  PrimSettings settings = prim_settings_default();

  dice_limits(&dice, &settings);
  bounds_sides(&dice, number, &width, &height);
  int longer = width > height ? width : height;
  PrimBounds bounds = prim_bounds(width, height);
  PrimLimits limits = prim_limits(&settings, longer, dice_one_in(&dice, 2), false);
  prim_bounds_limit(&bounds, &limits);
  if (shape.kind == PRIM_BEZIER && limits.size_max && limits.size_max < limits.stroke_min)
    return true; /* wider than long: only a straight one does not fold over itself */
  tap_detail("%d x %d, sizes %g to %g, strokes %g to %g", width, height, settings.size_min,
             settings.size_max, settings.stroke_min, settings.stroke_max);
  if (!moves_inside(&bounds, &limits, &random, &shape, &moved))
    return false;
  return moved > MOVES / 50 || longer < 16 || tap_fault("only %d moves moved anything", moved);
}

/* What is moved from outside the limits ends inside, if it can be. */
static bool foreign_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimBounds bounds = prim_bounds(200, 150), free = bounds;
  PrimRandom random = prim_random_stream(number, 2, 0);
  PrimShape shape = {.kind = (uint8_t)(number % PRIM_KINDS)};
  PrimSettings settings = prim_settings_default();

  dice_limits(&dice, &settings);
  PrimLimits limits = prim_limits(&settings, 200, false, false);
  prim_bounds_limit(&bounds, &limits);
  while (!prim_shape_random(&free, &random, &shape))
    ;
  PrimShape first = shape;
  for (int i = 0; i < MOVES; i++) {
    PrimShape before = shape;
    prim_shape_move(&bounds, &random, &before, &shape);
  }
  return memcmp(&first, &shape, sizeof shape) == 0 || /* a wide stroke need not bend so much */
         (check_shape(&bounds, &shape, shape.kind, MOVES) && shape_within(&limits, &shape));
}

/* Per mille of the longer side, outwards to nothing and inwards to a pixel. */
static void limits_of_settings(void)
{
  PrimSettings settings = prim_settings_default();
  PrimLimits none = prim_limits(&settings, 256, false, false);
  bool good = !none.size_min && !none.size_max && !none.stroke_min && !none.stroke_max;

  settings.size_min = 100; /* 25.6 pixels, 409.6 units */
  settings.size_max = 200;
  settings.stroke_min = 10;
  settings.stroke_max = 20;
  PrimLimits some = prim_limits(&settings, 256, false, false);
  good = good && some.size_min == 412 && some.size_max == 816 && some.stroke_min == 44 &&
         some.stroke_max == 80;
  PrimLimits half = prim_limits(&settings, 256, true, true);
  good = good && half.size_min == 206 && half.size_max == 408 && half.stroke_min == 22 &&
         half.stroke_max == 40;
  settings.size_min = settings.stroke_min = 0;
  settings.size_max = settings.stroke_max = 0;
  PrimLimits least = prim_limits(&settings, 256, false, false);
  PrimLimits coarse = prim_limits(&settings, 1024, true, false);
  tap_ok(good && least.size_max == 16 && least.stroke_max == 16 && coarse.size_max == 32 &&
             coarse.stroke_max == 32,
         "limits are those of the settings");
}

/* Every coordinate of every kind is reachable: a search that cannot turn a
 * rectangle or widen a line finds less. */
static void moves_reach_everything(void)
{
  static const int numbers[PRIM_KINDS] = {6, 4, 5, 8, 8, 4, 5, 3, 5, 7};
  PrimBounds bounds = prim_bounds(64, 64);
  bool good = true;

  for (int kind = 0; kind < PRIM_KINDS; kind++) {
    PrimRandom random = prim_random_stream(9, (uint32_t)kind, 0);
    PrimShape shape = {.kind = (uint8_t)kind};
    while (!prim_shape_random(&bounds, &random, &shape))
      ;
    PrimShape first = shape;
    uint32_t changed = 0;
    for (int i = 0; i < 1000; i++) {
      PrimShape before = shape;
      prim_shape_move(&bounds, &random, &before, &shape);
      for (int k = 0; k < 2 * PRIM_CORNERS_MAX; k++)
        changed |= (uint32_t)(shape.v[k] != first.v[k]) << k;
    }
    uint32_t wanted = (1u << numbers[kind]) - 1;
    if ((changed & wanted) != wanted)
      tap_note("kind %d: moves never change some of its numbers (%x)", kind, changed);
    good = good && (changed & wanted) == wanted;
  }
  tap_ok(good, "moves change every number of every kind");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  golden();
  golden_numbers();
  uniformity();
  streams_part();
  bells();
  both_ends();
  moves_reach_everything();
  tap_cases("random shapes and their moves are valid and inside the bounds", MOVE_CASES, move_case);
  limits_of_settings();
  tap_cases("with limits they are within them", MOVE_CASES, limited_case);
  tap_cases("and what was not is brought there", MOVE_CASES / 20, foreign_case);
  return tap_done();
}
