/* A drawing as a layer group.
 *
 * A shape's layer holds its colour, opaque, and has the shape's opacity. At the
 * bottom lies the background, fully transparent where there is none: it tells the
 * drawing's place, wherever the shapes were moved to. */
#include "group.h"
#include "layer.h"
#include "names.h"
#include "parasite.h"

enum { SHAPES_MAX = 2000 }; /* GIMP takes 2 s for 1000 layers, 9 s for as many as that */

static const char FRAME[] = "primitive-frame"; /* the background's parasite */

/* Layers to be inserted, bottom to top, with their offsets from the frame. */
typedef struct Layers {
  gint32 *ids;
  PrimBox *boxes;
  int count;
} Layers;

static void delete_layers(Layers *layers)
{
  for (int i = 0; i < layers->count; i++)
    gimp_item_delete(layers->ids[i]);
}

static void free_layers(Layers *layers)
{
  g_free(layers->ids);
  g_free(layers->boxes);
}

static bool add_layer(Layers *layers, gint32 image, const char *name, const PrimDrawing *drawing,
                      int width, int height, const PrimBox *box, GError **error)
{
  gint32 layer = prim_layer_new(image, name, box->right - box->left, box->bottom - box->top, error);

  if (layer == -1)
    return false;
  layers->ids[layers->count] = layer;
  layers->boxes[layers->count++] = *box;
  return prim_layer_paint_box(layer, drawing, width, height, box, error);
}

static bool add_background(Layers *layers, gint32 image, const PrimDrawing *drawing, int width,
                           int height, GError **error)
{
  PrimDrawing bare = *drawing;

  bare.count = 0;
  if (!add_layer(layers, image, _("Background"), &bare, width, height,
                 &(PrimBox){0, 0, width, height}, error))
    return false;
  GimpParasite *parasite = gimp_parasite_new(FRAME, GIMP_PARASITE_PERSISTENT, 2, "1");
  gimp_item_attach_parasite(layers->ids[0], parasite);
  gimp_parasite_free(parasite);
  return true;
}

/* Blended as the drawing is, whatever the image's own way: not in linear light. */
static bool add_shape(Layers *layers, gint32 image, const PrimDrawing *drawing, int index,
                      int width, int height, GError **error)
{
  PrimShape shape = drawing->shapes[index];
  PrimDrawing alone = *drawing;
  PrimBox box = prim_shape_box(drawing, index, width, height);

  if (box.left >= box.right || box.top >= box.bottom)
    return true; /* outside */
  shape.opacity = 255;
  alone.shapes = &shape;
  alone.count = 1;
  alone.transparent = true;
  char *name = prim_names_shape(drawing, index);
  bool good = add_layer(layers, image, name, &alone, width, height, &box, error);
  g_free(name);
  if (good) {
    gint32 layer = layers->ids[layers->count - 1];
    gimp_layer_set_mode(layer, GIMP_LAYER_MODE_NORMAL);
    gimp_layer_set_blend_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_PERCEPTUAL);
    gimp_layer_set_composite_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_PERCEPTUAL);
    gimp_layer_set_opacity(layer, drawing->shapes[index].opacity * (100.0 / 255));
  }
  return good;
}

bool prim_group_check(int count, GError **error)
{
  if (count > SHAPES_MAX)
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              /* Translators: both numbers are counts of shapes. */
              _("A layer for each of %d shapes is more than GIMP can handle. Draw %d or fewer, or "
                "choose another result."),
              count, SHAPES_MAX);
  return count <= SHAPES_MAX;
}

static bool paint_layers(Layers *layers, gint32 image, const PrimDrawing *drawing, int width,
                         int height, GError **error)
{
  if (!prim_group_check(drawing->count, error))
    return false;
  layers->ids = g_new(gint32, (size_t)drawing->count + 1);
  layers->boxes = g_new(PrimBox, (size_t)drawing->count + 1);
  layers->count = 0;
  bool good = add_background(layers, image, drawing, width, height, error);
  for (int i = 0; good && i < drawing->count; i++)
    good = add_shape(layers, image, drawing, i, width, height, error);
  if (good)
    return true;
  delete_layers(layers);
  free_layers(layers);
  return false;
}

static void insert_layers(const Layers *layers, gint32 image, gint32 group, int x, int y)
{
  for (int i = 0; i < layers->count; i++) {
    gimp_layer_set_offsets(layers->ids[i], x + layers->boxes[i].left, y + layers->boxes[i].top);
    gimp_image_insert_layer(image, layers->ids[i], group, 0);
  }
}

gint32 prim_group_make(const PrimSource *source, const PrimRecord *record, bool masked,
                       GError **error)
{
  gint32 image = source->image;
  Layers layers;

  if (!paint_layers(&layers, image, &record->drawing, source->region.width, source->region.height,
                    error))
    return -1;
  gimp_image_undo_group_start(image);
  gint32 group = gimp_layer_group_new(image);
  char *name = prim_names_drawing(&record->drawing);
  gimp_item_set_name(group, name);
  g_free(name);
  prim_layer_insert(group, source);
  insert_layers(&layers, image, group, source->offset_x, source->offset_y);
  if (masked)
    prim_layer_add_mask(group, source);
  gimp_item_set_expanded(group, FALSE);
  gimp_image_set_active_layer(image, group);
  prim_parasite_attach(group, record);
  gimp_image_undo_group_end(image);
  free_layers(&layers);
  return group;
}

bool prim_group_is(gint32 layer)
{
  return gimp_item_is_group(layer) && prim_parasite_present(layer);
}

bool prim_group_frame(gint32 group, GeglRectangle *frame, GError **error)
{
  int count = 0;
  gint32 *children = gimp_item_get_children(group, &count);
  bool found = false;

  for (int i = 0; i < count && !found; i++) {
    GimpParasite *parasite = gimp_item_get_parasite(children[i], FRAME);
    if (!parasite)
      continue;
    gimp_parasite_free(parasite);
    found = true;
    gimp_drawable_offsets(children[i], &frame->x, &frame->y);
    frame->width = gimp_drawable_width(children[i]);
    frame->height = gimp_drawable_height(children[i]);
  }
  g_free(children);
  if (!found)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The background layer of the group is missing, and with it the place of the "
                "drawing. Redraw the picture to get a new group."));
  return found;
}

bool prim_group_rebuild(gint32 group, const PrimDrawing *drawing, void (*begin)(gint32 image),
                        GError **error)
{
  gint32 image = gimp_item_get_image(group);
  GeglRectangle frame;
  Layers layers;
  int count = 0;

  if (!prim_group_frame(group, &frame, error) ||
      !paint_layers(&layers, image, drawing, frame.width, frame.height, error))
    return false;
  begin(image);
  gint32 *old = gimp_item_get_children(group, &count);
  insert_layers(&layers, image, group, frame.x, frame.y);
  for (int i = 0; i < count; i++)
    gimp_image_remove_layer(image, old[i]);
  gimp_image_set_active_layer(image, group);
  g_free(old);
  free_layers(&layers);
  return true;
}
