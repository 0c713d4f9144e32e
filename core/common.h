/* Attributes and macros shared by every file, C and CUDA alike.
 *
 * Code that the CPU and the GPU must share (random numbers, moves, scan
 * conversion, closed forms) is written once, in headers whose functions are
 * PRIM_FN: "static inline" for a C compiler, host and device code for nvcc. */
#ifndef PRIM_COMMON_H
#define PRIM_COMMON_H

#ifdef __CUDACC__
#define PRIM_FN static __host__ __device__ inline
#else
#define PRIM_FN static inline
#endif

#if defined(__GNUC__)
#define PRIM_MUST_USE __attribute__((warn_unused_result))
#define PRIM_NONNULL __attribute__((nonnull))
#else
#define PRIM_MUST_USE
#define PRIM_NONNULL
#endif

/* Marks a string for translation by the front end; core itself knows no gettext. */
#define PRIM_N_(text) text

#endif
