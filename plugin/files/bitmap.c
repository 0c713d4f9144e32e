/* A drawing as a PNG or JPEG file. */
#include "bitmap.h"
#include "../read/coverage.h"
#include "encode.h"
#include "../write/paint.h"
#include "../read/pixels.h"

enum { JPEG_QUALITY = 92 };

/* One picture on its way, a band of rows at a time. */
typedef struct Bitmap {
  const PrimBitmapPlan *plan;
  const PrimDrawing *drawing;
  int threads;
  PrimCoverage coverage; /* of a source that is settled: no call of libgimp */
  size_t pixel_bytes;
  int first, rows, band;   /* rows first..first+rows-1 are in memory, at most `band` */
  float *painted, *values; /* premultiplied colours; coverage, and as much again twice */
  uint8_t *converted;      /* the band as the file has it */
  PrimStatus status;
  GError **error; /* where a failure to read the coverage goes */
} Bitmap;

/* Paints the rows, as far as they count; premultiplied colours. */
static PrimStatus paint_rows(const Bitmap *bitmap, int first, int rows)
{
  const PrimSource *source = bitmap->plan->source;
  int width = source->region.width, height = source->region.height;
  bool masked = source->coverage;
  size_t count = (size_t)width * (size_t)rows;
  PrimStatus status = prim_paint_rows(bitmap->drawing, width, height, first, rows, bitmap->threads,
                                      bitmap->painted);

  if (status != PRIM_OK)
    return status;
  if (masked && !prim_coverage_read(&bitmap->coverage, first, rows, bitmap->values,
                                    bitmap->values + count, bitmap->error))
    return PRIM_STOPPED; /* *error says why */
  for (size_t i = 0; masked && i < 4 * count; i++)
    bitmap->painted[i] *= bitmap->values[i / 4];
  for (size_t i = 0; bitmap->plan->jpeg && i < count; i++) { /* on white */
    float *pixel = bitmap->painted + 4 * i, behind = 1 - pixel[3];
    for (int k = 0; k < 4; k++)
      pixel[k] += behind;
  }
  return PRIM_OK;
}

/* A row of the file, for the encoder. */
static const void *file_row(void *data, int y)
{
  Bitmap *bitmap = data;
  const GeglRectangle *region = &bitmap->plan->source->region;

  if (y >= bitmap->first + bitmap->rows) {
    bitmap->first = y;
    bitmap->rows = MIN(bitmap->band, region->height - y);
    bitmap->status = paint_rows(bitmap, y, bitmap->rows);
    if (bitmap->status != PRIM_OK)
      return NULL;
    babl_process(bitmap->plan->fish, bitmap->painted, bitmap->converted,
                 (long)region->width * bitmap->rows);
  }
  return bitmap->converted +
         bitmap->pixel_bytes * (size_t)region->width * (size_t)(y - bitmap->first);
}

static bool is_linear(gint32 image)
{
  switch (gimp_image_get_precision(image)) {
  case GIMP_PRECISION_U8_LINEAR:
  case GIMP_PRECISION_U16_LINEAR:
  case GIMP_PRECISION_U32_LINEAR:
  case GIMP_PRECISION_HALF_LINEAR:
  case GIMP_PRECISION_FLOAT_LINEAR:
  case GIMP_PRECISION_DOUBLE_LINEAR:
    return true;
  default:
    return false;
  }
}

/* The profile of what is written, for g_object_unref(): the image's. Where that is for
 * linear light, which files of 8 or 16 bits do not hold, its twin for perceptual values. NULL
 * for plain PNG, which is sRGB. */
static GimpColorProfile *profile_of(gint32 image, bool jpeg)
{
  GimpColorProfile *profile = gimp_image_get_color_profile(image);
  bool grey = gimp_image_base_type(image) == GIMP_GRAY;

  if (!profile && jpeg)
    return grey ? gimp_color_profile_new_d65_gray_srgb_trc() : gimp_color_profile_new_rgb_srgb();
  if (!profile || !is_linear(image))
    return profile;
  GimpColorProfile *twin = gimp_color_profile_new_srgb_trc_from_color_profile(profile);
  if (!twin)
    return profile;
  g_object_unref(profile);
  return twin;
}

/* The file's pixels: grey or not and as deep as the picture, with opacity only where it is
 * needed. */
static const Babl *file_format(const PrimSource *source, bool transparent, bool jpeg,
                               GeglBuffer *pixels)
{
  static const char *const names[2][2][2] = {
      {{"R'G'B' u8", "R'G'B' u16"}, {"R'G'B'A u8", "R'G'B'A u16"}},
      {{"Y' u8", "Y' u16"}, {"Y'A u8", "Y'A u16"}},
  };
  GimpPrecision precision = gimp_image_get_precision(source->image);
  bool grey = gimp_image_base_type(source->image) == GIMP_GRAY;
  bool alpha = !jpeg && (source->coverage || transparent);
  bool deep =
      !jpeg && precision != GIMP_PRECISION_U8_GAMMA && precision != GIMP_PRECISION_U8_LINEAR;

  return prim_pixels_format(names[grey][alpha][deep], pixels);
}

static bool check_size(const PrimSource *source, bool jpeg, GError **error)
{
  if (!jpeg || MAX(source->region.width, source->region.height) <= PRIM_JPEG_SIDE_MAX)
    return true;
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("A JPEG file can be at most %d pixels wide and high. Choose png as the format."),
            PRIM_JPEG_SIDE_MAX);
  return false;
}

bool prim_bitmap_plan(const PrimSource *source, bool transparent, bool jpeg, PrimBitmapPlan *plan,
                      GError **error)
{
  PrimBuffer pixels;

  if (!check_size(source, jpeg, error) || !prim_buffer_open(source->drawable, &pixels, error))
    return false;
  *plan = (PrimBitmapPlan){.source = source, .jpeg = jpeg};
  plan->format = file_format(source, transparent, jpeg, pixels.pixels);
  plan->fish = babl_fish(prim_pixels_format("R'aG'aB'aA float", pixels.pixels), plan->format);
  plan->profile = profile_of(source->image, jpeg);
  prim_buffer_close(&pixels);
  return true;
}

void prim_bitmap_plan_clear(PrimBitmapPlan *plan)
{
  g_clear_object(&plan->profile);
}

static bool encode(Bitmap *bitmap, FILE *stream)
{
  const PrimBitmapPlan *plan = bitmap->plan;
  const GeglRectangle *region = &plan->source->region;
  PrimRaster raster = {.width = region->width,
                       .height = region->height,
                       .channels = babl_format_get_n_components(plan->format),
                       .row = file_row,
                       .data = bitmap};
  size_t pixels = (size_t)raster.width * (size_t)bitmap->band;

  bitmap->pixel_bytes = (size_t)babl_format_get_bytes_per_pixel(plan->format);
  raster.bits = 8 * (int)bitmap->pixel_bytes / raster.channels;
  if (plan->profile)
    raster.profile = gimp_color_profile_get_icc_profile(plan->profile, &raster.profile_size);
  bitmap->painted = g_try_new(float, 4 * pixels);
  bitmap->values = g_try_new(float, 3 * pixels);
  bitmap->converted = g_try_malloc(bitmap->pixel_bytes * pixels);
  if (!bitmap->painted || !bitmap->values || !bitmap->converted)
    bitmap->status = PRIM_ERROR_MEMORY;
  bool good =
      bitmap->status == PRIM_OK && (plan->jpeg ? prim_encode_jpeg(&raster, JPEG_QUALITY, stream)
                                               : prim_encode_png(&raster, stream));
  g_free(bitmap->painted);
  g_free(bitmap->values);
  g_free(bitmap->converted);
  return good;
}

bool prim_bitmap_write(const PrimBitmapPlan *plan, const PrimDrawing *drawing, int threads,
                       FILE *stream, GError **error)
{
  const PrimSource *source = plan->source;
  Bitmap bitmap = {.plan = plan,
                   .drawing = drawing,
                   .threads = threads,
                   .coverage = {.source = source},
                   .error = error};

  bitmap.band =
      MIN(prim_paint_band_rows(source->region.width, 7 * sizeof(float)), source->region.height);
  bool good = encode(&bitmap, stream);
  prim_fail_status(error, bitmap.status);
  return good;
}
