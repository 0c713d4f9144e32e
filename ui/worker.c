/* The search, on a thread of its own.
 *
 * The main thread leaves a request and goes on; the latest one wins. A search that a
 * newer request overtakes stops at its next callback. */
#include <stdatomic.h>
#include <string.h>

#include "hook.h"
#include "notifier.h"
#include "worker.h"

static const double FIRST_REPORT = 0.008; /* seconds after a search began: seen at once */
static const double NEXT_REPORT = 0.033;  /* seconds: about what a screen shows */

typedef struct Request {
  unsigned search;
  PrimTarget *target; /* NULL: the old one */
  PrimSettings settings;
  bool again;
  bool interrupts; /* a search that was running */
  gint64 asked;    /* when */
} Request;

struct PrimWorker {
  const PrimDialogHost *host;
  GThread *thread;
  PrimNotifier notifier;
  atomic_bool halt; /* the search in progress is to end */

  GMutex mutex; /* guards what follows */
  GCond cond;
  bool quit, requested;
  Request request;
  unsigned searches;
  PrimNews news; /* not yet taken */
  bool has_news;
  bool busy;      /* searching */
  GArray *errors; /* after each shape */

  /* The thread's own: */
  PrimTarget *target;
  PrimOptimizer *optimizer;
  Request current;
  gint64 begun, reported;
};

static double seconds_since(gint64 time)
{
  return 1e-6 * (double)(g_get_monotonic_time() - time);
}

void prim_news_clear(PrimNews *news)
{
  prim_sketch_unref(news->sketch);
  g_free(news->problem);
  *news = (PrimNews){0};
}

/* ---- On the thread ----------------------------------------------------------- */

/* Passes `news` on in place of older ones; what they have and these lack is kept. */
static void publish(PrimWorker *worker, PrimNews *news)
{
  g_mutex_lock(&worker->mutex);
  if (worker->has_news && worker->news.search == news->search && !news->sketch) {
    news->sketch = worker->news.sketch;
    worker->news.sketch = NULL;
  }
  prim_news_clear(&worker->news);
  worker->news = *news;
  worker->has_news = true;
  g_mutex_unlock(&worker->mutex);
  prim_notifier_note(&worker->notifier);
}

static PrimNews news_of(const PrimWorker *worker, const PrimReport *report, PrimStage stage)
{
  bool on_cpu = strcmp(report->backend, "cpu") == 0;

  return (PrimNews){
      .search = worker->current.search,
      .stage = stage,
      .sketch = prim_sketch_new(report->drawing, worker->current.search),
      .placed = report->placed,
      .count = report->count,
      .round = report->round,
      .rounds = report->rounds,
      .fraction = report->fraction,
      .error = report->error,
      .seconds = seconds_since(worker->begun),
      .device = on_cpu ? NULL : g_intern_string(report->backend),
  };
}

/* One error for each number of shapes: the first that was reported. */
static void note_error(PrimWorker *worker, const PrimReport *report)
{
  float error = (float)report->error;

  g_mutex_lock(&worker->mutex);
  while (report->placed > 0 && worker->errors->len < (guint)report->placed)
    g_array_append_val(worker->errors, error);
  g_mutex_unlock(&worker->mutex);
}

static bool on_report(const PrimReport *report, void *data)
{
  PrimWorker *worker = data;
  double interval = worker->reported ? NEXT_REPORT : FIRST_REPORT;

  note_error(worker, report);
  if (atomic_load(&worker->halt))
    return false;
  if (report->placed == 0 ||
      seconds_since(worker->reported ? worker->reported : worker->begun) < interval)
    return true;
  worker->reported = g_get_monotonic_time();
  PrimNews news = news_of(worker, report, PRIM_STAGE_SEARCHING);
  publish(worker, &news);
  return true;
}

static void publish_failure(PrimWorker *worker, GError *error)
{
  PrimNews news = {
      .search = worker->current.search,
      .stage = PRIM_STAGE_FAILED,
      .problem = g_strdup(error->message),
  };

  g_error_free(error);
  publish(worker, &news);
}

/* The optimizer for the request: the old one, if it serves again. */
static bool prepare(PrimWorker *worker, GError **error)
{
  const Request *request = &worker->current;

  if (worker->optimizer && request->again &&
      prim_optimizer_set_count(worker->optimizer, request->settings.count) == PRIM_OK)
    return true;
  prim_optimizer_free(worker->optimizer);
  if (request->target) {
    prim_target_free(worker->target);
    worker->target = request->target;
  }
  worker->optimizer = worker->host->prepare(worker->target, &request->settings, error);
  return worker->optimizer != NULL;
}

/* The errors that a search which is taken up again will not report a second time. */
static void keep_errors(PrimWorker *worker)
{
  guint kept = worker->current.again ? (guint)worker->current.settings.count : 0;

  g_mutex_lock(&worker->mutex);
  g_array_set_size(worker->errors, MIN(worker->errors->len, kept));
  g_mutex_unlock(&worker->mutex);
}

static void search(PrimWorker *worker)
{
  PrimProgress progress = {on_report, worker, 0};
  GError *error = NULL;

  worker->begun = g_get_monotonic_time();
  worker->reported = 0;
  keep_errors(worker);
  if (!prepare(worker, &error)) {
    publish_failure(worker, error);
    return;
  }
  PrimStatus status = prim_optimizer_run(worker->optimizer, &progress);
  if (status != PRIM_OK && status != PRIM_STOPPED) {
    prim_optimizer_free(worker->optimizer);
    worker->optimizer = NULL;
    worker->host->explain(&error, status);
    publish_failure(worker, error);
    return;
  }
  PrimReport report = prim_optimizer_report(worker->optimizer);
  note_error(worker, &report);
  PrimNews news =
      news_of(worker, &report, status == PRIM_OK ? PRIM_STAGE_DONE : PRIM_STAGE_STOPPED);
  news.problem = worker->host->remark(&report);
  publish(worker, &news);
}

static void *work(void *data)
{
  PrimWorker *worker = data;

  g_mutex_lock(&worker->mutex);
  for (;;) {
    while (!worker->requested && !worker->quit)
      g_cond_wait(&worker->cond, &worker->mutex);
    if (worker->quit)
      break;
    worker->current = worker->request;
    worker->requested = false;
    worker->busy = true;
    atomic_store(&worker->halt, false);
    g_mutex_unlock(&worker->mutex);
    if (worker->current.interrupts)
      prim_hook_time("change->stopped", worker->current.asked);
    search(worker);
    g_mutex_lock(&worker->mutex);
    worker->busy = false;
  }
  g_mutex_unlock(&worker->mutex);
  prim_optimizer_free(worker->optimizer);
  prim_target_free(worker->target);
  return NULL;
}

/* ---- On the main thread ------------------------------------------------------ */

PrimWorker *prim_worker_new(const PrimDialogHost *host, void (*news)(void *data), void *data)
{
  PrimWorker *worker = g_new0(PrimWorker, 1);

  worker->host = host;
  prim_notifier_init(&worker->notifier, news, data);
  g_mutex_init(&worker->mutex);
  g_cond_init(&worker->cond);
  worker->errors = g_array_new(FALSE, FALSE, sizeof(float));
  return worker;
}

void prim_worker_free(PrimWorker *worker)
{
  if (!worker)
    return;
  g_mutex_lock(&worker->mutex);
  worker->quit = true;
  atomic_store(&worker->halt, true);
  g_cond_signal(&worker->cond);
  g_mutex_unlock(&worker->mutex);
  if (worker->thread)
    g_thread_join(worker->thread);
  if (worker->requested)
    prim_target_free(worker->request.target);
  prim_notifier_clear(&worker->notifier);
  prim_news_clear(&worker->news);
  g_array_free(worker->errors, TRUE);
  g_mutex_clear(&worker->mutex);
  g_cond_clear(&worker->cond);
  g_free(worker);
}

unsigned prim_worker_search(PrimWorker *worker, PrimTarget *target, const PrimSettings *settings,
                            bool again)
{
  if (!worker->thread)
    worker->thread = g_thread_try_new("search", work, worker, NULL);
  if (!worker->thread) {
    prim_target_free(target);
    return 0;
  }
  g_mutex_lock(&worker->mutex);
  bool waiting = worker->requested; /* a request that this one replaces */
  if (waiting && target)
    prim_target_free(worker->request.target);
  else if (waiting)
    target = worker->request.target;
  worker->request = (Request){
      .search = ++worker->searches,
      .target = target,
      .settings = *settings,
      .again = again && (!waiting || worker->request.again),
      .interrupts = worker->busy,
      .asked = g_get_monotonic_time(),
  };
  unsigned number = worker->request.search;
  worker->requested = true;
  atomic_store(&worker->halt, true);
  g_cond_signal(&worker->cond);
  g_mutex_unlock(&worker->mutex);
  return number;
}

void prim_worker_stop(PrimWorker *worker)
{
  atomic_store(&worker->halt, true);
}

bool prim_worker_take(PrimWorker *worker, PrimNews *news)
{
  g_mutex_lock(&worker->mutex);
  bool taken = worker->has_news;
  if (taken) {
    *news = worker->news;
    worker->news = (PrimNews){0};
    worker->has_news = false;
  }
  g_mutex_unlock(&worker->mutex);
  return taken;
}

void prim_worker_errors(PrimWorker *worker, GArray *errors)
{
  g_mutex_lock(&worker->mutex);
  g_array_set_size(errors, 0);
  if (worker->errors->len)
    g_array_append_vals(errors, worker->errors->data, worker->errors->len);
  g_mutex_unlock(&worker->mutex);
}
