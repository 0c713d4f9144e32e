/* Small drawings, one after another, on a thread that gives way to all others. */
#include <stdatomic.h>
#include <sys/resource.h>

#include "notifier.h"
#include "thumbnail.h"

enum { SHAPES_MAX = 600 }; /* more than a thumbnail shows */

typedef struct Job {
  PrimTarget *target; /* NULL: nothing is asked for */
  PrimSettings settings;
  PrimScreenColors colors;
  int width, height;
} Job;

struct PrimThumbnails {
  GThread *thread;
  PrimNotifier notifier;
  atomic_bool quit;

  GMutex mutex; /* guards what follows */
  GCond cond;
  Job job;            /* asked for, not begun */
  GdkPixbuf *picture; /* drawn, not taken */
  bool ended;
};

/* ---- On the thread ----------------------------------------------------------- */

static bool on_report(const PrimReport *report, void *data)
{
  (void)report;
  return !atomic_load(&((PrimThumbnails *)data)->quit);
}

/* From the painter's floats, premultiplied, to bytes that are not. */
static void convert(const float *painted, const Job *job, GdkPixbuf *picture)
{
  for (int y = 0; y < job->height; y++) {
    uint8_t *row =
        gdk_pixbuf_get_pixels(picture) + (size_t)y * (size_t)gdk_pixbuf_get_rowstride(picture);
    for (int x = 0; x < job->width; x++, painted += 4) {
      float scale = painted[3] > 0 ? 255 / painted[3] : 0;
      for (int k = 0; k < 3; k++)
        row[4 * x + k] = (uint8_t)MIN(painted[k] * scale + 0.5f, 255);
      row[4 * x + 3] = (uint8_t)(painted[3] * 255 + 0.5f);
    }
    if (job->colors.transform)
      prim_screen_colors_convert(&job->colors, row, (size_t)job->width);
  }
}

/* NULL: out of memory. */
static GdkPixbuf *paint(const Job *job, const PrimDrawing *drawing)
{
  GdkPixbuf *picture = gdk_pixbuf_new(GDK_COLORSPACE_RGB, TRUE, 8, job->width, job->height);
  float *painted = g_try_new(float, (size_t)job->width *(size_t)job->height * 4);
  bool good =
      picture && painted &&
      prim_paint_rows(drawing, job->width, job->height, 0, job->height, 1, painted) == PRIM_OK;

  if (good)
    convert(painted, job, picture);
  else
    g_clear_object(&picture);
  g_free(painted);
  return picture;
}

/* NULL: out of memory, or it is no longer wanted. */
static GdkPixbuf *draw(PrimThumbnails *thumbnails, const Job *job)
{
  PrimProgress progress = {on_report, thumbnails, 0};
  GdkPixbuf *picture = NULL;
  PrimStatus status;
  PrimOptimizer *optimizer = prim_optimizer_new(job->target, &job->settings, NULL, &status);

  if (optimizer && prim_optimizer_run(optimizer, &progress) == PRIM_OK) {
    PrimReport report = prim_optimizer_report(optimizer);
    picture = paint(job, report.drawing);
  }
  prim_optimizer_free(optimizer);
  return picture;
}

static void clear(Job *job)
{
  prim_target_free(job->target);
  prim_screen_colors_clear(&job->colors);
  *job = (Job){NULL};
}

/* What else runs goes first. */
static void give_way(void)
{
#ifdef __linux__ /* where this is about the thread, and not about the process */
  (void)setpriority(PRIO_PROCESS, 0, 19);
#endif
}

static void *work(void *data)
{
  PrimThumbnails *thumbnails = data;

  give_way();
  g_mutex_lock(&thumbnails->mutex);
  while (!atomic_load(&thumbnails->quit)) {
    Job job = thumbnails->job;
    thumbnails->job = (Job){NULL};
    if (!job.target) {
      g_cond_wait(&thumbnails->cond, &thumbnails->mutex);
      continue;
    }
    g_mutex_unlock(&thumbnails->mutex);
    GdkPixbuf *picture = draw(thumbnails, &job);
    clear(&job);
    g_mutex_lock(&thumbnails->mutex);
    thumbnails->picture = picture;
    thumbnails->ended = true;
    prim_notifier_note(&thumbnails->notifier);
  }
  g_mutex_unlock(&thumbnails->mutex);
  return NULL;
}

/* ---- On the main thread ------------------------------------------------------ */

PrimThumbnails *prim_thumbnails_new(void (*ready)(void *data), void *data)
{
  PrimThumbnails *thumbnails = g_new0(PrimThumbnails, 1);

  prim_notifier_init(&thumbnails->notifier, ready, data);
  g_mutex_init(&thumbnails->mutex);
  g_cond_init(&thumbnails->cond);
  return thumbnails;
}

void prim_thumbnails_free(PrimThumbnails *thumbnails)
{
  if (!thumbnails)
    return;
  g_mutex_lock(&thumbnails->mutex);
  atomic_store(&thumbnails->quit, true);
  g_cond_signal(&thumbnails->cond);
  g_mutex_unlock(&thumbnails->mutex);
  if (thumbnails->thread)
    g_thread_join(thumbnails->thread);
  prim_notifier_clear(&thumbnails->notifier);
  clear(&thumbnails->job);
  g_clear_object(&thumbnails->picture);
  g_mutex_clear(&thumbnails->mutex);
  g_cond_clear(&thumbnails->cond);
  g_free(thumbnails);
}

/* The same look, as soon as can be. */
static PrimSettings coarse(const PrimSettings *settings)
{
  PrimSettings quick = *settings;

  quick.count = MIN(settings->count, SHAPES_MAX);
  quick.effort = PRIM_EFFORT_DRAFT;
  quick.seed = 0;
  quick.threads = 1;
  return quick;
}

bool prim_thumbnails_draw(PrimThumbnails *thumbnails, PrimTarget *target,
                          const PrimSettings *settings, const PrimScreenColors *colors, int width,
                          int height)
{
  if (!thumbnails->thread)
    thumbnails->thread = g_thread_try_new("thumbnails", work, thumbnails, NULL);
  if (!thumbnails->thread) {
    prim_target_free(target);
    return false;
  }
  g_mutex_lock(&thumbnails->mutex);
  clear(&thumbnails->job);
  thumbnails->job = (Job){target, coarse(settings), prim_screen_colors_ref(colors), width, height};
  g_cond_signal(&thumbnails->cond);
  g_mutex_unlock(&thumbnails->mutex);
  return true;
}

GdkPixbuf *prim_thumbnails_take(PrimThumbnails *thumbnails, bool *ended)
{
  g_mutex_lock(&thumbnails->mutex);
  GdkPixbuf *picture = thumbnails->picture;
  *ended = thumbnails->ended;
  thumbnails->picture = NULL;
  thumbnails->ended = false;
  g_mutex_unlock(&thumbnails->mutex);
  return picture;
}
