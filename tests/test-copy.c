/* The calls that the dialog copies: numbers, strings and both languages. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../core/random.h"
#include "../ui/copy.h"
#include "../ui/number.h"
#include "tap.h"

static const PrimDialogHost host = {.image = 7, .drawable = 12};

static bool is_written(double value, const char *expected)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  prim_number_write(value, text);
  if (strcmp(text, expected) == 0)
    return true;
  tap_note("%.17g is written \"%s\", not \"%s\"", value, text, expected);
  return false;
}

static void test_numbers(void)
{
  tap_ok(is_written(0, "0") && is_written(-1, "-1") && is_written(100000, "100000"),
         "whole numbers are written as they are");
  tap_ok(is_written(2147483647, "2147483647"), "all digits of the greatest seed");
  tap_ok(is_written(33.3, "33.3") && is_written(0.1, "0.1") && is_written(99.9, "99.9"),
         "tenths have one decimal");
  tap_ok(is_written(0.1 + 0.2, "0.30000000000000004"), "what is not 0.3 is not written so");
}

static bool reads_back(double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  prim_number_write(value, text);
  return strtod(text, NULL) == value && strlen(text) < sizeof text;
}

static void test_reading_back(void)
{
  int wrong = 0;

  for (int tenths = 0; tenths <= 2550; tenths++) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    prim_number_write(tenths / 10.0, text);
    wrong += !reads_back(tenths / 10.0) || strlen(text) > 5;
  }
  tap_ok(wrong == 0, "every tenth from 0 to 255 reads back, in five characters or fewer");
  wrong = 0;
  for (uint64_t i = 0; i < 100000; i++) {
    uint64_t bits = prim_mix(i);
    double value;
    memcpy(&value, &bits, sizeof value);
    wrong += isfinite(value) && !reads_back(value);
  }
  tap_ok(wrong == 0, "100000 random doubles read back");
}

static bool copies(PrimLanguage language, const PrimSettings *settings, const char *expected)
{
  char *call = prim_copy_call(language, &host, settings);
  bool same = strcmp(call, expected) == 0;

  if (!same)
    tap_note("%s", call);
  g_free(call);
  return same;
}

static void test_calls(void)
{
  PrimSettings settings = prim_settings_default();

  settings.seed = 5;
  tap_ok(copies(PRIM_SCRIPT_FU, &settings,
                "(let ((image 7) (drawable 12))\n  (plug-in-primitive RUN-NONINTERACTIVE image "
                "drawable 100 \"triangle\" 3 0 5)\n  (gimp-displays-flush))\n"),
         "Script-Fu: the short call");
  tap_ok(copies(PRIM_PYTHON_FU, &settings,
                "pdb.plug_in_primitive(gimp._id2image(7), gimp._id2drawable(12), 100, "
                "\"triangle\", 3, 0, 5)\ngimp.displays_flush()\n"),
         "Python-Fu: the short call");
  settings.stop_error = 33.3;
  settings.importance = 4;
  strcpy(settings.palette, "a\"b\\c\nd\re\tf");
  tap_ok(copies(PRIM_SCRIPT_FU, &settings,
                "(let ((image 7) (drawable 12))\n  (plug-in-primitive-full RUN-NONINTERACTIVE "
                "image drawable 100 \"triangle\" 3 0 5 50 50 256 1 0 "
                "\"a\\\"b\\\\c\\nd\\re\\tf\" 4 33.3 0 \"\")\n  (gimp-displays-flush))\n"),
         "Script-Fu: 33.3, and everything that needs an escape");
  settings.importance = -1;
  tap_ok(copies(PRIM_PYTHON_FU, &settings,
                "pdb.plug_in_primitive_full(gimp._id2image(7), gimp._id2drawable(12), 100, "
                "\"triangle\", 3, 0, 5, 50, 50, 256, 1, 0, \"a\\\"b\\\\c\\nd\\re\\tf\", None, "
                "33.3, 0, \"\")\ngimp.displays_flush()\n"),
         "Python-Fu: the same, and None");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  test_numbers();
  test_reading_back();
  test_calls();
  return tap_done();
}
