/* The list of shapes as text: a drawing to JSON and back.
 *
 *   {"version": 1, "generator": "gimp-primitive",
 *    "width": 256, "height": 171,               the working image, in pixels
 *    "background": "#rrggbb", "transparent": true,   the latter may be left out
 *    "settings": {"count": 100, "shapes": "triangle", "style": "auto", ...},
 *    "shapes": [{"kind": "triangle", "geometry": [x0, y0, ...],
 *                "color": "#rrggbb", "opacity": 128}, ...]}
 *
 * Geometry is what PrimShape's v holds for the kind, in 1/16 working pixels;
 * opacity is 1 to 255. Readers ignore members they do not know. */
#ifndef PRIM_SHAPES_H
#define PRIM_SHAPES_H

#include "messages.h"

/* The drawing and the settings it was made with as JSON. Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_shapes_write(const PrimDrawing *drawing,
                                                   const PrimSettings *settings);

/* Reads what prim_shapes_write() wrote, or what anything else may have put in
 * its place: `text` (length bytes, no NUL needed) is checked in full. False and
 * *error when it is not a drawing; `drawing` is then empty. Free it with
 * prim_drawing_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_shapes_read(const char *text, size_t length,
                                                 PrimDrawing *drawing, GError **error);

#endif
