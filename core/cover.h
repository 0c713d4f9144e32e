/* What a shape covers of a row of pixels: prim_coverage_row() for passes over many rows,
 * as a number of samples for each pixel, in vector code.
 *
 * For rows.c alone, which is compiled for each ISA level. */
#ifndef PRIM_COVER_H
#define PRIM_COVER_H

#include <string.h>

#include "coverage.h"
#include "stack_planes.h"

/* The spans of a row of pixels, in columns of samples. */
typedef struct Spans {
  int count;
  int32_t first_left, last_left, first_right, last_right;
  PrimSpan span[PRIM_SAMPLE_ROWS * PRIM_ROW_SPANS_MAX];
} Spans;

/* The spans of a convex shape, by row; as prim_convex_row() has them. */
static inline void convex_spans(const PrimScan *scan, int32_t first, Spans *spans)
{
  int32_t left[PRIM_SAMPLE_ROWS] = {0}, right[PRIM_SAMPLE_ROWS] = {0}, width = scan->width;

  for (int e = 0; e < scan->edges; e++) {
    const PrimEdge *edge = &scan->edge[e];
    if (edge->end <= first || edge->begin >= first + PRIM_SAMPLE_ROWS)
      continue;
    int32_t *side = edge->winding == scan->left_winding ? left : right;
    int32_t from = edge->begin - first, to = edge->end - first, column[PRIM_SAMPLE_ROWS];
    double x = edge->x, slope = edge->slope;
    for (int i = 0; i < PRIM_SAMPLE_ROWS; i++)
      column[i] = prim_clamp(prim_ceil(x + (i - from) * slope), 0, width);
    for (int i = 0; i < PRIM_SAMPLE_ROWS; i++)
      side[i] = i >= from && i < to ? column[i] : side[i];
  }
  for (int i = 0; i < PRIM_SAMPLE_ROWS; i++)
    spans->span[i] = (PrimSpan){left[i], right[i]};
  spans->count = PRIM_SAMPLE_ROWS;
}

/* Those of an ellipse. */
static inline void ellipse_spans(const PrimScan *scan, int32_t first, Spans *spans)
{
  for (int i = 0; i < PRIM_SAMPLE_ROWS; i++) {
    PrimSpan span = prim_ellipse_row(scan, first + i);
    int32_t inside = first + i >= scan->begin && first + i < scan->end ? -1 : 0;
    spans->span[i] = (PrimSpan){span.left & inside, span.right & inside};
  }
  spans->count = PRIM_SAMPLE_ROWS;
}

/* Those of any other shape, without empty ones. */
static inline void general_spans(const PrimScan *scan, int32_t first, Spans *spans)
{
  spans->count = 0;
  for (int32_t row = first; row < first + PRIM_SAMPLE_ROWS; row++)
    if (row >= scan->begin && row < scan->end)
      spans->count += prim_scan_row(scan, row, spans->span + spans->count);
}

/* Where spans begin and end, first and last. Empty ones count for `last_left` and `first_right`
 * alone. */
static inline void find_ends(Spans *spans)
{
  spans->first_left = spans->first_right = INT32_MAX;
  spans->last_left = spans->last_right = 0;
  for (int i = 0; i < spans->count; i++) {
    PrimSpan span = spans->span[i];
    int32_t left = span.left < span.right ? span.left : INT32_MAX;
    int32_t right = span.left < span.right ? span.right : 0;
    spans->first_left = left < spans->first_left ? left : spans->first_left;
    spans->last_left = span.left > spans->last_left ? span.left : spans->last_left;
    spans->first_right = span.right < spans->first_right ? span.right : spans->first_right;
    spans->last_right = right > spans->last_right ? right : spans->last_right;
  }
}

static inline void find_spans(const PrimScan *scan, int y, Spans *spans)
{
  if (scan->form == PRIM_FORM_CONVEX)
    convex_spans(scan, PRIM_SAMPLE_ROWS * y, spans);
  else if (scan->form == PRIM_FORM_ELLIPSE)
    ellipse_spans(scan, PRIM_SAMPLE_ROWS * y, spans);
  else
    general_spans(scan, PRIM_SAMPLE_ROWS * y, spans);
  find_ends(spans);
}

/* A row of samples begins (`sign` 1) or ends (-1) at that column. */
static inline void mark_end(uint8_t *changes, int32_t column, int32_t sign)
{
  int32_t x = column / PRIM_SAMPLE_COLUMNS, part = column % PRIM_SAMPLE_COLUMNS;

  changes[x] = (uint8_t)(changes[x] + sign * (PRIM_SAMPLE_COLUMNS - part));
  changes[x + 1] = (uint8_t)(changes[x + 1] + sign * part);
}

/* From changes, modulo 256, at columns begin..end-1 to numbers; returns the last. */
static inline uint8_t add_up(uint8_t *samples, int begin, int end, uint8_t sum)
{
  for (int x = begin; x < end; x++)
    samples[x] = sum = (uint8_t)(sum + samples[x]);
  return sum;
}

/* What the shape covers of row y of pixels; false: nothing. */
static inline bool cover_row(const PrimScan *scan, int y, PrimCover *cover)
{
  enum { COLUMNS = PRIM_SAMPLE_COLUMNS, ROUND = COLUMNS - 1 };
  uint8_t *samples = cover->samples;
  Spans spans;

  find_spans(scan, y, &spans);
  if (spans.first_left >= spans.last_right)
    return false;
  cover->left = spans.first_left / COLUMNS;
  cover->right = (spans.last_right + ROUND) / COLUMNS;
  memset(samples + cover->left, 0, (size_t)(cover->right - cover->left + PRIM_PITCH_BLOCK));
  for (int i = 0; i < spans.count; i++)
    if (spans.span[i].left < spans.span[i].right) {
      mark_end(samples, spans.span[i].left, 1);
      mark_end(samples, spans.span[i].right, -1);
    }
  /* With one span a row of samples nothing changes from where the last has begun to where the
   * first ends. */
  int same = (spans.last_left + ROUND) / COLUMNS + 1, rest = spans.first_right / COLUMNS;
  if (scan->form == PRIM_FORM_GENERAL || same > rest)
    same = rest = cover->left;
  uint8_t sum = add_up(samples, cover->left, same, 0);
  memset(samples + same, sum, (size_t)(rest - same));
  add_up(samples, rest, cover->right + 2, sum); /* where the last change may be */
  return true;
}

#endif
