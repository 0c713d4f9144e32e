/* The importance that was painted, as a channel of the image.
 *
 * GIMP can undo what happens to the list of channels, but pixels only where the selection lets
 * them be changed. So a channel that is there is replaced by a copy of it that has its tattoo, by
 * which results find it again. */
#include "../read/buffer.h"
#include "channel.h"
#include "layer.h"

static const double OPACITY = 50;                   /* as GIMP's own channels, */
static const GimpRGB COLOR = {0.9, 0.1, 0.15, 0.5}; /* and the tint in the preview */

static gint32 new_channel(gint32 image, const char *name)
{
  gint32 channel = gimp_channel_new(image, name, gimp_image_width(image), gimp_image_height(image),
                                    OPACITY, &COLOR);

  if (channel != -1 && gimp_item_set_visible(channel, FALSE))
    return channel;
  if (channel != -1)
    gimp_item_delete(channel);
  return -1;
}

/* Around them, a new channel becomes black. */
static bool write_pixels(gint32 channel, const PrimSource *source, GeglBuffer *pixels, bool new,
                         GError **error)
{
  GeglRectangle place = {source->offset_x, source->offset_y, source->region.width,
                         source->region.height};
  GeglRectangle image = {0, 0, gimp_drawable_width(channel), gimp_drawable_height(channel)};
  GeglRectangle from = {0, 0, 0, 0};
  PrimBuffer buffer;

  gegl_rectangle_intersect(&place, &place, &image);
  from = (GeglRectangle){place.x - source->offset_x, place.y - source->offset_y, place.width,
                         place.height};
  if (!prim_buffer_open(channel, &buffer, error))
    return false;
  if (new)
    gegl_buffer_clear(buffer.pixels, &image);
  gegl_buffer_copy(pixels, &from, GEGL_ABYSS_NONE, buffer.pixels, &place);
  gegl_buffer_flush(buffer.pixels);
  prim_buffer_close(&buffer);
  return true;
}

/* Puts the channel where `old` is, which goes; -1: on top. */
static bool insert(gint32 channel, gint32 old, const char *name, const PrimSource *source,
                   GError **error)
{
  gint32 image = source->image;
  int position = old != -1 ? gimp_image_get_item_position(image, old) : 0;
  guint tattoo = old != -1 ? gimp_item_get_tattoo(old) : 0;

  return prim_gimp_did((old == -1 || gimp_image_remove_channel(image, old)) &&
                           gimp_image_insert_channel(image, channel, 0, MAX(position, 0)) &&
                           gimp_item_set_name(channel, name) &&
                           (!tattoo || gimp_item_set_tattoo(channel, tattoo)),
                       image, error);
}

gint32 prim_channel_save(const PrimSource *source, GeglBuffer *pixels, GError **error)
{
  gint32 image = source->image;
  const char *name = _("Importance");
  PrimActive active = prim_layer_active(image);
  gint32 old = gimp_image_get_channel_by_name(image, name);
  gint32 channel = old != -1 ? gimp_channel_copy(old) : new_channel(image, name);

  if (!prim_gimp_did(channel != -1, image, error))
    return -1;
  if (!write_pixels(channel, source, pixels, old == -1, error)) {
    gimp_item_delete(channel);
    return -1;
  }
  if (!insert(channel, old, name, source, error))
    return -1;
  prim_layer_activate(image, &active);
  return channel;
}
