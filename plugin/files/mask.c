/* Masks as files carry them. */
#include <stdlib.h>

#include "encode.h"
#include "mask.h"

enum { BAND_PIXELS = 1 << 22 }; /* about that many are in memory at a time */

/* One picture, read from the top down. */
typedef struct Reading {
  int width, height;
  PrimMaskRows *read;
  void *data;
  uint8_t *values; /* rows first..first+rows-1 are in memory, at most `band` */
  int first, rows, band;
  GError **error;
} Reading;

/* Row `y`; NULL when it cannot be read. */
static const void *row_of(void *data, int y)
{
  Reading *reading = data;

  if (y < reading->first || y >= reading->first + reading->rows) {
    int rows = MIN(reading->band, reading->height - y);
    reading->rows = 0;
    if (!reading->read(reading->data, y, rows, reading->values, reading->error))
      return NULL;
    reading->first = y;
    reading->rows = rows;
  }
  return reading->values + (size_t)reading->width * (size_t)(y - reading->first);
}

/* What a look at all pixels tells. */
typedef struct Look {
  PrimBox box; /* around all that is shown a little */
  int64_t full;
  bool partly; /* some pixels are neither shown in full nor hidden */
} Look;

static bool look(Reading *reading, Look *seen)
{
  *seen = (Look){{reading->width, reading->height, 0, 0}, 0, false};
  for (int y = 0; y < reading->height; y++) {
    const uint8_t *row = row_of(reading, y);
    if (!row)
      return false;
    for (int x = 0; x < reading->width; x++) {
      if (!row[x])
        continue;
      seen->full += row[x] == 255;
      seen->partly |= row[x] != 255;
      seen->box.left = MIN(seen->box.left, x);
      seen->box.right = MAX(seen->box.right, x + 1);
      seen->box.top = MIN(seen->box.top, y);
      seen->box.bottom = y + 1;
    }
  }
  if (seen->box.right == 0)
    seen->box = (PrimBox){0, 0, 0, 0};
  return true;
}

/* The picture as grey PNG in base64; NULL when that failed. */
static char *encode(Reading *reading)
{
  PrimRaster raster = {.width = reading->width,
                       .height = reading->height,
                       .channels = 1,
                       .bits = 8,
                       .row = row_of,
                       .data = reading};
  char *bytes = NULL, *text = NULL;
  size_t count = 0;
  FILE *stream = open_memstream(&bytes, &count);

  bool good = stream && prim_encode_png(&raster, stream);
  good = stream && fclose(stream) == 0 && good;
  if (good)
    text = g_base64_encode((const guchar *)bytes, count);
  free(bytes);
  return text;
}

static bool make(Reading *reading, PrimMask **mask)
{
  Look seen;

  if (!look(reading, &seen))
    return false;
  const PrimBox *box = &seen.box;
  int64_t area = (int64_t)(box->right - box->left) * (box->bottom - box->top);
  bool simple = !seen.partly && seen.full == area;
  if (simple && area == (int64_t)reading->width * reading->height)
    return true;
  char *png = simple ? NULL : encode(reading);
  if (!simple && !png)
    return false;
  *mask = g_new(PrimMask, 1);
  **mask = (PrimMask){reading->width, reading->height, *box, png};
  return true;
}

bool prim_mask_make(int width, int height, PrimMaskRows *read, void *data, PrimMask **mask,
                    GError **error)
{
  Reading reading = {.width = width, .height = height, .read = read, .data = data, .error = error};

  *mask = NULL;
  reading.band = CLAMP(BAND_PIXELS / width, 1, height);
  reading.values = g_try_malloc((size_t)width * (size_t)reading.band);
  bool good = reading.values && make(&reading, mask);
  g_free(reading.values);
  return good;
}

void prim_mask_free(PrimMask *mask)
{
  if (mask)
    g_free(mask->png);
  g_free(mask);
}
