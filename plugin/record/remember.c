/* From a run to the record of it. */
#include "../read/colors.h"
#include "reference.h"
#include "remember.h"

bool prim_remember(const PrimSource *source, const PrimSettings *settings,
                   const PrimDrawing *drawing, PrimRecord *record, GError **error)
{
  const GeglRectangle *region = &source->region;

  *record = (PrimRecord){
      .settings = *settings,
      .region = {region->x, region->y, region->width, region->height},
  };
  if (!prim_drawing_copy(drawing, &record->drawing)) {
    prim_fail_status(error, PRIM_ERROR_MEMORY);
    return false;
  }
  record->source = source->snapshot == -1 ? prim_reference_to(source->drawable)
                                          : prim_reference_to_visible(source->image);
  record->importance = prim_reference_to(source->importance);
  record->profile = prim_colors_profile_name(source->image);
  return true;
}
