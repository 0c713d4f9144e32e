/* The team of threads. */
#include "team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* How often an idle worker looks for work before it sleeps: some 30 us. */
enum { LOOKS = 600 };

struct PrimTeam {
  pthread_t *workers;
  int count;
  /* The job; its fields hold still while it is open or somebody is inside. */
  PrimTeamTask *task;
  void *data;
  int tasks;
  atomic_int next;   /* the first task that nobody has taken */
  atomic_bool open;  /* workers may enter */
  atomic_int inside; /* workers that have entered */
  /* Sleeping and waking. */
  atomic_uint jobs; /* ever opened */
  atomic_int sleepers;
  atomic_bool quit;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
};

static inline void pause_briefly(void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

static void work(PrimTeam *team, bool caller)
{
  int task;

  while ((task = atomic_fetch_add(&team->next, 1)) < team->tasks)
    team->task(team->data, task, caller);
}

/* Waits for a job after number `seen`. */
static unsigned next_job(PrimTeam *team, unsigned seen)
{
  for (int i = 0; i < LOOKS; i++) {
    unsigned jobs = atomic_load(&team->jobs);
    if (jobs != seen || atomic_load(&team->quit))
      return jobs;
    pause_briefly();
  }
  pthread_mutex_lock(&team->mutex);
  atomic_fetch_add(&team->sleepers, 1);
  while (atomic_load(&team->jobs) == seen && !atomic_load(&team->quit))
    pthread_cond_wait(&team->wake, &team->mutex);
  atomic_fetch_sub(&team->sleepers, 1);
  pthread_mutex_unlock(&team->mutex);
  return atomic_load(&team->jobs);
}

static void *worker(void *data)
{
  PrimTeam *team = data;
  unsigned seen = 0;

  while (!atomic_load(&team->quit)) {
    seen = next_job(team, seen);
    /* Either the caller sees us inside, or we see that the job is closed. */
    atomic_fetch_add(&team->inside, 1);
    if (atomic_load(&team->open))
      work(team, false);
    atomic_fetch_sub(&team->inside, 1);
  }
  return NULL;
}

static void wake_all(PrimTeam *team)
{
  if (atomic_load(&team->sleepers) == 0 && !atomic_load(&team->quit))
    return;
  pthread_mutex_lock(&team->mutex);
  pthread_cond_broadcast(&team->wake);
  pthread_mutex_unlock(&team->mutex);
}

void prim_team_run(PrimTeam *team, int tasks, PrimTeamTask *task, void *data)
{
  if (team->count == 0 || tasks <= 1) {
    for (int i = 0; i < tasks; i++)
      task(data, i, true);
    return;
  }
  team->task = task;
  team->data = data;
  team->tasks = tasks;
  atomic_store(&team->next, 0);
  atomic_store(&team->open, true);
  atomic_fetch_add(&team->jobs, 1);
  wake_all(team);
  work(team, true);
  atomic_store(&team->open, false);
  while (atomic_load(&team->inside) > 0)
    pause_briefly();
}

int prim_team_size(const PrimTeam *team)
{
  return team->count + 1;
}

/* Room for the threads besides the caller's. */
static bool reserve(PrimTeam *team, int threads)
{
  if (threads <= 1)
    return true;
  pthread_t *workers = realloc(team->workers, (size_t)(threads - 1) * sizeof *workers);
  if (workers)
    team->workers = workers;
  return workers;
}

static void add_threads(PrimTeam *team, int threads)
{
  while (team->count < threads - 1 &&
         pthread_create(&team->workers[team->count], NULL, worker, team) == 0)
    team->count++;
}

void prim_team_grow(PrimTeam *team, int threads)
{
  if (threads > prim_team_size(team) && reserve(team, threads))
    add_threads(team, threads);
}

PrimTeam *prim_team_new(int threads)
{
  PrimTeam *team = calloc(1, sizeof *team);

  if (threads <= 0)
    threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
  if (!team || !reserve(team, threads)) {
    free(team);
    return NULL;
  }
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->wake, NULL);
  add_threads(team, threads);
  return team;
}

void prim_team_free(PrimTeam *team)
{
  if (!team)
    return;
  atomic_store(&team->quit, true);
  wake_all(team);
  for (int i = 0; i < team->count; i++)
    pthread_join(team->workers[i], NULL);
  pthread_cond_destroy(&team->wake);
  pthread_mutex_destroy(&team->mutex);
  free(team->workers);
  free(team);
}
