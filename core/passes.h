/* Passes over the rows of planes: shapes made ready for the row kernels of stack_planes.h. */
#ifndef PRIM_PASSES_H
#define PRIM_PASSES_H

#include "coverage.h"
#include "stack_planes.h"
#include "team.h"

/* A shape's part in a pass; NULL: none. */
typedef struct PrimPart {
  const PrimShape *shape;
  int begin, end; /* rows of pixels */
  PrimScan scan;
} PrimPart;

static inline PrimPart prim_part(const PrimStackPlanes *planes, const PrimShape *shape)
{
  PrimPart part = {.shape = shape};

  if (shape) {
    prim_coverage_begin(&part.scan, shape, planes->width, planes->height);
    part.begin = prim_coverage_first(&part.scan);
    part.end = prim_coverage_end(&part.scan);
  }
  return part;
}

/* What the part covers of row y; false: nothing. */
static inline bool prim_part_cover(const PrimRowKernels *kernels, const PrimPart *part, int y,
                                   PrimCover *cover)
{
  return y >= part->begin && y < part->end && kernels->cover(&part->scan, y, cover);
}

/* Runs `kernel` on that. Returns the columns from the first to the last; or none, which is
 * (width, 0). */
static inline PrimSpan prim_part_apply(PrimStackPlanes *planes, const PrimRowKernels *kernels,
                                       const PrimPart *part, PrimRowKernel *kernel, int y)
{
  PrimCover cover;

  if (!prim_part_cover(kernels, part, y, &cover))
    return (PrimSpan){planes->width, 0};
  kernel(planes, y, &cover, part->shape);
  return (PrimSpan){cover.left, cover.right};
}

/* Widens *columns to hold `more`. */
static inline void prim_widen(PrimSpan *columns, PrimSpan more)
{
  columns->left = more.left < columns->left ? more.left : columns->left;
  columns->right = more.right > columns->right ? more.right : columns->right;
}

/* Adds what the part's samples in row y add to the sums. */
static inline void prim_part_gather(const PrimStackPlanes *planes, const PrimRowKernels *kernels,
                                    const PrimPart *part, int y, PrimSampleSums *sums)
{
  PrimCover cover;

  if (prim_part_cover(kernels, part, y, &cover))
    kernels->gather(planes, y, &cover, sums);
}

/* Lifts the part off row y, and adds what its samples there then add to the sums. */
static inline void prim_part_lift(PrimStackPlanes *planes, const PrimRowKernels *kernels,
                                  const PrimPart *part, int y, PrimSampleSums *sums)
{
  PrimCover cover;

  if (prim_part_cover(kernels, part, y, &cover))
    kernels->lift_sum(planes, y, &cover, part->shape, sums);
}

/* Adds the parts of sums together. */
static inline void prim_add_sums(const PrimSampleSums *sums, int64_t *all)
{
  for (int i = 0; i < PRIM_SAMPLE_SUMS; i++)
    for (int j = 0; j < PRIM_PITCH_BLOCK; j++)
      all[i] += sums->part[i][j];
}

/* Does something with row y. */
typedef void PrimRowTask(void *data, int y);

/* Does that for all rows, shared out among the team. */
PRIM_NONNULL void prim_rows_run(PrimTeam *team, const PrimStackPlanes *planes, PrimRowTask *row,
                                void *data);

#endif
