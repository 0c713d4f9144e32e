/* A drawing as a PNG or JPEG file, written in this process: GIMP would start a
 * plug-in for each, which takes longer than the search. */
#ifndef PRIM_BITMAP_H
#define PRIM_BITMAP_H

#include "record.h"
#include "source.h"

/* Writes the drawing at the size of the source's region and in its colour space;
 * with `masked`, transparent where the source does not count. `filename` ends in
 * .png or .jpg; JPEG puts white behind what is transparent. False and *error on
 * failure; half a file may then be there. */
PRIM_MUST_USE PRIM_NONNULL bool prim_bitmap_write(const PrimDrawing *drawing,
                                                  const PrimSource *source, bool masked,
                                                  const char *filename, GError **error);

#endif
