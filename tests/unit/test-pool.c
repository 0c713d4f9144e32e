/* Proves pool.h: every task is done once, at most as many at a time as there are workers; what it
 * wrote is there when it was waited for; it is granted cores before it begins, never fewer later,
 * and the last tasks share all of them. */
#include <stdatomic.h>

#include "../../plugin/batch/pool.h"
#include "cases.h"
#include "../tap.h"

enum { POOLS = 60, TASKS_MAX = 30, WORKERS_MAX = 5, CORES_MAX = 9 };

/* What all tasks of a pool share. */
typedef struct Yard {
  atomic_int inside, most; /* tasks at work, now and at most */
  atomic_int order;        /* tasks begun */
} Yard;

typedef struct Work {
  PrimPoolTask task;
  Yard *yard;
  int number;          /* of those added */
  int times, begun;    /* plain: the pool must make them seen */
  atomic_int cores;    /* granted */
  atomic_int wanted;   /* before work_until_granted() ends */
  bool fewer, ungiven; /* what must not be */
  int microseconds;
} Work;

static void grant(void *data, int cores)
{
  Work *work = data;

  work->fewer = work->fewer || cores < atomic_load(&work->cores);
  atomic_store(&work->cores, cores);
}

static void work(void *data)
{
  Work *work = data;
  Yard *yard = work->yard;
  int inside = atomic_fetch_add(&yard->inside, 1) + 1, most = atomic_load(&yard->most);

  while (inside > most && !atomic_compare_exchange_weak(&yard->most, &most, inside))
    ;
  work->begun = atomic_fetch_add(&yard->order, 1);
  work->ungiven = atomic_load(&work->cores) < 1;
  g_usleep((gulong)work->microseconds);
  work->times++;
  atomic_fetch_sub(&yard->inside, 1);
}

static bool check_work(PrimPool *pool, Work *work)
{
  prim_pool_wait(pool, &work->task);
  if (work->times != 1)
    return tap_fault("task %d was done %d times", work->number, work->times);
  return !(work->fewer || work->ungiven) || tap_fault("task %d: cores were taken", work->number);
}

/* Tasks of any length, waited for in their order, some before the last are added. */
static bool pool_case(uint32_t number)
{
  Dice dice = dice_new(number);
  Yard yard = {0};
  Work works[TASKS_MAX] = {{.number = 0}};
  int workers = dice_between(&dice, 1, WORKERS_MAX),
      cores = dice_between(&dice, workers, CORES_MAX);
  int tasks = dice_between(&dice, 0, TASKS_MAX), added = 0, waited = 0;
  PrimPool *pool = prim_pool_new(workers, cores, tasks);
  bool good = true;

  tap_detail("%d tasks, %d workers, %d cores", tasks, workers, cores);
  for (int i = 0; i < tasks; i++) {
    Work *next = &works[added];
    *next = (Work){.yard = &yard, .number = added, .microseconds = dice_below(&dice, 400)};
    next->task = (PrimPoolTask){.work = work, .grant = grant, .data = next};
    if (dice_one_in(&dice, 5)) {
      prim_pool_skip(pool);
      continue;
    }
    prim_pool_add(pool, &next->task);
    added++;
    if (dice_one_in(&dice, 3))
      good = check_work(pool, &works[waited++]) && good;
  }
  while (waited < added)
    good = check_work(pool, &works[waited++]) && good;
  prim_pool_free(pool);
  if (good && atomic_load(&yard.most) > workers)
    good = tap_fault("%d tasks at a time", atomic_load(&yard.most));
  return good;
}

/* Waits until it has that many cores; or for long. */
static void work_until_granted(void *data)
{
  Work *work = data;

  for (int i = 0; i < 10000 && atomic_load(&work->cores) < atomic_load(&work->wanted); i++)
    g_usleep(1000);
}

static Work patient(int cores)
{
  return (Work){.task = {.work = work_until_granted, .grant = grant}, .wanted = cores};
}

static void sharing(void)
{
  Work first = patient(9), second = patient(9), third = patient(7);
  PrimPool *pool = prim_pool_new(3, 7, 4);

  first.task.data = &first;
  second.task.data = &second;
  third.task.data = &third;
  prim_pool_add(pool, &first.task);
  prim_pool_add(pool, &second.task);
  tap_ok(first.task.cores == 3 && second.task.cores == 2, "as long as more come each has a part");
  atomic_store(&first.wanted, 0);
  prim_pool_wait(pool, &first.task);
  tap_ok(second.task.cores == 3, "the oldest of them has what is over");
  prim_pool_add(pool, &third.task);
  prim_pool_skip(pool);
  tap_ok(second.task.cores == 4 && third.task.cores == 3, "the last ones share all");
  atomic_store(&second.wanted, 0);
  prim_pool_wait(pool, &second.task);
  prim_pool_wait(pool, &third.task);
  tap_ok(third.task.cores == 7, "and the very last one has them alone");
  prim_pool_free(pool);
}

static void nothing_to_wait_for(void)
{
  Work never = {.task = {.work = work, .grant = grant, .data = &never, .done = true}};
  PrimPool *pool = prim_pool_new(1, 1, 1);

  prim_pool_skip(pool);
  prim_pool_wait(pool, &never.task);
  prim_pool_free(pool);
  tap_ok(never.times == 0, "a task that is never added is not waited for");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  sharing();
  nothing_to_wait_for();
  tap_cases_alone("every task is done once, and has its cores", POOLS, pool_case);
  return tap_done();
}
