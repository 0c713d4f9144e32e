/* What a result remembers. */
#include "record.h"

bool prim_record_make(const PrimSource *source, const PrimSettings *settings,
                      const PrimDrawing *drawing, PrimRecord *record, GError **error)
{
  *record = (PrimRecord){.settings = *settings, .region = source->region};
  if (!prim_drawing_copy(drawing, &record->drawing)) {
    prim_fail_status(error, PRIM_ERROR_MEMORY);
    return false;
  }
  record->source = prim_reference_to(source->drawable);
  record->importance = prim_reference_to(source->importance);
  return true;
}

void prim_record_clear(PrimRecord *record)
{
  prim_drawing_clear(&record->drawing);
  prim_reference_clear(&record->source);
  prim_reference_clear(&record->importance);
}
