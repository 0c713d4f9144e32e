/* The drawing: a background and a list of shapes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "primitive.h"

/* At least one unit, unless there is none. */
static int32_t units(double per_mille, int longer)
{
  int32_t length = (int32_t)floor(per_mille * longer * PRIM_SUBPIXEL / 1000 + 0.5);

  return per_mille > 0 && length < 1 ? 1 : length;
}

PrimFinish prim_finish(const PrimSettings *settings, int width, int height, const uint8_t color[3])
{
  int longer = width > height ? width : height;
  PrimFinish finish = {.outline = units(settings->outline, longer),
                       .gap = units(settings->gap, longer)};

  finish.darker = finish.outline && settings->outline_color < 0;
  if (finish.outline && !finish.darker)
    memcpy(finish.color, color, sizeof finish.color);
  return finish;
}

bool prim_finish_equal(const PrimFinish *a, const PrimFinish *b)
{
  return a->outline == b->outline && a->darker == b->darker && a->gap == b->gap &&
         memcmp(a->color, b->color, sizeof a->color) == 0;
}

void prim_finish_color(const PrimFinish *finish, const PrimShape *shape, uint8_t color[3])
{
  for (int i = 0; i < 3; i++)
    color[i] = finish->darker ? shape->color[i] / 2 : finish->color[i];
}

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
