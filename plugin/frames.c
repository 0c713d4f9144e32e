/* A drawing as an animation.
 *
 * It becomes an image of its own, as GIMP's own animation filters do it: among its
 * layers, the picture itself would be played too. */
#include <math.h>

#include "frames.h"
#include "layer.h"
#include "names.h"
#include "parasite.h"

enum {
  FRAMES_MAX = 60, /* 8 seconds with the last one */
  FRAMES_MIN = 12,
  PIXELS_MAX = 1 << 28, /* of all frames: 1 GiB at 8 bits a channel */
  MILLISECONDS = 100,
  MILLISECONDS_LAST = 2000
};

static const double BEND = 1.5; /* the first shapes change most, so they come more slowly */

/* How many frames show the drawing, the first one its background alone. */
static int frame_count(const PrimDrawing *drawing, int width, int height)
{
  int fitting = (int)(PIXELS_MAX / ((double)width * height));

  return MIN(CLAMP(fitting, FRAMES_MIN, FRAMES_MAX), drawing->count + 1);
}

/* How many shapes are on frame `frame`: 0 at first, one more at least on each,
 * all on the last. */
static int frame_shapes(int count, int frame, int frames)
{
  if (frame == frames - 1)
    return count;
  return frame + (int)((count - frames + 1) * pow((double)frame / (frames - 1), BEND));
}

static gint32 new_image(const PrimSource *source)
{
  gint32 from = source->image;
  gint32 image =
      gimp_image_new_with_precision(source->region.width, source->region.height,
                                    gimp_image_base_type(from), gimp_image_get_precision(from));
  GimpColorProfile *profile = gimp_image_get_color_profile(from);
  double x = 72, y = 72;

  gimp_image_undo_disable(image);
  if (profile) {
    gimp_image_set_color_profile(image, profile);
    g_object_unref(profile);
  }
  gimp_image_get_resolution(from, &x, &y);
  gimp_image_set_resolution(image, x, y);
  return image;
}

static gint32 add_frame(gint32 image, const PrimSource *source, const PrimDrawing *drawing,
                        int number, bool masked, bool last, GError **error)
{
  /* Translators: GIMP reads the time and "(replace)", so they must stay as they are. */
  char *name = g_strdup_printf(_("Frame %d (%dms) (replace)"), number,
                               last ? MILLISECONDS_LAST : MILLISECONDS);
  gint32 layer = prim_layer_new(image, name, source->region.width, source->region.height, error);

  g_free(name);
  if (layer == -1)
    return -1;
  gimp_image_insert_layer(image, layer, 0, 0);
  if (masked)
    prim_layer_add_mask(layer, source);
  return prim_layer_paint(layer, drawing, error) ? layer : -1;
}

gint32 prim_frames_make(const PrimSource *source, const PrimRecord *record, bool masked, bool shown,
                        GError **error)
{
  PrimDrawing part = record->drawing;
  int frames = frame_count(&part, source->region.width, source->region.height);
  gint32 image = new_image(source), layer = -1;

  for (int i = 0; i < frames; i++) {
    part.count = frame_shapes(record->drawing.count, i, frames);
    layer = add_frame(image, source, &part, i + 1, masked, i == frames - 1, error);
    if (layer == -1) {
      gimp_image_delete(image);
      return -1;
    }
    gimp_progress_update((double)(i + 1) / frames);
  }
  prim_parasite_attach(layer, record);
  gimp_image_undo_enable(image);
  if (shown)
    gimp_display_new(image);
  return layer;
}
