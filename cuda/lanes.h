/* A block of warps, written once for the device and for a C compiler.
 *
 * Kernels are written as a sequence of phases. Within a phase PRIM_EACH_WARP() and
 * PRIM_EACH_LANE() say who does the statement behind them: on the device every warp and
 * every lane for itself, all at a time; in C one after another, so that the source of
 * the kernels itself runs under a debugger, under sanitizers and on machines without a
 * device. What lies between the loops is done by every lane alike (in C once), and must
 * come out alike for all of them.
 *
 * Between phases that read what another lane wrote stands PRIM_WARP_SYNC(), or
 * PRIM_BLOCK_SYNC() where it was a lane of another warp. C needs neither; to notice
 * one that is missing it runs the lanes and warps forwards or backwards, as
 * prim_emulation_backwards says. */
#ifndef PRIM_LANES_H
#define PRIM_LANES_H

#include <stdint.h>

#include "../core/common.h"

enum { PRIM_WARP = 32, PRIM_QUAD = 4 };

/* Sums and terms in the order of PrimRowSum (stack_planes.h), and n. */
enum { PRIM_SUMS = 9 };

typedef struct PrimNine {
  uint32_t value[PRIM_SUMS]; /* modulo 2^32 */
} PrimNine;

#ifdef __CUDACC__

#define PRIM_DEVICE static __device__ inline
#define PRIM_CALLED static __device__ __noinline__ /* where inlined code would not pay */
#define PRIM_UNROLL _Pragma("unroll")
#define PRIM_EACH_WARP(warp, warps)                                                                \
  for ([[maybe_unused]] int warp = (int)threadIdx.x / PRIM_WARP, warp##_done = 0; !warp##_done;    \
       warp##_done = 1)
#define PRIM_EACH_LANE(lane)                                                                       \
  for ([[maybe_unused]] int lane = (int)threadIdx.x % PRIM_WARP, lane##_done = 0; !lane##_done;    \
       lane##_done = 1)
#define PRIM_BLOCK_SYNC() __syncthreads()
#define PRIM_WARP_SYNC() __syncwarp()
/* A variable of each lane's own, and lane `lane`'s. */
#define PRIM_PER_LANE(type, name) type name[1]
#define PRIM_OF(name, lane) name[0]

/* The sum over the lanes, modulo 2^32, for all of them. */
PRIM_DEVICE uint32_t prim_warp_add(const uint32_t *value)
{
#if __CUDA_ARCH__ >= 800
  return __reduce_add_sync(~0u, value[0]);
#else
  uint32_t sum = value[0];

  for (int other = PRIM_WARP / 2; other; other /= 2)
    sum += __shfl_xor_sync(~0u, sum, other);
  return sum;
#endif
}

/* The least and the greatest of the lanes' values, for all of them. */
PRIM_DEVICE int32_t prim_warp_least(const int32_t *value)
{
#if __CUDA_ARCH__ >= 800
  return __reduce_min_sync(~0u, value[0]);
#else
  int32_t least = value[0];

  for (int other = PRIM_WARP / 2; other; other /= 2) {
    int32_t theirs = __shfl_xor_sync(~0u, least, other);
    least = theirs < least ? theirs : least;
  }
  return least;
#endif
}

PRIM_DEVICE int32_t prim_warp_greatest(const int32_t *value)
{
#if __CUDA_ARCH__ >= 800
  return __reduce_max_sync(~0u, value[0]);
#else
  int32_t greatest = value[0];

  for (int other = PRIM_WARP / 2; other; other /= 2) {
    int32_t theirs = __shfl_xor_sync(~0u, greatest, other);
    greatest = theirs > greatest ? theirs : greatest;
  }
  return greatest;
#endif
}

/* The value of that lane. */
PRIM_DEVICE uint32_t prim_warp_get(const uint32_t *value, int lane)
{
  return __shfl_sync(~0u, value[0], lane);
}

/* Makes each lane's number the sum over the lanes up to it, modulo 2^64; returns that over all. */
PRIM_DEVICE uint64_t prim_warp_running(uint64_t *value)
{
  int lane = (int)threadIdx.x % PRIM_WARP;

  PRIM_UNROLL
  for (int other = 1; other < PRIM_WARP; other *= 2) {
    uint64_t left = __shfl_up_sync(~0u, (unsigned long long)value[0], other);
    value[0] += lane >= other ? left : 0;
  }
  return __shfl_sync(~0u, (unsigned long long)value[0], PRIM_WARP - 1);
}

/* Makes each lane's number the sum over the lanes whose number differs by a multiple of
 * PRIM_QUAD. */
PRIM_DEVICE void prim_warp_sum_alike(int64_t *value)
{
  PRIM_UNROLL
  for (int other = PRIM_WARP / 2; other >= PRIM_QUAD; other /= 2)
    value[0] += __shfl_xor_sync(~0u, (long long)value[0], other);
}

/* The first lane whose value is the least. None is NaN. */
PRIM_DEVICE int prim_warp_first_least(const double *value)
{
  double least = value[0];
  int first = (int)threadIdx.x % PRIM_WARP;

  for (int other = PRIM_WARP / 2; other; other /= 2) {
    double theirs = __shfl_xor_sync(~0u, least, other);
    int lane = __shfl_xor_sync(~0u, first, other);
    if (theirs < least || (theirs == least && lane < first)) {
      least = theirs;
      first = lane;
    }
  }
  return first;
}

/* Bit i: whether lane i's value differs from 0. */
PRIM_DEVICE uint32_t prim_warp_ballot(const uint32_t *value)
{
  return __ballot_sync(~0u, value[0] != 0);
}

/* Makes each lane's numbers the sums over the lanes up to it; returns those over all. */
PRIM_DEVICE PrimNine prim_warp_prefix(PrimNine *nine)
{
  PrimNine all;
  int lane = (int)threadIdx.x % PRIM_WARP;

  PRIM_UNROLL
  for (int i = 0; i < PRIM_SUMS; i++) {
    uint32_t sum = nine[0].value[i];
    PRIM_UNROLL
    for (int other = 1; other < PRIM_WARP; other *= 2) {
      uint32_t left = __shfl_up_sync(~0u, sum, other);
      sum += lane >= other ? left : 0;
    }
    nine[0].value[i] = sum;
    all.value[i] = __shfl_sync(~0u, sum, PRIM_WARP - 1);
  }
  return all;
}

PRIM_DEVICE int prim_first_bit(uint32_t bits)
{
  return __ffs((int)bits) - 1;
}

#else

#define PRIM_DEVICE static inline
#define PRIM_CALLED static inline
#define PRIM_UNROLL
/* Defined where the kernels are compiled as C. */
extern _Thread_local int prim_emulation_backwards;
#define PRIM_EMULATED(i, count) (prim_emulation_backwards ? (count)-1 - (i) : (i))
#define PRIM_EACH_WARP(warp, warps)                                                                \
  for (int warp##_turn = 0, warp = PRIM_EMULATED(0, warps); warp##_turn < (warps);                 \
       warp = PRIM_EMULATED(++warp##_turn, warps))
#define PRIM_EACH_LANE(lane) PRIM_EACH_WARP(lane, PRIM_WARP)
#define PRIM_BLOCK_SYNC() ((void)0)
#define PRIM_WARP_SYNC() ((void)0)
#define PRIM_PER_LANE(type, name) type name[PRIM_WARP]
#define PRIM_OF(name, lane) name[lane]

PRIM_DEVICE uint32_t prim_warp_add(const uint32_t *value)
{
  uint32_t sum = 0;

  for (int lane = 0; lane < PRIM_WARP; lane++)
    sum += value[lane];
  return sum;
}

PRIM_DEVICE int32_t prim_warp_least(const int32_t *value)
{
  int32_t least = value[0];

  for (int lane = 1; lane < PRIM_WARP; lane++)
    least = value[lane] < least ? value[lane] : least;
  return least;
}

PRIM_DEVICE int32_t prim_warp_greatest(const int32_t *value)
{
  int32_t greatest = value[0];

  for (int lane = 1; lane < PRIM_WARP; lane++)
    greatest = value[lane] > greatest ? value[lane] : greatest;
  return greatest;
}

PRIM_DEVICE uint32_t prim_warp_get(const uint32_t *value, int lane)
{
  return value[lane];
}

PRIM_DEVICE uint64_t prim_warp_running(uint64_t *value)
{
  for (int lane = 1; lane < PRIM_WARP; lane++)
    value[lane] += value[lane - 1];
  return value[PRIM_WARP - 1];
}

PRIM_DEVICE void prim_warp_sum_alike(int64_t *value)
{
  for (int lane = PRIM_QUAD; lane < PRIM_WARP; lane++)
    value[lane % PRIM_QUAD] += value[lane];
  for (int lane = PRIM_QUAD; lane < PRIM_WARP; lane++)
    value[lane] = value[lane % PRIM_QUAD];
}

PRIM_DEVICE int prim_warp_first_least(const double *value)
{
  int first = 0;

  for (int lane = 1; lane < PRIM_WARP; lane++)
    first = value[lane] < value[first] ? lane : first;
  return first;
}

PRIM_DEVICE uint32_t prim_warp_ballot(const uint32_t *value)
{
  uint32_t bits = 0;

  for (int lane = 0; lane < PRIM_WARP; lane++)
    bits |= (uint32_t)(value[lane] != 0) << lane;
  return bits;
}

PRIM_DEVICE PrimNine prim_warp_prefix(PrimNine *nine)
{
  for (int lane = 1; lane < PRIM_WARP; lane++)
    for (int i = 0; i < PRIM_SUMS; i++)
      nine[lane].value[i] += nine[lane - 1].value[i];
  return nine[PRIM_WARP - 1];
}

PRIM_DEVICE int prim_first_bit(uint32_t bits)
{
  return __builtin_ffs((int)bits) - 1;
}

#endif

/* The same for 64 bits: the sum over the lanes of values between -2^52 and 2^52, for
 * all of them; in halves, whose sums over 32 lanes fit 32 bits. */
PRIM_DEVICE int64_t prim_warp_sum(const int64_t *value)
{
  PRIM_PER_LANE(uint32_t, low);
  PRIM_PER_LANE(uint32_t, high);

  PRIM_EACH_LANE(lane)
  {
    PRIM_OF(low, lane) = (uint32_t)PRIM_OF(value, lane) & 0x7ffffff;
    PRIM_OF(high, lane) = (uint32_t)(PRIM_OF(value, lane) >> 27);
  }
  int64_t above = (int32_t)prim_warp_add(high);
  return above * (1 << 27) + prim_warp_add(low);
}

#endif
