/* Scan conversion: which pixels a shape covers.
 *
 * The rule: every pixel whose centre is inside; a centre exactly on a left or
 * top edge counts, one on a right or bottom edge does not. An edge's columns
 * depend on the edge alone (its ends are taken top to bottom), so two shapes
 * that share an edge never both cover a pixel and never leave a gap.
 *
 * An edge's crossing with a row of centres is a double that is within 2^-36 px
 * of the true one, while true crossings of edges between integer coordinates
 * lie at least 2^-23 px from any column they do not hit; taking PRIM_TIE off
 * before rounding therefore decides ties exactly as rational arithmetic would.
 *
 * Any row can be asked for by itself (a GPU puts one lane on each); the CPU's
 * loops in edges.h take many rows at once. */
#ifndef PRIM_SCAN_H
#define PRIM_SCAN_H

#include "outline.h"

#define PRIM_TIE (1.0 / (1 << 30))
#define PRIM_COLUMN_BIAS 131072 /* makes columns positive, so that truncation rounds down */
#define PRIM_ROW_SPANS_MAX (PRIM_OUTLINE_MAX / 2)

/* Pixels left..right-1 of a row. */
typedef struct PrimSpan {
  int32_t left, right;
} PrimSpan;

/* Part of an outline, taken top to bottom, for rows begin..end-1. */
typedef struct PrimEdge {
  double x, slope; /* crossing with the centres of row `begin`, less 0.5; change a row */
  int32_t begin, end;
  int32_t winding; /* +1 when the outline runs down here, -1 when up */
} PrimEdge;

typedef enum PrimForm {
  PRIM_FORM_CONVEX, /* one span a row, between edges of opposite winding */
  PRIM_FORM_ELLIPSE,
  PRIM_FORM_GENERAL /* any number of spans, non-zero winding */
} PrimForm;

/* A shape made ready for its rows. */
typedef struct PrimScan {
  PrimForm form;
  int32_t width;        /* of the image; spans are clipped to it */
  int32_t begin, end;   /* rows begin..end-1, clipped to the image */
  int32_t left_winding; /* CONVEX: the winding of left edges */
  int32_t edges;
  PrimEdge edge[PRIM_OUTLINE_MAX];
  double x, y, height_square, shear, ratio; /* ELLIPSE */
  int32_t row_step; /* of the rows in begin, end: 1, or what prim_scan_thin() was told */
} PrimScan;

/* What is scanned: an image of width x height pixels, with so many columns and rows to a
 * pixel. All numbers of columns and rows in a PrimScan are then of those. */
typedef struct PrimGrid {
  int32_t width, height;
  int32_t columns, rows; /* to a pixel: powers of 2 */
} PrimGrid;

/* The first column or row whose centre is at or right of x + 0.5 (x: position
 * less 0.5); -PRIM_COLUMN_BIAS < x < 2^30. */
PRIM_FN int32_t prim_ceil(double x)
{
  return (int32_t)(x + (PRIM_COLUMN_BIAS - PRIM_TIE)) - (PRIM_COLUMN_BIAS - 1);
}

PRIM_FN int32_t prim_clamp(int32_t value, int32_t low, int32_t high)
{
  return value < low ? low : value > high ? high : value;
}

PRIM_FN int32_t prim_edge_column(const PrimScan *scan, const PrimEdge *edge, int32_t row)
{
  double x = edge->x + (row - edge->begin) * edge->slope;

  return prim_clamp(prim_ceil(x), 0, scan->width);
}

/* The ellipse as a sheared circle: at height dy its centre is shifted by
 * shear * dy and its half width is ratio * sqrt(half height^2 - dy^2). */
PRIM_FN PrimSpan prim_ellipse_row(const PrimScan *scan, int32_t row)
{
  double dy = (double)(row * scan->row_step) + 0.5 - scan->y;
  double rest = scan->height_square - dy * dy;
  double half = scan->ratio * sqrt(rest > 0 ? rest : 0);
  double middle = scan->x + scan->shear * dy - 0.5;
  PrimSpan span = {prim_clamp(prim_ceil(middle - half), 0, scan->width),
                   prim_clamp(prim_ceil(middle + half), 0, scan->width)};

  return span;
}

PRIM_FN void prim_scan_ellipse(PrimScan *scan, const PrimEllipse *ellipse, const PrimGrid *grid)
{
  double a = ellipse->radius_x, b = ellipse->radius_y;
  double s = ellipse->sine, c = ellipse->cosine;
  double square = (a * a) * (s * s) + (b * b) * (c * c);
  double half_height = sqrt(square) * grid->rows, aspect = (double)grid->columns / grid->rows;
  int32_t height = grid->height * grid->rows;

  scan->form = PRIM_FORM_ELLIPSE;
  scan->x = ellipse->x * grid->columns;
  scan->y = ellipse->y * grid->rows;
  scan->height_square = square * (grid->rows * grid->rows);
  scan->shear = square > 0 ? (a * a - b * b) * (s * c) / square * aspect : 0;
  scan->ratio = square > 0 ? a * b / square * aspect : 0;
  scan->begin = prim_clamp(prim_ceil(scan->y - half_height - 0.5), 0, height);
  scan->end = prim_clamp(prim_ceil(scan->y + half_height - 0.5), 0, height);
}

/* The edge between two corners, in an image of `height` rows. Written so that a loop
 * over edges becomes vector code. */
PRIM_FN PrimEdge prim_edge(PrimPoint from, PrimPoint to, int32_t height)
{
  int down = from.y < to.y;
  PrimPoint top = {down ? from.x : to.x, down ? from.y : to.y};
  PrimPoint bottom = {down ? to.x : from.x, down ? to.y : from.y};
  PrimEdge edge = {.slope = (bottom.x - top.x) / (bottom.y - top.y),
                   .begin = prim_clamp(prim_ceil(top.y - 0.5), 0, height),
                   .end = prim_clamp(prim_ceil(bottom.y - 0.5), 0, height),
                   .winding = down ? 1 : -1};

  edge.x = (top.x - 0.5) + (edge.begin + 0.5 - top.y) * edge.slope;
  return edge;
}

/* Keeps only the rows that are multiples of `row_step`, numbered by it. */
PRIM_FN void prim_edge_thin(PrimEdge *edge, int32_t row_step)
{
  int32_t begin = (edge->begin + row_step - 1) / row_step;

  edge->x += (begin * row_step - edge->begin) * edge->slope;
  edge->slope *= row_step;
  edge->begin = begin;
  edge->end = (edge->end + row_step - 1) / row_step;
}

PRIM_FN void prim_scan_edge(PrimScan *scan, PrimPoint from, PrimPoint to, int32_t height)
{
  PrimEdge edge = prim_edge(from, to, height);

  if (edge.begin >= edge.end)
    return;
  if (edge.begin < scan->begin)
    scan->begin = edge.begin;
  if (edge.end > scan->end)
    scan->end = edge.end;
  scan->edge[scan->edges++] = edge;
}

PRIM_FN PrimForm prim_outline_form(const PrimShape *shape)
{
  return shape->kind == PRIM_POLYGON || shape->kind == PRIM_BEZIER ? PRIM_FORM_GENERAL
                                                                   : PRIM_FORM_CONVEX;
}

/* A scan of nothing. */
PRIM_FN void prim_scan_empty(PrimScan *scan, const PrimGrid *grid)
{
  scan->width = grid->width * grid->columns;
  scan->row_step = 1;
  scan->edges = 0;
  scan->left_winding = 0;
  scan->x = scan->y = scan->height_square = scan->shear = scan->ratio = 0;
}

/* Makes `shape` ready to be scanned. */
PRIM_FN void prim_scan_grid(PrimScan *scan, const PrimShape *shape, PrimGrid grid)
{
  int32_t height = grid.height * grid.rows;

  prim_scan_empty(scan, &grid);
  if (prim_is_ellipse(shape)) {
    PrimEllipse ellipse = prim_ellipse(shape);
    prim_scan_ellipse(scan, &ellipse, &grid);
    return;
  }
  PrimPoint points[PRIM_OUTLINE_MAX];
  int corners = prim_outline(shape, points);
  double area = 0;
  for (int i = 0; i < corners; i++) {
    points[i].x *= grid.columns;
    points[i].y *= grid.rows;
  }
  scan->form = prim_outline_form(shape);
  scan->begin = height;
  scan->end = 0;
  for (int i = 0; i < corners; i++) {
    int next = i + 1 < corners ? i + 1 : 0;
    area += points[i].x * points[next].y - points[next].x * points[i].y;
    prim_scan_edge(scan, points[i], points[next], height);
  }
  scan->left_winding = area > 0 ? -1 : 1;
}

/* The same for whole pixels. */
PRIM_FN void prim_scan_begin(PrimScan *scan, const PrimShape *shape, int32_t width, int32_t height)
{
  PrimGrid grid = {width, height, 1, 1};

  prim_scan_grid(scan, shape, grid);
}

/* Keeps only the rows that are multiples of `row_step` (1, 2, 4, ...); row numbers
 * count those from now on. */
PRIM_FN void prim_scan_thin(PrimScan *scan, int32_t row_step)
{
  int32_t round = row_step - 1;

  scan->row_step = row_step;
  scan->begin = (scan->begin + round) / row_step;
  scan->end = (scan->end + round) / row_step;
  for (int i = 0; i < scan->edges; i++)
    prim_edge_thin(&scan->edge[i], row_step);
}

PRIM_FN PrimSpan prim_convex_row(const PrimScan *scan, int32_t row)
{
  PrimSpan span = {0, 0};

  for (int i = 0; i < scan->edges; i++) {
    const PrimEdge *edge = &scan->edge[i];
    if (row < edge->begin || row >= edge->end)
      continue;
    int32_t column = prim_edge_column(scan, edge, row);
    if (edge->winding == scan->left_winding)
      span.left = column;
    else
      span.right = column;
  }
  return span;
}

PRIM_FN int prim_general_row(const PrimScan *scan, int32_t row, PrimSpan *spans)
{
  int32_t column[PRIM_OUTLINE_MAX];
  int32_t winding[PRIM_OUTLINE_MAX];
  int crossings = 0;

  for (int i = 0; i < scan->edges; i++) {
    const PrimEdge *edge = &scan->edge[i];
    if (row < edge->begin || row >= edge->end)
      continue;
    int32_t at = prim_edge_column(scan, edge, row);
    int slot = crossings++;
    for (; slot > 0 && column[slot - 1] > at; slot--) {
      column[slot] = column[slot - 1];
      winding[slot] = winding[slot - 1];
    }
    column[slot] = at;
    winding[slot] = edge->winding;
  }

  int count = 0;
  int32_t inside = 0;
  for (int i = 0; i + 1 < crossings; i++) {
    inside += winding[i];
    if (!inside || column[i] == column[i + 1])
      continue;
    if (count > 0 && spans[count - 1].right == column[i]) {
      spans[count - 1].right = column[i + 1];
    } else {
      spans[count].left = column[i];
      spans[count++].right = column[i + 1];
    }
  }
  return count;
}

/* The non-empty spans of a row begin..end-1, left to right, into room for
 * PRIM_ROW_SPANS_MAX. Returns how many. */
PRIM_FN int prim_scan_row(const PrimScan *scan, int32_t row, PrimSpan *spans)
{
  if (scan->form == PRIM_FORM_GENERAL)
    return prim_general_row(scan, row, spans);
  spans[0] =
      scan->form == PRIM_FORM_ELLIPSE ? prim_ellipse_row(scan, row) : prim_convex_row(scan, row);
  return spans[0].left < spans[0].right;
}

#endif
