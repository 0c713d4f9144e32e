/* The working image. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "primitive.h"

void prim_target_size(int full_width, int full_height, int detail, int *width, int *height)
{
  int longer = full_width > full_height ? full_width : full_height;

  if (longer <= detail) {
    *width = full_width;
    *height = full_height;
    return;
  }
  *width = (int)floor((double)full_width * detail / longer + 0.5);
  *height = (int)floor((double)full_height * detail / longer + 0.5);
  if (*width < 1)
    *width = 1;
  if (*height < 1)
    *height = 1;
}

int prim_target_weight_levels(int width)
{
  int levels = INT32_MAX / (3 * 255 * 255) / width;

  return levels > 21 ? 21 : levels;
}

PrimTarget *prim_target_new(int width, int height)
{
  if (width < 1 || width > PRIM_DETAIL_MAX || height < 1 || height > PRIM_DETAIL_MAX)
    return NULL;
  PrimTarget *target = calloc(1, sizeof *target);
  size_t pixels = (size_t)width * (size_t)height;
  if (!target)
    return NULL;
  target->width = width;
  target->height = height;
  target->rgb = calloc(pixels, 3);
  target->weight = malloc(pixels);
  if (!target->rgb || !target->weight) {
    prim_target_free(target);
    return NULL;
  }
  memset(target->weight, 1, pixels);
  return target;
}

PrimTarget *prim_target_copy(const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  PrimTarget *copy = prim_target_new(target->width, target->height);

  if (!copy)
    return NULL;
  uint8_t *rgb = copy->rgb, *weight = copy->weight;
  *copy = *target;
  copy->rgb = memcpy(rgb, target->rgb, 3 * pixels);
  copy->weight = memcpy(weight, target->weight, pixels);
  return copy;
}

bool prim_target_add_color(PrimTarget *target, const uint8_t rgb[3])
{
  PrimPalette *palette = &target->palette;

  for (int i = 0; i < palette->count; i++)
    if (palette->channel[0][i] == rgb[0] && palette->channel[1][i] == rgb[1] &&
        palette->channel[2][i] == rgb[2])
      return true;
  if (palette->count == PRIM_PALETTE_MAX)
    return false;
  for (int k = 0; k < 3; k++)
    palette->channel[k][palette->count] = rgb[k];
  palette->count++;
  return true;
}

void prim_target_free(PrimTarget *target)
{
  if (!target)
    return;
  free(target->rgb);
  free(target->weight);
  free(target);
}
