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

/* A shape's colours and opacity, as a kernel needs them. */
typedef struct Paint {
  int32_t color[3], keep;
} Paint;

static inline Paint paint_of(const PrimShape *shape)
{
  Paint paint = {.keep = 255 - shape->opacity};

  for (int k = 0; k < 3; k++)
    paint.color[k] = shape->color[k] * shape->opacity + 127;
  return paint;
}

/* By how much painting changes B's channel k; 0 after the first `count`. */
static inline Ints step(const PrimLayers *layers, ptrdiff_t at, int count, const Paint *paint,
                        int k)
{
  Ints below = load_bytes(layers->below[k] + at);

  return (block_blend(below, paint->color[k], paint->keep) - below) & first(count);
}

/* ---- Single planes ---------------------------------------------------------- */

static inline void veil_block(PrimLayers *layers, ptrdiff_t at, int count, uint32_t log)
{
  Words veil = load_words(layers->veil + at) + (((Words)first(count)) & log);

  __builtin_memcpy(layers->veil + at, &veil, sizeof veil);
}

static inline void see_block(PrimLayers *layers, ptrdiff_t at)
{
  Floats through = block_transmittance(load_words(layers->veil + at));

  __builtin_memcpy(layers->through + at, &through, sizeof through);
}

static inline void paint_block(PrimLayers *layers, ptrdiff_t at, int count, const Paint *paint)
{
  for (int k = 0; k < 3; k++) {
    Ints below = load_bytes(layers->below[k] + at) + step(layers, at, count, paint, k);
    Bytes bytes = __builtin_convertvector(below, Bytes);
    __builtin_memcpy(layers->below[k] + at, &bytes, sizeof bytes);
  }
}

/* The residual without the shape. */
static inline void expose_block(PrimLayers *layers, ptrdiff_t at, int count, const Paint *paint)
{
  Floats through = load_floats(layers->through + at);

  for (int k = 0; k < 3; k++) {
    Floats residual = block_residual_without(load_floats(layers->residual[k] + at), through,
                                             step(layers, at, count, paint, k));
    __builtin_memcpy(layers->residual[k] + at, &residual, sizeof residual);
  }
}

/* And with it, and B as well. */
static inline void put_block(PrimLayers *layers, ptrdiff_t at, int count, const Paint *paint)
{
  Floats through = load_floats(layers->through + at);

  for (int k = 0; k < 3; k++) {
    Ints change = step(layers, at, count, paint, k), below = load_bytes(layers->below[k] + at);
    Floats residual = block_residual_with(load_floats(layers->residual[k] + at), through, change);
    Bytes bytes = __builtin_convertvector(below + change, Bytes);
    __builtin_memcpy(layers->residual[k] + at, &residual, sizeof residual);
    __builtin_memcpy(layers->below[k] + at, &bytes, sizeof bytes);
  }
}

static void veil(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  for (int x = begin; x < end; x += BLOCK)
    veil_block(layers, y * layers->pitch + x, end - x, layers->veil_of[shape->opacity]);
}

static void unveil(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  for (int x = begin; x < end; x += BLOCK)
    veil_block(layers, y * layers->pitch + x, end - x, 0 - layers->veil_of[shape->opacity]);
}

static void see(PrimLayers *layers, int y)
{
  for (int x = 0; x < layers->width; x += BLOCK)
    see_block(layers, y * layers->pitch + x);
}

static void paint(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  Paint with = paint_of(shape);

  for (int x = begin; x < end; x += BLOCK)
    paint_block(layers, y * layers->pitch + x, end - x, &with);
}

static void expose(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  Paint without = paint_of(shape);

  for (int x = begin; x < end; x += BLOCK)
    expose_block(layers, y * layers->pitch + x, end - x, &without);
}

/* ---- Shapes ----------------------------------------------------------------- */

static inline void lift_block(PrimLayers *layers, ptrdiff_t at, int count, const Paint *paint,
                              uint32_t log)
{
  veil_block(layers, at, count, 0 - log);
  see_block(layers, at);
  expose_block(layers, at, count, paint);
}

static void lift(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  Paint without = paint_of(shape);
  uint32_t log = layers->veil_of[shape->opacity];

  for (int x = begin; x < end; x += BLOCK)
    lift_block(layers, y * layers->pitch + x, end - x, &without, log);
}

static void put(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  Paint with = paint_of(shape);

  for (int x = begin; x < end; x += BLOCK)
    put_block(layers, y * layers->pitch + x, end - x, &with);
}

static void restore(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape)
{
  Paint with = paint_of(shape);

  for (int x = begin; x < end; x += BLOCK) {
    ptrdiff_t at = y * layers->pitch + x;
    for (int k = 0; k < 3; k++)
      __builtin_memcpy(layers->residual[k] + at, layers->rest[k] + at, sizeof(Floats));
    paint_block(layers, at, end - x, &with);
  }
}

/* ---- Errors ------------------------------------------------------------------- */

static int64_t error(const PrimLayers *layers, int y, int begin, int end)
{
  ptrdiff_t row = y * layers->pitch;
  const uint8_t *restrict weight = layers->weight + row;
  int32_t sum = 0; /* fits: see prim_target_weight_levels() */

  for (int k = 0; k < 3; k++) {
    const uint8_t *restrict below = layers->below[k] + row;
    const uint8_t *restrict goal = layers->goal[k] + row;
    for (int x = begin; x < end; x++) {
      int32_t rest = goal[x] - below[x];
      sum += weight[x] * (rest * rest);
    }
  }
  return sum;
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
    int32_t mixed = shape->color[k] * shape->opacity + 127;
    int32_t part = 0; /* fits: see prim_target_weight_levels() */
    for (int x = begin; x < end; x++) {
      int32_t before = goal[x] - below[x];
      int32_t after = goal[x] - prim_pixel_blend(below[x], mixed, keep);
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

/* Sums of blocks, a part of them in each of a vector's places. */
typedef struct Gathered {
  Ints lanes[8], weight;
} Gathered;

static inline void gather_block(Gathered *gathered, const PrimLayers *layers, ptrdiff_t at,
                                int count)
{
  block_Terms block = terms(layers, at);
  Ints mask = first(count);

  for (int i = 0; i < 8; i++)
    gathered->lanes[i] += block.lanes[i] & mask;
  gathered->weight += block.weight & mask;
}

/* A span's sums fit 32 bits. */
static inline void add_gathered(const Gathered *gathered, int64_t *sums)
{
  PrimLanes parts[8], all = {0};

  transpose(gathered->lanes, parts);
  for (int i = 0; i < 8; i++)
    all += parts[i];
  for (int i = 0; i < 8; i++) {
    sums[i] += (int32_t)all[i];
    sums[8] += gathered->weight[i];
  }
}

static void gather(const PrimLayers *layers, int y, int begin, int end, int64_t *sums)
{
  Gathered gathered = {{{0}}, {0}};

  for (int x = begin; x < end; x += BLOCK)
    gather_block(&gathered, layers, y * layers->pitch + x, end - x);
  add_gathered(&gathered, sums);
}

static void lift_sum(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape,
                     int64_t *sums)
{
  Gathered gathered = {{{0}}, {0}};
  Paint without = paint_of(shape);
  uint32_t log = layers->veil_of[shape->opacity];

  for (int x = begin; x < end; x += BLOCK) {
    ptrdiff_t at = y * layers->pitch + x;
    lift_block(layers, at, end - x, &without, log);
    gather_block(&gathered, layers, at, end - x);
  }
  add_gathered(&gathered, sums);
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
const PrimRowKernels JOIN(prim_rows_, PRIM_LEVEL) = {
    .lift = lift,
    .lift_sum = lift_sum,
    .put = put,
    .restore = restore,
    .veil = veil,
    .unveil = unveil,
    .paint = paint,
    .expose = expose,
    .see = see,
    .sum = sum,
    .gather = gather,
    .change = change,
    .error = error,
};
