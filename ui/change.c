/* What a changed parameter calls for. */
#include <string.h>

#include "change.h"

/* Of a parameter whose value differs. */
static PrimChange weight_of(const PrimParameter *parameter)
{
  static const struct {
    const char *name;
    PrimChange change;
  } weights[] = {
      {"count", PRIM_CHANGE_COUNT},       {"detail", PRIM_CHANGE_TARGET},
      {"background", PRIM_CHANGE_TARGET}, {"palette", PRIM_CHANGE_TARGET},
      {"importance", PRIM_CHANGE_TARGET}, {"output", PRIM_CHANGE_NONE},
      {"export", PRIM_CHANGE_NONE},
  };

  for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
    if (strcmp(parameter->name, weights[i].name) == 0)
      return weights[i].change;
  return PRIM_CHANGE_SEARCH;
}

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

static bool same(const PrimParameter *parameter, const PrimSettings *a, const PrimSettings *b)
{
  if (parameter->type == PRIM_TYPE_TEXT)
    return strcmp(prim_parameter_text(parameter, a), prim_parameter_text(parameter, b)) == 0;
  return prim_parameter_get(parameter, a) == prim_parameter_get(parameter, b);
}

PrimChange prim_change_between(const PrimSettings *before, const PrimSettings *after)
{
  PrimSettings a = essence(before), b = essence(after);
  PrimChange change =
      before->background == after->background ? PRIM_CHANGE_NONE : PRIM_CHANGE_RENDERING;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (!same(&prim_parameters[i], &a, &b)) {
      PrimChange weight = weight_of(&prim_parameters[i]);
      change = weight > change ? weight : change;
    }
  return change;
}
