/* The mathematics of one pixel in a stack of shapes (see stack_planes.h), written once for every
 * back end: a template, included for single numbers by pixel.h and for vectors by rows.c. A file
 * that includes it defines, for it alone,
 *
 *   PRIM_PIXEL(name)                 the functions' names
 *   PRIM_PIXEL_INT, _WORD, _FLOAT    int32_t, uint32_t and float, or vectors of them
 *   PRIM_PIXEL_TO_FLOAT(i), _TO_INT(f)   conversions; to int towards 0
 *   PRIM_PIXEL_AS_FLOAT(i), _AS_INT(f)   the same bits, taken for another type
 *   PRIM_PIXEL_MASK(condition)       all ones where it holds, otherwise 0
 *
 * Every expression is written in the order in which all of them must round. */
#include "score.h"

/* A pixel as the sums see it; the fields of PrimStackPlanes. */
typedef struct PRIM_PIXEL(State) {
  PRIM_PIXEL_FLOAT transmittance, residual[3];
  PRIM_PIXEL_INT below[3], weight;
} PRIM_PIXEL(State);

/* What a pixel adds to the sums: R (3), C (3), RC, CC of score.h; and n, in
 * 1 / PRIM_WEIGHT_ONE. */
typedef struct PRIM_PIXEL(Terms) {
  PRIM_PIXEL_INT values[8], weight;
} PRIM_PIXEL(Terms);

/* 2^(-depth / 65536), by a polynomial in the fraction; relative error below
 * 1e-6, and exactly 1 for 0. Below 2^-64 it is taken for 2^-64. */
PRIM_FN PRIM_PIXEL_FLOAT PRIM_PIXEL(transmittance)(PRIM_PIXEL_WORD depth)
{
  PRIM_PIXEL_INT whole = (PRIM_PIXEL_INT)(depth >> 16);
  PRIM_PIXEL_INT far = PRIM_PIXEL_MASK(whole > 64);
  PRIM_PIXEL_FLOAT x = PRIM_PIXEL_TO_FLOAT((PRIM_PIXEL_INT)(depth & 0xffff)) * (1.0f / 65536);
  PRIM_PIXEL_FLOAT p = 0.00133335581f - x * 0.000154035304f;

  p = 0.00961812911f - x * p;
  p = 0.0555041087f - x * p;
  p = 0.240226507f - x * p;
  p = 0.693147181f - x * p;
  whole = (far & 64) | (~far & whole);
  return (1 - x * p) * PRIM_PIXEL_AS_FLOAT((127 - whole) << 23);
}

/* prim_blend() of canvas value c, where paint = colour * opacity + 127 and keep = 255 -
 * opacity: x / 255 is (x * 0x8081) >> 23 for x < 2^16. */
PRIM_FN PRIM_PIXEL_INT PRIM_PIXEL(blend)(PRIM_PIXEL_INT c, PRIM_PIXEL_INT paint,
                                         PRIM_PIXEL_INT keep)
{
  PRIM_PIXEL_WORD mixed = (PRIM_PIXEL_WORD)(c * keep + paint) * 0x8081u;

  return (PRIM_PIXEL_INT)(mixed >> 23);
}

/* The residual when a layer that changes B by `step` is put in, or taken out again. */
PRIM_FN PRIM_PIXEL_FLOAT PRIM_PIXEL(residual_with)(PRIM_PIXEL_FLOAT residual,
                                                   PRIM_PIXEL_FLOAT transmittance,
                                                   PRIM_PIXEL_INT step)
{
  return residual - transmittance * PRIM_PIXEL_TO_FLOAT(step);
}

PRIM_FN PRIM_PIXEL_FLOAT PRIM_PIXEL(residual_without)(PRIM_PIXEL_FLOAT residual,
                                                      PRIM_PIXEL_FLOAT transmittance,
                                                      PRIM_PIXEL_INT step)
{
  return residual + transmittance * PRIM_PIXEL_TO_FLOAT(step);
}

/* To the nearest integer, halves away from 0; |x| < 2^22. */
PRIM_FN PRIM_PIXEL_INT PRIM_PIXEL(rounded)(PRIM_PIXEL_FLOAT x)
{
  PRIM_PIXEL_INT sign = PRIM_PIXEL_AS_INT(x) & INT32_MIN;
  PRIM_PIXEL_INT half = sign | 0x3f000000; /* 0.5 with the sign of x */

  return PRIM_PIXEL_TO_INT(x + PRIM_PIXEL_AS_FLOAT(half));
}

PRIM_FN PRIM_PIXEL(Terms) PRIM_PIXEL(terms)(const PRIM_PIXEL(State) * pixel, float scale)
{
  PRIM_PIXEL(Terms) terms;
  PRIM_PIXEL_FLOAT t = pixel->transmittance;
  PRIM_PIXEL_FLOAT wt = scale * PRIM_PIXEL_TO_FLOAT(pixel->weight) * t, wtt = wt * t;
  PRIM_PIXEL_FLOAT b0 = PRIM_PIXEL_TO_FLOAT(pixel->below[0]), r0 = pixel->residual[0];
  PRIM_PIXEL_FLOAT b1 = PRIM_PIXEL_TO_FLOAT(pixel->below[1]), r1 = pixel->residual[1];
  PRIM_PIXEL_FLOAT b2 = PRIM_PIXEL_TO_FLOAT(pixel->below[2]), r2 = pixel->residual[2];

  terms.values[0] = PRIM_PIXEL(rounded)(wt * r0);
  terms.values[1] = PRIM_PIXEL(rounded)(wt * r1);
  terms.values[2] = PRIM_PIXEL(rounded)(wt * r2);
  terms.values[3] = PRIM_PIXEL(rounded)(wtt * b0);
  terms.values[4] = PRIM_PIXEL(rounded)(wtt * b1);
  terms.values[5] = PRIM_PIXEL(rounded)(wtt * b2);
  terms.values[6] = PRIM_PIXEL(rounded)(wt * (r0 * b0 + r1 * b1 + r2 * b2));
  terms.values[7] = PRIM_PIXEL(rounded)(wtt * (b0 * b0 + b1 * b1 + b2 * b2));
  terms.weight = PRIM_PIXEL(rounded)(wtt * (float)PRIM_WEIGHT_ONE);
  return terms;
}

#undef PRIM_PIXEL
#undef PRIM_PIXEL_INT
#undef PRIM_PIXEL_WORD
#undef PRIM_PIXEL_FLOAT
#undef PRIM_PIXEL_TO_FLOAT
#undef PRIM_PIXEL_TO_INT
#undef PRIM_PIXEL_AS_FLOAT
#undef PRIM_PIXEL_AS_INT
#undef PRIM_PIXEL_MASK
