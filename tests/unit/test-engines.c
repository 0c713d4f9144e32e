/* Proves the choice between the CPU and a device: the policy alone, by a clock that runs as it is
 * told, and whole runs: the faster engine ends up with the work, whichever that is; a device that
 * is not there, comes late, or fails does no harm; and nothing of that changes the result.
 *
 * Devices here are the CPU back end, made slow, or with the times turned round: "CPU" is the slow
 * one. */
#include <stdatomic.h>
#include <stdio.h>

#include "runs.h"

enum { RUNS = 24, STOPS = 24 };

/* What became of a paced back end. */
typedef struct Census {
  atomic_int climbs, visits, sweeps; /* made */
  atomic_int alive;
} Census;

/* How both engines are paced, and what became of them. */
typedef struct Duel {
  double cpu_pause, device_pause; /* seconds a climb or visit */
  bool real;                      /* by the system's clock */
  atomic_bool *wait_for;          /* the device comes when it turns true; NULL: at once */
  bool missing, broken;           /* there is no device; for that reason */
  int fails;                      /* the device, from that call on */
  double ahead;                   /* seconds that make a device worth starting */
  Census cpu, device;
  atomic_int started;
  PrimEngines *engines;
  bool arrived;
  double
      paused; /* the time that pauses took, and nothing else: the machine's load decides nothing */
} Duel;

/* The CPU back end under another name and with pauses; `fails`: climbs and sweeps fail from
 * the n-th on. */
typedef struct Paced {
  PrimBackend base;
  PrimBackend *inner;
  double pause; /* seconds a climb or visit */
  int fails;
  int calls;
  Census *census;
  Duel *duel;
} Paced;

static double paused_seconds(void *data)
{
  return ((const Duel *)data)->paused;
}

static void nap(double duration)
{
  struct timespec time = {(time_t)duration, (long)(1e9 * (duration - (double)(time_t)duration))};

  if (duration > 0)
    nanosleep(&time, NULL);
}

/* On the run's own thread. */
static void rest(Duel *duel, double duration)
{
  if (duel->real)
    nap(duration);
  duel->paused += duration;
}

/* However slowly this machine makes threads: after 0.05 s a device is likely to have been started,
 * and one that was is waited for. */
static void await_device(Duel *duel)
{
  if (duel->real || duel->missing || duel->wait_for || duel->ahead > 0 || duel->arrived ||
      duel->paused < 0.07)
    return;
  for (int i = 0; !duel->started && i < 20; i++)
    nap(1e-3);
  for (int i = 0; duel->started && !duel->arrived && i < 5000; i++) {
    prim_engines_watch(duel->engines, 0);
    duel->arrived = prim_engines_backend(duel->engines, PRIM_ENGINE_DEVICE);
    if (!duel->arrived)
      nap(1e-3);
  }
}

static Paced *paced_of(PrimBackend *backend)
{
  return (Paced *)backend;
}

static bool fails(Paced *paced)
{
  paced->calls++;
  if (!paced->fails || paced->calls < paced->fails)
    return false;
  paced->base.lost = "it was told to";
  return true;
}

static PrimStatus paced_begin(PrimBackend *backend, const PrimTarget *target)
{
  Paced *paced = paced_of(backend);

  return paced->inner->begin(paced->inner, target);
}

static PrimStatus paced_redraw(PrimBackend *backend, const PrimDrawing *drawing)
{
  Paced *paced = paced_of(backend);

  return paced->inner->redraw(paced->inner, drawing);
}

static PrimStatus paced_climb(PrimBackend *backend, const PrimSearchRequest *request,
                              const PrimPoll *poll, PrimCandidate *found, uint64_t *scored)
{
  Paced *paced = paced_of(backend);

  if (fails(paced))
    return PRIM_ERROR_DEVICE;
  paced->census->climbs++;
  await_device(paced->duel);
  rest(paced->duel, paced->pause * request->climbs);
  return paced->inner->climb(paced->inner, request, poll, found, scored);
}

static PrimStatus paced_place(PrimBackend *backend, const PrimSearchRequest *request,
                              PrimPlacing *placing)
{
  Paced *paced = paced_of(backend);

  return paced->inner->place(paced->inner, request, placing);
}

/* A poll that rests after each visit. */
typedef struct Rests {
  Paced *paced;
  const PrimPoll *poll;
} Rests;

static bool rests_stop(void *data)
{
  const Rests *rests = data;

  return rests->poll->stop(rests->poll->data);
}

static void rests_visited(void *data)
{
  const Rests *rests = data;

  rests->paced->census->visits++;
  rest(rests->paced->duel, rests->paced->pause);
  rests->poll->visited(rests->poll->data);
}

static PrimStatus paced_refine(PrimBackend *backend, PrimDrawing *drawing,
                               const PrimSearchRequest *request, const PrimPoll *poll,
                               double *deltas, uint64_t *scored)
{
  Paced *paced = paced_of(backend);
  Rests rests = {paced, poll};
  PrimPoll resting = {rests_stop, rests_visited, &rests};
  bool failing = fails(paced);

  paced->census->sweeps++;
  await_device(paced->duel);
  PrimDrawing copy = {.count = 0};
  if (failing && !prim_drawing_copy(drawing, &copy))
    abort();
  PrimStatus status = paced->inner->refine(paced->inner, failing ? &copy : drawing, request,
                                           &resting, deltas, scored);
  prim_drawing_clear(&copy);
  return failing ? PRIM_ERROR_DEVICE : status;
}

static PrimStatus paced_canvas(PrimBackend *backend, uint8_t *rgb, int64_t *error)
{
  Paced *paced = paced_of(backend);

  return paced->inner->canvas(paced->inner, rgb, error);
}

static void paced_free(PrimBackend *backend)
{
  Paced *paced = paced_of(backend);

  paced->census->alive--;
  paced->inner->free(paced->inner);
  free(paced);
}

static PrimBackend *paced_new(const char *name, double pause, int fails_from, Duel *duel,
                              Census *census)
{
  Paced *paced = calloc(1, sizeof *paced);

  if (!paced)
    abort();
  paced->base = (PrimBackend){.name = name,
                              .begin = paced_begin,
                              .redraw = paced_redraw,
                              .climb = paced_climb,
                              .place = paced_place,
                              .refine = paced_refine,
                              .canvas = paced_canvas,
                              .free = paced_free};
  paced->inner = prim_backend_cpu_new(1);
  if (!paced->inner)
    abort();
  paced->pause = pause;
  paced->fails = fails_from;
  paced->census = census;
  paced->duel = duel;
  census->alive++;
  return &paced->base;
}

/* ---- Runs ------------------------------------------------------------------------ */

static PrimBackend *start_device(void *data, char why[PRIM_WHY_MAX])
{
  Duel *duel = data;

  duel->started++;
  while (duel->wait_for && !*duel->wait_for)
    nap(1e-3);
  if (duel->broken)
    snprintf(why, PRIM_WHY_MAX, "it was told to");
  return duel->missing ? NULL
                       : paced_new("device", duel->device_pause, duel->fails, duel, &duel->device);
}

static PrimEngines *engines_of(Duel *duel)
{
  PrimStarter starter = {start_device, duel, duel->ahead};
  PrimClock clock = {paused_seconds, duel};

  duel->engines = prim_engines_new(paced_new("cpu", duel->cpu_pause, 0, duel, &duel->cpu), NULL,
                                   &starter, duel->real ? NULL : &clock);
  if (!duel->engines)
    abort();
  return duel->engines;
}

static PrimSettings longer_run(void)
{
  PrimSettings settings = draft(25);

  settings.effort = PRIM_EFFORT_NORMAL;
  return settings;
}

/* The last fraction of a run that was reported, and whether it ever fell. */
typedef struct Watch {
  double fraction;
  bool fell;
} Watch;

static bool watch_fraction(const PrimReport *report, void *data)
{
  Watch *watch = data;

  watch->fell = watch->fell || report->fraction < watch->fraction;
  watch->fraction = report->fraction;
  return true;
}

/* Runs the duel and compares the result with the CPU's. */
static Result judge_run(Duel *duel, const PrimSettings *settings, const char *name)
{
  PrimTarget *target = picture(5, 40, 30);
  Watch usual = {0, false}, watch = {0, false};
  PrimProgress watching = {watch_fraction, &usual, 0}, progress = {watch_fraction, &watch, 0};
  Result wanted = run(target, settings, &watching);
  Result got = run_on(engines_of(duel), target, settings, &progress);

  tap_ok(same_result(&wanted, &got), "%s: the same result", name);
  tap_ok(!watch.fell && watch.fraction == usual.fraction && usual.fraction < 1,
         "%s: no visit counts twice (%.3f, %.3f)", name, watch.fraction, usual.fraction);
  tap_ok(duel->cpu.alive == 0 && duel->device.alive == 0, "%s: all is freed", name);
  tap_note("%s: CPU %d climbs, %d visits; device %d climbs, %d visits", name, duel->cpu.climbs,
           duel->cpu.visits, duel->device.climbs, duel->device.visits);
  result_clear(&wanted);
  prim_target_free(target);
  return got;
}

static Result judge(Duel *duel, const char *name)
{
  PrimSettings settings = longer_run();

  return judge_run(duel, &settings, name);
}

static void fast_device(void)
{
  Duel duel = {.cpu_pause = 1e-3};
  Result got = judge(&duel, "a fast device");

  tap_ok(duel.device.climbs > 4 && duel.device.visits > 3 * duel.cpu.visits,
         "a fast device gets the work");
  tap_ok(strcmp(got.backend, "device") == 0 && !got.lost, "the report names it");
  result_clear(&got);
}

static void slow_device(void)
{
  Duel duel = {.cpu_pause = 2e-4, .device_pause = 4e-3};
  Result got = judge(&duel, "a slow device");

  tap_ok(duel.started == 1 && duel.device.climbs + duel.device.sweeps > 0 &&
             duel.cpu.climbs > 5 * duel.device.climbs && duel.cpu.visits > 10 * duel.device.visits,
         "a slow device is tried, and no more");
  tap_ok(!got.lost, "that is no failure");
  result_clear(&got);
}

/* Placing many shapes, of which the first dozen tell that a device is worth its start: one
 * much slower is tried once; of two of nearly one speed each is tried four times, and the
 * slower one again later. */
static void placing_devices(void)
{
  PrimSettings settings = draft(1000);
  Duel hopeless = {.cpu_pause = 5e-3, .device_pause = 8e-2};
  Duel near = {.cpu_pause = 5e-3, .device_pause = 8e-3};

  settings.refine = false;
  Result got = judge_run(&hopeless, &settings, "a hopeless device");
  tap_ok(hopeless.device.climbs == 1 && hopeless.cpu.climbs > 20, "it is tried once");
  result_clear(&got);
  got = judge_run(&near, &settings, "a device nearly as fast");
  tap_ok(near.device.climbs > 4 && near.cpu.climbs > 20, "the slower one is tried again later");
  result_clear(&got);
}

static void missing_device(void)
{
  Duel duel = {.cpu_pause = 2e-4, .missing = true};
  Result got = judge(&duel, "no device");

  tap_ok(duel.started == 1 && !got.lost, "one that is not there is asked for once");
  result_clear(&got);
  duel = (Duel){.cpu_pause = 2e-2, .missing = true, .broken = true};
  got = judge(&duel, "a device that does not start");
  tap_ok(duel.started == 1 && got.lost && strcmp(got.backend, "cpu") == 0, "and that is told");
  result_clear(&got);
}

static void late_device(void)
{
  atomic_bool over = false;
  Duel duel = {.cpu_pause = 2e-4, .wait_for = &over};
  PrimTarget *target = picture(5, 40, 30);
  PrimSettings settings = longer_run();
  PrimStatus status;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, engines_of(&duel), &status);

  tap_ok(optimizer && prim_optimizer_run(optimizer, NULL) == PRIM_OK && duel.started == 1 &&
             !prim_optimizer_report(optimizer).device_lost,
         "the run does not wait for a device that comes too late");
  over = true;
  prim_optimizer_free(optimizer);
  prim_target_free(target);
  tap_ok(duel.cpu.alive == 0 && duel.device.alive == 0, "which is freed with it");
}

static void short_run(void)
{
  Duel duel = {.ahead = 1000};
  Result got = judge(&duel, "a short run");

  tap_ok(duel.started == 0, "a short run starts no device");
  result_clear(&got);
}

/* The device fails at any of its calls, the CPU repeats that. */
static void failing_device(void)
{
  static const int calls[] = {1, 2, 3, 5, 6, 8, 12};

  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    Duel duel = {.cpu_pause = 5e-4, .fails = calls[i]};
    Result got = judge(&duel, "a failing device");
    tap_ok(got.lost && strcmp(got.backend, "cpu") == 0, "the CPU takes over at call %d", calls[i]);
    result_clear(&got);
  }
}

/* ---- Any run ------------------------------------------------------------------------ */

/* Random runs against devices that start at once and are as fast as the CPU, so that
 * noise decides; some fail. */
static bool any_run(uint32_t number)
{
  Dice dice = dice_new(number);
  bool large = number % 8 == 0;
  PrimTarget *target = picture(number, large ? 530 : dice_side(&dice, 60),
                               large ? dice_between(&dice, 1, 30) : dice_side(&dice, 60));
  PrimSettings settings = random_settings(&dice);
  Duel duel = {.cpu_pause = 5e-4, .device_pause = 5e-4, .real = true};
  Watch watch = {0, false};
  PrimProgress progress = {watch_fraction, &watch, 0};

  random_weights(&dice, target);
  settings.refine = true;
  if (dice_one_in(&dice, 3))
    duel.fails = dice_between(&dice, 1, 20);
  Result wanted = run(target, &settings, NULL);
  Result got = run_on(engines_of(&duel), target, &settings, &progress);
  bool good =
      same_result(&wanted, &got) && !watch.fell && duel.cpu.alive == 0 && duel.device.alive == 0;
  if (watch.fell)
    tap_fault("the fraction fell");
  result_clear(&wanted);
  result_clear(&got);
  prim_target_free(target);
  return good;
}

/* Says stop when it is asked for the n-th time. */
static bool stop_at(const PrimReport *report, void *data)
{
  (void)report;
  return --*(int *)data > 0;
}

/* The same, stopped on the way: what was placed is kept, and its drawing is the canvas. */
static bool any_stop(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimTarget *target = picture(number, 40, 30);
  PrimSettings settings = longer_run();
  Duel duel = {.cpu_pause = 5e-3 * dice_below(&dice, 3), .device_pause = 1e-3};
  int asked = dice_between(&dice, 1, 500);
  PrimProgress progress = {stop_at, &asked, 0};

  settings.count = dice_between(&dice, 1, 40);
  Result result = run_on(engines_of(&duel), target, &settings, &progress);
  bool good = (result.status == (asked > 0 ? PRIM_OK : PRIM_STOPPED) ||
               tap_fault("status %d, %d questions left", result.status, asked)) &&
              check_result(target, &settings, &result);
  result_clear(&result);
  prim_target_free(target);
  return good && duel.cpu.alive == 0 && duel.device.alive == 0;
}

/* ---- The policy alone ------------------------------------------------------------------ */

/* A run by the policy, in which nothing is computed and time passes as it is told. */
typedef struct Model {
  PrimBackend backends[PRIM_ENGINES];
  double pause[PRIM_ENGINES]; /* seconds a search or visit */
  double time;
  PrimEngines *engines;
  int steps[PRIM_ENGINES]; /* searches, or visits */
} Model;

static int freed, started;

static void free_model(PrimBackend *backend)
{
  (void)backend;
  freed++;
}

static double model_seconds(void *data)
{
  return ((const Model *)data)->time;
}

static PrimBackend *start_model(void *data, char why[PRIM_WHY_MAX])
{
  (void)why;
  started++;
  return &((Model *)data)->backends[PRIM_ENGINE_DEVICE];
}

/* Begins one, at second 1. */
static void begin_model(Model *model, double cpu_pause, double device_pause, double ahead)
{
  PrimStarter starter = {start_model, model, ahead};
  PrimClock clock = {model_seconds, model};
  PrimBackend backend = {.name = "model", .free = free_model};

  *model = (Model){{backend, backend}, {cpu_pause, device_pause}, 1, NULL, {0}};
  freed = started = 0;
  model->engines = prim_engines_new(&model->backends[PRIM_ENGINE_CPU], NULL, &starter, &clock);
  if (!model->engines)
    abort();
}

static void watch_at(Model *model, double time, double ahead)
{
  model->time = time;
  prim_engines_watch(model->engines, ahead);
}

/* Starting: 10 % took 0.1 s, so 0.9 s lie ahead. */
static void starting(void)
{
  Model model;

  begin_model(&model, 1, 1, 0.85);
  watch_at(&model, 1, 1);
  watch_at(&model, 1.1, 0.9);
  prim_engines_free(model.engines);
  tap_ok(started == 1 && freed == 2, "a device is started when that pays");
  begin_model(&model, 1, 1, 0.95);
  watch_at(&model, 1, 1);
  watch_at(&model, 1.1, 0.9);
  watch_at(&model, 5, 1); /* another run */
  watch_at(&model, 5.1, 0.9);
  prim_engines_free(model.engines);
  tap_ok(started == 0 && freed == 1, "not when it does not, by the pace of this very run");
  begin_model(&model, 1, 1, 0.3);
  watch_at(&model, 1, 1);
  watch_at(&model, 1.04, 0.9);
  prim_engines_free(model.engines);
  tap_ok(started == 0, "nor by the pace of an instant");
}

static bool search_model(Model *model)
{
  PrimEngine engine = prim_engines_turn(model->engines, PRIM_PLACING).engine;

  model->steps[engine]++;
  model->time += model->pause[engine];
  prim_engines_took(model->engines, PRIM_PLACING, engine, model->pause[engine], 1);
  return true;
}

/* A sweep of 100 visits; false when it was a trial. */
static bool sweep_model(Model *model)
{
  PrimTurn turn = prim_engines_turn(model->engines, PRIM_REFINING);
  double pause = model->pause[turn.engine];
  bool ends = false;
  int visits = 0;

  while (visits < 100 && !ends) {
    visits++;
    ends = (turn.visits && visits >= turn.visits) ||
           (turn.each > 0 && visits >= PRIM_TRIAL_LEAST && pause > turn.each);
  }
  model->steps[turn.engine] += visits;
  model->time += visits * pause;
  prim_engines_took(model->engines, PRIM_REFINING, turn.engine, visits * pause, visits);
  return !ends;
}

/* The time of so many steps once the device has come, over what the better engine would need. */
static double overhead(double cpu_pause, double device_pause, bool (*step)(Model *model), int steps,
                       int visits)
{
  Model model;
  double better = cpu_pause < device_pause ? cpu_pause : device_pause;

  begin_model(&model, cpu_pause, device_pause, 0);
  watch_at(&model, 1, 1);
  watch_at(&model, 2, 0.9);
  for (int i = 0; !prim_engines_backend(model.engines, PRIM_ENGINE_DEVICE) && i < 5000; i++) {
    nap(1e-3);
    watch_at(&model, 2, 0.9);
  }
  for (int i = 0; i < steps; i += step(&model))
    watch_at(&model, model.time, 0.5);
  prim_engines_free(model.engines);
  if (!model.steps[PRIM_ENGINE_CPU] || !model.steps[PRIM_ENGINE_DEVICE])
    return INFINITY; /* both must have been tried */
  return (model.time - 2) / (better * steps * visits);
}

static void overheads(void)
{
  static const double ratios[] = {0.01, 0.1, 0.4, 0.6, 0.9, 1, 1.1, 1.5, 1.9, 2.1, 5, 10, 100};
  double placing = 0, refining = 0;

  for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++) {
    placing = fmax(placing, overhead(1e-3, 1e-3 * ratios[i], search_model, 20000, 1));
    refining = fmax(refining, overhead(1e-3, 1e-3 * ratios[i], sweep_model, 2000, 100));
  }
  tap_ok(placing <= 1.05, "placing takes at most 5 %% more than on the better engine (%.1f %%)",
         100 * (placing - 1));
  tap_ok(refining <= 1.05, "refining does as well (%.1f %%)", 100 * (refining - 1));
}

/* A machine that was busy while the device was tried: it is tried again. */
static void change_of_pace(void)
{
  Model model;

  begin_model(&model, 1e-3, 4e-3, 0);
  watch_at(&model, 1, 1);
  watch_at(&model, 2, 0.9);
  for (int i = 0; !prim_engines_backend(model.engines, PRIM_ENGINE_DEVICE) && i < 5000; i++) {
    nap(1e-3);
    watch_at(&model, 2, 0.9);
  }
  for (int i = 0; i < 20; i++)
    search_model(&model);
  bool slower = model.steps[PRIM_ENGINE_DEVICE] == 1;
  model.pause[PRIM_ENGINE_DEVICE] = 2e-4;
  for (int i = 0; i < 1000; i++)
    search_model(&model);
  tap_ok(slower && model.steps[PRIM_ENGINE_DEVICE] > 800, "an engine that gets faster is noticed");
  prim_engines_free(model.engines);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  if (!tap_rerun()) {
    starting();
    overheads();
    change_of_pace();
    fast_device();
    slow_device();
    placing_devices();
    missing_device();
    late_device();
    short_run();
    failing_device();
  }
  tap_cases_alone("any run, on either engine or both", RUNS, any_run);
  tap_cases("a run can be stopped, on either engine or both", STOPS, any_stop);
  return tap_done();
}
