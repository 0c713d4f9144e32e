/* Many files in one go, in one process.
 *
 * GIMP starts a plug-in of its own to load a picture, which takes as long as the
 * search; so while one picture is searched in a thread, the next is loaded. No more
 * than two are in memory at a time. libgimp is only called from the main thread. */
#include <errno.h>
#include <glib/gstdio.h>
#include <glob.h>
#include <string.h>

#include "arguments.h"
#include "batch.h"
#include "bitmap.h"
#include "export.h"
#include "procedures.h"
#include "remember.h"
#include "result.h"
#include "search.h"

typedef struct Batch {
  const char *folder, *format; /* the format without a dot, in small letters */
  PrimSettings settings;
  GHashTable *targets; /* the files of this run, so that no two pictures share one */
  int done, skipped, failed;
} Batch;

static const char *const formats[] = {"svg", "json", "xcf", "png", "jpg", NULL};

/* ---- Which files --------------------------------------------------------------- */

static GPtrArray *list_glob(const char *pattern)
{
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  glob_t found;

  if (glob(pattern, 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++)
      if (g_file_test(found.gl_pathv[i], G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add(files, g_strdup(found.gl_pathv[i]));
    globfree(&found);
  }
  return files;
}

/* One file a line; lines may end as on any system, and empty ones do not count. */
static GPtrArray *list_lines(const char *text)
{
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  char **lines = g_strsplit_set(text, "\r\n", -1);

  for (char **line = lines; *line; line++)
    if (**line)
      g_ptr_array_add(files, g_strdup(*line));
  g_strfreev(lines);
  return files;
}

/* The pictures that a pattern, or a list in a file, names. */
static GPtrArray *list_files(const char *pattern, GError **error)
{
  GPtrArray *files = NULL;
  char *text = NULL;
  GError *problem = NULL;

  if (pattern[0] != '@')
    files = list_glob(pattern);
  else if (g_file_get_contents(pattern + 1, &text, NULL, &problem))
    files = list_lines(text);
  g_free(text);
  if (problem) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The list of pictures could not be read: %s"),
              problem->message);
    g_error_free(problem);
  } else if (files->len == 0) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("There are no pictures named \"%s\"."), pattern);
    g_clear_pointer(&files, g_ptr_array_unref);
  }
  return files;
}

/* "folder/photo.png" for "photos/photo.jpg". Free with g_free(). */
static char *target_name(const Batch *batch, const char *file)
{
  char *base = g_path_get_basename(file);
  char *dot = strrchr(base, '.');

  if (dot && dot != base)
    *dot = '\0';
  char *name = g_strdup_printf("%s/%s.%s", batch->folder, base, batch->format);
  g_free(base);
  return name;
}

/* Where it is written first: hidden, so that no pattern finds it; and always the
 * same, so that what a killed run left is written over. */
static char *part_name(const Batch *batch, const char *target)
{
  char *base = g_path_get_basename(target);
  char *name = g_strdup_printf("%s/.%s.part.%s", batch->folder, base, batch->format);

  g_free(base);
  return name;
}

static bool same_file(const char *a, const char *b)
{
  GStatBuf first, second;

  return g_stat(a, &first) == 0 && g_stat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

static bool finished(const char *target)
{
  GStatBuf status;

  return g_stat(target, &status) == 0 && status.st_size > 0;
}

/* ---- One picture ------------------------------------------------------------------ */

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
  if (gimp_image_base_type(image) == GIMP_INDEXED)
    gimp_image_convert_rgb(image);
  g_free(gimp_image_get_layers(image, &count));
  if (count == 1 || gimp_image_merge_visible_layers(image, GIMP_CLIP_TO_IMAGE) != -1)
    return image;
  fail_gimp(error);
  gimp_image_delete(image);
  return -1;
}

/* The picture with the drawing as a layer above it, as XCF. */
static bool write_xcf(const PrimSource *source, const PrimRecord *record, bool masked,
                      const char *filename, GError **error)
{
  PrimLive live = prim_live_begin(source, false, masked);
  gint32 layer = -1;

  if (!prim_result_make(&live, record, false, &layer, error))
    return false;
  if (gimp_file_save(GIMP_RUN_NONINTERACTIVE, source->image, layer, filename, filename))
    return true;
  fail_gimp(error);
  return false;
}

static bool write_image(const Batch *batch, const PrimSource *source, const PrimRecord *record,
                        bool masked, const char *target, GError **error)
{
  char *part = part_name(batch, target);
  bool good = strcmp(batch->format, "xcf") == 0
                  ? write_xcf(source, record, masked, part, error)
                  : prim_bitmap_write(&record->drawing, source, masked, part, error);

  if (good && g_rename(part, target) != 0) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("\"%s\" could not be written: %s."), target,
              g_strerror(errno));
    good = false;
  }
  if (!good)
    g_unlink(part);
  g_free(part);
  return good;
}

static bool write_shapes(const PrimSource *source, const PrimRecord *record, const char *target,
                         GError **error)
{
  PrimSafeFile *file = prim_export_begin(source->image, record, source->region.width,
                                         source->region.height, target, error);

  return file && prim_export_end(file, target, error);
}

/* A picture on its way. */
typedef struct Job {
  const char *file;
  char *target;
  gint32 image;
  PrimSource source;
  PrimSettings settings;
  PrimSearch search;
  PrimReport report;
  GThread *thread;
  GError *error;
} Job;

/* Reads the picture and prepares the search; false and job->error on failure. */
static bool open_job(const Batch *batch, Job *job)
{
  job->settings = batch->settings;
  if (job->settings.seed < 0)
    job->settings.seed = prim_seed_from_clock();
  job->image = load(job->file, &job->error);
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

/* Writes what was found; job->error on failure. */
static void write_job(const Batch *batch, Job *job)
{
  bool shapes = strcmp(batch->format, "svg") == 0 || strcmp(batch->format, "json") == 0;
  PrimRecord record;

  if (job->error ||
      !prim_remember(&job->source, &job->settings, job->report.drawing, &record, &job->error))
    return;
  bool good = shapes ? write_shapes(&job->source, &record, job->target, &job->error)
                     : write_image(batch, &job->source, &record, job->search.covered, job->target,
                                   &job->error);
  (void)good; /* job->error says it */
  prim_record_clear(&record);
}

/* Counts the job, says what went wrong, and frees it. */
static void count_job(Batch *batch, Job *job)
{
  if (job->error) {
    batch->failed++;
    g_message("%s: %s", job->file, job->error->message);
    g_error_free(job->error);
  } else {
    batch->done++;
  }
  g_free(job->target);
  g_free(job);
}

/* ---- All of them -------------------------------------------------------------------- */

/* Whether the picture is to be redrawn: not when that was done, nor when
 * its drawing has no place, which job->error then says. */
static bool wanted(Batch *batch, Job *job)
{
  if (same_file(job->file, job->target))
    prim_fail(&job->error, GIMP_PDB_EXECUTION_ERROR,
              _("The drawing would replace the picture. Choose another folder."));
  else if (!g_hash_table_add(batch->targets, g_strdup(job->target)))
    prim_fail(&job->error, GIMP_PDB_EXECUTION_ERROR,
              _("Another picture's drawing is named \"%s\" as well. Rename one of them."),
              job->target);
  else
    return !finished(job->target);
  return false;
}

/* A job that is ready to search, or NULL: skipped or failed, and counted. */
static Job *begin_job(Batch *batch, const char *file)
{
  Job *job = g_new0(Job, 1);

  job->file = file;
  job->target = target_name(batch, file);
  if (wanted(batch, job)) {
    if (open_job(batch, job))
      return job;
  } else if (!job->error) {
    batch->skipped++;
    g_free(job->target);
    g_free(job);
    return NULL;
  }
  count_job(batch, job);
  return NULL;
}

static void finish_job(Batch *batch, Job *job)
{
  write_job(batch, job);
  prim_search_close(&job->search);
  gimp_image_delete(job->image);
  count_job(batch, job);
}

/* The next picture's search begins as soon as the last one's has ended; then that
 * one is written. Either may be NULL. */
static void hand_over(Batch *batch, Job *last, Job *next)
{
  if (last)
    g_thread_join(last->thread);
  if (next)
    next->thread = g_thread_new("search", search_job, next);
  if (last)
    finish_job(batch, last);
}

static void show_progress(const GPtrArray *files, guint i)
{
  char *name = g_filename_display_basename(g_ptr_array_index(files, i));

  /* Translators: a file's name, its number, and how many files there are. */
  gimp_progress_set_text_printf(_("%s (%u of %u)"), name, i + 1, files->len);
  gimp_progress_update((double)i / files->len);
  g_free(name);
}

static void redraw_all(Batch *batch, const GPtrArray *files)
{
  Job *running = NULL;

  batch->targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gimp_progress_init(_("Redrawing pictures"));
  for (guint i = 0; i < files->len; i++) {
    show_progress(files, i);
    Job *next = begin_job(batch, g_ptr_array_index(files, i));
    if (next) {
      hand_over(batch, running, next);
      running = next;
    }
  }
  hand_over(batch, running, NULL);
  gimp_progress_end();
  g_hash_table_unref(batch->targets);
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

static bool make_folder(const Batch *batch, GError **error)
{
  if (g_mkdir_with_parents(batch->folder, 0777) == 0)
    return true;
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The folder \"%s\" could not be made: %s."),
            batch->folder, g_strerror(errno));
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
  GPtrArray *files = NULL;

  if (!read_arguments(params, n_params, &batch, error))
    return 0;
  char *format = g_ascii_strdown(params[3].data.d_string, -1);
  batch.folder = params[2].data.d_string;
  batch.format = format;
  if (check_format(format, error))
    files = list_files(params[1].data.d_string, error);
  bool good = files && make_folder(&batch, error);
  if (good)
    redraw_all(&batch, files);
  g_clear_pointer(&files, g_ptr_array_unref);
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
