/* Many files in one go: one process for all of them, and one picture in memory at
 * a time. */
#include <errno.h>
#include <glib/gstdio.h>
#include <glob.h>
#include <string.h>

#include "arguments.h"
#include "batch.h"
#include "export.h"
#include "procedures.h"
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

/* Takes all layers but the drawing away, and its transparency where there need be
 * none. Returns the layer to save. */
static gint32 leave_alone(gint32 image, gint32 layer, bool opaque)
{
  int count = 0;
  gint32 *layers = gimp_image_get_layers(image, &count);

  for (int i = 0; i < count; i++)
    if (layers[i] != layer)
      gimp_image_remove_layer(image, layers[i]);
  g_free(layers);
  gimp_layer_resize_to_image_size(layer);
  if (gimp_layer_get_mask(layer) != -1)
    gimp_layer_remove_mask(layer, GIMP_MASK_APPLY);
  return opaque ? gimp_image_flatten(image) : layer;
}

static bool save_jpeg(gint32 image, gint32 layer, const char *part)
{
  int count = 0;
  GimpParam *values = gimp_run_procedure(
      "file-jpeg-save", &count, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE, GIMP_PDB_IMAGE, image,
      GIMP_PDB_DRAWABLE, layer, GIMP_PDB_STRING, part, GIMP_PDB_STRING, part, GIMP_PDB_FLOAT,
      0.9 /* quality */, GIMP_PDB_FLOAT, 0.0 /* smoothing */, GIMP_PDB_INT32, 1 /* optimized */,
      GIMP_PDB_INT32, 0 /* progressive */, GIMP_PDB_STRING, "" /* comment */, GIMP_PDB_INT32,
      2 /* no chroma subsampling */, GIMP_PDB_INT32, 1 /* baseline */, GIMP_PDB_INT32,
      0 /* restart markers */, GIMP_PDB_INT32, 0 /* transform: integer */, GIMP_PDB_END);
  bool good = values[0].data.d_status == GIMP_PDB_SUCCESS;

  gimp_destroy_params(values, count);
  return good;
}

static bool save_png(gint32 image, gint32 layer, const char *part)
{
  int count = 0;
  GimpParam *values = gimp_run_procedure(
      "file-png-save-defaults", &count, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE, GIMP_PDB_IMAGE,
      image, GIMP_PDB_DRAWABLE, layer, GIMP_PDB_STRING, part, GIMP_PDB_STRING, part, GIMP_PDB_END);
  bool good = values[0].data.d_status == GIMP_PDB_SUCCESS;

  gimp_destroy_params(values, count);
  return good;
}

static bool save_image(const Batch *batch, gint32 image, gint32 layer, bool opaque,
                       const char *part)
{
  if (strcmp(batch->format, "xcf") == 0)
    return gimp_file_save(GIMP_RUN_NONINTERACTIVE, image, layer, part, part);
  if (strcmp(batch->format, "jpg") == 0)
    return save_jpeg(image, leave_alone(image, layer, true), part);
  return save_png(image, leave_alone(image, layer, opaque), part);
}

/* The drawing as a layer of the image, saved. */
static bool write_image(const Batch *batch, const PrimSource *source, const PrimRecord *record,
                        bool masked, const char *target, GError **error)
{
  PrimLive live = prim_live_begin(source, false, masked);
  gint32 layer = -1;

  if (!prim_result_make(&live, record, false, &layer, error))
    return false;
  char *part = part_name(batch, target);
  bool opaque = !masked && !record->drawing.transparent;
  bool good = save_image(batch, source->image, layer, opaque, part);
  if (!good) {
    fail_gimp(error);
  } else if (g_rename(part, target) != 0) {
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
  PrimExport file;

  return prim_export_begin(record, source->region.width, source->region.height, target, &file,
                           error) &&
         prim_export_end(&file, true, error);
}

static bool redraw_image(const Batch *batch, gint32 image, const char *target, GError **error)
{
  PrimSettings settings = batch->settings;
  bool shapes = strcmp(batch->format, "svg") == 0 || strcmp(batch->format, "json") == 0;
  PrimSource source;
  PrimSearch search;
  PrimReport report;
  PrimRecord record;

  if (settings.seed < 0)
    settings.seed = prim_search_clock_seed();
  gimp_selection_none(image); /* an XCF may bring one along */
  if (!prim_source_find(image, gimp_image_get_active_drawable(image), -1, &source, error) ||
      !prim_search_open(&search, &source, &settings, NULL, error))
    return false;
  bool good = prim_search_run(&search, NULL, &report, error) &&
              prim_record_make(&source, &settings, report.drawing, &record, error);
  if (good) {
    good = shapes ? write_shapes(&source, &record, target, error)
                  : write_image(batch, &source, &record, search.covered, target, error);
    prim_record_clear(&record);
  }
  prim_search_close(&search);
  return good;
}

static bool redraw(const Batch *batch, const char *file, const char *target, GError **error)
{
  gint32 image = load(file, error);

  if (image == -1)
    return false;
  bool good = redraw_image(batch, image, target, error);
  gimp_image_delete(image);
  return good;
}

/* ---- All of them -------------------------------------------------------------------- */

/* One picture, counted; what goes wrong is said, and the next one comes. */
static void redraw_counted(Batch *batch, const char *file)
{
  char *target = target_name(batch, file);
  GError *problem = NULL;

  if (same_file(file, target)) {
    prim_fail(&problem, GIMP_PDB_EXECUTION_ERROR,
              _("The drawing would replace the picture. Choose another folder."));
  } else if (!g_hash_table_add(batch->targets, g_strdup(target))) {
    prim_fail(&problem, GIMP_PDB_EXECUTION_ERROR,
              _("Another picture's drawing is named \"%s\" as well. Rename one of them."), target);
  } else if (finished(target)) {
    batch->skipped++;
  } else if (redraw(batch, file, target, &problem)) {
    batch->done++;
  }
  if (problem) {
    batch->failed++;
    g_message("%s: %s", file, problem->message);
    g_error_free(problem);
  }
  g_free(target);
}

static void redraw_all(Batch *batch, const GPtrArray *files)
{
  batch->targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gimp_progress_init(_("Redrawing pictures"));
  for (guint i = 0; i < files->len; i++) {
    const char *file = g_ptr_array_index(files, i);
    char *name = g_filename_display_basename(file);
    /* Translators: a file's name, its number, and how many files there are. */
    gimp_progress_set_text_printf(_("%s (%u of %u)"), name, i + 1, files->len);
    gimp_progress_update((double)i / files->len);
    g_free(name);
    redraw_counted(batch, file);
  }
  gimp_progress_end();
  g_hash_table_unref(batch->targets);
}

static bool check_target(const Batch *batch, GError **error)
{
  if (!g_strv_contains(formats, batch->format)) {
    char *known = g_strjoinv(", ", (char **)formats);
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("There is no format named \"%s\". The known names are: %s."), batch->format, known);
    g_free(known);
    return false;
  }
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
  if (check_target(&batch, error))
    files = list_files(params[1].data.d_string, error);
  if (files) {
    redraw_all(&batch, files);
    g_ptr_array_unref(files);
  }
  g_free(format);
  if (!files)
    return 0;
  int counts[] = {batch.done, batch.skipped, batch.failed};
  for (int i = 0; i < 3; i++) {
    results[i].type = GIMP_PDB_INT32;
    results[i].data.d_int32 = counts[i];
  }
  return 3;
}
