/* The kernels that paint and judge the canvas: shapes on it, its error, a shape on top. */
#ifndef PRIM_CUDA_PAINTING_H
#define PRIM_CUDA_PAINTING_H

#include "rows.h"

/* ---- Shapes made ready --------------------------------------------------------- */

typedef struct PrimScanShared {
  PrimPoint points[PRIM_ROW_WARPS][PRIM_OUTLINE_MAX];
} PrimScanShared;

PRIM_DEVICE void prim_scan_block(const PrimScanCall *call, int block, PrimScanShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t i = block * PRIM_ROW_WARPS + warp;
    const uint8_t *shapes = (const uint8_t *)call->shapes;
    if (i < call->count)
      prim_warp_scan(&call->scans[i], shared->points[warp],
                     (const PrimShape *)(const void *)(shapes + (size_t)i * (size_t)call->step),
                     call->width, call->height, true);
  }
}

/* ---- Drawings -------------------------------------------------------------------- */

/* The spans of each warp's row. */
typedef struct PrimRowsShared {
  PrimRowSpans spans[PRIM_ROW_WARPS];
} PrimRowsShared;

PRIM_DEVICE void prim_stack_row(const PrimStackCall *call, int32_t y, PrimRowSpans *spans)
{
  const PrimPlanes *planes = &call->planes;
  PrimLay lay = call->above ? PRIM_LAY_COVER : PRIM_LAY_PAINT;

  if (call->begins)
    prim_row_clear(planes, y, call->background);
  for (int32_t i = 0; i < call->count; i++)
    prim_row_lay(planes, &call->scans[i], &call->shapes[i], lay, y, spans);
  if (!call->ends)
    return;
  prim_row_settle(planes, y);
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      prim_sums_end(&planes->sums, y * planes->pitch, planes->width);
  }
  PRIM_WARP_SYNC();
  prim_row_sum(planes, y, 0, planes->width, call->uniform);
}

PRIM_DEVICE void prim_stack_block(const PrimStackCall *call, int block, PrimRowsShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < call->planes.height)
      prim_stack_row(call, y, &shared->spans[warp]);
  }
}

PRIM_DEVICE void prim_canvas_row(const PrimCanvasCall *call, int32_t y)
{
  const PrimPlanes *planes = &call->planes;
  PRIM_PER_LANE(int64_t, sum);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t x = lane; x < planes->width; x += PRIM_WARP) {
      int32_t at = y * planes->pitch + x;
      PRIM_OF(sum, lane) += prim_pixel_error(planes, at);
      for (int k = 0; k < 3; k++)
        call->rgb[3 * (y * planes->width + x) + k] = planes->below[k][at];
    }
  }
  int64_t error = prim_warp_sum(sum);
  PRIM_EACH_LANE(lane)
  {
    if (lane == 0)
      call->errors[y] = error;
  }
}

PRIM_DEVICE void prim_canvas_block(const PrimCanvasCall *call, int block)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y < call->planes.height)
      prim_canvas_row(call, y);
  }
}

/* ---- Tiles ------------------------------------------------------------------------ */

/* The error in tile number i; by a warp. */
PRIM_DEVICE int64_t prim_tile_error(const PrimPlanes *planes, const PrimTiles *tiles, int32_t i)
{
  PRIM_PER_LANE(int64_t, sum);
  int32_t side = tiles->pixels;
  int32_t left = i % tiles->columns * side, top = i / tiles->columns * side;
  int32_t right = prim_clamp(left + side, 0, planes->width);
  int32_t bottom = prim_clamp(top + side, 0, planes->height);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t y = top; y < bottom; y++)
      for (int32_t x = left + lane; x < right; x += PRIM_WARP)
        PRIM_OF(sum, lane) += prim_pixel_error(planes, y * planes->pitch + x);
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_errors_block(const PrimErrorsCall *call, int block)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t i = block * PRIM_ROW_WARPS + warp;
    if (i >= call->tiles->columns * call->tiles->rows)
      continue;
    int64_t error = prim_tile_error(&call->planes, call->tiles, i);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        call->errors[i] = (uint64_t)error;
    }
  }
}

/* prim_tiles_fill(). */
PRIM_DEVICE void prim_tiles_block(const PrimTilesCall *call)
{
  PRIM_PER_LANE(uint64_t, sum);
  int32_t count = call->tiles->columns * call->tiles->rows;
  uint64_t before = 0;

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t i = lane; i < count; i += PRIM_WARP)
      PRIM_OF(sum, lane) += call->errors[i];
  }
  int shift = prim_tiles_shift(prim_warp_running(sum));
  for (int32_t first = 0; first < count; first += PRIM_WARP) {
    PRIM_EACH_LANE(lane)
    {
      PRIM_OF(sum, lane) = first + lane < count ? call->errors[first + lane] : 0;
    }
    uint64_t here = prim_warp_running(sum);
    PRIM_EACH_LANE(lane)
    {
      if (first + lane < count)
        call->tiles->until[first + lane] = (uint32_t)((before + PRIM_OF(sum, lane)) >> shift);
    }
    before += here;
  }
}

/* ---- A shape on top --------------------------------------------------------------- */

/* A shape made ready by the first warp, and its spans in each warp's row. */
typedef struct PrimShapeShared {
  PrimScan scan;
  PrimPoint points[PRIM_OUTLINE_MAX];
  PrimRowSpans spans[PRIM_ROW_WARPS];
  PrimFormSums sums[PRIM_ROW_WARPS];
  int64_t change;
} PrimShapeShared;

PRIM_DEVICE void prim_shape_begin(const PrimPlanes *planes, const PrimShape *shape,
                                  PrimShapeShared *shared)
{
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    if (warp == 0)
      prim_warp_scan(&shared->scan, shared->points, shape, planes->width, planes->height, true);
  }
  PRIM_BLOCK_SYNC();
}

PRIM_DEVICE void prim_fit_block(const PrimFitCall *call, int block, PrimShapeShared *shared)
{
  PrimFormSums none = {{0}};

  prim_shape_begin(&call->planes, &call->shape, shared);
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    PrimFormSums sums = none;
    if (y < call->planes.height)
      sums = prim_row_gather(&call->planes, &shared->scan, y, &shared->spans[warp]);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        shared->sums[warp] = sums;
    }
  }
  PRIM_BLOCK_SYNC();
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    PRIM_EACH_LANE(lane)
    {
      int64_t sum = 0;
      if (warp != 0 || lane >= PRIM_SUMS)
        continue;
      for (int i = 0; i < PRIM_ROW_WARPS; i++)
        sum += shared->sums[i].sums[lane];
      call->sums[block].sums[lane] = sum;
    }
  }
}

PRIM_DEVICE int64_t prim_row_change(const PrimChangeCall *call, int32_t y, PrimShapeShared *shared,
                                    PrimRowSpans *spans)
{
  PRIM_PER_LANE(int64_t, sum);
  PrimSpan columns = prim_row_cover(&shared->scan, y, spans);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t x = columns.left + lane; x < columns.right; x += PRIM_WARP) {
      PrimShape covered = prim_covered(&call->shape, prim_row_samples(spans, x));
      if (covered.opacity)
        PRIM_OF(sum, lane) +=
            prim_pixel_change(&call->planes, y * call->planes.pitch + x, &covered);
    }
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_change_block(const PrimChangeCall *call, int block, PrimShapeShared *shared)
{
  prim_shape_begin(&call->planes, &call->shape, shared);
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y >= call->planes.height)
      continue;
    int64_t change = prim_row_change(call, y, shared, &shared->spans[warp]);
    PRIM_EACH_LANE(lane)
    {
      if (lane == 0)
        call->changes[y] = change;
    }
  }
}

/* The sum of what the change kernel left; by a warp. */
PRIM_DEVICE int64_t prim_put_change(const PrimPutCall *call)
{
  PRIM_PER_LANE(int64_t, sum);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(sum, lane) = 0;
    for (int32_t y = lane; y < call->planes.height; y += PRIM_WARP)
      PRIM_OF(sum, lane) += call->changes[y];
  }
  return prim_warp_sum(sum);
}

PRIM_DEVICE void prim_put_block(const PrimPutCall *call, int block, PrimShapeShared *shared)
{
  const PrimPlanes *planes = &call->planes;

  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    if (warp != 1)
      continue;
    int64_t change = prim_put_change(call);
    PRIM_EACH_LANE(lane)
    {
      if (lane != 0)
        continue;
      shared->change = change;
      if (block == 0)
        *call->change = change;
    }
  }
  prim_shape_begin(planes, &call->shape, shared);
  if (shared->change >= 0)
    return;
  PRIM_EACH_WARP(warp, PRIM_ROW_WARPS)
  {
    int32_t y = block * PRIM_ROW_WARPS + warp;
    if (y >= planes->height)
      continue;
    PrimSpan dirty =
        prim_row_lay(planes, &shared->scan, &call->shape, PRIM_LAY_PUT, y, &shared->spans[warp]);
    PRIM_WARP_SYNC();
    if (dirty.left < dirty.right)
      prim_row_sum(planes, y, dirty.left, dirty.right, call->uniform);
  }
}

#endif
