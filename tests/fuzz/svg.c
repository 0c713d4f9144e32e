/* The SVG writer: whatever is drawn and however it is called, the file is well-formed
 * and its numbers are numbers. */
#include <glib.h>
#include <math.h>

#include "fuzz.h"

enum { SHAPES_MAX = 20, TITLE_MAX = 64, SIDE_MAX = 1 << 19 };

/* Attributes that hold one number. */
static const char *const lengths[] = {"x",
                                      "y",
                                      "width",
                                      "height",
                                      "cx",
                                      "cy",
                                      "r",
                                      "rx",
                                      "ry",
                                      "x1",
                                      "y1",
                                      "x2",
                                      "y2",
                                      "stroke-width",
                                      "fill-opacity",
                                      "stroke-opacity",
                                      NULL};

static void check_element(GMarkupParseContext *context, const char *element, const char **names,
                          const char **values, void *data, GError **error)
{
  (void)context, (void)element, (void)data, (void)error;
  for (; *names; names++, values++) {
    char *end = NULL;
    fuzz_must(g_utf8_validate(*values, -1, NULL));
    if (g_strv_contains(lengths, *names))
      fuzz_must(isfinite(g_ascii_strtod(*values, &end)) && end != *values && !*end);
    else if (strcmp(*names, "points") == 0 || strcmp(*names, "d") == 0)
      fuzz_must(strspn(*values, "0123456789.,- MQ") == strlen(*values));
  }
}

static void check_file(const char *text, size_t length)
{
  static const GMarkupParser parser = {.start_element = check_element};
  GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, NULL, NULL);

  fuzz_must(g_markup_parse_context_parse(context, text, (gssize)length, NULL));
  fuzz_must(g_markup_parse_context_end_parse(context, NULL));
  g_markup_parse_context_free(context);
}

/* A rectangle or a picture; false when nothing is masked. */
static bool take_mask(FuzzInput *input, PrimMask *mask)
{
  static char png[] = "iVBORw0KGgo=";
  int mode = fuzz_between(input, 0, 2);

  *mask = (PrimMask){.width = fuzz_between(input, 1, SIDE_MAX),
                     .height = fuzz_between(input, 1, SIDE_MAX),
                     .png = mode == 2 ? png : NULL};
  mask->box.left = fuzz_between(input, 0, mask->width - 1);
  mask->box.top = fuzz_between(input, 0, mask->height - 1);
  mask->box.right = fuzz_between(input, mask->box.left, mask->width);
  mask->box.bottom = fuzz_between(input, mask->box.top, mask->height);
  return mode > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  FuzzInput input = {data, size};
  int width = fuzz_between(&input, 1, SIDE_MAX), height = fuzz_between(&input, 1, SIDE_MAX);
  PrimDrawing drawing = fuzz_drawing(&input, SHAPES_MAX);
  PrimMask mask;
  bool masked = take_mask(&input, &mask);
  char *title = fuzz_copy(input.at, input.left < TITLE_MAX ? input.left : TITLE_MAX, true);
  char *text = NULL;
  size_t length = 0;
  FILE *file = open_memstream(&text, &length);

  g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  fuzz_must(file);
  bool named = g_utf8_validate(title, -1, NULL); /* as its caller promises */
  fuzz_must(prim_svg_write(&drawing, masked ? &mask : NULL, width, height, named ? title : NULL,
                           file) == PRIM_OK);
  fclose(file);
  check_file(text, length);
  free(text);
  free(title);
  prim_drawing_clear(&drawing);
  return 0;
}
