/* Scan conversion: spans in order and within the image, and pixels painted as their samples
 * are covered. */
#include "../unit/canvas.h"
#include "../../core/coverage.h"
#include "fuzz.h"

enum { PIXELS_MAX = 200000 };

/* Marks the row's spans in covered[0..width-1]. */
static void scan_row(const PrimScan *scan, int row, uint8_t *covered)
{
  PrimSpan spans[PRIM_ROW_SPANS_MAX];
  int count = prim_scan_row(scan, row, spans), last = -1;

  fuzz_must(count >= 0 && count <= PRIM_ROW_SPANS_MAX);
  for (int i = 0; i < count; i++) {
    fuzz_must(spans[i].left > last && spans[i].left < spans[i].right);
    fuzz_must(spans[i].right <= scan->width);
    last = spans[i].right;
    memset(covered + spans[i].left, 1, (size_t)(spans[i].right - spans[i].left));
  }
}

/* The samples of each pixel that are covered. */
static void count_samples(const PrimShape *shape, int width, int height, uint8_t *samples)
{
  uint8_t row[PRIM_SAMPLE_COLUMNS * PRIM_DETAIL_MAX];
  PrimScan scan;

  prim_coverage_begin(&scan, shape, width, height);
  fuzz_must(scan.begin >= 0 && scan.end <= PRIM_SAMPLE_ROWS * height);
  for (int i = scan.begin; i < scan.end; i++) {
    memset(row, 0, sizeof row);
    scan_row(&scan, i, row);
    for (int x = 0; x < PRIM_SAMPLE_COLUMNS * width; x++)
      samples[i / PRIM_SAMPLE_ROWS * width + x / PRIM_SAMPLE_COLUMNS] += row[x];
  }
}

/* On black, opaque white paint shows how far pixels are covered. */
static void check_canvas(PrimShape shape, int width, int height)
{
  size_t pixels = (size_t)width * (size_t)height;
  uint8_t *canvas = calloc(3, pixels), *samples = calloc(1, pixels);

  fuzz_must(canvas && samples);
  shape.opacity = 255;
  memset(shape.color, 255, 3);
  count_samples(&shape, width, height, samples);
  canvas_paint(canvas, width, height, &shape);
  for (size_t i = 0; i < pixels; i++)
    fuzz_must(canvas[3 * i] == (255 * samples[i] + PRIM_SAMPLES / 2) / PRIM_SAMPLES);
  free(canvas);
  free(samples);
}

/* Every row_step-th row is scanned as in the whole. */
static void check_thin(PrimScan *scan, const uint8_t *covered, int height, int row_step)
{
  uint8_t row[PRIM_DETAIL_MAX];
  size_t width = (size_t)scan->width;

  prim_scan_thin(scan, row_step);
  for (int y = scan->begin; y < scan->end; y++) {
    memset(row, 0, sizeof row);
    scan_row(scan, y, row);
    fuzz_must(y * row_step < height);
    fuzz_must(memcmp(row, covered + (size_t)(y * row_step) * width, width) == 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  FuzzInput input = {data, size};
  bool large = fuzz_take(&input, 1) % 16 == 0;
  int width = fuzz_between(&input, 1, large ? PRIM_DETAIL_MAX : 64);
  int height = fuzz_between(&input, 1, large ? PIXELS_MAX / PRIM_DETAIL_MAX : 64);
  PrimShape shape = fuzz_shape(&input, width, height);
  uint8_t *covered = calloc((size_t)width, (size_t)height);
  PrimScan scan;

  fuzz_must(covered);
  prim_scan_begin(&scan, &shape, width, height);
  fuzz_must(scan.begin >= 0 && scan.end <= height);
  for (int y = scan.begin; y < scan.end; y++)
    scan_row(&scan, y, covered + (size_t)y * (size_t)width);
  check_canvas(shape, width, height);
  check_thin(&scan, covered, height, 1 << fuzz_between(&input, 0, 3));
  free(covered);
  return 0;
}
