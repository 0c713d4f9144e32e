/* The settings of the last run, kept by GIMP until it quits.
 *
 * Only interactive runs are remembered, as GIMP's own plug-ins do it: a script
 * must not change what the person finds in the dialog. */
#include <libgimp/gimp.h>

#include "last_values.h"
#include "procedures.h"

enum { LAST_VALUES_VERSION = 1 };

/* What GIMP keeps. Another version of the plug-in may have written it: the
 * version and the size must fit, and the settings are checked. */
typedef struct LastValues {
  int32_t version; /* LAST_VALUES_VERSION; counts up when the table's rows change meaning */
  int32_t count;   /* PRIM_PARAMETERS */
  double values[PRIM_PARAMETERS]; /* in the order of the parameter table */
} LastValues;

PrimSettings prim_last_values_load(void)
{
  PrimSettings settings = prim_settings_default();
  LastValues last;

  if (gimp_get_data_size(PRIM_PROCEDURE) != (gint)sizeof last ||
      !gimp_get_data(PRIM_PROCEDURE, &last) || last.version != LAST_VALUES_VERSION ||
      last.count != PRIM_PARAMETERS)
    return settings;
  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    if (!prim_parameter_accepts(&prim_parameters[i], last.values[i]))
      return prim_settings_default();
    prim_parameter_set(&prim_parameters[i], &settings, last.values[i]);
  }
  return prim_settings_check(&settings) ? prim_settings_default() : settings;
}

void prim_last_values_save(const PrimSettings *settings)
{
  LastValues last = {LAST_VALUES_VERSION, PRIM_PARAMETERS, {0}};

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    last.values[i] = prim_parameter_get(&prim_parameters[i], settings);
  gimp_set_data(PRIM_PROCEDURE, &last, sizeof last);
}
