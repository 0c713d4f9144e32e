/* The row kernels of layers.h, for one processor level (PRIM_LEVEL). */
#include "climb.h"
#include "pixel.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* Pixels are summed in blocks of this many: an 8 x 8 transposition. */
enum { BLOCK = PRIM_PITCH_BLOCK };

/* Two entries of the sums at once. */
typedef uint32_t LanesPair __attribute__((vector_size(64), aligned(32), may_alias));

typedef int32_t Ints __attribute__((vector_size(32)));
typedef uint32_t Words __attribute__((vector_size(32)));
typedef float Floats __attribute__((vector_size(32)));
typedef uint8_t Bytes __attribute__((vector_size(8)));

/* Eight elements of two vectors of eight; gcc before 12 knows it by another name. */
#if __has_builtin(__builtin_shufflevector)
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (Ints){__VA_ARGS__})
#endif

static inline Floats load_floats(const float *from)
{
  Floats value;

  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

static inline Ints load_bytes(const uint8_t *from)
{
  Bytes value;

  __builtin_memcpy(&value, from, sizeof value);
  return __builtin_convertvector(value, Ints);
}

static inline Words load_words(const uint32_t *from)
{
  Words value;

  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

#define PRIM_PIXEL(name) block_##name
#define PRIM_PIXEL_INT Ints
#define PRIM_PIXEL_WORD Words
#define PRIM_PIXEL_FLOAT Floats
#define PRIM_PIXEL_TO_FLOAT(i) __builtin_convertvector(i, Floats)
#define PRIM_PIXEL_TO_INT(f) __builtin_convertvector(f, Ints)
#define PRIM_PIXEL_AS_FLOAT(i) ((Floats)(i))
#define PRIM_PIXEL_AS_INT(f) ((Ints)(f))
#define PRIM_PIXEL_MASK(condition) (condition)
#include "pixel.h"

/* All ones for the first `count` of a block. */
static inline Ints first(int count)
{
  return (Ints){0, 1, 2, 3, 4, 5, 6, 7} < count;
}

/* Both put veils on or take them off, for the first `count` of a block. */
static inline void veil_block(PrimLayers *layers, ptrdiff_t at, int count, uint32_t log)
{
  Words veil = load_words(layers->veil + at) + (((Words)first(count)) & log);
  Floats through = block_transmittance(veil);

  __builtin_memcpy(layers->veil + at, &veil, sizeof veil);
  __builtin_memcpy(layers->through + at, &through, sizeof through);
}

/* By how much painting changes B; 0 after the first `count`. */
static inline Ints step(Ints below, int count, int32_t paint, int32_t keep)
{
  return (block_blend(below, paint, keep) - below) & first(count);
}

static void cover(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  uint32_t log = layers->veil_of[shape->opacity];

  for (int x = begin; x < end; x += BLOCK)
    veil_block(layers, y * layers->pitch + x, end - x, log);
}

static void lift(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  uint32_t log = layers->veil_of[shape->opacity];
  int32_t keep = 255 - shape->opacity;

  for (int x = begin; x < end; x += BLOCK) {
    ptrdiff_t at = y * layers->pitch + x;
    veil_block(layers, at, end - x, 0 - log);
    Floats through = load_floats(layers->through + at);
    for (int k = 0; k < 3; k++) {
      int32_t paint = shape->color[k] * shape->opacity + 127;
      Ints change = step(load_bytes(layers->below[k] + at), end - x, paint, keep);
      Floats residual =
          block_residual_without(load_floats(layers->residual[k] + at), through, change);
      __builtin_memcpy(layers->residual[k] + at, &residual, sizeof residual);
    }
  }
}

static void put(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  int32_t keep = 255 - shape->opacity;

  for (int x = begin; x < end; x += BLOCK) {
    ptrdiff_t at = y * layers->pitch + x;
    Floats through = load_floats(layers->through + at);
    for (int k = 0; k < 3; k++) {
      int32_t paint = shape->color[k] * shape->opacity + 127;
      Ints below = load_bytes(layers->below[k] + at);
      Ints change = step(below, end - x, paint, keep);
      Floats residual = block_residual_with(load_floats(layers->residual[k] + at), through, change);
      Bytes after = __builtin_convertvector(below + change, Bytes);
      __builtin_memcpy(layers->residual[k] + at, &residual, sizeof residual);
      __builtin_memcpy(layers->below[k] + at, &after, sizeof after);
    }
  }
}

static int64_t change(const PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  ptrdiff_t row = y * layers->pitch;
  const uint8_t *restrict weight = layers->weight + row;
  int32_t keep = 255 - shape->opacity;
  int64_t sum = 0;

  for (int k = 0; k < 3; k++) {
    const uint8_t *restrict below = layers->below[k] + row;
    const uint8_t *restrict goal = layers->goal[k] + row;
    int32_t paint = shape->color[k] * shape->opacity + 127;
    int32_t part = 0; /* fits: see prim_target_weight_levels() */
    for (int x = begin; x < end; x++) {
      int32_t before = goal[x] - below[x];
      int32_t after = goal[x] - prim_pixel_blend(below[x], paint, keep);
      part += weight[x] * (after * after - before * before);
    }
    sum += part;
  }
  return sum;
}

/* ---- Sums ------------------------------------------------------------- */

/* The terms of BLOCK pixels, by quantity. */
static inline block_Terms terms(const PrimLayers *layers, ptrdiff_t at)
{
  block_State block = {.through = load_floats(layers->through + at),
                       .weight = load_bytes(layers->weight + at)};

  for (int k = 0; k < 3; k++) {
    block.residual[k] = load_floats(layers->residual[k] + at);
    block.below[k] = load_bytes(layers->below[k] + at);
  }
  return block_terms(&block, layers->scale);
}

/* From 8 quantities of 8 pixels each to the lanes of 8 pixels. */
static inline void transpose(const Ints in[8], PrimLanes out[8])
{
  Ints a[8], b[8];

  for (int i = 0; i < 8; i += 2) {
    a[i] = SHUFFLE(in[i], in[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    a[i + 1] = SHUFFLE(in[i], in[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      b[i + 2 * j] = SHUFFLE(a[i + j], a[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      b[i + 2 * j + 1] = SHUFFLE(a[i + j], a[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    out[i] = (PrimLanes)SHUFFLE(b[i], b[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    out[i + 4] = (PrimLanes)SHUFFLE(b[i], b[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

/* Sums of 1, 2, ... 8 values. */
static inline Ints running(Ints x)
{
  const Ints zero = {0};

  x += SHUFFLE(zero, x, 0, 8, 9, 10, 11, 12, 13, 14);
  x += SHUFFLE(zero, x, 0, 1, 8, 9, 10, 11, 12, 13);
  return x + SHUFFLE(zero, x, 0, 1, 2, 3, 8, 9, 10, 11);
}

static void sum(PrimLayers *layers, int y, int begin, int end)
{
  ptrdiff_t at = y * layers->pitch;
  int width = layers->width;
  bool uniform = layers->uniform;
  PrimLanes *restrict lanes = layers->lanes + at;
  int32_t *restrict weights = layers->weights + at;
  PrimLanes total = lanes[begin], lanes_before = lanes[end];
  int32_t weight = weights[begin], weight_before = weights[end];

  for (int x = begin; x < end; x += BLOCK) {
    PrimLanes pixel[BLOCK];
    int count = end - x < BLOCK ? end - x : BLOCK;
    block_Terms block = terms(layers, at + x);
    transpose(block.lanes, pixel);
    if (count == BLOCK) {
      for (int i = 0; i < BLOCK; i++)
        lanes[x + i + 1] = total += pixel[i];
    } else {
      for (int i = 0; i < count; i++)
        lanes[x + i + 1] = total += pixel[i];
    }
    if (uniform)
      continue;
    Ints sums = running(block.weight) + weight;
    __builtin_memcpy(&weights[x + 1], &sums, (size_t)count * sizeof *weights);
    weight = weights[x + count];
  }

  PrimLanes shift = lanes[end] - lanes_before;
  PrimLanes twice[2] = {shift, shift};
  LanesPair shifts;
  __builtin_memcpy(&shifts, twice, sizeof shifts);
  int x = end + 1;
  for (; x < width; x += 2)
    *(LanesPair *)&lanes[x] += shifts;
  if (x == width)
    lanes[x] += shift;
  if (uniform)
    return;
  int32_t weight_shift = weight - weight_before;
  for (x = end + 1; x <= width; x++)
    weights[x] += weight_shift;
}

const PrimRowKernels JOIN(prim_rows_, PRIM_LEVEL);
const PrimRowKernels JOIN(prim_rows_, PRIM_LEVEL) = {cover, lift, put, sum, change};
