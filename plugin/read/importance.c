/* Where the picture matters more. */
#include "importance.h"
#include "pixels.h"
#include "weights.h"

enum { BAND_PIXELS = 1 << 20 }; /* about that many are in memory at a time */

bool prim_importance_open(const PrimSource *source, PrimImportance *importance, GError **error)
{
  int x = 0, y = 0;

  *importance = (PrimImportance){.source = source, .format = babl_format("YA float")};
  if (source->painted || source->importance == -1)
    return true;
  /* A layer's grey is what the eye sees; channels and masks hold plain numbers. */
  bool plain = gimp_item_is_channel(source->importance);
  gimp_drawable_offsets(source->importance, &x, &y);
  importance->x = source->offset_x - x;
  importance->y = source->offset_y - y;
  if (!prim_buffer_open(source->importance, &importance->buffer, error))
    return false;
  if (!plain)
    importance->format = prim_pixels_format("Y'A float", importance->buffer.pixels);
  return true;
}

void prim_importance_close(PrimImportance *importance)
{
  prim_buffer_close(&importance->buffer);
}

bool prim_importance_read(const PrimImportance *importance, const GeglRectangle *part,
                          float *gray_alpha, GError **error)
{
  GeglRectangle here = {importance->x + part->x, importance->y + part->y, part->width,
                        part->height};

  if (importance->buffer.pixels)
    return prim_buffer_read(&importance->buffer, &here, importance->format, gray_alpha,
                            GEGL_ABYSS_NONE, error);
  gegl_buffer_get(importance->source->painted, &here, 1, importance->format, gray_alpha,
                  GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return true;
}

/* ---- Reducing -------------------------------------------------------------------- */

/* Rows of the region, in the columns that some of the plane's are made of. */
typedef struct Band {
  GeglRectangle part;
  float *gray_alpha, *values;
  uint8_t *counts; /* in 1/255ths; rows are as wide as the region, and filled in the part only */
} Band;

static bool allocate(Band *band, int width, int rows)
{
  size_t pixels = (size_t)width * (size_t)rows;

  band->gray_alpha = g_try_new(float, 2 * pixels);
  band->values = g_try_new(float, pixels);
  band->counts = g_try_malloc(pixels);
  return band->gray_alpha && band->values && band->counts;
}

static void release(Band *band)
{
  g_free(band->gray_alpha);
  g_free(band->values);
  g_free(band->counts);
}

static bool read_band(const PrimImportance *importance, int width, Band *band, GError **error)
{
  const GeglRectangle *part = &band->part;
  size_t count = (size_t)part->width * (size_t)part->height;
  const float *value = band->values;

  if (!prim_importance_read(importance, part, band->gray_alpha, error))
    return false;
  prim_weights_importance(band->values, count, band->gray_alpha);
  for (int y = 0; y < part->height; y++) {
    uint8_t *row = band->counts + (size_t)y * (size_t)width + part->x;
    for (int x = 0; x < part->width; x++)
      row[x] = prim_weight_byte(*value++);
  }
  return true;
}

/* Rows row..row_end-1 of the plane, in the columns of the box. */
static bool reduce_rows(const PrimImportance *importance, const PrimReduction *reduction,
                        const PrimBox *box, int row, int row_end, Band *band, uint16_t *plane,
                        GError **error)
{
  int first, end, left, right;

  prim_reduce_rows_needed(reduction, row, row_end, &first, &end);
  prim_reduce_columns_needed(reduction, box->left, box->right, &left, &right);
  band->part = (GeglRectangle){left, first, right - left, end - first};
  if (!read_band(importance, reduction->from_width, band, error))
    return false;
  for (int y = row; y < row_end; y++)
    prim_reduce_plane(reduction, y, first, box->left, box->right, band->counts,
                      plane + (size_t)y * (size_t)reduction->to_width);
  return true;
}

bool prim_importance_reduce(const PrimImportance *importance, const PrimReduction *reduction,
                            const PrimBox *box, uint16_t *plane, GError **error)
{
  int width = reduction->from_width;
  double scale = (double)reduction->from_height / reduction->to_height;
  int rows = CLAMP((int)(BAND_PIXELS / scale / width), 1, reduction->to_height);
  int source_rows = MIN((int)(rows * scale) + 2, reduction->from_height);
  Band band = {.counts = NULL};
  bool good = allocate(&band, width, source_rows);

  if (!good)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  for (int row = box->top; good && row < box->bottom; row += rows)
    good = reduce_rows(importance, reduction, box, row, MIN(row + rows, box->bottom), &band, plane,
                       error);
  release(&band);
  return good;
}

bool prim_importance_apply(const PrimSource *source, PrimTarget *target, GError **error)
{
  PrimReduction reduction = {source->region.width, source->region.height, target->width,
                             target->height};
  PrimBox whole = {0, 0, target->width, target->height};
  PrimImportance importance;

  if ((!source->painted && source->importance == -1))
    return true;
  uint16_t *plane = g_try_new(uint16_t, (size_t)target->width * (size_t)target->height);
  if (!plane) {
    prim_fail_status(error, PRIM_ERROR_MEMORY);
    return false;
  }
  bool good = prim_importance_open(source, &importance, error);
  if (good) {
    good = prim_importance_reduce(&importance, &reduction, &whole, plane, error);
    prim_importance_close(&importance);
  }
  if (good)
    prim_weights_apply(target, plane);
  g_free(plane);
  return good;
}
