/* Where the picture matters more: a drawable, or what is painted in the dialog, as a soft
 * weight.
 *
 * White counts in full, black a tenth of it: enough for shapes to keep to the
 * picture there once the rest is done. */
#ifndef PRIM_IMPORTANCE_H
#define PRIM_IMPORTANCE_H

#include "buffer.h"
#include "reduce.h"
#include "source.h"

typedef struct PrimImportance {
  const PrimSource *source;
  PrimBuffer buffer; /* of the drawable; not open: it is painted, or everything matters alike */
  const Babl *format;
  int x, y; /* the region's place in the pixels that are read */
} PrimImportance;

/* Opens the source's `painted`, or else its `importance`. `source` must outlive it. Close with
 * prim_importance_close(). False and *error when it is gone; then there is nothing to close. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_open(const PrimSource *source,
                                                     PrimImportance *importance, GError **error);
PRIM_NONNULL void prim_importance_close(PrimImportance *importance);

/* Reads rectangle `part` of the source's region: a pair of gray and alpha for each pixel. False
 * and *error when the drawable is gone or changed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_read(const PrimImportance *importance,
                                                     const GeglRectangle *part, float *gray_alpha,
                                                     GError **error);

/* Reduces it to the pixels `box` of `plane`, which has to_width x to_height of them: how much each
 * counts in 1/65535ths, 6682 where nothing is white. False and *error when memory runs out, or the
 * drawable is gone or changed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_reduce(const PrimImportance *importance,
                                                       const PrimReduction *reduction,
                                                       const PrimBox *box, uint16_t *plane,
                                                       GError **error);

/* Weighs the target, which was read from the source's region, with the source's importance, if it
 * has one. False and *error as above. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_apply(const PrimSource *source, PrimTarget *target,
                                                      GError **error);

#endif
