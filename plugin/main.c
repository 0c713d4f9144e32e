/* The plug-in's process: GIMP starts it once to ask what it offers (query) and
 * again for every call of a procedure (run).
 *
 * The way from here to a painted layer:
 *
 *   procedures.c   what stands in GIMP's procedural database
 *   run.c          plug-in-primitive: read, search, paint
 *     arguments.c, last_values.c   the settings
 *     source.c, coverage.c         what is drawn after, and how much of it counts
 *     pixels.c, reduce.c           drawable -> working image
 *     layer.c, live.c              drawing -> layer
 *   parasite.c, shapes.c   the drawing in the layer's parasite, as JSON
 *   export.c       plug-in-primitive-export: parasite -> SVG */
#include <gegl.h>
#include <string.h>

#include "export.h"
#include "messages.h"
#include "procedures.h"
#include "run.h"

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
  int count = 0;

  prim_messages_bind();
  gegl_init(NULL, NULL);
  gimp_plugin_enable_precision();

  if (strcmp(name, PRIM_PROCEDURE_EXPORT) == 0)
    prim_export(params, n_params, &error);
  else
    count = prim_run(params, n_params, results + 1, &error);

  results[0].type = GIMP_PDB_STATUS;
  results[0].data.d_status = error ? (GimpPDBStatusType)error->code : GIMP_PDB_SUCCESS;
  if (error) {
    results[1].type = GIMP_PDB_STRING;
    results[1].data.d_string = error->message;
    count = 1;
  }
  *n_values = 1 + count;
  *values = results;
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

int main(int argc, char *argv[])
{
  prim_messages_set_program(argv[0]);
  return gimp_main(&PLUG_IN_INFO, argc, argv);
}
