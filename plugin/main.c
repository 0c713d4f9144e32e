/* The plug-in's process: GIMP starts it once to ask what it offers (query) and
 * again for every call of a procedure (run).
 *
 * The way from here to a painted layer:
 *
 *   procedures.c   the procedures: what GIMP's database says of them, and what runs
 *   run.c          plug-in-primitive, -full and -with: settings, search, result
 *     arguments.c, last_values.c   the settings
 *     interactive.c, part.c        the dialog of ui/, and what it needs of GIMP
 *     origin.c                     what a result was drawn after, to draw it again
 *     source.c, coverage.c         what is drawn after, and how much of it counts
 *     snapshot.c                   what is visible
 *     importance.c                 and how much it matters; importance_map.c: as painted
 *     search.c                     picture -> drawing, by core
 *       picture.c, pixels.c, reduce.c   drawable -> working image
 *       quantize.c                      its palette, if that is to come from it
 *     channel.c                    what was painted, for the image to keep
 *     result.c                     drawing -> what the settings ask for:
 *       live.c, layer.c, paint.c        a layer, which fills as the search runs
 *       stacking.c                      where it stands
 *       group.c, frames.c, paths.c      a layer a shape; an animation; paths
 *       export.c, colors.c, safe_file.c SVG (in sRGB) and JSON, written whole or not at all
 *       animation.c                     GIF and WebP, by GIMP's exporters
 *       visible.c, mask.c               which part of it is visible
 *     remember.c, record.c, reference.c   what a result remembers, for
 *       parasite.c, shapes_write.c, shapes_read.c, json.c   its parasite, as JSON
 *   continue.c     plug-in-primitive-continue: more shapes for a result
 *   redraw.c       plug-in-primitive-redraw: a result at a new size
 *   batch.c        plug-in-primitive-batch: many files
 *     batch_list.c                    which, and where their drawings go
 *     batch_job.c, pool.c             each of them; the searches, side by side
 *     bitmap.c, encode.c              PNG and JPEG
 *   names.c, messages.c   what is said, in the user's language */
#include <gegl.h>
#include <stdlib.h>
#include <string.h>

#include "../ui/presets.h"
#include "messages.h"
#include "procedures.h"
#include "search.h"

static void query(void)
{
  prim_messages_register();
  prim_procedures_install();
}

/* The values GIMP is handed back must outlive run(), hence static. */
static void run(const gchar *name, gint n_params, const GimpParam *params, gint *n_values,
                GimpParam **values)
{
  static GimpParam results[1 + PRIM_RESULTS_MAX];
  static GError *error;

  prim_messages_bind();
  gegl_init(NULL, NULL);
  gimp_plugin_enable_precision();
  /* We look at all answers, and say in our own words what is wrong. */
  gimp_plugin_set_pdb_error_handler(GIMP_PDB_ERROR_HANDLER_PLUGIN);

  int count = prim_procedures_call(name, params, n_params, results + 1, &error);
  results[0].type = GIMP_PDB_STATUS;
  results[0].data.d_status = error ? (GimpPDBStatusType)error->code : GIMP_PDB_SUCCESS;
  if (error && error->code != GIMP_PDB_CANCEL) {
    results[1].type = GIMP_PDB_STRING;
    results[1].data.d_string = error->message;
    count = 1;
  }
  *n_values = 1 + count;
  *values = results;
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

/* For someone outside of GIMP, as `make doctor` is: which version, and what computes. */
static int tell(void)
{
  char *device = prim_search_device();

  g_print("%s %s\n%s\n", GETTEXT_PACKAGE, PRIM_VERSION, device);
  g_free(device);
  return EXIT_SUCCESS;
}

/* And the looks: a line each, with a name and the text for plug-in-primitive-with. */
static int tell_looks(void)
{
  for (int i = 0; i < PRIM_PRESETS_BUILT_IN; i++)
    g_print("%s\t%s\n", prim_presets_built_in(i), prim_presets_built_in_settings(i));
  return EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
  if (argc == 2 && strcmp(argv[1], "--version") == 0)
    return tell();
  if (argc == 2 && strcmp(argv[1], "--looks") == 0)
    return tell_looks();
  prim_messages_set_program(argv[0]);
  return gimp_main(&PLUG_IN_INFO, argc, argv);
}
