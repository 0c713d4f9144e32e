/* The switch between the CPU and a device. */
#include "backend_switch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
  TRIAL_CALLS = 4,  /* searches that tell how fast an engine places */
  TRIAL_VISITS = 24 /* visits that tell how fast it refines */
};

/* The pace is not judged sooner. */
static const double FIRST_LOOK = 0.05; /* seconds */

/* A trial of this many times the other's time is given up. */
static const double HOPELESS = 2;

/* Who was slower is tried again, once the other has worked for so many times what that
 * takes: a busy machine makes anyone look slow for a while. */
static const double RETRY = 40;

typedef enum Engine { CPU, DEVICE, ENGINES } Engine;

typedef enum Phase { PLACING, REFINING, PHASES } Phase;

/* What an engine needed for so many candidates or visits; older calls count less. */
typedef struct Pace {
  double seconds, done;
  int calls;
  double last;  /* seconds of the last call */
  double since; /* seconds that the other has worked since */
} Pace;

typedef enum Starting { NOT_STARTED, STARTING, STARTED, ENDED } Starting;

typedef struct Switch {
  PrimBackend base;
  PrimBackend *engines[ENGINES];         /* the device may be missing */
  bool begun[ENGINES], current[ENGINES]; /* holds the target; shows the drawing */
  const PrimTarget *target;
  PrimDrawing drawing; /* as it stands; shapes for `room` */
  int room;
  double *gains; /* of a trial */
  Pace paces[PHASES][ENGINES];
  /* Starting a device. */
  PrimDeviceStart *start;
  void *data;
  double start_seconds;
  double began, ahead, last; /* when a run began, what lay ahead then, and lately */
  pthread_t thread;
  atomic_int starting; /* a Starting */
  PrimBackend *coming;
  char why[200]; /* the device was lost */
} Switch;

static double monotonic(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

double (*prim_switch_clock)(void) = monotonic;

/* ---- The drawing ----------------------------------------------------------- */

/* Room for the shapes of a drawing. */
static PrimStatus reserve(Switch *both, int count)
{
  int room = both->room ? both->room : 64;

  while (room < count)
    room *= 2;
  if (room == both->room)
    return PRIM_OK;
  PrimShape *shapes = realloc(both->drawing.shapes, (size_t)room * sizeof *shapes);
  if (!shapes)
    return PRIM_ERROR_MEMORY;
  both->drawing.shapes = shapes;
  double *gains = realloc(both->gains, (size_t)room * sizeof *gains);
  if (!gains)
    return PRIM_ERROR_MEMORY;
  both->gains = gains;
  both->room = room;
  return PRIM_OK;
}

static void copy_shapes(PrimShape *to, const PrimShape *from, int count)
{
  if (count)
    memcpy(to, from, (size_t)count * sizeof *to);
}

/* Notes what the drawing is now; `engine` shows it (ENGINES: none does). */
static PrimStatus note(Switch *both, const PrimDrawing *drawing, Engine engine)
{
  PrimStatus status = reserve(both, drawing->count);
  PrimShape *shapes = both->drawing.shapes;

  if (status != PRIM_OK)
    return status;
  both->drawing = *drawing;
  both->drawing.shapes = shapes;
  copy_shapes(shapes, drawing->shapes, drawing->count);
  for (Engine i = CPU; i < ENGINES; i++)
    both->current[i] = i == engine;
  return PRIM_OK;
}

/* ---- Engines ---------------------------------------------------------------- */

/* Makes the engine ready for a call: it holds the target and shows the drawing. */
static PrimStatus bring(Switch *both, Engine engine)
{
  PrimBackend *backend = both->engines[engine];
  PrimStatus status = PRIM_OK;

  if (!both->begun[engine])
    status = backend->begin(backend, both->target);
  both->begun[engine] = status == PRIM_OK;
  if (status == PRIM_OK && !both->current[engine] && both->drawing.width)
    status = backend->redraw(backend, &both->drawing);
  both->current[engine] = status == PRIM_OK;
  return status;
}

static void lose_device(Switch *both)
{
  PrimBackend *device = both->engines[DEVICE];
  const char *why = device->lost ? device->lost : "";

  strncpy(both->why, why, sizeof both->why - 1);
  both->base.lost = both->why;
  device->free(device);
  both->engines[DEVICE] = NULL;
}

/* A call to a back end. */
typedef PrimStatus Call(PrimBackend *backend, void *data);

static PrimStatus call_engine(Switch *both, Engine engine, Call *call, void *data)
{
  PrimStatus status = bring(both, engine);

  both->base.name = both->engines[engine]->name;
  return status == PRIM_OK ? call(both->engines[engine], data) : status;
}

/* Calls *engine; or the CPU, if that is the device and it fails. */
static PrimStatus perform(Switch *both, Engine *engine, Call *call, void *data)
{
  PrimStatus status = call_engine(both, *engine, call, data);

  if (*engine == CPU || status == PRIM_OK || status == PRIM_STOPPED)
    return status;
  lose_device(both);
  *engine = CPU;
  return call_engine(both, CPU, call, data);
}

/* ---- Starting a device -------------------------------------------------------- */

static void *start_device(void *data)
{
  Switch *both = data;
  PrimBackend *device = both->start(both->data);

  both->coming = device;
  atomic_store(&both->starting, STARTED);
  return NULL;
}

/* The CPU time that the run would still take, from the pace so far; 0: not known. */
static double seconds_ahead(Switch *both, double ahead)
{
  double time = prim_switch_clock();

  if (both->began == 0 || ahead > both->last) { /* a run begins */
    both->began = time;
    both->ahead = ahead;
  }
  both->last = ahead;
  double done = both->ahead - ahead, elapsed = time - both->began;
  return done > 0 && elapsed > FIRST_LOOK ? ahead * elapsed / done : 0;
}

/* Takes a look at the clock before a search, and whether a device has come. */
static void watch(Switch *both, double ahead)
{
  switch ((Starting)atomic_load(&both->starting)) {
  case NOT_STARTED:
    if (both->start && seconds_ahead(both, ahead) > both->start_seconds) {
      atomic_store(&both->starting, STARTING);
      if (pthread_create(&both->thread, NULL, start_device, both) != 0)
        atomic_store(&both->starting, ENDED);
    }
    break;
  case STARTED:
    pthread_join(both->thread, NULL);
    atomic_store(&both->starting, ENDED);
    both->engines[DEVICE] = both->coming;
    memset(both->paces, 0, sizeof both->paces);
    break;
  default:
    break;
  }
}

/* ---- Choosing ----------------------------------------------------------------- */

/* Whether both may be chosen from: the device came while the CPU was at work. */
static bool choosing(const Switch *both)
{
  return both->start && both->engines[DEVICE];
}

static double seconds_each(const Pace *pace)
{
  return pace->done > 0 ? pace->seconds / pace->done : 0;
}

static Engine faster(const Switch *both, Phase phase)
{
  const Pace *paces = both->paces[phase];

  return seconds_each(&paces[DEVICE]) < seconds_each(&paces[CPU]) ? DEVICE : CPU;
}

/* Whether it is time to try the engine again, which was slower. */
static bool due(const Switch *both, Phase phase, Engine engine)
{
  const Pace *pace = &both->paces[phase][engine];

  return pace->since > RETRY * pace->last;
}

/* Whether the engine is known to need far more time than the other. */
static bool hopeless(const Switch *both, Phase phase, Engine engine)
{
  const Pace *own = &both->paces[phase][engine], *other = &both->paces[phase][1 - engine];

  return own->calls && other->calls && seconds_each(own) > HOPELESS * seconds_each(other);
}

/* Who searches for the next shape: each in turn, until both are known. */
static Engine choose_placer(const Switch *both)
{
  const Pace *paces = both->paces[PLACING];

  if (!choosing(both))
    return both->engines[DEVICE] ? DEVICE : CPU;
  if (paces[CPU].calls < TRIAL_CALLS)
    return CPU;
  if (paces[DEVICE].calls < TRIAL_CALLS && !hopeless(both, PLACING, DEVICE))
    return DEVICE;
  Engine engine = faster(both, PLACING);
  return due(both, PLACING, 1 - engine) ? 1 - engine : engine;
}

/* Whoever shows the drawing, or else whoever would search. */
static Engine choose_shown(const Switch *both)
{
  for (Engine i = CPU; i < ENGINES; i++)
    if (both->engines[i] && both->current[i])
      return i;
  return choose_placer(both);
}

static void count_pace(Switch *both, Phase phase, Engine engine, double seconds, double done)
{
  Pace *pace = &both->paces[phase][engine];

  pace->seconds = pace->seconds * (1 - 1.0 / TRIAL_CALLS) + seconds;
  pace->done = pace->done * (1 - 1.0 / TRIAL_CALLS) + done;
  pace->calls++;
  pace->last = seconds;
  pace->since = 0;
  both->paces[phase][1 - engine].since += seconds;
}

/* ---- Calls -------------------------------------------------------------------- */

static PrimStatus call_nothing(PrimBackend *backend, void *data)
{
  (void)backend;
  (void)data;
  return PRIM_OK;
}

static PrimStatus switch_begin(PrimBackend *base, const PrimTarget *target)
{
  Switch *both = (Switch *)base;
  Engine engine = both->engines[DEVICE] ? DEVICE : CPU;

  both->target = target;
  both->drawing.width = 0; /* there is none yet */
  for (Engine i = CPU; i < ENGINES; i++)
    both->begun[i] = both->current[i] = false;
  return perform(both, &engine, call_nothing, NULL);
}

/* Only noted: whoever is called next paints it. */
static PrimStatus switch_redraw(PrimBackend *base, const PrimDrawing *drawing)
{
  return note((Switch *)base, drawing, ENGINES);
}

typedef struct ClimbCall {
  const PrimTask *task;
  const PrimPoll *poll;
  PrimCandidate *found;
  uint64_t scored;
} ClimbCall;

static PrimStatus call_climb(PrimBackend *backend, void *data)
{
  ClimbCall *call = data;

  call->scored = 0;
  return backend->climb(backend, call->task, call->poll, call->found, &call->scored);
}

static PrimStatus switch_climb(PrimBackend *base, const PrimTask *task, const PrimPoll *poll,
                               PrimCandidate *found, uint64_t *scored)
{
  Switch *both = (Switch *)base;
  ClimbCall call = {task, poll, found, 0};

  watch(both, task->ahead);
  Engine engine = choose_placer(both);
  double began = prim_switch_clock(); /* a redraw counts, if the other one worked before */
  PrimStatus status = perform(both, &engine, call_climb, &call);
  if (status == PRIM_OK)
    count_pace(both, PLACING, engine, prim_switch_clock() - began, (double)call.scored);
  *scored += call.scored;
  return status;
}

typedef struct PlaceCall {
  const PrimTask *task;
  PrimPlacing *placing; /* a device that fails leaves its candidates as they were */
} PlaceCall;

static PrimStatus call_place(PrimBackend *backend, void *data)
{
  PlaceCall *call = data;

  return backend->place(backend, call->task, call->placing);
}

static PrimStatus switch_place(PrimBackend *base, const PrimTask *task, PrimPlacing *placing)
{
  Switch *both = (Switch *)base;
  PlaceCall call = {task, placing};
  PrimStatus status = reserve(both, both->drawing.count + placing->most);
  Engine engine = choose_shown(both);

  if (status == PRIM_OK)
    status = perform(both, &engine, call_place, &call);
  if (status != PRIM_OK || !placing->placed)
    return status;
  for (int i = 0; i < placing->placed; i++)
    both->drawing.shapes[both->drawing.count++] = placing->candidates[i].shape;
  for (Engine i = CPU; i < ENGINES; i++)
    both->current[i] = i == engine;
  return PRIM_OK;
}

typedef struct CanvasCall {
  uint8_t *rgb;
  int64_t *error;
} CanvasCall;

static PrimStatus call_canvas(PrimBackend *backend, void *data)
{
  CanvasCall *call = data;

  return backend->canvas(backend, call->rgb, call->error);
}

static PrimStatus switch_canvas(PrimBackend *base, uint8_t *rgb, int64_t *error)
{
  Switch *both = (Switch *)base;
  CanvasCall call = {rgb, error};
  Engine engine = choose_shown(both);

  return perform(both, &engine, call_canvas, &call);
}

/* ---- Refining ------------------------------------------------------------------- */

/* A sweep, made until it is made well: it stands between the poll and whoever sweeps,
 * and tells the poll of no visit twice. */
typedef struct RefineCall {
  Switch *both;
  const PrimPoll *poll;
  const PrimTask *task;
  PrimDrawing *drawing;
  double *gains;
  uint64_t scored;
  int told;    /* visits */
  int visits;  /* of this attempt */
  int limit;   /* a trial ends after so many; 0 = none */
  double each; /* seconds a visit may take at most, once there are a few; 0 = any */
  double began, seconds;
  bool stopped, ended; /* by the poll; by the limits */
} RefineCall;

static bool refine_stop(void *data)
{
  RefineCall *call = data;

  call->stopped = call->stopped || call->poll->stop(call->poll->data);
  call->ended = (call->limit && call->visits >= call->limit) ||
                (call->each > 0 && call->visits >= TRIAL_VISITS / 3 &&
                 call->seconds > call->each * call->visits);
  return call->stopped || call->ended;
}

static void refine_visited(void *data)
{
  RefineCall *call = data;

  call->visits++;
  call->seconds = prim_switch_clock() - call->began;
  if (call->visits <= call->told)
    return;
  call->told = call->visits;
  call->poll->visited(call->poll->data);
}

static PrimStatus call_refine(PrimBackend *backend, void *data)
{
  RefineCall *call = data;
  PrimPoll poll = {refine_stop, refine_visited, call};

  copy_shapes(call->drawing->shapes, call->both->drawing.shapes, call->drawing->count);
  call->scored = 0;
  call->visits = 0;
  call->stopped = call->ended = false;
  call->began = prim_switch_clock();
  return backend->refine(backend, call->drawing, call->task, &poll, call->gains, &call->scored);
}

/* One attempt at the sweep; true in *made when it is the one that counts. */
static PrimStatus attempt_sweep(RefineCall *call, Engine *engine, bool *made)
{
  Switch *both = call->both;
  PrimStatus status = perform(both, engine, call_refine, call);

  *made = status != PRIM_STOPPED || call->stopped || !call->ended;
  both->current[*engine] = false; /* until it is noted what it shows */
  if (status == PRIM_OK || !*made)
    count_pace(both, REFINING, *engine, call->seconds, call->visits);
  return status;
}

/* Who is to be tried at sweeping: whose pace is not known, or was slower long ago. ENGINES:
 * nobody. */
static Engine to_be_tried(const Switch *both)
{
  const Pace *paces = both->paces[REFINING];
  Engine slower = 1 - faster(both, REFINING);

  if (!paces[CPU].calls)
    return CPU;
  return !paces[DEVICE].calls ? DEVICE : due(both, REFINING, slower) ? slower : ENGINES;
}

/* Who sweeps next, and within which limits. */
static Engine choose_refiner(RefineCall *call)
{
  Switch *both = call->both;

  call->limit = 0;
  call->each = 0;
  if (!choosing(both))
    return both->engines[DEVICE] ? DEVICE : CPU;
  switch (to_be_tried(both)) {
  case CPU:
    call->limit = TRIAL_VISITS;
    return CPU;
  case DEVICE:
    call->each = HOPELESS * seconds_each(&both->paces[REFINING][CPU]);
    return DEVICE;
  default:
    return faster(both, REFINING);
  }
}

static PrimStatus switch_refine(PrimBackend *base, PrimDrawing *drawing, const PrimTask *task,
                                const PrimPoll *poll, double *gains, uint64_t *scored)
{
  Switch *both = (Switch *)base;
  RefineCall call = {
      .both = both, .poll = poll, .task = task, .drawing = drawing, .gains = both->gains};
  PrimStatus status = PRIM_OK;
  Engine engine = CPU;

  watch(both, task->ahead);
  for (bool made = false; !made;) {
    engine = choose_refiner(&call);
    status = attempt_sweep(&call, &engine, &made);
  }
  if (status != PRIM_OK && status != PRIM_STOPPED) {
    copy_shapes(drawing->shapes, both->drawing.shapes, drawing->count);
    return status;
  }
  memcpy(gains, both->gains, (size_t)drawing->count * sizeof *gains);
  *scored += call.scored;
  PrimStatus noted = note(both, drawing, engine);
  return noted == PRIM_OK ? status : noted;
}

/* ---- The back end ----------------------------------------------------------------- */

static void switch_add_threads(PrimBackend *base, int threads)
{
  PrimBackend *cpu = ((Switch *)base)->engines[CPU];

  if (cpu->add_threads)
    cpu->add_threads(cpu, threads);
}

static void switch_free(PrimBackend *base)
{
  Switch *both = (Switch *)base;
  int starting = atomic_load(&both->starting);

  if (starting == STARTING || starting == STARTED) {
    pthread_join(both->thread, NULL);
    both->engines[DEVICE] = both->coming;
  }
  for (Engine i = CPU; i < ENGINES; i++)
    if (both->engines[i])
      both->engines[i]->free(both->engines[i]);
  free(both->drawing.shapes);
  free(both->gains);
  free(both);
}

PrimBackend *prim_backend_switch_new(PrimBackend *cpu, PrimBackend *device, PrimDeviceStart *start,
                                     void *data, double seconds)
{
  Switch *both = cpu ? calloc(1, sizeof *both) : NULL;

  if (!both) {
    if (cpu)
      cpu->free(cpu);
    if (device)
      device->free(device);
    return NULL;
  }
  both->base = (PrimBackend){.name = device ? device->name : cpu->name,
                             .begin = switch_begin,
                             .redraw = switch_redraw,
                             .climb = switch_climb,
                             .place = switch_place,
                             .refine = switch_refine,
                             .canvas = switch_canvas,
                             .add_threads = switch_add_threads,
                             .free = switch_free};
  both->engines[CPU] = cpu;
  both->engines[DEVICE] = device;
  both->start = device ? NULL : start;
  both->data = data;
  both->start_seconds = seconds;
  return &both->base;
}
