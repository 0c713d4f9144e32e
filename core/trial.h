/* Scoring a few shapes at once, against the row sums of stack_planes.h.
 *
 * By Green's theorem in rows, the sums over a shape are those left of its right
 * edges less those left of its left edges. So the edges of all the shapes go on one
 * list, are set up together in vector code, and each is summed by itself; edges that
 * a mutation has left as they were are not summed again. Several shapes at a time,
 * because what follows from one (which edges, how many rows) cannot be guessed by a
 * processor, which goes on with the others meanwhile.
 *
 * For climb.c alone, which is compiled for each ISA level. */
#ifndef PRIM_TRIAL_H
#define PRIM_TRIAL_H

#include "edges.h"

typedef uint32_t HalfSums __attribute__((vector_size(16)));

/* A shape as it is scored. Its edges run from a corner to the next; an ellipse has
 * two, its left half and its right half. */
typedef struct Trial {
  PrimCandidate candidate;
  const struct Trial *like;           /* scored before, to share edges with; or NULL */
  int corners;                        /* of the outline; 0: an ellipse */
  int32_t spacing;                    /* of the rows scored, in rows of samples */
  double area;                        /* above 0 when clockwise */
  PrimPoint points[PRIM_OUTLINE_MAX]; /* in columns and rows scored */
  const Sums *sums[PRIM_OUTLINE_MAX]; /* of the edges: its own or those of `like` */
  Sums edges[PRIM_OUTLINE_MAX];
  PrimScan scan; /* of an ellipse */
} Trial;

/* ---- Listing edges --------------------------------------------------------- */

static inline int32_t outline_spacing(const Trial *trial, int height, int rows_max)
{
  double top = trial->points[0].y, bottom = top;

  height *= PRIM_SAMPLE_ROWS;
  for (int i = 1; i < trial->corners; i++) {
    double y = trial->points[i].y;
    top = y < top ? y : top;
    bottom = y > bottom ? y : bottom;
  }
  return prim_attempt_spacing(prim_clamp(prim_ceil(PRIM_SAMPLE_ROWS * bottom - 0.5), 0, height) -
                                  prim_clamp(prim_ceil(PRIM_SAMPLE_ROWS * top - 0.5), 0, height),
                              rows_max);
}

/* The outline, in the columns and rows that it is scored on. */
static inline void outline(const PrimStackPlanes *planes, Trial *trial, int rows_max)
{
  trial->spacing = outline_spacing(trial, planes->height, rows_max);
  double rows = prim_attempt_rows(trial->spacing);
  for (int i = 0; i < trial->corners; i++) {
    trial->points[i].x *= COLUMNS;
    trial->points[i].y *= rows;
  }
}

static inline void list_edge(const PrimStackPlanes *planes, Edges *edges, Trial *trial, int i,
                             PrimPoint from, PrimPoint to)
{
  int e = edges->count++;

  edges->from_x[e] = from.x;
  edges->from_y[e] = from.y;
  edges->to_x[e] = to.x;
  edges->to_y[e] = to.y;
  edges->spacing[e] = trial->spacing;
  edges->height[e] = planes->height * prim_attempt_rows(trial->spacing);
  edges->scan[e] = trial->corners ? NULL : &trial->scan;
  edges->sums[e] = &trial->edges[i];
  trial->sums[i] = &trial->edges[i];
}

/* Lists the edges that are not those of `like`. Which they are is random, so an edge
 * is listed first and taken off the list again without a branch. */
static inline void list_outline(const PrimStackPlanes *planes, Edges *edges, Trial *trial)
{
  const Trial *like = trial->like;
  int corners = trial->corners;
  bool alike = like && like->corners == corners && like->spacing == trial->spacing;

  trial->area = 0;
  for (int i = 0; i < corners; i++) {
    int next = i + 1 < corners ? i + 1 : 0;
    PrimPoint from = trial->points[i], to = trial->points[next];
    trial->area += from.x * to.y - to.x * from.y;
    list_edge(planes, edges, trial, i, from, to);
    if (!alike)
      continue;
    PrimPoint from_like = like->points[i], to_like = like->points[next];
    bool same = (from.x == from_like.x) & (from.y == from_like.y) & (to.x == to_like.x) &
                (to.y == to_like.y);
    trial->sums[i] = same ? &like->edges[i] : &trial->edges[i];
    edges->count -= same;
  }
}

static inline void list_ellipse(const PrimStackPlanes *planes, Edges *edges, Trial *trial,
                                int rows_max)
{
  trial->spacing = prim_attempt_scan(&trial->scan, &trial->candidate.shape, planes->width,
                                     planes->height, rows_max);
  for (int i = 0; i < 2; i++)
    list_edge(planes, edges, trial, i, (PrimPoint){0, 0}, (PrimPoint){0, 0});
}

/* ---- Summing shapes -------------------------------------------------------- */

/* Adds `other`, or takes it off when `negative` is -1 rather than 0. */
static inline void add_signed(Sums *sums, const Sums *other, int32_t negative)
{
  uint32_t mask = (uint32_t)negative;

  sums->low += (other->low ^ mask) - mask;
  sums->high += (other->high ^ mask) - mask;
  sums->samples += (other->samples ^ mask) - mask;
  sums->weight += (other->weight ^ negative) - negative;
}

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

static inline uint32_t sum_of_eight(PrimRowSum values)
{
  HalfSums halves[2];

  memcpy(halves, &values, sizeof halves);
  HalfSums sum = halves[0] + halves[1];
  return sum[0] + sum[1] + sum[2] + sum[3];
}

static inline PrimTotals totals_of(const PrimStackPlanes *planes, const Sums *sums, int32_t spacing)
{
  Ints high = (Ints)sums->high, rest = (Ints)(sums->low - (sums->high << HALF));
  int64_t exact[8];
  for (int i = 0; i < 8; i++)
    exact[i] = (int64_t)high[i] * (1 << HALF) + rest[i];
  if (planes->uniform)
    return prim_attempt_totals(exact, (int32_t)sum_of_eight(sums->samples), (double)planes->scale,
                               spacing);
  return prim_attempt_totals(exact, sums->weight, 1.0 / PRIM_WEIGHT_ONE, spacing);
}

/* The totals of `count` trials, at most BATCH, on the rows of prim_attempt_scan(). */
static inline void totals_of_all(const PrimStackPlanes *planes, Trial *const *trials, int count,
                                 int rows_max, PrimTotals *totals)
{
  Edges edges;

  edges.count = 0;
  for (int i = 0; i < count; i++) {
    Trial *trial = trials[i];
    trial->corners = prim_outline(&trial->candidate.shape, trial->points);
    if (trial->corners) {
      outline(planes, trial, rows_max);
      list_outline(planes, &edges, trial);
    } else {
      list_ellipse(planes, &edges, trial, rows_max);
    }
  }
  sum_edges(planes, &edges);
  for (int i = 0; i < count; i++) {
    Sums sums = shape_sums(trials[i]);
    totals[i] = totals_of(planes, &sums, trials[i]->spacing);
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
