/* A drawing as paths.
 *
 * GIMP's anchors are triples: the handle before, the anchor, the handle after. */
#include "../../core/outline.h"
#include "../read/buffer.h"
#include "../read/colors.h"
#include "../names.h"
#include "paths.h"

enum {
  PATHS_MAX = 10000,
  ANCHOR = 6 /* numbers of one */
};

/* From working pixels to the image's, and from its colors to sRGB. */
typedef struct Frame {
  double x, y, scale_x, scale_y;
  PrimColors colors;
} Frame;

typedef struct Stroke {
  double numbers[PRIM_CORNERS_MAX][ANCHOR];
  int anchors;
  bool closed;
} Stroke;

static void place(const Frame *frame, PrimPoint point, double *numbers)
{
  numbers[0] = frame->x + point.x * frame->scale_x;
  numbers[1] = frame->y + point.y * frame->scale_y;
}

static void add_anchor(Stroke *stroke, const Frame *frame, PrimPoint before, PrimPoint anchor,
                       PrimPoint after)
{
  double *numbers = stroke->numbers[stroke->anchors++];

  place(frame, before, numbers);
  place(frame, anchor, numbers + 2);
  place(frame, after, numbers + 4);
}

static PrimPoint point_at(const int32_t *v)
{
  return (PrimPoint){prim_pixels(v[0]), prim_pixels(v[1])};
}

static PrimPoint between(PrimPoint a, PrimPoint b, double part)
{
  return (PrimPoint){a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)};
}

static void add_corners(Stroke *stroke, const Frame *frame, const PrimPoint *points, int count)
{
  for (int i = 0; i < count; i++)
    add_anchor(stroke, frame, points[i], points[i], points[i]);
}

/* A quadratic curve raised to a cubic. */
static void add_curve(Stroke *stroke, const Frame *frame, const int32_t *v)
{
  PrimPoint start = point_at(v), control = point_at(v + 2), end = point_at(v + 4);

  add_anchor(stroke, frame, start, start, between(start, control, 2.0 / 3));
  add_anchor(stroke, frame, between(end, control, 2.0 / 3), end, end);
}

/* Four cubics, which keep to the ellipse within 0.03 % of its radii. */
static void add_ellipse(Stroke *stroke, const Frame *frame, const PrimShape *shape)
{
  static const double HANDLE = 0.5522847498307936; /* 4/3 (sqrt 2 - 1) */
  static const double AROUND[5][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 0}};
  PrimEllipse e = prim_ellipse(shape);

  for (int i = 0; i < 4; i++) {
    const double *at = AROUND[i], *along = AROUND[i + 1];
    PrimPoint points[3];
    for (int k = 0; k < 3; k++) {
      double x = e.radius_x * (at[0] + (k - 1) * HANDLE * along[0]);
      double y = e.radius_y * (at[1] + (k - 1) * HANDLE * along[1]);
      points[k].x = e.x + e.cosine * x - e.sine * y;
      points[k].y = e.y + e.sine * x + e.cosine * y;
    }
    add_anchor(stroke, frame, points[0], points[1], points[2]);
  }
}

static Stroke stroke_of(const PrimShape *shape, const Frame *frame)
{
  Stroke stroke = {.closed = !prim_is_stroke(shape)};
  PrimPoint points[PRIM_OUTLINE_MAX];

  if (shape->kind == PRIM_BEZIER) {
    add_curve(&stroke, frame, shape->v);
  } else if (shape->kind == PRIM_LINE) {
    points[0] = point_at(shape->v);
    points[1] = point_at(shape->v + 2);
    add_corners(&stroke, frame, points, 2);
  } else if (prim_is_ellipse(shape)) {
    add_ellipse(&stroke, frame, shape);
  } else {
    add_corners(&stroke, frame, points, prim_outline(shape, points));
  }
  return stroke;
}

/* "Triangle 12, #a0b0c0, 50 %": a path has no color of its own, so it is told in sRGB. */
static char *path_name(const PrimDrawing *drawing, int index, const Frame *frame)
{
  const PrimShape *shape = &drawing->shapes[index];
  char *shape_name = prim_names_shape(drawing, index);
  GString *name = g_string_new(shape_name);
  uint8_t srgb[3];

  g_free(shape_name);
  prim_colors_to_srgb(&frame->colors, shape->color, srgb);
  g_string_append_printf(name, ", #%02x%02x%02x, %d %%", srgb[0], srgb[1], srgb[2],
                         (shape->opacity * 100 + 127) / 255);
  if (prim_is_stroke(shape))
    g_string_append_printf(name, ", %.1f px",
                           prim_pixels(prim_stroke_width(shape)) *
                               (frame->scale_x + frame->scale_y) / 2);
  return g_string_free(name, FALSE);
}

/* Returns the path, which is on top of the list; -1 and *error on failure. */
static gint32 add_path(const PrimSource *source, const PrimDrawing *drawing, int index,
                       const Frame *frame, GError **error)
{
  Stroke stroke = stroke_of(&drawing->shapes[index], frame);
  char *name = path_name(drawing, index, frame);
  gint32 image = source->image, path = gimp_vectors_new(image, name);

  g_free(name);
  if (prim_gimp_did(path != -1, image, error) &&
      prim_gimp_did(gimp_vectors_stroke_new_from_points(path, GIMP_VECTORS_STROKE_TYPE_BEZIER,
                                                        ANCHOR * stroke.anchors, stroke.numbers[0],
                                                        stroke.closed) >= 0 &&
                        gimp_image_insert_vectors(image, path, 0, 0),
                    image, error))
    return path;
  return -1;
}

/* All paths, or none of them and *error. */
static bool add_paths(const PrimSource *source, const PrimDrawing *drawing, const Frame *frame,
                      GError **error)
{
  gint32 *paths = g_new(gint32, (size_t)drawing->count + 1);
  int count = 0;

  while (count < drawing->count &&
         (paths[count] = add_path(source, drawing, count, frame, error)) != -1)
    count++;
  bool good = count == drawing->count && prim_source_present(source, error);
  for (int i = 0; !good && i < count; i++)
    gimp_image_remove_vectors(source->image, paths[i]); /* refused: gone already */
  g_free(paths);
  return good;
}

bool prim_paths_check(int count, GError **error)
{
  if (count > PATHS_MAX)
    prim_fail(error, GIMP_PDB_CALLING_ERROR,
              /* Translators: both numbers are counts of shapes. */
              _("A path for each of %d shapes is more than GIMP can handle. Draw %d or fewer, or "
                "choose another result."),
              count, PATHS_MAX);
  return count <= PATHS_MAX;
}

bool prim_paths_make(const PrimSource *source, const PrimDrawing *drawing, GError **error)
{
  gint32 image = source->image;

  if (!prim_source_present(source, error) ||
      !prim_gimp_did(gimp_image_undo_group_start(image), image, error))
    return false;
  Frame frame = {source->offset_x, source->offset_y, (double)source->region.width / drawing->width,
                 (double)source->region.height / drawing->height, prim_colors_open(image)};
  bool good = add_paths(source, drawing, &frame, error);
  prim_colors_close(&frame.colors);
  return prim_gimp_did(gimp_image_undo_group_end(image), image, error) && good;
}
