/* Row prefix sums of the eight quantities the score needs.
 *
 * Entry x of a row holds the sums over pixels 0..x-1, so a span costs two
 * loads. Entries are 32-bit and may wrap: a span's difference is right as long
 * as the span's own sum fits, which weight levels see to (target.c). */
#ifndef PRIM_SUMS_H
#define PRIM_SUMS_H

#include "primitive.h"

/* R (3 channels), C (3), RC, CC of score.h. */
typedef int32_t PrimLanes __attribute__((vector_size(32)));

typedef struct PrimSums {
  int width, height;
  ptrdiff_t stride; /* entries from row to row, width + 1 */
  int chunk_rows;   /* rows whose sums add up inside 32 bits */
  PrimLanes *lanes;
  int32_t *weights; /* prefix sums of the weight; NULL when every weight is 1 */
} PrimSums;

/* Room for the sums of a target; false when out of memory. */
PRIM_MUST_USE PRIM_NONNULL bool prim_sums_init(PrimSums *sums, const PrimTarget *target);
PRIM_NONNULL void prim_sums_clear(PrimSums *sums);

/* Sums row y anew from column `begin` to the right. */
PRIM_NONNULL void prim_sums_build(PrimSums *sums, const PrimTarget *target, const uint8_t *canvas,
                                  int y, int begin);

#endif
