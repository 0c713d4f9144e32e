/* How much each pixel counts: selection x opacity of the layer x layer mask. */
#ifndef PRIM_COVERAGE_H
#define PRIM_COVERAGE_H

#include "source.h"

/* Opens what coverage is read from. */
typedef struct PrimCoverage {
  const PrimSource *source;
  GeglBuffer *selection, *pixels, *mask; /* NULL: not in play */
} PrimCoverage;

/* `source` must outlive the coverage; `pixels` is the drawable's buffer, shared so
 * that its tiles come from GIMP once. Close with prim_coverage_close(). */
PRIM_MUST_USE PRIM_NONNULL PrimCoverage prim_coverage_open(const PrimSource *source,
                                                           GeglBuffer *pixels);
PRIM_NONNULL void prim_coverage_close(PrimCoverage *coverage);

/* False: every pixel counts in full, and nothing needs to be read. */
PRIM_MUST_USE PRIM_NONNULL bool prim_coverage_in_play(const PrimCoverage *coverage);

/* Reads rows first..first+rows-1 of the source's region: rows x region.width
 * values 0..1 into `values`; `scratch` has room
 * for twice as many. */
PRIM_NONNULL void prim_coverage_read(const PrimCoverage *coverage, int first, int rows,
                                     float *values, float *scratch);

#endif
