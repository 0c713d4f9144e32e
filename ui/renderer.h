/* From drawings to pixels for the screen, on a thread of its own where there is one. */
#ifndef PRIM_RENDERER_H
#define PRIM_RENDERER_H

#include <cairo.h>

#include "screen_colors.h"
#include "sketch.h"
#include "view.h"

typedef struct PrimRenderer PrimRenderer;

/* A sketch, painted. */
typedef struct PrimFrame {
  cairo_surface_t *surface; /* of the viewport's size */
  PrimViewport viewport;
  unsigned search; /* number of the search that the sketch comes from */
  int shapes;
} PrimFrame;

/* `ready` is called on the main loop when prim_renderer_take() has a frame. */
PRIM_MUST_USE PRIM_NONNULL PrimRenderer *prim_renderer_new(void (*ready)(void *data), void *data);
void prim_renderer_free(PrimRenderer *renderer);

/* Colors of the frames that are asked for from now on. */
PRIM_NONNULL void prim_renderer_set_colors(PrimRenderer *renderer, const PrimScreenColors *colors);

/* Asks for a frame in place of what was asked for before and is not begun. */
PRIM_NONNULL void prim_renderer_paint(PrimRenderer *renderer, PrimSketch *sketch,
                                      const PrimViewport *viewport);

/* The latest frame, once; false when there is none. Destroy its surface. */
PRIM_MUST_USE PRIM_NONNULL bool prim_renderer_take(PrimRenderer *renderer, PrimFrame *frame);

#endif
