/* Proves settings_text.c: settings are read as they were written, and what a stranger
 * wrote in their place changes nothing but what its good lines say. */
#include <glib.h>
#include <string.h>

#include "../../ui/settings_text.h"
#include "cases.h"
#include "../tap.h"

#define HEADER "header 1"

enum { CASES = 5000 };

static const uint32_t all_rows = (1u << PRIM_PARAMETERS) - 1;
static int warnings;

static void count_warning(const char *domain, GLogLevelFlags level, const char *message, void *data)
{
  (void)domain, (void)level, (void)data;
  warnings++;
  tap_note("a library says: %s", message);
}

/* ---- Written and read ------------------------------------------------------- */

static void dice_text(Dice *dice, char *text)
{
  static const char *const parts[] = {"a", "\\", "\\\\", "\"", "\n",       "\t", "\x01", "=", " ",
                                      ";", "\r", "%s",   "#",  "\xc3\xbc", "0",  "\x7f", "'"};
  int length = dice_one_in(dice, 10) ? PRIM_TEXT_MAX - 1 : dice_below(dice, 20);

  *text = '\0';
  for (;;) {
    const char *part = parts[dice_below(dice, G_N_ELEMENTS(parts))];
    if (strlen(text) + strlen(part) > (size_t)length)
      return;
    strcat(text, part);
  }
}

static void dice_setting(Dice *dice, const PrimParameter *parameter, PrimSettings *settings)
{
  int low = (int)parameter->min, high = (int)MIN(parameter->max, 1 << 30);

  if (parameter->type == PRIM_TYPE_TEXT)
    dice_text(dice, (char *)settings + parameter->offset);
  else if (parameter->type == PRIM_TYPE_FLOAT)
    prim_parameter_set(parameter, settings, low + (high - low) * (dice_next(dice) / 4294967296.0));
  else
    prim_parameter_set(parameter, settings, dice_between(dice, low, high));
}

/* One line, of which only the semicolons part the items. */
static bool line_case(const PrimSettings *settings)
{
  PrimSettings read = prim_settings_default();
  char *text = prim_settings_write_line(settings, all_rows), *name, *value;
  char **items = g_strsplit_set(text, ";\n", -1);
  bool good = g_strv_length(items) == PRIM_PARAMETERS;

  for (int i = 0; good && items[i]; i++)
    good = prim_settings_split(items[i], &name, &value) && prim_parameter_named(name) &&
           prim_settings_read_value(prim_parameter_named(name), &read, value);
  for (int i = 0; good && i < PRIM_PARAMETERS; i++)
    good = prim_parameter_equal(&prim_parameters[i], settings, &read);
  if (!good)
    tap_detail("as a line: %s", text);
  g_strfreev(items);
  g_free(text);
  return good;
}

static bool written_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimSettings settings = prim_settings_default(), read = settings;
  int bad = 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    dice_setting(&dice, &prim_parameters[i], &settings);
  prim_settings_order(&settings);
  char *text = prim_settings_write(&settings, all_rows, HEADER);
  int count = prim_settings_read(&read, all_rows, HEADER, text, strlen(text), &bad);
  bool same = strlen(text) <= PRIM_SETTINGS_BYTES_MAX &&
              strcmp(settings.palette, read.palette) == 0 &&
              strcmp(settings.export_file, read.export_file) == 0;
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    same = same && prim_parameter_get(&prim_parameters[i], &settings) ==
                       prim_parameter_get(&prim_parameters[i], &read);
  if (!same || count != PRIM_PARAMETERS || bad)
    tap_detail("%d read, line %d is bad: %s", count, bad, text);
  g_free(text);
  return same && count == PRIM_PARAMETERS && !bad && line_case(&settings);
}

/* ---- From strangers --------------------------------------------------------- */

static bool same_as_default(const PrimSettings *settings)
{
  PrimSettings standard = prim_settings_default();
  char *text = prim_settings_write(settings, all_rows, HEADER);
  char *wanted = prim_settings_write(&standard, all_rows, HEADER);
  bool same = strcmp(text, wanted) == 0;

  g_free(text);
  g_free(wanted);
  return same;
}

/* A damaged line among good ones: it alone is passed over, and its number told. */
static bool line_refused(const char *line)
{
  PrimSettings settings = prim_settings_default();
  char *text = g_strdup_printf(HEADER "\ndetail=300\n%s\nseed=5\n", line);
  int bad = 0;
  int count = prim_settings_read(&settings, all_rows, HEADER, text, strlen(text), &bad);
  bool good = count == 2 && bad == 3 && settings.detail == 300 && settings.seed == 5;

  settings.detail = prim_settings_default().detail;
  settings.seed = prim_settings_default().seed;
  good = good && same_as_default(&settings);
  if (!good)
    tap_note("%s: %d read, line %d is bad", line, count, bad);
  g_free(text);
  return good;
}

static void damaged_lines(void)
{
  static const char *const lines[] = {"count=0",
                                      "count=100001",
                                      "count=1.5",
                                      "count=",
                                      "count=70x",
                                      "count=nan",
                                      "count=inf",
                                      "count=-inf",
                                      "count=1e99",
                                      "count=99999999999999999999",
                                      "opacity-min=101",
                                      "opacity-max=nan",
                                      "stop-error=-1",
                                      "stop-error=1e999",
                                      "style=9",
                                      "style=nice",
                                      "style=",
                                      "effort=Best",
                                      "shapes=",
                                      "shapes=blob",
                                      "shapes=mixed,",
                                      "importance=-2",
                                      "palette=\\377",
                                      "palette=a\\",
                                      "palette=a\\\\\\",
                                      "palette=\xff",
                                      "export=\\355\\240\\200",
                                      "no equals sign"};
  char *longer = g_strnfill(PRIM_TEXT_MAX, 'p');
  char *line = g_strconcat("palette=", longer, NULL);
  bool good = line_refused(line);

  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
    good = line_refused(lines[i]) && good;
  tap_ok(good, "a damaged line is passed over, and told");
  g_free(longer);
  g_free(line);
}

static bool text_changes_nothing(const char *text, size_t length)
{
  PrimSettings settings = prim_settings_default();

  return prim_settings_read(&settings, all_rows, HEADER, text, length, NULL) <= 0 &&
         same_as_default(&settings);
}

static void texts(void)
{
  static const char *const others[] = {
      "",     "\n",        "header 2\ncount=5\n", "count=5\n",       "\nheader 1\ncount=5\n",
      HEADER, HEADER "\n", HEADER "\nfuture=1\n", "header 1 count=5"};
  PrimSettings settings = prim_settings_default();
  bool good = text_changes_nothing(NULL, 0) && text_changes_nothing(NULL, 10) &&
              text_changes_nothing(HEADER "\n\0count=5", 18);

  for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
    good = text_changes_nothing(others[i], strlen(others[i])) && good;
  tap_ok(good, "a text that is no settings changes nothing");
  tap_ok(prim_settings_read(&settings, 1u << 4, HEADER, HEADER "\ncount=5\nseed=6\n", 25, NULL) ==
                 1 &&
             settings.seed == 6 && settings.count == prim_settings_default().count,
         "only the rows asked for are read");
  settings = prim_settings_default();
  tap_ok(prim_settings_read(&settings, all_rows, HEADER,
                            HEADER "\nopacity-min=60\nopacity-max=40\n", 40, NULL) == 2 &&
             !prim_settings_check(&settings),
         "a crossed opacity range is put in order");
}

/* A megabyte of lines must not become a million strings. */
static void too_long(void)
{
  GString *text = g_string_new(HEADER "\ncount=5\n");

  g_string_set_size(text, PRIM_SETTINGS_BYTES_MAX);
  memset(text->str + strlen(HEADER "\ncount=5\n"), '\n',
         PRIM_SETTINGS_BYTES_MAX - strlen(HEADER "\ncount=5\n"));
  PrimSettings settings = prim_settings_default();
  bool good = prim_settings_read(&settings, all_rows, HEADER, text->str, text->len, NULL) == 1;
  g_string_append_c(text, '\n');
  tap_ok(good && text_changes_nothing(text->str, text->len), "a text above 64 KiB is not read");
  g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  g_log_set_default_handler(count_warning, NULL);
  tap_cases("settings are read as they were written", CASES, written_case);
  damaged_lines();
  texts();
  too_long();
  tap_ok(!warnings, "no library had to warn");
  return tap_done();
}
