/* The SVG writer.
 *
 * Coordinates are the working image's; the viewBox scales them. Numbers are
 * written from integers, so that no locale turns a decimal point into a comma. */
#include <stdlib.h>

#include "outline.h"
#include "primitive.h"

static void write_decimal(FILE *file, int64_t ten_thousandths)
{
  int64_t size = ten_thousandths < 0 ? -ten_thousandths : ten_thousandths;
  int fraction = (int)(size % 10000), digits = 4;

  fprintf(file, "%s%lld", ten_thousandths < 0 ? "-" : "", (long long)(size / 10000));
  if (!fraction)
    return;
  for (; fraction % 10 == 0; fraction /= 10)
    digits--;
  fprintf(file, ".%0*d", digits, fraction);
}

/* A length in working pixels; PRIM_SUBPIXEL divides 10000, so this is exact. */
static void write_length(FILE *file, int64_t units)
{
  write_decimal(file, units * (10000 / PRIM_SUBPIXEL));
}

static void write_attribute(FILE *file, const char *name, int64_t units)
{
  fprintf(file, " %s=\"", name);
  write_length(file, units);
  fputc('"', file);
}

static void write_point(FILE *file, const int32_t *point)
{
  write_length(file, point[0]);
  fputc(',', file);
  write_length(file, point[1]);
}

static void write_opacity(FILE *file, const char *name, int opacity)
{
  if (opacity == 255)
    return;
  fprintf(file, " %s=\"", name);
  write_decimal(file, (opacity * 10000 + 127) / 255);
  fputc('"', file);
}

static void write_paint(FILE *file, const char *property, const uint8_t color[3])
{
  fprintf(file, " %s=\"#%02x%02x%02x\"", property, color[0], color[1], color[2]);
}

/* "fill" or "stroke" with the shape's colour and opacity. */
static void write_color(FILE *file, const char *property, const PrimShape *shape)
{
  char opacity[32];

  write_paint(file, property, shape->color);
  snprintf(opacity, sizeof opacity, "%s-opacity", property);
  write_opacity(file, opacity, shape->opacity);
}

static void write_turn(FILE *file, const PrimShape *shape)
{
  if (shape->v[4] % PRIM_TURN == 0)
    return;
  fprintf(file, " transform=\"rotate(");
  write_decimal(file, ((int64_t)shape->v[4] * 3600000 + PRIM_TURN / 2) / PRIM_TURN);
  fputc(' ', file);
  write_length(file, shape->v[0]);
  fputc(' ', file);
  write_length(file, shape->v[1]);
  fprintf(file, ")\"");
}

static void write_rectangle(FILE *file, int64_t x, int64_t y, int64_t width, int64_t height)
{
  fprintf(file, "<rect");
  write_attribute(file, "x", x);
  write_attribute(file, "y", y);
  write_attribute(file, "width", width);
  write_attribute(file, "height", height);
}

static void write_ellipse(FILE *file, const PrimShape *shape)
{
  const int32_t *v = shape->v;
  bool circle = shape->kind == PRIM_CIRCLE;

  fprintf(file, circle ? "<circle" : "<ellipse");
  write_attribute(file, "cx", v[0]);
  write_attribute(file, "cy", v[1]);
  write_attribute(file, circle ? "r" : "rx", v[2]);
  if (!circle)
    write_attribute(file, "ry", v[3]);
  if (shape->kind == PRIM_ROTATED_ELLIPSE)
    write_turn(file, shape);
}

static void write_polygon(FILE *file, const int32_t *v, int corners)
{
  fprintf(file, "<polygon points=\"");
  for (int i = 0; i < corners; i++, v += 2) {
    if (i)
      fputc(' ', file);
    write_point(file, v);
  }
  fputc('"', file);
}

static void write_line(FILE *file, const PrimShape *shape, int64_t width)
{
  static const char *const names[] = {"x1", "y1", "x2", "y2"};

  fprintf(file, "<line");
  for (int i = 0; i < 4; i++)
    write_attribute(file, names[i], shape->v[i]);
  write_attribute(file, "stroke-width", width);
}

static void write_bezier(FILE *file, const PrimShape *shape, int64_t width)
{
  fprintf(file, "<path d=\"M");
  write_point(file, shape->v);
  fprintf(file, " Q");
  write_point(file, shape->v + 2);
  fputc(' ', file);
  write_point(file, shape->v + 4);
  fprintf(file, "\" fill=\"none\"");
  write_attribute(file, "stroke-width", width);
}

/* An element without its colors and its end; `width` is that of a stroke. */
static void write_geometry(FILE *file, const PrimShape *shape, int64_t width)
{
  const int32_t *v = shape->v;

  switch (shape->kind) {
  case PRIM_RECTANGLE:
    write_rectangle(file, v[0], v[1], (int64_t)v[2] - v[0], (int64_t)v[3] - v[1]);
    break;
  case PRIM_ROTATED_RECTANGLE:
    write_rectangle(file, (int64_t)v[0] - v[2], (int64_t)v[1] - v[3], 2 * (int64_t)v[2],
                    2 * (int64_t)v[3]);
    write_turn(file, shape);
    break;
  case PRIM_LINE:
    write_line(file, shape, width);
    break;
  case PRIM_BEZIER:
    write_bezier(file, shape, width);
    break;
  case PRIM_TRIANGLE:
    write_polygon(file, v, 3);
    break;
  case PRIM_QUADRILATERAL:
    write_polygon(file, v, 4);
    break;
  case PRIM_POLYGON:
    write_polygon(file, v, shape->corners);
    break;
  default:
    write_ellipse(file, shape);
  }
}

/* A stroke of that width, or a line of that width along the edge of an area, which is filled
 * unless `fill` is NULL. */
static void write_coat(FILE *file, const PrimShape *shape, int64_t width, const uint8_t color[3],
                       const uint8_t *fill)
{
  write_geometry(file, shape, width);
  if (!prim_is_stroke(shape)) {
    if (fill)
      write_paint(file, "fill", fill);
    else
      fputs(" fill=\"none\"", file);
    if (width > 0)
      write_attribute(file, "stroke-width", width);
  }
  if (width > 0) {
    write_paint(file, "stroke", color);
    fputs(prim_is_stroke(shape) ? "" : " stroke-linejoin=\"round\"", file);
  }
  fputs("/>\n", file);
}

/* With its outline and the gap around it, in the painter's order. */
static void write_finished(FILE *file, const PrimDrawing *drawing, const PrimShape *shape)
{
  const PrimFinish *finish = &drawing->finish;
  int64_t width = prim_stroke_width(shape), outline = finish->outline;
  uint8_t color[3];

  prim_finish_color(finish, shape, color);
  fputs("<g", file);
  write_opacity(file, "opacity", shape->opacity);
  fputs(">\n", file);
  if (finish->gap)
    write_coat(file, shape, width + outline + 2 * (int64_t)finish->gap, drawing->background, NULL);
  if (!prim_is_stroke(shape))
    write_coat(file, shape, outline, color, shape->color);
  if (prim_is_stroke(shape) && outline)
    write_coat(file, shape, width + outline, color, NULL);
  if (prim_is_stroke(shape) && width > outline)
    write_coat(file, shape, width - outline, shape->color, NULL);
  fputs("</g>\n", file);
}

static void write_shape(FILE *file, const PrimDrawing *drawing, const PrimShape *shape)
{
  if (drawing->finish.outline || drawing->finish.gap) {
    write_finished(file, drawing, shape);
    return;
  }
  write_geometry(file, shape, prim_stroke_width(shape));
  write_color(file, prim_is_stroke(shape) ? "stroke" : "fill", shape);
  fprintf(file, "/>\n");
}

static void write_escaped(FILE *file, const char *text)
{
  for (; *text; text++)
    switch (*text) {
    case '<':
      fputs("&lt;", file);
      break;
    case '>':
      fputs("&gt;", file);
      break;
    case '&':
      fputs("&amp;", file);
      break;
    default:
      if ((unsigned char)*text >= ' ')
        fputc(*text, file);
    }
}

/* `pixels` of a picture of that many, in the drawing's working pixels. */
static void write_scaled(FILE *file, const char *name, int pixels, int of, int working)
{
  fprintf(file, " %s=\"", name);
  write_decimal(file, ((int64_t)pixels * working * 10000 + of / 2) / of);
  fputc('"', file);
}

/* What is visible: all of the picture, or a rectangle of it. */
static void write_clip(FILE *file, const PrimDrawing *drawing, const PrimMask *mask)
{
  fprintf(file, "<clipPath id=\"picture\"><rect");
  if (mask && !mask->png) {
    const PrimBox *box = &mask->box;
    write_scaled(file, "x", box->left, mask->width, drawing->width);
    write_scaled(file, "y", box->top, mask->height, drawing->height);
    write_scaled(file, "width", box->right - box->left, mask->width, drawing->width);
    write_scaled(file, "height", box->bottom - box->top, mask->height, drawing->height);
  } else {
    fprintf(file, " width=\"%d\" height=\"%d\"", drawing->width, drawing->height);
  }
  fprintf(file, "/></clipPath>\n");
}

static void write_mask(FILE *file, const PrimDrawing *drawing, const PrimMask *mask)
{
  fprintf(file,
          "<mask id=\"visible\" maskUnits=\"userSpaceOnUse\" x=\"0\" y=\"0\" width=\"%d\" "
          "height=\"%d\"><image width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\" "
          "xlink:href=\"data:image/png;base64,",
          drawing->width, drawing->height, drawing->width, drawing->height);
  fputs(mask->png, file);
  fprintf(file, "\"/></mask>\n");
}

static void write_head(FILE *file, const PrimDrawing *drawing, bool masked, int width, int height,
                       const char *title)
{
  fprintf(file,
          "<svg xmlns=\"http://www.w3.org/2000/svg\"%s width=\"%d\" height=\"%d\" "
          "viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">\n",
          masked ? " xmlns:xlink=\"http://www.w3.org/1999/xlink\"" : "", width, height,
          drawing->width, drawing->height);
  if (!title)
    return;
  fprintf(file, "<title>");
  write_escaped(file, title);
  fprintf(file, "</title>\n");
}

PrimStatus prim_svg_write(const PrimDrawing *drawing, const PrimMask *mask, int width, int height,
                          const char *title, FILE *file)
{
  const uint8_t *background = drawing->background;
  bool masked = mask && mask->png;

  write_head(file, drawing, masked, width, height, title);
  write_clip(file, drawing, mask);
  if (masked)
    write_mask(file, drawing, mask);
  fprintf(file, "<g clip-path=\"url(#picture)\"%s>\n", masked ? " mask=\"url(#visible)\"" : "");
  if (!drawing->transparent)
    fprintf(file, "<rect width=\"%d\" height=\"%d\" fill=\"#%02x%02x%02x\"/>\n", drawing->width,
            drawing->height, background[0], background[1], background[2]);
  for (int i = 0; i < drawing->count; i++)
    write_shape(file, drawing, &drawing->shapes[i]);
  fprintf(file, "</g>\n</svg>\n");
  return fflush(file) || ferror(file) ? PRIM_ERROR_FILE : PRIM_OK;
}
