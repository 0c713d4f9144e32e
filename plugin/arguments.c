/* The procedures' arguments: from GimpParams to checked settings. */
#include "arguments.h"

static void fail_range(const PrimParameter *parameter, double value, GError **error)
{
  char *label = prim_messages_label(parameter->label);
  GString *choices = g_string_new(NULL);

  if (parameter->type == PRIM_TYPE_ENUM) {
    g_string_append(choices, " (");
    for (int i = 0; i <= (int)parameter->max; i++)
      g_string_append_printf(choices, "%s%d: %s", i ? ", " : "", i, _(parameter->choices[i].label));
    g_string_append_c(choices, ')');
  }
  prim_fail(error, GIMP_PDB_CALLING_ERROR,
            /* Translators: "Shape count must be between 1 and 100000, not 0."; the last %s is
             * empty or a list of what the numbers mean, in brackets. */
            _("%s must be between %.10g and %.10g, not %.10g%s."), label, parameter->min,
            parameter->max, value, choices->str);
  g_string_free(choices, TRUE);
  g_free(label);
}

static void fail_kinds(const PrimParameter *parameter, const char *unknown, size_t length,
                       GError **error)
{
  char *label = prim_messages_label(parameter->label);
  GString *known = g_string_new("mixed");

  for (int kind = 0; kind < PRIM_KINDS; kind++)
    g_string_append_printf(known, ", %s", prim_kind_names[kind]);
  if (length == 0)
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              /* Translators: the first %s is the argument's name, "Shapes". */
              _("%s: a name is missing. Give one or more of these, with commas between them: %s."),
              label, known->str);
  else
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              /* Translators: the first %s is the argument's name, "Shapes". */
              _("%s: there is no shape named \"%.*s\". The known names are: %s."), label,
              (int)length, unknown, known->str);
  g_string_free(known, TRUE);
  g_free(label);
}

static bool read_kinds(const PrimParameter *parameter, const char *text, PrimSettings *settings,
                       GError **error)
{
  uint32_t kinds = 0;
  const char *unknown = NULL;
  size_t length = 0;

  if (!prim_kinds_parse(text ? text : "", &kinds, &unknown, &length)) {
    fail_kinds(parameter, unknown, length, error);
    return false;
  }
  prim_parameter_set(parameter, settings, kinds);
  return true;
}

static bool read_number(const PrimParameter *parameter, double value, PrimSettings *settings,
                        GError **error)
{
  if (!prim_parameter_accepts(parameter, value)) {
    fail_range(parameter, value, error);
    return false;
  }
  prim_parameter_set(parameter, settings, value);
  return true;
}

bool prim_arguments_read(const GimpParam *params, int count, PrimSettings *settings, GError **error)
{
  for (int i = 0; i < count; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    bool good;
    if (parameter->type == PRIM_TYPE_SHAPES)
      good = read_kinds(parameter, params[i].data.d_string, settings, error);
    else if (parameter->type == PRIM_TYPE_FLOAT)
      good = read_number(parameter, params[i].data.d_float, settings, error);
    else
      good = read_number(parameter, params[i].data.d_int32, settings, error);
    if (!good)
      return false;
  }
  return true;
}
