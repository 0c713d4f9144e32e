/* One picture of a batch.
 *
 * libgimp is called from the main thread only: it loads and reads the picture and writes
 * the file. The search, painting and encoding call nothing of it. PNG and JPEG are encoded in
 * memory, so that files come to the disk one after the other, as their pictures do. */
#define _GNU_SOURCE /* fopencookie() */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../arguments.h"
#include "batch_job.h"
#include "../files/bitmap.h"
#include "../files/export.h"
#include "../read/picture.h"
#include "../record/remember.h"
#include "../result.h"
#include "../search.h"
#include "../files/visible.h"

/* A larger file is encoded a second time when it is its turn, straight to the disk. */
enum { ENCODED_MAX = 1 << 24 };

/* A file in memory. */
typedef struct Encoded {
  char *bytes;
  size_t count, room;
  bool whole;
} Encoded;

struct PrimBatchJob {
  const PrimBatchItem *item;
  const char *format;
  PrimSettings settings;
  PrimPoolTask task;
  /* The picture. */
  gint32 image; /* -1: none */
  PrimSource source;
  GeglBuffer *coverage;
  size_t bytes; /* that it takes, at most */
  PrimTarget *target;
  PrimBitmapPlan plan; /* PNG and JPEG only */
  /* The search. */
  GMutex mutex; /* of the following two */
  PrimOptimizer *optimizer;
  int cores;
  /* What came of it. */
  PrimDrawing drawing;
  char *device_lost; /* as in PrimReport */
  Encoded encoded;
  GError *error, *encoding_error;
};

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

static bool is_bitmap(const PrimBatchJob *job)
{
  return strcmp(job->format, "png") == 0 || strcmp(job->format, "jpg") == 0;
}

/* job->error says when that cannot be. */
static void plan_bitmap(PrimBatchJob *job)
{
  bool transparent = job->settings.background == PRIM_BACKGROUND_TRANSPARENT;
  bool jpeg = strcmp(job->format, "jpg") == 0;
  bool planned = prim_bitmap_plan(&job->source, transparent, jpeg, &job->plan, &job->error);

  (void)planned;
}

/* In GIMP, of the coverage, and of what libjpeg holds while it encodes. */
static size_t picture_bytes(const PrimBatchJob *job)
{
  const GeglRectangle *bounds = &job->source.bounds;
  size_t pixel = (size_t)gimp_drawable_bpp(job->source.drawable);

  if (job->coverage)
    pixel += sizeof(float);
  if (strcmp(job->format, "jpg") == 0)
    pixel += 3 * sizeof(int16_t);
  return pixel * (size_t)bounds->width * (size_t)bounds->height;
}

/* job->error says what fails. */
static void read_picture(PrimBatchJob *job)
{
  if (job->settings.seed < 0)
    job->settings.seed = prim_seed_from_clock();
  job->image = load(job->item->picture, &job->error);
  if (job->image == -1)
    return;
  gimp_selection_none(job->image); /* an XCF may bring one along */
  if (!prim_source_find(job->image, gimp_image_get_active_drawable(job->image), -1, &job->source,
                        &job->error))
    return;
  job->target = prim_picture_read(&job->source, &job->settings, NULL, &job->coverage, &job->error);
  if (!job->target)
    return;
  prim_source_settle(&job->source, job->coverage);
  job->bytes = picture_bytes(job);
  if (is_bitmap(job))
    plan_bitmap(job);
}

size_t prim_batch_job_bytes(const PrimBatchJob *job)
{
  return job->bytes;
}

/* ---- Searching ---------------------------------------------------------------------- */

/* Puts bytes of a stream in memory; 0, which is a failure, when there are too many. */
static ssize_t keep_bytes(void *cookie, const char *bytes, size_t count)
{
  Encoded *encoded = cookie;

  if (count > ENCODED_MAX - encoded->count)
    return 0;
  if (encoded->count + count > encoded->room) {
    size_t room = MIN(2 * (encoded->count + count), ENCODED_MAX);
    char *resized = g_try_realloc(encoded->bytes, room);
    if (!resized)
      return 0;
    encoded->bytes = resized;
    encoded->room = room;
  }
  memcpy(encoded->bytes + encoded->count, bytes, count);
  encoded->count += count;
  return (ssize_t)count;
}

static int cores_of(PrimBatchJob *job)
{
  g_mutex_lock(&job->mutex);
  int cores = job->cores;
  g_mutex_unlock(&job->mutex);
  return cores;
}

/* Encodes the drawing in memory, if it has room there. */
static void encode(PrimBatchJob *job)
{
  Encoded *encoded = &job->encoded;
  FILE *stream = fopencookie(encoded, "wb", (cookie_io_functions_t){.write = keep_bytes});

  if (!stream)
    return;
  encoded->whole =
      prim_bitmap_write(&job->plan, &job->drawing, cores_of(job), stream, &job->encoding_error);
  if (fclose(stream) != 0)
    encoded->whole = false;
  if (!encoded->whole)
    g_clear_pointer(&encoded->bytes, g_free);
}

/* Lets grant() see the optimizer, or no longer. */
static void show_optimizer(PrimBatchJob *job, PrimOptimizer *optimizer)
{
  g_mutex_lock(&job->mutex);
  job->optimizer = optimizer;
  if (optimizer)
    prim_optimizer_add_threads(optimizer, job->cores);
  g_mutex_unlock(&job->mutex);
}

static void grant(void *data, int cores)
{
  PrimBatchJob *job = data;

  g_mutex_lock(&job->mutex);
  job->cores = cores;
  if (job->optimizer)
    prim_optimizer_add_threads(job->optimizer, cores);
  g_mutex_unlock(&job->mutex);
}

/* Keeps what the optimizer found, of which nothing else stays in memory. */
static void keep_drawing(PrimBatchJob *job, const PrimOptimizer *optimizer)
{
  PrimReport report = prim_optimizer_report(optimizer);

  job->device_lost = g_strdup(report.device_lost);
  if (!prim_drawing_copy(report.drawing, &job->drawing))
    prim_fail_status(&job->error, PRIM_ERROR_MEMORY);
}

static void search(PrimBatchJob *job)
{
  PrimOptimizer *optimizer = prim_search_optimizer(job->target, &job->settings, &job->error);

  if (!optimizer)
    return;
  show_optimizer(job, optimizer);
  PrimStatus status = prim_optimizer_run(optimizer, NULL);
  show_optimizer(job, NULL);
  if (status == PRIM_OK)
    keep_drawing(job, optimizer);
  else
    prim_fail_status(&job->error, status);
  prim_optimizer_free(optimizer);
}

static void work(void *data)
{
  PrimBatchJob *job = data;

  search(job);
  g_clear_pointer(&job->target, prim_target_free);
  if (!job->error && is_bitmap(job))
    encode(job);
}

PrimPoolTask *prim_batch_job_task(PrimBatchJob *job)
{
  return &job->task;
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
static bool write_xcf(PrimBatchJob *job, const PrimRecord *record, FILE *stream)
{
  PrimLive live = prim_live_begin(&job->source, false, job->coverage);
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

static bool write_shapes(PrimBatchJob *job, const PrimRecord *record, bool json, FILE *stream)
{
  const GeglRectangle *region = &job->source.region;
  PrimMask *mask = NULL;

  bool good =
      (!job->coverage || prim_visible_of_source(&job->source, &mask, &job->error)) &&
      prim_export_print(job->image, record, mask, region->width, region->height, json, stream);
  prim_mask_free(mask);
  return good;
}

static bool write_bitmap(PrimBatchJob *job, FILE *stream)
{
  const Encoded *encoded = &job->encoded;

  if (job->encoding_error) {
    g_propagate_error(&job->error, g_steal_pointer(&job->encoding_error));
    return false;
  }
  if (encoded->whole)
    return fwrite(encoded->bytes, 1, encoded->count, stream) == encoded->count;
  return prim_bitmap_write(&job->plan, &job->drawing, cores_of(job), stream, &job->error);
}

/* Writes the drawing in the batch's format; when that fails, job->error may say why. */
static bool write_drawing(PrimBatchJob *job, const PrimRecord *record, FILE *stream)
{
  bool json = strcmp(job->format, "json") == 0;

  if (json || strcmp(job->format, "svg") == 0)
    return write_shapes(job, record, json, stream);
  if (strcmp(job->format, "xcf") == 0)
    return write_xcf(job, record, stream);
  return write_bitmap(job, stream);
}

/* Says what became of the file: what the disk says goes before what came of it. */
static void report_file(PrimBatchJob *job, bool good, int problem)
{
  if (problem)
    g_clear_error(&job->error);
  if (problem == EEXIST)
    prim_fail(&job->error, GIMP_PDB_EXECUTION_ERROR,
              _("Another process wrote \"%s\" in the meantime, and its file was kept. Rename the "
                "picture or choose another folder."),
              job->item->target);
  else if (problem)
    prim_fail_write(&job->error, job->item->target, problem);
  else if (!good && !job->error)
    prim_fail_status(&job->error, PRIM_ERROR_MEMORY);
}

static void write_file(PrimBatchJob *job)
{
  PrimRecord record;
  bool good = false;
  int problem = 0;

  if (!prim_remember(&job->source, &job->settings, &job->drawing, &record, &job->error))
    return;
  PrimSafeFile *file = prim_safe_file_open(job->item->target, &problem);
  if (file) {
    good = write_drawing(job, &record, prim_safe_file_stream(file));
    problem = prim_safe_file_flush(file);
  }
  if (good && !problem)
    problem = prim_safe_file_commit(file, PRIM_SAFE_FILE_NEW);
  else
    prim_safe_file_discard(file);
  report_file(job, good, problem);
  prim_record_clear(&record);
}

void prim_batch_job_write(PrimBatchJob *job)
{
  PrimReport report = {.device_lost = job->device_lost};

  if (job->error)
    return;
  prim_search_warn(&report);
  write_file(job);
}

/* ---- The job ------------------------------------------------------------------------ */

static bool finished(const char *target)
{
  GStatBuf status;

  return g_stat(target, &status) == 0 && status.st_size > 0;
}

PrimBatchJob *prim_batch_job_open(const PrimBatchItem *item, const char *format,
                                  const PrimSettings *settings)
{
  if (finished(item->target))
    return NULL;
  PrimBatchJob *job = g_new0(PrimBatchJob, 1);
  int problem = prim_safe_file_problem(item->target);

  *job = (PrimBatchJob){.item = item, .format = format, .settings = *settings, .image = -1};
  job->settings.threads = 1; /* until grant() says more */
  job->task = (PrimPoolTask){.work = work, .grant = grant, .data = job, .done = true};
  g_mutex_init(&job->mutex);
  if (problem)
    prim_fail_write(&job->error, item->target, problem);
  else
    read_picture(job);
  return job;
}

const char *prim_batch_job_picture(const PrimBatchJob *job)
{
  return job->item->picture;
}

const GError *prim_batch_job_error(const PrimBatchJob *job)
{
  return job->error;
}

void prim_batch_job_free(PrimBatchJob *job)
{
  prim_bitmap_plan_clear(&job->plan);
  prim_target_free(job->target);
  g_clear_object(&job->coverage);
  if (job->image != -1)
    gimp_image_delete(job->image);
  prim_drawing_clear(&job->drawing);
  g_free(job->device_lost);
  g_free(job->encoded.bytes);
  g_clear_error(&job->error);
  g_clear_error(&job->encoding_error);
  g_mutex_clear(&job->mutex);
  g_free(job);
}
