/* Settings as text, in presets and in the last values: bad lines change nothing, and
 * what is read is allowed and the same again when written. */
#include <glib.h>

#include "../../ui/settings_text.h"
#include "fuzz.h"

#define HEADER "header 1"

static const uint32_t all_rows = (1u << PRIM_PARAMETERS) - 1;

static void check_written(const PrimSettings *settings)
{
  PrimSettings again = prim_settings_default();
  char *text = prim_settings_write(settings, all_rows, HEADER);
  int bad = 0;

  fuzz_must(prim_settings_read(&again, all_rows, HEADER, text, strlen(text), &bad) ==
            PRIM_PARAMETERS);
  fuzz_must(!bad);
  char *rewritten = prim_settings_write(&again, all_rows, HEADER);
  fuzz_must(strcmp(text, rewritten) == 0);
  fuzz_must(strcmp(settings->palette, again.palette) == 0);
  fuzz_must(strcmp(settings->export_file, again.export_file) == 0);
  g_free(text);
  g_free(rewritten);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  FuzzInput input = {data, size};
  uint32_t rows = fuzz_take(&input, 2) & all_rows;
  char *text = fuzz_copy(input.at, input.left, false);
  PrimSettings settings = prim_settings_default(), before = settings;
  int bad = 0, min, max;

  g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  int count = prim_settings_read(&settings, rows, HEADER, text, input.left, &bad);
  fuzz_must(count >= -1 && bad >= 0);
  if (count > 0) {
    fuzz_must(!prim_settings_check(&settings));
    prim_settings_opacity(&settings, &min, &max);
    fuzz_must(min >= 1 && min <= max && max <= 255);
    check_written(&settings);
  } else {
    fuzz_must(memcmp(&settings, &before, sizeof settings) == 0);
  }
  free(text);
  return 0;
}
