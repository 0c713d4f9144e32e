/* The original, read piece by piece at the size in which it is shown. */
#ifndef PRIM_ORIGINAL_H
#define PRIM_ORIGINAL_H

#include <cairo.h>

#include "host.h"
#include "screen_colors.h"
#include "view.h"

typedef struct PrimOriginal {
  const PrimDialogHost *host;
  void (*changed)(void *data); /* something new is to be shown */
  void *data;
  PrimScreenColors colors;
  cairo_surface_t *surface; /* NULL at first */
  PrimPart part;            /* what the surface shows; its rgba is NULL */
  bool opaque;              /* every pixel counts in full */
  PrimViewport wanted;
  PrimPartReader *reader; /* at work, or NULL */
  PrimPart reading;       /* what it reads */
  guint source;           /* of the main loop, or 0 */
} PrimOriginal;

PRIM_NONNULL void prim_original_clear(PrimOriginal *original);

/* Colors of what is read from now on. */
PRIM_NONNULL void prim_original_set_colors(PrimOriginal *original, const PrimScreenColors *colors);

/* Takes the working image for the time being. */
PRIM_NONNULL void prim_original_set_target(PrimOriginal *original, const PrimTarget *target);

/* Begins to read what shows in the viewport, unless it is there; calls `changed` when
 * it is. */
PRIM_NONNULL void prim_original_read(PrimOriginal *original, const PrimViewport *viewport);

/* Draws it (only its alpha counts with some operators) into `cairo`, whose origin is the
 * viewport's upper left corner. */
PRIM_NONNULL void prim_original_draw(const PrimOriginal *original, const PrimViewport *viewport,
                                     cairo_t *cairo);

#endif
