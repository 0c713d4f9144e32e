/* The sums left of edges, which scoring is made of (trial.h), over the row sums of
 * stack_planes.h: edges are listed, set up together in vector code, crossed with the rows and
 * summed in blocks of rows.
 *
 * For climb.c alone, which is compiled for each ISA level. */
#ifndef PRIM_EDGES_H
#define PRIM_EDGES_H

#include <string.h>

#include "attempt.h"
#include "stack_planes.h"

enum {
  BATCH = 4,      /* shapes scored at once: their changed edges fill a vector */
  EDGE_BLOCK = 8, /* edges set up at once */
  ROW_BLOCK = 8,  /* rows of an edge summed at once */
  EDGES_MAX = BATCH * PRIM_OUTLINE_MAX,
  EDGES_ROOM = EDGES_MAX + EDGE_BLOCK,
  /* Of BATCH shapes on PRIM_ROWS_SCORED rows, or fewer than these of one on all rows. */
  BLOCKS_MAX = PRIM_OUTLINE_MAX * (PRIM_DETAIL_MAX / ROW_BLOCK + 1) + 1,
  COLUMNS = PRIM_SAMPLE_COLUMNS,
  COLUMN_BITS = 3, /* the logarithm */
  HALF = 16        /* bits of the lower half of a sum */
};

_Static_assert(COLUMNS == 1 << COLUMN_BITS, "COLUMN_BITS");
_Static_assert(BLOCKS_MAX > EDGES_MAX * (PRIM_ROWS_SCORED / ROW_BLOCK + 1), "BLOCKS_MAX");

typedef int32_t Ints __attribute__((vector_size(32)));

/* Sums over all samples that lie left of an edge, or inside an outline: modulo 2^32, and of
 * their upper halves, which together are exact. */
typedef struct Sums {
  PrimRowSum low;
  PrimRowSum high;
  PrimRowSum samples; /* their number, modulo 2^32, in eight parts */
  int64_t weight;     /* of PrimStackPlanes.weight_sums, unless that is out of use */
} Sums;

/* Edges to be summed. */
typedef struct Edges {
  int count;
  double from_x[EDGES_ROOM], from_y[EDGES_ROOM], to_x[EDGES_ROOM], to_y[EDGES_ROOM];
  double x[EDGES_ROOM], slope[EDGES_ROOM];
  int32_t begin[EDGES_ROOM], end[EDGES_ROOM]; /* rows scored */
  int32_t height[EDGES_ROOM];                 /* of the image, in the unit of y */
  int32_t spacing[EDGES_MAX];
  const PrimScan *scan[EDGES_MAX]; /* of an ellipse's halves; otherwise NULL */
  Sums *sums[EDGES_MAX];
  int blocks[EDGES_MAX]; /* of this edge and all before it */
  /* The number of samples of the picture before the edge, by block and row: COLUMNS for each
   * entry of the sums, and what remains within a pixel. */
  uint32_t before[BLOCKS_MAX * ROW_BLOCK];
  /* Sums' members over all blocks before each. */
  PrimRowSum low[BLOCKS_MAX], high[BLOCKS_MAX], samples[BLOCKS_MAX];
  int64_t weight[BLOCKS_MAX];
} Edges;

/* ---- Setting up edges ------------------------------------------------------ */

static inline void set_up_edges(Edges *edges)
{
  /* Whole vectors, with edges of no rows past the last. */
  for (int e = edges->count; e < edges->count + EDGE_BLOCK; e++)
    edges->from_x[e] = edges->from_y[e] = edges->to_x[e] = edges->to_y[e] = edges->height[e] = 0;
  for (int first = 0; first < edges->count; first += EDGE_BLOCK)
    for (int e = first; e < first + EDGE_BLOCK; e++) {
      PrimPoint from = {edges->from_x[e], edges->from_y[e]}, to = {edges->to_x[e], edges->to_y[e]};
      PrimEdge edge = prim_edge(from, to, edges->height[e]);
      edges->x[e] = edge.x;
      edges->slope[e] = edge.slope;
      edges->begin[e] = edge.begin;
      edges->end[e] = edge.end;
    }
  for (int e = 0; e < edges->count; e++) {
    int32_t row_step = edges->spacing[e] / PRIM_SAMPLE_ROWS;
    if (edges->scan[e]) {
      edges->begin[e] = edges->scan[e]->begin;
      edges->end[e] = edges->scan[e]->end;
    } else if (row_step > 1) {
      PrimEdge edge = {edges->x[e], edges->slope[e], edges->begin[e], edges->end[e], 0};
      prim_edge_thin(&edge, row_step);
      edges->x[e] = edge.x;
      edges->slope[e] = edge.slope;
      edges->begin[e] = edge.begin;
      edges->end[e] = edge.end;
    }
  }
}

/* The samples before the crossings of an edge with its rows, and some more: whole blocks. */
static inline void cross_edge(const PrimStackPlanes *planes, const Edges *edges, int e,
                              uint32_t *restrict before)
{
  int32_t rows = edges->end[e] - edges->begin[e], begin = edges->begin[e];
  int32_t pitch = COLUMNS * (int32_t)planes->pitch, spacing = edges->spacing[e];
  int32_t low = PRIM_COLUMN_BIAS - 1, high = low + COLUMNS * planes->width; /* columns, biased */
  double x = edges->x[e], slope = edges->slope[e];
  double row[ROW_BLOCK];
  int32_t start[ROW_BLOCK];

  for (int i = 0; i < ROW_BLOCK; i++) {
    row[i] = i;
    start[i] = prim_attempt_pixel_row(begin + i, spacing) * pitch;
  }
  for (int32_t done = 0; done < rows; done += ROW_BLOCK)
    for (int i = 0; i < ROW_BLOCK; i++) {
      int32_t column = (int32_t)(x + row[i] * slope + (PRIM_COLUMN_BIAS - PRIM_TIE));
      column = column > low ? column : low;
      column = (column < high ? column : high) - low;
      before[done + i] = (uint32_t)(start[i] + column);
      row[i] += ROW_BLOCK;
      start[i] += (ROW_BLOCK / PRIM_SAMPLE_ROWS) * spacing * pitch;
    }
}

/* The same for both halves of an ellipse, one behind the other from `before`; 0 stands for
 * rows past the last. */
static inline void cross_ellipse(const PrimStackPlanes *planes, const PrimScan *scan,
                                 int32_t spacing, int32_t padded, uint32_t *restrict before)
{
  /* A copy of what prim_ellipse_row() needs, which `before` cannot alias. */
  PrimScan ellipse;
  int32_t begin = scan->begin, rows = scan->end - begin, pitch = COLUMNS * (int32_t)planes->pitch;

  ellipse.width = scan->width;
  ellipse.row_step = scan->row_step;
  ellipse.x = scan->x;
  ellipse.y = scan->y;
  ellipse.height_square = scan->height_square;
  ellipse.shear = scan->shear;
  ellipse.ratio = scan->ratio;
  for (int32_t i = 0; i < padded; i++) {
    PrimSpan span = prim_ellipse_row(&ellipse, begin + i);
    int32_t start = prim_attempt_pixel_row(begin + i, spacing) * pitch;
    uint32_t inside = i < rows ? ~0u : 0;
    before[i] = inside & (uint32_t)(start + span.left);
    before[padded + i] = inside & (uint32_t)(start + span.right);
  }
}

/* Lists the blocks of rows, edge by edge; 0, before which there is nothing, stands for rows
 * past the last. */
static inline int list_blocks(const PrimStackPlanes *planes, Edges *edges)
{
  int blocks = 0;

  for (int e = 0; e < edges->count; e++) {
    int32_t rows = edges->end[e] - edges->begin[e];
    int32_t padded = (rows + ROW_BLOCK - 1) & -ROW_BLOCK;
    uint32_t *before = edges->before + blocks * ROW_BLOCK;
    if (!edges->scan[e]) {
      cross_edge(planes, edges, e, before);
      for (int32_t i = rows; i < padded; i++)
        before[i] = 0;
    } else if (e == 0 || edges->scan[e] != edges->scan[e - 1]) {
      cross_ellipse(planes, edges->scan[e], edges->spacing[e], padded, before);
    }
    blocks += padded / ROW_BLOCK;
    edges->blocks[e] = blocks;
  }
  return blocks;
}

/* ---- Summing edges --------------------------------------------------------- */

/* Adds up the samples: COLUMNS times the sums left of a pixel, and its own terms by the samples
 * in it that are to the left, too. `narrow`: the former fit 32 bits for a block; the latter
 * always do (see prim_target_weight_levels()). The sums run on from edge to edge, so that they stay
 * in registers and no branch asks where an edge ends. */
static inline void add_row_sums(const PrimStackPlanes *planes, Edges *edges, int blocks,
                                bool narrow)
{
  PrimRowSum low = {0}, high = {0}, samples = {0}, numbers;
  const int upper = HALF - COLUMN_BITS;

  for (int b = 0; b < blocks; b++) {
    const uint32_t *before = edges->before + b * ROW_BLOCK;
    PrimRowSum whole = {0}, parts = {0};
    edges->low[b] = low;
    edges->high[b] = high;
    edges->samples[b] = samples;
    memcpy(&numbers, before, sizeof numbers);
    samples += numbers;
    for (int i = 0; i < ROW_BLOCK; i++) {
      const PrimRowSum *entry = planes->row_sums + before[i] / COLUMNS;
      PrimRowSum left = entry[0];
      whole += left;
      parts += (entry[1] - left) * (before[i] % COLUMNS);
      if (!narrow)
        high += (PrimRowSum)((Ints)left >> upper);
    }
    low += COLUMNS * whole + parts;
    high += (PrimRowSum)((Ints)parts >> HALF);
    if (narrow)
      high += (PrimRowSum)((Ints)whole >> upper);
  }
  edges->low[blocks] = low;
  edges->high[blocks] = high;
  edges->samples[blocks] = samples;
}

static inline void add_weight_sums(const PrimStackPlanes *planes, Edges *edges, int blocks)
{
  int64_t sum = 0;

  for (int b = 0; b < blocks; b++) {
    const uint32_t *before = edges->before + b * ROW_BLOCK;
    edges->weight[b] = sum;
    for (int i = 0; i < ROW_BLOCK; i++) {
      const int32_t *entry = planes->weight_sums + before[i] / COLUMNS;
      sum += COLUMNS * (int64_t)entry[0];
      sum += (int64_t)(before[i] % COLUMNS) * (entry[1] - entry[0]);
    }
  }
  edges->weight[blocks] = sum;
}

/* The sum of prim_attempt_pixel_row() over rows 0..end-1. */
static inline uint32_t pixel_rows(uint32_t end, uint32_t spacing)
{
  uint32_t rows = (uint32_t)prim_attempt_rows((int32_t)spacing), whole = end / rows;
  uint32_t sum = rows * (whole * (whole - 1) / 2) + end % rows * whole;

  return spacing > PRIM_SAMPLE_ROWS ? sum * (spacing / PRIM_SAMPLE_ROWS) : sum;
}

/* Each edge's sums: those at its end less those at its beginning, and less the samples of the
 * rows above. */
static inline void part_edges(const PrimStackPlanes *planes, const Edges *edges)
{
  for (int e = 0, from = 0; e < edges->count; e++) {
    int to = edges->blocks[e];
    uint32_t begin = (uint32_t)edges->begin[e], end = (uint32_t)edges->end[e];
    uint32_t pitch = (uint32_t)planes->pitch, spacing = (uint32_t)edges->spacing[e];
    PrimRowSum rows = {COLUMNS * pitch * (pixel_rows(end, spacing) - pixel_rows(begin, spacing))};
    *edges->sums[e] = (Sums){.low = edges->low[to] - edges->low[from],
                             .high = edges->high[to] - edges->high[from],
                             .samples = edges->samples[to] - edges->samples[from] - rows};
    if (!planes->uniform)
      edges->sums[e]->weight = edges->weight[to] - edges->weight[from];
    from = to;
  }
}

static inline void sum_edges(const PrimStackPlanes *planes, Edges *edges)
{
  set_up_edges(edges);
  int blocks = list_blocks(planes, edges);
  if (planes->chunk_rows >= ROW_BLOCK)
    add_row_sums(planes, edges, blocks, true);
  else
    add_row_sums(planes, edges, blocks, false);
  if (!planes->uniform)
    add_weight_sums(planes, edges, blocks);
  part_edges(planes, edges);
}

#endif
