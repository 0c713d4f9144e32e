/* Settings as lines of text. */
#include <string.h>

#include "settings_text.h"

/* The text in one line without semicolons, whose ends can be told from the white space around
 * it. Free with g_free(). */
static char *escape(const char *text)
{
  char *strange = g_strescape(text, NULL);
  char **parts = g_strsplit(strange, ";", -1);
  char *escaped = g_strjoinv("\\073", parts);
  size_t length = strlen(escaped);
  bool front = length > 0 && escaped[0] == ' ';
  bool back = length > (size_t)front && escaped[length - 1] == ' ';
  char *line = g_strdup_printf("%s%.*s%s", front ? "\\040" : "", (int)length - front - back,
                               escaped + front, back ? "\\040" : "");

  g_free(escaped);
  g_strfreev(parts);
  g_free(strange);
  return line;
}

/* Whether a backslash at the end escapes nothing, about which GLib would warn. */
static bool escape_open(const char *escaped)
{
  size_t length = strlen(escaped), backslashes = 0;

  while (backslashes < length && escaped[length - 1 - backslashes] == '\\')
    backslashes++;
  return backslashes % 2;
}

bool prim_settings_read_value(const PrimParameter *parameter, PrimSettings *settings,
                              const char *value)
{
  if (escape_open(value))
    return false;
  char *text = g_strcompress(value);
  bool good = g_utf8_validate(text, -1, NULL) && prim_parameter_parse(parameter, settings, text);

  g_free(text);
  return good;
}

static void append_items(GString *text, const PrimSettings *settings, uint32_t rows, char end)
{
  char value[PRIM_TEXT_MAX];

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rows >> i & 1) {
      prim_parameter_format(&prim_parameters[i], settings, value);
      char *escaped = escape(value);
      g_string_append_printf(text, "%s=%s%c", prim_parameters[i].name, escaped, end);
      g_free(escaped);
    }
}

char *prim_settings_write(const PrimSettings *settings, uint32_t rows, const char *header)
{
  GString *text = g_string_new(header);

  g_string_append_c(text, '\n');
  append_items(text, settings, rows, '\n');
  return g_string_free(text, FALSE);
}

char *prim_settings_write_line(const PrimSettings *settings, uint32_t rows)
{
  GString *text = g_string_new(NULL);

  append_items(text, settings, rows, ';');
  g_string_truncate(text, text->len ? text->len - 1 : 0);
  return g_string_free(text, FALSE);
}

bool prim_settings_split(char *item, char **name, char **value)
{
  char *equals = strchr(item, '=');

  if (equals)
    *equals = '\0';
  *name = g_strstrip(item);
  *value = equals ? g_strstrip(equals + 1) : NULL;
  return equals;
}

/* 1: a parameter was read; 0: a line of something else; -1: damaged. */
static int read_line(PrimSettings *settings, uint32_t rows, char *line)
{
  char *name, *value;

  if (!prim_settings_split(line, &name, &value))
    return *name ? -1 : 0;
  const PrimParameter *parameter = prim_parameter_named(name);
  if (!parameter || !(rows >> prim_parameter_id(parameter) & 1))
    return 0;
  return prim_settings_read_value(parameter, settings, value) ? 1 : -1;
}

int prim_settings_read(PrimSettings *settings, uint32_t rows, const char *header, const char *text,
                       size_t length, int *bad)
{
  if (length > PRIM_SETTINGS_BYTES_MAX)
    length = 0;
  char *copy = g_strndup(text ? text : "", text ? length : 0); /* ends at a NUL within, too */
  char **lines = g_strsplit(copy, "\n", -1);
  PrimSettings read = *settings;
  int count = 0, first_bad = 0;

  if (!lines[0] || strcmp(g_strstrip(lines[0]), header) != 0)
    count = -1;
  for (int i = 1; count >= 0 && lines[i]; i++) {
    int outcome = read_line(&read, rows, lines[i]);
    if (outcome > 0)
      count++;
    else if (outcome < 0 && !first_bad)
      first_bad = i + 1;
  }
  prim_settings_order(&read);
  if (count > 0)
    *settings = read;
  if (bad)
    *bad = first_bad;
  g_strfreev(lines);
  g_free(copy);
  return count;
}
