/* From a drawable to core's working image.
 *
 * GEGL's own scaled reading is not used: it goes through mipmaps of averages in
 * linear light and copies every tile more often. The drawable is read at full
 * size in bands of rows, once, and reduced by exact averages on all cores. */
#include <string.h>

#include "../../core/team.h"
#include "coverage.h"
#include "pixels.h"
#include "reduce.h"
#include "weights.h"

enum { BAND_PIXELS = 1 << 21 }; /* about that many are in memory at a time */

/* One reading, band after band. */
typedef struct Reading {
  PrimReduction reduction;
  PrimCoverage coverage;
  PrimBuffer buffer;
  const Babl *format;
  PrimTarget *target;
  uint16_t *covered; /* target-sized: covered part of each pixel in 1/65535ths */
  PrimTeam *team;
  int band_row, band_first; /* the band's first target row, its first source row */
  uint8_t *rgb;             /* the band, full size */
  uint8_t *weights;         /* of the band's pixels in 1/255ths, or NULL: full everywhere */
  float *values, *scratch;
  GeglBuffer *counted; /* what coverage was read, or NULL: every pixel so far counts in full */
} Reading;

const Babl *prim_pixels_format(const char *name, GeglBuffer *buffer)
{
  return babl_format_with_space(name, babl_format_get_space(gegl_buffer_get_format(buffer)));
}

static bool all_full(const float *values, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (prim_weight_byte(values[i]) != 255)
      return false;
  return true;
}

/* As fine as the image's own masks. */
static const Babl *coverage_format(const Reading *reading)
{
  const Babl *type = babl_format_get_type(gegl_buffer_get_format(reading->buffer.pixels), 0);

  return babl_format(type == babl_type("u8")    ? "Y u8"
                     : type == babl_type("u16") ? "Y u16"
                                                : "Y float");
}

/* Keeps the coverage that was read, from the first pixel on that does not count in full. */
static void keep_coverage(Reading *reading, int first, int rows)
{
  const PrimReduction *reduction = &reading->reduction;
  GeglRectangle here = {0, first, reduction->from_width, rows};
  GeglRectangle whole = {0, 0, here.width, reduction->from_height};
  GeglRectangle above = {0, 0, here.width, first};
  const float full = 1;

  if (!reading->counted) {
    if (all_full(reading->values, (size_t)here.width * (size_t)rows))
      return;
    reading->counted = gegl_buffer_new(&whole, coverage_format(reading));
    if (first)
      gegl_buffer_set_color_from_pixel(reading->counted, &above, &full, babl_format("Y float"));
  }
  gegl_buffer_set(reading->counted, &here, 0, babl_format("Y float"), reading->values,
                  GEGL_AUTO_ROWSTRIDE);
}

static bool read_weights(Reading *reading, int first, int rows, GError **error)
{
  size_t count = (size_t)reading->reduction.from_width * (size_t)rows;

  if (!prim_coverage_read(&reading->coverage, first, rows, reading->values, reading->scratch,
                          error))
    return false;
  keep_coverage(reading, first, rows);
  for (size_t i = 0; i < count; i++)
    reading->weights[i] = prim_weight_byte(reading->values[i]);
  return true;
}

/* Target row band_row + task, of a band that was read. */
static void reduce_row(void *data, int task, bool caller)
{
  const Reading *reading = data;
  int row = reading->band_row + task;
  size_t pixel = (size_t)row * (size_t)reading->target->width;

  (void)caller;
  prim_reduce_row(&reading->reduction, row, reading->band_first, reading->rgb, reading->weights,
                  reading->target->rgb + 3 * pixel, reading->covered + pixel);
}

/* Target rows row..row_end-1. */
static bool read_band(Reading *reading, const PrimSource *source, int row, int row_end,
                      GError **error)
{
  int first, end;

  prim_reduce_rows_needed(&reading->reduction, row, row_end, &first, &end);
  GeglRectangle rows = {source->region.x, source->region.y + first, source->region.width,
                        end - first};
  if (!prim_buffer_read(&reading->buffer, &rows, reading->format, reading->rgb, GEGL_ABYSS_NONE,
                        error) ||
      (reading->weights && !read_weights(reading, first, end - first, error)))
    return false;
  reading->band_row = row;
  reading->band_first = first;
  prim_team_run(reading->team, row_end - row, reduce_row, reading);
  return true;
}

/* How many target rows are made at a time, and the most source rows that takes. */
static int band_rows(const PrimReduction *reduction, int *source_rows)
{
  double scale = (double)reduction->from_height / reduction->to_height;
  int rows = (int)(BAND_PIXELS / scale / reduction->from_width);

  rows = CLAMP(rows, 1, reduction->to_height);
  *source_rows = MIN((int)(rows * scale) + 2, reduction->from_height);
  return rows;
}

/* False without *error: memory ran out. */
static bool read_bands(Reading *reading, const PrimSource *source, int threads, GError **error)
{
  int source_rows = 0;
  int rows = band_rows(&reading->reduction, &source_rows);
  size_t pixels = (size_t)source_rows * (size_t)source->region.width;
  bool weighted = prim_coverage_in_play(&reading->coverage);

  reading->rgb = g_try_malloc(3 * pixels);
  if (weighted) {
    reading->weights = g_try_malloc(pixels);
    reading->values = g_try_new(float, pixels);
    reading->scratch = g_try_new(float, 2 * pixels);
  }
  reading->team = prim_team_new(threads);
  bool good = reading->rgb && reading->team &&
              (!weighted || (reading->weights && reading->values && reading->scratch));
  for (int row = 0; good && row < reading->target->height; row += rows)
    good = read_band(reading, source, row, MIN(row + rows, reading->target->height), error);
  prim_team_free(reading->team);
  g_free(reading->rgb);
  g_free(reading->weights);
  g_free(reading->values);
  g_free(reading->scratch);
  return good;
}

/* Covered parts become weights. The most covered pixel gets all
 * of the levels, so a faint layer is not lost; and where every pixel that
 * counts does so alike, 0 and 1 are enough. */
static void set_weights(PrimTarget *target, const uint16_t *covered)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;
  uint32_t most = 0, least = UINT16_MAX;

  for (size_t i = 0; i < pixels; i++) {
    most = MAX(most, covered[i]);
    if (covered[i])
      least = MIN(least, covered[i]);
  }
  uint32_t levels = most > least ? (uint32_t)prim_target_weight_levels(target->width) : 1;
  for (size_t i = 0; i < pixels; i++)
    target->weight[i] = most ? (uint8_t)((covered[i] * levels + most / 2) / most) : 0;
}

static bool counts_anywhere(const PrimTarget *target)
{
  size_t pixels = (size_t)target->width * (size_t)target->height;

  for (size_t i = 0; i < pixels; i++)
    if (target->weight[i])
      return true;
  return false;
}

static bool open_all(Reading *reading, const PrimSource *source, GError **error)
{
  if (!prim_buffer_open(source->drawable, &reading->buffer, error) ||
      !prim_coverage_open(source, &reading->buffer, &reading->coverage, error))
    return false;
  reading->format = prim_pixels_format("R'G'B' u8", reading->buffer.pixels);
  return true;
}

static void close_all(Reading *reading)
{
  prim_coverage_close(&reading->coverage);
  prim_buffer_close(&reading->buffer);
  g_free(reading->covered);
}

/* Reads into the reading's target. */
static bool read_target(Reading *reading, const PrimSource *source, int threads, GError **error)
{
  if (!open_all(reading, source, error))
    return false;
  if (!reading->target || !reading->covered || !read_bands(reading, source, threads, error)) {
    if (!*error)
      prim_fail_status(error, PRIM_ERROR_MEMORY);
    return false;
  }
  set_weights(reading->target, reading->covered);
  if (counts_anywhere(reading->target))
    return true;
  prim_fail_status(error, PRIM_ERROR_EMPTY);
  return false;
}

PrimTarget *prim_pixels_read(const PrimSource *source, int width, int height, int threads,
                             GeglBuffer **coverage, GError **error)
{
  Reading reading = {.reduction = {source->region.width, source->region.height, width, height}};

  reading.target = prim_target_new(width, height);
  reading.covered = g_try_new(uint16_t, (size_t)width * (size_t)height);
  bool good = read_target(&reading, source, threads, error);
  close_all(&reading);
  if (good) {
    *coverage = reading.counted;
    return reading.target;
  }
  g_clear_object(&reading.counted);
  prim_target_free(reading.target);
  return NULL;
}
