/* Painting a shape on an 8-bit working canvas, and what that does to the error, pixel
 * by pixel: the plain reference that the tests hold back ends to. */
#ifndef PRIM_CANVAS_H
#define PRIM_CANVAS_H

#include "primitive.h"

/* The weighted squared error, sum w |target - canvas|^2, over all pixels. */
PRIM_MUST_USE PRIM_NONNULL int64_t prim_canvas_error(const PrimTarget *target,
                                                     const uint8_t *canvas);

/* By how much painting `shape` would change that error, exactly. */
PRIM_MUST_USE PRIM_NONNULL int64_t prim_canvas_change(const PrimTarget *target,
                                                      const uint8_t *canvas,
                                                      const PrimShape *shape);

/* Paints `shape` on a canvas of width x height x 3 bytes. */
PRIM_NONNULL void prim_canvas_paint(uint8_t *canvas, int width, int height, const PrimShape *shape);

/* Sum of the weights. */
PRIM_MUST_USE PRIM_NONNULL int64_t prim_target_weight(const PrimTarget *target);

/* The colour that suits the whole picture best: the weighted average. */
PRIM_NONNULL void prim_target_average(const PrimTarget *target, uint8_t color[3]);

/* The weighted average of the outermost pixels; of all where those have no weight. */
PRIM_NONNULL void prim_target_border(const PrimTarget *target, uint8_t color[3]);

/* Replaces the colour by the palette's nearest, if there is a palette. */
PRIM_NONNULL void prim_palette_snap(const PrimPalette *palette, uint8_t color[3]);

#endif
