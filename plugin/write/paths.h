/* A drawing as paths. */
#ifndef PRIM_PATHS_H
#define PRIM_PATHS_H

#include "../record/record.h"
#include "../read/source.h"

/* False and *error when so many shapes are more than GIMP can take. */
PRIM_MUST_USE PRIM_NONNULL bool prim_paths_check(int count, GError **error);

/* Adds a path for each shape, the first at the bottom of the list, in one undo
 * step. Lines and curves are open strokes along their middle. False and *error on
 * failure: the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL bool prim_paths_make(const PrimSource *source,
                                                const PrimDrawing *drawing, GError **error);

#endif
