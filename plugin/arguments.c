/* The procedures' arguments: from GimpParams to checked settings. */
#include <string.h>

#include "../ui/settings_text.h"
#include "arguments.h"
#include "names.h"

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
            /* Translators: "Number of shapes must be between 1 and 100000, not 0."; the last %s is
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

static bool read_text(const PrimParameter *parameter, const char *text, PrimSettings *settings,
                      GError **error)
{
  if (prim_parameter_set_text(parameter, settings, text ? text : ""))
    return true;
  char *label = prim_messages_label(parameter->label);
  prim_fail(error, GIMP_PDB_CALLING_ERROR,
            /* Translators: %s is the argument's name, "Palette". */
            _("%s: the text is too long; at most %d bytes are allowed."), label,
            (int)parameter->max);
  g_free(label);
  return false;
}

static bool read_argument(const PrimParameter *parameter, const GimpParam *param,
                          PrimSettings *settings, GError **error)
{
  switch (parameter->type) {
  case PRIM_TYPE_SHAPES:
    return read_kinds(parameter, param->data.d_string, settings, error);
  case PRIM_TYPE_TEXT:
    return read_text(parameter, param->data.d_string, settings, error);
  case PRIM_TYPE_FLOAT:
    return read_number(parameter, param->data.d_float, settings, error);
  case PRIM_TYPE_DRAWABLE:
    return read_number(parameter, MAX(param->data.d_drawable, -1), settings, error);
  default:
    return read_number(parameter, param->data.d_int32, settings, error);
  }
}

static void fail_crossed(const PrimParameter *greatest, const PrimSettings *settings,
                         GError **error)
{
  char *least_label = prim_messages_label(greatest->least->label);
  char *label = prim_messages_label(greatest->label);

  prim_fail(error, GIMP_PDB_CALLING_ERROR,
            /* Translators: the two %s are names of arguments, "Minimum opacity" and "Maximum
             * opacity". */
            _("%s, %.10g, is above %s, %.10g."), least_label,
            prim_parameter_get(greatest->least, settings), label,
            prim_parameter_get(greatest, settings));
  g_free(least_label);
  g_free(label);
}

/* Settings of which each value is allowed. */
static bool check(const PrimSettings *settings, GError **error)
{
  const PrimParameter *crossed = prim_settings_check(settings);

  if (crossed)
    fail_crossed(crossed, settings, error);
  return !crossed;
}

bool prim_arguments_read(const GimpParam *params, uint32_t set, PrimSettings *settings,
                         GError **error)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if ((set >> i & 1) && !read_argument(&prim_parameters[i], params++, settings, error))
      return false;
  return check(settings, error);
}

/* ---- Settings as text ------------------------------------------------------- */

/* Text of a stranger, as a message can hold it. Free with g_free(). */
static char *quotable(const char *text)
{
  char *valid = g_utf8_make_valid(text, -1);
  char *cut = prim_names_cut(valid);

  g_free(valid);
  return cut;
}

static void fail_name(const char *name, GError **error)
{
  GString *known = g_string_new(prim_parameters[0].name);
  char *unknown = quotable(name);

  for (int i = 1; i < PRIM_PARAMETERS; i++)
    g_string_append_printf(known, ", %s", prim_parameters[i].name);
  prim_fail(error, GIMP_PDB_CALLING_ERROR,
            _("There is no setting named \"%s\". The known names are: %s."), unknown, known->str);
  g_free(unknown);
  g_string_free(known, TRUE);
}

static void fail_choice(const PrimParameter *parameter, const char *value, GError **error)
{
  GString *known = g_string_new(parameter->choices[0].name);
  char *label = prim_messages_label(parameter->label), *unknown = quotable(value);

  for (int i = 1; i <= (int)parameter->max; i++)
    g_string_append_printf(known, ", %s", parameter->choices[i].name);
  prim_fail(error, GIMP_PDB_CALLING_ERROR,
            /* Translators: the first %s is the setting's name, "Opacity". */
            _("%s: there is no value named \"%s\". The known names are: %s."), label, unknown,
            known->str);
  g_free(unknown);
  g_free(label);
  g_string_free(known, TRUE);
}

static void fail_form(const PrimParameter *parameter, const char *format, const char *value,
                      GError **error)
{
  char *label = prim_messages_label(parameter->label), *unknown = quotable(value);

  prim_fail(error, GIMP_PDB_CALLING_ERROR, format, label, unknown);
  g_free(unknown);
  g_free(label);
}

/* Says what is wrong with a value that was refused. */
static void fail_value(const PrimParameter *parameter, const char *value, PrimSettings *settings,
                       GError **error)
{
  double number;

  switch (parameter->type) {
  case PRIM_TYPE_SHAPES:
    (void)!read_kinds(parameter, value, settings, error);
    break;
  case PRIM_TYPE_ENUM:
    fail_choice(parameter, value, error);
    break;
  case PRIM_TYPE_TEXT:
    if (read_text(parameter, value, settings, error))
      /* Translators: the first %s is the setting's name, "Palette". */
      fail_form(parameter, _("%s: \"%s\" is damaged text."), value, error);
    break;
  case PRIM_TYPE_COLOR:
    /* Translators: the first %s is the setting's name, "Outline color"; "darker" stays. */
    fail_form(parameter, _("%s must be \"darker\" or a color like #336699, not \"%s\"."), value,
              error);
    break;
  default:
    if (!prim_number_parse(value, &number))
      /* Translators: the first %s is the setting's name, "Number of shapes". */
      fail_form(parameter, _("%s must be a number, not \"%s\"."), value, error);
    else
      fail_range(parameter, number, error);
  }
}

/* One item, "count=300"; an empty one is none. */
static bool read_item(char *item, PrimSettings *settings, GError **error)
{
  char *name, *value;
  bool split = prim_settings_split(item, &name, &value);

  if (!split && !*name)
    return true;
  const PrimParameter *parameter = prim_parameter_named(name);
  if (!parameter) {
    fail_name(name, error);
    return false;
  }
  if (split && prim_settings_read_value(parameter, settings, value))
    return true;
  fail_value(parameter, split ? value : "", settings, error);
  return false;
}

bool prim_arguments_read_text(const char *text, PrimSettings *settings, GError **error)
{
  char **items = g_strsplit_set(text ? text : "", ";\n", -1);
  bool good = true;

  for (int i = 0; good && items[i]; i++)
    good = read_item(items[i], settings, error);
  g_strfreev(items);
  return good && check(settings, error);
}
