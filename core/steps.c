/* Steps, and who makes them. */
#include "steps.h"

/* ---- Keeping engines up to date ------------------------------------------------- */

void prim_steps_changed(PrimSteps *steps)
{
  for (PrimEngine i = PRIM_ENGINE_CPU; i < PRIM_ENGINES; i++)
    steps->shows[i] = false;
}

void prim_steps_enter(PrimSteps *steps, const PrimTarget *target)
{
  steps->target = target;
  prim_steps_changed(steps);
}

static PrimBackend *backend_of(const PrimSteps *steps, PrimEngine engine)
{
  return prim_engines_backend(steps->engines, engine);
}

/* Has the engine hold the target. */
static PrimStatus hold(PrimSteps *steps, PrimEngine engine)
{
  PrimBackend *backend = backend_of(steps, engine);
  PrimStatus status = PRIM_OK;

  steps->engine = engine;
  if (steps->held[engine] != steps->target)
    status = backend->begin(backend, steps->target);
  steps->held[engine] = status == PRIM_OK ? steps->target : NULL;
  return status;
}

/* Has it show the drawing. */
static PrimStatus show(PrimSteps *steps, PrimEngine engine, const PrimDrawing *drawing)
{
  PrimBackend *backend = backend_of(steps, engine);
  PrimStatus status = PRIM_OK;

  if (!steps->shows[engine])
    status = backend->redraw(backend, drawing);
  steps->shows[engine] = status == PRIM_OK;
  return status;
}

static PrimStatus make_ready(PrimSteps *steps, PrimEngine engine, const PrimDrawing *drawing)
{
  PrimStatus status = hold(steps, engine);

  return status == PRIM_OK ? show(steps, engine, drawing) : status;
}

/* It alone shows what its step has made of the drawing. */
static void shown_by(PrimSteps *steps, PrimEngine engine)
{
  prim_steps_changed(steps);
  steps->shows[engine] = true;
}

/* One that shows the drawing, or else the one that would search. */
static PrimEngine choose_shown(const PrimSteps *steps)
{
  for (PrimEngine i = PRIM_ENGINE_CPU; i < PRIM_ENGINES; i++)
    if (backend_of(steps, i) && steps->shows[i])
      return i;
  return prim_engines_turn(steps->engines, PRIM_PLACING).engine;
}

/* ---- Placing --------------------------------------------------------------------- */

PrimStatus prim_steps_climb(PrimSteps *steps, const PrimDrawing *drawing,
                            const PrimSearchRequest *request, const PrimPoll *poll,
                            PrimCandidate *found, uint64_t *scored)
{
  PrimEngines *engines = steps->engines;
  PrimEngine engine;
  PrimStatus status;
  uint64_t count;

  do {
    count = 0;
    engine = prim_engines_turn(engines, PRIM_PLACING).engine;
    PrimBackend *backend = backend_of(steps, engine);
    status = hold(steps, engine);
    double began = prim_engines_time(engines); /* a redraw counts, if the other one worked before */
    if (status == PRIM_OK)
      status = show(steps, engine, drawing);
    if (status == PRIM_OK)
      status = backend->climb(backend, request, poll, found, &count);
    if (status == PRIM_OK)
      prim_engines_took(engines, PRIM_PLACING, engine, prim_engines_time(engines) - began,
                        (double)count);
  } while (prim_engines_lose(engines, engine, status));
  *scored += count;
  return status;
}

PrimStatus prim_steps_place(PrimSteps *steps, const PrimDrawing *drawing,
                            const PrimSearchRequest *request, PrimPlacing *placing)
{
  PrimEngine engine;
  PrimStatus status;

  do {
    engine = choose_shown(steps);
    PrimBackend *backend = backend_of(steps, engine);
    status = make_ready(steps, engine, drawing);
    if (status == PRIM_OK)
      status = backend->place(backend, request, placing);
  } while (prim_engines_lose(steps->engines, engine, status));
  if (status == PRIM_OK && placing->placed)
    shown_by(steps, engine);
  return status;
}

/* ---- Looking --------------------------------------------------------------------- */

PrimStatus prim_steps_canvas(PrimSteps *steps, const PrimDrawing *drawing, uint8_t *rgb,
                             int64_t *error)
{
  PrimEngine engine;
  PrimStatus status;

  do {
    engine = choose_shown(steps);
    PrimBackend *backend = backend_of(steps, engine);
    status = make_ready(steps, engine, drawing);
    if (status == PRIM_OK)
      status = backend->canvas(backend, rgb, error);
  } while (prim_engines_lose(steps->engines, engine, status));
  return status;
}

/* ---- Refining -------------------------------------------------------------------- */

/* A sweep, made until it counts: it stands between the poll and the engine, and tells the poll
 * of no visit twice. */
typedef struct Sweep {
  const PrimEngines *engines;
  const PrimPoll *poll;
  int told; /* visits */
  /* Of this attempt. */
  PrimTurn turn;
  int visits;
  double began, seconds;
  bool stopped, ended; /* by the poll; as a trial */
} Sweep;

static bool stop(void *data)
{
  Sweep *sweep = data;
  const PrimTurn *turn = &sweep->turn;

  sweep->stopped = sweep->stopped || sweep->poll->stop(sweep->poll->data);
  sweep->ended = (turn->visits && sweep->visits >= turn->visits) ||
                 (turn->each > 0 && sweep->visits >= PRIM_TRIAL_LEAST &&
                  sweep->seconds > turn->each * sweep->visits);
  return sweep->stopped || sweep->ended;
}

static void visited(void *data)
{
  Sweep *sweep = data;

  sweep->visits++;
  sweep->seconds = prim_engines_time(sweep->engines) - sweep->began;
  if (sweep->visits <= sweep->told)
    return;
  sweep->told = sweep->visits;
  sweep->poll->visited(sweep->poll->data);
}

static void begin_attempt(Sweep *sweep)
{
  sweep->turn = prim_engines_turn(sweep->engines, PRIM_REFINING);
  sweep->visits = 0;
  sweep->stopped = sweep->ended = false;
}

/* Notes what the attempt took. Whether the sweep is to be made again: a trial is over, or the
 * device lost. */
static bool end_attempt(const Sweep *sweep, PrimEngines *engines, PrimStatus status)
{
  bool tried = status == PRIM_STOPPED && sweep->ended && !sweep->stopped;

  if (tried || status == PRIM_OK)
    prim_engines_took(engines, PRIM_REFINING, sweep->turn.engine, sweep->seconds, sweep->visits);
  return prim_engines_lose(engines, sweep->turn.engine, status) || tried;
}

PrimStatus prim_steps_refine(PrimSteps *steps, PrimDrawing *drawing,
                             const PrimSearchRequest *request, const PrimPoll *poll, double *deltas,
                             uint64_t *scored)
{
  Sweep sweep = {.engines = steps->engines, .poll = poll};
  PrimPoll watched = {stop, visited, &sweep};
  PrimStatus status;
  uint64_t count;

  do {
    count = 0;
    begin_attempt(&sweep);
    PrimBackend *backend = backend_of(steps, sweep.turn.engine);
    status = make_ready(steps, sweep.turn.engine, drawing);
    sweep.began = prim_engines_time(steps->engines);
    if (status == PRIM_OK)
      status = backend->refine(backend, drawing, request, &watched, deltas, &count);
  } while (end_attempt(&sweep, steps->engines, status));
  *scored += count;
  if (status == PRIM_OK)
    shown_by(steps, sweep.turn.engine);
  else if (status != PRIM_STOPPED)
    prim_steps_changed(steps);
  return status;
}
