/* The pixels behind the search: what lies below a shape, what lies above it,
 * and the row sums that score whatever might stand between.
 *
 * Let B be the canvas below layer k, T the transmittance of the shapes above
 * it (the product of 1 - opacity over those that cover the pixel), and r the
 * residual, target minus picture, with layer k left out. Putting a shape of
 * colour q and opacity a there changes the residual by -T a (q - B), so
 *
 *   dE(q, a) = sum over S of w |r - T a (q - B)|^2 - w |r|^2,
 *
 * which is score.h's form with the sums R = w r T, C = w T^2 B, RC = w T r.B,
 * CC = w T^2 B.B and n = w T^2. On top of the stack T = 1 and this is the greedy
 * score. Leaving a shape out or putting one in changes only the pixels it
 * covers, so a sweep over all layers costs their areas, not N canvases.
 *
 * T is worked out from its logarithm in integers (`optical_depth`): adding a layer and
 * taking it away again is exact, and opaque layers are no special case.
 *
 * Several threads may look at the same drawing from different heights, each with planes
 * of its own: a view (prim_stack_planes_view()).
 *
 * All planes are rows of `pitch` values. Kernels work on one row; rows.c is
 * compiled once for each ISA level, and every level gives the same bits. */
#ifndef PRIM_STACK_PLANES_H
#define PRIM_STACK_PLANES_H

#include "primitive.h"
#include "scan.h"

/* R (3 channels), C (3), RC, CC of score.h; entry x of a row holds the sums over
 * pixels 0..x-1, so a span costs two loads. Entries wrap, which is why
 * they are unsigned: a span's difference, read as signed, is right as long as the
 * span's own sum fits 32 bits. */
typedef uint32_t PrimRowSum __attribute__((vector_size(32)));

/* Planes are padded so that kernels may read whole blocks of this many values. */
#define PRIM_PITCH_BLOCK 8

typedef struct PrimStackPlanes {
  const PrimTarget *target;
  int width, height;
  ptrdiff_t pitch;        /* of the planes and the sums, in values; over width */
  uint8_t *target_rgb[3]; /* the target, by channel */
  uint8_t *weight;
  uint8_t *below[3];       /* B, by channel */
  float *residual[3];      /* r, by channel */
  uint32_t *optical_depth; /* -log2 T, in 1 / 65536 */
  float *transmittance;    /* T, worked out from that */
  const float *rest[3];    /* of a view: r with no layer left out */
  PrimRowSum *row_sums;    /* row prefix sums, scaled by `scale` */
  int32_t *weight_sums;    /* those of n, scaled by `scale` and PRIM_WEIGHT_ONE */
  uint32_t depth_of[256];  /* by opacity, 1..255 */
  bool view;               /* target_rgb, weight and rest are another's */
  bool weighted;           /* some weight differs from 1 */
  bool uniform;            /* n is `scale` times the pixels; `weight_sums` is out of use */
  float scale;             /* whole: finer steps for the sums to round to */
  int chunk_rows;          /* rows whose sums add up inside 32 bits */
} PrimStackPlanes;

/* What a shape covers of a row: columns left..right-1, so many samples of each (of
 * PRIM_SAMPLES); and none of the block that begins with column `right`. */
typedef struct PrimCover {
  int left, right;
  uint8_t samples[PRIM_DETAIL_MAX + 2 * PRIM_PITCH_BLOCK];
} PrimCover;

enum { PRIM_SAMPLE_SUMS = 9 }; /* R (3), C (3), RC, CC, n */

/* Those sums over samples, in eight parts. */
typedef struct PrimSampleSums {
  int64_t part[PRIM_SAMPLE_SUMS][PRIM_PITCH_BLOCK];
} PrimSampleSums;

/* Works on what a shape covers of row y. */
typedef void PrimRowKernel(PrimStackPlanes *planes, int y, const PrimCover *cover,
                           const PrimShape *shape);

typedef struct PrimRowKernels {
  /* What a shape that is made ready by prim_coverage_begin() covers of row y; false: nothing. */
  bool (*cover)(const PrimScan *scan, int y, PrimCover *cover);
  /* Takes the lowest shape off those above: it leaves the optical depth, T and r. */
  PrimRowKernel *lift;
  /* The same, and adds what the samples then add to the sums. */
  void (*lift_sum)(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape,
                   PrimSampleSums *sums);
  /* Puts a shape on B: r and B change. */
  PrimRowKernel *put;
  /* In a view: puts the shape that was lifted back, so that r is `rest` again. */
  PrimRowKernel *restore;
  /* Single planes: the optical depth with the shape above, and without; B with it. */
  PrimRowKernel *add_above, *remove_above, *paint;
  /* T of the whole row, from its optical depth. */
  void (*transmit)(PrimStackPlanes *planes, int y);
  /* Sums columns begin..end-1 again and shifts those to their right. */
  void (*sum)(PrimStackPlanes *planes, int y, int begin, int end);
  /* Adds what the samples add to the sums. */
  void (*gather)(const PrimStackPlanes *planes, int y, const PrimCover *cover,
                 PrimSampleSums *sums);
  /* The exact change of the weighted squared error by a shape on top. */
  int64_t (*change)(const PrimStackPlanes *planes, int y, const PrimCover *cover,
                    const PrimShape *shape);
  /* The weighted squared error of the canvas B in those columns. */
  int64_t (*error)(const PrimStackPlanes *planes, int y, int begin, int end);
} PrimRowKernels;

/* Sizes, scales and `depth_of` for a target; no planes. */
PRIM_NONNULL void prim_stack_planes_plan(PrimStackPlanes *planes, const PrimTarget *target);
/* All that, and the planes; PRIM_OK or PRIM_ERROR_MEMORY. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_stack_planes_init(PrimStackPlanes *planes,
                                                             const PrimTarget *target);
/* Planes for another height in the drawing that `of` holds, which must outlive them and lend
 * its target, its weights and, as `rest`, its residual. PRIM_OK or PRIM_ERROR_MEMORY. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_stack_planes_view(PrimStackPlanes *planes,
                                                             const PrimStackPlanes *of);
PRIM_NONNULL void prim_stack_planes_clear(PrimStackPlanes *planes);

#endif
