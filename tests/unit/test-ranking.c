/* Proves the order of candidates, and which shapes of a drawing are dropped: also among equals,
 * where an order left to chance would make two machines draw two pictures. */
#include "../../core/ranking.h"
#include "cases.h"
#include "../tap.h"

enum { CASES = 500, MOST = 40 };

/* Gains of which many are equal. */
static double dice_delta(Dice *dice)
{
  return dice_one_in(dice, 8) ? INFINITY : dice_between(dice, -6, 2);
}

/* Each is told by its first coordinate. */
static bool rank_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimCandidate found[MOST];
  int count = dice_between(&dice, 1, MOST);

  for (int i = 0; i < count; i++)
    found[i] = (PrimCandidate){.shape = {.v = {i}}, .delta = dice_delta(&dice)};
  if (prim_rank_found(found, count) != PRIM_OK)
    return tap_fault("no memory");
  for (int i = 1; i < count; i++) {
    const PrimCandidate *a = &found[i - 1], *b = &found[i];
    if (a->delta > b->delta || (a->delta >= b->delta && a->shape.v[0] >= b->shape.v[0]))
      return tap_fault("%d before %d", a->shape.v[0], b->shape.v[0]);
  }
  return true;
}

/* How many of the shapes go before that one. */
static int worse(const double *deltas, int count, int shape)
{
  int before = 0;

  for (int i = 0; i < count; i++)
    before += deltas[i] > deltas[shape] || (deltas[i] >= deltas[shape] && i < shape);
  return before;
}

static bool drop_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimShape shapes[MOST];
  double deltas[MOST];
  int count = dice_between(&dice, 1, MOST), dropped = dice_between(&dice, 1, count), kept = 0;
  PrimDrawing drawing = {.width = 9, .height = 9, .shapes = shapes, .count = count};

  for (int i = 0; i < count; i++) {
    shapes[i] = (PrimShape){.v = {i}};
    deltas[i] = dice_delta(&dice);
  }
  if (prim_drop_worst(&drawing, deltas, dropped) != PRIM_OK || drawing.count != count - dropped)
    return tap_fault("%d of %d are left", drawing.count, count);
  for (int i = 0; i < count; i++)
    if (worse(deltas, count, i) >= dropped && shapes[kept++].v[0] != i)
      return tap_fault("shape %d is missing", i);
  return true;
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  tap_cases("candidates are sorted by delta, then by climb", CASES, rank_case);
  tap_cases("the worst shapes are dropped, of equal ones the lower", CASES, drop_case);
  return tap_done();
}
