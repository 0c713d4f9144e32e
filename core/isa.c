/* Which levels of climb.c and rows.c this processor runs. */
#include <string.h>

#include "isa.h"

/* PRIM_ISA_LEVELS comes from the Makefile: PRIM_ISA_ENTRY(base) ... */
#define PRIM_ISA_ENTRY(level)                                                                      \
  extern const PrimClimbKernels prim_climb_##level;                                                \
  extern const PrimRowKernels prim_rows_##level;
PRIM_ISA_LEVELS
#undef PRIM_ISA_ENTRY

static bool supported(const char *name)
{
#ifdef __x86_64__
  __builtin_cpu_init();
  if (strcmp(name, "v3") == 0)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("fma");
  if (strcmp(name, "v4") == 0)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd");
#endif
  return strcmp(name, "base") == 0;
}

const PrimIsaLevel *prim_isa_levels(int *count)
{
#define PRIM_ISA_ENTRY(level) {#level, &prim_climb_##level, &prim_rows_##level},
  static const PrimIsaLevel all[] = {PRIM_ISA_LEVELS};
  int total = (int)(sizeof all / sizeof *all);

  for (*count = 0; *count < total && supported(all[*count].name); ++*count)
    ;
  return all;
}
