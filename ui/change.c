/* What changed settings call for. */
#include "change.h"

/* Settings that search alike become equal: the style goes by its opacities, and the
 * transparent background is searched on the average. */
static PrimSettings essence(const PrimSettings *settings)
{
  PrimSettings essence = *settings;
  int min, max;

  prim_settings_opacity(settings, &min, &max);
  essence.style = PRIM_STYLE_CUSTOM;
  essence.opacity_min = min;
  essence.opacity_max = max;
  if (settings->background == PRIM_BACKGROUND_TRANSPARENT)
    essence.background = PRIM_BACKGROUND_AVERAGE;
  return essence;
}

PrimChange prim_change_between(const PrimSettings *before, const PrimSettings *after)
{
  PrimSettings a = essence(before), b = essence(after);
  PrimChange change =
      before->background == after->background ? PRIM_CHANGE_NONE : PRIM_CHANGE_RENDERING;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (!prim_parameter_equal(&prim_parameters[i], &a, &b) && prim_parameters[i].change > change)
      change = prim_parameters[i].change;
  return change;
}
