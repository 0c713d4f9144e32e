/* The importance that is painted in the dialog. */
#include <math.h>

#include "importance.h"
#include "importance_map.h"
#include "weights.h"

enum { BAND_PIXELS = 1 << 20 }; /* about that many are in memory at a time */
static const float CORE = 0.5f; /* the part of the radius that is painted in full */

struct PrimImportanceMap {
  PrimSource source;   /* with the map as what is painted */
  GeglRectangle inner; /* the part of the region that lies within the image */
  uint16_t *plane;     /* reduced to columns x rows; NULL at first ... */
  int columns, rows;
  PrimBox stale; /* ... and these are not up to date */
};

/* As GIMP 2.10 stores the channels of the image. */
static const Babl *channel_format(gint32 image)
{
  switch (gimp_image_get_precision(image)) {
  case GIMP_PRECISION_U8_GAMMA:
    return babl_format("Y' u8");
  case GIMP_PRECISION_U8_LINEAR:
    return babl_format("Y u8");
  case GIMP_PRECISION_U16_LINEAR:
  case GIMP_PRECISION_U16_GAMMA:
    return babl_format("Y u16");
  case GIMP_PRECISION_U32_LINEAR:
  case GIMP_PRECISION_U32_GAMMA:
    return babl_format("Y u32");
  case GIMP_PRECISION_HALF_LINEAR:
  case GIMP_PRECISION_HALF_GAMMA:
    return babl_format("Y half");
  case GIMP_PRECISION_DOUBLE_LINEAR:
  case GIMP_PRECISION_DOUBLE_GAMMA:
    return babl_format("Y double");
  default:
    return babl_format("Y float");
  }
}

static GeglRectangle inner_of(const PrimSource *source)
{
  GeglRectangle region = {0, 0, source->region.width, source->region.height};
  GeglRectangle image = {-source->offset_x, -source->offset_y, gimp_image_width(source->image),
                         gimp_image_height(source->image)};

  gegl_rectangle_intersect(&region, &region, &image);
  return region;
}

static PrimImportanceMap *make(const PrimSource *source, GeglBuffer *pixels)
{
  PrimImportanceMap *map = g_new0(PrimImportanceMap, 1);

  map->source = *source;
  map->source.importance = -1;
  map->source.painted = pixels;
  map->inner = inner_of(source);
  return map;
}

void prim_importance_map_free(PrimImportanceMap *map)
{
  if (!map)
    return;
  g_object_unref(map->source.painted);
  g_free(map->plane);
  g_free(map);
}

PrimImportanceMap *prim_importance_map_copy(const PrimImportanceMap *map)
{
  PrimImportanceMap *copy = make(&map->source, gegl_buffer_dup(map->source.painted));

  copy->inner = map->inner;
  return copy;
}

GeglBuffer *prim_importance_map_pixels(const PrimImportanceMap *map)
{
  return map->source.painted;
}

/* ---- From a drawable -------------------------------------------------------------- */

/* The band's shades; `gray_alpha` has room for a pair for each pixel. */
static bool copy_band(PrimImportanceMap *map, const PrimImportance *importance,
                      const GeglRectangle *band, float *gray_alpha, GError **error)
{
  size_t count = (size_t)band->width * (size_t)band->height;

  if (!prim_importance_read(importance, band, gray_alpha, error))
    return false;
  for (size_t i = 0; i < count; i++)
    gray_alpha[i] = prim_weight(gray_alpha[2 * i]) * prim_weight(gray_alpha[2 * i + 1]);
  gegl_buffer_set(map->source.painted, band, 0, babl_format("Y float"), gray_alpha,
                  GEGL_AUTO_ROWSTRIDE);
  return true;
}

static bool copy_drawable(PrimImportanceMap *map, const PrimImportance *importance, GError **error)
{
  const GeglRectangle *inner = &map->inner;
  int rows = CLAMP(BAND_PIXELS / MAX(inner->width, 1), 1, MAX(inner->height, 1));
  float *gray_alpha = g_try_new(float, 2 * (size_t)inner->width * (size_t)rows);
  bool good = gray_alpha || inner->width == 0;

  if (!good)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  for (int y = 0; good && y < inner->height; y += rows) {
    GeglRectangle band = {inner->x, inner->y + y, inner->width, MIN(rows, inner->height - y)};
    good = copy_band(map, importance, &band, gray_alpha, error);
  }
  g_free(gray_alpha);
  return good;
}

static bool begin_with(PrimImportanceMap *map, gint32 drawable, GError **error)
{
  PrimSource source = map->source;
  PrimImportance importance;

  source.painted = NULL;
  source.importance = drawable;
  if (!prim_importance_open(&source, &importance, error))
    return false;
  bool good = copy_drawable(map, &importance, error);
  prim_importance_close(&importance);
  return good;
}

PrimImportanceMap *prim_importance_map_new(const PrimSource *source, gint32 drawable,
                                           GError **error)
{
  GeglRectangle region = {0, 0, source->region.width, source->region.height};
  PrimImportanceMap *map = make(source, gegl_buffer_new(&region, channel_format(source->image)));

  if (drawable == -1 || begin_with(map, drawable, error))
    return map;
  prim_importance_map_free(map);
  return NULL;
}

/* ---- Painting --------------------------------------------------------------------- */

/* A stretch of a stroke, in floats. */
typedef struct Stretch {
  float x, y, dx, dy, length2, radius;
  bool erase;
} Stretch;

/* How much of the paint is at a point: 1 in the core, and softly less to the edge. */
static float paint_at(const Stretch *stretch, float x, float y)
{
  float px = x - stretch->x, py = y - stretch->y;
  float along = stretch->length2 > 0 ? (px * stretch->dx + py * stretch->dy) / stretch->length2 : 0;

  along = CLAMP(along, 0, 1);
  px -= along * stretch->dx;
  py -= along * stretch->dy;
  float distance = sqrtf(px * px + py * py) / stretch->radius;
  float fall = CLAMP((1 - distance) / (1 - CORE), 0, 1);
  return fall * fall * (3 - 2 * fall);
}

/* Painting over what is painted changes nothing, so strokes may overlap. */
static void paint_pixels(const Stretch *stretch, const GeglRectangle *part, float *shades)
{
  for (int y = 0; y < part->height; y++)
    for (int x = 0; x < part->width; x++, shades++) {
      float paint = paint_at(stretch, (float)(part->x + x) + 0.5f, (float)(part->y + y) + 0.5f);
      *shades = stretch->erase ? MIN(*shades, 1 - paint) : MAX(*shades, paint);
    }
}

static GeglRectangle part_of(const PrimImportanceMap *map, const PrimDab *dab)
{
  int left = (int)floor(MIN(dab->x0, dab->x1) - dab->radius);
  int top = (int)floor(MIN(dab->y0, dab->y1) - dab->radius);
  int right = (int)ceil(MAX(dab->x0, dab->x1) + dab->radius);
  int bottom = (int)ceil(MAX(dab->y0, dab->y1) + dab->radius);
  GeglRectangle part = {left, top, right - left, bottom - top};

  gegl_rectangle_intersect(&part, &part, &map->inner);
  return part;
}

/* The pixels of the plane that the part is in. */
static void spoil(PrimImportanceMap *map, const GeglRectangle *part)
{
  const GeglRectangle *region = &map->source.region;
  double x = (double)map->columns / region->width, y = (double)map->rows / region->height;
  PrimBox box = {(int)floor(part->x * x), (int)floor(part->y * y),
                 MIN((int)ceil((part->x + part->width) * x), map->columns),
                 MIN((int)ceil((part->y + part->height) * y), map->rows)};
  PrimBox *stale = &map->stale;

  if (stale->left >= stale->right)
    *stale = box;
  else
    *stale = (PrimBox){MIN(stale->left, box.left), MIN(stale->top, box.top),
                       MAX(stale->right, box.right), MAX(stale->bottom, box.bottom)};
}

void prim_importance_map_dab(PrimImportanceMap *map, const PrimDab *dab)
{
  GeglRectangle part = part_of(map, dab);
  float dx = (float)(dab->x1 - dab->x0), dy = (float)(dab->y1 - dab->y0);
  Stretch stretch = {(float)dab->x0,    (float)dab->y0,     dx,        dy,
                     dx * dx + dy * dy, (float)dab->radius, dab->erase};
  int rows = CLAMP(BAND_PIXELS / MAX(part.width, 1), 1, MAX(part.height, 1));
  float *shades = g_try_new(float, (size_t)part.width *(size_t)rows);

  for (int y = 0; shades && y < part.height; y += rows) {
    GeglRectangle band = {part.x, part.y + y, part.width, MIN(rows, part.height - y)};
    gegl_buffer_get(map->source.painted, &band, 1, babl_format("Y float"), shades,
                    GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
    paint_pixels(&stretch, &band, shades);
    gegl_buffer_set(map->source.painted, &band, 0, babl_format("Y float"), shades,
                    GEGL_AUTO_ROWSTRIDE);
  }
  g_free(shades);
  if (part.width > 0 && part.height > 0)
    spoil(map, &part);
}

/* ---- At working size ----------------------------------------------------------------- */

static bool resize_plane(PrimImportanceMap *map, int columns, int rows)
{
  if (map->plane && map->columns == columns && map->rows == rows)
    return true;
  g_free(map->plane);
  map->plane = g_try_new(uint16_t, (size_t)columns * (size_t)rows);
  map->columns = columns;
  map->rows = rows;
  map->stale = (PrimBox){0, 0, columns, rows};
  return map->plane;
}

/* Brings the plane up to date; false when memory runs out. */
static bool reduce(PrimImportanceMap *map, int columns, int rows)
{
  const GeglRectangle *region = &map->source.region;
  PrimReduction reduction = {region->width, region->height, columns, rows};
  PrimImportance importance;
  GError *problem = NULL;

  if (!resize_plane(map, columns, rows))
    return false;
  if (map->stale.left >= map->stale.right)
    return true;
  bool good = prim_importance_open(&map->source, &importance, &problem) &&
              prim_importance_reduce(&importance, &reduction, &map->stale, map->plane, &problem);
  g_clear_error(&problem);
  if (good)
    map->stale = (PrimBox){0, 0, 0, 0};
  return good;
}

bool prim_importance_map_show(PrimImportanceMap *map, int columns, int rows, uint8_t *shades)
{
  size_t pixels = (size_t)columns * (size_t)rows;

  if (!reduce(map, columns, rows))
    return false;
  for (size_t i = 0; i < pixels; i++)
    shades[i] = prim_weights_shade(map->plane[i]);
  return true;
}

bool prim_importance_map_apply(PrimImportanceMap *map, PrimTarget *target)
{
  if (!reduce(map, target->width, target->height))
    return false;
  prim_weights_apply(target, map->plane);
  return true;
}

bool prim_importance_map_blank(const PrimImportanceMap *map)
{
  size_t pixels = map->plane ? (size_t)map->columns * (size_t)map->rows : 0;

  for (size_t i = 0; i < pixels; i++)
    if (prim_weights_shade(map->plane[i]))
      return false;
  return true;
}
