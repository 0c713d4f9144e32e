/* The table of procedures. The arguments that are parameters come from core's parameter table. */
#include "procedures.h"

#include <string.h>

#include "batch/batch.h"
#include "continue.h"
#include "files/export.h"
#include "icon.h" /* icon[], made of icon.png */
#include "redraw.h"
#include "run.h"

#define AUTHOR "the gimp-primitive developers"
#define DATE "2026"
#define MENU "<Image>/Filters/Artistic"
#define SUBMENU MENU "/Geometric Primitives"

/* GimpParamDef's strings are not const, though nothing changes them. */
#define DEFINE(type, name, text)                                                                   \
  {                                                                                                \
    type, (gchar *)(name), (gchar *)(text)                                                         \
  }

/* One procedure. Its arguments are `fixed`, then the parameters with that use (0: none). */
typedef struct Procedure {
  const char *name, *blurb, *help;
  const char *menu_label, *menu_path; /* NULL: not in the menus */
  const char *image_types;            /* NULL: works without an image */
  const GimpParamDef *fixed;
  int fixed_count;
  PrimUse use;
  const GimpParamDef *results;
  int result_count;
  /* Its first argument is the run mode: with others than RUN-NONINTERACTIVE, as from the menus,
   * PRIM_ARGUMENTS_FIXED arguments are enough. */
  bool modes;
  /* Runs it with arguments that are as many as they must be. Fills `results` and returns how many
   * they are; 0 and *error on failure. */
  int (*run)(const GimpParam *params, GimpParam *results, GError **error);
} Procedure;

static int set_size(uint32_t set)
{
  int size = 0;

  for (; set; set &= set - 1)
    size++;
  return size;
}

static GimpPDBArgType argument_type(const PrimParameter *parameter)
{
  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    return GIMP_PDB_FLOAT;
  case PRIM_TYPE_SHAPES:
  case PRIM_TYPE_TEXT:
    return GIMP_PDB_STRING;
  case PRIM_TYPE_DRAWABLE:
    return GIMP_PDB_DRAWABLE;
  default:
    return GIMP_PDB_INT32;
  }
}

/* The allowed values, as the procedure browser shows them: "1 to 100000", or
 * "0 crispy, 1 dreamy". */
static void append_range(GString *text, const PrimParameter *parameter)
{
  if (parameter->type == PRIM_TYPE_SHAPES) {
    g_string_append(text, "mixed");
    for (int kind = 0; kind < PRIM_KINDS; kind++)
      g_string_append_printf(text, ", %s", prim_kind_names[kind]);
  } else if (parameter->type == PRIM_TYPE_ENUM) {
    for (int i = 0; i <= (int)parameter->max; i++)
      g_string_append_printf(text, "%s%d %s", i ? ", " : "", i, parameter->choices[i].name);
  } else if (parameter->type == PRIM_TYPE_TEXT) {
    g_string_append(text, "\"\": none");
  } else if (parameter->type == PRIM_TYPE_COLOR) {
    g_string_append(text, "darker, or a color like #336699");
  } else if (parameter->type == PRIM_TYPE_DRAWABLE) {
    g_string_append(text, "-1: none");
  } else {
    g_string_append_printf(text, "%.10g to %.10g", parameter->min, parameter->max);
  }
}

/* Not translated: GIMP stores one text for all languages. Never freed: the
 * process ends after the query. */
static GimpParamDef describe(const PrimParameter *parameter)
{
  GString *text = g_string_new(parameter->tooltip);

  g_string_append(text, " (");
  append_range(text, parameter);
  g_string_append_c(text, ')');
  return (GimpParamDef)DEFINE(argument_type(parameter), parameter->name,
                              g_string_free(text, FALSE));
}

/* The allowed values in saved text, where choices have names. */
static void append_values(GString *text, const PrimParameter *parameter)
{
  if (parameter->type != PRIM_TYPE_ENUM) {
    append_range(text, parameter);
    return;
  }
  for (int i = 0; i <= (int)parameter->max; i++)
    g_string_append_printf(text, "%s%s", i ? ", " : "", parameter->choices[i].name);
}

/* The text that has all parameters. Never freed, either. */
static GimpParamDef describe_settings(const char *introduction)
{
  PrimSettings initial = prim_settings_default();
  GString *text = g_string_new(introduction);
  char value[PRIM_TEXT_MAX];

  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    g_string_append_printf(text, "\n%s: ", prim_parameters[i].name);
    append_values(text, &prim_parameters[i]);
    prim_parameter_format(&prim_parameters[i], &initial, value);
    g_string_append_printf(text, " [%s]", value);
  }
  return (GimpParamDef)DEFINE(GIMP_PDB_STRING, "settings", g_string_free(text, FALSE));
}

#define RUN_MODE                                                                                   \
  DEFINE(GIMP_PDB_INT32, "run-mode",                                                               \
         "RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), RUN-WITH-LAST-VALS (2)")
#define RUN_MODE_ANY DEFINE(GIMP_PDB_INT32, "run-mode", "Any; they do the same")
#define IMAGE DEFINE(GIMP_PDB_IMAGE, "image", "The image")
#define PICTURE                                                                                    \
  DEFINE(GIMP_PDB_DRAWABLE, "drawable", "What to redraw: a layer, layer group, mask or channel")
#define RESULT_LAYER DEFINE(GIMP_PDB_LAYER, "layer", "A layer or group made by " PRIM_PROCEDURE)
/* From the menus GIMP only runs what takes a drawable. */
#define RESULT_DRAWABLE                                                                            \
  DEFINE(GIMP_PDB_DRAWABLE, "layer", "A layer or group made by " PRIM_PROCEDURE)
#define FINAL_ERROR                                                                                \
  DEFINE(GIMP_PDB_FLOAT, "error",                                                                  \
         "Root mean square difference of the drawing, antialiased at working size, from the "      \
         "picture, 0 to 255")
#define COUNTED(array) array, G_N_ELEMENTS(array)

static const GimpParamDef run_fixed[] = {RUN_MODE, IMAGE, PICTURE};
static const char SETTINGS[] =
    "The settings, name=value, separated by semicolons or one per line: \"count=300; "
    "style=dreamy\". "
    "What is absent has its default; of two values the last counts. In a text, a semicolon is "
    "written \\073 and a backslash \\\\. The names and their values:";
static const GimpParamDef with_fixed[] = {
    RUN_MODE, IMAGE, PICTURE,
    DEFINE(GIMP_PDB_STRING, "settings", SETTINGS), /* and what describe_settings() adds */
};
static const GimpParamDef run_results[] = {
    DEFINE(GIMP_PDB_LAYER, "layer",
           "The new layer or group; the last frame of an animation; -1 for paths"),
    FINAL_ERROR,
    DEFINE(GIMP_PDB_INT32, "placed", "How many shapes were placed; may be fewer than asked for"),
};
static const GimpParamDef continue_fixed[] = {
    RUN_MODE,
    IMAGE,
    RESULT_DRAWABLE,
    DEFINE(GIMP_PDB_INT32, "count", "How many shapes to add"),
};
static const GimpParamDef continue_results[] = {
    FINAL_ERROR,
    DEFINE(GIMP_PDB_INT32, "placed", "How many shapes the layer has now"),
};
static const GimpParamDef redraw_fixed[] = {RUN_MODE_ANY, IMAGE, RESULT_DRAWABLE};
static const GimpParamDef export_fixed[] = {
    RUN_MODE_ANY,
    IMAGE,
    RESULT_LAYER,
    DEFINE(GIMP_PDB_STRING, "filename", "The file to write, ending in .svg or .json"),
};
static const GimpParamDef svg_save_fixed[] = {
    RUN_MODE_ANY,
    IMAGE,
    DEFINE(GIMP_PDB_DRAWABLE, "drawable", "A result; if it is none, the topmost one is taken"),
    DEFINE(GIMP_PDB_STRING, "filename", "The file to write, ending in .svg"),
    DEFINE(GIMP_PDB_STRING, "raw-filename", "Not used"),
};
static const GimpParamDef batch_fixed[] = {
    RUN_MODE_ANY,
    DEFINE(GIMP_PDB_STRING, "pattern",
           "The pictures: a pattern (\"photos/*.jpg\"), or @ and the name of a file that lists "
           "one a line"),
    DEFINE(GIMP_PDB_STRING, "folder", "Where the drawings go; made if missing"),
    DEFINE(GIMP_PDB_STRING, "format", "What to write: svg, json, xcf, png or jpg"),
};
static const GimpParamDef batch_results[] = {
    DEFINE(GIMP_PDB_INT32, "done", "How many pictures were redrawn"),
    DEFINE(GIMP_PDB_INT32, "skipped", "How many had been redrawn before"),
    DEFINE(GIMP_PDB_INT32, "failed", "How many could not be redrawn; messages say why"),
};

static const char RUN_HELP[] =
    "Places shapes one by one, each where and in the color in which it brings the drawing closest "
    "to the picture. The drawing becomes a new layer above the given drawable, of the size of the "
    "selected part of it; selection and transparency become its layer mask. The layer carries the "
    "list of its shapes in the parasite \"primitive-shapes\". The same seed gives the same "
    "drawing. "
    "RUN-INTERACTIVE opens a dialog; RUN-WITH-LAST-VALS takes the values that were last chosen "
    "there, but writes no file. A script's file takes the place of one that has its name; the "
    "dialog asks first.";

static const Procedure procedures[] = {
    {PRIM_PROCEDURE,
     /* Translators: GIMP's search for actions finds these words; keep the English ones, too. */
     N_("Redraw the picture with a few geometric shapes, on a new layer: low poly, polygonize, "
        "triangulate, vectorize, geometrize"),
     RUN_HELP, N_("_Draw..."), SUBMENU, "RGB*, GRAY*", COUNTED(run_fixed), PRIM_USE_BASIC,
     COUNTED(run_results), true, prim_run},
    {PRIM_PROCEDURE_FULL, "Redraw the picture with a few geometric shapes, with all settings",
     RUN_HELP, NULL, NULL, "RGB*, GRAY*", COUNTED(run_fixed), PRIM_USE_FULL, COUNTED(run_results),
     true, prim_run_full},
    {PRIM_PROCEDURE_WITH, "Redraw the picture with a few geometric shapes, with settings by name",
     RUN_HELP, NULL, NULL, "RGB*, GRAY*", COUNTED(with_fixed), 0, COUNTED(run_results), true,
     prim_run_with},
    {PRIM_PROCEDURE_CONTINUE, N_("Add shapes to a picture made of geometric shapes"),
     "Adds shapes to the drawing on a layer or group made by " PRIM_PROCEDURE ", comparing with "
     "the drawable it was drawn after, which must still be in the image. The shapes that are "
     "there are refined together with the new ones. Works on a saved image too; the same file "
     "gives the same drawing.",
     N_("_Add More Shapes..."), SUBMENU, "RGB*, GRAY*", COUNTED(continue_fixed), 0,
     COUNTED(continue_results), true, prim_continue},
    {PRIM_PROCEDURE_REDRAW,
     N_("Repaint a picture made of geometric shapes, crisp at its present size"),
     "Paints a layer or group made by " PRIM_PROCEDURE " from the list of its shapes, at its "
     "present size: for an image that was scaled, or to take back changes to the pixels.",
     N_("_Repaint at Current Size"), SUBMENU, "RGB*, GRAY*", COUNTED(redraw_fixed), 0, NULL, 0,
     false, prim_redraw},
    {PRIM_PROCEDURE_EXPORT, "Write the shapes of a layer made of geometric shapes to a file",
     "Writes the drawing on a layer or group made by " PRIM_PROCEDURE " as SVG, in the pixel "
     "size of the layer, or as JSON. Reads the layer's parasite \"primitive-shapes\", so it "
     "works on a saved image too; changes made to the pixels since are not in the file, those to "
     "the layer mask are.",
     NULL, NULL, "*", COUNTED(export_fixed), 0, NULL, 0, false, prim_export},
    {PRIM_PROCEDURE_SVG_SAVE, "Save a picture made of geometric shapes as SVG",
     "Writes the drawing on the drawable, or else on the topmost visible layer or group made "
     "by " PRIM_PROCEDURE ", as SVG. File > Export As calls it.",
     N_("Scalable Vector Graphics (geometric primitives)"), NULL, "*", COUNTED(svg_save_fixed), 0,
     NULL, 0, false, prim_export_svg_save},
    {PRIM_PROCEDURE_BATCH, "Redraw many pictures with a few geometric shapes each",
     "Redraws every picture that the pattern names, and writes each drawing to the folder under "
     "the picture's name. A picture whose drawing is there already is skipped; one that cannot "
     "be read is reported, and the rest goes on. A drawing appears "
     "complete or not at all, and never replaces a file.",
     NULL, NULL, NULL, COUNTED(batch_fixed), PRIM_USE_BATCH, COUNTED(batch_results), false,
     prim_batch},
};

/* ---- The database ------------------------------------------------------------- */

static void install(const Procedure *procedure)
{
  GimpParamDef arguments[PRIM_ARGUMENTS_BATCH + PRIM_PARAMETERS + 1];
  uint32_t set = prim_parameters_used(procedure->use);
  char *help = g_strconcat(procedure->help, " (" GETTEXT_PACKAGE " " PRIM_VERSION ")", NULL);
  int count = 0;

  for (int i = 0; i < procedure->fixed_count; i++)
    arguments[count++] = procedure->fixed[i].description == SETTINGS ? describe_settings(SETTINGS)
                                                                     : procedure->fixed[i];
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (set >> i & 1)
      arguments[count++] = describe(&prim_parameters[i]);
  gimp_install_procedure(procedure->name, procedure->blurb, help, AUTHOR, AUTHOR, DATE,
                         procedure->menu_label, procedure->image_types, GIMP_PLUGIN, count,
                         procedure->result_count, arguments, procedure->results);
  if (procedure->menu_path) {
    gimp_plugin_menu_register(procedure->name, procedure->menu_path);
    gimp_plugin_icon_register(procedure->name, GIMP_ICON_TYPE_INLINE_PIXBUF, icon);
  }
  g_free(help);
}

void prim_procedures_install(void)
{
  gimp_plugin_menu_branch_register(MENU, N_("_Geometric Primitives"));
  for (size_t i = 0; i < G_N_ELEMENTS(procedures); i++)
    install(&procedures[i]);
  gimp_register_save_handler(PRIM_PROCEDURE_SVG_SAVE, "svg", "");
  gimp_register_file_handler_mime(PRIM_PROCEDURE_SVG_SAVE, "image/svg+xml");
}

/* ---- Calls ------------------------------------------------------------------ */

static bool check_mode(int mode, GError **error)
{
  if (mode < GIMP_RUN_INTERACTIVE || mode > GIMP_RUN_WITH_LAST_VALS)
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("The run mode must be between 0 and 2, not %d."),
              mode);
  else if (mode == GIMP_RUN_INTERACTIVE && !g_getenv("DISPLAY"))
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("There is no screen to show a dialog on. Use the run mode RUN-NONINTERACTIVE."));
  else
    return true;
  return false;
}

static bool check_arguments(const Procedure *procedure, const GimpParam *params, int n_params,
                            GError **error)
{
  int mode = procedure->modes && n_params ? params[0].data.d_int32 : (int)GIMP_RUN_NONINTERACTIVE;
  int expected = mode == GIMP_RUN_NONINTERACTIVE
                     ? procedure->fixed_count + set_size(prim_parameters_used(procedure->use))
                     : (int)PRIM_ARGUMENTS_FIXED;

  if (n_params >= expected)
    return check_mode(mode, error);
  prim_fail(error, GIMP_PDB_CALLING_ERROR, _("Arguments are missing: %d were given, not %d."),
            n_params, expected);
  return false;
}

int prim_procedures_call(const char *name, const GimpParam *params, int n_params,
                         GimpParam *results, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(procedures); i++)
    if (strcmp(name, procedures[i].name) == 0)
      return check_arguments(&procedures[i], params, n_params, error)
                 ? procedures[i].run(params, results, error)
                 : 0;
  return 0;
}
