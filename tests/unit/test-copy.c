/* The calls that the dialog copies, in both languages. */
#include <string.h>

#include "../../ui/copy.h"
#include "../tap.h"

static const PrimDialogHost host = {.image = 7, .drawable = 12};

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

/* What only plug-in-primitive-with can say. */
static void test_texts(void)
{
  PrimSettings settings = prim_settings_default();

  settings.seed = 5;
  settings.size_max = 33.3;
  settings.opacity_min = 20; /* of the custom style only */
  tap_ok(copies(PRIM_SCRIPT_FU, &settings,
                "(let ((image 7) (drawable 12))\n  (plug-in-primitive-with RUN-NONINTERACTIVE "
                "image drawable \"seed=5;size-max=33.3\")\n  (gimp-displays-flush))\n"),
         "Script-Fu: what differs from the defaults, as text");
  settings.style = PRIM_STYLE_CUSTOM;
  settings.importance = 4;
  strcpy(settings.palette, " a;\"b\"\\c");
  tap_ok(copies(PRIM_PYTHON_FU, &settings,
                "pdb.plug_in_primitive_with(gimp._id2image(7), gimp._id2drawable(12), "
                "\"style=custom;seed=5;opacity-min=20;"
                "palette=\\\\040a\\\\073\\\\\\\"b\\\\\\\"\\\\\\\\c;importance=4;size-max=33.3\")\n"
                "gimp.displays_flush()\n"),
         "Python-Fu: the same, with escapes for both");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  test_calls();
  test_texts();
  return tap_done();
}
