/* The painter: bands give the same pixels as one call for all rows, every value lies
 * within 0..1, and a shape paints nothing outside its box. */
#include "fuzz.h"

enum { SHAPES_MAX = 5, WIDEST = 40000 };

static float *new_pixels(int width, int height)
{
  float *pixels = calloc((size_t)width * (size_t)height, 4 * sizeof *pixels);

  fuzz_must(pixels);
  return pixels;
}

static void check_values(const float *pixels, size_t count)
{
  for (size_t i = 0; i < count; i++)
    fuzz_must(pixels[i] >= 0 && pixels[i] <= 1.0001f);
}

static void check_box(const PrimDrawing *drawing, FuzzInput *input, int width, int height,
                      float *pixels)
{
  PrimBox box = {.left = fuzz_between(input, 0, width - 1),
                 .top = fuzz_between(input, 0, height - 1)};

  box.right = fuzz_between(input, box.left, width);
  box.bottom = fuzz_between(input, box.top, height);
  fuzz_must(prim_paint_box(drawing, width, height, &box, 1, pixels) == PRIM_OK);
  check_values(pixels, 4 * (size_t)(box.right - box.left) * (size_t)(box.bottom - box.top));
  for (int i = 0; i < drawing->count; i++) {
    PrimBox shape = prim_shape_box(drawing, i, width, height);
    fuzz_must(shape.left >= 0 && shape.top >= 0 && shape.right <= width && shape.bottom <= height);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  FuzzInput input = {data, size};
  bool wide = fuzz_take(&input, 1) % 32 == 0;
  int width = fuzz_between(&input, 1, wide ? WIDEST : 100);
  int height = fuzz_between(&input, 1, wide ? 2 : 140), cut = fuzz_between(&input, 0, height);
  PrimDrawing drawing = fuzz_drawing(&input, SHAPES_MAX);
  size_t values = 4 * (size_t)width * (size_t)height;
  float *whole = new_pixels(width, height), *bands = new_pixels(width, height);

  fuzz_must(prim_paint_rows(&drawing, width, height, 0, height, 1, whole) == PRIM_OK);
  fuzz_must(prim_paint_rows(&drawing, width, height, 0, cut, 1, bands) == PRIM_OK);
  fuzz_must(prim_paint_rows(&drawing, width, height, cut, height - cut, 1,
                            bands + 4 * (size_t)cut * (size_t)width) == PRIM_OK);
  fuzz_must(memcmp(whole, bands, values * sizeof *whole) == 0);
  check_values(whole, values);
  check_box(&drawing, &input, width, height, bands);
  free(whole);
  free(bands);
  prim_drawing_clear(&drawing);
  return 0;
}
