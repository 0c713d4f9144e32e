/* Proves the parameter table and what is read off it: every entry is sound, the
 * procedures' argument order stands, lists of kinds are read as they are
 * written and bad ones are refused, and styles, working sizes and weight levels
 * are what the documentation says. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../core/primitive.h"
#include "../../core/random.h"
#include "../tap.h"

/* ---- The table -------------------------------------------------------- */

static size_t field_size(const PrimParameter *parameter)
{
  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    return sizeof(double);
  case PRIM_TYPE_TEXT:
    return PRIM_TEXT_MAX;
  default:
    return sizeof(int32_t);
  }
}

static bool texts_sound(const PrimParameter *parameter)
{
  const char *mnemonic = parameter->label ? strchr(parameter->label, '_') : NULL;

  return parameter->name && *parameter->name && parameter->label && *parameter->label &&
         (!mnemonic || (mnemonic[1] && !strchr(mnemonic + 1, '_'))) && parameter->tooltip &&
         *parameter->tooltip &&
         strspn(parameter->name, "abcdefghijklmnopqrstuvwxyz-") == strlen(parameter->name);
}

static bool choices_sound(const PrimParameter *parameter)
{
  if (parameter->type != PRIM_TYPE_ENUM)
    return !parameter->choices;
  for (int i = 0; i <= parameter->max; i++) {
    const PrimChoice *choice = &parameter->choices[i];
    if (!choice->name || !*choice->name || !choice->label || !*choice->label)
      return false;
    for (int k = 0; k < i; k++)
      if (strcmp(choice->name, parameter->choices[k].name) == 0)
        return false;
  }
  return parameter->min == 0;
}

static bool range_sound(const PrimParameter *parameter)
{
  double step = parameter->type == PRIM_TYPE_FLOAT ? 1e-9 : 1;

  return parameter->min < parameter->max && prim_parameter_accepts(parameter, parameter->initial) &&
         prim_parameter_accepts(parameter, parameter->min) &&
         prim_parameter_accepts(parameter, parameter->max) &&
         !prim_parameter_accepts(parameter, parameter->min - step) &&
         !prim_parameter_accepts(parameter, parameter->max * (1 + 1e-12) + step) &&
         !prim_parameter_accepts(parameter, NAN) && !prim_parameter_accepts(parameter, INFINITY) &&
         !prim_parameter_accepts(parameter, -INFINITY);
}

/* Whole numbers only, FLOAT excepted. */
static bool fractions_sound(const PrimParameter *parameter)
{
  double middle = floor((parameter->min + parameter->max) / 2) + 0.5;

  return prim_parameter_accepts(parameter, middle) == (parameter->type == PRIM_TYPE_FLOAT);
}

static bool field_alone(int number)
{
  const PrimParameter *parameter = &prim_parameters[number];
  size_t end = parameter->offset + field_size(parameter);

  for (int i = 0; i < number; i++) {
    const PrimParameter *other = &prim_parameters[i];
    if (parameter->offset < other->offset + field_size(other) && other->offset < end)
      return false;
  }
  return end <= sizeof(PrimSettings);
}

static void table(void)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    bool unique = true;
    for (int k = 0; k < i; k++)
      unique = unique && strcmp(parameter->name, prim_parameters[k].name) != 0;
    tap_ok(unique && texts_sound(parameter),
           "%s: unique name, label with at most one mnemonic, tooltip", parameter->name);
    tap_ok(range_sound(parameter) && fractions_sound(parameter),
           "%s: accepts its range and default and nothing else", parameter->name);
    tap_ok(choices_sound(parameter) && field_alone(i), "%s: choices, and a field of its own",
           parameter->name);
  }
}

/* Whether the parameters with that use are these, in this order. */
static bool used_are(PrimUse use, const char *const *names, int count)
{
  uint32_t rows = prim_parameters_used(use);
  int found = 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rows >> i & 1) {
      if (found == count || strcmp(prim_parameters[i].name, names[found]) != 0)
        return false;
      found++;
    }
  return found == count;
}

/* What the procedures promise: the order of arguments is for ever. */
static void order(void)
{
  static const char *const full[] = {"count",      "shapes",      "style",       "gpu-mode",
                                     "seed",       "opacity-min", "opacity-max", "detail",
                                     "effort",     "background",  "palette",     "importance",
                                     "stop-error", "output",      "export"};
  static const char *const batch[] = {"count",  "shapes",      "style",       "gpu-mode",
                                      "seed",   "opacity-min", "opacity-max", "detail",
                                      "effort", "background",  "palette",     "stop-error"};

  tap_ok(used_are(PRIM_USE_BASIC, full, 5) && used_are(PRIM_USE_FULL, full, 15) &&
             used_are(PRIM_USE_BATCH, batch, 12),
         "the arguments stand in the documented order");
}

/* A number of this session stays in it, and a path is never kept. */
static void uses(void)
{
  static const char *const session[] = {"importance"};
  uint32_t kept = prim_parameters_used(PRIM_USE_PROFILE) | prim_parameters_used(PRIM_USE_RECORD) |
                  prim_parameters_used(PRIM_USE_PRESET);
  uint32_t passing = 1u << PRIM_PARAMETER_IMPORTANCE | 1u << PRIM_PARAMETER_EXPORT;

  tap_ok(used_are(PRIM_USE_SESSION, session, 1) && kept == (PRIM_PARAMETERS_ALL & ~passing) &&
             !(prim_parameters_used(PRIM_USE_PRESET) &
               (1u << PRIM_PARAMETER_SEED | 1u << PRIM_PARAMETER_OUTPUT)),
         "values are kept where the documentation says");
}

static bool range_is(const char *name, double min, double max)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (strcmp(prim_parameters[i].name, name) == 0)
      return prim_parameters[i].min == min && prim_parameters[i].max == max;
  return false;
}

static void ranges(void)
{
  tap_ok(range_is("count", 1, 100000) && range_is("style", 0, 4) && range_is("gpu-mode", 0, 3) &&
             range_is("seed", -1, INT32_MAX) && range_is("opacity-min", 0, 100) &&
             range_is("opacity-max", 0, 100) && range_is("detail", 64, 2048) &&
             range_is("effort", 0, 3) && range_is("stop-error", 0, 255),
         "ranges are the documented ones");
}

/* Holds the longest text allowed, and no longer one. */
static bool fills(const PrimParameter *parameter, PrimSettings *settings)
{
  char text[PRIM_TEXT_MAX + 1];

  memset(text, 'x', PRIM_TEXT_MAX);
  text[PRIM_TEXT_MAX] = '\0';
  bool refused = !prim_parameter_set_text(parameter, settings, text);
  text[PRIM_TEXT_MAX - 1] = '\0';
  return refused && *prim_parameter_text(parameter, settings) == '\0' &&
         prim_parameter_set_text(parameter, settings, text) &&
         strcmp(prim_parameter_text(parameter, settings), text) == 0;
}

static void get_and_set(void)
{
  PrimSettings settings = prim_settings_default();
  bool good = true;

  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    good = good && prim_parameter_get(parameter, &settings) == parameter->initial;
    if (parameter->type == PRIM_TYPE_TEXT)
      good = good && fills(parameter, &settings);
    else
      prim_parameter_set(parameter, &settings, parameter->max);
    good = good && prim_parameter_get(parameter, &settings) == parameter->max;
  }
  for (int i = 0; i < PRIM_PARAMETERS; i++) /* setting one leaves the others */
    good = good && prim_parameter_get(&prim_parameters[i], &settings) == prim_parameters[i].max;
  tap_ok(good && settings.opacity_max == 100 && settings.kinds == PRIM_KINDS_ALL,
         "values are read back as set");
}

/* ---- Values as text ---------------------------------------------------- */

static bool is_written(double value, const char *expected)
{
  char text[PRIM_NUMBER_TEXT_MAX];
  double read;

  prim_number_format(value, text);
  if (strcmp(text, expected) == 0 && prim_number_parse(text, &read) && read == value)
    return true;
  tap_note("%.17g is written \"%s\", not \"%s\"", value, text, expected);
  return false;
}

static bool reads_back(double value, size_t room)
{
  char text[PRIM_NUMBER_TEXT_MAX];
  double read;

  prim_number_format(value, text);
  return strlen(text) < room && prim_number_parse(text, &read) && read == value;
}

static void numbers(void)
{
  static const char *const bad[] = {"", " 1", "1 ", "1,5", "0x10", "nan", "inf", "1.2.3", "--1"};
  double value;
  int wrong = 0;

  tap_ok(is_written(0, "0") && is_written(-1, "-1") && is_written(100000, "100000") &&
             is_written(2147483647, "2147483647"),
         "whole numbers are written as they are");
  tap_ok(is_written(33.3, "33.3") && is_written(0.1, "0.1") && is_written(99.9, "99.9") &&
             is_written(0.1 + 0.2, "0.30000000000000004"),
         "decimals are as short as can be");
  for (int tenths = 0; tenths <= 2550; tenths++)
    wrong += !reads_back(tenths / 10.0, 6);
  tap_ok(wrong == 0, "every tenth from 0 to 255 reads back, in five characters or fewer");
  for (uint64_t i = 0; i < 100000; i++) {
    uint64_t bits = prim_mix(i);
    memcpy(&value, &bits, sizeof value);
    wrong += isfinite(value) && !reads_back(value, PRIM_NUMBER_TEXT_MAX);
  }
  tap_ok(wrong == 0, "100000 random doubles read back");
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    wrong += prim_number_parse(bad[i], &value);
  tap_ok(wrong == 0, "what is no decimal is refused");
}

/* GIMP's dialogs run in the user's locale, which has a comma in many languages. */
static void locales(void)
{
  static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
  bool found = false;

  for (int i = 0; i < 4 && !found; i++)
    found = setlocale(LC_NUMERIC, names[i]) && *localeconv()->decimal_point == ',';
  if (!found)
    tap_skip("numbers in a locale with commas", "there is none here");
  else
    tap_ok(is_written(33.3, "33.3") && is_written(-1e-300, "-1e-300") && reads_back(0.1, 6),
           "numbers in a locale with commas");
  setlocale(LC_NUMERIC, "C");
}

static bool parses_as(PrimParameterId id, const char *text, double value)
{
  PrimSettings settings = prim_settings_default();

  return prim_parameter_parse(&prim_parameters[id], &settings, text) &&
         prim_parameter_get(&prim_parameters[id], &settings) == value;
}

static bool parse_refuses(PrimParameterId id, const char *text)
{
  PrimSettings settings = prim_settings_default(), before = settings;

  return !prim_parameter_parse(&prim_parameters[id], &settings, text) &&
         memcmp(&settings, &before, sizeof settings) == 0;
}

static void texts(void)
{
  char longest[PRIM_TEXT_MAX + 1] = "";

  memset(longest, 'x', PRIM_TEXT_MAX);
  tap_ok(parses_as(PRIM_PARAMETER_COUNT, "300", 300) &&
             parses_as(PRIM_PARAMETER_STYLE, "blurry", PRIM_STYLE_BLURRY) &&
             parses_as(PRIM_PARAMETER_SHAPES, "line, bezier",
                       PRIM_KIND_BIT(PRIM_LINE) | PRIM_KIND_BIT(PRIM_BEZIER)) &&
             parses_as(PRIM_PARAMETER_STOP_ERROR, "33.3", 33.3) &&
             parses_as(PRIM_PARAMETER_IMPORTANCE, "-1", -1) &&
             parses_as(PRIM_PARAMETER_PALETTE, "Bears", 5) &&
             parses_as(PRIM_PARAMETER_OUTLINE_COLOR, "#0a0B0c", 0x0a0b0c) &&
             parses_as(PRIM_PARAMETER_OUTLINE_COLOR, "darker", -1),
         "values of every type are read");
  tap_ok(parse_refuses(PRIM_PARAMETER_COUNT, "0") && parse_refuses(PRIM_PARAMETER_COUNT, "1.5") &&
             parse_refuses(PRIM_PARAMETER_COUNT, "many") &&
             parse_refuses(PRIM_PARAMETER_STYLE, "Blurry") &&
             parse_refuses(PRIM_PARAMETER_STYLE, "2") &&
             parse_refuses(PRIM_PARAMETER_SHAPES, "blob") &&
             parse_refuses(PRIM_PARAMETER_PALETTE, longest) &&
             parse_refuses(PRIM_PARAMETER_OUTLINE_COLOR, "#12345") &&
             parse_refuses(PRIM_PARAMETER_OUTLINE_COLOR, "#12345g") &&
             parse_refuses(PRIM_PARAMETER_OUTLINE_COLOR, "-1"),
         "bad values of every type are refused, and nothing is set");
}

/* Settings that differ from the defaults in the parameter. */
static PrimSettings other_in(const PrimParameter *parameter)
{
  PrimSettings settings = prim_settings_default();

  if (parameter->type == PRIM_TYPE_TEXT)
    (void)!prim_parameter_set_text(parameter, &settings, "x = \"y\"; z");
  else
    prim_parameter_set(parameter, &settings,
                       parameter->initial == parameter->max ? parameter->min : parameter->max);
  return settings;
}

/* Alike are those that were copied, and as text, and only those. */
static void equal_and_copied(void)
{
  PrimSettings initial = prim_settings_default();
  char text[PRIM_TEXT_MAX];
  bool good = true;

  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    PrimSettings other = other_in(parameter), copy = initial, read = initial;
    bool equal = prim_parameter_id(parameter) == (PrimParameterId)i;
    prim_parameter_copy(parameter, &copy, &other);
    prim_parameter_format(parameter, &other, text);
    equal = equal && prim_parameter_parse(parameter, &read, text);
    for (int k = 0; k < PRIM_PARAMETERS; k++)
      equal = equal && prim_parameter_equal(&prim_parameters[k], &copy, &other) &&
              prim_parameter_equal(&prim_parameters[k], &read, &other) &&
              prim_parameter_equal(&prim_parameters[k], &initial, &other) == (k != i);
    if (!equal)
      tap_note("%s: %s", parameter->name, text);
    good = good && equal;
  }
  tap_ok(good, "values are copied, written and read, and told from others");
}

/* ---- Palettes ---------------------------------------------------------- */

static bool palette_is(const char *text, PrimPaletteSource source, int count)
{
  PrimPaletteChoice choice = prim_palette_parse(text);
  bool good = choice.source == source && choice.count == count;

  if (!good)
    tap_note("\"%s\" is read as %d, %d colors", text, choice.source, choice.count);
  return good;
}

static bool palette_comes_back(const char *text)
{
  PrimPaletteChoice choice = prim_palette_parse(text);
  char written[PRIM_TEXT_MAX];

  prim_palette_format(&choice, written);
  return strcmp(written, text) == 0;
}

/* What is nearly a form of ours is a name, as every other text is. */
static void palettes(void)
{
  static const char *const names[] = {
      "Three",      "picture:1", "picture:33", "picture:",       "picture:006", "picture:+6",
      "picture:6 ", "Picture:6", "#12345",     "#12345g",        "#1234567",    "#123456,",
      ",#123456",   "#",         " #123456",   "#123456;#123456"};
  char longest[PRIM_TEXT_MAX + 8] = "#010203";
  bool good = true;

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    good = palette_is(names[i], PRIM_PALETTE_NAMED, 0) && good;
  tap_ok(good, "names of palettes are told from colors");
  tap_ok(palette_is("", PRIM_PALETTE_FREE, 0) && palette_is("picture:2", PRIM_PALETTE_PICTURE, 2) &&
             palette_is("picture:32", PRIM_PALETTE_PICTURE, 32) &&
             palette_is("#ABCDEF", PRIM_PALETTE_LIST, 1) &&
             prim_palette_parse("#abcdef,#012345").colors[0] == 0xabcdef &&
             prim_palette_parse("#abcdef,#012345").colors[1] == 0x012345,
         "colors of the picture and lists are read");
  for (int i = 1; i < PRIM_PALETTE_LIST_MAX; i++)
    strcat(longest, ",#fefdfc");
  good = palette_is(longest, PRIM_PALETTE_LIST, PRIM_PALETTE_LIST_MAX) &&
         strlen(longest) < PRIM_TEXT_MAX && palette_comes_back(longest);
  strcat(longest, ",#fefdfc");
  tap_ok(good && palette_is(longest, PRIM_PALETTE_NAMED, 0) && palette_comes_back("") &&
             palette_comes_back("picture:7") && palette_comes_back("#abcdef,#012345"),
         "and written, the longest too");
}

/* ---- Checking settings ------------------------------------------------ */

static bool blames(const PrimSettings *settings, const char *name)
{
  const PrimParameter *wrong = prim_settings_check(settings);

  return wrong && strcmp(wrong->name, name) == 0;
}

static void settings_check(void)
{
  PrimSettings settings = prim_settings_default();
  bool good = true;

  tap_ok(!prim_settings_check(&settings), "the defaults pass");
  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    bool floating = parameter->type == PRIM_TYPE_FLOAT;
    if (parameter->type == PRIM_TYPE_TEXT) /* no setting can hold a longer one */
      continue;
    /* INT32_MAX + 1 cannot be stored. */
    double high = parameter->max < INT32_MAX ? parameter->max + 1 : parameter->min - 2;
    double low = parameter->type == PRIM_TYPE_SHAPES ? 0 : parameter->min - 1;
    double bad[] = {high, low, floating ? NAN : high, floating ? INFINITY : low};
    for (int k = 0; k < 4; k++) {
      settings = prim_settings_default();
      prim_parameter_set(parameter, &settings, bad[k]);
      if (!blames(&settings, parameter->name))
        tap_note("%s = %g is not refused", parameter->name, bad[k]);
      good = good && blames(&settings, parameter->name);
    }
  }
  tap_ok(good, "a value out of range is blamed on its parameter");
  settings = prim_settings_default();
  settings.opacity_min = 60;
  settings.opacity_max = 40;
  tap_ok(blames(&settings, "opacity-max"), "a crossed opacity range is blamed on opacity-max");
  prim_settings_order(&settings);
  tap_ok(!prim_settings_check(&settings) && settings.opacity_min == 60 &&
             settings.opacity_max == 60,
         "or put in order");
}

/* ---- Seeds ------------------------------------------------------------ */

static void seeds(void)
{
  const PrimParameter *parameter = prim_parameter_named("seed");
  struct timespec moment = {0, 1000000};
  int32_t first = prim_seed_from_clock();

  nanosleep(&moment, NULL);
  int32_t second = prim_seed_from_clock();
  tap_ok(first >= 0 && first <= parameter->max && second >= 0 && second <= parameter->max &&
             first != second,
         "the clock gives a seed, and later another one");
}

/* ---- Lists of kinds --------------------------------------------------- */

static bool parses(const char *text, uint32_t wanted)
{
  uint32_t kinds = 12345;
  const char *unknown;
  size_t length;

  return prim_kinds_parse(text, &kinds, &unknown, &length) && kinds == wanted;
}

/* Refuses `text`, pointing at `wanted` inside it, and sets nothing. */
static bool refuses(const char *text, const char *wanted)
{
  uint32_t kinds = 12345;
  const char *unknown = NULL;
  size_t length = 999;
  bool good = !prim_kinds_parse(text, &kinds, &unknown, &length) && kinds == 12345 &&
              unknown >= text && unknown + length <= text + strlen(text) &&
              length == strlen(wanted) && strncmp(unknown, wanted, length) == 0;

  if (!good)
    tap_note("\"%s\" is not refused as \"%s\" is due", text, wanted);
  return good;
}

static void kinds_round_trip(void)
{
  char text[PRIM_KINDS_TEXT_MAX + 1];
  bool good = true, fits = true;

  for (uint32_t set = 1; set <= PRIM_KINDS_ALL; set++) {
    memset(text, '#', sizeof text);
    prim_kinds_format(set, text);
    fits = fits && memchr(text, '\0', PRIM_KINDS_TEXT_MAX) && text[PRIM_KINDS_TEXT_MAX] == '#';
    good = good && parses(text, set);
  }
  tap_ok(good, "all 1023 sets of kinds are read as written");
  tap_ok(fits, "a written set fits PRIM_KINDS_TEXT_MAX");
  prim_kinds_format(PRIM_KINDS_ALL, text);
  tap_ok(strcmp(text, "mixed") == 0, "every kind is written as mixed");
}

static void kinds_lists(void)
{
  tap_ok(parses("mixed", PRIM_KINDS_ALL) && parses("triangle", 1 << PRIM_TRIANGLE) &&
             parses(" \tbezier \n, circle ", 1 << PRIM_BEZIER | 1 << PRIM_CIRCLE) &&
             parses("line,line", 1 << PRIM_LINE) && parses("line,mixed", PRIM_KINDS_ALL) &&
             parses("triangle,rectangle,rotated-rectangle,quadrilateral,polygon,ellipse,"
                    "rotated-ellipse,circle,line,bezier",
                    PRIM_KINDS_ALL),
         "the documented names, spaces, repetitions");
  tap_ok(refuses("", "") && refuses("  ", "") && refuses(",", "") && refuses("triangle,", "") &&
             refuses(",triangle", "") && refuses("triangle,,line", "") &&
             refuses("line, ,line", "") && refuses("mixes", "mixes"),
         "empty lists and items are refused");
  tap_ok(refuses("triangel", "triangel") && refuses("mixed,foo", "foo") &&
             refuses("triangle, two words ,line", "two words") && refuses("Triangle", "Triangle") &&
             refuses("triangles", "triangles") && refuses("tri", "tri") &&
             refuses("line;circle", "line;circle") &&
             refuses("rotated rectangle", "rotated rectangle"),
         "unknown names are refused and pointed out");
}

/* ---- Derived numbers -------------------------------------------------- */

static bool opacity_is(int style, double low, double high, int min, int max)
{
  PrimSettings settings = prim_settings_default();
  int got_min, got_max;

  settings.style = style;
  settings.opacity_min = low;
  settings.opacity_max = high;
  prim_settings_opacity(&settings, &got_min, &got_max);
  if (got_min != min || got_max != max)
    tap_note("style %d gives %d..%d", style, got_min, got_max);
  return got_min == min && got_max == max;
}

static void opacities(void)
{
  tap_ok(opacity_is(PRIM_STYLE_CRISPY, 1, 2, 179, 255) &&    /* 0.70..1.00 */
             opacity_is(PRIM_STYLE_DREAMY, 1, 2, 89, 166) && /* 0.35..0.65 */
             opacity_is(PRIM_STYLE_BLURRY, 1, 2, 38, 89) &&  /* 0.15..0.35 */
             opacity_is(PRIM_STYLE_AUTO, 1, 2, 26, 255),     /* 0.10..1.00 */
         "styles stand for the documented opacities");
  tap_ok(opacity_is(PRIM_STYLE_CUSTOM, 0, 100, 1, 255) &&
             opacity_is(PRIM_STYLE_CUSTOM, 50, 50, 128, 128) &&
             opacity_is(PRIM_STYLE_CUSTOM, 0, 0, 1, 1),
         "a custom range is taken as it is, but never 0");
}

static bool size_is(int full_width, int full_height, int detail, int width, int height)
{
  int got_width, got_height;

  prim_target_size(full_width, full_height, detail, &got_width, &got_height);
  if (got_width != width || got_height != height)
    tap_note("%d x %d at %d becomes %d x %d", full_width, full_height, detail, got_width,
             got_height);
  return got_width == width && got_height == height;
}

static void sizes(void)
{
  tap_ok(size_is(1024, 512, 256, 256, 128) && size_is(300, 600, 256, 128, 256) &&
             size_is(200, 100, 256, 200, 100) && size_is(256, 256, 256, 256, 256) &&
             size_is(1, 1, 64, 1, 1) && size_is(30000, 1, 256, 256, 1) &&
             size_is(1, 262144, 2048, 1, 2048) && size_is(262144, 262144, 2048, 2048, 2048),
         "working sizes keep the proportions and are never empty");
}

/* Row sums inside 32 bits, a pixel's quantities inside the 22 that rounding a
 * float leaves exact. */
static bool levels_fit(int levels, int width)
{
  int64_t pixel = (int64_t)levels * 3 * 255 * 255;

  return pixel * width <= INT32_MAX && pixel < 1 << 22;
}

static void weight_levels(void)
{
  bool good = true;

  for (int width = 1; width <= PRIM_DETAIL_MAX; width++) {
    int levels = prim_target_weight_levels(width);
    good = good && levels >= 5 && levels <= 255 && levels_fit(levels, width) &&
           !levels_fit(levels + 1, width);
  }
  tap_ok(good, "weight levels are the most that keep the sums exact");
}

static void targets(void)
{
  PrimTarget *target = prim_target_new(3, 2);
  PrimTarget *bad[] = {prim_target_new(0, 1), prim_target_new(1, 0),
                       prim_target_new(PRIM_DETAIL_MAX + 1, 1), prim_target_new(-1, 5)};
  bool good = target && target->width == 3 && target->height == 2;

  for (int i = 0; good && i < 6; i++)
    good = target->weight[i] == 1;
  tap_ok(good && !bad[0] && !bad[1] && !bad[2] && !bad[3],
         "targets begin with weight 1; impossible sizes are refused");
  prim_target_free(target);
  prim_target_free(NULL);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  table();
  order();
  ranges();
  uses();
  get_and_set();
  numbers();
  locales();
  texts();
  equal_and_copied();
  palettes();
  settings_check();
  seeds();
  kinds_round_trip();
  kinds_lists();
  opacities();
  sizes();
  weight_levels();
  targets();
  return tap_done();
}
