/* The color of an empty canvas. */
#ifndef PRIM_BACKGROUND_H
#define PRIM_BACKGROUND_H

#include "primitive.h"

/* The colour that suits the whole picture best: the weighted average. */
PRIM_NONNULL void prim_target_average(const PrimTarget *target, uint8_t color[3]);

/* The weighted average of the outermost pixels; of all where those have no weight. */
PRIM_NONNULL void prim_target_border(const PrimTarget *target, uint8_t color[3]);

/* Replaces the colour by the palette's nearest, if there is a palette. */
PRIM_NONNULL void prim_palette_snap(const PrimPalette *palette, uint8_t color[3]);

#endif
