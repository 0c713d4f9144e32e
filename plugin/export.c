/* Results as files: SVG and JSON. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "export.h"
#include "group.h"
#include "names.h"
#include "parasite.h"
#include "shapes.h"

static bool ends_in(const char *filename, const char *ending)
{
  char *lower = g_ascii_strdown(filename, -1);
  bool ends = g_str_has_suffix(lower, ending);

  g_free(lower);
  return ends;
}

static void fail_write(const char *filename, int problem, GError **error)
{
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("\"%s\" could not be written: %s."), filename,
            g_strerror(problem));
}

/* Why no file of that name can be made, as far as its folder tells; 0 = it can. */
static int folder_problem(const char *filename)
{
  char *folder = g_path_get_dirname(filename);
  int problem = g_access(folder, W_OK) == 0 ? 0 : errno;

  g_free(folder);
  return problem;
}

bool prim_export_check(const char *filename, GError **error)
{
  int problem = 0;

  if (!ends_in(filename, ".svg") && !ends_in(filename, ".json"))
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The name of the file must end in .svg or .json: \"%s\"."), filename);
  else if ((problem = folder_problem(filename)))
    fail_write(filename, problem, error);
  else
    return true;
  return false;
}

static bool write_svg(const PrimRecord *record, int width, int height, FILE *file)
{
  char *title = prim_names_drawing(&record->drawing);
  bool good = prim_svg_write(&record->drawing, width, height, title, file) == PRIM_OK;

  g_free(title);
  return good;
}

static bool write_json(const PrimRecord *record, FILE *file)
{
  char *text = prim_shapes_write(record);
  bool good = fputs(text, file) >= 0 && fputc('\n', file) >= 0 && fflush(file) == 0;

  g_free(text);
  return good;
}

bool prim_export_begin(const PrimRecord *record, int width, int height, const char *filename,
                       PrimExport *export, GError **error)
{
  char *part = g_strconcat(filename, ".part", NULL);
  FILE *file = g_fopen(part, "wb");
  int problem = file ? 0 : errno;

  if (file) {
    errno = 0;
    if (!(ends_in(filename, ".json") ? write_json(record, file)
                                     : write_svg(record, width, height, file)))
      problem = errno ? errno : EIO;
    if (fclose(file) != 0 && !problem)
      problem = errno;
    if (problem)
      g_unlink(part);
  }
  if (problem) {
    fail_write(filename, problem, error);
    g_free(part);
    return false;
  }
  *export = (PrimExport){part, g_strdup(filename)};
  return true;
}

bool prim_export_end(PrimExport *export, bool keep, GError **error)
{
  int problem = 0;

  if (!export->part)
    return true;
  if (keep && g_rename(export->part, export->filename) != 0)
    problem = errno;
  if (!keep || problem)
    g_unlink(export->part);
  if (problem)
    fail_write(export->filename, problem, error);
  g_free(export->part);
  g_free(export->filename);
  *export = (PrimExport){NULL, NULL};
  return !problem;
}

/* The size of the picture on a result: a group may have grown beyond it. */
static bool picture_size(gint32 layer, GeglRectangle *frame, GError **error)
{
  if (prim_group_is(layer))
    return prim_group_frame(layer, frame, error);
  frame->width = gimp_drawable_width(layer);
  frame->height = gimp_drawable_height(layer);
  return true;
}

static void export_layer(gint32 layer, const char *filename, GError **error)
{
  GeglRectangle frame;
  PrimRecord record;
  PrimExport export;

  if (!prim_parasite_read(layer, &record, error))
    return;
  bool good = picture_size(layer, &frame, error) &&
              prim_export_begin(&record, frame.width, frame.height, filename, &export, error) &&
              prim_export_end(&export, true, error);
  (void)good;
  prim_record_clear(&record);
}

void prim_export(const GimpParam *params, int n_params, GError **error)
{
  const char *filename = n_params >= 4 ? params[3].data.d_string : NULL;

  if (prim_export_check(filename ? filename : "", error))
    export_layer(params[2].data.d_layer, filename, error);
}

/* The topmost of the items, or of what is in those that are groups, that carries a
 * drawing and can be seen; -1 = none. */
static gint32 topmost_result(const gint32 *items, int count)
{
  gint32 found = -1;

  for (int i = 0; i < count && found == -1; i++) {
    int inside = 0;
    if (!gimp_item_get_visible(items[i]))
      continue;
    if (prim_parasite_present(items[i]))
      return items[i];
    if (!gimp_item_is_group(items[i]))
      continue;
    gint32 *children = gimp_item_get_children(items[i], &inside);
    found = topmost_result(children, inside);
    g_free(children);
  }
  return found;
}

/* The result that the drawable is or belongs to, else the topmost one. */
static gint32 result_near(gint32 image, gint32 drawable)
{
  for (gint32 item = drawable; item > 0; item = gimp_item_get_parent(item))
    if (prim_parasite_present(item))
      return item;

  int count = 0;
  gint32 *layers = gimp_image_get_layers(image, &count);
  gint32 found = topmost_result(layers, count);
  g_free(layers);
  return found;
}

void prim_export_svg_save(const GimpParam *params, int n_params, GError **error)
{
  const char *filename = n_params >= 5 ? params[3].data.d_string : NULL;

  if (!filename || !ends_in(filename, ".svg")) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("The name of the file must end in .svg: \"%s\"."),
              filename ? filename : "");
    return;
  }
  gint32 layer = result_near(params[1].data.d_image, params[2].data.d_drawable);
  if (layer == -1)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("Only pictures made of shapes can be exported as SVG, and the image shows none. "
                "Make one with Filters > Artistic > Geometric Primitives first."));
  else
    export_layer(layer, filename, error);
}
