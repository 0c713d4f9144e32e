/* Which of climb.c's levels this processor runs. */
#include <string.h>

#include "climb.h"

/* PRIM_LEVELS comes from the Makefile: PRIM_LEVEL_ENTRY(base) ... */
#define PRIM_LEVEL_ENTRY(level) extern const PrimKernels prim_kernels_##level;
PRIM_LEVELS
#undef PRIM_LEVEL_ENTRY

static bool supported(const char *level)
{
#ifdef __x86_64__
  __builtin_cpu_init();
  if (strcmp(level, "v3") == 0)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("fma");
  if (strcmp(level, "v4") == 0)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd");
#endif
  return strcmp(level, "base") == 0;
}

const PrimKernels *const *prim_kernels(int *count)
{
#define PRIM_LEVEL_ENTRY(level) &prim_kernels_##level,
  static const PrimKernels *const all[] = {PRIM_LEVELS};
  int total = (int)(sizeof all / sizeof *all);

  for (*count = 0; *count < total && supported(all[*count]->level); ++*count)
    ;
  return all;
}
