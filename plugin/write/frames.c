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

static gint32 add_frame(gint32 image, const PrimSource *source, const PrimDrawing *drawing,
                        int number, bool masked, bool last, GError **error)
{
  /* Translators: GIMP reads the time and "(replace)", so they must stay as they are. */
  char *name = g_strdup_printf(_("Frame %d (%dms) (replace)"), number,
                               last ? MILLISECONDS_LAST : MILLISECONDS);
  gint32 layer = prim_layer_new(image, name, source->region.width, source->region.height, error);

  g_free(name);
  if (layer != -1 && prim_gimp_did(gimp_image_insert_layer(image, layer, 0, 0), image, error) &&
      (!masked || prim_layer_add_mask(layer, source, error)) &&
      prim_layer_paint(layer, drawing, error))
    return layer;
  return -1;
}

/* Fills the image with frames; returns the last one, or -1 and *error. */
static gint32 add_frames(gint32 image, const PrimSource *source, const PrimDrawing *drawing,
                         bool masked, GError **error)
{
  PrimDrawing part = *drawing;
  int frames = frame_count(drawing, source->region.width, source->region.height);
  gint32 layer = -1;

  for (int i = 0; i < frames; i++) {
    part.count = frame_shapes(drawing->count, i, frames);
    layer = add_frame(image, source, &part, i + 1, masked, i == frames - 1, error);
    if (layer == -1)
      return -1;
    gimp_progress_update((double)(i + 1) / frames);
  }
  return layer;
}

gint32 prim_frames_make(const PrimSource *source, const PrimRecord *record, bool masked, bool shown,
                        GError **error)
{
  gint32 image =
      prim_scratch_new(source->image, source->region.width, source->region.height, error);

  if (image == -1)
    return -1;
  gint32 layer = add_frames(image, source, &record->drawing, masked, error);
  if (layer != -1 && prim_parasite_attach(image, layer, record, error) &&
      prim_gimp_did(gimp_image_undo_enable(image) && (!shown || gimp_display_new(image) != -1),
                    image, error))
    return layer;
  prim_scratch_delete(image);
  return -1;
}
