/* The steps of a run, each made by the engine whose turn it is.
 *
 * The drawing is the optimizer's: an engine is brought up to date with it before its step. A step
 * of a device that fails is made again by the CPU, from the same drawing; so is a sweep that was
 * a trial, by whichever engine turns out to be faster. Steps are those of PrimBackend. */
#ifndef PRIM_STEPS_H
#define PRIM_STEPS_H

#include "engines.h"

typedef struct PrimSteps {
  PrimEngines *engines;
  const PrimTarget *target; /* that is drawn after */
  /* Of each engine: the target that it holds, or NULL; whether it shows the drawing as it is. */
  const PrimTarget *held[PRIM_ENGINES];
  bool shows[PRIM_ENGINES];
  PrimEngine engine; /* that made the last step */
} PrimSteps;

/* From now on after that target, whose drawing is yet to be shown. */
PRIM_NONNULL void prim_steps_enter(PrimSteps *steps, const PrimTarget *target);

/* The drawing has changed, other than by a step. */
PRIM_NONNULL void prim_steps_changed(PrimSteps *steps);

/* `drawing` is the one that stands; what was placed is for the caller to add to it. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_steps_climb(PrimSteps *steps, const PrimDrawing *drawing,
                                                       const PrimSearchRequest *request,
                                                       const PrimPoll *poll, PrimCandidate *found,
                                                       uint64_t *scored);
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_steps_place(PrimSteps *steps, const PrimDrawing *drawing,
                                                       const PrimSearchRequest *request,
                                                       PrimPlacing *placing);
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_steps_refine(PrimSteps *steps, PrimDrawing *drawing,
                                                        const PrimSearchRequest *request,
                                                        const PrimPoll *poll, double *deltas,
                                                        uint64_t *scored);
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_steps_canvas(PrimSteps *steps,
                                                        const PrimDrawing *drawing, uint8_t *rgb,
                                                        int64_t *error);

#endif
