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
  int32_t version; /* LAST_VALUES_VERSION; counts up when PrimSettings changes */
  PrimSettings settings;
} LastValues;

PrimSettings prim_last_values_load(void)
{
  LastValues last;

  if (gimp_get_data_size(PRIM_PROCEDURE) != (gint)sizeof last ||
      !gimp_get_data(PRIM_PROCEDURE, &last) || last.version != LAST_VALUES_VERSION ||
      prim_settings_check(&last.settings))
    return prim_settings_default();
  return last.settings;
}

void prim_last_values_save(const PrimSettings *settings)
{
  LastValues last = {LAST_VALUES_VERSION, *settings};

  gimp_set_data(PRIM_PROCEDURE, &last, sizeof last);
}
