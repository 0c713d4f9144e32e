/* Halving working images. */
#include <string.h>

#include "half_size.h"

/* One pixel of the half: the 2 x 2 pixels from (2 x, 2 y), less what lies outside. */
static void halve_pixel(const PrimTarget *target, int x, int y, uint8_t *rgb, uint8_t *weight)
{
  uint32_t sum[3] = {0}, weights = 0, pixels = 0;

  for (int i = 0; i < 4; i++) {
    int from_x = 2 * x + i % 2, from_y = 2 * y + i / 2;
    if (from_x >= target->width || from_y >= target->height)
      continue;
    size_t at = (size_t)from_y * (size_t)target->width + (size_t)from_x;
    for (int k = 0; k < 3; k++)
      sum[k] += (uint32_t)target->weight[at] * target->rgb[3 * at + (size_t)k];
    weights += target->weight[at];
    pixels++;
  }
  for (int k = 0; k < 3; k++)
    rgb[k] = weights ? (uint8_t)((sum[k] + weights / 2) / weights) : 0;
  *weight = (uint8_t)((weights + pixels - 1) / pixels);
}

PrimTarget *prim_target_half(const PrimTarget *target)
{
  PrimTarget *half = prim_target_new((target->width + 1) / 2, (target->height + 1) / 2);

  if (!half)
    return NULL;
  memcpy(half->background, target->background, sizeof half->background);
  memcpy(half->outline, target->outline, sizeof half->outline);
  half->palette = target->palette;
  for (int y = 0; y < half->height; y++)
    for (int x = 0; x < half->width; x++) {
      size_t at = (size_t)y * (size_t)half->width + (size_t)x;
      halve_pixel(target, x, y, half->rgb + 3 * at, half->weight + at);
    }
  return half;
}

void prim_shape_double(PrimShape *shape)
{
  bool turned = shape->kind == PRIM_ROTATED_RECTANGLE || shape->kind == PRIM_ROTATED_ELLIPSE;

  for (int i = 0; i < 2 * PRIM_CORNERS_MAX; i++)
    if (!(turned && i == 4)) /* an angle */
      shape->v[i] *= 2;
}
