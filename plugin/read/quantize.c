/* The few colors that say most of a picture, as GIMP finds them.
 *
 * GIMP's median cut counts the colors of an image, so a pixel of more weight is in it more
 * often. That image has neither a window nor undo, and is gone at once. */
#include <math.h>

#include "buffer.h"
#include "quantize.h"

enum {
  SAMPLES = 256 * 256, /* pixels of the working image that are looked at, about */
  REPEATS = 10,        /* a pixel of full weight, where weights differ */
  WIDTH = 512          /* of GIMP's image */
};

/* How often a pixel of that weight is in the image; below 1 it is out of it. */
static int repeats(const PrimTarget *target, size_t pixel, uint8_t most)
{
  return most > 1 ? (target->weight[pixel] * REPEATS + most / 2) / most : target->weight[pixel];
}

static uint8_t most_weight(const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  uint8_t most = 0;

  for (size_t i = 0; i < pixels; i++)
    most = MAX(most, target->weight[i]);
  return most;
}

/* R'G'B' of every so many-th pixel in either direction, as often as it counts. */
static void sample(const PrimTarget *target, int step, GByteArray *colors)
{
  uint8_t most = most_weight(target);

  for (int y = step / 2; y < target->height; y += step)
    for (int x = step / 2; x < target->width; x += step) {
      size_t pixel = (size_t)y * (size_t)target->width + (size_t)x;
      for (int i = repeats(target, pixel, most); i > 0; i--)
        g_byte_array_append(colors, target->rgb + 3 * pixel, 3);
    }
}

/* Some pixel counts, but it may be one that is passed over. */
static GByteArray *samples(const PrimTarget *target)
{
  GByteArray *colors = g_byte_array_new();

  sample(target, (int)ceil(sqrt((double)target->width * target->height / SAMPLES)), colors);
  if (!colors->len)
    sample(target, 1, colors);
  return colors;
}

/* Makes whole rows of the samples by beginning anew. */
static void fill_row(GByteArray *colors, guint row)
{
  for (guint i = 0; colors->len % row; i++)
    g_byte_array_append(colors, &(guint8){colors->data[i]}, 1);
}

static gint32 add_layer(gint32 image, int width, int height, bool grey)
{
  gint32 layer = gimp_layer_new(image, "", width, height, grey ? GIMP_GRAY_IMAGE : GIMP_RGB_IMAGE,
                                100, gimp_image_get_default_new_layer_mode(image));

  return layer != -1 && gimp_image_insert_layer(image, layer, -1, 0) ? layer : -1;
}

/* The colors as a layer, `row` bytes wide. */
static bool put(gint32 image, const GByteArray *colors, guint row, bool grey, GError **error)
{
  GeglRectangle all = {0, 0, (int)row / 3, (int)(colors->len / row)};
  gint32 layer = add_layer(image, all.width, all.height, grey);
  PrimBuffer buffer;

  if (!prim_gimp_did(layer != -1, image, error) || !prim_buffer_open(layer, &buffer, error))
    return false;
  bool good = prim_buffer_write(&buffer, &all, babl_format("R'G'B' u8"), colors->data, error);
  prim_buffer_close(&buffer);
  return good;
}

static bool take(gint32 image, PrimTarget *target, GError **error)
{
  int colors = 0;
  guchar *map = gimp_image_get_colormap(image, &colors);
  bool good = map && colors > 0;

  for (int i = 0; good && i < colors; i++)
    good = prim_target_add_color(target, map + 3 * i);
  g_free(map);
  return prim_gimp_did(good, image, error);
}

static bool quantize(gint32 image, const GByteArray *colors, guint row, bool grey, int count,
                     PrimTarget *target, GError **error)
{
  return prim_gimp_did(gimp_image_undo_disable(image), image, error) &&
         put(image, colors, row, grey, error) &&
         prim_gimp_did(gimp_image_convert_indexed(image, GIMP_CONVERT_DITHER_NONE,
                                                  GIMP_CONVERT_PALETTE_GENERATE, count, FALSE,
                                                  FALSE, ""),
                       image, error) &&
         take(image, target, error);
}

bool prim_quantize(PrimTarget *target, bool grey, int count, GError **error)
{
  GByteArray *colors = samples(target);
  guint row = 3 * MIN(colors->len / 3, WIDTH);

  fill_row(colors, row);
  gint32 image =
      gimp_image_new((int)row / 3, (int)(colors->len / row), grey ? GIMP_GRAY : GIMP_RGB);
  bool good = prim_gimp_did(image != -1, image, error) &&
              quantize(image, colors, row, grey, count, target, error);

  if (image != -1)
    gimp_image_delete(image);
  g_byte_array_unref(colors);
  return good;
}
