/* Sharing out runs and steps. */
#include "share.h"

#include <stdatomic.h>
#include <stdint.h>

/* How often a worker looks whether a step has ended before it does others' parts. */
enum { LOOKS = 200 };

/* Keeps what threads write often out of each other's cache lines. */
#define LINE _Alignas(64)

static inline void pause_briefly(void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

/* ---- Runs --------------------------------------------------------------------- */

/* Items begin..end-1, in one word so that owner and thieves agree. */
typedef struct Run {
  LINE atomic_ullong left;
} Run;

typedef struct Runs {
  Run run[PRIM_WORKERS_MAX];
  int workers, least;
  PrimRunItem *item;
  void *data;
  atomic_bool stopped;
} Runs;

static unsigned long long run_of(uint32_t begin, uint32_t end)
{
  return (unsigned long long)end << 32 | begin;
}

static uint32_t begin_of(unsigned long long run)
{
  return (uint32_t)run;
}

static uint32_t length_of(unsigned long long run)
{
  return (uint32_t)(run >> 32) - begin_of(run);
}

/* The next item of the worker's own run; -1: none is left. */
static int take(Runs *runs, int worker)
{
  unsigned long long left = atomic_load(&runs->run[worker].left);

  while (length_of(left) > 0)
    if (atomic_compare_exchange_weak(&runs->run[worker].left, &left, left + 1))
      return (int)begin_of(left);
  return -1;
}

/* Makes the upper half of the longest run the worker's own; false: none is long enough. */
static bool steal(Runs *runs, int worker)
{
  for (;;) {
    int longest = 0;
    unsigned long long left = 0;
    for (int i = 0; i < runs->workers; i++) {
      unsigned long long other = atomic_load(&runs->run[i].left);
      if (length_of(other) > length_of(left)) {
        left = other;
        longest = i;
      }
    }
    if (length_of(left) == 0 || length_of(left) < (uint32_t)runs->least)
      return false;
    uint32_t middle = begin_of(left) + length_of(left) / 2, end = (uint32_t)(left >> 32);
    if (atomic_compare_exchange_strong(&runs->run[longest].left, &left,
                                       run_of(begin_of(left), middle))) {
      atomic_store(&runs->run[worker].left, run_of(middle, end));
      return true;
    }
  }
}

static void run_task(void *data, int worker, bool caller)
{
  Runs *runs = data;

  do {
    int item;
    for (bool begins = true; !atomic_load(&runs->stopped) && (item = take(runs, worker)) >= 0;
         begins = false)
      if (!runs->item(runs->data, worker, item, begins, caller))
        atomic_store(&runs->stopped, true);
  } while (!atomic_load(&runs->stopped) && steal(runs, worker));
}

void prim_share_runs(PrimTeam *team, int workers, const int *first, int least, PrimRunItem *item,
                     void *data)
{
  Runs runs = {.workers = workers, .least = least, .item = item, .data = data};

  for (int i = 0; i < workers; i++)
    runs.run[i].left = run_of((uint32_t)first[i], (uint32_t)first[i + 1]);
  prim_team_run(team, workers, run_task, &runs);
}

/* ---- Steps -------------------------------------------------------------------- */

typedef struct Steps {
  LINE atomic_int step;   /* under way */
  LINE atomic_int done;   /* parts of it */
  LINE atomic_int inside; /* workers */
  struct {
    LINE atomic_int step; /* the next that it is to be done of */
  } part[PRIM_WORKERS_MAX];
  int steps, parts;
  PrimStepPart *do_part;
  PrimStepEnd *end;
  void *data;
} Steps;

/* Does a part of a step unless somebody has taken it. */
static void try_part(Steps *steps, int step, int part, bool caller)
{
  int next = step;

  if (!atomic_compare_exchange_strong(&steps->part[part].step, &next, step + 1))
    return;
  steps->do_part(steps->data, step, part, caller);
  if (atomic_fetch_add(&steps->done, 1) < steps->parts - 1)
    return;
  steps->end(steps->data, step);
  atomic_store(&steps->done, 0);
  atomic_store(&steps->step, step + 1);
}

/* Waits for the step's end; does what others are late with, at once if there are none. */
static void finish_step(Steps *steps, int step, bool caller)
{
  for (int looks = 0; atomic_load(&steps->step) == step; looks++) {
    if (looks < LOOKS && atomic_load(&steps->inside) > 1) {
      pause_briefly();
      continue;
    }
    for (int part = 0; part < steps->parts && atomic_load(&steps->step) == step; part++)
      try_part(steps, step, part, caller);
    looks = 0;
  }
}

static void step_task(void *data, int worker, bool caller)
{
  Steps *steps = data;
  int step;

  atomic_fetch_add(&steps->inside, 1);
  while ((step = atomic_load(&steps->step)) < steps->steps) {
    try_part(steps, step, worker, caller);
    finish_step(steps, step, caller);
  }
  atomic_fetch_sub(&steps->inside, 1);
}

void prim_share_steps(PrimTeam *team, int steps, int parts, PrimStepPart *part, PrimStepEnd *end,
                      void *data)
{
  Steps all = {.steps = steps, .parts = parts, .do_part = part, .end = end, .data = data};

  prim_team_run(team, parts, step_task, &all);
}
