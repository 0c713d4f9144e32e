/* A drawing as an animation: it appears shape by shape. */
#ifndef PRIM_FRAMES_H
#define PRIM_FRAMES_H

#include "../record/record.h"
#include "../read/source.h"

/* Makes a new image whose layers are the frames, named and timed as GIMP's players
 * and its GIF and WebP exports understand; in a window of its own when `shown`.
 * The last frame shows all shapes and carries the record. Returns that layer; -1
 * and *error on failure, and then there is no new image. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_frames_make(const PrimSource *source,
                                                   const PrimRecord *record, bool masked,
                                                   bool shown, GError **error);

#endif
