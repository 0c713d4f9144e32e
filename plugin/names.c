/* What results are called, in the user's language. */
#include "names.h"

static const char *const kinds[PRIM_KINDS] = {
    [PRIM_TRIANGLE] = N_("Triangle"),
    [PRIM_RECTANGLE] = N_("Rectangle"),
    [PRIM_ROTATED_RECTANGLE] = N_("Rotated rectangle"),
    [PRIM_QUADRILATERAL] = N_("Quadrilateral"),
    [PRIM_POLYGON] = N_("Polygon"),
    [PRIM_ELLIPSE] = N_("Ellipse"),
    [PRIM_ROTATED_ELLIPSE] = N_("Rotated ellipse"),
    [PRIM_CIRCLE] = N_("Circle"),
    [PRIM_LINE] = N_("Line"),
    [PRIM_BEZIER] = N_("Curve"),
};

/* The single kind of all shapes, or PRIM_KINDS when there are several. */
static int only_kind(const PrimDrawing *drawing)
{
  for (int i = 1; i < drawing->count; i++)
    if (drawing->shapes[i].kind != drawing->shapes[0].kind)
      return PRIM_KINDS;
  return drawing->count ? drawing->shapes[0].kind : PRIM_KINDS;
}

/* Whole phrases, so that every language can inflect them. */
static const char *name_format(int kind, unsigned long count)
{
  switch (kind) {
  case PRIM_TRIANGLE:
    return ngettext("Primitives: %d triangle", "Primitives: %d triangles", count);
  case PRIM_RECTANGLE:
    return ngettext("Primitives: %d rectangle", "Primitives: %d rectangles", count);
  case PRIM_ROTATED_RECTANGLE:
    return ngettext("Primitives: %d rotated rectangle", "Primitives: %d rotated rectangles", count);
  case PRIM_QUADRILATERAL:
    return ngettext("Primitives: %d quadrilateral", "Primitives: %d quadrilaterals", count);
  case PRIM_POLYGON:
    return ngettext("Primitives: %d polygon", "Primitives: %d polygons", count);
  case PRIM_ELLIPSE:
    return ngettext("Primitives: %d ellipse", "Primitives: %d ellipses", count);
  case PRIM_ROTATED_ELLIPSE:
    return ngettext("Primitives: %d rotated ellipse", "Primitives: %d rotated ellipses", count);
  case PRIM_CIRCLE:
    return ngettext("Primitives: %d circle", "Primitives: %d circles", count);
  case PRIM_LINE:
    return ngettext("Primitives: %d line", "Primitives: %d lines", count);
  case PRIM_BEZIER:
    return ngettext("Primitives: %d curve", "Primitives: %d curves", count);
  default:
    return ngettext("Primitives: %d shape", "Primitives: %d shapes", count);
  }
}

char *prim_names_drawing(const PrimDrawing *drawing)
{
  return g_strdup_printf(name_format(only_kind(drawing), (unsigned long)drawing->count),
                         drawing->count);
}

char *prim_names_shape(const PrimDrawing *drawing, int index)
{
  return g_strdup_printf("%s %d", _(kinds[drawing->shapes[index].kind]), index + 1);
}

char *prim_names_cut(const char *name)
{
  enum { CHARACTERS = 60 };

  if (g_utf8_strlen(name, -1) <= CHARACTERS)
    return g_strdup(name);
  char *start = g_utf8_substring(name, 0, CHARACTERS);
  char *cut = g_strconcat(start, "\u2026", NULL); /* an ellipsis */
  g_free(start);
  return cut;
}
