/* Long tasks side by side. */
#include <pthread.h>

#include "pool.h"

struct PrimPool {
  pthread_mutex_t mutex;
  pthread_cond_t change; /* a task was added or is done, or the pool is to end */
  GQueue unfinished;     /* tasks, the first added first */
  GQueue waiting;        /* of these, nobody has begun */
  int coming;            /* tasks still to be added */
  bool ending;
  int cores, workers;
  pthread_t *threads; /* of the workers */
};

/* Hands out the cores: more for each task, when there are fewer tasks than workers. */
static void share_cores(PrimPool *pool)
{
  int tasks = (int)pool->unfinished.length + pool->coming;
  int sharers = CLAMP(tasks, 1, MAX(pool->workers, 1)), number = 0;

  for (GList *link = pool->unfinished.head; link; link = link->next, number++) {
    PrimPoolTask *task = link->data;
    int cores = pool->cores / sharers + (number < pool->cores % sharers);
    if (cores <= task->cores)
      continue;
    task->cores = cores;
    task->grant(task->data, cores);
  }
}

static void finish(PrimPool *pool, PrimPoolTask *task)
{
  task->done = true;
  g_queue_remove(&pool->unfinished, task);
  share_cores(pool);
  pthread_cond_broadcast(&pool->change);
}

static void *worker(void *data)
{
  PrimPool *pool = data;

  pthread_mutex_lock(&pool->mutex);
  while (!pool->ending) {
    PrimPoolTask *task = g_queue_pop_head(&pool->waiting);
    if (!task) {
      pthread_cond_wait(&pool->change, &pool->mutex);
      continue;
    }
    pthread_mutex_unlock(&pool->mutex);
    task->work(task->data);
    pthread_mutex_lock(&pool->mutex);
    finish(pool, task);
  }
  pthread_mutex_unlock(&pool->mutex);
  return NULL;
}

void prim_pool_add(PrimPool *pool, PrimPoolTask *task)
{
  task->cores = 0;
  task->done = false;
  pthread_mutex_lock(&pool->mutex);
  pool->coming--;
  g_queue_push_tail(&pool->unfinished, task);
  share_cores(pool);
  if (pool->workers)
    g_queue_push_tail(&pool->waiting, task);
  pthread_cond_broadcast(&pool->change);
  pthread_mutex_unlock(&pool->mutex);
  if (pool->workers)
    return;
  task->work(task->data);
  finish(pool, task);
}

void prim_pool_skip(PrimPool *pool)
{
  pthread_mutex_lock(&pool->mutex);
  pool->coming--;
  share_cores(pool);
  pthread_mutex_unlock(&pool->mutex);
}

void prim_pool_wait(PrimPool *pool, PrimPoolTask *task)
{
  pthread_mutex_lock(&pool->mutex);
  while (!task->done)
    pthread_cond_wait(&pool->change, &pool->mutex);
  pthread_mutex_unlock(&pool->mutex);
}

PrimPool *prim_pool_new(int workers, int cores, int tasks)
{
  PrimPool *pool = g_new0(PrimPool, 1);

  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->change, NULL);
  g_queue_init(&pool->unfinished);
  g_queue_init(&pool->waiting);
  pool->coming = tasks;
  pool->cores = cores;
  pool->threads = g_new(pthread_t, (gsize)workers);
  while (pool->workers < workers &&
         pthread_create(&pool->threads[pool->workers], NULL, worker, pool) == 0)
    pool->workers++;
  return pool;
}

void prim_pool_free(PrimPool *pool)
{
  pthread_mutex_lock(&pool->mutex);
  pool->ending = true;
  pthread_cond_broadcast(&pool->change);
  pthread_mutex_unlock(&pool->mutex);
  for (int i = 0; i < pool->workers; i++)
    pthread_join(pool->threads[i], NULL);
  g_free(pool->threads);
  pthread_mutex_destroy(&pool->mutex);
  pthread_cond_destroy(&pool->change);
  g_free(pool);
}
