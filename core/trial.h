/* Scoring a few shapes at once, against the row sums of layers.h.
 *
 * By Green's theorem in rows, the sums over a shape are those left of its right
 * edges less those left of its left edges. So the edges of all the shapes go on one
 * list, are set up together in vector code, and each is summed by itself; edges that
 * a mutation has left as they were are not summed again. Several shapes at a time,
 * because what follows from one (which edges, how many rows) cannot be guessed by a
 * processor, which goes on with the others meanwhile.
 *
 * For climb.c alone, which is compiled for each processor level. */
#ifndef PRIM_TRIAL_H
#define PRIM_TRIAL_H

#include <string.h>

#include "attempt.h"
#include "climb.h"

enum {
  BATCH = 4,     /* shapes scored at once: their changed edges fill a vector */
  ROW_BLOCK = 8, /* rows of an edge summed at once */
  EDGES_MAX = BATCH * PRIM_OUTLINE_MAX,
  BLOCKS_NOTED = 32, /* blocks of an edge noted at once */
  BLOCKS_MAX = EDGES_MAX * (PRIM_ROWS_SCORED / ROW_BLOCK + 1) + BLOCKS_NOTED
};

typedef int32_t Ints __attribute__((vector_size(32)));
typedef double Doubles __attribute__((vector_size(64)));

/* Sums over all that lies left of an edge, or inside an outline: of entries modulo
 * 2^32 and of their upper halves, which together are exact. */
typedef struct Sums {
  PrimLanes low;
  Ints high;
  PrimLanes pixels; /* four times their number, modulo 2^32, in eight parts */
  int64_t weight;   /* of PrimLayers.weights, unless that is out of use */
} Sums;

/* A shape as it is scored. Its edges run from a corner to the next; an ellipse has
 * two, its left half and its right half. */
typedef struct Trial {
  PrimCandidate candidate;
  const struct Trial *like; /* scored before, to share edges with; or NULL */
  int corners;              /* of the outline; 0: an ellipse */
  int32_t stride;           /* of the rows scored */
  double area;              /* twice that of the outline, above 0 when clockwise */
  PrimPoint points[PRIM_OUTLINE_MAX];
  const Sums *sums[PRIM_OUTLINE_MAX]; /* of the edges: its own or those of `like` */
  Sums edges[PRIM_OUTLINE_MAX];
  PrimScan scan; /* of an ellipse */
} Trial;

/* Edges to be summed. */
typedef struct Edges {
  int count;
  double from_x[EDGES_MAX], from_y[EDGES_MAX], to_x[EDGES_MAX], to_y[EDGES_MAX];
  double x[EDGES_MAX], slope[EDGES_MAX];
  int32_t begin[EDGES_MAX], end[EDGES_MAX]; /* rows, counted by `stride` */
  int32_t stride[EDGES_MAX];
  const PrimScan *scan[EDGES_MAX]; /* of an ellipse's halves; otherwise NULL */
  Sums *sums[EDGES_MAX];
  uint32_t entry[BLOCKS_MAX * ROW_BLOCK]; /* of the sums, in quarters, by block and row */
  uint8_t edge_of[BLOCKS_MAX];            /* by block */
} Edges;

/* ---- Listing edges --------------------------------------------------------- */

static inline int32_t outline_stride(const Trial *trial, int height, int rows_max)
{
  if (height < rows_max)
    return 1;
  double top = trial->points[0].y, bottom = top;
  for (int i = 1; i < trial->corners; i++) {
    double y = trial->points[i].y;
    top = y < top ? y : top;
    bottom = y > bottom ? y : bottom;
  }
  return prim_attempt_stride(prim_clamp(prim_ceil(bottom - 0.5), 0, height) -
                                 prim_clamp(prim_ceil(top - 0.5), 0, height),
                             rows_max);
}

static inline void list_edge(Edges *edges, Trial *trial, int i, PrimPoint from, PrimPoint to)
{
  int e = edges->count++;

  edges->from_x[e] = from.x;
  edges->from_y[e] = from.y;
  edges->to_x[e] = to.x;
  edges->to_y[e] = to.y;
  edges->stride[e] = trial->stride;
  edges->scan[e] = trial->corners ? NULL : &trial->scan;
  edges->sums[e] = &trial->edges[i];
  trial->sums[i] = &trial->edges[i];
}

/* Lists the edges that are not those of `like`. Which they are is random, so an edge
 * is listed first and taken off the list again without a branch. */
static inline void list_outline(Edges *edges, Trial *trial)
{
  const Trial *like = trial->like;
  int corners = trial->corners;
  bool alike = like && like->corners == corners && like->stride == trial->stride;

  trial->area = 0;
  for (int i = 0; i < corners; i++) {
    int next = i + 1 < corners ? i + 1 : 0;
    PrimPoint from = trial->points[i], to = trial->points[next];
    trial->area += from.x * to.y - to.x * from.y;
    list_edge(edges, trial, i, from, to);
    if (!alike)
      continue;
    PrimPoint from_like = like->points[i], to_like = like->points[next];
    bool same = (from.x == from_like.x) & (from.y == from_like.y) & (to.x == to_like.x) &
                (to.y == to_like.y);
    trial->sums[i] = same ? &like->edges[i] : &trial->edges[i];
    edges->count -= same;
  }
}

static inline void list_ellipse(const PrimLayers *layers, Edges *edges, Trial *trial, int rows_max)
{
  prim_attempt_scan(&trial->scan, &trial->candidate.shape, layers->width, layers->height, rows_max);
  trial->stride = trial->scan.stride;
  for (int i = 0; i < 2; i++)
    list_edge(edges, trial, i, (PrimPoint){0, 0}, (PrimPoint){0, 0});
}

/* ---- Setting up edges ------------------------------------------------------ */

/* What an edge's sums start from: less what the rows add to its entries' numbers. */
static inline Sums no_sums(uint32_t pitch, uint32_t begin, uint32_t end)
{
  return (Sums){.pixels = {0 - 2 * pitch * (end * (end - 1) - begin * (begin - 1))}};
}

static inline void set_up_edges(const PrimLayers *layers, Edges *edges)
{
  int32_t height = layers->height;

  for (int e = 0; e < edges->count; e++) {
    PrimPoint from = {edges->from_x[e], edges->from_y[e]}, to = {edges->to_x[e], edges->to_y[e]};
    PrimEdge edge = prim_edge(from, to, height);
    edges->x[e] = edge.x;
    edges->slope[e] = edge.slope;
    edges->begin[e] = edge.begin;
    edges->end[e] = edge.end;
  }
  for (int e = 0; e < edges->count; e++) {
    int32_t stride = edges->stride[e];
    if (edges->scan[e]) {
      edges->begin[e] = edges->scan[e]->begin;
      edges->end[e] = edges->scan[e]->end;
    } else if (stride > 1) {
      PrimEdge edge = {edges->x[e], edges->slope[e], edges->begin[e], edges->end[e], 0};
      prim_edge_thin(&edge, stride);
      edges->x[e] = edge.x;
      edges->slope[e] = edge.slope;
      edges->begin[e] = edge.begin;
      edges->end[e] = edge.end;
    }
    *edges->sums[e] = no_sums((uint32_t)(layers->pitch * stride), (uint32_t)edges->begin[e],
                              (uint32_t)edges->end[e]);
  }
}

static inline Ints clamped(Ints x, int32_t high)
{
  x -= high;
  x = (x & x >> 31) + high;
  return x & ~(x >> 31);
}

/* The entries at the crossings of an edge with its rows, and some more: whole blocks.
 * They are counted in quarters: 8 bytes of the lanes, 1 of the weights. */
static inline void edge_entries(const PrimLayers *layers, const Edges *edges, int e,
                                uint32_t *entry)
{
  const Ints step = {0, 1, 2, 3, 4, 5, 6, 7};
  int32_t rows = edges->end[e] - edges->begin[e];
  int32_t pitch = (int32_t)layers->pitch * edges->stride[e];
  Ints first = (step + edges->begin[e]) * pitch;
  Doubles row = {0, 1, 2, 3, 4, 5, 6, 7};

  for (int32_t i = 0; i < rows; i += ROW_BLOCK) {
    Doubles x = edges->x[e] + row * edges->slope[e];
    Ints column =
        __builtin_convertvector(x + (PRIM_COLUMN_BIAS - PRIM_TIE), Ints) - (PRIM_COLUMN_BIAS - 1);
    Ints entries = 4 * (clamped(column, layers->width) + first);
    memcpy(entry + i, &entries, sizeof entries);
    row += ROW_BLOCK;
    first += ROW_BLOCK * pitch;
  }
}

/* The same for both halves of an ellipse. */
static inline void ellipse_entries(const PrimLayers *layers, const PrimScan *scan,
                                   uint32_t *restrict left, uint32_t *restrict right)
{
  /* A copy of what prim_ellipse_row() needs, which `left` cannot alias. */
  PrimScan ellipse;
  int32_t begin = scan->begin, rows = scan->end - begin;
  int32_t pitch = (int32_t)layers->pitch * scan->stride;

  ellipse.width = scan->width;
  ellipse.stride = scan->stride;
  ellipse.x = scan->x;
  ellipse.y = scan->y;
  ellipse.height_square = scan->height_square;
  ellipse.shear = scan->shear;
  ellipse.ratio = scan->ratio;
  for (int32_t i = 0; i < ((rows + ROW_BLOCK - 1) & -ROW_BLOCK); i++) {
    PrimSpan span = prim_ellipse_row(&ellipse, begin + i);
    int32_t first = (begin + i) * pitch;
    left[i] = i < rows ? 4 * (uint32_t)(first + span.left) : 0;
    right[i] = i < rows ? 4 * (uint32_t)(first + span.right) : 0;
  }
}

/* Lists the blocks of rows, edge by edge; entry 0, which is 0, stands for rows past
 * the last. */
static inline int list_blocks(const PrimLayers *layers, Edges *edges)
{
  int blocks = 0;

  for (int e = 0; e < edges->count; e++) {
    int32_t rows = edges->end[e] - edges->begin[e];
    int count = (rows + ROW_BLOCK - 1) / ROW_BLOCK;
    uint32_t *entry = edges->entry + blocks * ROW_BLOCK;
    if (!edges->scan[e]) {
      edge_entries(layers, edges, e, entry);
      memset(entry + rows, 0, ROW_BLOCK * sizeof *entry);
    } else if (e == 0 || edges->scan[e] != edges->scan[e - 1]) {
      ellipse_entries(layers, edges->scan[e], entry, entry + count * ROW_BLOCK);
    }
    for (int i = 0; i == 0 || i < count; i += BLOCKS_NOTED)
      memset(edges->edge_of + blocks + i, e, BLOCKS_NOTED);
    blocks += count;
  }
  return blocks;
}

/* ---- Summing edges --------------------------------------------------------- */

static inline PrimLanes lanes_at(const PrimLayers *layers, uint32_t entry)
{
  return *(const PrimLanes *)((const char *)layers->lanes + 8 * (size_t)entry);
}

static inline void add(Sums *sums, PrimLanes lanes)
{
  sums->low += lanes;
  sums->high += (Ints)lanes >> 16;
}

/* Adds `other`, or takes it off when `negative` is -1 rather than 0. */
static inline void add_signed(Sums *sums, const Sums *other, int32_t negative)
{
  uint32_t mask = (uint32_t)negative;

  sums->low += (other->low ^ mask) - mask;
  sums->high += (other->high ^ negative) - negative;
  sums->pixels += (other->pixels ^ mask) - mask;
  sums->weight += (other->weight ^ negative) - negative;
}

/* Adds up the lanes; `narrow`: those of a block fit 32 bits. */
static inline void sum_lanes(const PrimLayers *layers, const Edges *edges, int blocks, bool narrow)
{
  for (int b = 0; b < blocks; b++) {
    const uint32_t *entry = edges->entry + b * ROW_BLOCK;
    Sums *sums = edges->sums[edges->edge_of[b]];
    PrimLanes lanes = {0}, entries;
    memcpy(&entries, entry, sizeof entries);
    sums->pixels += entries;
    for (int i = 0; i < ROW_BLOCK; i++)
      if (narrow)
        lanes += lanes_at(layers, entry[i]);
      else
        add(sums, lanes_at(layers, entry[i]));
    if (narrow)
      add(sums, lanes);
  }
}

static inline void sum_weights(const PrimLayers *layers, const Edges *edges, int blocks)
{
  for (int b = 0; b < blocks; b++) {
    const uint32_t *entry = edges->entry + b * ROW_BLOCK;
    int64_t sum = 0;
    for (int i = 0; i < ROW_BLOCK; i++)
      sum += layers->weights[entry[i] / 4];
    edges->sums[edges->edge_of[b]]->weight += sum;
  }
}

static inline void sum_edges(const PrimLayers *layers, Edges *edges)
{
  set_up_edges(layers, edges);
  int blocks = list_blocks(layers, edges);
  if (layers->chunk_rows >= ROW_BLOCK)
    sum_lanes(layers, edges, blocks, true);
  else
    sum_lanes(layers, edges, blocks, false);
  if (!layers->uniform)
    sum_weights(layers, edges, blocks);
}

/* ---- Summing shapes -------------------------------------------------------- */

static inline Sums shape_sums(const Trial *trial)
{
  Sums sums = {{0}, {0}, {0}, 0};
  int32_t turn = -!(trial->area > 0);

  for (int i = 0; i < trial->corners; i++) {
    int next = i + 1 < trial->corners ? i + 1 : 0;
    bool down = trial->points[i].y < trial->points[next].y;
    add_signed(&sums, trial->sums[i], turn ^ -!down);
  }
  for (int i = 0; i < 2 && !trial->corners; i++)
    add_signed(&sums, trial->sums[i], i - 1);
  return sums;
}

static inline PrimTotals totals_of(const PrimLayers *layers, const Sums *sums, int32_t stride)
{
  Ints rest = (Ints)(sums->low - ((PrimLanes)sums->high << 16));
  int64_t lanes[8];
  uint32_t pixels = 0;

  for (int i = 0; i < 8; i++) {
    lanes[i] = (int64_t)sums->high[i] * 65536 + rest[i];
    pixels += sums->pixels[i];
  }
  if (layers->uniform)
    return prim_attempt_totals(lanes, (int32_t)pixels / 4, (double)layers->scale, stride);
  return prim_attempt_totals(lanes, sums->weight, 1.0 / PRIM_WEIGHT_ONE, stride);
}

/* The totals of `count` trials, at most BATCH, on every row or, from rows_max rows on,
 * on every second, fourth, ... */
static inline void totals_of_all(const PrimLayers *layers, Trial *const *trials, int count,
                                 int rows_max, PrimTotals *totals)
{
  Edges edges;

  edges.count = 0;
  for (int i = 0; i < count; i++) {
    Trial *trial = trials[i];
    trial->corners = prim_outline(&trial->candidate.shape, trial->points);
    if (trial->corners) {
      trial->stride = outline_stride(trial, layers->height, rows_max);
      list_outline(&edges, trial);
    } else {
      list_ellipse(layers, &edges, trial, rows_max);
    }
  }
  sum_edges(layers, &edges);
  for (int i = 0; i < count; i++) {
    Sums sums = shape_sums(trials[i]);
    totals[i] = totals_of(layers, &sums, trials[i]->stride);
  }
}

/* Makes a scored trial's edges its own, so that `like` can go. */
static inline void own_edges(Trial *trial)
{
  for (int i = 0; i < trial->corners; i++)
    if (trial->sums[i] != &trial->edges[i])
      trial->edges[i] = *trial->sums[i];
}

#endif
