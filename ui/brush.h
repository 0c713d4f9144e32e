/* "Look here": a brush that paints importance on the preview. */
#ifndef PRIM_BRUSH_H
#define PRIM_BRUSH_H

#include <gtk/gtk.h>

#include "host.h"
#include "view.h"

typedef struct PrimBrush PrimBrush;

/* Whom a brush tells. */
typedef struct PrimBrushListener {
  void (*painted)(void *data, gint64 since); /* what is painted has changed at that time; several
                                              * dabs within a moment are told once */
  void (*ended)(void *data);                 /* a stroke is done, or all was cleared */
  void *data;
} PrimBrushListener;

/* What is painted becomes the importance of `settings`, which, like the host, must outlive the
 * brush. `listener` is copied. `accelerators` are the window's. */
PRIM_MUST_USE PRIM_NONNULL PrimBrush *prim_brush_new(const PrimDialogHost *host,
                                                     PrimSettings *settings,
                                                     const PrimBrushListener *listener,
                                                     GtkAccelGroup *accelerators);

/* The widget that shows the picture, which must outlive the brush's. */
PRIM_NONNULL void prim_brush_show_in(PrimBrush *brush, GtkWidget *area);

/* Frees all but the widgets, which must be gone. */
PRIM_NONNULL void prim_brush_free(PrimBrush *brush);

/* The button that turns it on, and what it is set with. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_brush_button(PrimBrush *brush);
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_brush_controls(PrimBrush *brush);

PRIM_MUST_USE PRIM_NONNULL bool prim_brush_is_on(const PrimBrush *brush);

/* Turns it off for good. */
PRIM_NONNULL void prim_brush_stop(PrimBrush *brush);

/* The size of the working image is another one now. */
PRIM_NONNULL void prim_brush_fit(PrimBrush *brush, int columns, int rows);

/* The importance may have been chosen elsewhere. */
PRIM_NONNULL void prim_brush_show(PrimBrush *brush);

/* The pointer, in the picture's pixels: a button is pressed (the third, or with Shift any, erases),
 * the pointer moves or leaves, the button is released. */
PRIM_NONNULL void prim_brush_press(PrimBrush *brush, double x, double y, bool erase);
PRIM_NONNULL void prim_brush_move(PrimBrush *brush, double x, double y);
PRIM_NONNULL void prim_brush_leave(PrimBrush *brush);
PRIM_NONNULL void prim_brush_release(PrimBrush *brush);

/* Makes the brush larger or smaller. */
PRIM_NONNULL void prim_brush_scale(PrimBrush *brush, double factor);

/* Draws what is painted, and the brush, over the part of the picture that the viewport shows. */
PRIM_NONNULL void prim_brush_draw(const PrimBrush *brush, const PrimViewport *viewport,
                                  cairo_t *cairo);

/* What is painted: for the host to copy or free; NULL: nothing. Setting takes it over. */
PRIM_MUST_USE PRIM_NONNULL const PrimImportanceMap *prim_brush_map(const PrimBrush *brush);
void prim_brush_set_map(PrimBrush *brush, PrimImportanceMap *map);

/* Gives it away. */
PRIM_MUST_USE PRIM_NONNULL PrimImportanceMap *prim_brush_take_map(PrimBrush *brush);

#endif
