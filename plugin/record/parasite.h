/* The record that a result carries, in its parasite "primitive-shapes". */
#ifndef PRIM_PARASITE_H
#define PRIM_PARASITE_H

#include "../messages.h"
#include "record.h"

/* Attaches the record to the layer, which is of the image; it is saved in the XCF. False
 * and *error when GIMP refuses. */
PRIM_MUST_USE PRIM_NONNULL bool prim_parasite_attach(gint32 image, gint32 layer,
                                                     const PrimRecord *record, GError **error);

PRIM_MUST_USE bool prim_parasite_present(gint32 layer);

/* Reads the layer's record; false and *error when it has none or a damaged one.
 * Free it with prim_record_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_parasite_read(gint32 layer, PrimRecord *record,
                                                   GError **error);

#endif
