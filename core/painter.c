/* Draws a drawing at any size, antialiased, a band of rows at a time.
 *
 * Coverage comes from cairo; blending is float, so a deep image loses nothing.
 * Work is cut into strips of STRIP rows at multiples of STRIP, each with a
 * coverage mask of its own: strips are what threads share out, they stay in
 * the cache, and how a caller cuts the picture into bands changes no pixel. */
#include <cairo.h>
#include <stdatomic.h>
#include <string.h>

#include "outline.h"
#include "primitive.h"
#include "team.h"

/* Cairo's surfaces end at 32,767 pixels, so strips are masked in parts of at most COLUMNS. */
enum { STRIP = 64, COLUMNS = 16384 };

/* Callers' rows may lie anywhere a float may. */
typedef float Pixel __attribute__((vector_size(16), aligned(4)));

typedef PrimBox Box;

/* From working pixels to the picture's. */
typedef struct View {
  const PrimDrawing *drawing;
  double scale_x, scale_y;
  double outline, gap; /* widths of the lines along edges that make them, in working pixels */
} View;

static View view_of(const PrimDrawing *drawing, int width, int height)
{
  const PrimFinish *finish = &drawing->finish;
  int32_t around = finish->gap ? finish->outline + 2 * finish->gap : 0;

  return (View){drawing, (double)width / drawing->width, (double)height / drawing->height,
                prim_pixels(finish->outline), prim_pixels(around)};
}

/* A shape is painted in coats, the lowest first: an area, or a line of some width along its
 * edge; of strokes, a line of some width. */
typedef struct Coat {
  Pixel color;
  bool area;
  double line; /* otherwise: its width in working pixels */
} Coat;

enum { COATS_MAX = 3 };

static Pixel pixel_of(const uint8_t color[3])
{
  return (Pixel){(float)color[0] / 255, (float)color[1] / 255, (float)color[2] / 255, 1};
}

/* The coats of an area or stroke with a finish; returns how many. */
static int finish_coats(const View *view, const PrimShape *shape, Coat *coats)
{
  bool stroke = prim_is_stroke(shape);
  double width = prim_pixels(prim_stroke_width(shape));
  Coat body = {pixel_of(shape->color), !stroke, width - view->outline};
  uint8_t color[3];
  int count = 0;

  prim_finish_color(&view->drawing->finish, shape, color);
  if (view->gap > 0)
    coats[count++] = (Coat){pixel_of(view->drawing->background), false, width + view->gap};
  if (stroke && view->outline > 0)
    coats[count++] = (Coat){pixel_of(color), false, width + view->outline};
  if (!stroke || body.line > 0)
    coats[count++] = body;
  if (!stroke && view->outline > 0)
    coats[count++] = (Coat){pixel_of(color), false, view->outline};
  return count;
}

static int coats_of(const View *view, const PrimShape *shape, Coat *coats)
{
  if (view->outline > 0 || view->gap > 0)
    return finish_coats(view, shape, coats);
  coats[0] = (Coat){pixel_of(shape->color), shape->kind != PRIM_BEZIER,
                    prim_pixels(prim_stroke_width(shape))};
  return 1;
}

static void polygon_path(cairo_t *cairo, const View *view, const PrimShape *shape)
{
  PrimPoint points[PRIM_OUTLINE_MAX];
  int corners = prim_outline(shape, points);

  for (int i = 0; i < corners; i++)
    cairo_line_to(cairo, points[i].x * view->scale_x, points[i].y * view->scale_y);
  cairo_close_path(cairo);
}

static void ellipse_path(cairo_t *cairo, const View *view, const PrimShape *shape)
{
  PrimEllipse ellipse = prim_ellipse(shape);
  cairo_matrix_t turn;
  cairo_matrix_t saved;

  cairo_matrix_init(&turn, ellipse.cosine * ellipse.radius_x, ellipse.sine * ellipse.radius_x,
                    -ellipse.sine * ellipse.radius_y, ellipse.cosine * ellipse.radius_y, ellipse.x,
                    ellipse.y);
  cairo_get_matrix(cairo, &saved);
  cairo_scale(cairo, view->scale_x, view->scale_y);
  cairo_transform(cairo, &turn);
  cairo_arc(cairo, 0, 0, 1, 0, 2 * 3.14159265358979323846);
  cairo_set_matrix(cairo, &saved);
}

/* A quadratic curve raised to the cubic that cairo draws. */
static void bezier_path(cairo_t *cairo, const int32_t *v)
{
  double x0 = prim_pixels(v[0]), y0 = prim_pixels(v[1]);
  double x1 = prim_pixels(v[2]), y1 = prim_pixels(v[3]);
  double x2 = prim_pixels(v[4]), y2 = prim_pixels(v[5]);

  cairo_move_to(cairo, x0, y0);
  cairo_curve_to(cairo, (x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3, (x2 + 2 * x1) / 3, (y2 + 2 * y1) / 3,
                 x2, y2);
}

static void line_path(cairo_t *cairo, const int32_t *v)
{
  cairo_move_to(cairo, prim_pixels(v[0]), prim_pixels(v[1]));
  cairo_line_to(cairo, prim_pixels(v[2]), prim_pixels(v[3]));
}

/* Along the edge of an area, or along the middle of a stroke. */
static void draw_line(cairo_t *cairo, const View *view, const PrimShape *shape, double width)
{
  cairo_matrix_t saved;

  if (prim_is_ellipse(shape))
    ellipse_path(cairo, view, shape);
  else if (!prim_is_stroke(shape))
    polygon_path(cairo, view, shape);
  cairo_get_matrix(cairo, &saved);
  cairo_scale(cairo, view->scale_x, view->scale_y);
  if (shape->kind == PRIM_BEZIER)
    bezier_path(cairo, shape->v);
  else if (shape->kind == PRIM_LINE)
    line_path(cairo, shape->v);
  else
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width(cairo, width);
  cairo_stroke(cairo);
  cairo_set_matrix(cairo, &saved);
}

static void draw_area(cairo_t *cairo, const View *view, const PrimShape *shape)
{
  if (prim_is_ellipse(shape))
    ellipse_path(cairo, view, shape);
  else
    polygon_path(cairo, view, shape);
  cairo_fill(cairo);
}

static int floor_within(double x, int low, int high)
{
  return x <= low ? low : x >= high ? high : (int)x;
}

/* Points that the shape lies between. A bezier bulges beyond the chords of its
 * outline, but its middle line stays between the control points. */
static int hull(const PrimShape *shape, PrimPoint *points)
{
  if (shape->kind != PRIM_BEZIER)
    return prim_outline(shape, points);
  const int32_t *v = shape->v;
  for (int i = 0; i < 3; i++, v += 2)
    points[i] = (PrimPoint){prim_pixels(v[0]), prim_pixels(v[1])};
  return 3;
}

/* Whether the shape can be told from its numbers and has an area, as far as cairo
 * cares: an ellipse is drawn as a circle by a matrix, which must not be singular. */
static bool drawable(const PrimShape *shape)
{
  if (prim_is_ellipse(shape)) {
    PrimEllipse ellipse = prim_ellipse(shape);
    return ellipse.radius_x > 0 && ellipse.radius_y > 0;
  }
  return shape->kind < PRIM_KINDS &&
         (shape->kind != PRIM_POLYGON || shape->corners <= PRIM_CORNERS_MAX);
}

/* The whole pixels that may be touched, within `strip`. */
static Box shape_box(const View *view, const PrimShape *shape, const Box *strip)
{
  double left, top, right, bottom;

  if (!drawable(shape))
    return (Box){strip->left, strip->top, strip->left, strip->top};
  if (prim_is_ellipse(shape)) {
    PrimEllipse e = prim_ellipse(shape);
    double a = e.radius_x, b = e.radius_y;
    double half_width = sqrt(a * a * e.cosine * e.cosine + b * b * e.sine * e.sine);
    double half_height = sqrt(a * a * e.sine * e.sine + b * b * e.cosine * e.cosine);
    left = e.x - half_width;
    right = e.x + half_width;
    top = e.y - half_height;
    bottom = e.y + half_height;
  } else {
    PrimPoint points[PRIM_OUTLINE_MAX];
    int corners = hull(shape, points);
    left = top = INFINITY;
    right = bottom = -INFINITY;
    for (int i = 0; i < corners; i++) {
      left = points[i].x < left ? points[i].x : left;
      right = points[i].x > right ? points[i].x : right;
      top = points[i].y < top ? points[i].y : top;
      bottom = points[i].y > bottom ? points[i].y : bottom;
    }
  }
  double slack = shape->kind == PRIM_BEZIER ? prim_pixels(prim_stroke_width(shape)) / 2 : 0;
  slack += (view->outline > view->gap ? view->outline : view->gap) / 2;
  return (Box){
      floor_within((left - slack) * view->scale_x - 1, strip->left, strip->right),
      floor_within((top - slack) * view->scale_y - 1, strip->top, strip->bottom),
      floor_within((right + slack) * view->scale_x + 2, strip->left, strip->right),
      floor_within((bottom + slack) * view->scale_y + 2, strip->top, strip->bottom),
  };
}

/* Fills the mask's part under `box` with a coat's coverage; NULL when cairo failed, whose
 * surfaces have no pixels from then on. */
static const uint8_t *cover(cairo_t *cairo, const View *view, const PrimShape *shape,
                            const Coat *coat, const Box *strip, const Box *box)
{
  cairo_surface_t *mask = cairo_get_target(cairo);

  cairo_save(cairo);
  cairo_rectangle(cairo, box->left - strip->left, box->top - strip->top, box->right - box->left,
                  box->bottom - box->top);
  cairo_clip(cairo);
  cairo_set_operator(cairo, CAIRO_OPERATOR_CLEAR);
  cairo_paint(cairo);
  cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
  cairo_translate(cairo, -strip->left, -strip->top);
  if (coat->area)
    draw_area(cairo, view, shape);
  else
    draw_line(cairo, view, shape, coat->line);
  cairo_restore(cairo);
  cairo_surface_flush(mask);
  return cairo_status(cairo) == CAIRO_STATUS_SUCCESS ? cairo_image_surface_get_data(mask) : NULL;
}

static void blend_row(Pixel *pixels, const uint8_t *coverage, int count, Pixel color, float opacity)
{
  Pixel full = {opacity, opacity, opacity, opacity};

  for (int x = 0; x < count; x++) {
    if (coverage[x] == 255) {
      pixels[x] += full * (color - pixels[x]);
    } else if (coverage[x]) {
      float a = opacity * (float)coverage[x] / 255;
      Pixel partial = {a, a, a, a};
      pixels[x] += partial * (color - pixels[x]);
    }
  }
}

/* The coats lie on each other, and what they make together has the opacity. */
static void blend_coats(Pixel *pixels, const Coat *coats, const uint8_t *const *coverage, size_t at,
                        int coat_count, int count, float opacity)
{
  Pixel full = {opacity, opacity, opacity, opacity};

  for (int x = 0; x < count; x++) {
    Pixel sum = {0, 0, 0, 0};
    for (int i = 0; i < coat_count; i++) {
      float part = (float)coverage[i][at + (size_t)x] / 255;
      sum += (Pixel){part, part, part, part} * (coats[i].color - sum);
    }
    Pixel alpha = {sum[3], sum[3], sum[3], sum[3]};
    pixels[x] += full * (sum - alpha * pixels[x]);
  }
}

/* With a mask for each coat; false when cairo failed. */
static bool paint_shape(cairo_t *const *cairos, const View *view, const PrimShape *shape,
                        const Box *strip, const Box *wanted, Pixel *rows)
{
  Box box = shape_box(view, shape, strip);
  const uint8_t *masks[COATS_MAX];
  Coat coats[COATS_MAX];

  if (box.left >= box.right || box.top >= box.bottom)
    return true;
  int count = coats_of(view, shape, coats);
  for (int i = 0; i < count; i++)
    if (!(masks[i] = cover(cairos[i], view, shape, &coats[i], strip, &box)))
      return false;
  size_t stride = (size_t)cairo_image_surface_get_stride(cairo_get_target(cairos[0]));
  int top = box.top > wanted->top ? box.top : wanted->top;
  int bottom = box.bottom < wanted->bottom ? box.bottom : wanted->bottom;
  size_t width = (size_t)(wanted->right - wanted->left);
  float opacity = (float)shape->opacity / 255;
  for (int y = top; y < bottom; y++) {
    Pixel *row = rows + (size_t)(y - wanted->top) * width + (box.left - wanted->left);
    size_t at = (size_t)(y - strip->top) * stride + (size_t)(box.left - strip->left);
    if (count == 1)
      blend_row(row, masks[0] + at, box.right - box.left, coats[0].color, opacity);
    else
      blend_coats(row, coats, masks, at, count, box.right - box.left, opacity);
  }
  return true;
}

/* Masks of one strip, each freed with its context; false when out of memory, and then they
 * are to be freed as well. */
static bool create_masks(cairo_t **cairos, int count, int columns)
{
  bool good = true;

  for (int i = 0; i < count; i++) {
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, columns, STRIP);
    cairos[i] = cairo_create(mask);
    cairo_surface_destroy(mask); /* the context holds it */
    good = good && cairo_status(cairos[i]) == CAIRO_STATUS_SUCCESS;
  }
  return good;
}

/* Paints what is wanted of one strip, which is as wide; false when out of memory. */
static bool paint_strip(const View *view, const Box *strip, const Box *wanted, Pixel *rows)
{
  const PrimDrawing *drawing = view->drawing;
  const uint8_t *background = drawing->background;
  Pixel fill = {(float)background[0] / 255, (float)background[1] / 255, (float)background[2] / 255,
                1};
  int width = wanted->right - wanted->left;
  size_t pixels = (size_t)(wanted->bottom - wanted->top) * (size_t)width;
  int columns = width < COLUMNS ? width : COLUMNS;
  cairo_t *cairos[COATS_MAX];
  int masks = view->outline > 0 || view->gap > 0 ? COATS_MAX : 1;
  bool good = create_masks(cairos, masks, columns);

  if (drawing->transparent)
    fill = (Pixel){0};
  for (size_t i = 0; i < pixels; i++)
    rows[i] = fill;
  for (int left = strip->left; left < strip->right; left += columns) {
    Box part = {left, strip->top, left + columns, strip->bottom};
    if (part.right > strip->right)
      part.right = strip->right;
    for (int i = 0; good && i < drawing->count; i++)
      good = paint_shape(cairos, view, &drawing->shapes[i], &part, wanted, rows);
  }
  for (int i = 0; i < masks; i++)
    cairo_destroy(cairos[i]);
  return good;
}

/* Strips to be painted, a task each. */
typedef struct PaintJob {
  const View *view;
  const Box *box; /* wanted, of the picture */
  Pixel *pixels;
  atomic_bool failed;
} PaintJob;

static void paint_task(void *data, int task, bool caller)
{
  PaintJob *job = data;
  const Box *box = job->box;
  int top = (box->top / STRIP + task) * STRIP;
  Box strip = {box->left, top, box->right, top + STRIP};
  Box wanted = strip;

  (void)caller;
  if (wanted.top < box->top)
    wanted.top = box->top;
  if (wanted.bottom > box->bottom)
    wanted.bottom = box->bottom;
  Pixel *rows = job->pixels + (size_t)(wanted.top - box->top) * (size_t)(box->right - box->left);
  if (!atomic_load(&job->failed) && !paint_strip(job->view, &strip, &wanted, rows))
    atomic_store(&job->failed, true);
}

PrimStatus prim_paint_box(const PrimDrawing *drawing, int width, int height, const PrimBox *box,
                          int threads, float *pixels)
{
  if (drawing->width < 1 || drawing->height < 1 || width < 1 || height < 1 || box->left < 0 ||
      box->left > box->right || box->right > width || box->top < 0 || box->top > box->bottom ||
      box->bottom > height)
    return PRIM_ERROR_ARGUMENT;

  View view = view_of(drawing, width, height);
  PaintJob job = {.view = &view, .box = box, .pixels = (Pixel *)(void *)pixels};
  PrimTeam *team = prim_team_new(threads);
  if (!team)
    return PRIM_ERROR_MEMORY;
  prim_team_run(team, (box->bottom + STRIP - 1) / STRIP - box->top / STRIP, paint_task, &job);
  prim_team_free(team);
  return job.failed ? PRIM_ERROR_MEMORY : PRIM_OK;
}

PrimStatus prim_paint_rows(const PrimDrawing *drawing, int width, int height, int first, int rows,
                           int threads, float *pixels)
{
  if (first < 0 || rows < 0 || rows > height - first)
    return PRIM_ERROR_ARGUMENT;
  return prim_paint_box(drawing, width, height, &(PrimBox){0, first, width, first + rows}, threads,
                        pixels);
}

PrimBox prim_shape_box(const PrimDrawing *drawing, int index, int width, int height)
{
  View view = view_of(drawing, width, height);

  return shape_box(&view, &drawing->shapes[index], &(Box){0, 0, width, height});
}
