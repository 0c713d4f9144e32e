/* Scoring and hill climbing, for one processor level (PRIM_LEVEL). */
#include "attempt.h"
#include "climb.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* Loops over rows run in whole blocks of this many, without a remainder. */
enum { ROW_BLOCK = 8 };

/* Doubles hold these integers exactly. */
typedef double WideLanes __attribute__((vector_size(64)));

/* Sums as they are gathered: 32-bit within a chunk of rows, then wide. */
typedef struct Gather {
  WideLanes wide;
  double weight;
} Gather;

/* The columns of a convex shape, by row from scan->begin. */
typedef struct Columns {
  int32_t left[PRIM_DETAIL_MAX + ROW_BLOCK];
  int32_t right[PRIM_DETAIL_MAX + ROW_BLOCK];
} Columns;

static inline WideLanes widen(PrimLanes lanes)
{
  typedef int32_t Signed __attribute__((vector_size(32)));

  return __builtin_convertvector((Signed)lanes, WideLanes);
}

static inline int whole_blocks(int rows)
{
  return (rows + ROW_BLOCK - 1) & -ROW_BLOCK;
}

/* An edge's columns, rounded up to whole blocks: what is written past the end
 * is overwritten by the edge below, because edges come top to bottom. */
static void edge_columns(const PrimEdge *restrict edge, int32_t width, int32_t *restrict column)
{
  int rows = whole_blocks(edge->end - edge->begin);

  for (int i = 0; i < rows; i++)
    column[i] = prim_edge_column(edge, edge->begin + i, width);
}

static void sort_edges(PrimScan *scan)
{
  for (int i = 1; i < scan->edges; i++)
    for (int j = i; j > 0 && scan->edge[j - 1].begin > scan->edge[j].begin; j--) {
      PrimEdge swap = scan->edge[j];
      scan->edge[j] = scan->edge[j - 1];
      scan->edge[j - 1] = swap;
    }
}

static void convex_columns(PrimScan *scan, Columns *columns)
{
  sort_edges(scan);
  for (int i = 0; i < scan->edges; i++) {
    const PrimEdge *edge = &scan->edge[i];
    int32_t *side = edge->winding == scan->left_winding ? columns->left : columns->right;
    edge_columns(edge, scan->width, side + (edge->begin - scan->begin));
  }
}

static void ellipse_columns(const PrimScan *restrict scan, Columns *restrict columns)
{
  int rows = whole_blocks(scan->end - scan->begin);

  for (int i = 0; i < rows; i++) {
    PrimSpan span = prim_ellipse_row(scan, scan->begin + i);
    columns->left[i] = span.left;
    columns->right[i] = span.right;
  }
}

/* Adds up rows with one span each. */
static void gather_columns(const PrimLayers *layers, const PrimScan *scan, const Columns *columns,
                           Gather *gather)
{
  int rows = scan->end - scan->begin;
  ptrdiff_t pitch = layers->pitch * scan->stride;
  const PrimLanes *row = layers->lanes + scan->begin * pitch;

  for (int first = 0; first < rows; first += layers->chunk_rows) {
    int last = rows - first < layers->chunk_rows ? rows : first + layers->chunk_rows;
    PrimLanes chunk = {0};
    for (int i = first; i < last; i++, row += pitch)
      chunk += row[columns->right[i]] - row[columns->left[i]];
    gather->wide += widen(chunk);
  }
  if (!layers->uniform) {
    const int32_t *weights = layers->weights + scan->begin * pitch;
    int64_t sum = 0;
    for (int i = 0; i < rows; i++, weights += pitch)
      sum += weights[columns->right[i]] - weights[columns->left[i]];
    gather->weight += (double)sum;
  } else {
    int32_t pixels = 0;
    for (int i = 0; i < rows; i++)
      pixels += columns->right[i] - columns->left[i];
    gather->weight += pixels;
  }
}

/* Rows with any number of spans: every edge adds or takes off the sums left of it.
 * Right because the outlines of valid shapes wind around a pixel once at most. */
static void gather_edges(const PrimLayers *layers, const PrimScan *scan, Gather *gather)
{
  int32_t column[PRIM_DETAIL_MAX + ROW_BLOCK];
  PrimLanes sum[PRIM_DETAIL_MAX];
  int rows = scan->end - scan->begin;
  ptrdiff_t pitch = layers->pitch * scan->stride;

  for (int i = 0; i < rows; i++)
    sum[i] = (PrimLanes){0};
  for (int e = 0; e < scan->edges; e++) {
    const PrimEdge *edge = &scan->edge[e];
    int begin = edge->begin - scan->begin, count = edge->end - edge->begin;
    bool left = edge->winding == scan->left_winding;
    ptrdiff_t at = edge->begin * pitch;
    int64_t weight = 0; /* of columns: below 2^53 */
    edge_columns(edge, scan->width, column);
    if (left)
      for (int i = 0; i < count; i++)
        sum[begin + i] -= layers->lanes[at + i * pitch + column[i]];
    else
      for (int i = 0; i < count; i++)
        sum[begin + i] += layers->lanes[at + i * pitch + column[i]];
    for (int i = 0; i < count; i++)
      weight += layers->uniform ? column[i] : layers->weights[at + i * pitch + column[i]];
    gather->weight += (double)(left ? -weight : weight);
  }
  for (int first = 0; first < rows; first += layers->chunk_rows) {
    int last = rows - first < layers->chunk_rows ? rows : first + layers->chunk_rows;
    PrimLanes chunk = {0};
    for (int i = first; i < last; i++)
      chunk += sum[i];
    gather->wide += widen(chunk);
  }
}

static void totals(const PrimLayers *layers, const PrimShape *shape, int rows_max,
                   PrimTotals *result)
{
  PrimScan scan;
  Columns columns;
  Gather gather = {{0}, 0};

  prim_attempt_scan(&scan, shape, layers->width, layers->height, rows_max);
  if (scan.begin < scan.end) {
    if (scan.form == PRIM_FORM_GENERAL) {
      gather_edges(layers, &scan, &gather);
    } else {
      if (scan.form == PRIM_FORM_ELLIPSE)
        ellipse_columns(&scan, &columns);
      else
        convex_columns(&scan, &columns);
      gather_columns(layers, &scan, &columns, &gather);
    }
  }
  double unit = scan.stride;
  for (int i = 0; i < 3; i++) {
    result->residual[i] = gather.wide[i] * unit;
    result->canvas[i] = gather.wide[3 + i] * unit;
  }
  result->residual_canvas = gather.wide[6] * unit;
  result->canvas_canvas = gather.wide[7] * unit;
  result->weight =
      gather.weight * unit * (layers->uniform ? (double)layers->scale : 1.0 / PRIM_WEIGHT_ONE);
}

static inline bool stopped(const PrimClimber *climber)
{
  return atomic_load_explicit(climber->stop, memory_order_relaxed);
}

static double score(const PrimClimber *climber, PrimShape *shape)
{
  PrimTotals sum;

  totals(climber->layers, shape, PRIM_ROWS_SCORED, &sum);
  return prim_attempt_fill(climber->task, &sum, shape);
}

/* Mutates until that failed too often in a row, unless there is no shape worth a
 * mutation; attempts are numbered from `attempt` on. */
static void hill_climb(const PrimClimber *climber, const PrimRandom *stream, uint32_t attempt,
                       PrimCandidate *best, uint64_t *scored)
{
  PrimFrame frame = prim_frame(climber->layers->width, climber->layers->height);

  if (best->gain == INFINITY)
    return;
  for (int failed = 0; failed < climber->task->patience && !stopped(climber); failed++) {
    PrimShape shape = best->shape;
    prim_attempt_move(&frame, stream, attempt++, &shape);
    double gain = score(climber, &shape);
    ++*scored;
    if (gain < best->gain) {
      *best = (PrimCandidate){shape, gain};
      failed = -1;
    }
  }
}

static void climb(const PrimClimber *climber, uint32_t number, PrimCandidate *best,
                  uint64_t *scored)
{
  const PrimTask *task = climber->task;
  PrimFrame frame = prim_frame(climber->layers->width, climber->layers->height);
  PrimRandom stream = prim_random_stream(task->seed, task->stream, number);

  best->gain = INFINITY;
  for (int i = 0; i < task->starts && !stopped(climber); i++) {
    PrimShape shape;
    if (!prim_attempt_start(task, &frame, &stream, (uint32_t)i, &shape))
      continue;
    double gain = score(climber, &shape);
    ++*scored;
    if (gain < best->gain)
      *best = (PrimCandidate){shape, gain};
  }
  hill_climb(climber, &stream, (uint32_t)task->starts, best, scored);
}

static void polish(const PrimClimber *climber, uint32_t number, PrimCandidate *best,
                   uint64_t *scored)
{
  PrimRandom stream = prim_random_stream(climber->task->seed, climber->task->stream, number);

  best->gain = score(climber, &best->shape);
  ++*scored;
  hill_climb(climber, &stream, 0, best, scored);
}

const PrimClimbKernels JOIN(prim_climb_, PRIM_LEVEL);
const PrimClimbKernels JOIN(prim_climb_, PRIM_LEVEL) = {totals, climb, polish};
