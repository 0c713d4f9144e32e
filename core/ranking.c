/* Shapes in the order of their deltas. */
#include "ranking.h"

#include <stdlib.h>
#include <string.h>

static int by_delta(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

/* ---- Of a search ------------------------------------------------------------ */

typedef struct Rank {
  double delta; /* first: by_delta() */
  int climb;
} Rank;

static int by_rank(const void *a, const void *b)
{
  const Rank *x = a, *y = b;
  int order = by_delta(&x->delta, &y->delta);

  return order ? order : x->climb - y->climb;
}

PrimStatus prim_rank_found(PrimCandidate *found, int count)
{
  Rank *ranks = malloc((size_t)count * sizeof *ranks);
  PrimCandidate *sorted = malloc((size_t)count * sizeof *sorted);
  bool good = ranks && sorted;

  for (int i = 0; good && i < count; i++)
    ranks[i] = (Rank){found[i].delta, i};
  if (good)
    qsort(ranks, (size_t)count, sizeof *ranks, by_rank);
  for (int i = 0; good && i < count; i++)
    sorted[i] = found[ranks[i].climb];
  if (good)
    memcpy(found, sorted, (size_t)count * sizeof *found);
  free(ranks);
  free(sorted);
  return good ? PRIM_OK : PRIM_ERROR_MEMORY;
}

/* ---- Of a drawing ----------------------------------------------------------- */

PrimStatus prim_drop_worst(PrimDrawing *drawing, const double *deltas, int count)
{
  double *sorted = malloc((size_t)drawing->count * sizeof *sorted);
  int kept = 0, equal = count; /* those of the bound's delta that go */

  if (!sorted)
    return PRIM_ERROR_MEMORY;
  memcpy(sorted, deltas, (size_t)drawing->count * sizeof *sorted);
  qsort(sorted, (size_t)drawing->count, sizeof *sorted, by_delta);
  double bound = sorted[drawing->count - count];
  free(sorted);
  for (int i = 0; i < drawing->count; i++)
    equal -= deltas[i] > bound;
  for (int i = 0; i < drawing->count; i++)
    if (!(deltas[i] > bound || (deltas[i] >= bound && equal-- > 0)))
      drawing->shapes[kept++] = drawing->shapes[i];
  drawing->count = kept;
  return PRIM_OK;
}
