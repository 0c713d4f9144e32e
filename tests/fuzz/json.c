/* A layer's list of shapes: refused with nothing left behind, or sound and the same
 * again when written. */
#include <glib.h>

#include "../../plugin/record/shapes_json.h"
#include "fuzz.h"

static void check_sound(const PrimRecord *record)
{
  const PrimDrawing *drawing = &record->drawing;

  fuzz_must(drawing->width >= 1 && drawing->width <= PRIM_DETAIL_MAX);
  fuzz_must(drawing->height >= 1 && drawing->height <= PRIM_DETAIL_MAX);
  for (int i = 0; i < drawing->count; i++)
    fuzz_must(prim_shape_allowed(&drawing->shapes[i], drawing->width, drawing->height));
  fuzz_must(!prim_settings_check(&record->settings) && record->settings.seed >= 0);
  fuzz_must(!record->settings.export_file[0]);
  if (record->source.kind == PRIM_REFERENCE_NONE)
    return;
  fuzz_must(record->source.name && g_utf8_validate(record->source.name, -1, NULL));
  bool fits = prim_record_size_fits(record); /* for a sanitizer */
  (void)fits;
}

static void check_written(const PrimRecord *record)
{
  char *text = prim_shapes_write(record, NULL);
  PrimRecord again;

  fuzz_must(prim_shapes_read(text, strlen(text), &again) == PRIM_SHAPES_GOOD);
  char *rewritten = prim_shapes_write(&again, NULL);
  fuzz_must(strcmp(text, rewritten) == 0);
  g_free(text);
  g_free(rewritten);
  prim_record_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char *text = fuzz_copy(data, size, false);
  PrimRecord record;

  g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  if (prim_shapes_read(text, size, &record) == PRIM_SHAPES_GOOD) {
    check_sound(&record);
    check_written(&record);
  } else {
    fuzz_must(!record.drawing.shapes && !record.source.name && !record.importance.name);
  }
  prim_record_clear(&record);
  free(text);
  return 0;
}
