/* The plans. They are chosen from measured curves of error over CPU time (the README has
 * the plot). */
#include "effort.h"

#include <math.h>

/* Shapes from which on sweeps get fewer. */
enum { MANY = 200 };

/* Shapes up to which sizes and steps are the largest; then they fall as 1 / sqrt(count). */
enum { SIZE_FOR = 100, STEP_FOR = 200 };

/* clang-format off */
static const PrimPlan plans[] = {
    /*                       climbs  starts  patience  batch   batch  sweeps  settling  replaced  walk  settling  hot   cold   admit  block
     *                                                 _every  _max                                     _walk */
    [PRIM_EFFORT_DRAFT]   = {2,      40,     45,       10,     8,     1,      1,        0,        0,    150,      0,    0,     0,     128},
    [PRIM_EFFORT_NORMAL]  = {8,      35,     45,       10,     8,     15,     2,        0.25,     384,  400,      0.03, 0.005, 3,     128},
    [PRIM_EFFORT_BEST]    = {8,      35,     45,       10,     8,     250,    4,        0.1,      384,  400,      0.06, 0.004, 8,     50},
    [PRIM_EFFORT_EXTREME] = {8,      35,     45,       10,     8,     1000,   8,        0.1,      512,  512,      0.08, 0.003, 10,    25},
};
/* clang-format on */

const PrimPlan *prim_plan(int effort)
{
  return &plans[effort];
}

int prim_plan_batch(const PrimPlan *plan, int count)
{
  int batch = 1 + count / plan->batch_every;

  return batch < plan->batch_max ? batch : plan->batch_max;
}

static int32_t shrunk(int32_t length, int count, int from)
{
  return count > from ? (int32_t)(length * sqrt((double)from / count)) : length;
}

int32_t prim_plan_size(int32_t longer, int count)
{
  return shrunk(longer / 2, count, SIZE_FOR);
}

int32_t prim_plan_step(int32_t longer, int count)
{
  return shrunk(longer / 2, count, STEP_FOR);
}

int prim_plan_sweeps(const PrimPlan *plan, int count)
{
  double sweeps = plan->sweeps * (count > MANY ? sqrt((double)MANY / count) : 1);

  return sweeps < 1 ? 1 : (int)(sweeps + 0.5);
}

int prim_plan_dropped(const PrimPlan *plan, int sweep, int sweeps, int count)
{
  if (sweep == 0 || prim_plan_settles(plan, sweep, sweeps))
    return 0;
  double left = (double)(sweeps - sweep) / sweeps;
  return (int)(plan->replaced * left * left * count);
}

bool prim_plan_settles(const PrimPlan *plan, int sweep, int sweeps)
{
  return !plan->walk || sweep >= sweeps - plan->settling;
}

/* base^part for a part 0..1, from square roots, which every machine rounds alike. */
static double power(double base, double part)
{
  double result = 1;

  for (int i = 0; i < 24; i++) {
    base = sqrt(base);
    part *= 2;
    if (part >= 1) {
      result *= base;
      part -= 1;
    }
  }
  return result;
}

double prim_plan_slack(const PrimPlan *plan, int sweep, int sweeps)
{
  int hot = sweeps - plan->settling;

  if (prim_plan_settles(plan, sweep, sweeps))
    return 0;
  return plan->hot * power(plan->cold / plan->hot, hot > 1 ? (double)sweep / (hot - 1) : 1);
}

/* A climb takes its starts and about three times its patience, or with pixels and all a
 * bit over twice the patience in a visit (measured). */
double prim_plan_placing(const PrimPlan *plan)
{
  return plan->climbs * (plan->starts + 3.0 * plan->patience);
}

double prim_plan_visiting(const PrimPlan *plan)
{
  return 1.2 * (plan->walk ? plan->walk : plan->settling_walk);
}

double prim_plan_work(const PrimPlan *plan, int count)
{
  int sweeps = prim_plan_sweeps(plan, count);
  double replaced = plan->replaced * sweeps / 3;

  return count * ((1 + replaced) * prim_plan_placing(plan) + sweeps * prim_plan_visiting(plan));
}
