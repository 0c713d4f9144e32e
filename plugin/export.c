/* plug-in-primitive-export: a result layer's drawing to a file. */
#include <errno.h>
#include <glib/gstdio.h>

#include "export.h"
#include "parasite.h"

static bool is_svg(const char *filename)
{
  char *lower = g_ascii_strdown(filename, -1);
  bool svg = g_str_has_suffix(lower, ".svg");

  g_free(lower);
  return svg;
}

/* Writes to a file beside it first, so that a failure never costs an old one. */
static int write_svg(const PrimDrawing *drawing, gint32 layer, const char *filename)
{
  char *part = g_strconcat(filename, ".part", NULL);
  char *title = gimp_item_get_name(layer);
  FILE *file = g_fopen(part, "wb");
  int problem = file ? 0 : errno;

  if (file) {
    if (prim_svg_write(drawing, gimp_drawable_width(layer), gimp_drawable_height(layer), title,
                       file) != PRIM_OK)
      problem = errno ? errno : EIO;
    if (fclose(file) != 0 && !problem)
      problem = errno;
    if (!problem && g_rename(part, filename) != 0)
      problem = errno;
    if (problem)
      g_unlink(part);
  }
  g_free(title);
  g_free(part);
  return problem;
}

void prim_export(const GimpParam *params, int n_params, GError **error)
{
  const char *filename = n_params >= 4 ? params[3].data.d_string : NULL;
  PrimDrawing drawing = {0};

  if (!filename || !is_svg(filename)) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("The name of the file must end in .svg: \"%s\"."),
              filename ? filename : "");
    return;
  }
  gint32 layer = params[2].data.d_layer;
  if (!prim_parasite_read(layer, &drawing, error))
    return;
  int problem = write_svg(&drawing, layer, filename);
  if (problem)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("\"%s\" could not be written: %s."), filename,
              g_strerror(problem));
  prim_drawing_clear(&drawing);
}
