/* The procedure call that makes what the dialog shows. */
#include <string.h>

#include "copy.h"
#include "settings_text.h"

/* The parameters that differ from their defaults; the opacities are those of the custom style
 * only. */
static uint32_t changed_rows(const PrimSettings *settings)
{
  PrimSettings initial = prim_settings_default();
  uint32_t rows = 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (!prim_parameter_equal(&prim_parameters[i], settings, &initial))
      rows |= 1u << i;
  if (settings->style != PRIM_STYLE_CUSTOM)
    rows &= ~(1u << PRIM_PARAMETER_OPACITY_MIN | 1u << PRIM_PARAMETER_OPACITY_MAX);
  return rows;
}

/* Whether the procedure with that use can say them. */
static bool says(PrimUse use, uint32_t rows)
{
  return !(rows & ~prim_parameters_used(use));
}

/* Both languages write strings in double quotes, and read these escapes alike. */
static void append_string(GString *call, const char *text)
{
  static const struct {
    char plain, escaped;
  } escapes[] = {{'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}, {'"', '"'}, {'\\', '\\'}};

  g_string_append_c(call, '"');
  for (; *text; text++) {
    guint i = 0;
    while (i < G_N_ELEMENTS(escapes) && escapes[i].plain != *text)
      i++;
    if (i < G_N_ELEMENTS(escapes))
      g_string_append_printf(call, "\\%c", escapes[i].escaped);
    else
      g_string_append_c(call, *text);
  }
  g_string_append_c(call, '"');
}

/* The argument of a procedure; choices are numbers there. */
static void append_value(GString *call, PrimLanguage language, const PrimParameter *parameter,
                         const PrimSettings *settings)
{
  char text[PRIM_TEXT_MAX];

  if (parameter->type == PRIM_TYPE_ENUM)
    prim_number_format(prim_parameter_get(parameter, settings), text);
  else
    prim_parameter_format(parameter, settings, text);
  if (parameter->type == PRIM_TYPE_SHAPES || parameter->type == PRIM_TYPE_TEXT)
    append_string(call, text);
  else if (parameter->type == PRIM_TYPE_DRAWABLE && language == PRIM_PYTHON_FU)
    g_string_append_printf(call, strcmp(text, "-1") == 0 ? "None" : "gimp._id2drawable(%s)", text);
  else
    g_string_append(call, text);
}

/* The arguments of plug-in-primitive or plug-in-primitive-full, whichever `rows` are of. */
static void append_arguments(GString *call, PrimLanguage language, const PrimSettings *settings,
                             uint32_t rows, const char *separator)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rows >> i & 1) {
      g_string_append(call, separator);
      append_value(call, language, &prim_parameters[i], settings);
    }
}

/* The argument of plug-in-primitive-with: what is not as by default. */
static void append_text(GString *call, const PrimSettings *settings, uint32_t rows,
                        const char *separator)
{
  char *text = prim_settings_write_line(settings, rows);

  g_string_append(call, separator);
  append_string(call, text);
  g_free(text);
}

char *prim_copy_call(PrimLanguage language, const PrimDialogHost *host,
                     const PrimSettings *settings)
{
  bool script = language == PRIM_SCRIPT_FU;
  uint32_t changed = changed_rows(settings);
  int drawable = settings->output == PRIM_OUTPUT_REPLACE ? host->result : host->drawable;
  bool custom = settings->style == PRIM_STYLE_CUSTOM;
  bool basic = !custom && says(PRIM_USE_BASIC, changed), full = says(PRIM_USE_FULL, changed);
  const char *separator = script ? " " : ", ", *name = basic ? "" : full ? "full" : "with";
  GString *call = g_string_new(NULL);

  if (script)
    g_string_printf(call,
                    "(let ((image %d) (drawable %d))\n  (plug-in-primitive%s%s RUN-NONINTERACTIVE "
                    "image drawable",
                    host->image, drawable, basic ? "" : "-", name);
  else
    g_string_printf(call, "pdb.plug_in_primitive%s%s(gimp._id2image(%d), gimp._id2drawable(%d)",
                    basic ? "" : "_", name, host->image, drawable);
  if (full)
    append_arguments(call, language, settings,
                     prim_parameters_used(basic ? PRIM_USE_BASIC : PRIM_USE_FULL), separator);
  else
    append_text(call, settings, changed, separator);
  g_string_append(call, script ? ")\n  (gimp-displays-flush))\n" : ")\ngimp.displays_flush()\n");
  return g_string_free(call, FALSE);
}
