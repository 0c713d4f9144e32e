/* From a drawable to core's working image.
 *
 * GEGL's own scaled reading is not used: it goes through mipmaps of averages in
 * linear light and copies every tile more often. The drawable is read at full
 * size in bands of rows, once, and reduced by exact averages on all cores. */
#include <string.h>

#include "../core/team.h"
#include "coverage.h"
#include "importance.h"
#include "pixels.h"
#include "reduce.h"
#include "weights.h"

enum { BAND_PIXELS = 1 << 21 }; /* about that many are in memory at a time */

/* One reading, band after band. */
typedef struct Reading {
  PrimReduction reduction;
  PrimCoverage coverage;
  PrimImportance importance;
  GeglBuffer *buffer;
  const Babl *format;
  PrimTarget *target;
  uint16_t *covered; /* target-sized: covered part of each pixel in 1/65535ths */
  PrimTeam *team;
  int band_row, band_first; /* the band's first target row, its first source row */
  uint8_t *rgb;             /* the band, full size */
  uint8_t *weights;         /* of the band's pixels in 1/255ths, or NULL: full everywhere */
  float *values, *scratch;
  bool full; /* every pixel so far counts in full */
} Reading;

const Babl *prim_pixels_format(const char *name, GeglBuffer *buffer)
{
  return babl_format_with_space(name, babl_format_get_space(gegl_buffer_get_format(buffer)));
}

static void read_weights(Reading *reading, int first, int rows)
{
  size_t count = (size_t)reading->reduction.from_width * (size_t)rows;

  prim_coverage_read(&reading->coverage, first, rows, reading->values, reading->scratch);
  for (size_t i = 0; reading->full && i < count; i++)
    reading->full = prim_weight_byte(reading->values[i]) == 255;
  prim_importance_multiply(&reading->importance, first, rows, reading->values, reading->scratch);
  for (size_t i = 0; i < count; i++)
    reading->weights[i] = prim_weight_byte(reading->values[i]);
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
static void read_band(Reading *reading, const PrimSource *source, int row, int row_end)
{
  int first, end;

  prim_reduce_rows_needed(&reading->reduction, row, row_end, &first, &end);
  GeglRectangle rows = {source->region.x, source->region.y + first, source->region.width,
                        end - first};
  gegl_buffer_get(reading->buffer, &rows, 1, reading->format, reading->rgb, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  if (reading->weights)
    read_weights(reading, first, end - first);
  reading->band_row = row;
  reading->band_first = first;
  prim_team_run(reading->team, row_end - row, reduce_row, reading);
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

static bool read_bands(Reading *reading, const PrimSource *source)
{
  int source_rows = 0;
  int rows = band_rows(&reading->reduction, &source_rows);
  size_t pixels = (size_t)source_rows * (size_t)source->region.width;
  bool weighted = prim_coverage_in_play(&reading->coverage) || reading->importance.buffer;

  reading->rgb = g_try_malloc(3 * pixels);
  if (weighted) {
    reading->weights = g_try_malloc(pixels);
    reading->values = g_try_new(float, pixels);
    reading->scratch = g_try_new(float, 2 * pixels);
  }
  reading->team = prim_team_new(0);
  bool good = reading->rgb && reading->team &&
              (!weighted || (reading->weights && reading->values && reading->scratch));
  for (int row = 0; good && row < reading->target->height; row += rows)
    read_band(reading, source, row, MIN(row + rows, reading->target->height));
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

PrimTarget *prim_pixels_read(const PrimSource *source, int width, int height, bool *covered,
                             GError **error)
{
  Reading reading = {.reduction = {source->region.width, source->region.height, width, height},
                     .full = true};

  reading.target = prim_target_new(width, height);
  reading.covered = g_try_new(uint16_t, (size_t)width * (size_t)height);
  reading.buffer = gimp_drawable_get_buffer(source->drawable);
  reading.coverage = prim_coverage_open(source, reading.buffer);
  reading.importance = prim_importance_open(source);
  reading.format = prim_pixels_format("R'G'B' u8", reading.buffer);

  PrimStatus status = PRIM_ERROR_MEMORY;
  if (reading.target && reading.covered && read_bands(&reading, source)) {
    set_weights(reading.target, reading.covered);
    *covered = !reading.full;
    status = counts_anywhere(reading.target) ? PRIM_OK : PRIM_ERROR_EMPTY;
  }
  g_object_unref(reading.buffer);
  prim_coverage_close(&reading.coverage);
  prim_importance_close(&reading.importance);
  g_free(reading.covered);
  if (status == PRIM_OK)
    return reading.target;
  prim_target_free(reading.target);
  prim_fail_status(error, status);
  return NULL;
}
