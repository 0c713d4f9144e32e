/* Passes over the rows of planes: shapes made ready for the row kernels of layers.h. */
#ifndef PRIM_PASSES_H
#define PRIM_PASSES_H

#include "coverage.h"
#include "layers.h"
#include "team.h"

/* A shape's part in a pass; NULL: none. */
typedef struct PrimPart {
  const PrimShape *shape;
  int begin, end; /* rows of pixels */
  PrimScan scan;
} PrimPart;

typedef void PrimRowKernel(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape);

static inline PrimPart prim_part(const PrimLayers *layers, const PrimShape *shape)
{
  PrimPart part = {.shape = shape};

  if (shape) {
    prim_coverage_begin(&part.scan, shape, layers->width, layers->height);
    part.begin = prim_coverage_first(&part.scan);
    part.end = prim_coverage_end(&part.scan);
  }
  return part;
}

/* The part's runs of row y, into room for PRIM_ROW_RUNS_MAX; returns how many. */
static inline int prim_part_runs(const PrimPart *part, int y, PrimRun *runs)
{
  return y >= part->begin && y < part->end ? prim_coverage_row(&part->scan, y, runs) : 0;
}

/* Runs `kernel` on the part's runs of row y. Returns the columns from the first to the last; or
 * none, which is (width, 0). */
static inline PrimSpan prim_part_apply(PrimLayers *layers, const PrimPart *part,
                                       PrimRowKernel *kernel, int y)
{
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  PrimSpan none = {layers->width, 0};
  int count = prim_part_runs(part, y, runs);

  for (int i = 0; i < count; i++) {
    PrimShape covered = prim_covered(part->shape, runs[i].samples);
    kernel(layers, y, runs[i].left, runs[i].right, &covered);
  }
  return count ? (PrimSpan){runs[0].left, runs[count - 1].right} : none;
}

/* Widens *columns to hold `more`. */
static inline void prim_widen(PrimSpan *columns, PrimSpan more)
{
  columns->left = more.left < columns->left ? more.left : columns->left;
  columns->right = more.right > columns->right ? more.right : columns->right;
}

/* Adds a run's sums over pixels to those over samples. */
static inline void prim_add_run(const PrimRun *run, const int64_t *pixels, int64_t *sums)
{
  for (int i = 0; i < PRIM_ROW_SUMS; i++)
    sums[i] += run->samples * pixels[i];
}

/* Adds what the part's samples in row y add to the sums. */
static inline void prim_part_gather(const PrimLayers *layers, const PrimRowKernels *kernels,
                                    const PrimPart *part, int y, int64_t *sums)
{
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  int count = prim_part_runs(part, y, runs);

  for (int i = 0; i < count; i++) {
    int64_t pixels[PRIM_ROW_SUMS] = {0};
    kernels->gather(layers, y, runs[i].left, runs[i].right, pixels);
    prim_add_run(&runs[i], pixels, sums);
  }
}

/* Lifts the part off row y, and adds what its samples there then add to the sums. */
static inline void prim_part_lift(PrimLayers *layers, const PrimRowKernels *kernels,
                                  const PrimPart *part, int y, int64_t *sums)
{
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  int count = prim_part_runs(part, y, runs);

  for (int i = 0; i < count; i++) {
    int64_t pixels[PRIM_ROW_SUMS] = {0};
    PrimShape covered = prim_covered(part->shape, runs[i].samples);
    kernels->lift_sum(layers, y, runs[i].left, runs[i].right, &covered, pixels);
    prim_add_run(&runs[i], pixels, sums);
  }
}

/* Does something with row y. */
typedef void PrimRowTask(void *data, int y);

/* Does that for all rows, shared out among the team. */
PRIM_NONNULL void prim_rows_run(PrimTeam *team, const PrimLayers *layers, PrimRowTask *row,
                                void *data);

#endif
