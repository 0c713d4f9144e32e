/* Which part of a picture shows in an area of the screen, and how large. */
#ifndef PRIM_VIEW_H
#define PRIM_VIEW_H

#include "../core/primitive.h"

/* A part of a picture that is scaled to width x height pixels. */
typedef struct PrimViewport {
  int width, height;            /* of the whole */
  int left, top, columns, rows; /* the part */
} PrimViewport;

typedef struct PrimView {
  int picture_width, picture_height; /* in its own pixels */
  int area_width, area_height;       /* on the screen */
  double zoom;                       /* pixels of the screen to one of the picture; 0 = fit */
  double x, y;                       /* the picture's place in the middle of the area */
} PrimView;

/* The zoom in force. */
PRIM_MUST_USE PRIM_NONNULL double prim_view_zoom(const PrimView *view);

/* The part that shows. */
PRIM_MUST_USE PRIM_NONNULL PrimViewport prim_viewport(const PrimView *view);

/* Where the part's upper left corner is in the area. */
PRIM_NONNULL void prim_view_origin(const PrimView *view, int *x, int *y);

/* Zooms by `factor`; what is at (x, y) of the area stays there. At the lower end the view
 * becomes "fit". */
PRIM_NONNULL void prim_view_zoom_by(PrimView *view, double factor, double x, double y);

/* Moves the picture by that many pixels of the screen. */
PRIM_NONNULL void prim_view_pan(PrimView *view, double dx, double dy);

#endif
