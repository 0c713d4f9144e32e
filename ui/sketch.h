/* A drawing that several threads look at; it never changes. */
#ifndef PRIM_SKETCH_H
#define PRIM_SKETCH_H

#include <glib.h>

#include "../core/primitive.h"

typedef struct PrimSketch {
  gint references;
  unsigned search; /* number of the search that it comes from */
  PrimDrawing drawing;
} PrimSketch;

/* A copy of the drawing with one reference; NULL when out of memory. */
PRIM_MUST_USE PRIM_NONNULL PrimSketch *prim_sketch_new(const PrimDrawing *drawing, unsigned search);

PRIM_MUST_USE PRIM_NONNULL PrimSketch *prim_sketch_ref(PrimSketch *sketch);
void prim_sketch_unref(PrimSketch *sketch);

#endif
