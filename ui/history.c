/* Undo and redo in the dialog. */
#include "history.h"

enum { STEPS_MAX = 200, TOGETHER = 2 /* values that one control may change */ };
static const gint64 PAUSE = G_USEC_PER_SEC; /* between steps of one value */

typedef struct State {
  PrimSettings settings;
  PrimImportanceMap *map; /* or NULL */
  unsigned stroke;        /* counts up with every change of what is painted */
  uint32_t changed;       /* the parameters that differ from the state before */
  gint64 time;            /* when it was noted */
} State;

struct PrimHistory {
  const PrimDialogHost *host;
  GArray *states; /* of State */
  guint at;       /* the state that is in force; there is one once anything was noted */
};

static State *state_at(PrimHistory *history, guint index)
{
  return &g_array_index(history->states, State, index);
}

static void drop(PrimHistory *history, guint first, guint count)
{
  for (guint i = first; i < first + count; i++)
    if (state_at(history, i)->map)
      history->host->free_map(state_at(history, i)->map);
  if (count)
    g_array_remove_range(history->states, first, count);
}

PrimHistory *prim_history_new(const PrimDialogHost *host)
{
  PrimHistory *history = g_new0(PrimHistory, 1);

  history->host = host;
  history->states = g_array_new(FALSE, FALSE, sizeof(State));
  return history;
}

void prim_history_free(PrimHistory *history)
{
  if (!history)
    return;
  drop(history, 0, history->states->len);
  g_array_free(history->states, TRUE);
  g_free(history);
}

/* ---- Noting ----------------------------------------------------------------------- */

static uint32_t differing(const PrimSettings *a, const PrimSettings *b)
{
  uint32_t rows = 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (!prim_parameter_equal(&prim_parameters[i], a, b))
      rows |= 1u << i;
  return rows;
}

/* Whether a change goes on with the one that led to the state. */
static bool goes_on(const State *state, uint32_t changed)
{
  return changed & state->changed && __builtin_popcount(changed) <= TOGETHER &&
         __builtin_popcount(state->changed) <= TOGETHER &&
         g_get_monotonic_time() - state->time < PAUSE;
}

static void append(PrimHistory *history, const State *state)
{
  g_array_append_val(history->states, *state);
  if (history->states->len > STEPS_MAX)
    drop(history, 0, 1);
  history->at = history->states->len - 1;
}

void prim_history_note(PrimHistory *history, const PrimSettings *settings,
                       const PrimImportanceMap *map, bool stroke)
{
  State *now = history->states->len ? state_at(history, history->at) : NULL;
  State state = {.settings = *settings, .time = g_get_monotonic_time()};

  if (now) {
    state.changed = differing(&now->settings, settings);
    state.stroke = now->stroke + stroke;
    if (!state.changed && !stroke)
      return;
    drop(history, history->at + 1, history->states->len - history->at - 1);
    if (!stroke && history->at > 0 && goes_on(now, state.changed)) {
      now->settings = *settings;
      now->changed |= state.changed;
      now->time = state.time;
      return;
    }
  }
  state.map = map ? history->host->copy_map(map) : NULL;
  append(history, &state);
}

/* ---- Undo and redo ------------------------------------------------------------------ */

static void go(PrimHistory *history, guint to, PrimSettings *settings, PrimImportanceMap **map,
               bool *painted)
{
  const State *from = state_at(history, history->at), *state = state_at(history, to);

  *settings = state->settings;
  *map = state->map ? history->host->copy_map(state->map) : NULL;
  *painted = state->stroke != from->stroke;
  history->at = to;
}

bool prim_history_back(PrimHistory *history, PrimSettings *settings, PrimImportanceMap **map,
                       bool *painted)
{
  if (history->at == 0)
    return false;
  go(history, history->at - 1, settings, map, painted);
  return true;
}

bool prim_history_forward(PrimHistory *history, PrimSettings *settings, PrimImportanceMap **map,
                          bool *painted)
{
  if (history->at + 1 >= history->states->len)
    return false;
  go(history, history->at + 1, settings, map, painted);
  return true;
}
