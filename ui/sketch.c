/* A drawing that several threads look at. */
#include "sketch.h"

PrimSketch *prim_sketch_new(const PrimDrawing *drawing, unsigned search)
{
  PrimSketch *sketch = g_new(PrimSketch, 1);

  sketch->references = 1;
  sketch->search = search;
  if (prim_drawing_copy(drawing, &sketch->drawing))
    return sketch;
  g_free(sketch);
  return NULL;
}

PrimSketch *prim_sketch_ref(PrimSketch *sketch)
{
  g_atomic_int_inc(&sketch->references);
  return sketch;
}

void prim_sketch_unref(PrimSketch *sketch)
{
  if (sketch && g_atomic_int_dec_and_test(&sketch->references)) {
    prim_drawing_clear(&sketch->drawing);
    g_free(sketch);
  }
}
