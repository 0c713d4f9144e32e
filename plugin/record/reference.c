/* A drawable as a file can remember it, to be found again in an image. */
#include <string.h>

#include "reference.h"

PrimReference prim_reference_to(gint32 drawable)
{
  PrimReference reference = {.kind = PRIM_REFERENCE_NONE};

  if (drawable == -1)
    return reference;
  reference.width = gimp_drawable_width(drawable);
  reference.height = gimp_drawable_height(drawable);
  gint32 item = drawable;
  if (gimp_item_is_layer_mask(drawable)) {
    reference.kind = PRIM_REFERENCE_MASK;
    item = gimp_layer_from_mask(drawable);
  } else {
    reference.kind = gimp_item_is_layer(item) ? PRIM_REFERENCE_LAYER : PRIM_REFERENCE_CHANNEL;
  }
  reference.tattoo = (guint32)gimp_item_get_tattoo(item);
  reference.name = gimp_item_get_name(item);
  return reference;
}

PrimReference prim_reference_to_visible(gint32 image)
{
  return (PrimReference){.kind = PRIM_REFERENCE_VISIBLE,
                         .name = g_strdup(""),
                         .width = gimp_image_width(image),
                         .height = gimp_image_height(image)};
}

static bool named(gint32 item, const char *name)
{
  char *own = gimp_item_get_name(item);
  bool same = own && strcmp(own, name) == 0;

  g_free(own);
  return same;
}

/* Names are unique in an image, so this is the one or none. */
static gint32 find_by_name(const PrimReference *reference, gint32 image)
{
  if (reference->kind == PRIM_REFERENCE_CHANNEL)
    return gimp_image_get_channel_by_name(image, reference->name);
  return gimp_image_get_layer_by_name(image, reference->name);
}

static gint32 find_item(const PrimReference *reference, gint32 image, bool same_image)
{
  int tattoo = (int)reference->tattoo;
  gint32 item = reference->kind == PRIM_REFERENCE_CHANNEL
                    ? gimp_image_get_channel_by_tattoo(image, tattoo)
                    : gimp_image_get_layer_by_tattoo(image, tattoo);

  if (item != -1 && (same_image || named(item, reference->name)))
    return item;
  return find_by_name(reference, image);
}

gint32 prim_reference_find(const PrimReference *reference, gint32 image, bool same_image)
{
  if (reference->kind == PRIM_REFERENCE_NONE || reference->kind == PRIM_REFERENCE_VISIBLE)
    return -1;
  gint32 item = find_item(reference, image, same_image);
  if (item != -1 && reference->kind == PRIM_REFERENCE_MASK)
    return gimp_layer_get_mask(item);
  return item;
}
