/* Scaling a picture down by exact area averages.
 *
 * The average of R'G'B' values is what a flat shape there is best painted with
 * (the score measures squared distance in R'G'B'), so no light-linear average
 * and no sharpening filter is wanted.
 *
 * In units of 1/to_width of a source column, source column i covers
 * [i to_width, (i+1) to_width) and target column x covers [x from_width,
 * (x+1) from_width); rows likewise. All overlaps are then whole numbers, and a
 * target pixel's are from_width x from_height in sum. Sides are at most 2^19, so
 * that times 255^2 the sums fit 64 bits with room. */
#include <string.h>

#include "reduce.h"

typedef struct Sums {
  uint64_t red, green, blue, coverage;
} Sums;

enum { PIXELS_MAX = 1 << 16 }; /* whose sums 32 bits hold: 2^16 * 255^2 < 2^32 */

static uint32_t sum_bytes(const uint8_t *bytes, int begin, int end)
{
  uint32_t sum = 0;

  for (int i = begin; i < end; i++)
    sum += bytes[i];
  return sum;
}

/* Pixels begin..end-1, at most PIXELS_MAX, each weighted by its coverage; without `rgb` the
 * coverage alone. */
static Sums sum_pixels(const uint8_t *rgb, const uint8_t *coverage, int begin, int end)
{
  uint32_t red = 0, green = 0, blue = 0, weight = 0;

  if (!rgb)
    return (Sums){.coverage = sum_bytes(coverage, begin, end)};
  for (int i = begin; i < end; i++) {
    uint32_t w = coverage ? coverage[i] : 255;
    const uint8_t *pixel = rgb + 3 * (size_t)i;
    red += w * pixel[0];
    green += w * pixel[1];
    blue += w * pixel[2];
    weight += w;
  }
  return (Sums){red, green, blue, weight};
}

static void add_scaled(Sums *sums, Sums part, uint64_t factor)
{
  sums->red += factor * part.red;
  sums->green += factor * part.green;
  sums->blue += factor * part.blue;
  sums->coverage += factor * part.coverage;
}

/* Target column x of one source row: the first and last column may overlap in
 * part, those between do in full. */
static Sums sum_column(const PrimReduction *r, const uint8_t *rgb, const uint8_t *coverage, int x)
{
  int64_t from = (int64_t)x * r->from_width, to = from + r->from_width;
  int first = (int)(from / r->to_width), last = (int)((to - 1) / r->to_width);
  int64_t first_overlap = (int64_t)(first + 1) * r->to_width - from;
  int64_t last_overlap = to - (int64_t)last * r->to_width;
  Sums sums = {0, 0, 0, 0};

  if (first == last) {
    add_scaled(&sums, sum_pixels(rgb, coverage, first, first + 1), (uint64_t)(to - from));
    return sums;
  }
  add_scaled(&sums, sum_pixels(rgb, coverage, first, first + 1), (uint64_t)first_overlap);
  for (int i = first + 1; i < last; i += PIXELS_MAX) {
    int end = last - i < PIXELS_MAX ? last : i + PIXELS_MAX;
    add_scaled(&sums, sum_pixels(rgb, coverage, i, end), (uint64_t)r->to_width);
  }
  add_scaled(&sums, sum_pixels(rgb, coverage, last, last + 1), (uint64_t)last_overlap);
  return sums;
}

static uint8_t average(uint64_t sum, uint64_t weight)
{
  return weight ? (uint8_t)((sum + weight / 2) / weight) : 0;
}

void prim_reduce_rows_needed(const PrimReduction *r, int row, int row_end, int *first, int *end)
{
  *first = (int)((int64_t)row * r->from_height / r->to_height);
  *end = (int)(((int64_t)row_end * r->from_height - 1) / r->to_height) + 1;
}

void prim_reduce_columns_needed(const PrimReduction *r, int column, int column_end, int *first,
                                int *end)
{
  *first = (int)((int64_t)column * r->from_width / r->to_width);
  *end = (int)(((int64_t)column_end * r->from_width - 1) / r->to_width) + 1;
}

/* The sums of target columns column..column_end-1 of a row. */
static void sum_row(const PrimReduction *r, int row, int first, int column, int column_end,
                    const uint8_t *rgb, const uint8_t *coverage, Sums *sums)
{
  int64_t from = (int64_t)row * r->from_height, to = from + r->from_height;
  int begin, end;

  memset(sums, 0, (size_t)(column_end - column) * sizeof *sums);
  prim_reduce_rows_needed(r, row, row + 1, &begin, &end);
  for (int y = begin; y < end; y++) {
    int64_t top = (int64_t)y * r->to_height, bottom = top + r->to_height;
    uint64_t overlap = (uint64_t)((bottom < to ? bottom : to) - (top > from ? top : from));
    size_t pixel = (size_t)(y - first) * (size_t)r->from_width;
    const uint8_t *colors = rgb ? rgb + 3 * pixel : NULL;
    for (int x = column; x < column_end; x++)
      add_scaled(&sums[x - column], sum_column(r, colors, coverage ? coverage + pixel : NULL, x),
                 overlap);
  }
}

/* In 1/65535ths of a pixel's own area. */
static uint16_t covered_area(const PrimReduction *r, const Sums *sums)
{
  uint64_t full = (uint64_t)r->from_width * (uint64_t)r->from_height * 255;

  return (uint16_t)((sums->coverage * 65535 + full / 2) / full);
}

void prim_reduce_row(const PrimReduction *r, int row, int first, const uint8_t *rgb,
                     const uint8_t *coverage, uint8_t *to_rgb, uint16_t *covered)
{
  Sums sums[PRIM_DETAIL_MAX];

  sum_row(r, row, first, 0, r->to_width, rgb, coverage, sums);
  for (int x = 0; x < r->to_width; x++) {
    uint8_t *pixel = to_rgb + 3 * (size_t)x;
    pixel[0] = average(sums[x].red, sums[x].coverage);
    pixel[1] = average(sums[x].green, sums[x].coverage);
    pixel[2] = average(sums[x].blue, sums[x].coverage);
    covered[x] = covered_area(r, &sums[x]);
  }
}

void prim_reduce_plane(const PrimReduction *r, int row, int first, int column, int column_end,
                       const uint8_t *coverage, uint16_t *covered)
{
  Sums sums[PRIM_DETAIL_MAX];

  sum_row(r, row, first, column, column_end, NULL, coverage, sums);
  for (int x = column; x < column_end; x++)
    covered[x] = covered_area(r, &sums[x - column]);
}
