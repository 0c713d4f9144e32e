/* Counter-based random numbers.
 *
 * A stream is keyed by (seed, search, climb), its branches by the number of the
 * attempt in that climb, and a branch numbers its draws. So any climb, and any
 * attempt within one, can run on any thread or device, ahead of those before it,
 * and draws the same numbers. The mixing
 * function is SplitMix64's finalizer (Steele, Lea, Flood: "Fast splittable
 * pseudorandom number generators", OOPSLA 2014). */
#ifndef PRIM_RANDOM_H
#define PRIM_RANDOM_H

#include <stdint.h>

#include "common.h"

typedef struct PrimRandom {
  uint64_t state;
} PrimRandom;

PRIM_FN uint64_t prim_mix(uint64_t x)
{
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

PRIM_FN PrimRandom prim_random_stream(uint64_t seed, uint32_t search, uint32_t climb)
{
  PrimRandom random = {prim_mix(prim_mix(seed) + (((uint64_t)search << 32) | climb))};

  return random;
}

/* The stream's branch for one attempt. */
PRIM_FN PrimRandom prim_random_branch(const PrimRandom *stream, uint32_t attempt)
{
  PrimRandom random = {prim_mix(stream->state + attempt * UINT64_C(0xd1342543de82ef95))};

  return random;
}

PRIM_FN uint64_t prim_random_next(PrimRandom *random)
{
  random->state += UINT64_C(0x9e3779b97f4a7c15);
  return prim_mix(random->state);
}

/* 0..range-1; range 1..2^32-1. The bias is below range / 2^32. */
PRIM_FN uint32_t prim_random_below(PrimRandom *random, uint32_t range)
{
  return (uint32_t)(((prim_random_next(random) >> 32) * range) >> 32);
}

/* low..high, both inclusive. */
PRIM_FN int32_t prim_random_between(PrimRandom *random, int32_t low, int32_t high)
{
  return low + (int32_t)prim_random_below(random, (uint32_t)(high - low + 1));
}

/* A bell-shaped step in -scale..scale with a standard deviation of 0.29 scale
 * (the sum of four uniform numbers); scale below 2^44. */
PRIM_FN int32_t prim_random_bell(PrimRandom *random, int32_t scale)
{
  uint64_t bits = prim_random_next(random);
  int64_t sum = (int64_t)(bits & 0xffff) + (int64_t)((bits >> 16) & 0xffff) +
                (int64_t)((bits >> 32) & 0xffff) + (int64_t)(bits >> 48) - 2 * 0xffff;

  return (int32_t)((sum * scale) / (2 * 0xffff));
}

#endif
