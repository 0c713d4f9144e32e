/* What is to be redrawn: a drawable, and the part of it that counts. */
#ifndef PRIM_SOURCE_H
#define PRIM_SOURCE_H

#include <gegl.h>

#include "../messages.h"

/* In place of a drawable: what is visible of the image. */
enum { PRIM_SOURCE_VISIBLE = -2 };

typedef struct PrimSource {
  gint32 image;
  gint32 drawable;
  gint32 snapshot;        /* what is visible: the image that `drawable` is of; else -1 */
  gint32 layer;           /* the result goes above this one; -1 = on top of all */
  gint32 result;          /* the one that is drawn again, or -1 */
  GeglRectangle region;   /* what is redrawn, in the drawable's pixels */
  int offset_x, offset_y; /* of the region in the image */
  bool selected;          /* the selection counts */
  bool alpha;             /* the drawable's transparency counts */
  gint32 mask;            /* a layer mask that counts, or -1 */
  int mask_x, mask_y;     /* the region's place in the mask's pixels */
  gint32 importance;      /* a drawable that says where the picture matters, or -1 */
  GeglRectangle bounds;   /* the drawable's place in the image when it was found ... */
  gint selection[5];      /* and the selection's: whether there is one, x1, y1, x2, y2 */
  GeglBuffer *painted;    /* the importance that is painted in the dialog, of the region's size,
                           * which counts in place of `importance`; or NULL */
  GeglBuffer *coverage;   /* how much each pixel counted when it was read; NULL: not read */
} PrimSource;

/* Whether the image is there and the drawable is one of its; *error when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_belongs(gint32 image, gint32 drawable, GError **error);

/* Whether, besides, shapes can be painted there; *error when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_check(gint32 image, gint32 drawable, GError **error);

/* Finds out what is to be redrawn: a drawable or PRIM_SOURCE_VISIBLE. The region is the selection's
 * bounds within the drawable; all of it without a selection. False, and *error says what the person
 * can do, when a drawable is not usable. Sources of what is visible must be cleared. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_find(gint32 image, gint32 drawable, gint32 importance,
                                                 PrimSource *source, GError **error);

/* The same for a result that is redrawn: the region is given, and lies under the
 * layer `result`. What its layer mask shows counts, whatever is selected now;
 * without a mask the drawable's own transparency does. Visible is what lies below `result`. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_under(gint32 image, gint32 drawable, gint32 importance,
                                                  gint32 result, const GeglRectangle *region,
                                                  PrimSource *source, GError **error);

/* Frees what keeps what is visible. */
PRIM_NONNULL void prim_source_clear(PrimSource *source);

/* Whether the drawable is still there, of the same size, in the same place, and can be
 * painted; *error when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_present(const PrimSource *source, GError **error);

/* Whether the selection's bounds are those that the region was made from. */
PRIM_MUST_USE PRIM_NONNULL bool prim_source_same_selection(const PrimSource *source);

/* From now on what counts is what was read, whatever is selected or erased later:
 * `coverage` must outlive the source; NULL: every pixel counts in full. */
void prim_source_settle(PrimSource *source, GeglBuffer *coverage);

#endif
