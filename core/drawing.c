/* The drawing: a background and a list of shapes. */
#include <stdlib.h>
#include <string.h>

#include "primitive.h"

bool prim_drawing_copy(const PrimDrawing *drawing, PrimDrawing *copy)
{
  size_t bytes = (size_t)drawing->count * sizeof *drawing->shapes;

  *copy = *drawing;
  copy->shapes = malloc(bytes ? bytes : 1);
  if (!copy->shapes) {
    copy->count = 0;
    return false;
  }
  if (bytes)
    memcpy(copy->shapes, drawing->shapes, bytes);
  return true;
}

void prim_drawing_clear(PrimDrawing *drawing)
{
  free(drawing->shapes);
  drawing->shapes = NULL;
  drawing->count = 0;
}
