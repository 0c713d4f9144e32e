/* A drawing as a layer group.
 *
 * A shape's layer holds its colour, opaque, and has the shape's opacity. At the
 * bottom lies the background, fully transparent where there is none: it tells the
 * drawing's place, wherever the shapes were moved to. */
#include "../read/buffer.h"
#include "group.h"
#include "layer.h"
#include "../names.h"
#include "../record/parasite.h"
#include "scratch.h"

enum { SHAPES_MAX = 2000 }; /* GIMP takes 2 s for 1000 layers, 9 s for as many as that */

static const char FRAME[] = "primitive-frame"; /* the background's parasite */

/* A group in the making, in a scratch image. */
typedef struct Stack {
  gint32 image, group;
  const PrimDrawing *drawing;
  GeglRectangle frame; /* the drawing's place */
} Stack;

/* Adds a layer on top that shows the part `box` of `drawing`; -1 and *error on failure. */
static gint32 add_layer(const Stack *stack, const char *name, const PrimDrawing *drawing,
                        const PrimBox *box, GError **error)
{
  const GeglRectangle *frame = &stack->frame;
  gint32 image = stack->image;
  gint32 layer = prim_layer_new(image, name, box->right - box->left, box->bottom - box->top, error);

  if (layer != -1 &&
      prim_gimp_did(gimp_layer_set_offsets(layer, frame->x + box->left, frame->y + box->top) &&
                        gimp_image_insert_layer(image, layer, stack->group, 0),
                    image, error) &&
      prim_layer_paint_box(layer, drawing, frame->width, frame->height, box, error))
    return layer;
  return -1;
}

static bool add_background(const Stack *stack, GError **error)
{
  PrimDrawing bare = *stack->drawing;
  PrimBox whole = {0, 0, stack->frame.width, stack->frame.height};

  bare.count = 0;
  gint32 layer = add_layer(stack, _("Background"), &bare, &whole, error);
  if (layer == -1)
    return false;
  GimpParasite *parasite = gimp_parasite_new(FRAME, GIMP_PARASITE_PERSISTENT, 2, "1");
  bool attached = gimp_item_attach_parasite(layer, parasite);
  gimp_parasite_free(parasite);
  return prim_gimp_did(attached, stack->image, error);
}

/* Blended as the drawing is, whatever the image's own way: not in linear light. */
static bool set_blending(gint32 layer, int opacity)
{
  return gimp_layer_set_mode(layer, GIMP_LAYER_MODE_NORMAL) &&
         gimp_layer_set_blend_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_PERCEPTUAL) &&
         gimp_layer_set_composite_space(layer, GIMP_LAYER_COLOR_SPACE_RGB_PERCEPTUAL) &&
         gimp_layer_set_opacity(layer, opacity * (100.0 / 255));
}

static bool add_shape(const Stack *stack, int index, GError **error)
{
  const PrimDrawing *drawing = stack->drawing;
  PrimShape shape = drawing->shapes[index];
  PrimDrawing alone = *drawing;
  PrimBox box = prim_shape_box(drawing, index, stack->frame.width, stack->frame.height);

  if (box.left >= box.right || box.top >= box.bottom)
    return true; /* outside */
  shape.opacity = 255;
  alone.shapes = &shape;
  alone.count = 1;
  alone.transparent = true;
  char *name = prim_names_shape(drawing, index);
  gint32 layer = add_layer(stack, name, &alone, &box, error);
  g_free(name);
  return layer != -1 &&
         prim_gimp_did(set_blending(layer, drawing->shapes[index].opacity), stack->image, error);
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

/* Makes the group with its layers in the scratch image. */
static bool build(Stack *stack, GError **error)
{
  gint32 image = stack->image;

  stack->group = gimp_layer_group_new(image);
  bool good =
      prim_gimp_did(stack->group != -1 && gimp_image_insert_layer(image, stack->group, 0, 0), image,
                    error) &&
      add_background(stack, error);
  for (int i = 0; good && i < stack->drawing->count; i++)
    good = add_shape(stack, i, error);
  return good;
}

/* What the group has besides its layers. */
static bool dress(const Stack *stack, const PrimSource *source, bool masked, GError **error)
{
  char *name = prim_names_drawing(stack->drawing);
  bool good = prim_gimp_did(gimp_item_set_name(stack->group, name) &&
                                gimp_item_set_expanded(stack->group, FALSE),
                            stack->image, error);

  g_free(name);
  return good && (!masked || prim_layer_add_mask(stack->group, source, error));
}

gint32 prim_group_make(const PrimSource *source, const PrimRecord *record, bool masked,
                       GError **error)
{
  const GeglRectangle *region = &source->region;
  Stack stack = {.drawing = &record->drawing,
                 .frame = {source->offset_x, source->offset_y, region->width, region->height}};
  gint32 group = -1;

  if (!prim_group_check(record->drawing.count, error))
    return -1;
  stack.image = prim_scratch_new(source->image, region->width, region->height, error);
  if (stack.image != -1 && build(&stack, error) && dress(&stack, source, masked, error))
    group = prim_scratch_place(stack.group, source, record, error);
  if (group != -1)
    gimp_item_set_expanded(group, FALSE);
  prim_scratch_delete(stack.image);
  return group;
}

bool prim_group_is(gint32 layer)
{
  return gimp_item_is_group(layer) && prim_parasite_present(layer);
}

/* The frame of the one among these layers that has it. */
static bool find_frame(const gint32 *layers, int count, GeglRectangle *frame)
{
  for (int i = 0; i < count; i++) {
    GimpParasite *parasite = gimp_item_get_parasite(layers[i], FRAME);
    if (!parasite)
      continue;
    gimp_parasite_free(parasite);
    frame->width = gimp_drawable_width(layers[i]);
    frame->height = gimp_drawable_height(layers[i]);
    return gimp_drawable_offsets(layers[i], &frame->x, &frame->y);
  }
  return false;
}

bool prim_group_frame(gint32 group, GeglRectangle *frame, GError **error)
{
  int count = 0;
  gint32 *children = gimp_item_get_children(group, &count);
  bool found = find_frame(children, count, frame);

  g_free(children);
  if (!found)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The background layer of the group is missing, and with it the place of the "
                "drawing. Redraw the picture to get a new group."));
  return found;
}

/* Some layers of a group, listed from the top. */
typedef struct Layers {
  gint32 *ids;
  int count;
} Layers;

static Layers layers_of(gint32 group)
{
  Layers layers = {.count = 0};

  layers.ids = gimp_item_get_children(group, &layers.count);
  return layers;
}

/* Removes those that are still there. */
static void remove_layers(gint32 image, const Layers *layers, const PrimActive *before)
{
  for (int i = 0; i < layers->count; i++)
    if (gimp_item_is_valid(layers->ids[i]))
      prim_layer_remove(layers->ids[i], image, before);
}

/* Whether the old layers are where they were when the new ones were made. */
static bool same_place(const Layers *old, gint32 group, const GeglRectangle *frame, GError **error)
{
  GeglRectangle now;

  if (find_frame(old->ids, old->count, &now) && gegl_rectangle_equal(&now, frame))
    return true;
  prim_buffer_fail(group, error);
  return false;
}

/* Puts copies of the layers on top of what the group holds, which is `old`. On failure none
 * is left. */
static bool insert_copies(gint32 image, gint32 group, const Layers *layers, const Layers *old,
                          const GeglRectangle *frame, GError **error)
{
  PrimActive active = prim_layer_active(image);
  Layers copies = {g_new(gint32, (size_t)layers->count + 1), 0};
  bool good = true;

  while (good && copies.count < layers->count) {
    gint32 copy = prim_scratch_copy(layers->ids[layers->count - 1 - copies.count], image, error);
    good =
        copy != -1 && prim_gimp_did(gimp_image_insert_layer(image, copy, group, 0), image, error);
    if (good)
      copies.ids[copies.count++] = copy;
    else
      prim_scratch_discard(copy, image);
  }
  good = good && same_place(old, group, frame, error);
  if (!good)
    remove_layers(image, &copies, &active);
  g_free(copies.ids);
  return good;
}

/* Names the layers of the group like those that they are copies of. While the old layers were
 * still there, GIMP had to give the copies other names. By now the drawing is whole: a layer that
 * somebody has taken away meanwhile needs no name. */
static void name_copies(gint32 group, const Layers *layers)
{
  Layers copies = layers_of(group);

  for (int i = 0; i < MIN(copies.count, layers->count); i++) {
    char *name = gimp_item_get_name(layers->ids[i]);
    if (name && gimp_item_is_valid(copies.ids[i]))
      (void)gimp_item_set_name(copies.ids[i], name);
    g_free(name);
  }
  g_free(copies.ids);
}

/* The group in the user's image gets the layers of the one in the scratch image. */
static bool exchange(gint32 image, gint32 group, const Stack *made, GError **error)
{
  PrimActive active = {group, -1};
  Layers layers = layers_of(made->group), old = layers_of(group);
  bool good = insert_copies(image, group, &layers, &old, &made->frame, error);

  if (good) {
    remove_layers(image, &old, &active);
    name_copies(group, &layers);
    good = prim_gimp_did(gimp_image_set_active_layer(image, group), image, error);
  }
  g_free(layers.ids);
  g_free(old.ids);
  return good;
}

bool prim_group_rebuild(gint32 image, gint32 group, const PrimDrawing *drawing, GError **error)
{
  Stack stack = {.drawing = drawing};
  bool good = false;

  if (!prim_group_check(drawing->count, error) || !prim_group_frame(group, &stack.frame, error))
    return false;
  stack.image = prim_scratch_new(image, stack.frame.width, stack.frame.height, error);
  if (stack.image != -1 && build(&stack, error) &&
      prim_gimp_did(gimp_image_undo_group_start(image), image, error)) {
    good = exchange(image, group, &stack, error);
    if (!good)
      gimp_image_undo_group_end(image);
  }
  prim_scratch_delete(stack.image);
  return good;
}
