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

void prim_weights_importance(float *weights, size_t count, const float *grey_alpha)
{
  for (size_t i = 0; i < count; i++) {
    float shade = prim_weight(grey_alpha[2 * i]) * prim_weight(grey_alpha[2 * i + 1]);
    weights[i] = LEAST + (1 - LEAST) * shade;
  }
}

uint8_t prim_weights_shade(uint16_t importance)
{
  int least = prim_weight_byte(LEAST) * 257;
  int above = importance > least ? importance - least : 0;

  return (uint8_t)((above * 255 + (65535 - least) / 2) / (65535 - least));
}

/* The greatest product of weight and importance; 0: everything that counts matters alike. */
static uint32_t greatest_product(const PrimTarget *target, const uint16_t *importance)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  uint32_t greatest = 0, most = 0, least = UINT16_MAX;

  for (size_t i = 0; i < pixels; i++)
    if (target->weight[i]) {
      uint32_t product = (uint32_t)target->weight[i] * importance[i];
      greatest = product > greatest ? product : greatest;
      most = importance[i] > most ? importance[i] : most;
      least = importance[i] < least ? importance[i] : least;
    }
  return most > least ? greatest : 0;
}

void prim_weights_apply(PrimTarget *target, const uint16_t *importance)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  uint32_t levels = (uint32_t)prim_target_weight_levels(target->width);
  uint32_t greatest = greatest_product(target, importance);

  for (size_t i = 0; greatest && i < pixels; i++)
    if (target->weight[i]) {
      uint32_t product = (uint32_t)target->weight[i] * importance[i];
      uint32_t weight = (product * levels + greatest / 2) / greatest;
      target->weight[i] = (uint8_t)(weight ? weight : 1);
    }
}
