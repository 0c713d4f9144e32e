/* Where a result comes from: what it was drawn after, and with which settings. */
#ifndef PRIM_ORIGIN_H
#define PRIM_ORIGIN_H

#include "read/source.h"
#include "record/record.h"

typedef struct PrimOrigin {
  gint32 image;
  gint32 result;     /* the layer or group; -1: there is none */
  PrimRecord record; /* what it remembers */
  gint32 drawable;   /* what it was drawn after, which may be PRIM_SOURCE_VISIBLE; -1: gone */
  gint32 importance; /* what weighed the pixels; -1: nothing, or gone */
} PrimOrigin;

/* The origin of the result that the drawable is, whose mask it is, or in which it lies. False
 * and *error when there is none, or one that cannot be read. Free it with
 * prim_origin_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_origin_read(gint32 image, gint32 drawable, PrimOrigin *origin,
                                                 GError **error);
PRIM_NONNULL void prim_origin_clear(PrimOrigin *origin);

/* The same part of the picture again, for the same shapes: what the result was drawn after,
 * scaled if that was scaled, and of it what the result's layer mask shows, whatever is selected. */
PRIM_MUST_USE PRIM_NONNULL bool prim_origin_source_again(const PrimOrigin *origin,
                                                         PrimSource *source, GError **error);

/* The same part of any drawable (or PRIM_SOURCE_VISIBLE), for new shapes. Where it has other
 * proportions than the picture had, or the result than its part, as after cropping, it is what lies
 * under the result; *error: nothing does. */
PRIM_MUST_USE PRIM_NONNULL bool prim_origin_source(const PrimOrigin *origin, gint32 drawable,
                                                   gint32 importance, PrimSource *source,
                                                   GError **error);

/* The failure that `drawable` is -1. */
PRIM_NONNULL void prim_origin_fail_gone(const PrimOrigin *origin, GError **error);

/* Whether a drawing of the source can take the place of the one on `source->result`: this is
 * still there, has the same proportions, and as a group can take so many shapes. */
PRIM_MUST_USE PRIM_NONNULL bool prim_origin_replaceable(const PrimSource *source, int count,
                                                        GError **error);

#endif
