/* The row kernels of layers.h, for one processor level (PRIM_LEVEL). */
#include "climb.h"

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

#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

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

static inline Floats to_floats(Ints x)
{
  return __builtin_convertvector(x, Floats);
}

/* All ones for the first `count` of a block. */
static inline Ints first(int count)
{
  return (Ints){0, 1, 2, 3, 4, 5, 6, 7} < count;
}

/* 2^(-veil / 65536), by a polynomial in the fraction; relative error below
 * 1e-6, and exactly 1 for 0. Below 2^-64 it is taken for 2^-64. */
static inline Floats transmittance(Words veil)
{
  Ints whole = (Ints)(veil >> 16);
  Ints far = whole > 64;
  Floats x = to_floats((Ints)(veil & 0xffff)) * (1.0f / 65536);
  Floats p = 0.00133335581f - x * 0.000154035304f;

  p = 0.00961812911f - x * p;
  p = 0.0555041087f - x * p;
  p = 0.240226507f - x * p;
  p = 0.693147181f - x * p;
  whole = (far & 64) | (~far & whole);
  return (1 - x * p) * (Floats)((127 - whole) << 23);
}

/* Both put veils on or take them off, for the first `count` of a block. */
static inline void veil_block(PrimLayers *layers, ptrdiff_t at, int count, uint32_t log)
{
  Words veil = load_words(layers->veil + at) + (((Words)first(count)) & log);
  Floats through = transmittance(veil);

  __builtin_memcpy(layers->veil + at, &veil, sizeof veil);
  __builtin_memcpy(layers->through + at, &through, sizeof through);
}

/* prim_blend() less the canvas, 0 after the first `count`: x / 255 is
 * (x * 0x8081) >> 23 for x < 2^16. */
static inline Ints step(Ints below, int count, int32_t paint, int32_t keep)
{
  Words mixed = (Words)(below * keep + paint) * 0x8081u;

  return ((Ints)(mixed >> 23) - below) & first(count);
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
      Floats residual = load_floats(layers->residual[k] + at) + through * to_floats(change);
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
      Floats residual = load_floats(layers->residual[k] + at) - through * to_floats(change);
      Bytes after = __builtin_convertvector(below + change, Bytes);
      __builtin_memcpy(layers->residual[k] + at, &residual, sizeof residual);
      __builtin_memcpy(layers->below[k] + at, &after, sizeof after);
    }
  }
}

static inline int32_t blend(int32_t c, int32_t paint, int32_t keep)
{
  return (int32_t)(((uint32_t)(c * keep + paint) * 0x8081u) >> 23);
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
      int32_t after = goal[x] - blend(below[x], paint, keep);
      part += weight[x] * (after * after - before * before);
    }
    sum += part;
  }
  return sum;
}

/* ---- Sums ------------------------------------------------------------- */

/* The quantities of BLOCK pixels: [0..7] as in PrimLanes, by quantity, and n. */
typedef struct Quantities {
  Ints lanes[BLOCK], weight;
} Quantities;

/* To the nearest integer, halves away from 0; |x| < 2^22. */
static inline Ints rounded(Floats x)
{
  const Ints sign = (Ints){0} + INT32_MIN;
  const Floats half = (Floats){0} + 0.5f;

  return __builtin_convertvector(x + (Floats)(((Ints)x & sign) | (Ints)half), Ints);
}

static inline void quantities(const PrimLayers *layers, ptrdiff_t at, Quantities *q)
{
  Floats t = load_floats(layers->through + at);
  Floats wt = layers->scale * to_floats(load_bytes(layers->weight + at)) * t, wtt = wt * t;
  Floats b0 = to_floats(load_bytes(layers->below[0] + at)),
         r0 = load_floats(layers->residual[0] + at);
  Floats b1 = to_floats(load_bytes(layers->below[1] + at)),
         r1 = load_floats(layers->residual[1] + at);
  Floats b2 = to_floats(load_bytes(layers->below[2] + at)),
         r2 = load_floats(layers->residual[2] + at);

  q->lanes[0] = rounded(wt * r0);
  q->lanes[1] = rounded(wt * r1);
  q->lanes[2] = rounded(wt * r2);
  q->lanes[3] = rounded(wtt * b0);
  q->lanes[4] = rounded(wtt * b1);
  q->lanes[5] = rounded(wtt * b2);
  q->lanes[6] = rounded(wt * (r0 * b0 + r1 * b1 + r2 * b2));
  q->lanes[7] = rounded(wtt * (b0 * b0 + b1 * b1 + b2 * b2));
  q->weight = rounded(wtt * (float)PRIM_WEIGHT_ONE);
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
    Quantities q;
    PrimLanes pixel[BLOCK];
    int count = end - x < BLOCK ? end - x : BLOCK;
    quantities(layers, at + x, &q);
    transpose(q.lanes, pixel);
    if (count == BLOCK) {
      for (int i = 0; i < BLOCK; i++)
        lanes[x + i + 1] = total += pixel[i];
    } else {
      for (int i = 0; i < count; i++)
        lanes[x + i + 1] = total += pixel[i];
    }
    if (uniform)
      continue;
    Ints sums = running(q.weight) + weight;
    __builtin_memcpy(&weights[x + 1], &sums, (size_t)count * sizeof *weights);
    weight = weights[x + count];
  }

  PrimLanes shift = lanes[end] - lanes_before;
  LanesPair shifts = SHUFFLE(shift, shift, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
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
