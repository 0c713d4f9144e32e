/* Values of parameters: read, set, compared, copied, and as text. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "primitive.h"

/* ---- Fields ----------------------------------------------------------------- */

double prim_parameter_get(const PrimParameter *parameter, const PrimSettings *settings)
{
  const char *field = (const char *)settings + parameter->offset;

  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    return *(const double *)field;
  case PRIM_TYPE_SHAPES:
    return *(const uint32_t *)field;
  case PRIM_TYPE_TEXT:
    return (double)strlen(field);
  default:
    return *(const int32_t *)field;
  }
}

void prim_parameter_set(const PrimParameter *parameter, PrimSettings *settings, double value)
{
  char *field = (char *)settings + parameter->offset;

  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    *(double *)field = value;
    break;
  case PRIM_TYPE_SHAPES:
    *(uint32_t *)field = (uint32_t)value;
    break;
  case PRIM_TYPE_TEXT:
    break;
  default:
    *(int32_t *)field = (int32_t)value;
  }
}

const char *prim_parameter_text(const PrimParameter *parameter, const PrimSettings *settings)
{
  return (const char *)settings + parameter->offset;
}

bool prim_parameter_set_text(const PrimParameter *parameter, PrimSettings *settings,
                             const char *text)
{
  size_t length = strlen(text);

  if (length > (size_t)parameter->max)
    return false;
  memcpy((char *)settings + parameter->offset, text, length + 1);
  return true;
}

bool prim_parameter_accepts(const PrimParameter *parameter, double value)
{
  if (!(value >= parameter->min && value <= parameter->max)) /* NaN is refused too */
    return false;
  return parameter->type == PRIM_TYPE_FLOAT || value == floor(value);
}

bool prim_parameter_equal(const PrimParameter *parameter, const PrimSettings *a,
                          const PrimSettings *b)
{
  if (parameter->type == PRIM_TYPE_TEXT)
    return strcmp(prim_parameter_text(parameter, a), prim_parameter_text(parameter, b)) == 0;
  return prim_parameter_get(parameter, a) == prim_parameter_get(parameter, b);
}

void prim_parameter_copy(const PrimParameter *parameter, PrimSettings *to, const PrimSettings *from)
{
  if (parameter->type == PRIM_TYPE_TEXT)
    strcpy((char *)to + parameter->offset, prim_parameter_text(parameter, from));
  else
    prim_parameter_set(parameter, to, prim_parameter_get(parameter, from));
}

/* ---- Numbers as text -------------------------------------------------------- */

/* A decimal of 15 digits comes back from any double as it was; 17 digits tell every double
 * from its neighbors. */
enum { DIGITS_SURE = 15, DIGITS_MAX = 17 };

void prim_number_format(double value, char *text)
{
  const char *point = localeconv()->decimal_point;

  for (int digits = DIGITS_SURE; digits <= DIGITS_MAX; digits++) {
    snprintf(text, PRIM_NUMBER_TEXT_MAX, "%.*g", digits, value);
    if (strtod(text, NULL) == value)
      break;
  }
  char *at = strstr(text, point);
  if (!at)
    return;
  const char *behind = at + strlen(point);
  *at = '.';
  memmove(at + 1, behind, strlen(behind) + 1);
}

bool prim_number_parse(const char *text, double *value)
{
  const char *point = localeconv()->decimal_point, *dot = strchr(text, '.');
  char local[128], *end;
  size_t whole = dot ? (size_t)(dot - text) : strlen(text);

  if (strspn(text, "+-.0123456789eE") != strlen(text))
    return false;
  int length = snprintf(local, sizeof local, "%.*s%s%s", (int)whole, text, dot ? point : "",
                        dot ? dot + 1 : "");
  if (length < 1 || length >= (int)sizeof local)
    return false;
  *value = strtod(local, &end);
  return !*end;
}

/* ---- Kinds as text ---------------------------------------------------------- */

static const char *skip_spaces(const char *text)
{
  while (*text == ' ' || *text == '\t' || *text == '\n')
    text++;
  return text;
}

static uint32_t kinds_named(const char *name, size_t length)
{
  if (length == strlen("mixed") && memcmp(name, "mixed", length) == 0)
    return PRIM_KINDS_ALL;
  for (int kind = 0; kind < PRIM_KINDS; kind++)
    if (strlen(prim_kind_names[kind]) == length && memcmp(prim_kind_names[kind], name, length) == 0)
      return PRIM_KIND_BIT(kind);
  return 0;
}

bool prim_kinds_parse(const char *text, uint32_t *kinds, const char **unknown, size_t *length)
{
  uint32_t found = 0;

  for (;;) {
    text = skip_spaces(text);
    size_t item = strcspn(text, ",");
    size_t name = item;
    while (name > 0 && strchr(" \t\n", text[name - 1]))
      name--;
    uint32_t bits = kinds_named(text, name);
    if (!bits) {
      *unknown = text;
      *length = name;
      return false;
    }
    found |= bits;
    if (!text[item])
      break;
    text += item + 1;
  }
  *kinds = found;
  return true;
}

void prim_kinds_format(uint32_t kinds, char *text)
{
  bool all = (kinds & PRIM_KINDS_ALL) == PRIM_KINDS_ALL;
  int length = snprintf(text, PRIM_KINDS_TEXT_MAX, "%s", all ? "mixed" : "");

  for (int kind = 0; kind < PRIM_KINDS && !all; kind++)
    if (kinds & PRIM_KIND_BIT(kind))
      length += snprintf(text + length, (size_t)(PRIM_KINDS_TEXT_MAX - length), "%s%s",
                         length ? "," : "", prim_kind_names[kind]);
}

/* ---- Values as text --------------------------------------------------------- */

static const char DARKER[] = "darker";

void prim_parameter_format(const PrimParameter *parameter, const PrimSettings *settings, char *text)
{
  double value = prim_parameter_get(parameter, settings);

  switch (parameter->type) {
  case PRIM_TYPE_TEXT:
    strcpy(text, prim_parameter_text(parameter, settings));
    break;
  case PRIM_TYPE_SHAPES:
    prim_kinds_format((uint32_t)value, text);
    break;
  case PRIM_TYPE_ENUM:
    strcpy(text, parameter->choices[(int)value].name);
    break;
  case PRIM_TYPE_COLOR:
    if (value < 0)
      strcpy(text, DARKER);
    else
      prim_color_format((int32_t)value, text);
    break;
  default:
    prim_number_format(value, text);
  }
}

static bool parse_choice(const PrimParameter *parameter, const char *text, double *value)
{
  int choice = 0;

  while (choice <= (int)parameter->max && strcmp(parameter->choices[choice].name, text) != 0)
    choice++;
  *value = choice;
  return choice <= (int)parameter->max;
}

static bool parse_kinds(const char *text, double *value)
{
  uint32_t kinds = 0;
  const char *unknown;
  size_t length;
  bool good = prim_kinds_parse(text, &kinds, &unknown, &length);

  *value = kinds;
  return good;
}

static bool parse_color(const char *text, double *value)
{
  int32_t rgb = -1;
  bool good = strcmp(text, DARKER) == 0 || prim_color_parse(text, &rgb);

  *value = rgb;
  return good;
}

bool prim_parameter_parse(const PrimParameter *parameter, PrimSettings *settings, const char *text)
{
  double value;
  bool good;

  if (parameter->type == PRIM_TYPE_TEXT)
    return prim_parameter_set_text(parameter, settings, text);
  if (parameter->type == PRIM_TYPE_ENUM)
    good = parse_choice(parameter, text, &value);
  else if (parameter->type == PRIM_TYPE_SHAPES)
    good = parse_kinds(text, &value);
  else if (parameter->type == PRIM_TYPE_COLOR)
    good = parse_color(text, &value);
  else
    good = prim_number_parse(text, &value);
  if (!good || !prim_parameter_accepts(parameter, value))
    return false;
  prim_parameter_set(parameter, settings, value);
  return true;
}
