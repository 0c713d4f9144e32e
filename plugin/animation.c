/* A drawing's build-up as an animated GIF or WebP.
 *
 * GIMP's exporters write a scratch image with a layer for each frame to a temporary file, whose
 * contents then take the place of the file that is wanted. */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "animation.h"
#include "files/safe_file.h"
#include "read/buffer.h"
#include "read/part.h"
#include "write/frames.h"
#include "write/scratch.h"

static const double FRAMES_PART = 0.8; /* of the time, more or less; the rest is the exporter's */
enum {
  COLORS = 255, /* of a GIF, besides the transparent one */
  QUALITY = 90, /* of WebP, in percent */
  KEY_FRAMES = 50,
  MILLISECONDS = 100, /* of a frame whose name says no other */
  CHUNK = 1 << 16
};

/* ---- Frames ---------------------------------------------------------------------- */

/* Where the picture counts, reduced to the frames' size: bytes, for g_free(); NULL and *error when
 * memory runs out or the picture is gone. */
static uint8_t *read_mask(const PrimSource *source, int width, int height, GError **error)
{
  PrimPart part = {.width = source->region.width,
                   .height = source->region.height,
                   .columns = width,
                   .rows = height};
  PrimPartReader *reader = prim_part_begin(source, &part);

  if (reader) {
    while (prim_part_step(reader))
      ;
    prim_part_end(reader, &part);
  }
  size_t pixels = (size_t)width * (size_t)height;
  uint8_t *mask = part.rgba ? g_try_malloc(pixels) : NULL;
  for (size_t i = 0; mask && i < pixels; i++)
    mask[i] = part.rgba[4 * i + 3];
  free(part.rgba);
  if (!mask && prim_source_present(source, error))
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  return mask;
}

/* What a frame asks for. */
typedef struct Animation {
  const uint8_t *mask; /* of the frames' size; NULL: all counts */
  const PrimTeller *teller;
} Animation;

static void tell(double fraction, const void *data)
{
  const PrimTeller *teller = ((const Animation *)data)->teller;

  teller->tell(FRAMES_PART * fraction, teller->data);
}

/* Makes a frame transparent where the picture does not count. */
static bool apply_mask(gint32 layer, const void *data, GError **error)
{
  const Animation *animation = data;
  gint32 image = gimp_item_get_image(layer);
  gint32 mask = gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE);
  GeglRectangle whole = {0, 0, gimp_drawable_width(layer), gimp_drawable_height(layer)};
  PrimBuffer buffer;

  if (!prim_gimp_did(mask != -1 && gimp_layer_add_mask(layer, mask), image, error) ||
      !prim_buffer_open(mask, &buffer, error))
    return false;
  bool good = prim_buffer_write(&buffer, &whole, babl_format("Y u8"), animation->mask, error);
  prim_buffer_close(&buffer);
  return good && prim_gimp_did(gimp_layer_remove_mask(layer, GIMP_MASK_APPLY), image, error);
}

/* Neither format has room for more than 8 bits, and few viewers look at a profile. */
static bool convert(gint32 image, bool gif, GError **error)
{
  bool gray = gimp_image_base_type(image) == GIMP_GRAY;
  GimpColorProfile *srgb =
      gray ? gimp_color_profile_new_d65_gray_srgb_trc() : gimp_color_profile_new_rgb_srgb();
  bool good =
      gimp_image_convert_color_profile(image, srgb, GIMP_COLOR_RENDERING_INTENT_PERCEPTUAL, TRUE);

  g_object_unref(srgb);
  if (good && gimp_image_get_precision(image) != GIMP_PRECISION_U8_GAMMA)
    good = gimp_image_convert_precision(image, GIMP_PRECISION_U8_GAMMA);
  if (good && gif && !gray)
    good = gimp_image_convert_indexed(image, GIMP_CONVERT_DITHER_NONE,
                                      GIMP_CONVERT_PALETTE_GENERATE, COLORS, FALSE, FALSE, "");
  return prim_gimp_did(good, image, error);
}

/* ---- The file -------------------------------------------------------------------- */

static bool run_exporter(gint32 image, const char *filename, bool gif)
{
  gint32 drawable = gimp_image_get_active_drawable(image);
  char *uri = g_filename_to_uri(filename, NULL, NULL);
  int count = 0;
  GimpParam *values =
      gif ? gimp_run_procedure("file-gif-save", &count, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE,
                               GIMP_PDB_IMAGE, image, GIMP_PDB_DRAWABLE, drawable, GIMP_PDB_STRING,
                               uri, GIMP_PDB_STRING, uri, GIMP_PDB_INT32, 0, GIMP_PDB_INT32, 1,
                               GIMP_PDB_INT32, MILLISECONDS, GIMP_PDB_INT32, 2, GIMP_PDB_END)
          : gimp_run_procedure(
                "file-webp-save", &count, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE, GIMP_PDB_IMAGE,
                image, GIMP_PDB_DRAWABLE, drawable, GIMP_PDB_STRING, filename, GIMP_PDB_STRING,
                filename, GIMP_PDB_INT32, 0, GIMP_PDB_INT32, 0, GIMP_PDB_FLOAT, (double)QUALITY,
                GIMP_PDB_FLOAT, 100.0, GIMP_PDB_INT32, 1, GIMP_PDB_INT32, 1, GIMP_PDB_INT32, 1,
                GIMP_PDB_INT32, KEY_FRAMES, GIMP_PDB_INT32, 0, GIMP_PDB_INT32, 0, GIMP_PDB_INT32, 0,
                GIMP_PDB_INT32, MILLISECONDS, GIMP_PDB_INT32, 0, GIMP_PDB_END);
  bool good = values && values[0].data.d_status == GIMP_PDB_SUCCESS;

  gimp_destroy_params(values, count);
  g_free(uri);
  return good;
}

/* 0, or why not. */
static int copy_stream(FILE *from, FILE *to)
{
  char *bytes = g_malloc(CHUNK);
  size_t count, total = 0;

  while ((count = fread(bytes, 1, CHUNK, from)) > 0)
    total += fwrite(bytes, 1, count, to); /* the file remembers its errors */
  g_free(bytes);
  return ferror(from) || total == 0 ? EIO : 0;
}

static bool put_in_place(const char *temporary, const char *filename, GError **error)
{
  int problem = 0;
  FILE *from = g_fopen(temporary, "rb");
  PrimSafeFile *file = from ? prim_safe_file_open(filename, &problem) : NULL;

  if (!from)
    problem = errno;
  if (file) {
    problem = copy_stream(from, prim_safe_file_stream(file));
    if (problem)
      prim_safe_file_discard(file);
    else
      problem = prim_safe_file_commit(file, PRIM_SAFE_FILE_REPLACE);
  }
  if (from)
    fclose(from);
  if (problem)
    prim_fail_write(error, filename, problem);
  return !problem;
}

static bool export(gint32 image, const char *filename, bool gif, GError **error)
{
  char *temporary = NULL;
  int descriptor =
      g_file_open_tmp(gif ? "primitive-XXXXXX.gif" : "primitive-XXXXXX.webp", &temporary, NULL);

  if (descriptor == -1) {
    prim_fail_write(error, g_get_tmp_dir(), errno);
    return false;
  }
  close(descriptor);
  bool good = run_exporter(image, temporary, gif);
  if (good)
    good = put_in_place(temporary, filename, error);
  else
    good = prim_gimp_did(false, image, error);
  g_unlink(temporary);
  g_free(temporary);
  return good;
}

/* ---- All of it ------------------------------------------------------------------- */

/* Whether the file can be written, as far as can be told before. */
static bool check(const char *filename, bool gif, GError **error)
{
  int problem = prim_safe_file_problem(filename);

  if (problem)
    prim_fail_write(error, filename, problem);
  else if (!gif && !gimp_procedural_db_proc_exists("file-webp-save"))
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("This GIMP cannot write WebP files. Choose a name that ends in .gif."));
  else
    return true;
  return false;
}

static bool fill(gint32 image, int width, int height, const PrimDrawing *drawing,
                 const Animation *animation, GError **error)
{
  PrimFrames frames = {image, width,    height, drawing, animation->mask ? apply_mask : NULL,
                       tell,  animation};

  return prim_frames_add(&frames, error) != -1;
}

bool prim_animation_save(const PrimSource *source, bool masked, const PrimDrawing *drawing,
                         int longer, const char *filename, const PrimTeller *teller, GError **error)
{
  char *lower = g_ascii_strdown(filename, -1);
  bool gif = !g_str_has_suffix(lower, ".webp");
  int width, height;

  g_free(lower);
  if (!check(filename, gif, error) || !prim_source_present(source, error))
    return false;
  prim_target_size(source->region.width, source->region.height, longer, &width, &height);
  uint8_t *mask = masked ? read_mask(source, width, height, error) : NULL;
  if (masked && !mask)
    return false;
  gint32 image = prim_scratch_new(source->image, width, height, error);
  Animation animation = {mask, teller};
  bool good = image != -1 && fill(image, width, height, drawing, &animation, error) &&
              convert(image, gif, error) && export(image, filename, gif, error);
  prim_scratch_delete(image);
  g_free(mask);
  return good;
}
