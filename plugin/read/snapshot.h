/* What is visible of an image, as something to draw after. */
#ifndef PRIM_SNAPSHOT_H
#define PRIM_SNAPSHOT_H

#include "../messages.h"

/* A copy of the image, without a window, in which *layer holds what is visible of all others
 * and is as big as the image. The layer `below` and what lies above it count as hidden; -1: all
 * layers count. -1 and *error on failure. Delete the copy with gimp_image_delete(). */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_snapshot_take(gint32 image, gint32 below, gint32 *layer,
                                                     GError **error);

#endif
