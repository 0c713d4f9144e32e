/* Proves team.h: of every job each task is done exactly once, by a team of any
 * size, over thousands of short jobs; what tasks write is there when the job
 * returns; `caller` is true on the calling thread alone. A build with
 * SANITIZE=thread proves the same of the memory order. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "../../core/team.h"
#include "cases.h"
#include "../tap.h"

enum { JOBS = 300, TASKS_MAX = 70, TEAMS = 60, THREADS = 9 };

typedef struct Job {
  pthread_t caller;
  int count[TASKS_MAX]; /* how often each task ran: plain, a task has its own */
  bool right_thread[TASKS_MAX];
  atomic_int inside;
} Job;

static void count_task(void *data, int task, bool caller)
{
  Job *job = data;

  atomic_fetch_add(&job->inside, 1);
  job->count[task]++;
  job->right_thread[task] = caller == (pthread_equal(job->caller, pthread_self()) != 0);
  atomic_fetch_sub(&job->inside, 1);
}

static bool check_job(PrimTeam *team, int tasks)
{
  Job job = {.caller = pthread_self()};

  prim_team_run(team, tasks, count_task, &job);
  if (atomic_load(&job.inside) != 0)
    return tap_fault("%d tasks are still at work", atomic_load(&job.inside));
  for (int i = 0; i < TASKS_MAX; i++)
    if (job.count[i] != (i < tasks) || (i < tasks && !job.right_thread[i]))
      return tap_fault("of %d tasks, task %d ran %d times", tasks, i, job.count[i]);
  return true;
}

/* A team that does short jobs, with pauses now and then in which workers fall
 * asleep, and is then dismissed, at once or asleep. */
static bool team_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int threads = dice_between(&dice, 0, THREADS);
  PrimTeam *team = prim_team_new(threads);
  struct timespec nap = {0, 300000};

  tap_detail("%d threads", threads);
  if (!team)
    return tap_fault("no team");
  bool good = true;
  for (int i = 0; good && i < JOBS; i++) {
    good = check_job(team, dice_one_in(&dice, 4) ? dice_between(&dice, 0, 2)
                                                 : dice_between(&dice, 0, TASKS_MAX));
    if (dice_one_in(&dice, 50))
      nanosleep(&nap, NULL);
  }
  prim_team_free(team);
  return good;
}

/* All threads of a team take part when tasks are long enough. */
static void slow_task(void *data, int task, bool caller)
{
  struct timespec nap = {0, 20000000};
  atomic_int *workers = data;

  (void)task;
  if (!caller)
    atomic_fetch_add(workers, 1);
  nanosleep(&nap, NULL);
}

static void all_work(void)
{
  atomic_int workers = 0;
  PrimTeam *team = prim_team_new(4);

  if (!team)
    abort();
  prim_team_run(team, 16, slow_task, &workers);
  tap_ok(atomic_load(&workers) > 0, "workers take part in long tasks (%d of 16)",
         atomic_load(&workers));
  prim_team_free(team);
  prim_team_free(NULL);
}

/* A team that grows between jobs. */
static bool growing_team(uint32_t number)
{
  Dice dice = dice_new(number);
  int size = dice_between(&dice, 1, 4);
  PrimTeam *team = prim_team_new(size);
  bool good = team;

  for (int i = 0; good && i < 20; i++) {
    int threads = dice_between(&dice, 0, THREADS);
    prim_team_grow(team, threads);
    size = threads > size ? threads : size;
    if (prim_team_size(team) != size)
      good = tap_fault("%d threads, not %d", prim_team_size(team), size);
    for (int k = 0; good && k < 5; k++)
      good = check_job(team, dice_between(&dice, 0, TASKS_MAX));
  }
  prim_team_free(team);
  return good;
}

static void idle_teams(void)
{
  for (int i = 0; i < 50; i++) {
    PrimTeam *team = prim_team_new(1 + i % 5);
    if (!team)
      abort();
    prim_team_free(team);
  }
  tap_ok(true, "a team that never worked can be dismissed");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  all_work();
  idle_teams();
  tap_cases_alone("every task of every job is done once", TEAMS, team_case);
  tap_cases_alone("by a team that grows as well", TEAMS, growing_team);
  return tap_done();
}
