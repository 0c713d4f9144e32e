/* Where the picture matters more: a drawable as a soft weight.
 *
 * White counts in full, black a tenth of it: enough for shapes to keep to the
 * picture there once the rest is done. */
#ifndef PRIM_IMPORTANCE_H
#define PRIM_IMPORTANCE_H

#include "buffer.h"
#include "source.h"

typedef struct PrimImportance {
  const PrimSource *source;
  PrimBuffer buffer; /* not open: everything matters alike */
  const Babl *format;
  int x, y; /* the region's place in the drawable's pixels */
} PrimImportance;

/* `source` must outlive it. Close with prim_importance_close(). False and *error when it is
 * gone; then there is nothing to close. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_open(const PrimSource *source,
                                                     PrimImportance *importance, GError **error);
PRIM_NONNULL void prim_importance_close(PrimImportance *importance);

/* Multiplies rows first..first+rows-1 of the source's region with it: rows x
 * region.width `values`; `scratch` has room for twice as many. False and *error when it
 * is gone or changed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_multiply(const PrimImportance *importance,
                                                         int first, int rows, float *values,
                                                         float *scratch, GError **error);

#endif
