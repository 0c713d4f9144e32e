/* Proves reduce.c: each pixel of the small picture is the average of what it covers, by
 * area and coverage, to the last unit; at GIMP's limits as well. */
#include "../../plugin/read/reduce.h"
#include "cases.h"
#include "../tap.h"

enum { CASES = 3000, LONGEST_FROM = 60, WIDEST = 1 << 19 };

/* The part that source pixel i and target pixel x have in common, in 1/to of the source. */
static int64_t overlap(int64_t i, int64_t x, int from, int to)
{
  int64_t begin = i * to > x * from ? i * to : x * from;
  int64_t end = (i + 1) * to < (x + 1) * from ? (i + 1) * to : (x + 1) * from;

  return end > begin ? end - begin : 0;
}

/* One target pixel, by the definition. */
static bool pixel_right(const PrimReduction *r, int x, int row, const uint8_t *rgb,
                        const uint8_t *coverage, const uint8_t *to_rgb, uint16_t covered)
{
  int64_t sum[3] = {0}, weight = 0, full = (int64_t)255 * r->from_width * r->from_height;

  for (int j = 0; j < r->from_height; j++)
    for (int i = 0; i < r->from_width; i++) {
      size_t at = (size_t)j * (size_t)r->from_width + (size_t)i;
      int64_t part = overlap(i, x, r->from_width, r->to_width) *
                     overlap(j, row, r->from_height, r->to_height) *
                     (coverage ? coverage[at] : 255);
      weight += part;
      for (int k = 0; k < 3; k++)
        sum[k] += part * rgb[3 * at + (size_t)k];
    }
  for (int k = 0; k < 3; k++)
    if (to_rgb[k] != (weight ? (sum[k] + weight / 2) / weight : 0))
      return tap_fault("pixel %d, %d: channel %d is %d", x, row, k, to_rgb[k]);
  return covered == (weight * 65535 + full / 2) / full ||
         tap_fault("pixel %d, %d: covered %d", x, row, covered);
}

/* A part of a row of coverage alone, from source columns that it says it needs: the others may
 * hold anything. */
static bool plane_right(Dice *dice, const PrimReduction *r, int row, int first, uint8_t *coverage,
                        const uint16_t *expected)
{
  int column = dice_below(dice, r->to_width), end = dice_between(dice, column + 1, r->to_width);
  uint16_t covered[DICE_LONGEST];
  int left, right, top, bottom;

  prim_reduce_columns_needed(r, column, end, &left, &right);
  prim_reduce_rows_needed(r, row, row + 1, &top, &bottom);
  for (int y = 0; y < bottom - top; y++)
    for (int x = 0; x < r->from_width; x++)
      if (x < left || x >= right)
        coverage[y * r->from_width + x] ^= 255;
  prim_reduce_plane(r, row, first, column, end, coverage, covered);
  for (int x = column; x < end; x++)
    if (covered[x] != expected[x])
      return tap_fault("column %d of %d..%d: %d, not %d", x, column, end - 1, covered[x],
                       expected[x]);
  return true;
}

static bool average_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimReduction r = {dice_side(&dice, LONGEST_FROM), dice_side(&dice, LONGEST_FROM),
                     dice_side(&dice, DICE_LONGEST), dice_side(&dice, DICE_LONGEST)};
  size_t pixels = (size_t)r.from_width * (size_t)r.from_height;
  uint8_t *rgb = malloc(3 * pixels), *coverage = malloc(pixels), to[3 * DICE_LONGEST];
  uint16_t covered[DICE_LONGEST];
  bool weighed = dice_one_in(&dice, 2), good = rgb && coverage;
  int row = dice_below(&dice, r.to_height), first, end;

  dice_bytes(&dice, rgb, r.from_width, 3 * pixels);
  dice_bytes(&dice, coverage, r.from_width, pixels);
  prim_reduce_rows_needed(&r, row, row + 1, &first, &end);
  size_t offset = (size_t)first * (size_t)r.from_width;
  prim_reduce_row(&r, row, first, rgb + 3 * offset, weighed ? coverage + offset : NULL, to,
                  covered);
  tap_detail("%d x %d to %d x %d", r.from_width, r.from_height, r.to_width, r.to_height);
  for (int x = 0; good && x < r.to_width; x++)
    good = pixel_right(&r, x, row, rgb, weighed ? coverage : NULL, to + 3 * x, covered[x]);
  good = good && (!weighed || plane_right(&dice, &r, row, first, coverage + offset, covered));
  free(rgb);
  free(coverage);
  return good;
}

/* A white row of the greatest width becomes few pixels, or one. */
static void widest(void)
{
  uint8_t *rgb = malloc(3 * WIDEST), to[3 * 64];
  uint16_t covered[64];
  bool good = rgb;

  if (rgb)
    memset(rgb, 255, 3 * WIDEST);
  for (int width = 1; good && width <= 64; width *= 4) {
    PrimReduction r = {WIDEST, 1, width, 1};
    prim_reduce_row(&r, 0, 0, rgb, NULL, to, covered);
    for (int i = 0; i < width; i++)
      good = good && to[3 * i] == 255 && covered[i] == UINT16_MAX;
  }
  tap_ok(good, "a row of %d white pixels stays white", WIDEST);
  free(rgb);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  tap_cases("averages are exact", CASES, average_case);
  widest();
  return tap_done();
}
