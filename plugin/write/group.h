/* A drawing as a layer group: one layer per shape, so that the user can move,
 * recolour or delete one. */
#ifndef PRIM_GROUP_H
#define PRIM_GROUP_H

#include "../record/record.h"
#include "../read/source.h"

/* False and *error when so many shapes are more than GIMP can take. */
PRIM_MUST_USE PRIM_NONNULL bool prim_group_check(int count, GError **error);

/* Makes the group just above the source, in one undo step; `masked` as in live.h.
 * -1 and *error on failure, and then the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_group_make(const PrimSource *source,
                                                  const PrimRecord *record, bool masked,
                                                  GError **error);

/* Whether the layer is such a group. */
PRIM_MUST_USE bool prim_group_is(gint32 layer);

/* Where the drawing lies: the size and offsets of the group's background. False and
 * *error when it was deleted. */
PRIM_MUST_USE PRIM_NONNULL bool prim_group_frame(gint32 group, GeglRectangle *frame,
                                                 GError **error);

/* Exchanges all layers of the group, which is in the image, for those of the drawing, and
 * leaves the undo step open for more. False and *error on failure: the group is as it was,
 * and no step is open. */
PRIM_MUST_USE PRIM_NONNULL bool prim_group_rebuild(gint32 image, gint32 group,
                                                   const PrimDrawing *drawing, GError **error);

#endif
