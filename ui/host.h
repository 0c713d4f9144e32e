/* What the dialog needs of its caller. */
#ifndef PRIM_HOST_H
#define PRIM_HOST_H

#include <glib.h>

#include "../core/primitive.h"

/* A part of the picture, reduced: rows x columns x 4 bytes of R'G'B'A, colours not
 * premultiplied. Its alpha is how much a pixel counts. */
typedef struct PrimPart {
  int left, top, width, height; /* the part, in the picture's pixels */
  int columns, rows;            /* its reduced size: at most as large */
  uint8_t *rgba;
} PrimPart;

typedef struct PrimPartReader PrimPartReader;

/* The settings' importance while it is what is painted in the preview; no drawable's number. */
enum { PRIM_IMPORTANCE_PAINTED = 0 };

typedef struct PrimImportanceMap PrimImportanceMap;

/* A stretch of a stroke with a brush, in the picture's pixels: from (x0, y0) to (x1, y1). */
typedef struct PrimDab {
  double x0, y0, x1, y1, radius;
  bool erase;
} PrimDab;

/* In place of a drawable's number: what is visible of the image. */
enum { PRIM_DIALOG_VISIBLE = -2 };

/* Who is told how much of something is done, 0..1. */
typedef struct PrimTeller {
  void (*tell)(double fraction, void *data);
  void *data;
} PrimTeller;

/* Everything is called on the main thread, but for `device`, `prepare`, `explain` and `remark`. */
typedef struct PrimDialogHost {
  void *data;
  int32_t image, drawable; /* what a copied command is called for */
  int32_t input;           /* what is drawn after: a drawable or PRIM_DIALOG_VISIBLE */
  int32_t result;          /* the drawing that the drawable is and that can be replaced, or -1 */
  int width, height;       /* of the picture to be redrawn, in pixels */
  const char *folder;      /* the program's, with pages of help and translations */
  const char *notice;      /* what this is about, translated; NULL: nothing special */

  /* Another input: those fields change, the result's excepted, and the working image with them.
   * False and *error: nothing has changed. */
  bool (*set_input)(void *data, int32_t input, GError **error);

  /* The name of the compute device besides the CPU, or why there is none; for g_free(). On any
   * thread, for it may take two seconds. */
  char *(*device)(void);

  /* The working image that these settings call for; NULL and *error on failure. */
  PrimTarget *(*read_target)(void *data, const PrimSettings *settings, GError **error);

  /* A small copy of the working image that was read last, at most `side` pixels on its longer
   * side, with the colors that these settings call for; NULL and *error on failure. */
  PrimTarget *(*reduce_target)(void *data, const PrimSettings *settings, int side, GError **error);

  /* A color 0xRRGGBB of sRGB as the working image has it. */
  void (*map_color)(void *data, int32_t rgb, uint8_t color[3]);

  /* The other way: makes `count` colors of the working image, 3 bytes each, sRGB. */
  void (*to_srgb)(void *data, uint8_t *colors, int count);

  /* Whether a result of that kind, and of so many shapes, can be made. */
  bool (*check)(void *data, const PrimSettings *settings, GError **error);

  /* An optimizer, on any thread; NULL and *error on failure. */
  PrimOptimizer *(*prepare)(const PrimTarget *target, const PrimSettings *settings, GError **error);

  /* The failure that a status of core stands for; on any thread. */
  void (*explain)(GError **error, PrimStatus status);

  /* What is to be said of a run that ended well; NULL: nothing. For g_free(); on any thread. */
  char *(*remark)(const PrimReport *report);

  /* Reads a part of the picture slice by slice, so that the window stays alive:
   * begin (NULL: out of memory, or the picture is gone), step until it returns
   * false, end. `part` comes with all but its pixels, which end() leaves in it
   * for the dialog to free() or, when reading was not finished, drops. */
  PrimPartReader *(*begin_part)(void *data, const PrimPart *part);
  bool (*step_part)(PrimPartReader *reader);
  void (*end_part)(PrimPartReader *reader, PrimPart *part);

  /* The importance that is painted. A map begins as `importance` says, which is not
   * PRIM_IMPORTANCE_PAINTED; NULL: it is gone, or memory runs out. Copies cost next to nothing. */
  PrimImportanceMap *(*new_map)(void *data, int32_t importance);
  PrimImportanceMap *(*copy_map)(const PrimImportanceMap *map);
  void (*free_map)(PrimImportanceMap *map);
  void (*dab)(PrimImportanceMap *map, const PrimDab *dab);

  /* How much of each pixel is painted, at columns x rows: bytes into `shades`. False: out of
   * memory. */
  bool (*show_map)(PrimImportanceMap *map, int columns, int rows, uint8_t *shades);

  /* From now on read_target() takes the map for what is painted; NULL: nothing is. The map must
   * outlive that. */
  void (*use_map)(void *data, PrimImportanceMap *map);

  /* The working image that was read last, weighed with that map, without a look at the picture;
   * NULL: out of memory, or none was read. */
  PrimTarget *(*weigh)(void *data);

  /* Saves how the drawing comes to be as an animation of that longer side, as GIF or WebP by the
   * ending of the file's name. False and *error on failure. */
  bool (*save_animation)(void *data, const PrimDrawing *drawing, int longer, const char *filename,
                         const PrimTeller *teller, GError **error);

  /* After OK while the search still runs: the drawing as it stands, to be shown
   * in the image. */
  void (*deliver)(void *data, const PrimSettings *settings, const PrimDrawing *drawing);
} PrimDialogHost;

#endif
