/* What the kernels are called with: plain structures, passed by value. Pointers in them
 * point to the device's memory. */
#ifndef PRIM_CALLS_H
#define PRIM_CALLS_H

#include "../core/sweep.h"
#include "../core/walk.h"
#include "lanes.h"

enum {
  PRIM_SEARCH_WARPS = 16, /* of a block that runs a climb */
  PRIM_ROW_WARPS = 8,     /* of a block that works on rows, a warp each */
  PRIM_BATCH_WARPS = 8    /* of a block that scores spans, a warp a shape */
};

/* An entry of the row sums, as PrimLanes in layers.h. */
typedef struct PrimEntry {
  uint32_t lane[8];
} __attribute__((aligned(32))) PrimEntry;

/* PrimLayers on the device; fields of the same names hold the same bits. A view shares
 * target, weights and sums with the planes it is of, whose residual is its `rest`. */
typedef struct PrimPlanes {
  int32_t width, height, pitch;
  float scale;
  uint8_t *goal[3], *weight, *below[3];
  float *residual[3], *through;
  const float *rest[3];
  uint32_t *veil, *veil_of;
  PrimEntry *lanes;
  int32_t *weights;
} PrimPlanes;

/* Where one climb ended. */
typedef struct PrimFound {
  PrimCandidate best; /* gain +infinity: no shape */
  uint64_t scored;
} PrimFound;

/* The kernels. Each has its structure below; the number of blocks is the caller's. */
typedef enum PrimKernel {
  PRIM_KERNEL_STACK,
  PRIM_KERNEL_OPEN,
  PRIM_KERNEL_PASS,
  PRIM_KERNEL_JUDGE,
  PRIM_KERNEL_DECIDE,
  PRIM_KERNEL_TILES,
  PRIM_KERNEL_CHANGE,
  PRIM_KERNEL_CANVAS,
  PRIM_KERNEL_SEARCH,
  PRIM_KERNEL_BATCH
} PrimKernel;

/* All rows and their sums again, in blocks of PRIM_ROW_WARPS: the shapes go on the canvas,
 * and the residual is what that leaves; or, when `above`, all of them lie above an
 * empty canvas, and the residual stays. */
typedef struct PrimStackCall {
  PrimPlanes planes;
  const PrimShape *shapes;
  int32_t count;
  uint8_t background[3];
  bool above, uniform;
} PrimStackCall;

/* A view of the planes that stand at shape `lift`, which is lifted off it, and its sums; in blocks
 * of PRIM_ROW_WARPS rows. */
typedef struct PrimOpenCall {
  PrimPlanes planes, view;
  PrimShape lift;
} PrimOpenCall;

/* One shape goes on those below and another leaves those above, in blocks of
 * PRIM_ROW_WARPS rows; what changed is summed. */
typedef struct PrimPassCall {
  PrimPlanes planes;
  PrimShape put, lift;
  bool puts, lifts; /* whether there is such a shape */
  bool restores;    /* `put` is the shape that was lifted: the residual is `rest` again */
  bool uniform;
  bool settles; /* afterwards all residuals are what the canvas leaves, all sums new */
  /* Not NULL: nothing is done unless the sum of these, a number a row, is below 0;
   * that sum goes to *change. */
  const int64_t *changes;
  int64_t *change;
} PrimPassCall;

/* A row's part of the sums over a shape as it stands, and as a visit offers it. */
typedef struct PrimRowForms {
  PrimFormSums old, other;
} PrimRowForms;

/* A step of the ordered pass, in blocks of PRIM_ROW_WARPS rows: a shape is put, the next is
 * lifted, and both its forms are summed, row by row. Each may be NULL: none; without `lift`,
 * `other` is summed whatever it is. */
typedef struct PrimJudgeCall {
  PrimPlanes planes;
  const PrimShape *put, *lift;
  const PrimFound *other;
  PrimRowForms *rows;
} PrimJudgeCall;

/* The end of that step, by one block of a warp: which form stands, and its gain. */
typedef struct PrimDecideCall {
  PrimTask task;
  const PrimRowForms *rows;
  int32_t height;
  PrimShape *shape;
  const PrimFound *other;
  double *gain;
} PrimDecideCall;

/* The error by tiles, by one block of PRIM_ROW_WARPS. */
typedef struct PrimTilesCall {
  PrimPlanes planes;
  PrimTiles *tiles;
} PrimTilesCall;

/* By how much `shape` on top changes each row's weighted squared error. */
typedef struct PrimChangeCall {
  PrimPlanes planes;
  PrimShape shape;
  int64_t *changes;
} PrimChangeCall;

/* The canvas as height x width x 3 bytes, and each row's weighted squared error. */
typedef struct PrimCanvasCall {
  PrimPlanes planes;
  uint8_t *rgb;
  int64_t *errors;
} PrimCanvasCall;

/* Climbs or one walk, a block each. */
typedef struct PrimSearchCall {
  PrimPlanes planes;
  PrimTask task;
  PrimShape start; /* from where a walk begins; a climb begins at random */
  const PrimTiles *tiles;
  bool uniform;
  PrimFound *found; /* one for each */
} PrimSearchCall;

/* Columns of samples left..right-1 of a row of pixels, as sent to the device. Where the outline is
 * not convex, any left end may stand with any right end of the row: only the sums count. */
typedef struct PrimBatchSpan {
  uint16_t row, left, right, unused;
} __attribute__((aligned(8))) PrimBatchSpan;

/* A scan-converted shape: its spans, and how far apart their rows are (attempt.h). */
typedef struct PrimBatchShape {
  uint32_t first, spans;
  int32_t spacing;
} PrimBatchShape;

/* Scores shapes, in blocks of PRIM_BATCH_WARPS. */
typedef struct PrimBatchCall {
  PrimPlanes planes;
  PrimTask task;
  bool uniform;
  int32_t count;
  const PrimBatchShape *shapes;
  const PrimBatchSpan *spans;
  PrimFill *fills; /* one for each */
} PrimBatchCall;

#endif
