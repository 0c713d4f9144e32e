/* How much pixels count, as numbers 0 to 1. */
#include "weights.h"

static const float LEAST = 0.1f; /* importance of black to that of white */

/* Both comparisons are false for what is not a number. */
float prim_weight(float value)
{
  if (value >= 1)
    return 1;
  return value > 0 ? value : 0;
}

uint8_t prim_weight_byte(float value)
{
  return (uint8_t)(prim_weight(value) * 255 + 0.5f);
}

void prim_weights_multiply(float *weights, size_t count, const float *factors, int step)
{
  for (size_t i = 0; i < count; i++)
    weights[i] *= prim_weight(factors[i * (size_t)step]);
}

void prim_weights_multiply_importance(float *weights, size_t count, const float *grey_alpha)
{
  for (size_t i = 0; i < count; i++) {
    float shade = prim_weight(grey_alpha[2 * i]) * prim_weight(grey_alpha[2 * i + 1]);
    weights[i] *= LEAST + (1 - LEAST) * shade;
  }
}
