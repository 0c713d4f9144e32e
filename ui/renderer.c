/* From drawings to pixels for the screen.
 *
 * The viewport is painted in bands, so that a drawing of many shapes which is out of date
 * is given up. One that takes no longer than PATIENCE is not: while a slider moves every
 * drawing is out of date soon, and the user wants to see them all the same. */
#include <string.h>

#include "notifier.h"
#include "renderer.h"

enum { BAND = 192 };                  /* rows painted at a time: three of the painter's strips */
static const gint64 PATIENCE = 60000; /* microseconds */

struct PrimRenderer {
  GThread *thread; /* NULL: there was none to spare, and the main loop paints */
  guint idle;      /* then: what will do so next, or 0 */
  PrimNotifier notifier;

  GMutex mutex; /* guards what follows */
  GCond cond;
  bool quit;
  PrimSketch *sketch; /* wanted; or NULL */
  PrimViewport viewport;
  PrimScreenColors colors;
  PrimFrame frame; /* painted, not yet taken; surface may be NULL */
};

/* ---- On the thread ----------------------------------------------------------- */

/* Cairo's pixels are premultiplied as the painter's are. */
static void convert_row(const float *painted, uint32_t *pixels, int count)
{
  for (int x = 0; x < count; x++, painted += 4) {
    uint32_t red = (uint32_t)(painted[0] * 255 + 0.5f);
    uint32_t green = (uint32_t)(painted[1] * 255 + 0.5f);
    uint32_t blue = (uint32_t)(painted[2] * 255 + 0.5f);
    uint32_t alpha = (uint32_t)(painted[3] * 255 + 0.5f);
    pixels[x] = alpha << 24 | red << 16 | green << 8 | blue;
  }
}

/* The same with colors that the screen needs otherwise: they are converted as they are
 * before they are premultiplied, in place. */
static void convert_colors(const PrimScreenColors *colors, float *painted, uint32_t *pixels,
                           int count)
{
  uint8_t *rgba = (uint8_t *)pixels;

  for (int x = 0; x < count; x++, painted += 4, rgba += 4) {
    float scale = painted[3] > 0 ? 255 / painted[3] : 0;
    for (int k = 0; k < 3; k++)
      rgba[k] = (uint8_t)MIN(painted[k] * scale + 0.5f, 255);
    rgba[3] = (uint8_t)(painted[3] * 255 + 0.5f);
  }
  prim_screen_colors_convert(colors, (uint8_t *)pixels, (size_t)count);
  for (int x = 0; x < count; x++)
    pixels[x] = prim_screen_colors_premultiply((const uint8_t *)&pixels[x]);
}

/* Rows row..row+rows-1 of the viewport. */
static bool paint_band(const PrimDrawing *drawing, const PrimViewport *viewport, int row, int rows,
                       const PrimScreenColors *colors, float *painted, cairo_surface_t *surface)
{
  uint8_t *pixels = cairo_image_surface_get_data(surface);
  size_t stride = (size_t)cairo_image_surface_get_stride(surface);
  PrimBox box = {viewport->left, viewport->top + row, viewport->left + viewport->columns,
                 viewport->top + row + rows};

  if (prim_paint_box(drawing, viewport->width, viewport->height, &box, 0, painted) != PRIM_OK)
    return false;
  for (int y = 0; y < rows; y++) {
    float *from = painted + (size_t)y * (size_t)viewport->columns * 4;
    uint32_t *to = (uint32_t *)(void *)(pixels + (size_t)(row + y) * stride);
    if (colors->transform)
      convert_colors(colors, from, to, viewport->columns);
    else
      convert_row(from, to, viewport->columns);
  }
  return true;
}

static bool overtaken(PrimRenderer *renderer, gint64 begun)
{
  if (g_get_monotonic_time() - begun < PATIENCE)
    return false;
  g_mutex_lock(&renderer->mutex);
  bool overtaken = renderer->quit || renderer->sketch;
  g_mutex_unlock(&renderer->mutex);
  return overtaken;
}

/* The painted viewport; NULL when memory ran out or it is no longer wanted. */
static cairo_surface_t *paint(PrimRenderer *renderer, const PrimDrawing *drawing,
                              const PrimViewport *viewport, const PrimScreenColors *colors)
{
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, viewport->columns, viewport->rows);
  float *painted = g_try_new(float, (size_t)viewport->columns *MIN(BAND, viewport->rows) * 4);
  bool good = painted && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  gint64 begun = g_get_monotonic_time();

  for (int row = 0; good && row < viewport->rows; row += BAND)
    good = !overtaken(renderer, begun) &&
           paint_band(drawing, viewport, row, MIN(BAND, viewport->rows - row), colors, painted,
                      surface);
  g_free(painted);
  cairo_surface_mark_dirty(surface);
  if (good)
    return surface;
  cairo_surface_destroy(surface);
  return NULL;
}

static void hand_over(PrimRenderer *renderer, const PrimFrame *frame)
{
  g_mutex_lock(&renderer->mutex);
  if (renderer->frame.surface)
    cairo_surface_destroy(renderer->frame.surface);
  renderer->frame = *frame;
  g_mutex_unlock(&renderer->mutex);
  prim_notifier_note(&renderer->notifier);
}

/* Paints the sketch that is wanted; called and returns with the mutex locked. */
static void paint_wanted(PrimRenderer *renderer)
{
  PrimSketch *sketch = renderer->sketch;
  PrimScreenColors colors = prim_screen_colors_ref(&renderer->colors);
  PrimFrame frame = {NULL, renderer->viewport, sketch->search, sketch->drawing.count};

  renderer->sketch = NULL;
  g_mutex_unlock(&renderer->mutex);
  frame.surface = paint(renderer, &sketch->drawing, &frame.viewport, &colors);
  prim_sketch_unref(sketch);
  prim_screen_colors_clear(&colors);
  if (frame.surface)
    hand_over(renderer, &frame);
  g_mutex_lock(&renderer->mutex);
}

static void *work(void *data)
{
  PrimRenderer *renderer = data;

  g_mutex_lock(&renderer->mutex);
  for (;;) {
    while (!renderer->sketch && !renderer->quit)
      g_cond_wait(&renderer->cond, &renderer->mutex);
    if (renderer->quit)
      break;
    paint_wanted(renderer);
  }
  g_mutex_unlock(&renderer->mutex);
  return NULL;
}

/* ---- On the main thread ------------------------------------------------------ */

static gboolean paint_idly(gpointer data)
{
  PrimRenderer *renderer = data;

  renderer->idle = 0;
  g_mutex_lock(&renderer->mutex);
  paint_wanted(renderer);
  g_mutex_unlock(&renderer->mutex);
  return G_SOURCE_REMOVE;
}

PrimRenderer *prim_renderer_new(void (*ready)(void *data), void *data)
{
  PrimRenderer *renderer = g_new0(PrimRenderer, 1);

  prim_notifier_init(&renderer->notifier, ready, data);
  g_mutex_init(&renderer->mutex);
  g_cond_init(&renderer->cond);
  renderer->thread = g_thread_try_new("renderer", work, renderer, NULL);
  return renderer;
}

void prim_renderer_free(PrimRenderer *renderer)
{
  if (!renderer)
    return;
  g_mutex_lock(&renderer->mutex);
  renderer->quit = true;
  g_cond_signal(&renderer->cond);
  g_mutex_unlock(&renderer->mutex);
  if (renderer->thread)
    g_thread_join(renderer->thread);
  if (renderer->idle)
    g_source_remove(renderer->idle);
  prim_notifier_clear(&renderer->notifier);
  prim_sketch_unref(renderer->sketch);
  prim_screen_colors_clear(&renderer->colors);
  if (renderer->frame.surface)
    cairo_surface_destroy(renderer->frame.surface);
  g_mutex_clear(&renderer->mutex);
  g_cond_clear(&renderer->cond);
  g_free(renderer);
}

void prim_renderer_set_colors(PrimRenderer *renderer, const PrimScreenColors *colors)
{
  g_mutex_lock(&renderer->mutex);
  prim_screen_colors_clear(&renderer->colors);
  renderer->colors = prim_screen_colors_ref(colors);
  g_mutex_unlock(&renderer->mutex);
}

void prim_renderer_paint(PrimRenderer *renderer, PrimSketch *sketch, const PrimViewport *viewport)
{
  g_mutex_lock(&renderer->mutex);
  prim_sketch_unref(renderer->sketch);
  renderer->sketch = prim_sketch_ref(sketch);
  renderer->viewport = *viewport;
  g_cond_signal(&renderer->cond);
  g_mutex_unlock(&renderer->mutex);
  if (!renderer->thread && !renderer->idle)
    renderer->idle = g_idle_add(paint_idly, renderer);
}

bool prim_renderer_take(PrimRenderer *renderer, PrimFrame *frame)
{
  g_mutex_lock(&renderer->mutex);
  *frame = renderer->frame;
  renderer->frame = (PrimFrame){0};
  g_mutex_unlock(&renderer->mutex);
  return frame->surface != NULL;
}
