/* Many files in one go, in one process.
 *
 * The main thread loads pictures and writes drawings, both in their order; a pool searches, one
 * picture to a core. GIMP starts a plug-in of its own to load a picture, which takes about
 * as long as the search, so some are loaded ahead. libgimp is only called from the main thread.
 *
 * What is in memory: beyond two pictures, not more than LOADED_BYTES of them and one; of
 * searches as many at a time as take SEARCH_BYTES; and of each finished PNG or JPEG file that
 * waits its turn at most 16 MiB (batch_job.c). */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../arguments.h"
#include "batch.h"
#include "batch_job.h"
#include "batch_list.h"
#include "../pdb.h"

enum {
  LOADED_BYTES = 1 << 30,
  SEARCH_BYTES = 1 << 30,
  PIXEL_BYTES = 128 /* of a search on one thread, for a pixel of the working image */
};

typedef struct Batch {
  const char *format; /* without a dot, in small letters */
  PrimSettings settings;
  PrimPool *pool;
  int ahead;   /* jobs at a time */
  GQueue jobs; /* on their way, in the pictures' order */
  int count;   /* of pictures */
  int done, skipped, failed;
} Batch;

static const char *const formats[] = {"svg", "json", "xcf", "png", "jpg", NULL};

/* ---- Reporting ---------------------------------------------------------------------- */

static void show_progress(const Batch *batch)
{
  gimp_progress_update((double)(batch->done + batch->skipped + batch->failed) / batch->count);
}

/* Counts the picture and says what went wrong, if anything did. */
static void count_picture(Batch *batch, const char *picture, const GError *error)
{
  if (error) {
    char *name = g_filename_display_name(picture);
    batch->failed++;
    g_message("%s: %s", name, error->message);
    g_free(name);
  } else {
    batch->done++;
  }
  show_progress(batch);
}

static void show_picture(const GPtrArray *items, guint i)
{
  const PrimBatchItem *item = g_ptr_array_index(items, i);
  char *name = g_filename_display_basename(item->picture);

  /* Translators: a file's name, its number, and how many files there are. */
  gimp_progress_set_text_printf(_("%s (%u of %u)"), name, i + 1, items->len);
  g_free(name);
}

/* What cannot be is said before hours of searching. */
static void report_problems(Batch *batch, const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    const PrimBatchItem *item = g_ptr_array_index(items, i);
    if (item->problem)
      count_picture(batch, item->picture, item->problem);
  }
}

/* ---- All of them -------------------------------------------------------------------- */

/* Waits for the first job and writes what came of it. */
static void finish_first(Batch *batch)
{
  PrimBatchJob *job = g_queue_pop_head(&batch->jobs);

  prim_pool_wait(batch->pool, prim_batch_job_task(job));
  prim_batch_job_write(job);
  count_picture(batch, prim_batch_job_picture(job), prim_batch_job_error(job));
  prim_batch_job_free(job);
}

/* Whether no further picture is to be loaded before one has gone. */
static bool full(const Batch *batch)
{
  size_t bytes = 0;

  for (const GList *link = batch->jobs.head; link; link = link->next)
    bytes += prim_batch_job_bytes(link->data);
  return (int)batch->jobs.length >= batch->ahead ||
         (batch->jobs.length >= 2 && bytes > LOADED_BYTES);
}

/* Which jobs are on their way at a time does not depend on the clock, so that messages, GIMP's
 * own included, come in one order. */
static void begin_job(Batch *batch, const PrimBatchItem *item)
{
  while (full(batch))
    finish_first(batch);
  PrimBatchJob *job = prim_batch_job_open(item, batch->format, &batch->settings);
  if (job)
    g_queue_push_tail(&batch->jobs, job);
  else
    batch->skipped++;
  if (job && !prim_batch_job_error(job))
    prim_pool_add(batch->pool, prim_batch_job_task(job));
  else
    prim_pool_skip(batch->pool);
  show_progress(batch);
}

static PrimPool *new_pool(Batch *batch, int tasks)
{
  int cores = (int)g_get_num_processors();
  int64_t bytes = (int64_t)PIXEL_BYTES * batch->settings.detail * batch->settings.detail;
  int searches = (int)CLAMP(SEARCH_BYTES / bytes, 1, cores);

  batch->ahead = searches + MAX(2, searches / 2);
  return prim_pool_new(searches, cores, tasks);
}

static void redraw_all(Batch *batch, const GPtrArray *items)
{
  gimp_progress_init(_("Redrawing pictures"));
  batch->count = (int)items->len;
  report_problems(batch, items);
  batch->pool = new_pool(batch, batch->count - batch->failed);
  for (guint i = 0; i < items->len; i++) {
    const PrimBatchItem *item = g_ptr_array_index(items, i);
    show_picture(items, i);
    if (!item->problem)
      begin_job(batch, item);
  }
  while (!g_queue_is_empty(&batch->jobs))
    finish_first(batch);
  prim_pool_free(batch->pool);
  gimp_progress_end();
}

static bool check_format(const char *format, GError **error)
{
  if (g_strv_contains(formats, format))
    return true;
  char *known = g_strjoinv(", ", (char **)formats);
  prim_fail(error, GIMP_PDB_CALLING_ERROR,
            _("There is no format named \"%s\". The known names are: %s."), format, known);
  g_free(known);
  return false;
}

static bool make_folder(const char *folder, GError **error)
{
  if (g_mkdir_with_parents(folder, 0777) == 0)
    return true;
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The folder \"%s\" could not be made: %s."), folder,
            g_strerror(errno));
  return false;
}

/* Pattern, folder and format, then the parameters. */
static bool read_arguments(const GimpParam *params, Batch *batch, GError **error)
{
  batch->settings = prim_settings_default();
  for (int i = 1; i < PRIM_ARGUMENTS_BATCH; i++)
    if (!params[i].data.d_string || !params[i].data.d_string[0]) {
      prim_fail(error, GIMP_PDB_CALLING_ERROR,
                _("Say which pictures, which folder and which format; one of them is empty."));
      return false;
    }
  return prim_arguments_read(params + PRIM_ARGUMENTS_BATCH, prim_parameters_used(PRIM_USE_BATCH),
                             &batch->settings, error);
}

int prim_batch(const GimpParam *params, GimpParam *results, GError **error)
{
  Batch batch = {.done = 0};
  GPtrArray *items = NULL;

  if (!read_arguments(params, &batch, error))
    return 0;
  const char *folder = params[2].data.d_string;
  char *format = g_ascii_strdown(params[3].data.d_string, -1);
  batch.format = format;
  if (check_format(format, error))
    items = prim_batch_list(params[1].data.d_string, folder, format, error);
  bool good = items && make_folder(folder, error);
  if (good)
    redraw_all(&batch, items);
  g_clear_pointer(&items, g_ptr_array_unref);
  g_free(format);
  if (!good)
    return 0;
  int counts[] = {batch.done, batch.skipped, batch.failed};
  for (int i = 0; i < 3; i++) {
    results[i].type = GIMP_PDB_INT32;
    results[i].data.d_int32 = counts[i];
  }
  return 3;
}
