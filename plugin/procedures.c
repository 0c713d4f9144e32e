/* What stands in GIMP's procedural database. The arguments that are parameters
 * come from core's parameter table. */
#include "messages.h"
#include "procedures.h"

#define AUTHOR "the gimp-primitive developers"
#define DATE "2026"

/* GimpParamDef's strings are not const, though nothing changes them. */
#define DEFINE(type, name, text)                                                                   \
  {                                                                                                \
    type, (gchar *)(name), (gchar *)(text)                                                         \
  }

static GimpPDBArgType argument_type(const PrimParameter *parameter)
{
  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    return GIMP_PDB_FLOAT;
  case PRIM_TYPE_SHAPES:
    return GIMP_PDB_STRING;
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

static void install_primitive(void)
{
  GimpParamDef arguments[PRIM_ARGUMENTS_FIXED + PRIM_PARAMETERS_BASIC] = {
      DEFINE(GIMP_PDB_INT32, "run-mode",
             "RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), "
             "RUN-WITH-LAST-VALS (2)"),
      DEFINE(GIMP_PDB_IMAGE, "image", "The image"),
      DEFINE(GIMP_PDB_DRAWABLE, "drawable",
             "What to redraw: a layer, layer group, mask or channel"),
  };
  static const GimpParamDef results[] = {
      DEFINE(GIMP_PDB_LAYER, "layer", "The new layer with the drawing"),
      DEFINE(GIMP_PDB_FLOAT, "error",
             "Root mean square difference from the picture at working size, 0 to 255"),
      DEFINE(GIMP_PDB_INT32, "placed", "How many shapes were placed; may be fewer than asked for"),
  };

  for (int i = 0; i < PRIM_PARAMETERS_BASIC; i++)
    arguments[PRIM_ARGUMENTS_FIXED + i] = describe(&prim_parameters[i]);
  gimp_install_procedure(
      PRIM_PROCEDURE, N_("Redraw the picture with a few geometric shapes, on a new layer"),
      "Places shapes one by one, each where and in the colour in which it brings the drawing "
      "closest to the picture. The drawing becomes a new layer above the given drawable, of the "
      "size of the selected part of it; selection and transparency become its layer mask. The "
      "layer carries the list of its shapes in the parasite \"primitive-shapes\". The same seed "
      "gives the same drawing. A run without a dialog takes the last values in the run modes "
      "RUN-INTERACTIVE and RUN-WITH-LAST-VALS.",
      AUTHOR, AUTHOR, DATE, N_("_Geometric Primitives..."), "RGB*, GRAY*", GIMP_PLUGIN,
      G_N_ELEMENTS(arguments), G_N_ELEMENTS(results), arguments, results);
  gimp_plugin_menu_register(PRIM_PROCEDURE, "<Image>/Filters/Artistic");
}

static void install_export(void)
{
  static const GimpParamDef arguments[] = {
      DEFINE(GIMP_PDB_INT32, "run-mode", "RUN-NONINTERACTIVE (1); the others do the same"),
      DEFINE(GIMP_PDB_IMAGE, "image", "The image"),
      DEFINE(GIMP_PDB_LAYER, "layer", "A layer made by " PRIM_PROCEDURE),
      DEFINE(GIMP_PDB_STRING, "filename", "The file to write, ending in .svg"),
  };

  gimp_install_procedure(
      PRIM_PROCEDURE_EXPORT, "Write the shapes of a layer made of geometric shapes to a file",
      "Writes the drawing on a layer made by " PRIM_PROCEDURE " as SVG, in the pixel size of the "
      "layer. Reads the layer's parasite \"primitive-shapes\", so it works on a saved image too; "
      "changes made to the pixels since are not in the file.",
      AUTHOR, AUTHOR, DATE, NULL, "RGB*, GRAY*", GIMP_PLUGIN, G_N_ELEMENTS(arguments), 0, arguments,
      NULL);
}

void prim_procedures_install(void)
{
  install_primitive();
  install_export();
}
