/* Results as files: SVG and JSON. */
#include <errno.h>

#include "../read/buffer.h"
#include "../read/colors.h"
#include "export.h"
#include "../write/group.h"
#include "../names.h"
#include "../record/parasite.h"
#include "../record/shapes_json.h"
#include "visible.h"

static bool ends_in(const char *filename, const char *ending)
{
  char *lower = g_ascii_strdown(filename, -1);
  bool ends = g_str_has_suffix(lower, ending);

  g_free(lower);
  return ends;
}

bool prim_export_check(const char *filename, GError **error)
{
  int problem = 0;

  if (!ends_in(filename, ".svg") && !ends_in(filename, ".json"))
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              _("The name of the file must end in .svg or .json: \"%s\"."), filename);
  else if ((problem = prim_safe_file_problem(filename)))
    prim_fail_write(error, filename, problem);
  else
    return true;
  return false;
}

/* In sRGB, as SVG's colors are. A write that fails is told when the file is put in its
 * place. */
static bool write_svg(gint32 image, const PrimRecord *record, const PrimMask *mask, int width,
                      int height, FILE *stream)
{
  PrimDrawing srgb;

  if (!prim_colors_drawing(image, &record->drawing, &srgb))
    return false;
  char *title = prim_names_drawing(&srgb);
  PrimStatus status = prim_svg_write(&srgb, mask, width, height, title, stream);

  (void)status;
  g_free(title);
  prim_drawing_clear(&srgb);
  return true;
}

static void write_json(const PrimRecord *record, const PrimMask *mask, FILE *stream)
{
  char *text = prim_shapes_write(record, mask);

  fputs(text, stream);
  fputc('\n', stream);
  g_free(text);
}

bool prim_export_print(gint32 image, const PrimRecord *record, const PrimMask *mask, int width,
                       int height, bool json, FILE *stream)
{
  if (!json)
    return write_svg(image, record, mask, width, height, stream);
  write_json(record, mask, stream);
  return true;
}

PrimSafeFile *prim_export_begin(gint32 image, const PrimRecord *record, const PrimMask *mask,
                                int width, int height, const char *filename, GError **error)
{
  int problem = 0;
  PrimSafeFile *file = prim_safe_file_open(filename, &problem);

  if (!file) {
    prim_fail_write(error, filename, problem);
    return NULL;
  }
  problem = prim_export_print(image, record, mask, width, height, ends_in(filename, ".json"),
                              prim_safe_file_stream(file))
                ? prim_safe_file_flush(file)
                : ENOMEM;
  if (!problem)
    return file;
  prim_safe_file_discard(file);
  prim_fail_write(error, filename, problem);
  return NULL;
}

bool prim_export_end(PrimSafeFile *file, const char *filename, GError **error)
{
  int problem = prim_safe_file_commit(file, PRIM_SAFE_FILE_REPLACE);

  if (problem)
    prim_fail_write(error, filename, problem);
  return !problem;
}

/* The place of the picture on a result: a group may have grown beyond it. */
static bool picture_frame(gint32 layer, GeglRectangle *frame, GError **error)
{
  if (prim_group_is(layer))
    return prim_group_frame(layer, frame, error);
  *frame = (GeglRectangle){0, 0, gimp_drawable_width(layer), gimp_drawable_height(layer)};
  if (frame->width > 0 && frame->height > 0)
    return true;
  prim_buffer_fail(layer, error);
  return false;
}

/* The frame, and the mask that was the layer's while the frame was that one. */
static bool look_at_layer(gint32 layer, GeglRectangle *frame, PrimMask **mask, GError **error)
{
  GeglRectangle after;

  if (!picture_frame(layer, frame, error) || !prim_visible_of_result(layer, frame, mask, error) ||
      !picture_frame(layer, &after, error))
    return false;
  if (gegl_rectangle_equal(frame, &after))
    return true;
  prim_buffer_fail(layer, error);
  return false;
}

/* With the layer mask as it now is. */
static void export_layer(gint32 layer, const char *filename, GError **error)
{
  GeglRectangle frame;
  PrimRecord record;
  PrimMask *mask = NULL;
  PrimSafeFile *file = NULL;

  if (!prim_parasite_read(layer, &record, error))
    return;
  if (look_at_layer(layer, &frame, &mask, error))
    file = prim_export_begin(gimp_item_get_image(layer), &record, mask, frame.width, frame.height,
                             filename, error);
  bool good = file && prim_export_end(file, filename, error);
  (void)good;
  prim_mask_free(mask);
  prim_record_clear(&record);
}

int prim_export(const GimpParam *params, GimpParam *results, GError **error)
{
  const char *filename = params[3].data.d_string ? params[3].data.d_string : "";

  (void)results;
  if (prim_export_check(filename, error) &&
      prim_source_belongs(params[1].data.d_image, params[2].data.d_layer, error))
    export_layer(params[2].data.d_layer, filename, error);
  return 0;
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

/* Without a drawable any result of the image will do. */
static bool check_place(gint32 image, gint32 drawable, GError **error)
{
  return (drawable == -1 && gimp_image_is_valid(image)) ||
         prim_source_belongs(image, drawable, error);
}

int prim_export_svg_save(const GimpParam *params, GimpParam *results, GError **error)
{
  const char *filename = params[3].data.d_string;

  (void)results;
  if (!filename || !ends_in(filename, ".svg")) {
    prim_fail(error, GIMP_PDB_CALLING_ERROR, _("The name of the file must end in .svg: \"%s\"."),
              filename ? filename : "");
    return 0;
  }
  if (!check_place(params[1].data.d_image, params[2].data.d_drawable, error))
    return 0;
  gint32 layer = result_near(params[1].data.d_image, params[2].data.d_drawable);
  if (layer == -1)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("Only pictures made of shapes can be exported as SVG, and the image shows none. "
                "Make one with Filters > Artistic > Geometric Primitives first."));
  else
    export_layer(layer, filename, error);
  return 0;
}
