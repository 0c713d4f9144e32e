/* The row kernels of stack_planes.h, for one ISA level (PRIM_ISA_LEVEL). */
#include "climb.h"
#include "cover.h"

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

/* Pixels are summed in blocks of this many: an 8 x 8 transposition. */
enum { BLOCK = PRIM_PITCH_BLOCK };

/* Two entries of the sums at once. */
typedef uint32_t RowSumPair __attribute__((vector_size(64), aligned(32), may_alias));

typedef int32_t Ints __attribute__((vector_size(32)));
typedef uint32_t Words __attribute__((vector_size(32)));
typedef float Floats __attribute__((vector_size(32)));
typedef uint8_t Bytes __attribute__((vector_size(8)));
typedef int64_t Longs __attribute__((vector_size(64)));

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
#include "pixel_template.h"

/* ---- Covers ----------------------------------------------------------------- */

static bool cover(const PrimScan *scan, int y, PrimCover *cover)
{
  return cover_row(scan, y, cover);
}

/* A shape on the pixels of a block. */
typedef struct Paint {
  Ints color[3], keep;
  Words depth;
} Paint;

/* Whether the shape covers all samples of a block. */
static inline bool whole(const PrimCover *cover, int x)
{
  uint64_t all = UINT64_C(0x0101010101010101) * PRIM_SAMPLES, samples;

  __builtin_memcpy(&samples, cover->samples + x, sizeof samples);
  return samples == all;
}

static inline Words depth_of(const PrimStackPlanes *planes, Ints opacity)
{
  Words depth;

  for (int i = 0; i < BLOCK; i++)
    depth[i] = planes->depth_of[opacity[i]];
  return depth;
}

/* As prim_covered() has it. */
static inline Ints opacity_at(const PrimCover *cover, int x, const PrimShape *shape)
{
  return (load_bytes(cover->samples + x) * shape->opacity + PRIM_SAMPLES / 2) / PRIM_SAMPLES;
}

static inline Paint paint_of(const PrimShape *shape, Ints opacity)
{
  Paint paint = {.keep = 255 - opacity};

  for (int k = 0; k < 3; k++)
    paint.color[k] = shape->color[k] * opacity + 127;
  return paint;
}

/* By how much painting changes B's channel k. */
static inline Ints step(const PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint, int k)
{
  Ints below = load_bytes(planes->below[k] + at);

  return block_blend(below, paint->color[k], paint->keep) - below;
}

/* ---- Single planes ---------------------------------------------------------- */

static inline void attenuate_block(PrimStackPlanes *planes, ptrdiff_t at, Words log)
{
  Words depth = load_words(planes->optical_depth + at) + log;

  __builtin_memcpy(planes->optical_depth + at, &depth, sizeof depth);
}

static inline void transmit_block(PrimStackPlanes *planes, ptrdiff_t at)
{
  Floats transmittance = block_transmittance(load_words(planes->optical_depth + at));

  __builtin_memcpy(planes->transmittance + at, &transmittance, sizeof transmittance);
}

static inline void paint_block(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  for (int k = 0; k < 3; k++) {
    Ints below = load_bytes(planes->below[k] + at) + step(planes, at, paint, k);
    Bytes bytes = __builtin_convertvector(below, Bytes);
    __builtin_memcpy(planes->below[k] + at, &bytes, sizeof bytes);
  }
}

/* The residual without the shape. */
static inline void expose_block(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  Floats transmittance = load_floats(planes->transmittance + at);

  for (int k = 0; k < 3; k++) {
    Floats residual = block_residual_without(load_floats(planes->residual[k] + at), transmittance,
                                             step(planes, at, paint, k));
    __builtin_memcpy(planes->residual[k] + at, &residual, sizeof residual);
  }
}

/* And with it, and B as well. */
static inline void put_block(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  Floats transmittance = load_floats(planes->transmittance + at);

  for (int k = 0; k < 3; k++) {
    Ints change = step(planes, at, paint, k), below = load_bytes(planes->below[k] + at);
    Floats residual =
        block_residual_with(load_floats(planes->residual[k] + at), transmittance, change);
    Bytes bytes = __builtin_convertvector(below + change, Bytes);
    __builtin_memcpy(planes->residual[k] + at, &residual, sizeof residual);
    __builtin_memcpy(planes->below[k] + at, &bytes, sizeof bytes);
  }
}

static inline void restore_block(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  for (int k = 0; k < 3; k++)
    __builtin_memcpy(planes->residual[k] + at, planes->rest[k] + at, sizeof(Floats));
  paint_block(planes, at, paint);
}

static inline void lift_block(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  attenuate_block(planes, at, 0 - paint->depth);
  transmit_block(planes, at);
  expose_block(planes, at, paint);
}

static void transmit(PrimStackPlanes *planes, int y)
{
  for (int x = 0; x < planes->width; x += BLOCK)
    transmit_block(planes, y * planes->pitch + x);
}

/* ---- Shapes ----------------------------------------------------------------- */

/* Runs `block` on all that is covered of a row. Most blocks are covered as a whole: what these
 * need of the shape is made once. */
static inline __attribute__((always_inline)) void
each_block(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape,
           bool depths, void (*block)(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint))
{
  const Ints opaque = shape->opacity + (Ints){0};
  Paint all = paint_of(shape, opaque);

  all.depth = planes->depth_of[shape->opacity] + (Words){0};
  for (int x = cover->left; x < cover->right; x += BLOCK) {
    ptrdiff_t at = y * planes->pitch + x;
    if (whole(cover, x)) {
      block(planes, at, &all);
      continue;
    }
    Ints opacity = opacity_at(cover, x, shape);
    Paint part = paint_of(shape, opacity);
    if (depths)
      part.depth = depth_of(planes, opacity);
    block(planes, at, &part);
  }
}

static inline void add_depth(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  attenuate_block(planes, at, paint->depth);
}

static inline void remove_depth(PrimStackPlanes *planes, ptrdiff_t at, const Paint *paint)
{
  attenuate_block(planes, at, 0 - paint->depth);
}

static void add_above(PrimStackPlanes *planes, int y, const PrimCover *cover,
                      const PrimShape *shape)
{
  each_block(planes, y, cover, shape, true, add_depth);
}

static void remove_above(PrimStackPlanes *planes, int y, const PrimCover *cover,
                         const PrimShape *shape)
{
  each_block(planes, y, cover, shape, true, remove_depth);
}

static void paint(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape)
{
  each_block(planes, y, cover, shape, false, paint_block);
}

static void lift(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape)
{
  each_block(planes, y, cover, shape, true, lift_block);
}

static void put(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape)
{
  each_block(planes, y, cover, shape, false, put_block);
}

static void restore(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape)
{
  each_block(planes, y, cover, shape, false, restore_block);
}

/* ---- Errors ------------------------------------------------------------------- */

static inline int64_t longs_sum(Longs longs)
{
  int64_t sum = 0;

  for (int i = 0; i < BLOCK; i++)
    sum += longs[i];
  return sum;
}

static int64_t error(const PrimStackPlanes *planes, int y, int begin, int end)
{
  ptrdiff_t row = y * planes->pitch;
  const uint8_t *restrict weight = planes->weight + row;
  int32_t sum = 0; /* fits: see prim_target_weight_levels() */

  for (int k = 0; k < 3; k++) {
    const uint8_t *restrict below = planes->below[k] + row;
    const uint8_t *restrict target = planes->target_rgb[k] + row;
    for (int x = begin; x < end; x++) {
      int32_t rest = target[x] - below[x];
      sum += weight[x] * (rest * rest);
    }
  }
  return sum;
}

static int64_t change(const PrimStackPlanes *planes, int y, const PrimCover *cover,
                      const PrimShape *shape)
{
  Longs sum = {0};

  for (int x = cover->left; x < cover->right; x += BLOCK) {
    ptrdiff_t at = y * planes->pitch + x;
    Paint paint = paint_of(shape, opacity_at(cover, x, shape));
    Ints part = {0};
    for (int k = 0; k < 3; k++) {
      Ints before = load_bytes(planes->target_rgb[k] + at) - load_bytes(planes->below[k] + at);
      Ints after = before - step(planes, at, &paint, k);
      part += after * after - before * before;
    }
    sum += __builtin_convertvector(part * load_bytes(planes->weight + at), Longs);
  }
  return longs_sum(sum);
}

/* ---- Sums ------------------------------------------------------------- */

/* The terms of BLOCK pixels, by quantity. */
static inline block_Terms terms(const PrimStackPlanes *planes, ptrdiff_t at)
{
  block_State block = {.transmittance = load_floats(planes->transmittance + at),
                       .weight = load_bytes(planes->weight + at)};

  for (int k = 0; k < 3; k++) {
    block.residual[k] = load_floats(planes->residual[k] + at);
    block.below[k] = load_bytes(planes->below[k] + at);
  }
  return block_terms(&block, planes->scale);
}

/* From 8 quantities of 8 pixels each to the row sums of each. */
static inline void transpose(const Ints in[8], PrimRowSum out[8])
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
    out[i] = (PrimRowSum)SHUFFLE(b[i], b[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    out[i + 4] = (PrimRowSum)SHUFFLE(b[i], b[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
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

/* Sums over the blocks of a row: over the pixels of those that are covered as a whole, which
 * fit 32 bits, and over the samples of the others. */
typedef struct Gathered {
  Ints pixels[PRIM_SAMPLE_SUMS];
  Longs samples[PRIM_SAMPLE_SUMS];
} Gathered;

static inline void gather_block(Gathered *gathered, const PrimStackPlanes *planes, int y,
                                const PrimCover *cover, int x)
{
  block_Terms block = terms(planes, y * planes->pitch + x);

  if (whole(cover, x)) {
    for (int i = 0; i < 8; i++)
      gathered->pixels[i] += block.values[i];
    gathered->pixels[8] += block.weight;
    return;
  }
  Ints samples = load_bytes(cover->samples + x);
  for (int i = 0; i < 8; i++)
    gathered->samples[i] += __builtin_convertvector(samples * block.values[i], Longs);
  gathered->samples[8] += __builtin_convertvector(samples * block.weight, Longs);
}

static inline void add_gathered(const Gathered *gathered, PrimSampleSums *sums)
{
  for (int i = 0; i < PRIM_SAMPLE_SUMS; i++) {
    Longs sum;
    __builtin_memcpy(&sum, sums->part[i], sizeof sum);
    sum += gathered->samples[i];
    sum += __builtin_convertvector(gathered->pixels[i], Longs) * PRIM_SAMPLES;
    __builtin_memcpy(sums->part[i], &sum, sizeof sum);
  }
}

static void gather(const PrimStackPlanes *planes, int y, const PrimCover *cover,
                   PrimSampleSums *sums)
{
  Gathered gathered = {{{0}}, {{0}}};

  for (int x = cover->left; x < cover->right; x += BLOCK)
    gather_block(&gathered, planes, y, cover, x);
  add_gathered(&gathered, sums);
}

static void lift_sum(PrimStackPlanes *planes, int y, const PrimCover *cover, const PrimShape *shape,
                     PrimSampleSums *sums)
{
  lift(planes, y, cover, shape);
  gather(planes, y, cover, sums);
}

static void sum(PrimStackPlanes *planes, int y, int begin, int end)
{
  ptrdiff_t at = y * planes->pitch;
  int width = planes->width;
  bool uniform = planes->uniform;
  PrimRowSum *restrict row_sums = planes->row_sums + at;
  int32_t *restrict weights = planes->weight_sums + at;
  PrimRowSum total = row_sums[begin], row_sum_before = row_sums[end];
  int32_t weight = weights[begin], weight_before = weights[end];

  for (int x = begin; x < end; x += BLOCK) {
    PrimRowSum pixel[BLOCK];
    int count = end - x < BLOCK ? end - x : BLOCK;
    block_Terms block = terms(planes, at + x);
    transpose(block.values, pixel);
    if (count == BLOCK) {
      for (int i = 0; i < BLOCK; i++)
        row_sums[x + i + 1] = total += pixel[i];
    } else {
      for (int i = 0; i < count; i++)
        row_sums[x + i + 1] = total += pixel[i];
    }
    if (uniform)
      continue;
    Ints sums = running(block.weight) + weight;
    __builtin_memcpy(&weights[x + 1], &sums, (size_t)count * sizeof *weights);
    weight = weights[x + count];
  }

  PrimRowSum shift = row_sums[end] - row_sum_before;
  PrimRowSum twice[2] = {shift, shift};
  RowSumPair shifts;
  __builtin_memcpy(&shifts, twice, sizeof shifts);
  int x = end + 1;
  for (; x < width; x += 2)
    *(RowSumPair *)&row_sums[x] += shifts;
  if (x == width)
    row_sums[x] += shift;
  if (uniform)
    return;
  int32_t weight_shift = weight - weight_before;
  for (x = end + 1; x <= width; x++)
    weights[x] += weight_shift;
}

const PrimRowKernels JOIN(prim_rows_, PRIM_ISA_LEVEL);
const PrimRowKernels JOIN(prim_rows_, PRIM_ISA_LEVEL) = {
    .cover = cover,
    .lift = lift,
    .lift_sum = lift_sum,
    .put = put,
    .restore = restore,
    .add_above = add_above,
    .remove_above = remove_above,
    .paint = paint,
    .transmit = transmit,
    .sum = sum,
    .gather = gather,
    .change = change,
    .error = error,
};
