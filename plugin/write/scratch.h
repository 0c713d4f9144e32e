/* An image of the plug-in's own, in which a result is made.
 *
 * There nobody deletes, scales or converts it meanwhile, and no half of it is left in the
 * user's image when the plug-in is ended. Finished, it comes over in one call. */
#ifndef PRIM_SCRATCH_H
#define PRIM_SCRATCH_H

#include "../record/record.h"
#include "../read/source.h"

/* An image of that size without a window and without undo, in the mode, precision, color
 * profile and resolution of `image`. -1 and *error when that is gone. Delete it with
 * prim_scratch_delete(). */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_scratch_new(gint32 image, int width, int height,
                                                   GError **error);

/* Deletes what prim_scratch_new() made, or nothing: -1. */
void prim_scratch_delete(gint32 scratch);

/* A copy for `image` of a layer or group of a scratch image, not inserted yet. -1 and
 * *error when GIMP refuses. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_scratch_copy(gint32 layer, gint32 image, GError **error);

/* Deletes a layer that was not inserted. When its image was closed the layer is left alone:
 * GIMP does not survive every use of it. */
void prim_scratch_discard(gint32 layer, gint32 image);

/* Puts a copy of the layer or group, with its record, just above the source, in one undo
 * step; it becomes the active one. Returns the copy; -1 and *error on failure, and then
 * the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_scratch_place(gint32 layer, const PrimSource *source,
                                                     const PrimRecord *record, GError **error);

#endif
