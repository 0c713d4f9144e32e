/* A drawing as an animation: it appears shape by shape. */
#ifndef PRIM_FRAMES_H
#define PRIM_FRAMES_H

#include "../record/record.h"
#include "../read/source.h"

/* Frames in the making. */
typedef struct PrimFrames {
  gint32 image;
  int width, height; /* of the image, in pixels */
  const PrimDrawing *drawing;
  bool (*mask)(gint32 layer, const void *data, GError **error); /* hides what does not count;
                                                                 * NULL: all does */
  void (*progress)(double fraction, const void *data);
  const void *data;
} PrimFrames;

/* Fills the image with the frames as layers, which GIMP plays from the lowest up. Returns the last
 * one; -1 and *error on failure. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_frames_add(const PrimFrames *frames, GError **error);

/* Makes a new image whose layers are the frames, named and timed as GIMP's players
 * and its GIF and WebP exports understand; in a window of its own when `shown`.
 * The last frame shows all shapes and carries the record. Returns that layer; -1
 * and *error on failure, and then there is no new image. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_frames_make(const PrimSource *source,
                                                   const PrimRecord *record, bool masked,
                                                   bool shown, GError **error);

#endif
