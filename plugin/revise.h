/* Results that are worked on: more shapes, or the same ones at a new size. */
#ifndef PRIM_REVISE_H
#define PRIM_REVISE_H

#include "messages.h"
#include "record/record.h"

/* plug-in-primitive-continue (run-mode, image, layer, count) → error, placed: adds
 * shapes to a result. Fills `results` and returns how many; 0 and *error on
 * failure, and then the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL int prim_revise_continue(const GimpParam *params, GimpParam *results,
                                                    GError **error);

/* plug-in-primitive-redraw (run-mode, image, layer): paints a result again from its
 * shapes, crisp at its present size. *error on failure, as above. */
PRIM_NONNULL void prim_revise_redraw(const GimpParam *params, int n_params, GError **error);

/* Exchanges the drawing on a result for that of the record, in one undo step. What the user made
 * of the layer stays: its place and size, its mask, opacity and mode, and a name of their own. */
PRIM_MUST_USE PRIM_NONNULL bool prim_revise_replace(gint32 image, gint32 result,
                                                    const PrimRecord *record, GError **error);

#endif
