/* What the kernels are called with: plain structures, passed by value. Pointers in them
 * point to the device's memory. */
#ifndef PRIM_CALLS_H
#define PRIM_CALLS_H

#include "../core/sweep.h"
#include "../core/walk.h"
#include "lanes.h"

enum {
  /* Warps of a block, each of which works on a row, a tile, a shape, ... */
  PRIM_ROW_WARPS = 8,
  PRIM_BATCH_WARPS = 8,
  /* ... a climb or walk. Two, because a multiprocessor runs half as many blocks as warps. */
  PRIM_SEARCH_WARPS = 2,
  /* ... a row of some views, which it needs much shared memory for. */
  PRIM_VIEW_WARPS = 2,
  PRIM_VIEWS_AT_ONCE = 8 /* of a warp */
};

/* An entry of the row sums, as PrimRowSum in stack_planes.h; and a quarter of it. */
typedef struct PrimPair {
  uint32_t sum[2];
} __attribute__((aligned(8))) PrimPair;

typedef union PrimEntry {
  uint32_t sum[8];
  PrimPair pair[PRIM_QUAD];
} __attribute__((aligned(32))) PrimEntry;

/* Row sums, of `pitch` entries a row; fields as in PrimStackPlanes. */
typedef struct PrimTable {
  PrimEntry *row_sums;
  int32_t *weight_sums;
} PrimTable;

/* PrimStackPlanes on the device; fields of the same names hold the same bits. */
typedef struct PrimPlanes {
  int32_t width, height, pitch;
  float scale;
  uint8_t *target_rgb[3], *weight, *below[3];
  float *residual[3], *transmittance;
  uint32_t *optical_depth, *depth_of;
  PrimTable sums; /* of the canvas */
} PrimPlanes;

/* Where one climb or walk ended. */
typedef struct PrimFound {
  PrimCandidate best; /* delta +infinity: no shape */
  uint64_t scored;
} PrimFound;

/* The kernels. Each has its structure below; the number of blocks is the caller's. */
typedef enum PrimKernel {
  PRIM_KERNEL_SCAN,
  PRIM_KERNEL_STACK,
  PRIM_KERNEL_VIEWS,
  PRIM_KERNEL_SEARCH,
  PRIM_KERNEL_JUDGE,
  PRIM_KERNEL_ERRORS,
  PRIM_KERNEL_TILES,
  PRIM_KERNEL_FIT,
  PRIM_KERNEL_CHANGE,
  PRIM_KERNEL_PUT,
  PRIM_KERNEL_CANVAS,
  PRIM_KERNEL_BATCH
} PrimKernel;

/* Makes shapes ready for prim_row_cover(); in blocks of PRIM_ROW_WARPS shapes. */
typedef struct PrimScanCall {
  const PrimShape *shapes; /* the first, ... */
  int32_t step;            /* ... and how far apart they are, in bytes */
  int32_t count;
  int32_t width, height; /* of the image */
  PrimScan *scans;
} PrimScanCall;

/* Part of a drawing, in blocks of PRIM_ROW_WARPS rows: the shapes go on the canvas, or, when
 * `above`, above an empty one. */
typedef struct PrimStackCall {
  PrimPlanes planes;
  const PrimShape *shapes;
  const PrimScan *scans; /* of the shapes */
  int32_t count;
  uint8_t background[3];
  bool above;
  bool begins; /* the canvas is empty before; nothing lies above it */
  bool ends;   /* afterwards the residual is what the canvas leaves, and that is summed */
  bool uniform;
} PrimStackCall;

/* Row sums as the visits of a block see them, in blocks of PRIM_VIEW_WARPS rows of
 * PRIM_VIEWS_AT_ONCE views. Shapes and scans are those of the block, at whose first shape the
 * planes stand; the views are on `count` shapes from number `first` of these on. */
typedef struct PrimViewsCall {
  PrimPlanes planes;
  const PrimShape *shapes;
  const PrimScan *scans;
  int32_t first, count;
  PrimTable tables; /* one behind the other */
} PrimViewsCall;

/* Climbs, or walks of which each has a table of sums; in blocks of PRIM_SEARCH_WARPS. */
typedef struct PrimSearchCall {
  PrimPlanes planes;
  PrimSearchRequest request; /* `stream` of the first walk */
  int32_t count;
  PrimTable tables;       /* the climbs', or one for each walk */
  const PrimShape *start; /* from where walks begin; climbs begin at random */
  const PrimTiles *tiles;
  bool uniform;
  PrimFound *found; /* one for each */
} PrimSearchCall;

/* Sums over a shape as it stands, and as a visit offers it. */
typedef struct PrimForms {
  PrimFormSums old, other;
} PrimForms;

/* A shape of a sweep. */
typedef struct PrimVisit {
  const PrimShape *shape; /* as it stands */
  const PrimFound *found; /* by its visit */
  const PrimScan *scan, *found_scan;
} PrimVisit;

/* A step of the ordered pass, in blocks of PRIM_ROW_WARPS rows: it is decided which form of the
 * last shape is to stand, that form is put, the next is lifted, and both its forms are summed. */
typedef struct PrimJudgeCall {
  PrimPlanes planes;
  PrimSearchRequest request;
  bool decides, lifts;    /* whether there is a last shape, and a next */
  PrimVisit last, next;   /* these */
  const PrimForms *forms; /* of the last, by block */
  PrimForms *sums;        /* those of the next */
  int32_t blocks;
  PrimShape *shape; /* what is decided, ... */
  double *delta;    /* ... and its delta */
} PrimJudgeCall;

/* The error in each tile, in blocks of PRIM_ROW_WARPS tiles. */
typedef struct PrimErrorsCall {
  PrimPlanes planes;
  const PrimTiles *tiles; /* planned */
  uint64_t *errors;
} PrimErrorsCall;

/* Fills the tiles from their errors, by one block of a warp. */
typedef struct PrimTilesCall {
  const uint64_t *errors;
  PrimTiles *tiles;
} PrimTilesCall;

/* The sums over a shape on top, in blocks of PRIM_ROW_WARPS rows. */
typedef struct PrimFitCall {
  PrimPlanes planes;
  PrimShape shape;
  PrimFormSums *sums; /* one a block */
} PrimFitCall;

/* By how much `shape` on top changes each row's weighted squared error. */
typedef struct PrimChangeCall {
  PrimPlanes planes;
  PrimShape shape;
  int64_t *changes;
} PrimChangeCall;

/* The shape goes on the canvas if the sum of the changes, one a row, is below 0; that sum goes to
 * *change. In blocks of PRIM_ROW_WARPS rows. */
typedef struct PrimPutCall {
  PrimPlanes planes;
  PrimShape shape;
  bool uniform;
  const int64_t *changes;
  int64_t *change;
} PrimPutCall;

/* The canvas as height x width x 3 bytes, and each row's weighted squared error. */
typedef struct PrimCanvasCall {
  PrimPlanes planes;
  uint8_t *rgb;
  int64_t *errors;
} PrimCanvasCall;

/* Columns of samples left..right-1 of a row of pixels, as sent to the device. Where the outline is
 * not convex, any left end may stand with any right end of the row: only the sums count. */
typedef struct PrimBatchSpan {
  uint16_t row, left, right, unused;
} __attribute__((aligned(8))) PrimBatchSpan;

/* A scan-converted shape: its spans, how far apart their rows are (attempt.h), and which of the
 * tables it is scored on. */
typedef struct PrimBatchShape {
  uint32_t first, spans;
  int32_t spacing, table;
} PrimBatchShape;

/* Scores shapes, in blocks of PRIM_BATCH_WARPS. */
typedef struct PrimBatchCall {
  PrimPlanes planes;
  PrimSearchRequest request;
  PrimTable tables; /* one behind the other */
  bool uniform;
  int32_t count;
  const PrimBatchShape *shapes;
  const PrimBatchSpan *spans;
  PrimFill *fills; /* one for each */
} PrimBatchCall;

#endif
