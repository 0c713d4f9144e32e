/* What a result remembers. */
#include <glib.h>

#include "record.h"

bool prim_record_size_fits(const PrimRecord *record)
{
  int width, height;

  prim_target_size(record->region.width, record->region.height, record->settings.detail, &width,
                   &height);
  return record->drawing.width == width && record->drawing.height == height;
}

void prim_reference_clear(PrimReference *reference)
{
  g_free(reference->name);
  *reference = (PrimReference){.kind = PRIM_REFERENCE_NONE};
}

void prim_record_clear(PrimRecord *record)
{
  prim_drawing_clear(&record->drawing);
  prim_reference_clear(&record->source);
  prim_reference_clear(&record->importance);
  g_clear_pointer(&record->profile, g_free);
}
