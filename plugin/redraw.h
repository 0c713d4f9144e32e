/* Results painted again: at a new size, or with another drawing. */
#ifndef PRIM_REDRAW_H
#define PRIM_REDRAW_H

#include "messages.h"
#include "record/record.h"

/* plug-in-primitive-redraw (run-mode, image, layer): paints a result again from its
 * shapes, crisp at its present size. Returns 0, for no results; *error on failure, and then the
 * image is as it was. */
PRIM_MUST_USE PRIM_NONNULL int prim_redraw(const GimpParam *params, GimpParam *results,
                                           GError **error);

/* Has a result show the record's drawing, and carry the record, in one undo step. A name that
 * begins with `old_name` becomes that of the new drawing. */
PRIM_MUST_USE PRIM_NONNULL bool prim_redraw_result(gint32 image, gint32 layer,
                                                   const PrimRecord *record, const char *old_name,
                                                   GError **error);

/* Exchanges the drawing on a result for that of the record, in one undo step. What the user made
 * of the layer stays: its place and size, its mask, opacity and mode, and a name of their own. */
PRIM_MUST_USE PRIM_NONNULL bool prim_redraw_replace(gint32 image, gint32 result,
                                                    const PrimRecord *record, GError **error);

#endif
