/* Pictures as PNG and JPEG, by libpng and libjpeg themselves: what they cannot do ends
 * the call and nothing else. Knows GLib, libpng and libjpeg only. */
#ifndef PRIM_ENCODE_H
#define PRIM_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../../core/primitive.h"

enum { PRIM_JPEG_SIDE_MAX = 65500 }; /* pixels */

/* A picture whose rows are asked for from the top down. */
typedef struct PrimRaster {
  int width, height;      /* pixels */
  int channels;           /* 1 grey, 3 R'G'B'; PNG also 2, 4: the same with opacity */
  int bits;               /* of a channel: 8, or 16 in the machine's byte order (PNG only) */
  const uint8_t *profile; /* ICC; NULL: colours are sRGB */
  size_t profile_size;    /* bytes */
  /* Row `y`, valid until the next call; NULL ends the encoding with a failure. */
  const void *(*row)(void *data, int y);
  void *data;
} PrimRaster;

/* Write the picture to the stream. False when a row was not to be had, a write failed,
 * memory ran out, or the picture is larger than the format allows; half a picture is then
 * written. `quality` is 1 to 100; colours are not subsampled, as shapes have sharp edges. */
PRIM_MUST_USE PRIM_NONNULL bool prim_encode_png(const PrimRaster *raster, FILE *stream);
PRIM_MUST_USE PRIM_NONNULL bool prim_encode_jpeg(const PrimRaster *raster, int quality,
                                                 FILE *stream);

#endif
