/* A back end that stands before two others, the CPU and a device, and gives each call to
 * one of them.
 *
 * Both give the same picture, so the choice can be made at any call, by the clock:
 *
 * - A device that is started at once computes everything.
 * - Otherwise the CPU begins. Once the time that the run would still take it (from its
 *   own pace so far and PrimTask.ahead) exceeds what starting a device costs, a device is
 *   started on a thread of its own, while the CPU goes on.
 * - When it is there, placing and refining are tried on both: some searches, or
 *   the first visits of a sweep, which are then made again by whichever was faster. Each
 *   phase stays with that one.
 *
 * A device that fails hands the call at hand and all later ones to the CPU, which paints
 * what the drawing was and makes the call anew. PrimBackend.lost then says what failed. */
#ifndef PRIM_BACKEND_SWITCH_H
#define PRIM_BACKEND_SWITCH_H

#include "backend.h"

/* Starts a device: its back end, not begun, or NULL. May take its time. */
typedef PrimBackend *PrimDeviceStart(void *data);

/* `cpu` and `device` (NULL: not yet) pass into the switch's ownership. Without `device`, `start`
 * is called with `data`, once at most, when more than `seconds` of CPU time lie ahead; it
 * may be NULL. NULL: no memory, and both are freed. */
PRIM_MUST_USE PrimBackend *prim_backend_switch_new(PrimBackend *cpu, PrimBackend *device,
                                                   PrimDeviceStart *start, void *data,
                                                   double seconds);

/* The clock that it goes by, in seconds. Tests put in one that runs as they tell it. */
extern double (*prim_switch_clock)(void);

#endif
