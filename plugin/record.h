/* What a result remembers: its drawing, the settings, and which picture it was
 * drawn after. */
#ifndef PRIM_RECORD_H
#define PRIM_RECORD_H

#include "reference.h"
#include "source.h"

typedef struct PrimRecord {
  PrimDrawing drawing;
  PrimSettings settings;    /* importance is in `importance`, export is left out */
  PrimReference source;     /* of kind NONE: unknown, so the drawing cannot be continued */
  GeglRectangle region;     /* what was redrawn, in the source's pixels of that time */
  PrimReference importance; /* may be NONE */
  guint32 tattoo;           /* the layer's that carries the record; 0 = none */
} PrimRecord;

/* The record of a run; the drawing is copied. False and *error when memory runs
 * out. Free with prim_record_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_record_make(const PrimSource *source,
                                                 const PrimSettings *settings,
                                                 const PrimDrawing *drawing, PrimRecord *record,
                                                 GError **error);

PRIM_NONNULL void prim_record_clear(PrimRecord *record);

#endif
