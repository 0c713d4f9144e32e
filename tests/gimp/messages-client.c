/* A plug-in that calls our procedures with what does not exist, does not belong together or
 * cannot be used. Each call must fail, and say so once.
 *
 * What the calls fail with is looked at here, what else is said by tests/gimp/messages.sh. */
#include "client.h"

#define NO_IMAGE "There is no such image. It may have been closed."
#define NO_DRAWABLE "There is no such layer, mask or channel. It may have been deleted."
#define NOT_PART "The drawable is not part of the image."
#define INDEXED_IMAGE "Shapes cannot be drawn in an indexed image."
#define NO_SHAPES "The layer carries no list of shapes."
#define NO_RESULT "Only pictures made of shapes can be exported as SVG, and the image shows none."
#define NO_PALETTE "There is no palette named \"no such palette\" with any colors."
#define STRANGE_IMPORTANCE "The importance must be a layer, mask or channel of the same image."
#define BAD_FOLDER "\" could not be written: No such file or directory."
#define BAD_BATCH "Say which pictures, which folder and which format; one of them is empty."
#define BAD_SVG_NAME "The name of the file must end in .svg: \""
#define BAD_NAME "The name of the file must end in .svg or .json: \""

/* GIMP refuses what was deleted and what is of another kind, before we are asked. */
#define BY_GIMP "' has been called with an invalid ID for argument '"

/* What an image or an item can be; their numbers are found in `things`. */
typedef enum Thing {
  NONE,    /* -1: Python's None */
  PLAIN,   /* an image and its layer */
  OTHER,   /* another image and its layer */
  GONE,    /* were there, and were deleted */
  UNKNOWN, /* numbers that were never given */
  INDEXED,
  SHAPES, /* an image and a layer made by us */
  /* Items of the plain image. */
  CHANNEL,
  PATH,
  THINGS
} Thing;

typedef struct Things {
  gint32 images[THINGS], items[THINGS];
} Things;

/* Procedures, as bits. */
enum {
  RUN = 1,
  FULL = 2,
  CONTINUE = 4,
  REDRAW = 8,
  EXPORT = 16,
  SAVE = 32,
  REVISE = CONTINUE | REDRAW,
  DRAW = RUN | FULL | REVISE, /* those with a run mode that counts */
  EVERY = DRAW | EXPORT | SAVE
};

static const char *const procedures[] = {"plug-in-primitive",          "plug-in-primitive-full",
                                         "plug-in-primitive-continue", "plug-in-primitive-redraw",
                                         "plug-in-primitive-export",   "file-primitive-svg-save"};

static const struct {
  int procedures;
  Thing image, item;
  const char *message;
} wrong_items[] = {
    {EVERY, NONE, NONE, NO_IMAGE},
    {EVERY, NONE, PLAIN, NO_IMAGE},
    {EXPORT | SAVE, NONE, SHAPES, NO_IMAGE},
    {EVERY & ~SAVE, PLAIN, NONE, NO_DRAWABLE},
    {EVERY, PLAIN, OTHER, NOT_PART},
    {REVISE | EXPORT | SAVE, PLAIN, SHAPES, NOT_PART},
    {SAVE, SHAPES, PLAIN, NOT_PART},
    {EVERY, GONE, GONE, BY_GIMP},
    {EVERY, GONE, NONE, BY_GIMP},
    {EVERY, GONE, PLAIN, BY_GIMP},
    {EVERY, PLAIN, GONE, BY_GIMP},
    {EVERY, UNKNOWN, UNKNOWN, BY_GIMP},
    {EVERY, NONE, UNKNOWN, BY_GIMP},
    {EVERY, PLAIN, UNKNOWN, BY_GIMP},
    {EVERY, PLAIN, PATH, BY_GIMP},
    {EXPORT, PLAIN, CHANNEL, BY_GIMP},
    {REVISE, PLAIN, CHANNEL, NO_SHAPES},
    {REVISE | EXPORT, PLAIN, PLAIN, NO_SHAPES},
    {DRAW, INDEXED, INDEXED, INDEXED_IMAGE},
    {EXPORT, INDEXED, INDEXED, NO_SHAPES},
    {SAVE, PLAIN, NONE, NO_RESULT},
    {SAVE, PLAIN, PLAIN, NO_RESULT},
    {SAVE, PLAIN, CHANNEL, NO_RESULT},
    {SAVE, INDEXED, INDEXED, NO_RESULT},
};

/* Of the shapes' layer. */
static const struct {
  int procedures;
  const char *file, *message;
} wrong_files[] = {
    {EXPORT | SAVE, "/no/such/folder/a.svg", BAD_FOLDER},
    {EXPORT, "/no/such/folder/a.json", BAD_FOLDER},
    {EXPORT | SAVE, "/dev/null/a.svg", "\" could not be written: Not a directory."},
    {EXPORT, "a.png", BAD_NAME},
    {EXPORT, "", BAD_NAME},
    {EXPORT, NULL, BAD_NAME},
    {SAVE, "a.json", BAD_SVG_NAME},
    {SAVE, "", BAD_SVG_NAME},
    {SAVE, NULL, BAD_SVG_NAME},
};

/* Of the plain image. */
static const struct {
  const char *palette;
  Thing importance;
  const char *export, *message;
} wrong_settings[] = {
    {"no such palette", NONE, "", NO_PALETTE},
    {"../../etc/passwd", NONE, "", "There is no palette named \"../../etc/passwd\""},
    {"", OTHER, "", STRANGE_IMPORTANCE},
    {"", GONE, "", BY_GIMP},
    {"", UNKNOWN, "", BY_GIMP},
    {"", PATH, "", BY_GIMP},
    {"", NONE, "/no/such/folder/a.svg", BAD_FOLDER},
    {"", NONE, "a.png", BAD_NAME},
};

static const struct {
  const char *pattern, *folder, *format, *message;
} wrong_batches[] = {
    {"/no/such/folder/*.jpg", "/tmp", "svg", "There are no pictures named \"/no/such/folder/"},
    {"", "/tmp", "svg", BAD_BATCH},
    {NULL, "/tmp", "svg", BAD_BATCH},
    {"@/no/such/list", "/tmp", "svg", "The list of pictures could not be read: "},
    {"tests/images/chelsea.png", "/dev/null/a", "svg", "Not a directory"},
    {"tests/images/chelsea.png", "", "svg", BAD_BATCH},
    {"tests/images/chelsea.png", NULL, "svg", BAD_BATCH},
    {"tests/images/chelsea.png", "/tmp", "tiff", "tiff"},
    {"tests/images/chelsea.png", "/tmp", NULL, BAD_BATCH},
};

/* ---- Calls ------------------------------------------------------------------ */

/* The call must fail with one line that has the message in it. */
static void fail(const char *procedure, const Call *call, const char *message, const char *what)
{
  static const char *const modes[] = {"interactive", "non-interactive", "with the last values"};
  int count = 0;
  GimpParam *values = gimp_run_procedure2(procedure, &count, call->count, call->params);
  GimpPDBStatusType status = values[0].data.d_status;
  const char *said = gimp_get_pdb_error();
  bool good = (status == GIMP_PDB_CALLING_ERROR || status == GIMP_PDB_EXECUTION_ERROR) && *said &&
              strstr(said, message) && !strchr(said, '\n');

  if (strcmp(message, BY_GIMP) == 0)
    good = good && strstr(said, procedure); /* it is our call that GIMP refuses */
  say(good, "%s, %s, %s: %s", procedure, modes[call->params[0].data.d_int32], what, said);
  gimp_destroy_params(values, count);
}

static void add_full(Call *call, const char *palette, gint32 importance, const char *export)
{
  add_float(call, 50);
  add_float(call, 50);
  add_int(call, GIMP_PDB_INT32, 64);
  add_int(call, GIMP_PDB_INT32, 0);
  add_int(call, GIMP_PDB_INT32, 0);
  add_string(call, palette);
  add_int(call, GIMP_PDB_DRAWABLE, importance);
  add_float(call, 0);
  add_int(call, GIMP_PDB_INT32, 0);
  add_string(call, export);
}

/* What the procedure takes after run mode, image and item. */
static void add_rest(Call *call, int procedure, const char *file)
{
  if (procedure & (RUN | FULL))
    add_basic(call, 5);
  if (procedure & FULL)
    add_full(call, "", -1, "");
  if (procedure & CONTINUE)
    add_int(call, GIMP_PDB_INT32, 5);
  if (procedure & (EXPORT | SAVE))
    add_string(call, file);
  if (procedure & SAVE)
    add_string(call, file);
}

static void try_call(int i, gint32 image, gint32 item, int mode, const char *file,
                     const char *message, const char *what)
{
  int procedure = 1 << i;
  Call call = call_on(image, procedure & EXPORT ? GIMP_PDB_LAYER : GIMP_PDB_DRAWABLE, item);

  add_rest(&call, procedure, file);
  call.params[0].data.d_int32 = mode;
  fail(procedures[i], &call, message, what);
}

/* In each run mode in its turn: every procedure meets all of them. */
static void try_items(const Things *things, const char *file)
{
  static const char *const names[THINGS] = {"none",    "plain",  "other",   "deleted", "unknown",
                                            "indexed", "shapes", "channel", "path"};

  for (size_t row = 0; row < G_N_ELEMENTS(wrong_items); row++) {
    Thing image = wrong_items[row].image, item = wrong_items[row].item;
    char *what = g_strdup_printf("image: %s, item: %s", names[image], names[item]);
    for (int i = 0; i < (int)G_N_ELEMENTS(procedures); i++)
      if (wrong_items[row].procedures >> i & 1)
        try_call(i, things->images[image], things->items[item], (int)(row + (size_t)i) % 3, file,
                 wrong_items[row].message, what);
    g_free(what);
  }
}

static void try_files(const Things *things)
{
  for (size_t row = 0; row < G_N_ELEMENTS(wrong_files); row++)
    for (int i = 0; i < (int)G_N_ELEMENTS(procedures); i++)
      if (wrong_files[row].procedures >> i & 1)
        try_call(i, things->images[SHAPES], things->items[SHAPES], GIMP_RUN_NONINTERACTIVE,
                 wrong_files[row].file, wrong_files[row].message, "a file");
}

static void try_settings(const Things *things)
{
  for (size_t row = 0; row < G_N_ELEMENTS(wrong_settings); row++) {
    Call call = call_on(things->images[PLAIN], GIMP_PDB_DRAWABLE, things->items[PLAIN]);
    add_basic(&call, 5);
    add_full(&call, wrong_settings[row].palette, things->items[wrong_settings[row].importance],
             wrong_settings[row].export);
    fail("plug-in-primitive-full", &call, wrong_settings[row].message, "a setting");
  }
}

static void try_batches(void)
{
  for (size_t row = 0; row < G_N_ELEMENTS(wrong_batches); row++) {
    Call call = {.count = 0};
    add_int(&call, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE);
    add_string(&call, wrong_batches[row].pattern);
    add_string(&call, wrong_batches[row].folder);
    add_string(&call, wrong_batches[row].format);
    add_basic(&call, 5);
    add_float(&call, 50);
    add_float(&call, 50);
    add_int(&call, GIMP_PDB_INT32, 64);
    add_int(&call, GIMP_PDB_INT32, 0);
    add_int(&call, GIMP_PDB_INT32, 0);
    add_string(&call, "");
    add_float(&call, 0);
    fail("plug-in-primitive-batch", &call, wrong_batches[row].message, "a batch");
  }
}

/* ---- Things ----------------------------------------------------------------- */

static void make_image(Things *things, Thing thing)
{
  gint32 image = gimp_image_new(24, 16, GIMP_RGB);
  gint32 layer =
      gimp_layer_new(image, "layer", 24, 16, GIMP_RGB_IMAGE, 100, GIMP_LAYER_MODE_NORMAL);

  gimp_image_insert_layer(image, layer, 0, 0);
  gimp_drawable_fill(layer, GIMP_FILL_WHITE);
  things->images[thing] = image;
  things->items[thing] = layer;
}

static void make_shapes(Things *things)
{
  make_image(things, SHAPES);
  Call call = call_on(things->images[SHAPES], GIMP_PDB_DRAWABLE, things->items[SHAPES]);
  int count = 0;

  add_basic(&call, 5);
  GimpParam *values = gimp_run_procedure2("plug-in-primitive", &count, call.count, call.params);
  things->items[SHAPES] = count > 1 ? values[1].data.d_layer : -1;
  gimp_destroy_params(values, count);
}

static Things make_things(void)
{
  Things things = {.images[NONE] = -1, .items[NONE] = -1};
  GimpRGB color = {0, 0, 0, 1};

  things.images[UNKNOWN] = things.items[UNKNOWN] = 99999;
  make_image(&things, PLAIN);
  make_image(&things, OTHER);
  make_image(&things, INDEXED);
  make_image(&things, GONE);
  make_shapes(&things);
  gint32 plain = things.images[PLAIN];
  things.items[CHANNEL] = gimp_channel_new(plain, "channel", 24, 16, 50, &color);
  gimp_image_insert_channel(plain, things.items[CHANNEL], 0, 0);
  things.items[PATH] = gimp_vectors_new(plain, "path");
  gimp_image_insert_vectors(plain, things.items[PATH], 0, 0);
  gimp_image_set_active_layer(plain, things.items[PLAIN]);
  gimp_image_convert_indexed(things.images[INDEXED], GIMP_CONVERT_DITHER_NONE,
                             GIMP_CONVERT_PALETTE_GENERATE, 8, FALSE, FALSE, "");
  gimp_image_delete(things.images[GONE]);
  return things;
}

/* How many layers, channels and paths there are, and whether an image was changed. */
static int count_all(const Things *things)
{
  int count, sum = 0;

  for (Thing thing = PLAIN; thing < CHANNEL; thing++) {
    gint32 image = things->images[thing];
    if (thing == GONE || thing == UNKNOWN)
      continue;
    g_free(gimp_image_get_layers(image, &count));
    sum += count;
    g_free(gimp_image_get_channels(image, &count));
    sum += count;
    g_free(gimp_image_get_vectors(image, &count));
    sum += count + 100 * gimp_image_is_dirty(image);
  }
  return sum;
}

static void query(void)
{
  static const GimpParamDef arguments[] = {
      {GIMP_PDB_INT32, (gchar *)"run-mode", (gchar *)"Any"},
      {GIMP_PDB_STRING, (gchar *)"file", (gchar *)"A file that may be written, ending in .svg"},
  };

  install("test-primitive-messages", arguments, G_N_ELEMENTS(arguments));
}

static void run(const gchar *name, gint n_params, const GimpParam *params, gint *n_values,
                GimpParam **values)
{
  Things things = make_things();
  int images, images_after;

  (void)name;
  (void)n_params;
  for (Thing thing = PLAIN; thing < CHANNEL; thing++)
    if (thing != GONE && thing != UNKNOWN)
      gimp_image_clean_all(things.images[thing]);
  int before = count_all(&things);
  g_free(gimp_image_list(&images));
  g_message("begin");
  try_items(&things, params[1].data.d_string);
  try_files(&things);
  try_settings(&things);
  try_batches();
  g_free(gimp_image_list(&images_after));
  g_message("end");
  say(count_all(&things) == before && images == images_after,
      "no image was changed, none was made");
  answer(n_values, values);
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

MAIN()
