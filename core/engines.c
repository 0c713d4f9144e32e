/* The choice between the CPU and a device. */
#include "engines.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
  TRIAL_CALLS = 4,                    /* searches that tell how fast an engine places */
  TRIAL_VISITS = 3 * PRIM_TRIAL_LEAST /* visits that tell how fast it refines */
};

static const double FIRST_LOOK = 0.05; /* seconds, before which the pace is not judged */

/* A trial of this many times the other's time is given up. */
static const double HOPELESS = 2;

/* The slower engine is tried again, once the other has worked for so many times what that
 * takes: a busy machine makes any engine look slow for a while. */
static const double RETRY = 40;

/* What an engine needed for so many candidates or visits; older calls count less. */
typedef struct Pace {
  double seconds, done;
  int calls;
  double last;  /* seconds of the last call */
  double since; /* seconds that the other has worked since */
} Pace;

typedef enum Starting { NOT_STARTED, STARTING, STARTED, ENDED } Starting;

struct PrimEngines {
  PrimBackend *backends[PRIM_ENGINES]; /* the device may be missing */
  PrimClock clock;
  Pace paces[PRIM_PHASES][PRIM_ENGINES];
  /* Starting a device. */
  PrimStarter starter;
  double began, ahead, last; /* when a run began, what lay ahead then, and lately */
  pthread_t thread;
  atomic_int starting; /* a Starting */
  PrimBackend *coming;
  const char *lost; /* NULL; or `why` */
  char why[PRIM_WHY_MAX];
};

PrimBackend *prim_engines_backend(const PrimEngines *engines, PrimEngine engine)
{
  return engines->backends[engine];
}

double prim_engines_time(const PrimEngines *engines)
{
  return prim_clock_seconds(&engines->clock);
}

/* ---- Starting a device, losing it ---------------------------------------------- */

static void *start_device(void *data)
{
  PrimEngines *engines = data;

  engines->coming = engines->starter.start(engines->starter.data, engines->why);
  atomic_store(&engines->starting, STARTED);
  return NULL;
}

/* Waits for the thread that starts it. */
static void receive_device(PrimEngines *engines)
{
  pthread_join(engines->thread, NULL);
  atomic_store(&engines->starting, ENDED);
  engines->backends[PRIM_ENGINE_DEVICE] = engines->coming;
  engines->lost = engines->coming || !engines->why[0] ? NULL : engines->why;
  memset(engines->paces, 0, sizeof engines->paces);
}

/* The CPU time that the run would still take, from the pace so far; 0: not known. */
static double seconds_ahead(PrimEngines *engines, double ahead)
{
  double time = prim_engines_time(engines);

  if (ahead > engines->last) { /* a run begins */
    engines->began = time;
    engines->ahead = ahead;
  }
  engines->last = ahead;
  double done = engines->ahead - ahead, elapsed = time - engines->began;
  return done > 0 && elapsed > FIRST_LOOK ? ahead * elapsed / done : 0;
}

void prim_engines_watch(PrimEngines *engines, double ahead)
{
  int starting = atomic_load(&engines->starting);

  if (starting == STARTED)
    receive_device(engines);
  if (starting != NOT_STARTED || !engines->starter.start ||
      seconds_ahead(engines, ahead) <= engines->starter.seconds)
    return;
  atomic_store(&engines->starting, STARTING);
  if (pthread_create(&engines->thread, NULL, start_device, engines) != 0)
    atomic_store(&engines->starting, ENDED);
}

bool prim_engines_lose(PrimEngines *engines, PrimEngine engine, PrimStatus status)
{
  PrimBackend *device = engines->backends[PRIM_ENGINE_DEVICE];

  if (engine != PRIM_ENGINE_DEVICE || status == PRIM_OK || status == PRIM_STOPPED)
    return false;
  if (device->lost)
    strncpy(engines->why, device->lost, sizeof engines->why - 1);
  engines->lost = engines->why;
  device->free(device);
  engines->backends[PRIM_ENGINE_DEVICE] = NULL;
  return true;
}

const char *prim_engines_lost(const PrimEngines *engines)
{
  return engines->lost;
}

/* ---- Choosing ------------------------------------------------------------------ */

static double seconds_each(const Pace *pace)
{
  return pace->done > 0 ? pace->seconds / pace->done : 0;
}

static PrimEngine faster(const Pace *paces)
{
  double device = seconds_each(&paces[PRIM_ENGINE_DEVICE]);

  return device < seconds_each(&paces[PRIM_ENGINE_CPU]) ? PRIM_ENGINE_DEVICE : PRIM_ENGINE_CPU;
}

/* The faster one; or the other, when it is time to try that again. */
static PrimEngine faster_or_due(const Pace *paces)
{
  PrimEngine engine = faster(paces);
  const Pace *other = &paces[1 - engine];

  return other->since > RETRY * other->last ? 1 - engine : engine;
}

/* Each in turn, until both are known or the device is seen to be hopeless. */
static PrimEngine choose_placer(const Pace *paces)
{
  const Pace *cpu = &paces[PRIM_ENGINE_CPU], *device = &paces[PRIM_ENGINE_DEVICE];

  if (cpu->calls < TRIAL_CALLS)
    return PRIM_ENGINE_CPU;
  bool hopeless = device->calls && seconds_each(device) > HOPELESS * seconds_each(cpu);
  return device->calls < TRIAL_CALLS && !hopeless ? PRIM_ENGINE_DEVICE : faster_or_due(paces);
}

/* One that was never timed, or is due, is on trial. */
static PrimTurn choose_refiner(const Pace *paces)
{
  const Pace *cpu = &paces[PRIM_ENGINE_CPU], *device = &paces[PRIM_ENGINE_DEVICE];
  PrimTurn turn = {.engine = !cpu->calls      ? PRIM_ENGINE_CPU
                             : !device->calls ? PRIM_ENGINE_DEVICE
                                              : faster_or_due(paces)};

  if (paces[turn.engine].calls && turn.engine == faster(paces))
    return turn;
  if (turn.engine == PRIM_ENGINE_CPU)
    turn.visits = TRIAL_VISITS;
  else
    turn.each = HOPELESS * seconds_each(cpu);
  return turn;
}

PrimTurn prim_engines_turn(const PrimEngines *engines, PrimPhase phase)
{
  const Pace *paces = engines->paces[phase];
  bool device = engines->backends[PRIM_ENGINE_DEVICE];

  if (!device || !engines->starter.start) /* it was there from the beginning */
    return (PrimTurn){.engine = device ? PRIM_ENGINE_DEVICE : PRIM_ENGINE_CPU};
  return phase == PRIM_PLACING ? (PrimTurn){.engine = choose_placer(paces)} : choose_refiner(paces);
}

void prim_engines_took(PrimEngines *engines, PrimPhase phase, PrimEngine engine, double seconds,
                       double done)
{
  Pace *pace = &engines->paces[phase][engine];

  pace->seconds = pace->seconds * (1 - 1.0 / TRIAL_CALLS) + seconds;
  pace->done = pace->done * (1 - 1.0 / TRIAL_CALLS) + done;
  pace->calls++;
  pace->last = seconds;
  pace->since = 0;
  engines->paces[phase][1 - engine].since += seconds;
}

/* ---- Ownership ------------------------------------------------------------------- */

void prim_engines_free(PrimEngines *engines)
{
  if (!engines)
    return;
  if (atomic_load(&engines->starting) == STARTING || atomic_load(&engines->starting) == STARTED)
    receive_device(engines);
  for (PrimEngine i = PRIM_ENGINE_CPU; i < PRIM_ENGINES; i++)
    if (engines->backends[i])
      engines->backends[i]->free(engines->backends[i]);
  free(engines);
}

PrimEngines *prim_engines_new(PrimBackend *cpu, PrimBackend *device, const PrimStarter *starter,
                              const PrimClock *clock)
{
  PrimEngines *engines = cpu ? calloc(1, sizeof *engines) : NULL;

  if (!engines) {
    if (cpu)
      cpu->free(cpu);
    if (device)
      device->free(device);
    return NULL;
  }
  engines->backends[PRIM_ENGINE_CPU] = cpu;
  engines->backends[PRIM_ENGINE_DEVICE] = device;
  if (starter && !device)
    engines->starter = *starter;
  if (clock)
    engines->clock = *clock;
  return engines;
}
