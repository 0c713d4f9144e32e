/* How much each pixel counts: selection x opacity of the layer x layer mask. */
#ifndef PRIM_COVERAGE_H
#define PRIM_COVERAGE_H

#include "buffer.h"
#include "source.h"

/* Opens what coverage is read from. */
typedef struct PrimCoverage {
  const PrimSource *source;
  PrimBuffer selection, mask; /* open where they are in play */
  const PrimBuffer *pixels;   /* NULL: its alpha is not in play */
} PrimCoverage;

/* `source` must outlive the coverage, and so must `pixels`, the drawable's buffer, which
 * is shared so that its tiles come from GIMP once. Close with prim_coverage_close(). False
 * and *error when something is gone; then there is nothing to close. */
PRIM_MUST_USE PRIM_NONNULL bool prim_coverage_open(const PrimSource *source,
                                                   const PrimBuffer *pixels, PrimCoverage *coverage,
                                                   GError **error);
PRIM_NONNULL void prim_coverage_close(PrimCoverage *coverage);

/* False: every pixel counts in full, and nothing needs to be read. */
PRIM_MUST_USE PRIM_NONNULL bool prim_coverage_in_play(const PrimCoverage *coverage);

/* Reads rows first..first+rows-1 of the source's region: rows x region.width
 * values 0..1 into `values`; `scratch` has room for twice as many. False and *error when
 * something is gone or changed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_coverage_read(const PrimCoverage *coverage, int first,
                                                   int rows, float *values, float *scratch,
                                                   GError **error);

#endif
