/* Which engine computes the next step of a run: the CPU, or a device.
 *
 * Both give the same picture, so this can be chosen at any step, by the clock. This is the policy
 * alone; steps.c asks it whose turn it is, makes the step and tells what that took.
 *
 * A device that is there from the beginning computes everything. Otherwise the CPU begins. Once the
 * time that the run would still take it, from its own pace so far, exceeds what starting a device
 * costs, one is started on a thread of its own, while the CPU goes on. When it has come, placing
 * and refining are each tried on both and stay with the faster one; the other is tried again now
 * and then. A device that fails is lost, and the CPU computes from then on. */
#ifndef PRIM_ENGINES_H
#define PRIM_ENGINES_H

#include "backend.h"
#include "clock.h"

typedef enum PrimEngine { PRIM_ENGINE_CPU, PRIM_ENGINE_DEVICE, PRIM_ENGINES } PrimEngine;
typedef enum PrimPhase { PRIM_PLACING, PRIM_REFINING, PRIM_PHASES } PrimPhase;

enum { PRIM_TRIAL_LEAST = 8, PRIM_WHY_MAX = 200 };

/* How to start a device: its back end, not begun; or NULL, and `why` says what failed, if anything
 * did. It may take its time. */
typedef struct PrimStarter {
  PrimBackend *(*start)(void *data, char why[PRIM_WHY_MAX]);
  void *data;
  double seconds; /* of CPU time that must lie ahead to be worth it */
} PrimStarter;

/* Whose turn it is. A sweep on trial ends early, by one of these limits, and is then made again. */
typedef struct PrimTurn {
  PrimEngine engine;
  int visits;  /* after which it ends; 0 = no limit */
  double each; /* seconds that a visit may take, once there are PRIM_TRIAL_LEAST; 0 = no limit */
} PrimTurn;

/* The engines of a run. `cpu` and `device` (NULL: none yet) pass into their ownership. Without
 * `device`, `starter` is used once at most; it may be NULL, and so may `clock`, for the system's.
 * Returns NULL when out of memory or without `cpu`, and all are freed. */
PRIM_MUST_USE PrimEngines *prim_engines_new(PrimBackend *cpu, PrimBackend *device,
                                            const PrimStarter *starter, const PrimClock *clock);
void prim_engines_free(PrimEngines *engines);

/* The back end of an engine; NULL: there is no device, or none any more. */
PRIM_MUST_USE PRIM_NONNULL PrimBackend *prim_engines_backend(const PrimEngines *engines,
                                                             PrimEngine engine);

/* Before each step: starts a device if that is worth it, or receives one that has come. `ahead`
 * is the part of the run that is left. */
PRIM_NONNULL void prim_engines_watch(PrimEngines *engines, double ahead);

/* Whose turn it is, and what a step that was made or tried took, with so many candidates scored or
 * shapes visited. */
PRIM_MUST_USE PRIM_NONNULL PrimTurn prim_engines_turn(const PrimEngines *engines, PrimPhase phase);
PRIM_NONNULL void prim_engines_took(PrimEngines *engines, PrimPhase phase, PrimEngine engine,
                                    double seconds, double done);

/* Gives up the device if a step of it ended so; true: the CPU is to make that step again. */
PRIM_MUST_USE PRIM_NONNULL bool prim_engines_lose(PrimEngines *engines, PrimEngine engine,
                                                  PrimStatus status);

/* NULL; or why a device was lost or could not be started. */
PRIM_MUST_USE PRIM_NONNULL const char *prim_engines_lost(const PrimEngines *engines);

/* The time by the clock. */
PRIM_MUST_USE PRIM_NONNULL double prim_engines_time(const PrimEngines *engines);

#endif
