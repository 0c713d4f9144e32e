/* A plug-in that gives a layer lists of shapes from strangers, and has it redrawn,
 * continued and exported with each. What must be refused is refused with one message and
 * leaves the image as it was, without an undo step; what can be read does no harm. */
#include <gegl.h>
#include <glib/gstdio.h>

#include "client.h"

#define DAMAGED "The layer's list of shapes is damaged. Redraw the picture to get a new one."

static const char PARASITE[] = "primitive-shapes";

/* The lists that can be read but not continued, and why. */
static const struct {
  const char *file, *reason;
} refusals[] = {
    {"empty-name.json", "is no longer in the image"},
    {"name-with-everything.json", "is no longer in the image"},
    {"no-settings.json", "does not say what it was drawn after"},
    {"no-source.json", "does not say what it was drawn after"},
    {"palette-like-a-path.json", "There is no palette named \"../../../etc/passwd\""},
    {"working-size-of-another.json", "does not fit the picture it was drawn after"},
};

typedef struct Trial {
  gint32 image, layer;
  char *file; /* to export to */
  int texts, calls, failed, faults;
} Trial;

/* ---- How the image stands --------------------------------------------------- */

typedef struct Look {
  char *pixels, *name;
  int layers;
  bool dirty; /* there is an undo step since the last look */
} Look;

static char *checksum(gint32 drawable)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
  const GeglRectangle *extent = gegl_buffer_get_extent(buffer);
  size_t bytes = 4 * (size_t)extent->width * (size_t)extent->height;
  guchar *pixels = g_malloc(bytes);

  gegl_buffer_get(buffer, extent, 1, babl_format("R'G'B'A u8"), pixels, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  char *sum = g_compute_checksum_for_data(G_CHECKSUM_MD5, pixels, bytes);
  g_free(pixels);
  g_object_unref(buffer);
  return sum;
}

static Look look_at(const Trial *trial)
{
  Look look = {.pixels = checksum(trial->layer),
               .name = gimp_item_get_name(trial->layer),
               .dirty = gimp_image_is_dirty(trial->image)};

  g_free(gimp_image_get_layers(trial->image, &look.layers));
  return look;
}

static bool same_looks(const Look *a, const Look *b)
{
  return strcmp(a->pixels, b->pixels) == 0 && strcmp(a->name, b->name) == 0 &&
         a->layers == b->layers && a->dirty == b->dirty;
}

static void look_clear(Look *look)
{
  g_free(look->pixels);
  g_free(look->name);
}

/* ---- Calls ------------------------------------------------------------------ */

static const char *const procedures[] = {"plug-in-primitive-redraw", "plug-in-primitive-continue",
                                         "plug-in-primitive-export"};
enum { REDRAW, CONTINUE, EXPORT, PROCEDURES };

static bool call(const Trial *trial, int procedure, char **message)
{
  Call call =
      call_on(trial->image, procedure == EXPORT ? GIMP_PDB_LAYER : GIMP_PDB_DRAWABLE, trial->layer);
  int count = 0;

  if (procedure == CONTINUE)
    add_int(&call, GIMP_PDB_INT32, 1);
  if (procedure == EXPORT)
    add_string(&call, trial->file);
  GimpParam *values = gimp_run_procedure2(procedures[procedure], &count, call.count, call.params);
  bool good = values[0].data.d_status == GIMP_PDB_SUCCESS;
  *message = g_strdup(good ? "" : gimp_get_pdb_error());
  gimp_destroy_params(values, count);
  return good;
}

/* Why the list cannot be continued, or NULL when it can. */
static const char *continue_refused(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++)
    if (g_str_has_suffix(name, refusals[i].file))
      return refusals[i].reason;
  return NULL;
}

/* Whether a call came out as it must. */
static bool as_due(const char *name, bool wanted, int procedure, bool good, const char *message)
{
  const char *reason = procedure == CONTINUE ? continue_refused(name) : NULL;

  if (!wanted)
    return !good && strcmp(message, DAMAGED) == 0;
  return reason ? !good && strstr(message, reason) : good;
}

/* The layer gets the text; a failure changes nothing but that. */
static void try_call(Trial *trial, const char *name, const char *text, size_t length, bool wanted,
                     int procedure)
{
  GimpParasite *parasite =
      gimp_parasite_new(PARASITE, GIMP_PARASITE_UNDOABLE, (guint32)length, text);
  char *message = NULL;

  g_unlink(trial->file);
  gimp_item_attach_parasite(trial->layer, parasite);
  gimp_parasite_free(parasite);
  gimp_image_clean_all(trial->image);
  Look before = look_at(trial);
  bool good = call(trial, procedure, &message);
  Look after = look_at(trial);
  bool right = as_due(name, wanted, procedure, good, message) &&
               (good || (same_looks(&before, &after) && !after.dirty)) &&
               g_file_test(trial->file, G_FILE_TEST_EXISTS) == (good && procedure == EXPORT);
  trial->calls++;
  trial->failed += !good;
  trial->faults += !right;
  if (!right)
    say(false, "%s, %s: %s \"%s\"", name, procedures[procedure], good ? "it succeeds" : "it fails",
        message);
  look_clear(&before);
  look_clear(&after);
  g_free(message);
}

/* With every procedure; or with one, each in its turn, as all of them read alike. */
static void try_text(Trial *trial, const char *name, const char *text, size_t length, bool wanted,
                     bool every)
{
  for (int procedure = 0; procedure < PROCEDURES; procedure++)
    if (every || trial->texts % PROCEDURES == procedure)
      try_call(trial, name, text, length, wanted, procedure);
  trial->texts++;
}

static void tell(Trial *trial, const char *what)
{
  say(!trial->faults && trial->texts, "%s: %d lists, %d calls, %d of them failed", what,
      trial->texts, trial->calls, trial->failed);
  trial->texts = trial->calls = trial->failed = trial->faults = 0;
}

/* ---- Lists ------------------------------------------------------------------ */

static int compare(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every `step`-th file of a folder, by name. */
static void try_folder(Trial *trial, const char *path, int step, bool wanted)
{
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  GDir *files = g_dir_open(path, 0, NULL);
  const char *name;

  while (files && (name = g_dir_read_name(files)))
    g_ptr_array_add(names, g_build_filename(path, name, NULL));
  if (files)
    g_dir_close(files);
  g_ptr_array_sort(names, compare);
  for (guint i = 0; i < names->len; i += (guint)step) {
    char *text = NULL;
    gsize length = 0;
    if (g_file_get_contents(names->pdata[i], &text, &length, NULL))
      try_text(trial, names->pdata[i], text, length, wanted, wanted);
    g_free(text);
  }
  g_ptr_array_free(names, TRUE);
}

static void try_flood(Trial *trial, const char *name, const char *start, const char *part,
                      size_t count)
{
  GString *text = g_string_new(start);

  for (size_t i = 0; i < count; i++)
    g_string_append(text, part);
  try_text(trial, name, text->str, text->len, false, true);
  g_string_free(text, TRUE);
}

static void try_floods(Trial *trial)
{
  try_flood(trial, "a quote in a comment, and brackets", "/*\"*/", "[", 300000);
  try_flood(trial, "brackets", "{\"x\":", "[", 300000);
  try_flood(trial, "empty lists", "{\"version\":1,\"shapes\":[", "[],", 1 << 20);
}

static gint32 make_layer(gint32 image)
{
  Call call = call_on(image, GIMP_PDB_DRAWABLE, gimp_image_get_active_drawable(image));
  int count = 0;

  add_basic(&call, 5);
  GimpParam *values = gimp_run_procedure2("plug-in-primitive", &count, call.count, call.params);
  gint32 layer = count > 1 ? values[1].data.d_layer : -1;
  gimp_destroy_params(values, count);
  return layer;
}

/* ---- Last values ------------------------------------------------------------ */

/* Runs with the last values when their parasite is that text: good lines count, and
 * nothing is said of others. */
static void try_last_values(gint32 image, const char *text, size_t length)
{
  GimpParasite *parasite =
      gimp_parasite_new("gimp-primitive-last-values", 0, (guint32)length, text);
  Call call = call_on(image, GIMP_PDB_DRAWABLE, gimp_image_get_active_drawable(image));
  int count = 0;

  gimp_attach_parasite(parasite);
  gimp_parasite_free(parasite);
  add_basic(&call, 5);
  call.params[0].data.d_int32 = GIMP_RUN_WITH_LAST_VALS;
  GimpParam *values = gimp_run_procedure2("plug-in-primitive", &count, call.count, call.params);
  say(values[0].data.d_status == GIMP_PDB_SUCCESS && count == 4 && values[3].data.d_int32 == 7,
      "last values from a stranger: the good line counts");
  if (count > 1)
    gimp_image_remove_layer(image, values[1].data.d_layer);
  gimp_destroy_params(values, count);
  gimp_detach_parasite("gimp-primitive-last-values");
}

static void try_strange_last_values(gint32 image)
{
  static const char lines[] = "gimp-primitive last values 1\ncount=7\nstyle=99\nseed=1e999\n"
                              "palette=\\\ndetail=nan\nshapes=,\n\xff=\xff\n=\n\0count=8\n";

  try_last_values(image, lines, sizeof lines);
}

static void query(void)
{
  static const GimpParamDef arguments[] = {
      {GIMP_PDB_INT32, (gchar *)"run-mode", (gchar *)"Any"},
      {GIMP_PDB_IMAGE, (gchar *)"image", (gchar *)"An image of one layer, \"the picture\""},
      {GIMP_PDB_STRING, (gchar *)"folder", (gchar *)"Where to write files"},
      {GIMP_PDB_INT32, (gchar *)"step", (gchar *)"Tries every list of so many; 1 is all"},
  };

  install("test-primitive-hostile", arguments, G_N_ELEMENTS(arguments));
}

static void run(const gchar *name, gint n_params, const GimpParam *params, gint *n_values,
                GimpParam **values)
{
  Trial trial = {.image = params[1].data.d_image,
                 .file = g_build_filename(params[2].data.d_string, "hostile.svg", NULL)};

  (void)name;
  (void)n_params;
  gegl_init(NULL, NULL);
  try_strange_last_values(trial.image);
  trial.layer = make_layer(trial.image);
  try_folder(&trial, "tests/hostile/refused", params[3].data.d_int32, false);
  tell(&trial, "damaged lists are refused");
  try_floods(&trial);
  tell(&trial, "floods are refused");
  try_folder(&trial, "tests/hostile/read", 1 + params[3].data.d_int32 / 4, true);
  tell(&trial, "strange lists do no harm");
  g_free(trial.file);
  answer(n_values, values);
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

MAIN()
