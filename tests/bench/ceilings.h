/* What a device can do at most, measured; ceilings.cu. */
#ifndef PRIM_TESTS_CEILINGS_H
#define PRIM_TESTS_CEILINGS_H

#include <stddef.h>

typedef struct PrimCeilings {
  double bytes;      /* of row sums, read a second */
  double operations; /* additions and multiplications of doubles a second */
} PrimCeilings;

#ifdef __cplusplus
extern "C" {
#endif

/* On the current device, reading from that many bytes; 0: it failed. */
int prim_ceilings(size_t bytes, PrimCeilings *ceilings);

#ifdef __cplusplus
}
#endif

#endif
