/* Which part of each pixel a shape covers: how many of PRIM_SAMPLES points of it are
 * inside, PRIM_SAMPLE_COLUMNS on each of PRIM_SAMPLE_ROWS rows.
 *
 * What is searched must be what is painted, antialiased and larger. With one sample a
 * pixel, many small shapes fit the samples and not the picture: their painted error was
 * up to 1.9 times the one that the search saw.
 *
 * A pixel that is covered in part is painted with that part of the opacity. Scores take
 * that part of what covering the whole of it would change: any part of it is as
 * good as another. The error of the canvas is then a little less. */
#ifndef PRIM_COVERAGE_H
#define PRIM_COVERAGE_H

#include "scan.h"

enum {
  PRIM_SAMPLE_COLUMNS = 8,
  PRIM_SAMPLE_ROWS = 8,
  PRIM_SAMPLES = PRIM_SAMPLE_COLUMNS * PRIM_SAMPLE_ROWS,
  PRIM_ROW_RUNS_MAX =
      4 * PRIM_SAMPLE_ROWS * PRIM_ROW_SPANS_MAX /* ends of spans, rounded either way */
};

/* Pixels left..right-1 of a row, so many samples of each. */
typedef struct PrimRun {
  int32_t left, right;
  int32_t samples; /* 1..PRIM_SAMPLES */
} PrimRun;

/* The samples of a picture: rows of them to a pixel. */
PRIM_FN PrimGrid prim_sample_grid(int32_t width, int32_t height, int32_t rows)
{
  PrimGrid grid = {width, height, PRIM_SAMPLE_COLUMNS, rows};

  return grid;
}

/* A shape's rows of samples, for prim_coverage_row(). */
PRIM_FN void prim_coverage_begin(PrimScan *scan, const PrimShape *shape, int32_t width,
                                 int32_t height)
{
  prim_scan_grid(scan, shape, prim_sample_grid(width, height, PRIM_SAMPLE_ROWS));
}

/* The rows of pixels that are touched: begin..end-1. */
PRIM_FN int32_t prim_coverage_first(const PrimScan *scan)
{
  return scan->begin / PRIM_SAMPLE_ROWS;
}

PRIM_FN int32_t prim_coverage_end(const PrimScan *scan)
{
  return (scan->end + PRIM_SAMPLE_ROWS - 1) / PRIM_SAMPLE_ROWS;
}

/* Puts a column among those before it, in order, once. */
PRIM_FN int prim_insert_column(int32_t *columns, int count, int32_t column)
{
  int slot = count;

  while (slot > 0 && columns[slot - 1] > column)
    slot--;
  if (slot > 0 && columns[slot - 1] == column)
    return count;
  for (int i = count; i > slot; i--)
    columns[i] = columns[i - 1];
  columns[slot] = column;
  return count + 1;
}

/* How many samples of the pixel in column x are inside the spans. */
PRIM_FN int32_t prim_samples_at(const PrimSpan *spans, int count, int32_t x)
{
  int32_t left = PRIM_SAMPLE_COLUMNS * x, right = left + PRIM_SAMPLE_COLUMNS, samples = 0;

  for (int i = 0; i < count; i++)
    samples += prim_clamp(spans[i].right, left, right) - prim_clamp(spans[i].left, left, right);
  return samples;
}

/* Puts the pixels at either side of a column of samples among `columns`. */
PRIM_FN int prim_insert_end(int32_t *columns, int count, int32_t end)
{
  count = prim_insert_column(columns, count, end / PRIM_SAMPLE_COLUMNS);
  return prim_insert_column(columns, count, (end + PRIM_SAMPLE_COLUMNS - 1) / PRIM_SAMPLE_COLUMNS);
}

/* The runs of a row of pixels, left to right, into room for PRIM_ROW_RUNS_MAX. Returns how
 * many; none outside of prim_coverage_first() .. prim_coverage_end(). */
PRIM_FN int prim_coverage_row(const PrimScan *scan, int32_t row, PrimRun *runs)
{
  PrimSpan spans[PRIM_SAMPLE_ROWS * PRIM_ROW_SPANS_MAX];
  int32_t columns[PRIM_ROW_RUNS_MAX];
  int count = 0, ends = 0, made = 0;

  for (int32_t i = PRIM_SAMPLE_ROWS * row; i < PRIM_SAMPLE_ROWS * (row + 1); i++)
    if (i >= scan->begin && i < scan->end)
      count += prim_scan_row(scan, i, spans + count);
  for (int i = 0; i < count; i++) {
    ends = prim_insert_end(columns, ends, spans[i].left);
    ends = prim_insert_end(columns, ends, spans[i].right);
  }
  for (int i = 0; i + 1 < ends; i++) {
    PrimRun run = {columns[i], columns[i + 1], prim_samples_at(spans, count, columns[i])};
    if (made > 0 && runs[made - 1].right == run.left && runs[made - 1].samples == run.samples)
      runs[made - 1].right = run.right;
    else if (run.samples > 0)
      runs[made++] = run;
  }
  return made;
}

/* The shape as it is painted on pixels of which it covers so many samples. */
PRIM_FN PrimShape prim_covered(const PrimShape *shape, int32_t samples)
{
  PrimShape covered = *shape;

  covered.opacity = (uint8_t)((shape->opacity * samples + PRIM_SAMPLES / 2) / PRIM_SAMPLES);
  return covered;
}

#endif
