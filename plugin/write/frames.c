/* A drawing as an animation.
 *
 * It becomes an image of its own, as GIMP's own animation filters do it: among its
 * layers, the picture itself would be played too. */
#include <math.h>

#include "../read/buffer.h"
#include "frames.h"
#include "layer.h"
#include "../names.h"
#include "../record/parasite.h"
#include "scratch.h"

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

static gint32 add_frame(const PrimFrames *frames, const PrimDrawing *drawing, int number, bool last,
                        GError **error)
{
  gint32 image = frames->image;
  /* Translators: GIMP reads the time and "(replace)", so they must stay as they are. */
  char *name = g_strdup_printf(_("Frame %d (%dms) (replace)"), number,
                               last ? MILLISECONDS_LAST : MILLISECONDS);
  gint32 layer = prim_layer_new(image, name, frames->width, frames->height, error);

  g_free(name);
  if (layer != -1 && prim_gimp_did(gimp_image_insert_layer(image, layer, 0, 0), image, error) &&
      prim_layer_paint(layer, drawing, error) &&
      (!frames->mask || frames->mask(layer, frames->data, error)))
    return layer;
  return -1;
}

gint32 prim_frames_add(const PrimFrames *frames, GError **error)
{
  PrimDrawing part = *frames->drawing;
  int count = frame_count(frames->drawing, frames->width, frames->height);
  gint32 layer = -1;

  for (int i = 0; i < count; i++) {
    part.count = frame_shapes(frames->drawing->count, i, count);
    layer = add_frame(frames, &part, i + 1, i == count - 1, error);
    if (layer == -1)
      return -1;
    frames->progress((double)(i + 1) / count, frames->data);
  }
  return layer;
}

static bool add_mask(gint32 layer, const void *source, GError **error)
{
  return prim_layer_add_mask(layer, source, error);
}

static void show_progress(double fraction, const void *data)
{
  (void)data;
  gimp_progress_update(fraction);
}

gint32 prim_frames_make(const PrimSource *source, const PrimRecord *record, bool masked, bool shown,
                        GError **error)
{
  int width = source->region.width, height = source->region.height;
  gint32 image = prim_scratch_new(source->image, width, height, error);
  PrimFrames frames = {image,         width, height, &record->drawing, masked ? add_mask : NULL,
                       show_progress, source};

  if (image == -1)
    return -1;
  gint32 layer = prim_frames_add(&frames, error);
  if (layer != -1 && prim_parasite_attach(image, layer, record, error) &&
      prim_gimp_did(gimp_image_undo_enable(image) && (!shown || gimp_display_new(image) != -1),
                    image, error))
    return layer;
  prim_scratch_delete(image);
  return -1;
}
