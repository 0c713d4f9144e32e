/* Many files in one go, in one process.
 *
 * GIMP starts a plug-in of its own to load a picture, which takes as long as the
 * search; so while one picture is searched in a thread, the next is loaded. No more
 * than two are in memory at a time. libgimp is only called from the main thread. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "arguments.h"
#include "batch.h"
#include "batch_list.h"
#include "bitmap.h"
#include "export.h"
#include "procedures.h"
#include "remember.h"
#include "remember.h"
#include "result.h"
#include "search.h"
#include "visible.h"

typedef struct Batch {
  const char *format; /* without a dot, in small letters */
  PrimSettings settings;
  int done, skipped, failed;
} Batch;

static const char *const formats[] = {"svg", "json", "xcf", "png", "jpg", NULL};

/* A picture on its way. */
typedef struct Job {
  const char *picture, *target; /* files */
  gint32 image;
  PrimSource source;
  PrimSettings settings;
  PrimSearch search;
  PrimReport report;
  GThread *thread; /* NULL: there was none to be had, and the search is done */
  GError *error;
} Job;

/* ---- Reading ------------------------------------------------------------------------ */

static void fail_gimp(GError **error)
{
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, "%s", gimp_get_pdb_error());
}

/* Loads the picture as one layer; -1 and *error when GIMP cannot. */
static gint32 load(const char *file, GError **error)
{
  gint32 image = gimp_file_load(GIMP_RUN_NONINTERACTIVE, file, file);
  int count = 0;

  if (image == -1) {
    fail_gimp(error);
    return -1;
  }
  gimp_image_undo_disable(image);
  bool good = gimp_image_base_type(image) != GIMP_INDEXED || gimp_image_convert_rgb(image);
  g_free(gimp_image_get_layers(image, &count));
  if (good && (count == 1 || gimp_image_merge_visible_layers(image, GIMP_CLIP_TO_IMAGE) != -1))
    return image;
  fail_gimp(error);
  gimp_image_delete(image);
  return -1;
}

/* Reads the picture and prepares the search; false and job->error on failure. */
static bool open_job(const Batch *batch, Job *job)
{
  job->settings = batch->settings;
  if (job->settings.seed < 0)
    job->settings.seed = prim_seed_from_clock();
  job->image = load(job->picture, &job->error);
  if (job->image == -1)
    return false;
  gimp_selection_none(job->image); /* an XCF may bring one along */
  if (prim_source_find(job->image, gimp_image_get_active_drawable(job->image), -1, &job->source,
                       &job->error) &&
      prim_search_open(&job->search, &job->source, &job->settings, NULL, &job->error))
    return true;
  gimp_image_delete(job->image);
  return false;
}

static void *search_job(void *data)
{
  Job *job = data;
  bool good = prim_search_run(&job->search, NULL, &job->report, &job->error);

  (void)good; /* job->error says it */
  return NULL;
}

/* ---- Writing ------------------------------------------------------------------------ */

static bool copy_file(const char *from, FILE *to, GError **error)
{
  char bytes[1 << 14];
  FILE *file = g_fopen(from, "rb");
  size_t count = 0;

  while (file && (count = fread(bytes, 1, sizeof bytes, file)) > 0)
    if (fwrite(bytes, 1, count, to) != count)
      break;
  bool good = file && !ferror(file);
  if (!good)
    prim_fail_write(error, from, errno);
  if (file)
    (void)fclose(file); /* only read from */
  return good;
}

/* The picture with the drawing as a layer above it, as XCF. GIMP writes to files of its own
 * only, so it gets one in its folder for such. */
static bool write_xcf(Job *job, const PrimRecord *record, FILE *stream)
{
  PrimLive live = prim_live_begin(&job->source, false, job->search.covered);
  gint32 layer = -1;

  if (!prim_result_make(&live, record, false, &layer, &job->error))
    return false;
  char *name = gimp_temp_name("xcf");
  bool saved = name && gimp_file_save(GIMP_RUN_NONINTERACTIVE, job->image, layer, name, name);
  if (!saved)
    fail_gimp(&job->error);
  bool good = saved && copy_file(name, stream, &job->error);
  if (name)
    g_unlink(name);
  g_free(name);
  return good;
}

static bool write_shapes(Job *job, const PrimRecord *record, bool json, FILE *stream)
{
  const GeglRectangle *region = &job->source.region;
  PrimMask *mask = NULL;

  bool good =
      (!job->search.covered || prim_visible_of_source(&job->source, &mask, &job->error)) &&
      prim_export_print(job->image, record, mask, region->width, region->height, json, stream);
  prim_mask_free(mask);
  return good;
}

/* Writes the drawing in the batch's format; when that fails, job->error may say why. */
static bool write_drawing(const Batch *batch, Job *job, const PrimRecord *record, FILE *stream)
{
  bool jpeg = strcmp(batch->format, "jpg") == 0, json = strcmp(batch->format, "json") == 0;

  if (json || strcmp(batch->format, "svg") == 0)
    return write_shapes(job, record, json, stream);
  if (strcmp(batch->format, "xcf") == 0)
    return write_xcf(job, record, stream);
  return prim_bitmap_write(&record->drawing, &job->source, job->search.covered, jpeg, stream,
                           &job->error);
}

/* Says what became of the file: what the disk says goes before what came of it. */
static void report_file(Job *job, bool good, int problem)
{
  if (problem)
    g_clear_error(&job->error);
  if (problem == EEXIST)
    prim_fail(&job->error, GIMP_PDB_EXECUTION_ERROR,
              _("Another process wrote \"%s\" in the meantime, and its file was kept. Rename the "
                "picture or choose another folder."),
              job->target);
  else if (problem)
    prim_fail_write(&job->error, job->target, problem);
  else if (!good && !job->error)
    prim_fail_status(&job->error, PRIM_ERROR_MEMORY);
}

/* Writes what was found; job->error on failure. */
static void write_job(const Batch *batch, Job *job)
{
  PrimRecord record;
  bool good = false;
  int problem = 0;

  if (job->error ||
      !prim_remember(&job->source, &job->settings, job->report.drawing, &record, &job->error))
    return;
  PrimSafeFile *file = prim_safe_file_open(job->target, &problem);
  if (file) {
    good = write_drawing(batch, job, &record, prim_safe_file_stream(file));
    problem = prim_safe_file_flush(file);
  }
  if (good && !problem)
    problem = prim_safe_file_commit(file, PRIM_SAFE_FILE_NEW);
  else
    prim_safe_file_discard(file);
  report_file(job, good, problem);
  prim_record_clear(&record);
}

/* ---- All of them -------------------------------------------------------------------- */

/* Counts the picture and says what went wrong, if anything did. */
static void count_picture(Batch *batch, const char *picture, const GError *error)
{
  if (!error) {
    batch->done++;
    return;
  }
  char *name = g_filename_display_name(picture);
  batch->failed++;
  g_message("%s: %s", name, error->message);
  g_free(name);
}

static void free_job(Job *job)
{
  g_clear_error(&job->error);
  g_free(job);
}

static bool finished(const char *target)
{
  GStatBuf status;

  return g_stat(target, &status) == 0 && status.st_size > 0;
}

/* Whether the picture's drawing is to be made: not when it was, nor when it could not be
 * written, which job->error then says. */
static bool wanted(Job *job)
{
  if (finished(job->target))
    return false;
  int problem = prim_safe_file_problem(job->target);
  if (problem)
    prim_fail_write(&job->error, job->target, problem);
  return !problem;
}

/* A job that is ready to search, or NULL: skipped or failed, and counted. */
static Job *begin_job(Batch *batch, const PrimBatchItem *item)
{
  Job *job = g_new0(Job, 1);

  job->picture = item->picture;
  job->target = item->target;
  if (wanted(job) && open_job(batch, job))
    return job;
  if (job->error)
    count_picture(batch, job->picture, job->error);
  else
    batch->skipped++;
  free_job(job);
  return NULL;
}

static void start_search(Job *job)
{
  job->thread = g_thread_try_new("search", search_job, job, NULL);
  if (!job->thread)
    search_job(job);
}

static void finish_job(Batch *batch, Job *job)
{
  if (!job->error)
    prim_search_warn(&job->report);
  write_job(batch, job);
  prim_search_close(&job->search);
  gimp_image_delete(job->image);
  count_picture(batch, job->picture, job->error);
  free_job(job);
}

/* The next picture's search begins as soon as the last one's has ended; then that
 * one is written. Either may be NULL. */
static void hand_over(Batch *batch, Job *last, Job *next)
{
  if (last && last->thread)
    g_thread_join(last->thread);
  if (next)
    start_search(next);
  if (last)
    finish_job(batch, last);
}

static void show_progress(const GPtrArray *items, guint i)
{
  const PrimBatchItem *item = g_ptr_array_index(items, i);
  char *name = g_filename_display_basename(item->picture);

  /* Translators: a file's name, its number, and how many files there are. */
  gimp_progress_set_text_printf(_("%s (%u of %u)"), name, i + 1, items->len);
  gimp_progress_update((double)i / items->len);
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

static void redraw_all(Batch *batch, const GPtrArray *items)
{
  Job *running = NULL;

  gimp_progress_init(_("Redrawing pictures"));
  report_problems(batch, items);
  for (guint i = 0; i < items->len; i++) {
    const PrimBatchItem *item = g_ptr_array_index(items, i);
    show_progress(items, i);
    Job *next = item->problem ? NULL : begin_job(batch, item);
    if (next) {
      hand_over(batch, running, next);
      running = next;
    }
  }
  hand_over(batch, running, NULL);
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
static bool read_arguments(const GimpParam *params, int n_params, Batch *batch, GError **error)
{
  uint32_t set = prim_procedures_batch_set();
  int expected = PRIM_ARGUMENTS_BATCH + prim_procedures_set_size(set);

  batch->settings = prim_settings_default();
  if (n_params < expected) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("Arguments are missing: %d were given, not %d."),
              n_params, expected);
    return false;
  }
  for (int i = 1; i < PRIM_ARGUMENTS_BATCH; i++)
    if (!params[i].data.d_string || !params[i].data.d_string[0]) {
      prim_fail(error, GIMP_PDB_CALLING_ERROR,
                _("Say which pictures, which folder and which format; one of them is empty."));
      return false;
    }
  return prim_arguments_read(params + PRIM_ARGUMENTS_BATCH, set, &batch->settings, error);
}

int prim_batch(const GimpParam *params, int n_params, GimpParam *results, GError **error)
{
  Batch batch = {.done = 0};
  GPtrArray *items = NULL;

  if (!read_arguments(params, n_params, &batch, error))
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
