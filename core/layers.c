/* Planes for the layers below and above a shape. */
#include <stdlib.h>
#include <string.h>

#include "layers.h"
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

static size_t values_of(const PrimLayers *layers)
{
  return (size_t)layers->pitch * (size_t)layers->height;
}

/* The sums of a row that no kernel makes: left of its first pixel, and one past the last, which is
 * read to be multiplied by 0. The others are not touched, which for a large image takes a while. */
static void clear_ends(PrimLayers *layers)
{
  for (int y = 0; layers->row_sums && y < layers->height; y++) {
    PrimRowSum *row = layers->row_sums + y * layers->pitch;
    row[0] = row[layers->width + 1] = (PrimRowSum){0};
  }
}

/* The planes that change. */
static bool allocate(PrimLayers *layers)
{
  size_t values = values_of(layers);
  bool good = true;

  for (int k = 0; k < 3; k++) {
    layers->below[k] = calloc(values, 1);
    layers->residual[k] = calloc(values, sizeof *layers->residual[k]);
    good = good && layers->below[k] && layers->residual[k];
  }
  layers->optical_depth = calloc(values, sizeof *layers->optical_depth);
  layers->transmittance = calloc(values, sizeof *layers->transmittance);
  layers->row_sums = aligned(values * sizeof *layers->row_sums);
  layers->weight_sums = calloc(values, sizeof *layers->weight_sums);
  clear_ends(layers);
  return good && layers->optical_depth && layers->transmittance && layers->row_sums &&
         layers->weight_sums;
}

/* Those that do not. */
static bool allocate_target(PrimLayers *layers)
{
  bool good = true;

  for (int k = 0; k < 3; k++) {
    layers->target_rgb[k] = calloc(values_of(layers), 1);
    good = good && layers->target_rgb[k];
  }
  layers->weight = calloc(values_of(layers), 1);
  return good && layers->weight;
}

void prim_layers_plan(PrimLayers *layers, const PrimTarget *target)
{
  int width = target->width, height = target->height, most = 0;
  size_t pixels = (size_t)width * (size_t)height;

  *layers = (PrimLayers){.target = target, .width = width, .height = height};
  layers->pitch = (width + 2 * PRIM_PITCH_BLOCK) & -PRIM_PITCH_BLOCK;
  for (size_t i = 0; i < pixels; i++) {
    layers->weighted |= target->weight[i] != 1;
    most = target->weight[i] > most ? target->weight[i] : most;
  }
  int levels = prim_target_weight_levels(width);
  int scale = levels / (most ? most : 1);
  layers->scale = (float)(scale > 4 ? 4 : scale < 1 ? 1 : scale);
  /* 256: refinement's residuals may drift a little past 255. */
  layers->chunk_rows = (int)(INT32_MAX / (3.0 * 256 * 256 * width * most * layers->scale));
  layers->uniform = !layers->weighted;
  for (int opacity = 1; opacity < 256; opacity++)
    layers->depth_of[opacity] = depth_of(opacity);
}

PrimStatus prim_layers_init(PrimLayers *layers, const PrimTarget *target)
{
  int width = target->width, height = target->height;

  prim_layers_plan(layers, target);
  if (!allocate(layers) || !allocate_target(layers)) {
    prim_layers_clear(layers);
    return PRIM_ERROR_MEMORY;
  }
  for (int y = 0; y < height; y++) {
    memcpy(layers->weight + y * layers->pitch, target->weight + (size_t)y * (size_t)width,
           (size_t)width);
    for (int x = 0; x < width; x++)
      for (int k = 0; k < 3; k++)
        layers->target_rgb[k][y * layers->pitch + x] = target->rgb[3 * (y * width + x) + k];
  }
  return PRIM_OK;
}

PrimStatus prim_layers_view(PrimLayers *layers, const PrimLayers *of)
{
  *layers = *of;
  layers->view = true;
  layers->uniform = false;
  for (int k = 0; k < 3; k++)
    layers->rest[k] = of->residual[k];
  if (allocate(layers))
    return PRIM_OK;
  prim_layers_clear(layers);
  return PRIM_ERROR_MEMORY;
}

void prim_layers_clear(PrimLayers *layers)
{
  for (int k = 0; k < 3; k++) {
    free(layers->below[k]);
    free(layers->residual[k]);
    if (!layers->view)
      free(layers->target_rgb[k]);
  }
  if (!layers->view)
    free(layers->weight);
  free(layers->optical_depth);
  free(layers->transmittance);
  free(layers->row_sums);
  free(layers->weight_sums);
  *layers = (PrimLayers){0};
}
