/* Scan conversion by a warp: coverage.h and attempt.h for shapes whose edges and rows are shared
 * out to its lanes. */
#ifndef PRIM_CUDA_OUTLINES_H
#define PRIM_CUDA_OUTLINES_H

#include "calls.h"

/* What a shape covers of a row of pixels. */
typedef struct PrimRowSpans {
  PrimSpan span[PRIM_SAMPLE_ROWS][PRIM_ROW_SPANS_MAX];
  int32_t count[PRIM_SAMPLE_ROWS];
} PrimRowSpans;

/* ---- Outlines ---------------------------------------------------------------- */

/* The outline's points; returns how many, 0 for ellipses. */
PRIM_DEVICE int prim_warp_points(const PrimShape *shape, PrimPoint *points)
{
  PRIM_PER_LANE(int32_t, corners);
  bool bezier = shape->kind == PRIM_BEZIER;

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(corners, lane) = bezier ? PRIM_OUTLINE_MAX : 0;
    if (bezier && lane <= PRIM_BEZIER_PIECES)
      prim_bezier_sides(shape->v, lane, points);
    else if (!bezier && lane == 0)
      PRIM_OF(corners, lane) = prim_outline(shape, points);
  }
  PRIM_WARP_SYNC();
  return prim_warp_greatest(corners);
}

/* The rows of samples that it touches. */
PRIM_DEVICE void prim_warp_extent(const PrimPoint *points, int corners, int32_t height,
                                  int32_t *begin, int32_t *end)
{
  PRIM_PER_LANE(int32_t, top);
  PRIM_PER_LANE(int32_t, bottom);

  height *= PRIM_SAMPLE_ROWS;
  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(top, lane) = height;
    PRIM_OF(bottom, lane) = 0;
    for (int i = lane; i < corners; i += PRIM_WARP) {
      int32_t y = prim_clamp(prim_ceil(PRIM_SAMPLE_ROWS * points[i].y - 0.5), 0, height);
      PRIM_OF(top, lane) = y < PRIM_OF(top, lane) ? y : PRIM_OF(top, lane);
      PRIM_OF(bottom, lane) = y > PRIM_OF(bottom, lane) ? y : PRIM_OF(bottom, lane);
    }
  }
  *begin = prim_warp_least(top);
  *end = prim_warp_greatest(bottom);
}

/* Its edges, unlike prim_scan_grid()'s also those without rows; returns the winding of left ones.
 * For that no power of 2 matters that the points are multiplied by. */
PRIM_DEVICE int32_t prim_warp_edges(const PrimPoint *points, int corners, int32_t height,
                                    int32_t spacing, PrimEdge *edges)
{
  int32_t rows = prim_attempt_rows(spacing), row_step = spacing / PRIM_SAMPLE_ROWS;
  double area = 0;

  PRIM_EACH_LANE(lane)
  {
    for (int i = lane; i < corners; i += PRIM_WARP) {
      PrimPoint from = points[i], to = points[i + 1 < corners ? i + 1 : 0];
      from.x *= PRIM_SAMPLE_COLUMNS;
      from.y *= rows;
      to.x *= PRIM_SAMPLE_COLUMNS;
      to.y *= rows;
      edges[i] = prim_edge(from, to, height * rows);
      if (row_step > 1)
        prim_edge_thin(&edges[i], row_step);
    }
  }
  for (int i = 0; i < corners; i++) {
    PrimPoint from = points[i], to = points[i + 1 < corners ? i + 1 : 0];
    area += from.x * to.y - to.x * from.y;
  }
  return area > 0 ? -1 : 1;
}

PRIM_DEVICE int32_t prim_warp_scan_outline(PrimScan *scan, PrimPoint *points,
                                           const PrimShape *shape, int32_t width, int32_t height,
                                           bool whole)
{
  int corners = prim_warp_points(shape, points);
  int32_t begin, end, spacing = 1;

  prim_warp_extent(points, corners, height, &begin, &end);
  if (!whole)
    spacing = prim_attempt_spacing(end - begin, PRIM_ROWS_SCORED);
  int32_t left_winding = prim_warp_edges(points, corners, height, spacing, scan->edge);
  PRIM_EACH_LANE(lane)
  {
    if (lane != 0)
      continue;
    scan->form = prim_outline_form(shape);
    scan->width = width * PRIM_SAMPLE_COLUMNS;
    scan->begin = begin;
    scan->end = end;
    scan->left_winding = left_winding;
    scan->edges = corners;
  }
  return spacing;
}

/* By one lane. */
PRIM_DEVICE int32_t prim_lane_scan_ellipse(PrimScan *scan, const PrimShape *shape, int32_t width,
                                           int32_t height, bool whole)
{
  PrimEllipse ellipse = prim_ellipse(shape);
  PrimGrid grid = prim_sample_grid(width, height, PRIM_SAMPLE_ROWS);

  prim_scan_empty(scan, &grid);
  prim_scan_ellipse(scan, &ellipse, &grid);
  int32_t spacing = whole ? 1 : prim_attempt_spacing(scan->end - scan->begin, PRIM_ROWS_SCORED);
  if (spacing == 1)
    return spacing;
  grid = prim_sample_grid(width, height, prim_attempt_rows(spacing));
  prim_scan_ellipse(scan, &ellipse, &grid);
  if (spacing > PRIM_SAMPLE_ROWS)
    prim_scan_thin(scan, spacing / PRIM_SAMPLE_ROWS);
  return spacing;
}

PRIM_DEVICE int32_t prim_warp_scan_ellipse(PrimScan *scan, const PrimShape *shape, int32_t width,
                                           int32_t height, bool whole)
{
  PRIM_PER_LANE(int32_t, spacing);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(spacing, lane) =
        lane == 0 ? prim_lane_scan_ellipse(scan, shape, width, height, whole) : 1;
  }
  return prim_warp_greatest(spacing);
}

/* prim_attempt_scan() for PRIM_ROWS_SCORED, or prim_coverage_begin() when `whole`; but where
 * rows are left out, scan->begin and scan->end of an outline are not those of its edges. `points`
 * is room for PRIM_OUTLINE_MAX. */
PRIM_CALLED int32_t prim_warp_scan(PrimScan *scan, PrimPoint *points, const PrimShape *shape,
                                   int32_t width, int32_t height, bool whole)
{
  PRIM_WARP_SYNC();
  int32_t spacing = prim_is_ellipse(shape)
                        ? prim_warp_scan_ellipse(scan, shape, width, height, whole)
                        : prim_warp_scan_outline(scan, points, shape, width, height, whole);
  PRIM_WARP_SYNC();
  return spacing;
}

/* ---- Rows ---------------------------------------------------------------------- */

/* Finds what the shape covers of row y of pixels. Returns the columns that it may cover: none,
 * and *spans stays, where it does not touch the row. */
PRIM_CALLED PrimSpan prim_row_cover(const PrimScan *scan, int32_t y, PrimRowSpans *spans)
{
  PrimSpan columns = {0, 0};
  PRIM_PER_LANE(int32_t, left);
  PRIM_PER_LANE(int32_t, right);

  if (y < prim_coverage_first(scan) || y >= prim_coverage_end(scan))
    return columns;
  PRIM_WARP_SYNC();
  PRIM_EACH_LANE(lane)
  {
    int32_t row = PRIM_SAMPLE_ROWS * y + lane;
    int count = 0;
    if (lane < PRIM_SAMPLE_ROWS) {
      if (row >= scan->begin && row < scan->end)
        count = prim_scan_row(scan, row, spans->span[lane]);
      spans->count[lane] = count;
    }
    PRIM_OF(left, lane) = count ? spans->span[lane][0].left : INT32_MAX;
    PRIM_OF(right, lane) = count ? spans->span[lane][count - 1].right : 0;
  }
  columns.left = prim_warp_least(left) / PRIM_SAMPLE_COLUMNS;
  columns.right = (prim_warp_greatest(right) + PRIM_SAMPLE_COLUMNS - 1) / PRIM_SAMPLE_COLUMNS;
  PRIM_WARP_SYNC();
  return columns;
}

/* How many samples of the pixel in column x it covers. */
PRIM_DEVICE int32_t prim_row_samples(const PrimRowSpans *spans, int32_t x)
{
  int32_t samples = 0;

  for (int i = 0; i < PRIM_SAMPLE_ROWS; i++)
    samples += prim_samples_at(spans->span[i], spans->count[i], x);
  return samples;
}

#endif
