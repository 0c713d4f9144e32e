/* The drawing that a result layer carries. */
#ifndef PRIM_PARASITE_H
#define PRIM_PARASITE_H

#include "messages.h"

/* Attaches the drawing and its settings to the layer; it is saved in the XCF. */
PRIM_NONNULL void prim_parasite_attach(gint32 layer, const PrimDrawing *drawing,
                                       const PrimSettings *settings);

/* Reads the layer's drawing; false and *error when it has none or a damaged
 * one. Free it with prim_drawing_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_parasite_read(gint32 layer, PrimDrawing *drawing,
                                                   GError **error);

#endif
