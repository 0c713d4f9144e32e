/* What a result remembers: its drawing, the settings, and which picture it was drawn
 * after. Plain data, for which GIMP is not needed. */
#ifndef PRIM_RECORD_H
#define PRIM_RECORD_H

#include "../../core/primitive.h"

typedef enum PrimReferenceKind {
  PRIM_REFERENCE_NONE,
  PRIM_REFERENCE_LAYER,
  PRIM_REFERENCE_MASK, /* of the layer that tattoo and name are those of */
  PRIM_REFERENCE_CHANNEL,
  PRIM_REFERENCE_VISIBLE, /* what was visible of the image; its tattoo is 0, its name empty */
  PRIM_REFERENCE_KINDS
} PrimReferenceKind;

/* A drawable as a file can remember it. */
typedef struct PrimReference {
  PrimReferenceKind kind;
  uint32_t tattoo;   /* GIMP's number, kept in the XCF; a duplicated image gives new ones */
  char *name;        /* UTF-8, for g_free() */
  int width, height; /* pixels at that time */
} PrimReference;

/* Part of a drawable, in its pixels. */
typedef struct PrimRegion {
  int x, y, width, height;
} PrimRegion;

typedef struct PrimRecord {
  PrimDrawing drawing;
  PrimSettings settings;    /* importance is in `importance`, export is left out */
  PrimReference source;     /* of kind NONE: unknown, so the drawing cannot be continued */
  PrimRegion region;        /* what was redrawn, in the source's pixels of that time */
  PrimReference importance; /* may be NONE */
  uint32_t tattoo;          /* the layer's that carries the record; 0 = none */
  char *profile; /* name of the color profile whose numbers the colors are; NULL: sRGB. For
                  * g_free() */
} PrimRecord;

/* Whether the drawing has the working size that region and settings give, without which
 * it cannot be continued. */
PRIM_MUST_USE PRIM_NONNULL bool prim_record_size_fits(const PrimRecord *record);

PRIM_NONNULL void prim_reference_clear(PrimReference *reference);
PRIM_NONNULL void prim_record_clear(PrimRecord *record);

#endif
