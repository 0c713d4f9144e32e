/* What is to be redrawn: a drawable, and the part of it that counts. */
#ifndef PRIM_SOURCE_H
#define PRIM_SOURCE_H

#include <gegl.h>

#include "messages.h"

typedef struct PrimSource {
  gint32 image;
  gint32 drawable;
  gint32 layer;           /* the result goes above this one; -1 = on top of all */
  GeglRectangle region;   /* what is redrawn, in the drawable's pixels */
  int offset_x, offset_y; /* of the region in the image */
  bool selected;          /* there is a selection */
  gint32 mask;            /* the layer mask that hides parts of the drawable, or -1 */
} PrimSource;

/* Finds out what is to be redrawn. The region is the selection's bounds within
 * the drawable; all of it without a selection. False, and *error says what the
 * person can do, when the drawable is not usable. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_find(gint32 image, gint32 drawable, PrimSource *source,
                                                 GError **error);

#endif
