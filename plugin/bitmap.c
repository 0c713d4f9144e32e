/* A drawing as a PNG or JPEG file. */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "bitmap.h"
#include "coverage.h"
#include "paint.h"
#include "pixels.h"

enum { JPEG_QUALITY = 92, PNG_COMPRESSION = 6 };

/* One picture on its way. */
typedef struct Bitmap {
  const PrimDrawing *drawing;
  const PrimSource *source;
  PrimCoverage coverage;
  bool masked, flat; /* flat: on white */
  float *painted, *values;
  GError **error; /* where GIMP's refusals go */
} Bitmap;

/* Paints the rows, as far as they count; premultiplied colours. */
static PrimStatus paint_rows(const Bitmap *bitmap, int first, int rows)
{
  int width = bitmap->source->region.width, height = bitmap->source->region.height;
  size_t count = (size_t)width * (size_t)rows;
  PrimStatus status =
      prim_paint_rows(bitmap->drawing, width, height, first, rows, 0, bitmap->painted);

  if (status != PRIM_OK)
    return status;
  if (bitmap->masked && !prim_coverage_read(&bitmap->coverage, first, rows, bitmap->values,
                                            bitmap->values + count, bitmap->error))
    return PRIM_STOPPED; /* *error says why */
  for (size_t i = 0; bitmap->masked && i < 4 * count; i++)
    bitmap->painted[i] *= bitmap->values[i / 4];
  for (size_t i = 0; bitmap->flat && i < count; i++) {
    float *pixel = bitmap->painted + 4 * i, behind = 1 - pixel[3];
    for (int k = 0; k < 4; k++)
      pixel[k] += behind;
  }
  return PRIM_OK;
}

static PrimStatus paint(Bitmap *bitmap, GeglBuffer *buffer)
{
  int width = bitmap->source->region.width, height = bitmap->source->region.height;
  int band = MIN(prim_paint_band_rows(width, 7 * sizeof(float)), height);
  size_t pixels = (size_t)width * (size_t)band;
  const Babl *format = prim_pixels_format("R'aG'aB'aA float", buffer);
  PrimStatus status = PRIM_OK;

  bitmap->painted = g_try_new(float, 4 * pixels);
  bitmap->values = g_try_new(float, 3 * pixels);
  if (!bitmap->painted || !bitmap->values)
    status = PRIM_ERROR_MEMORY;
  for (int y = 0; status == PRIM_OK && y < height; y += band) {
    GeglRectangle rows = {0, y, width, MIN(band, height - y)};
    status = paint_rows(bitmap, y, rows.height);
    if (status == PRIM_OK)
      gegl_buffer_set(buffer, &rows, 0, format, bitmap->painted, GEGL_AUTO_ROWSTRIDE);
  }
  g_free(bitmap->painted);
  g_free(bitmap->values);
  return status;
}

/* GEGL's savers only warn when the disk is full, so the end is looked at. */
static bool ends_well(const char *filename, bool jpeg)
{
  static const guchar PNG_END[] = {'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
  static const guchar JPEG_END[] = {0xff, 0xd9};
  const guchar *end = jpeg ? JPEG_END : PNG_END;
  size_t length = jpeg ? sizeof JPEG_END : sizeof PNG_END;
  guchar last[sizeof PNG_END];
  FILE *file = g_fopen(filename, "rb");

  if (!file)
    return false;
  bool good = fseek(file, -(long)length, SEEK_END) == 0 && fread(last, 1, length, file) == length &&
              memcmp(last, end, length) == 0;
  fclose(file);
  return good;
}

static bool save(GeglBuffer *buffer, bool jpeg, bool deep, const char *filename)
{
  GeglNode *graph = gegl_node_new();
  GeglNode *from =
      gegl_node_new_child(graph, "operation", "gegl:buffer-source", "buffer", buffer, NULL);
  GeglNode *to =
      jpeg ? gegl_node_new_child(graph, "operation", "gegl:jpg-save", "path", filename, "quality",
                                 JPEG_QUALITY, NULL)
           : gegl_node_new_child(graph, "operation", "gegl:png-save", "path", filename,
                                 "compression", PNG_COMPRESSION, "bitdepth", deep ? 16 : 8, NULL);

  gegl_node_link(from, to);
  gegl_node_process(to);
  g_object_unref(graph);
  return ends_well(filename, jpeg);
}

/* The file's pixels: the picture's depth, with opacity only where it is needed. */
static const Babl *file_format(const Bitmap *bitmap, GeglBuffer *pixels, bool deep)
{
  static const char *const names[2][2] = {{"R'G'B' u8", "R'G'B' u16"},
                                          {"R'G'B'A u8", "R'G'B'A u16"}};
  bool alpha = !bitmap->flat && (bitmap->masked || bitmap->drawing->transparent);

  return prim_pixels_format(names[alpha][deep], pixels);
}

bool prim_bitmap_write(const PrimDrawing *drawing, const PrimSource *source, bool masked,
                       const char *filename, GError **error)
{
  bool jpeg = g_str_has_suffix(filename, ".jpg");
  GimpPrecision precision = gimp_image_get_precision(source->image);
  bool deep =
      !jpeg && precision != GIMP_PRECISION_U8_GAMMA && precision != GIMP_PRECISION_U8_LINEAR;
  PrimBuffer pixels;
  Bitmap bitmap = {
      .drawing = drawing, .source = source, .masked = masked, .flat = jpeg, .error = error};
  GeglRectangle whole = {0, 0, source->region.width, source->region.height};

  if (!prim_buffer_open(source->drawable, &pixels, error))
    return false;
  if (!prim_coverage_open(source, &pixels, &bitmap.coverage, error)) {
    prim_buffer_close(&pixels);
    return false;
  }
  GeglBuffer *buffer = gegl_buffer_new(&whole, file_format(&bitmap, pixels.pixels, deep));
  PrimStatus status = paint(&bitmap, buffer);
  bool good = status == PRIM_OK && save(buffer, jpeg, deep, filename);
  prim_coverage_close(&bitmap.coverage);
  g_object_unref(buffer);
  prim_buffer_close(&pixels);
  prim_fail_status(error, status);
  if (status == PRIM_OK && !good)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("\"%s\" could not be written."), filename);
  return good;
}
