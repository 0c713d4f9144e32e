/* Planes for the layers below and above a shape. */
#include <stdlib.h>
#include <string.h>

#include "stack_planes.h"
#include "score.h"

/* log2(n) in 1 / 65536, rounded down, for n 1..255: digit by digit, by squaring,
 * so that no machine's logarithm differs. */
static uint32_t log2_fixed(uint32_t n)
{
  uint32_t whole = 0;

  while (n >> (whole + 1))
    whole++;
  uint64_t x = ((uint64_t)n << 31) >> whole; /* 1 <= x / 2^31 < 2 */
  uint32_t log = whole;
  for (int i = 0; i < 16; i++) {
    x = (x * x) >> 31;
    uint32_t digit = (uint32_t)(x >> 32);
    x >>= digit;
    log = 2 * log + digit;
  }
  return log;
}

/* -log2(1 - opacity / 255), in 1 / 65536; an opaque layer counts as 2^-16. */
static uint32_t depth_of(int opacity)
{
  return opacity == 255 ? UINT32_C(16) << 16
                        : log2_fixed(255) - log2_fixed((uint32_t)(255 - opacity));
}

static void *aligned(size_t bytes)
{
  return aligned_alloc(64, (bytes + 63) & ~(size_t)63);
}

static size_t values_of(const PrimStackPlanes *planes)
{
  return (size_t)planes->pitch * (size_t)planes->height;
}

/* The sums of a row that no kernel makes: left of its first pixel, and one past the last, which is
 * read to be multiplied by 0. The others are not touched, which for a large image takes a while. */
static void clear_ends(PrimStackPlanes *planes)
{
  for (int y = 0; planes->row_sums && y < planes->height; y++) {
    PrimRowSum *row = planes->row_sums + y * planes->pitch;
    row[0] = row[planes->width + 1] = (PrimRowSum){0};
  }
}

/* The planes that change. */
static bool allocate(PrimStackPlanes *planes)
{
  size_t values = values_of(planes);
  bool good = true;

  for (int k = 0; k < 3; k++) {
    planes->below[k] = calloc(values, 1);
    planes->residual[k] = calloc(values, sizeof *planes->residual[k]);
    good = good && planes->below[k] && planes->residual[k];
  }
  planes->optical_depth = calloc(values, sizeof *planes->optical_depth);
  planes->transmittance = calloc(values, sizeof *planes->transmittance);
  planes->row_sums = aligned(values * sizeof *planes->row_sums);
  planes->weight_sums = calloc(values, sizeof *planes->weight_sums);
  clear_ends(planes);
  return good && planes->optical_depth && planes->transmittance && planes->row_sums &&
         planes->weight_sums;
}

/* Those that do not. */
static bool allocate_target(PrimStackPlanes *planes)
{
  bool good = true;

  for (int k = 0; k < 3; k++) {
    planes->target_rgb[k] = calloc(values_of(planes), 1);
    good = good && planes->target_rgb[k];
  }
  planes->weight = calloc(values_of(planes), 1);
  return good && planes->weight;
}

void prim_stack_planes_plan(PrimStackPlanes *planes, const PrimTarget *target)
{
  int width = target->width, height = target->height, most = 0;
  size_t pixels = (size_t)width * (size_t)height;

  *planes = (PrimStackPlanes){.target = target, .width = width, .height = height};
  planes->pitch = (width + 2 * PRIM_PITCH_BLOCK) & -PRIM_PITCH_BLOCK;
  for (size_t i = 0; i < pixels; i++) {
    planes->weighted |= target->weight[i] != 1;
    most = target->weight[i] > most ? target->weight[i] : most;
  }
  int levels = prim_target_weight_levels(width);
  int scale = levels / (most ? most : 1);
  planes->scale = (float)(scale > 4 ? 4 : scale < 1 ? 1 : scale);
  /* 256: refinement's residuals may drift a little past 255. */
  planes->chunk_rows = (int)(INT32_MAX / (3.0 * 256 * 256 * width * most * planes->scale));
  planes->uniform = !planes->weighted;
  for (int opacity = 1; opacity < 256; opacity++)
    planes->depth_of[opacity] = depth_of(opacity);
}

PrimStatus prim_stack_planes_init(PrimStackPlanes *planes, const PrimTarget *target)
{
  int width = target->width, height = target->height;

  prim_stack_planes_plan(planes, target);
  if (!allocate(planes) || !allocate_target(planes)) {
    prim_stack_planes_clear(planes);
    return PRIM_ERROR_MEMORY;
  }
  for (int y = 0; y < height; y++) {
    memcpy(planes->weight + y * planes->pitch, target->weight + (size_t)y * (size_t)width,
           (size_t)width);
    for (int x = 0; x < width; x++)
      for (int k = 0; k < 3; k++)
        planes->target_rgb[k][y * planes->pitch + x] = target->rgb[3 * (y * width + x) + k];
  }
  return PRIM_OK;
}

PrimStatus prim_stack_planes_view(PrimStackPlanes *planes, const PrimStackPlanes *of)
{
  *planes = *of;
  planes->view = true;
  planes->uniform = false;
  for (int k = 0; k < 3; k++)
    planes->rest[k] = of->residual[k];
  if (allocate(planes))
    return PRIM_OK;
  prim_stack_planes_clear(planes);
  return PRIM_ERROR_MEMORY;
}

void prim_stack_planes_clear(PrimStackPlanes *planes)
{
  for (int k = 0; k < 3; k++) {
    free(planes->below[k]);
    free(planes->residual[k]);
    if (!planes->view)
      free(planes->target_rgb[k]);
  }
  if (!planes->view)
    free(planes->weight);
  free(planes->optical_depth);
  free(planes->transmittance);
  free(planes->row_sums);
  free(planes->weight_sums);
  *planes = (PrimStackPlanes){0};
}
