/* The procedure call that makes what the dialog shows. */
#include <string.h>

#include "copy.h"
#include "number.h"

/* Whether plug-in-primitive's own arguments say it all. */
static bool basic_is_enough(const PrimSettings *settings)
{
  PrimSettings initial = prim_settings_default();

  if (settings->style == PRIM_STYLE_CUSTOM)
    return false;
  for (int i = PRIM_PARAMETERS_BASIC; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    bool opacity = g_str_has_prefix(parameter->name, "opacity-"); /* of the custom style only */
    bool same = parameter->type == PRIM_TYPE_TEXT ? !*prim_parameter_text(parameter, settings)
                                                  : prim_parameter_get(parameter, settings) ==
                                                        prim_parameter_get(parameter, &initial);
    if (!opacity && !same)
      return false;
  }
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

static void append_value(GString *call, PrimLanguage language, const PrimParameter *parameter,
                         const PrimSettings *settings)
{
  char text[MAX((int)PRIM_KINDS_TEXT_MAX, (int)G_ASCII_DTOSTR_BUF_SIZE)];

  switch (parameter->type) {
  case PRIM_TYPE_SHAPES:
    prim_kinds_format(settings->kinds, text);
    append_string(call, text);
    return;
  case PRIM_TYPE_TEXT:
    append_string(call, prim_parameter_text(parameter, settings));
    return;
  default:
    prim_number_write(prim_parameter_get(parameter, settings), text);
  }
  if (parameter->type == PRIM_TYPE_DRAWABLE && language == PRIM_PYTHON_FU)
    g_string_append_printf(call, strcmp(text, "-1") == 0 ? "None" : "gimp._id2drawable(%s)", text);
  else
    g_string_append(call, text);
}

char *prim_copy_call(PrimLanguage language, const PrimDialogHost *host,
                     const PrimSettings *settings)
{
  bool script = language == PRIM_SCRIPT_FU, basic = basic_is_enough(settings);
  GString *call = g_string_new(NULL);

  if (script)
    g_string_printf(call,
                    "(let ((image %d) (drawable %d))\n  (plug-in-primitive%s RUN-NONINTERACTIVE "
                    "image drawable",
                    host->image, host->drawable, basic ? "" : "-full");
  else
    g_string_printf(call, "pdb.plug_in_primitive%s(gimp._id2image(%d), gimp._id2drawable(%d)",
                    basic ? "" : "_full", host->image, host->drawable);
  for (int i = 0; i < (basic ? PRIM_PARAMETERS_BASIC : PRIM_PARAMETERS); i++) {
    g_string_append(call, script ? " " : ", ");
    append_value(call, language, &prim_parameters[i], settings);
  }
  g_string_append(call, script ? ")\n  (gimp-displays-flush))\n" : ")\ngimp.displays_flush()\n");
  return g_string_free(call, FALSE);
}
