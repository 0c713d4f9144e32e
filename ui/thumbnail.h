/* Small drawings, one after another, on a thread that gives way to all others. */
#ifndef PRIM_THUMBNAIL_H
#define PRIM_THUMBNAIL_H

#include <gtk/gtk.h>

#include "host.h"
#include "screen_colors.h"

typedef struct PrimThumbnails PrimThumbnails;

/* `ready` is called on the main loop when prim_thumbnails_take() has one. */
PRIM_MUST_USE PRIM_NONNULL PrimThumbnails *prim_thumbnails_new(void (*ready)(void *data),
                                                               void *data);

/* Stops what is being drawn and waits for it. */
void prim_thumbnails_free(PrimThumbnails *thumbnails);

/* Begins a drawing of the target as the settings say, but quick and coarse, of width x height
 * pixels. The target passes over, whatever the outcome. False: there is no thread to spare. Ask for
 * one at a time. */
PRIM_MUST_USE PRIM_NONNULL bool prim_thumbnails_draw(PrimThumbnails *thumbnails, PrimTarget *target,
                                                     const PrimSettings *settings,
                                                     const PrimScreenColors *colors, int width,
                                                     int height);

/* What was asked for, once, to be unreferenced; NULL: it is not ready, or memory ran out, and
 * *ended says which. */
PRIM_MUST_USE PRIM_NONNULL GdkPixbuf *prim_thumbnails_take(PrimThumbnails *thumbnails, bool *ended);

#endif
