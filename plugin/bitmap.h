/* A drawing as a PNG or JPEG file, written in this process: GIMP would start a
 * plug-in for each, which takes longer than the search. */
#ifndef PRIM_BITMAP_H
#define PRIM_BITMAP_H

#include <stdio.h>

#include "record.h"
#include "source.h"

/* Writes the drawing to the stream, as JPEG or PNG, at the size of the source's region and
 * in its colour space; with `masked`, transparent where the source does not count. JPEG puts
 * white behind what is transparent. False when that failed; *error says why, unless the
 * stream's owner knows better. */
PRIM_MUST_USE PRIM_NONNULL bool prim_bitmap_write(const PrimDrawing *drawing,
                                                  const PrimSource *source, bool masked, bool jpeg,
                                                  FILE *stream, GError **error);

#endif
