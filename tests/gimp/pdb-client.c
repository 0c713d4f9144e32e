/* A plug-in that calls our procedures as Python-Fu does: through GIMP's wire
 * protocol, with the types, counts and order of arguments that stand in the
 * procedural database, the run mode put in front; and with wrong ones.
 *
 * Every check is a message, "ok ..." or "not ok ...", for tests/gimp/env.sh. */
#include "client.h"

/* opacity-min to background, then what batches take too, then the rest. */
static void add_search(Call *call)
{
  add_float(call, 50);
  add_float(call, 50);
  add_int(call, GIMP_PDB_INT32, 128);
  add_int(call, GIMP_PDB_INT32, 0);
  add_int(call, GIMP_PDB_INT32, 0);
  add_string(call, "");
}

static void add_full(Call *call, int output)
{
  add_search(call);
  add_int(call, GIMP_PDB_DRAWABLE, -1);
  add_float(call, 0);
  add_int(call, GIMP_PDB_INT32, output);
  add_string(call, "");
}

/* Whether the procedure of that name takes just these types, and the call succeeds
 * with results of the types in `results` ("LFI": layer, float, int). */
static bool types_fit(const char *name, const Call *call)
{
  gchar *blurb, *help, *author, *copyright, *date;
  GimpPDBProcType type;
  gint count, returned;
  GimpParamDef *params, *values;
  bool fit;

  if (!gimp_procedural_db_proc_info(name, &blurb, &help, &author, &copyright, &date, &type, &count,
                                    &returned, &params, &values))
    return false;
  fit = count == call->count;
  for (int i = 0; fit && i < count; i++)
    fit = params[i].type == call->params[i].type && params[i].name[0] && params[i].description[0];
  fit = fit && blurb[0] && help[0] && strcmp(params[0].name, "run-mode") == 0;
  return fit;
}

static const GimpPDBArgType result_types[] = {
    ['L'] = GIMP_PDB_LAYER, ['F'] = GIMP_PDB_FLOAT, ['I'] = GIMP_PDB_INT32};

/* The call must succeed with those results; returns the first one. */
static gint32 succeed(const char *name, Call call, const char *results, const char *what)
{
  int count = 0;
  bool fit = types_fit(name, &call);
  GimpParam *values = gimp_run_procedure2(name, &count, call.count, call.params);
  bool good = values[0].data.d_status == GIMP_PDB_SUCCESS && count == 1 + (int)strlen(results);

  for (int i = 1; good && i < count; i++)
    good = values[i].type == result_types[(int)results[i - 1]];
  say(fit, "%s: the arguments are those that stand in the database", what);
  say(good, "%s: it succeeds, with the results that stand there", what);
  gint32 first = good && count > 1 ? values[1].data.d_int32 : -1;
  gimp_destroy_params(values, count);
  return first;
}

/* The call must fail as one that is wrong. */
static void fail(const char *name, Call call, const char *what)
{
  int count = 0;
  GimpParam *values = gimp_run_procedure2(name, &count, call.count, call.params);

  say(values[0].data.d_status == GIMP_PDB_CALLING_ERROR ||
          values[0].data.d_status == GIMP_PDB_EXECUTION_ERROR,
      "%s is refused: %s", what, gimp_get_pdb_error());
  gimp_destroy_params(values, count);
}

static void right_calls(gint32 image, gint32 drawable, const char *folder)
{
  Call call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
  char *file = g_build_filename(folder, "client.svg", NULL);

  add_basic(&call, 10);
  gint32 layer = succeed("plug-in-primitive", call, "LFI", "plug-in-primitive");
  for (int output = 0; output < 4; output++) {
    call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
    add_basic(&call, 10);
    add_full(&call, output);
    char *what = g_strdup_printf("plug-in-primitive-full, output %d", output);
    gint32 made = succeed("plug-in-primitive-full", call, "LFI", what);
    say((made == -1) == (output == 3), "%s: a layer, but for paths", what);
    g_free(what);
  }
  call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
  add_string(&call, "count=10; effort=draft; output=paths");
  say(succeed("plug-in-primitive-with", call, "LFI", "plug-in-primitive-with") == -1,
      "paths have no layer");
  call = call_on(image, GIMP_PDB_DRAWABLE, layer);
  add_int(&call, GIMP_PDB_INT32, 5);
  succeed("plug-in-primitive-continue", call, "FI", "plug-in-primitive-continue");
  succeed("plug-in-primitive-redraw", call_on(image, GIMP_PDB_DRAWABLE, layer), "",
          "plug-in-primitive-redraw");
  call = call_on(image, GIMP_PDB_LAYER, layer);
  add_string(&call, file);
  succeed("plug-in-primitive-export", call, "", "plug-in-primitive-export");
  call = call_on(image, GIMP_PDB_DRAWABLE, layer);
  add_string(&call, file);
  add_string(&call, file);
  succeed("file-primitive-svg-save", call, "", "file-primitive-svg-save");
  g_free(file);
}

static void right_batch(const char *folder)
{
  Call call = {.count = 0};

  add_int(&call, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE);
  add_string(&call, "tests/images/chelsea.png");
  add_string(&call, folder);
  add_string(&call, "svg");
  add_basic(&call, 5);
  add_search(&call);
  add_float(&call, 0);
  say(succeed("plug-in-primitive-batch", call, "III", "plug-in-primitive-batch") == 1,
      "one picture is redrawn");
}

static void wrong_calls(gint32 image, gint32 drawable)
{
  static const char *const names[] = {"plug-in-primitive",          "plug-in-primitive-full",
                                      "plug-in-primitive-continue", "plug-in-primitive-redraw",
                                      "plug-in-primitive-export",   "file-primitive-svg-save",
                                      "plug-in-primitive-batch",    "plug-in-primitive-with"};
  Call call;

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    char *what = g_strdup_printf("%s with its run mode only", names[i]);
    call = (Call){.count = 0};
    add_int(&call, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE);
    fail(names[i], call, what);
    g_free(what);
    what = g_strdup_printf("%s with a colour for an image", names[i]);
    call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
    call.params[1].type = GIMP_PDB_COLOR;
    fail(names[i], call, what);
    g_free(what);
    what = g_strdup_printf("%s with an image that is not there", names[i]);
    call = call_on(12345, GIMP_PDB_DRAWABLE, drawable);
    fail(names[i], call, what);
    g_free(what);
  }
  call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
  add_basic(&call, 10);
  fail("plug-in-primitive-full", call, "the short list of arguments for the full procedure");
  call.params[3].type = GIMP_PDB_STRING;
  call.params[3].data.d_string = (gchar *)"ten";
  fail("plug-in-primitive", call, "a text for the count");
  call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
  add_basic(&call, 10);
  call.params[4].data.d_string = NULL;
  fail("plug-in-primitive", call, "no text for the shapes");
  call = call_on(image, GIMP_PDB_DRAWABLE, 12345);
  add_basic(&call, 10);
  fail("plug-in-primitive", call, "a drawable that is not there");
  call = call_on(image, GIMP_PDB_DRAWABLE, drawable);
  add_int(&call, GIMP_PDB_INT32, 5);
  fail("plug-in-primitive-continue", call, "a layer without shapes");
}

static void query(void)
{
  static const GimpParamDef arguments[] = {
      {GIMP_PDB_INT32, (gchar *)"run-mode", (gchar *)"Any"},
      {GIMP_PDB_IMAGE, (gchar *)"image", (gchar *)"An image of one layer"},
      {GIMP_PDB_STRING, (gchar *)"folder", (gchar *)"Where to write files"},
  };

  install("test-primitive-client", arguments, G_N_ELEMENTS(arguments));
}

static void run(const gchar *name, gint n_params, const GimpParam *params, gint *n_values,
                GimpParam **values)
{
  gint32 image = params[1].data.d_image;
  gint32 drawable = gimp_image_get_active_drawable(image);

  (void)name;
  (void)n_params;
  right_calls(image, drawable, params[2].data.d_string);
  right_batch(params[2].data.d_string);
  wrong_calls(image, drawable);
  answer(n_values, values);
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

MAIN()
