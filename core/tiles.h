/* Where the error is: the working image in tiles, and a draw of one of them by its part
 * of the error. Random shapes that begin there are worth more than others. */
#ifndef PRIM_TILES_H
#define PRIM_TILES_H

#include "random.h"
#include "shape.h"

enum {
  PRIM_TILES_SIDE = 32, /* tiles along the longer side, at most */
  PRIM_TILES_MAX = PRIM_TILES_SIDE * PRIM_TILES_SIDE
};

typedef struct PrimTiles {
  int32_t width, height;          /* of the image, in coordinate units */
  int32_t pixels;                 /* a side of a tile */
  int32_t columns, rows;          /* of tiles */
  uint32_t until[PRIM_TILES_MAX]; /* error in this tile and all before it, in some unit */
} PrimTiles;

/* The tiles of an image of width x height pixels, without their errors. */
PRIM_FN void prim_tiles_plan(PrimTiles *tiles, int32_t width, int32_t height)
{
  int32_t longer = width > height ? width : height;

  tiles->width = width * PRIM_SUBPIXEL;
  tiles->height = height * PRIM_SUBPIXEL;
  tiles->pixels = (longer + PRIM_TILES_SIDE - 1) / PRIM_TILES_SIDE;
  tiles->pixels = tiles->pixels < 2 ? 2 : tiles->pixels;
  tiles->columns = (width + tiles->pixels - 1) / tiles->pixels;
  tiles->rows = (height + tiles->pixels - 1) / tiles->pixels;
}

/* By how many bits sums of errors are shifted to fit 32, where all of them are `all`. */
PRIM_FN int prim_tiles_shift(uint64_t all)
{
  int shift = 0;

  while (all >> shift >= UINT32_MAX)
    shift++;
  return shift;
}

/* Takes over the tiles' errors (weighted and squared, below 2^52 together), row by row. */
PRIM_FN void prim_tiles_fill(PrimTiles *tiles, const uint64_t *errors)
{
  uint64_t all = 0, sum = 0;
  int count = tiles->columns * tiles->rows;

  for (int i = 0; i < count; i++)
    all += errors[i];
  int shift = prim_tiles_shift(all);
  for (int i = 0; i < count; i++) {
    sum += errors[i];
    tiles->until[i] = (uint32_t)(sum >> shift);
  }
}

/* A point of a tile that is drawn by its error; none where there is no error. */
PRIM_FN void prim_tiles_draw(const PrimTiles *tiles, PrimRandom *random, int32_t *point)
{
  int32_t low = 0, high = tiles->columns * tiles->rows - 1;
  int32_t side = tiles->pixels * PRIM_SUBPIXEL;

  if (tiles->until[high] == 0)
    return;
  uint32_t at = prim_random_below(random, tiles->until[high]);
  while (low < high) {
    int32_t middle = (low + high) / 2;
    if (tiles->until[middle] > at)
      high = middle;
    else
      low = middle + 1;
  }
  int32_t x = low % tiles->columns * side, y = low / tiles->columns * side;
  x += (int32_t)prim_random_below(random, (uint32_t)side);
  y += (int32_t)prim_random_below(random, (uint32_t)side);
  point[0] = x < tiles->width ? x : tiles->width - 1;
  point[1] = y < tiles->height ? y : tiles->height - 1;
}

#endif
