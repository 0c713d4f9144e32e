/* How much pixels count, as numbers 0 to 1: what is made of the floats of an image,
 * which may be anything: above 1, below 0, infinite, not a number. Knows no GIMP. */
#ifndef PRIM_WEIGHTS_H
#define PRIM_WEIGHTS_H

#include "../../core/primitive.h"

/* The value within 0..1; what is not a number counts nothing. */
PRIM_MUST_USE float prim_weight(float value);

/* The same in 1/255ths, rounded. */
PRIM_MUST_USE uint8_t prim_weight_byte(float value);

/* Multiplies each of `count` weights with every `step`-th of the factors, taken within
 * 0..1. */
PRIM_NONNULL void prim_weights_multiply(float *weights, size_t count, const float *factors,
                                        int step);

/* Sets `count` weights to the importance that a pixel of grey and alpha stands for: 1 where it
 * is white, a tenth where it is black or transparent. */
PRIM_NONNULL void prim_weights_importance(float *weights, size_t count, const float *grey_alpha);

/* How white an importance in 1/65535ths is: 0 to 255. */
PRIM_MUST_USE uint8_t prim_weights_shade(uint16_t importance);

/* Multiplies the target's weights with an importance for each pixel, in 1/65535ths. The greatest
 * product gets all of the levels; what counts at all goes on counting; and where everything that
 * counts matters alike, nothing changes. */
PRIM_NONNULL void prim_weights_apply(PrimTarget *target, const uint16_t *importance);

#endif
