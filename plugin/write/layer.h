/* Layers: made, painted, put in their place. */
#ifndef PRIM_LAYER_H
#define PRIM_LAYER_H

#include "../read/source.h"

/* What is active in an image; -1: none. */
typedef struct PrimActive {
  gint32 layer, channel;
} PrimActive;

PRIM_MUST_USE PrimActive prim_layer_active(gint32 image);

/* Makes it active again. */
PRIM_NONNULL void prim_layer_activate(gint32 image, const PrimActive *active);

/* A transparent layer, not yet in the image. -1 and *error when GIMP refuses. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_layer_new(gint32 image, const char *name, int width,
                                                 int height, GError **error);

/* Paints the drawing over all of the layer. False and *error when memory runs out or the
 * layer is gone. */
PRIM_MUST_USE PRIM_NONNULL bool prim_layer_paint(gint32 layer, const PrimDrawing *drawing,
                                                 GError **error);

/* Paints the part `box` of the drawing at width x height over all of the layer,
 * which is as big as the box. */
PRIM_MUST_USE PRIM_NONNULL bool prim_layer_paint_box(gint32 layer, const PrimDrawing *drawing,
                                                     int width, int height, const PrimBox *box,
                                                     GError **error);

/* Inserts the layer above the source, where stacking.h says. False and *error when GIMP
 * refuses. */
PRIM_MUST_USE PRIM_NONNULL bool prim_layer_insert(gint32 layer, const PrimSource *source,
                                                  GError **error);

/* Removes a layer or channel that was inserted. What was active before the insertion is so
 * again, unless somebody has chosen something else meanwhile. What GIMP refuses is gone
 * already. */
PRIM_NONNULL void prim_layer_remove(gint32 layer, gint32 image, const PrimActive *before);
PRIM_NONNULL void prim_layer_remove_channel(gint32 channel, gint32 image, const PrimActive *before);

/* Gives the layer, which is as big as the source's region, a layer mask that holds the
 * source's coverage. False and *error when something is gone. */
PRIM_MUST_USE PRIM_NONNULL bool prim_layer_add_mask(gint32 layer, const PrimSource *source,
                                                    GError **error);

#endif
