/* A drawing as a PNG or JPEG file, written in this process: GIMP would start a
 * plug-in for each, which takes longer than the search. */
#ifndef PRIM_BITMAP_H
#define PRIM_BITMAP_H

#include <stdio.h>

#include "../record/record.h"
#include "../read/source.h"

/* What the file of a source's drawing is like. */
typedef struct PrimBitmapPlan {
  const PrimSource *source;
  bool jpeg;                 /* or else PNG */
  const Babl *format, *fish; /* of the file's pixels; to it from what is painted */
  GimpColorProfile *profile; /* NULL: sRGB */
} PrimBitmapPlan;

/* Plans a file of the size of the source's region and in its colour space, as deep as the image
 * and as opaque as the source, which must be settled and outlive the plan; `transparent`: so is
 * the drawing's background. JPEG puts white behind what is transparent. False and *error when
 * that cannot be. Free with prim_bitmap_plan_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_bitmap_plan(const PrimSource *source, bool transparent,
                                                 bool jpeg, PrimBitmapPlan *plan, GError **error);
PRIM_NONNULL void prim_bitmap_plan_clear(PrimBitmapPlan *plan);

/* Paints the drawing on so many threads (0 = one per core) and writes it to the stream. Calls
 * nothing of libgimp, so any thread may do it. False when that failed; *error says why, unless
 * the stream's owner knows better. */
PRIM_MUST_USE PRIM_NONNULL bool prim_bitmap_write(const PrimBitmapPlan *plan,
                                                  const PrimDrawing *drawing, int threads,
                                                  FILE *stream, GError **error);

#endif
