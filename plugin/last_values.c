/* The settings of the last run from the dialog.
 *
 * They are lines of text in a parasite of GIMP's own, which GIMP writes to the profile's
 * parasiterc when it quits. Anybody may have put anything there: what is not a good value
 * is passed over.
 *
 * Drawables have other numbers in the next session, so the importance is kept until GIMP
 * quits only. The file to export to is never kept: the next run is likely to be on another
 * picture, whose drawing must not replace this one's.
 *
 * Nor does another image begin with what was chosen for one: the kind of result, and colors
 * that are not found in the picture.
 *
 * Only interactive runs are remembered, as GIMP's own plug-ins do it: a script must not
 * change what the user finds in the dialog. */
#include <string.h>

#include <libgimp/gimp.h>

#include "../ui/settings_text.h"
#include "last_values.h"
#include "pdb.h"

#define PARASITE "gimp-primitive-last-values"
#define IMAGE PRIM_PROCEDURE "-image"         /* the number of the image that they were for */
#define HEADER "gimp-primitive last values 1" /* counts up when the rows change meaning */

/* What is of another version, or not ours, leaves the settings as they are. */
static void read_rows(PrimSettings *settings, uint32_t rows, const char *text, size_t length)
{
  (void)!prim_settings_read(settings, rows, HEADER, text, length, NULL);
}

PrimSettings prim_last_values_load(void)
{
  PrimSettings settings = prim_settings_default();
  GimpParasite *parasite = gimp_get_parasite(PARASITE);
  gint size = gimp_get_data_size(PRIM_PROCEDURE);

  if (parasite) {
    read_rows(&settings, prim_parameters_used(PRIM_USE_PROFILE), gimp_parasite_data(parasite),
              (size_t)gimp_parasite_data_size(parasite));
    gimp_parasite_free(parasite);
  }
  if (size > 0 && size <= PRIM_SETTINGS_BYTES_MAX) {
    char *text = g_malloc0((gsize)size);
    if (gimp_get_data(PRIM_PROCEDURE, text))
      read_rows(&settings, prim_parameters_used(PRIM_USE_SESSION), text, (size_t)size);
    g_free(text);
  }
  return prim_settings_check(&settings) ? prim_settings_default() : settings;
}

/* GIMP gives no number twice in a session. */
static bool were_for(gint32 image)
{
  gint32 last;

  return gimp_get_data_size(IMAGE) == sizeof last && gimp_get_data(IMAGE, &last) && last == image;
}

PrimSettings prim_last_values_for(gint32 image)
{
  PrimSettings settings = prim_last_values_load(), initial = prim_settings_default();

  if (were_for(image))
    return settings;
  settings.output = initial.output;
  if (prim_palette_parse(settings.palette).source != PRIM_PALETTE_PICTURE)
    strcpy(settings.palette, initial.palette);
  return settings;
}

void prim_last_values_save(const PrimSettings *settings, gint32 image)
{
  char *lasting = prim_settings_write(settings, prim_parameters_used(PRIM_USE_PROFILE), HEADER);
  char *session = prim_settings_write(settings, prim_parameters_used(PRIM_USE_SESSION), HEADER);
  GimpParasite *parasite =
      gimp_parasite_new(PARASITE, GIMP_PARASITE_PERSISTENT, (guint32)strlen(lasting) + 1, lasting);

  gimp_attach_parasite(parasite);
  gimp_set_data(PRIM_PROCEDURE, session, (guint32)strlen(session) + 1);
  gimp_set_data(IMAGE, &image, sizeof image);
  gimp_parasite_free(parasite);
  g_free(lasting);
  g_free(session);
}
