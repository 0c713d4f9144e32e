/* From a drawing to a layer. */
#ifndef PRIM_LAYER_H
#define PRIM_LAYER_H

#include "source.h"

/* A transparent layer of the region's size and place, not yet in the image.
 * -1 and *error when GIMP refuses. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_layer_new(const PrimSource *source, GError **error);

/* Paints all of the layer, in bands, in the image's precision and colour space.
 * False and *error when memory runs out. */
PRIM_MUST_USE PRIM_NONNULL bool prim_layer_paint(gint32 layer, const PrimDrawing *drawing,
                                                 GError **error);

/* Inserts the layer just above the source, in the same group; with `masked`
 * it gets a layer mask that holds the source's coverage. */
PRIM_NONNULL void prim_layer_insert(gint32 layer, const PrimSource *source, bool masked);

/* Names the layer after what is on it: "Primitives: 100 triangles". */
PRIM_NONNULL void prim_layer_name(gint32 layer, const PrimDrawing *drawing);

#endif
