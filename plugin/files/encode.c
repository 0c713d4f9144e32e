/* Pictures as PNG and JPEG. Both libraries leave a failure by a longjmp() to the function
 * that called them; no variable of it is read after that. */
#include <stdio.h> /* before jpeglib.h, which does not include it */

#include <glib.h>
#include <jpeglib.h>
#include <png.h>
#include <setjmp.h>

#include "encode.h"

enum { PNG_COMPRESSION = 6 };

/* ---- PNG ------------------------------------------------------------------------- */

static void fail_png(png_structp png, png_const_charp message)
{
  (void)message;
  png_longjmp(png, 1);
}

static void ignore_png(png_structp png, png_const_charp message)
{
  (void)png;
  (void)message;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count)
{
  if (fwrite(bytes, 1, count, png_get_io_ptr(png)) != count)
    png_error(png, "write");
}

static void flush_bytes(png_structp png)
{
  (void)png; /* the owner of the stream does that */
}

static void describe_png(const PrimRaster *raster, png_structp png, png_infop info)
{
  static const int TYPES[] = {
      [1] = PNG_COLOR_TYPE_GRAY,
      [2] = PNG_COLOR_TYPE_GRAY_ALPHA,
      [3] = PNG_COLOR_TYPE_RGB,
      [4] = PNG_COLOR_TYPE_RGB_ALPHA,
  };

  png_set_IHDR(png, info, (png_uint_32)raster->width, (png_uint_32)raster->height, raster->bits,
               TYPES[raster->channels], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
               PNG_FILTER_TYPE_BASE);
  png_set_compression_level(png, PNG_COMPRESSION);
  png_set_benign_errors(png, 1); /* a profile that libpng doubts is left out */
  if (raster->profile)
    png_set_iCCP(png, info, "ICC profile", PNG_COMPRESSION_TYPE_BASE, raster->profile,
                 (png_uint_32)raster->profile_size);
  else if (raster->channels > 2)
    png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
}

static bool write_png(const PrimRaster *raster, png_structp png, png_infop info)
{
  if (setjmp(png_jmpbuf(png)))
    return false;
  describe_png(raster, png, info);
  png_write_info(png, info);
  if (raster->bits == 16 && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap(png);
  for (int y = 0; y < raster->height; y++) {
    const void *row = raster->row(raster->data, y);
    if (!row)
      return false;
    png_write_row(png, row);
  }
  png_write_end(png, info);
  return true;
}

bool prim_encode_png(const PrimRaster *raster, FILE *stream)
{
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail_png, ignore_png);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  bool good = false;

  if (info) {
    png_set_write_fn(png, stream, write_bytes, flush_bytes);
    good = write_png(raster, png, info);
  }
  png_destroy_write_struct(&png, &info);
  return good;
}

/* ---- JPEG ------------------------------------------------------------------------ */

typedef struct JpegErrors {
  struct jpeg_error_mgr manager; /* first: libjpeg knows this part */
  jmp_buf out;
} JpegErrors;

static void fail_jpeg(j_common_ptr jpeg)
{
  longjmp(((JpegErrors *)jpeg->err)->out, 1);
}

static void ignore_jpeg(j_common_ptr jpeg)
{
  (void)jpeg;
}

static void describe_jpeg(const PrimRaster *raster, int quality, struct jpeg_compress_struct *jpeg)
{
  jpeg->image_width = (JDIMENSION)raster->width;
  jpeg->image_height = (JDIMENSION)raster->height;
  jpeg->input_components = raster->channels;
  jpeg->in_color_space = raster->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  jpeg->optimize_coding = TRUE;
  for (int i = 0; i < jpeg->num_components; i++)
    jpeg->comp_info[i].h_samp_factor = jpeg->comp_info[i].v_samp_factor = 1;
}

static bool write_jpeg(const PrimRaster *raster, int quality, FILE *stream,
                       struct jpeg_compress_struct *jpeg, JpegErrors *errors)
{
  if (setjmp(errors->out))
    return false;
  jpeg_create_compress(jpeg);
  jpeg_stdio_dest(jpeg, stream);
  describe_jpeg(raster, quality, jpeg);
  jpeg_start_compress(jpeg, TRUE);
  if (raster->profile)
    jpeg_write_icc_profile(jpeg, raster->profile, (unsigned)raster->profile_size);
  for (int y = 0; y < raster->height; y++) {
    JSAMPROW row = (JSAMPROW)raster->row(raster->data, y); /* not const there, but only read */
    if (!row)
      return false;
    jpeg_write_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_compress(jpeg);
  return true;
}

bool prim_encode_jpeg(const PrimRaster *raster, int quality, FILE *stream)
{
  JpegErrors errors;
  struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors.manager)};

  errors.manager.error_exit = fail_jpeg;
  errors.manager.output_message = ignore_jpeg;
  bool good = write_jpeg(raster, quality, stream, &jpeg, &errors);
  jpeg_destroy_compress(&jpeg);
  return good;
}
