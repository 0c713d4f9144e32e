/* A compute device in C: cuda/'s kernels, lane by lane, behind cuda/device.h.
 *
 * Copies and launches are kept until somebody waits for them, as a device may do; then
 * those of several streams run in an order that dice choose, lanes, warps and blocks
 * forwards or backwards. So what must not depend on their order is seen not to, and
 * what was not waited for is not there. */
#ifndef PRIM_TESTS_EMULATED_H
#define PRIM_TESTS_EMULATED_H

#include "../../cuda/device.h"

typedef struct Emulation {
  uint32_t dice;
  int fail_at; /* the number of the call that fails, and all after it; 0 = none */
  int calls;   /* made so far, by all devices */
  int opened, closed;
} Emulation;

/* `emulation` must outlive the device; several may share it. */
PrimDevice *emulated_open(Emulation *emulation);

#endif
