/* Scaling down: a flat picture stays what it is, the average lies between the least and
 * the most, and no row reads beyond those it says it needs. */
#include "../../plugin/read/reduce.h"
#include "fuzz.h"

static void check_between(const uint8_t *rgb, size_t count, uint8_t value)
{
  uint8_t least = 255, most = 0;

  for (size_t i = 0; i < count; i++) {
    least = rgb[i] < least ? rgb[i] : least;
    most = rgb[i] > most ? rgb[i] : most;
  }
  fuzz_must(value >= least && value <= most);
}

/* Noise from a few bytes, or one value when they are 0. */
static void fill(uint8_t *bytes, size_t count, uint32_t noise, uint8_t flat)
{
  for (size_t i = 0; i < count; i++) {
    noise = noise * 1664525 + (noise ? 1013904223 : 0);
    bytes[i] = noise ? (uint8_t)(noise >> 24) : flat;
  }
}

static void check_row(const PrimReduction *reduction, int row, uint32_t noise, uint8_t flat,
                      bool covered)
{
  int first = 0, end = 0, width = reduction->to_width;
  uint8_t *to = calloc(3, (size_t)width);
  uint16_t *area = calloc((size_t)width, sizeof *area);

  prim_reduce_rows_needed(reduction, row, row + 1, &first, &end);
  fuzz_must(first >= 0 && first < end && end <= reduction->from_height);
  size_t pixels = (size_t)reduction->from_width * (size_t)(end - first);
  uint8_t *rgb = malloc(3 * pixels), *coverage = malloc(pixels);
  fuzz_must(rgb && coverage && to && area);
  fill(rgb, 3 * pixels, noise, flat);
  fill(coverage, pixels, noise / 2, flat);
  prim_reduce_row(reduction, row, first, rgb, covered ? coverage : NULL, to, area);
  for (int x = 0; x < width; x++) {
    if (area[x])
      check_between(rgb, 3 * pixels, to[3 * x]);
    fuzz_must(covered || area[x] == UINT16_MAX);
    fuzz_must(noise || !covered || area[x] == flat * 257);
  }
  free(to);
  free(area);
  free(rgb);
  free(coverage);
}

/* Mostly small, so that many can be tried; the limits once in a while. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  FuzzInput input = {data, size};
  bool large = fuzz_take(&input, 1) % 64 == 0, tall = fuzz_take(&input, 1) & 1;
  int wide = fuzz_between(&input, 1, large ? 5000 : 200), high = fuzz_between(&input, 1, 32);
  int most = large ? PRIM_DETAIL_MAX : 100;
  PrimReduction reduction = {tall ? high : wide, tall ? wide : high, fuzz_between(&input, 1, most),
                             fuzz_between(&input, 1, most)};
  int row = fuzz_between(&input, 0, reduction.to_height - 1);
  uint8_t flat = (uint8_t)fuzz_take(&input, 1);
  bool covered = fuzz_take(&input, 1) & 1;

  check_row(&reduction, row, fuzz_take(&input, 4), flat, covered);
  return 0;
}
