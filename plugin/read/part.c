/* Parts of the picture for the dialog's preview, read slice by slice: a slice is a few
 * milliseconds' worth of pixels. */
#include <stdlib.h>
#include <string.h>

#include "coverage.h"
#include "part.h"
#include "pixels.h"
#include "reduce.h"
#include "weights.h"

enum { SLICE_PIXELS = 1 << 19 };

struct PrimPartReader {
  PrimSource source; /* its region is the part */
  PrimCoverage coverage;
  PrimBuffer buffer;
  const Babl *format;
  PrimReduction reduction;
  int row, slice;  /* the next reduced row, and how many are made at a time */
  uint8_t *rgb;    /* the slice in the picture's own size ... */
  uint8_t *weight; /* ... with its coverage in 1/255ths, */
  float *values, *scratch;
  uint8_t *reduced; /* and a reduced row ... */
  uint16_t *covered;
  uint8_t *rgba; /* on its way to the part */
};

static PrimSource crop(const PrimSource *source, const PrimPart *part)
{
  PrimSource cropped = *source;

  cropped.region = (GeglRectangle){source->region.x + part->left, source->region.y + part->top,
                                   part->width, part->height};
  cropped.offset_x += part->left;
  cropped.offset_y += part->top;
  cropped.mask_x += part->left;
  cropped.mask_y += part->top;
  return cropped;
}

static void free_reader(PrimPartReader *reader)
{
  prim_coverage_close(&reader->coverage);
  prim_buffer_close(&reader->buffer);
  g_free(reader->rgb);
  g_free(reader->weight);
  g_free(reader->values);
  g_free(reader->scratch);
  g_free(reader->reduced);
  g_free(reader->covered);
  free(reader->rgba);
  g_free(reader);
}

/* False when memory runs out. */
static bool allocate(PrimPartReader *reader)
{
  const PrimReduction *reduction = &reader->reduction;
  double scale = (double)reduction->from_height / reduction->to_height;
  int rows = (int)(SLICE_PIXELS / scale / reduction->from_width);

  reader->slice = CLAMP(rows, 1, reduction->to_height);
  int source_rows = MIN((int)(reader->slice * scale) + 2, reduction->from_height);
  size_t pixels = (size_t)source_rows * (size_t)reduction->from_width;
  reader->rgb = g_try_malloc(3 * pixels);
  reader->weight = g_try_malloc(pixels);
  reader->values = g_try_new(float, pixels);
  reader->scratch = g_try_new(float, 2 * pixels);
  reader->reduced = g_try_malloc(3 * (size_t)reduction->to_width);
  reader->covered = g_try_new(uint16_t, (size_t)reduction->to_width);
  reader->rgba = malloc(4 * (size_t)reduction->to_width * (size_t)reduction->to_height);
  return reader->rgb && reader->weight && reader->values && reader->scratch && reader->reduced &&
         reader->covered && reader->rgba;
}

PrimPartReader *prim_part_begin(const PrimSource *source, const PrimPart *part)
{
  PrimPartReader *reader = g_new0(PrimPartReader, 1);
  GError *problem = NULL;

  reader->source = crop(source, part);
  reader->reduction = (PrimReduction){part->width, part->height, part->columns, part->rows};
  if (prim_buffer_open(source->drawable, &reader->buffer, &problem) &&
      prim_coverage_open(&reader->source, &reader->buffer, &reader->coverage, &problem) &&
      allocate(reader)) {
    reader->format = prim_pixels_format("R'G'B' u8", reader->buffer.pixels);
    return reader;
  }
  g_clear_error(&problem); /* the search says it */
  free_reader(reader);
  return NULL;
}

/* Reduced row `row`, from rows of the picture that begin with `first`. */
static void make_row(PrimPartReader *reader, int row, int first)
{
  int columns = reader->reduction.to_width;
  uint8_t *to = reader->rgba + 4 * (size_t)row * (size_t)columns;
  const uint8_t *rgb = reader->reduced;

  prim_reduce_row(&reader->reduction, row, first, reader->rgb, reader->weight, reader->reduced,
                  reader->covered);
  for (int x = 0; x < columns; x++, to += 4, rgb += 3) {
    memcpy(to, rgb, 3);
    to[3] = (uint8_t)((reader->covered[x] + 128) / 257);
  }
}

/* Reads rows first..end-1 of the part; false when something is gone or changed. */
static bool read_rows(PrimPartReader *reader, int first, int end)
{
  const GeglRectangle *region = &reader->source.region;
  GeglRectangle rows = {region->x, region->y + first, region->width, end - first};
  size_t count = (size_t)rows.width * (size_t)rows.height;
  GError *problem = NULL;

  if (!prim_buffer_read(&reader->buffer, &rows, reader->format, reader->rgb, GEGL_ABYSS_NONE,
                        &problem) ||
      !prim_coverage_read(&reader->coverage, first, rows.height, reader->values, reader->scratch,
                          &problem)) {
    g_clear_error(&problem); /* the search says it */
    return false;
  }
  for (size_t i = 0; i < count; i++)
    reader->weight[i] = prim_weight_byte(reader->values[i]);
  return true;
}

bool prim_part_step(PrimPartReader *reader)
{
  int end_row = MIN(reader->row + reader->slice, reader->reduction.to_height);
  int first, end;

  prim_reduce_rows_needed(&reader->reduction, reader->row, end_row, &first, &end);
  if (!read_rows(reader, first, end))
    return false;
  for (int row = reader->row; row < end_row; row++)
    make_row(reader, row, first);
  reader->row = end_row;
  return end_row < reader->reduction.to_height;
}

void prim_part_end(PrimPartReader *reader, PrimPart *part)
{
  if (part && reader->row == reader->reduction.to_height) {
    part->rgba = reader->rgba;
    reader->rgba = NULL;
  }
  free_reader(reader);
}
