/* Passes over the rows of planes: shapes made ready for the row kernels of layers.h. */
#ifndef PRIM_PASSES_H
#define PRIM_PASSES_H

#include "layers.h"
#include "scan.h"
#include "team.h"

/* A shape's part in a pass; NULL: none. */
typedef struct PrimPart {
  const PrimShape *shape;
  PrimScan scan;
} PrimPart;

typedef void PrimRowKernel(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape);

static inline PrimPart prim_part(const PrimLayers *layers, const PrimShape *shape)
{
  PrimPart part = {.shape = shape};

  if (shape)
    prim_scan_begin(&part.scan, shape, layers->width, layers->height);
  return part;
}

/* The part's spans of row y, into room for PRIM_ROW_SPANS_MAX; returns how many. */
static inline int prim_part_spans(const PrimPart *part, int y, PrimSpan *spans)
{
  return part->shape && y >= part->scan.begin && y < part->scan.end
             ? prim_scan_row(&part->scan, y, spans)
             : 0;
}

/* Runs `kernel` on the part's spans of row y. Returns the columns from the first to the last; or
 * none, which is (width, 0). */
static inline PrimSpan prim_part_apply(PrimLayers *layers, const PrimPart *part,
                                       PrimRowKernel *kernel, int y)
{
  PrimSpan spans[PRIM_ROW_SPANS_MAX], none = {layers->width, 0};
  int count = prim_part_spans(part, y, spans);

  for (int i = 0; i < count; i++)
    kernel(layers, y, spans[i].left, spans[i].right, part->shape);
  return count ? (PrimSpan){spans[0].left, spans[count - 1].right} : none;
}

/* Widens *columns to hold `more`. */
static inline void prim_widen(PrimSpan *columns, PrimSpan more)
{
  columns->left = more.left < columns->left ? more.left : columns->left;
  columns->right = more.right > columns->right ? more.right : columns->right;
}

/* Adds what the part's pixels in row y add to the sums. */
static inline void prim_part_gather(const PrimLayers *layers, const PrimRowKernels *kernels,
                                    const PrimPart *part, int y, int64_t *sums)
{
  PrimSpan spans[PRIM_ROW_SPANS_MAX];
  int count = prim_part_spans(part, y, spans);

  for (int i = 0; i < count; i++)
    kernels->gather(layers, y, spans[i].left, spans[i].right, sums);
}

/* Does something with row y. */
typedef void PrimRowTask(void *data, int y);

/* Does that for all rows, shared out among the team. */
PRIM_NONNULL void prim_rows_run(PrimTeam *team, const PrimLayers *layers, PrimRowTask *row,
                                void *data);

#endif
