/* The mathematics of one pixel (pixel_template.h) in single numbers: the prim_pixel_...()
 * functions, for C and CUDA. */
#ifndef PRIM_PIXEL_H
#define PRIM_PIXEL_H

#include "score.h"

PRIM_FN float prim_bits_float(int32_t bits)
{
  union {
    int32_t bits;
    float value;
  } both = {bits};

  return both.value;
}

PRIM_FN int32_t prim_float_bits(float value)
{
  union {
    float value;
    int32_t bits;
  } both = {value};

  return both.bits;
}

#define PRIM_PIXEL(name) prim_pixel_##name
#define PRIM_PIXEL_INT int32_t
#define PRIM_PIXEL_WORD uint32_t
#define PRIM_PIXEL_FLOAT float
#define PRIM_PIXEL_TO_FLOAT(i) ((float)(i))
#define PRIM_PIXEL_TO_INT(f) ((int32_t)(f))
#define PRIM_PIXEL_AS_FLOAT(i) prim_bits_float(i)
#define PRIM_PIXEL_AS_INT(f) prim_float_bits(f)
#define PRIM_PIXEL_MASK(condition) (-(condition))
#include "pixel_template.h"

#endif
