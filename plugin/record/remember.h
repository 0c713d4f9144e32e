/* From a run to the record of it. */
#ifndef PRIM_REMEMBER_H
#define PRIM_REMEMBER_H

#include "record.h"
#include "../read/source.h"

/* The record of a run; the drawing is copied. False and *error when memory runs out.
 * Free with prim_record_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_remember(const PrimSource *source,
                                              const PrimSettings *settings,
                                              const PrimDrawing *drawing, PrimRecord *record,
                                              GError **error);

#endif
