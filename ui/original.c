/* The original, read piece by piece at the size in which it is shown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "original.h"

enum { READING_DELAY = 80 }; /* ms without another change of the view */

static void drop_reader(PrimOriginal *original)
{
  if (original->source)
    g_source_remove(original->source);
  original->source = 0;
  if (original->reader)
    original->host->end_part(original->reader, NULL);
  original->reader = NULL;
}

void prim_original_clear(PrimOriginal *original)
{
  drop_reader(original);
  if (original->surface)
    cairo_surface_destroy(original->surface);
  original->surface = NULL;
  prim_screen_colors_clear(&original->colors);
}

/* Shows `picture`, whose pixels are converted and freed. */
static void set_picture(PrimOriginal *original, PrimPart *picture)
{
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, picture->columns, picture->rows);
  uint8_t *pixels = cairo_image_surface_get_data(surface);
  size_t stride = (size_t)cairo_image_surface_get_stride(surface);
  bool opaque = true;

  for (int y = 0; pixels && y < picture->rows; y++) {
    uint32_t *row = (uint32_t *)(void *)(pixels + (size_t)y * stride);
    uint8_t *from = picture->rgba + (size_t)y * (size_t)picture->columns * 4;
    prim_screen_colors_convert(&original->colors, from, (size_t)picture->columns);
    for (int x = 0; x < picture->columns; x++, from += 4) {
      row[x] = prim_screen_colors_premultiply(from);
      opaque = opaque && from[3] == 255;
    }
  }
  cairo_surface_mark_dirty(surface);
  if (original->surface)
    cairo_surface_destroy(original->surface);
  free(picture->rgba);
  picture->rgba = NULL;
  original->surface = surface;
  original->part = *picture;
  original->opaque = opaque;
  original->changed(original->data);
}

void prim_original_set_colors(PrimOriginal *original, const PrimScreenColors *colors)
{
  prim_screen_colors_clear(&original->colors);
  original->colors = prim_screen_colors_ref(colors);
}

void prim_original_set_target(PrimOriginal *original, const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  PrimPart picture = {
      .width = original->host->width,
      .height = original->host->height,
      .columns = target->width,
      .rows = target->height,
      .rgba = malloc(4 * pixels),
  };

  if (!picture.rgba)
    return;
  for (size_t i = 0; i < pixels; i++) {
    memcpy(picture.rgba + 4 * i, target->rgb + 3 * i, 3);
    picture.rgba[4 * i + 3] = target->weight[i] ? 255 : 0;
  }
  set_picture(original, &picture);
}

/* ---- Reading ----------------------------------------------------------------- */

/* The picture's pixels that the viewport shows, and the size they are reduced to. */
static PrimPart part_for(const PrimOriginal *original, const PrimViewport *viewport)
{
  double zoom_x = (double)viewport->width / original->host->width;
  double zoom_y = (double)viewport->height / original->host->height;
  int left = (int)floor(viewport->left / zoom_x), top = (int)floor(viewport->top / zoom_y);
  int right = (int)ceil((viewport->left + viewport->columns) / zoom_x - 1e-9);
  int bottom = (int)ceil((viewport->top + viewport->rows) / zoom_y - 1e-9);

  right = MIN(right, original->host->width);
  bottom = MIN(bottom, original->host->height);
  PrimPart part = {.left = left, .top = top, .width = right - left, .height = bottom - top};
  part.columns = CLAMP((int)floor(part.width * zoom_x + 0.5), 1, part.width);
  part.rows = CLAMP((int)floor(part.height * zoom_y + 0.5), 1, part.height);
  return part;
}

static bool same_part(const PrimPart *a, const PrimPart *b)
{
  return a->left == b->left && a->top == b->top && a->width == b->width && a->height == b->height &&
         a->columns == b->columns && a->rows == b->rows;
}

static gboolean step(gpointer data)
{
  PrimOriginal *original = data;

  if (original->host->step_part(original->reader))
    return G_SOURCE_CONTINUE;
  original->source = 0;
  original->host->end_part(original->reader, &original->reading);
  original->reader = NULL;
  if (original->reading.rgba)
    set_picture(original, &original->reading);
  return G_SOURCE_REMOVE;
}

static gboolean begin(gpointer data)
{
  PrimOriginal *original = data;

  original->source = 0;
  original->reading = part_for(original, &original->wanted);
  original->reader = original->host->begin_part(original->host->data, &original->reading);
  if (original->reader)
    original->source = g_idle_add(step, original);
  return G_SOURCE_REMOVE;
}

void prim_original_read(PrimOriginal *original, const PrimViewport *viewport)
{
  PrimPart part = part_for(original, viewport);

  if (original->reader && same_part(&part, &original->reading))
    return;
  drop_reader(original);
  original->wanted = *viewport;
  if (!original->surface || !same_part(&part, &original->part))
    original->source = g_timeout_add(READING_DELAY, begin, original);
}

/* ---- Drawing ----------------------------------------------------------------- */

void prim_original_draw(const PrimOriginal *original, const PrimViewport *viewport, cairo_t *cairo)
{
  const PrimPart *part = &original->part;
  double zoom_x = (double)viewport->width / original->host->width;
  double zoom_y = (double)viewport->height / original->host->height;
  double scale_x = part->width * zoom_x / part->columns;
  double scale_y = part->height * zoom_y / part->rows;

  if (!original->surface)
    return;
  cairo_save(cairo);
  cairo_translate(cairo, part->left * zoom_x - viewport->left, part->top * zoom_y - viewport->top);
  cairo_scale(cairo, scale_x, scale_y);
  cairo_set_source_surface(cairo, original->surface, 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(cairo_get_source(cairo), fabs(scale_x - 1) < 1e-3 ? CAIRO_FILTER_NEAREST
                                                    : zoom_x >= 3            ? CAIRO_FILTER_NEAREST
                                                                  : CAIRO_FILTER_BILINEAR);
  cairo_paint(cairo);
  cairo_restore(cairo);
}
