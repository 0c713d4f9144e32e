/* What an effort means for a run: how much is searched, in which steps, and how much work
 * that is. */
#ifndef PRIM_EFFORT_H
#define PRIM_EFFORT_H

#include "primitive.h"

typedef struct PrimPlan {
  /* Placing: climbs for each shape, random starts of a climb, failures that end it; and
   * one more shape is placed by one search for every `batch_every` that there are, up to
   * `batch_max`. */
  int climbs, starts, patience, batch_every, batch_max;
  /* Sweeps for up to 200 shapes; more get fewer, as 1 / sqrt(count). The last `settling` take
   * nothing that is worse. */
  int sweeps, settling;
  /* Part of the shapes that is dropped and placed again before the second sweep; before the
   * others it falls as the square of the sweeps left. */
  double replaced;
  /* Visits by a walk: attempts of one, and of one that is settling. A walk may worsen the
   * error by a part of a shape's share of it: `hot` in the first sweep, falling
   * geometrically to `cold`. What it found may be worse by `admit` times as much. */
  int walk, settling_walk;
  double hot, cold, admit;
  int block; /* shapes whose visits see the same drawing, at most */
} PrimPlan;

/* The plan for a PrimEffort. */
PRIM_MUST_USE const PrimPlan *prim_plan(int effort);

/* Shapes that the next search is to place on top of `count`. */
PRIM_MUST_USE PRIM_NONNULL int prim_plan_batch(const PrimPlan *plan, int count);

/* The largest size of random shapes, and the largest step, for the shape number `count` or
 * for a drawing of so many, in an image whose longer side has `longer` coordinate units. */
PRIM_MUST_USE int32_t prim_plan_size(int32_t longer, int count);
PRIM_MUST_USE int32_t prim_plan_step(int32_t longer, int count);

/* Sweeps over `count` shapes. */
PRIM_MUST_USE PRIM_NONNULL int prim_plan_sweeps(const PrimPlan *plan, int count);

/* Shapes of `count` to be dropped before sweep number 0..sweeps-1. */
PRIM_MUST_USE PRIM_NONNULL int prim_plan_dropped(const PrimPlan *plan, int sweep, int sweeps,
                                                 int count);

/* Whether that sweep takes nothing that is worse; else the part of a shape's share of the error by
 * which a walk may worsen it. */
PRIM_MUST_USE PRIM_NONNULL bool prim_plan_settles(const PrimPlan *plan, int sweep, int sweeps);
PRIM_MUST_USE PRIM_NONNULL double prim_plan_slack(const PrimPlan *plan, int sweep, int sweeps);

/* Work in candidates, roughly: for the placing of a shape, a visit, and a run. */
PRIM_MUST_USE PRIM_NONNULL double prim_plan_placing(const PrimPlan *plan);
PRIM_MUST_USE PRIM_NONNULL double prim_plan_visiting(const PrimPlan *plan);
PRIM_MUST_USE PRIM_NONNULL double prim_plan_work(const PrimPlan *plan, int count);

#endif
