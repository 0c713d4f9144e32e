/* Proves that results do not hang on what a compiler inlines: the inner loops compiled
 * with no function inlined at all (the Makefile's level `calls`) give the same runs, bit
 * for bit, as every level of this processor. */
#include "../../core/isa.h"
#include "runs.h"

enum { CASES = 40, LONGEST = 60 };

extern const PrimClimbKernels prim_climb_calls;
extern const PrimRowKernels prim_rows_calls;

static Result run_at(const PrimIsaLevel *level, const PrimTarget *target,
                     const PrimSettings *settings)
{
  PrimBackend *backend = prim_backend_cpu_at(settings->threads, level);

  if (!backend)
    abort();
  return run_on(alone(backend), target, settings, NULL);
}

static bool level_agrees(const Result *calls, const PrimIsaLevel *level, const PrimTarget *target,
                         const PrimSettings *settings)
{
  Result result = run_at(level, target, settings);
  bool good = same_result(calls, &result);

  result_clear(&result);
  return good || tap_fault("level %s has another result", level->name);
}

static bool inline_case(uint32_t number)
{
  const PrimIsaLevel calls = {"calls", &prim_climb_calls, &prim_rows_calls};
  Dice dice = dice_new(number);
  PrimTarget *target = picture(number, dice_between(&dice, 1, LONGEST), LONGEST);
  int count;
  const PrimIsaLevel *levels = prim_isa_levels(&count);

  random_weights(&dice, target);
  PrimSettings settings = random_settings(&dice);
  settings.stop_error = 0;
  settings.refine = true;
  Result result = run_at(&calls, target, &settings);
  bool good = result.status == PRIM_OK && check_result(target, &settings, &result);
  for (int i = 0; good && i < count; i++)
    good = level_agrees(&result, &levels[i], target, &settings);
  result_clear(&result);
  prim_target_free(target);
  return good;
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  tap_cases("runs without inlined functions are those of every level", CASES, inline_case);
  return tap_done();
}
