/* Colors to begin with. */
#include "background.h"

#include <math.h>

/* The weighted average of all pixels, or of the outermost ones; false, and black,
 * where they have no weight. */
static bool average(const PrimTarget *target, bool border, uint8_t color[3])
{
  int width = target->width, height = target->height;
  int64_t sum[3] = {0}, weight = 0;

  for (int y = 0; y < height; y++) {
    bool whole = !border || y == 0 || y == height - 1;
    int step = whole || width < 2 ? 1 : width - 1;
    for (int x = 0; x < width; x += step) {
      size_t at = (size_t)y * (size_t)width + (size_t)x;
      for (int k = 0; k < 3; k++)
        sum[k] += (int64_t)target->weight[at] * target->rgb[3 * at + (size_t)k];
      weight += target->weight[at];
    }
  }
  for (int k = 0; k < 3; k++)
    color[k] = weight ? (uint8_t)((sum[k] + weight / 2) / weight) : 0;
  return weight > 0;
}

void prim_target_average(const PrimTarget *target, uint8_t color[3])
{
  average(target, false, color);
}

void prim_target_border(const PrimTarget *target, uint8_t color[3])
{
  if (!average(target, true, color))
    average(target, false, color);
}

void prim_palette_snap(const PrimPalette *palette, uint8_t color[3])
{
  double least = INFINITY;
  int nearest = 0;

  for (int i = 0; i < palette->count; i++) {
    double distance = 0;
    for (int k = 0; k < 3; k++) {
      double d = palette->channel[k][i] - color[k];
      distance += d * d;
    }
    if (distance < least) {
      least = distance;
      nearest = i;
    }
  }
  for (int k = 0; k < 3 && palette->count; k++)
    color[k] = (uint8_t)palette->channel[k][nearest];
}
