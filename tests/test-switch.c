/* Proves the switch between the CPU and a device: the faster one ends up with the work,
 * whichever that is; a device that is not there, comes late, or fails does no harm; and
 * nothing of that changes the result.
 *
 * Devices here are the CPU back end, made slow, or with the times turned round: the
 * switch's "CPU" is the slow one. */
#include <stdatomic.h>
#include <stdio.h>

#include "../core/backend_switch.h"
#include "runs.h"

enum { RUNS = 24 };

/* What became of a paced back end. */
typedef struct Census {
  atomic_int climbs, visits, sweeps; /* made */
  atomic_int alive, started, made;
} Census;

/* The CPU back end under another name and with pauses; `fails`: climbs and sweeps fail from
 * the n-th on. */
typedef struct Paced {
  PrimBackend base;
  PrimBackend *inner;
  double pause; /* seconds a climb or visit */
  int fails;
  int calls;
  Census *census;
  const Census *coming; /* waits for this one to be made, once it was started; or NULL */
} Paced;

/* The time that pauses took, and nothing else: so that the machine's load decides
 * nothing. */
static double paused;

static double paused_clock(void)
{
  return paused;
}

static void nap(double duration)
{
  struct timespec time = {(time_t)duration, (long)(1e9 * (duration - (double)(time_t)duration))};

  if (duration > 0)
    nanosleep(&time, NULL);
}

/* On the run's own thread. */
static void rest(double duration)
{
  nap(duration);
  paused += duration;
}

/* However slowly this machine makes threads. */
static void await(const Paced *paced)
{
  const Census *coming = paced->coming;

  for (int i = 0; coming && coming->started && !coming->made && i < 5000; i++)
    nap(1e-3);
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

static PrimStatus paced_climb(PrimBackend *backend, const PrimTask *task, const PrimPoll *poll,
                              PrimCandidate *found, uint64_t *scored)
{
  Paced *paced = paced_of(backend);

  if (fails(paced))
    return PRIM_ERROR_DEVICE;
  paced->census->climbs++;
  await(paced);
  rest(paced->pause);
  return paced->inner->climb(paced->inner, task, poll, found, scored);
}

static PrimStatus paced_place(PrimBackend *backend, const PrimTask *task, PrimPlacing *placing)
{
  Paced *paced = paced_of(backend);

  return paced->inner->place(paced->inner, task, placing);
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
  rest(rests->paced->pause);
  rests->poll->visited(rests->poll->data);
}

static PrimStatus paced_refine(PrimBackend *backend, PrimDrawing *drawing, const PrimTask *task,
                               const PrimPoll *poll, double *gains, uint64_t *scored)
{
  Paced *paced = paced_of(backend);
  Rests rests = {paced, poll};
  PrimPoll resting = {rests_stop, rests_visited, &rests};
  bool failing = fails(paced);

  paced->census->sweeps++;
  PrimStatus status = paced->inner->refine(paced->inner, drawing, task, &resting, gains, scored);
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

static PrimBackend *paced_new(const char *name, double pause, int fails_from, Census *census)
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
  census->alive++;
  return &paced->base;
}

/* ---- Runs ------------------------------------------------------------------------ */

/* How both are paced, and what became of them. */
typedef struct Duel {
  double cpu_pause, device_pause; /* seconds */
  atomic_bool *wait_for;          /* the device comes when it turns true; NULL: at once */
  bool missing;                   /* there is no device */
  int fails;                      /* the device, from that call on */
  double ahead;                   /* seconds that make a device worth starting */
  Census cpu, device;
} Duel;

static PrimBackend *start_device(void *data)
{
  Duel *duel = data;

  duel->device.started++;
  while (duel->wait_for && !*duel->wait_for)
    nap(1e-3);
  PrimBackend *device =
      duel->missing ? NULL : paced_new("device", duel->device_pause, duel->fails, &duel->device);
  duel->device.made++;
  return device;
}

static Result run_duel(Duel *duel, const PrimTarget *target, const PrimSettings *settings)
{
  PrimBackend *cpu = paced_new("cpu", duel->cpu_pause, 0, &duel->cpu);
  if (!duel->missing)
    paced_of(cpu)->coming = &duel->device;
  PrimBackend *backend = prim_backend_switch_new(cpu, NULL, start_device, duel, duel->ahead);

  if (!backend)
    abort();
  return run_on(backend, target, settings, NULL);
}

static PrimSettings longer_run(void)
{
  PrimSettings settings = draft(25);

  settings.effort = PRIM_EFFORT_NORMAL;
  return settings;
}

/* Runs the duel and compares the result with the CPU's. */
static Result judge_run(Duel *duel, const PrimSettings *settings, const char *name)
{
  PrimTarget *target = picture(5, 40, 30);
  Result wanted = run(target, settings, NULL);
  Result got = run_duel(duel, target, settings);

  tap_ok(same_result(&wanted, &got), "%s: the same result", name);
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

  tap_ok(duel.device.started == 1 && duel.device.climbs + duel.device.sweeps > 0 &&
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
  Duel hopeless = {.cpu_pause = 5e-3, .device_pause = 4e-2};
  Duel near = {.cpu_pause = 5e-3, .device_pause = 8e-3};

  settings.refine = false;
  Result got = judge_run(&hopeless, &settings, "a hopeless device");
  tap_ok(hopeless.device.climbs == 1 && hopeless.cpu.climbs > 20, "it is tried once");
  result_clear(&got);
  got = judge_run(&near, &settings, "a device nearly as fast");
  tap_ok(near.device.climbs > 4 && near.cpu.climbs > 20,
         "the slower one is tried again later");
  result_clear(&got);
}

static void missing_device(void)
{
  Duel duel = {.cpu_pause = 2e-4, .missing = true};
  Result got = judge(&duel, "no device");

  tap_ok(duel.device.started == 1 && !got.lost, "one that is not there is asked for once");
  result_clear(&got);
}

static void late_device(void)
{
  atomic_bool over = false;
  Duel duel = {.cpu_pause = 2e-4, .wait_for = &over};
  PrimTarget *target = picture(5, 40, 30);
  PrimSettings settings = longer_run();
  PrimStatus status;
  PrimBackend *backend = prim_backend_switch_new(paced_new("cpu", duel.cpu_pause, 0, &duel.cpu),
                                                 NULL, start_device, &duel, duel.ahead);
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, backend, &status);

  tap_ok(optimizer && prim_optimizer_run(optimizer, NULL) == PRIM_OK && duel.device.started == 1 &&
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

  tap_ok(duel.device.started == 0, "a short run starts no device");
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

/* Counts visits, and checks that the run's fraction never falls. */
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

/* Random runs against devices that start at once and are as fast as the CPU, so that
 * noise decides; some fail. */
static bool any_run(uint32_t number)
{
  Dice dice = dice_new(number);
  bool large = number % 8 == 0;
  PrimTarget *target = picture(number, large ? 530 : dice_side(&dice, 60),
                               large ? dice_between(&dice, 1, 30) : dice_side(&dice, 60));
  PrimSettings settings = random_settings(&dice);
  Duel duel = {.cpu_pause = 5e-4, .device_pause = 5e-4};
  Watch watch = {0, false};
  PrimProgress progress = {watch_fraction, &watch, 0};

  random_weights(&dice, target);
  settings.refine = true;
  if (dice_one_in(&dice, 3))
    duel.fails = dice_between(&dice, 1, 20);
  Result wanted = run(target, &settings, NULL);
  PrimBackend *backend = prim_backend_switch_new(paced_new("cpu", duel.cpu_pause, 0, &duel.cpu),
                                                 NULL, start_device, &duel, 0);
  Result got = run_on(backend, target, &settings, &progress);
  bool good =
      same_result(&wanted, &got) && !watch.fell && duel.cpu.alive == 0 && duel.device.alive == 0;
  if (watch.fell)
    tap_fault("the fraction fell");
  result_clear(&wanted);
  result_clear(&got);
  prim_target_free(target);
  return good;
}

int main(int argc, char **argv)
{
  double (*real_clock)(void) = prim_switch_clock;

  tap_start(argc, argv);
  if (!tap_rerun()) {
    prim_switch_clock = paused_clock;
    fast_device();
    slow_device();
    placing_devices();
    missing_device();
    late_device();
    short_run();
    failing_device();
    prim_switch_clock = real_clock;
  }
  tap_cases_alone("any run, whoever makes it", RUNS, any_run);
  return tap_done();
}
