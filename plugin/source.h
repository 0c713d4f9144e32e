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
  bool selected;          /* the selection counts */
  bool alpha;             /* the drawable's transparency counts */
  gint32 mask;            /* a layer mask that counts, or -1 */
  int mask_x, mask_y;     /* the region's place in the mask's pixels */
  gint32 importance;      /* a drawable that says where the picture matters, or -1 */
} PrimSource;

/* Whether the drawable is the image's and can be painted; *error when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_check(gint32 image, gint32 drawable, GError **error);

/* Finds out what is to be redrawn. The region is the selection's bounds within
 * the drawable; all of it without a selection. False, and *error says what the
 * person can do, when a drawable is not usable. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_find(gint32 image, gint32 drawable, gint32 importance,
                                                 PrimSource *source, GError **error);

/* The same for a result that is redrawn: the region is given, and lies under the
 * layer `result`. What its layer mask shows counts, whatever is selected now;
 * without a mask the drawable's own transparency does. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_under(gint32 image, gint32 drawable, gint32 importance,
                                                  gint32 result, const GeglRectangle *region,
                                                  PrimSource *source, GError **error);

/* Whether the drawable is still there; *error when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_present(const PrimSource *source, GError **error);

#endif
