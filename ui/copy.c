/* The procedure call that makes what the dialog shows. */
#include <string.h>

#include "copy.h"

/* Whether plug-in-primitive's own arguments say it all. The opacities are those of the custom
 * style only. */
static bool basic_is_enough(const PrimSettings *settings)
{
  PrimSettings initial = prim_settings_default();
  uint32_t rest = ~(prim_parameters_used(PRIM_USE_BASIC) | 1u << PRIM_PARAMETER_OPACITY_MIN |
                    1u << PRIM_PARAMETER_OPACITY_MAX);

  if (settings->style == PRIM_STYLE_CUSTOM)
    return false;
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rest >> i & 1 && !prim_parameter_equal(&prim_parameters[i], settings, &initial))
      return false;
  return true;
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

char *prim_copy_call(PrimLanguage language, const PrimDialogHost *host,
                     const PrimSettings *settings)
{
  bool script = language == PRIM_SCRIPT_FU, basic = basic_is_enough(settings);
  uint32_t rows = prim_parameters_used(basic ? PRIM_USE_BASIC : PRIM_USE_FULL);
  GString *call = g_string_new(NULL);

  if (script)
    g_string_printf(call,
                    "(let ((image %d) (drawable %d))\n  (plug-in-primitive%s RUN-NONINTERACTIVE "
                    "image drawable",
                    host->image, host->drawable, basic ? "" : "-full");
  else
    g_string_printf(call, "pdb.plug_in_primitive%s(gimp._id2image(%d), gimp._id2drawable(%d)",
                    basic ? "" : "_full", host->image, host->drawable);
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rows >> i & 1) {
      g_string_append(call, script ? " " : ", ");
      append_value(call, language, &prim_parameters[i], settings);
    }
  g_string_append(call, script ? ")\n  (gimp-displays-flush))\n" : ")\ngimp.displays_flush()\n");
  return g_string_free(call, FALSE);
}
