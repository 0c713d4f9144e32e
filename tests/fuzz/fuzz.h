/* What the fuzz targets share.
 *
 * A target is one function that takes any bytes and stops the program when something
 * that must hold does not. It is linked twice: to libFuzzer (`make fuzz`), which looks
 * for bytes that reach new code, and to replay.c, which runs the kept ones as a plain
 * test (`make check`). What is kept lies in corpus/NAME. */
#ifndef PRIM_TESTS_FUZZ_H
#define PRIM_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../core/primitive.h"

/* The target. Returns 0; libFuzzer has the name chosen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stops the program unless the condition holds. */
#define fuzz_must(condition)                                                                       \
  ((condition)                                                                                     \
       ? (void)0                                                                                   \
       : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition), abort()))

/* The bytes not yet taken. */
typedef struct FuzzInput {
  const uint8_t *at;
  size_t left;
} FuzzInput;

/* A number of 1 to 4 bytes; behind the end all are 0. */
static inline uint32_t fuzz_take(FuzzInput *input, int bytes)
{
  uint32_t number = 0;

  for (int i = 0; i < bytes && input->left; i++, input->left--)
    number = number << 8 | *input->at++;
  return number;
}

/* low..high, from one byte, or two when there are more than 256. */
static inline int fuzz_between(FuzzInput *input, int low, int high)
{
  uint32_t range = (uint32_t)(high - low) + 1;

  return low + (int)(fuzz_take(input, range <= 256 ? 1 : range <= 65536 ? 2 : 4) % range);
}

/* A copy of `size` bytes whose end a sanitizer knows, with a NUL when wanted. */
static inline char *fuzz_copy(const uint8_t *data, size_t size, bool nul)
{
  char *copy = malloc(size + nul + !(size + nul));

  fuzz_must(copy);
  if (size)
    memcpy(copy, data, size);
  if (nul)
    copy[size] = '\0';
  return copy;
}

static inline void fuzz_points(FuzzInput *input, int width, int height, int points, int32_t *v)
{
  int reach = PRIM_SUBPIXEL * (width > height ? width : height);

  for (int i = 0; i < points; i++) {
    v[2 * i] = fuzz_between(input, -reach, PRIM_SUBPIXEL * width + reach);
    v[2 * i + 1] = fuzz_between(input, -reach, PRIM_SUBPIXEL * height + reach);
  }
}

/* What a rectangle or quadrilateral cannot be becomes what it can. */
static inline void fuzz_amend(PrimShape *shape, int width, int height)
{
  if (prim_shape_allowed(shape, width, height))
    return;
  shape->kind = PRIM_POLYGON;
  shape->corners = 4;
}

/* Any shape that is allowed in a working image of that size. */
static inline PrimShape fuzz_shape(FuzzInput *input, int width, int height)
{
  static const int points[PRIM_KINDS] = {3, 2, 1, 4, 0, 1, 1, 1, 2, 3};
  static const int sizes[PRIM_KINDS] = {0, 0, 2, 0, 0, 2, 2, 1, 1, 1};
  PrimShape shape = {.kind = (uint8_t)fuzz_between(input, 0, PRIM_KINDS - 1)};
  int most = 2 * PRIM_SUBPIXEL * (width > height ? width : height), count = points[shape.kind];

  shape.opacity = (uint8_t)fuzz_between(input, 1, 255);
  for (int k = 0; k < 3; k++)
    shape.color[k] = (uint8_t)fuzz_take(input, 1);
  if (shape.kind == PRIM_POLYGON)
    count = shape.corners = (uint8_t)fuzz_between(input, 4, PRIM_CORNERS_MAX);
  fuzz_points(input, width, height, count, shape.v);
  for (int i = 0; i < sizes[shape.kind]; i++)
    shape.v[2 * count + i] = fuzz_between(input, 1, most);
  if (shape.kind == PRIM_ROTATED_ELLIPSE || shape.kind == PRIM_ROTATED_RECTANGLE)
    shape.v[4] = (int32_t)fuzz_take(input, 2) - 32768;
  fuzz_amend(&shape, width, height);
  fuzz_must(prim_shape_allowed(&shape, width, height));
  return shape;
}

/* A drawing of at most `most` shapes. Free it with prim_drawing_clear(). */
static inline PrimDrawing fuzz_drawing(FuzzInput *input, int most)
{
  PrimDrawing drawing = {.width = fuzz_between(input, 1, PRIM_DETAIL_MAX),
                         .height = fuzz_between(input, 1, PRIM_DETAIL_MAX),
                         .transparent = fuzz_take(input, 1) & 1,
                         .shapes = calloc((size_t)most, sizeof *drawing.shapes)};

  fuzz_must(drawing.shapes);
  for (int k = 0; k < 3; k++)
    drawing.background[k] = (uint8_t)fuzz_take(input, 1);
  drawing.count = fuzz_between(input, 0, most);
  for (int i = 0; i < drawing.count; i++)
    drawing.shapes[i] = fuzz_shape(input, drawing.width, drawing.height);
  return drawing;
}

#endif
