/* A drawing's build-up as an animated GIF or WebP, by GIMP's own exporters. */
#ifndef PRIM_ANIMATION_H
#define PRIM_ANIMATION_H

#include "../ui/host.h"
#include "read/source.h"

/* Saves the frames of the drawing, whose longer side has `longer` pixels or those of the picture if
 * it has fewer; where the picture does not count they are transparent. The ending of `filename`
 * (.gif or .webp) says the format. The file appears whole, in place of one of that name, or not at
 * all: false, and *error. */
PRIM_MUST_USE PRIM_NONNULL bool prim_animation_save(const PrimSource *source, bool masked,
                                                    const PrimDrawing *drawing, int longer,
                                                    const char *filename, const PrimTeller *teller,
                                                    GError **error);

#endif
