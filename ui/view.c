/* Which part of a picture shows in an area of the screen. */
#include <math.h>

#include "view.h"

static const double ZOOM_MAX = 16; /* the screen's pixels to one of the picture */

static double smaller(double a, double b)
{
  return a < b ? a : b;
}

static double larger(double a, double b)
{
  return a > b ? a : b;
}

/* The zoom at which all of the picture just fits. */
static double fit_zoom(const PrimView *view)
{
  return larger(smaller((double)view->area_width / view->picture_width,
                        (double)view->area_height / view->picture_height),
                1e-6);
}

double prim_view_zoom(const PrimView *view)
{
  return view->zoom > 0 ? view->zoom : fit_zoom(view);
}

/* One direction: how much of `size` fits into `area`, and from where. */
static void place(int size, int area, double middle, int *first, int *count)
{
  *count = size < area ? size : area;
  double wanted = floor(middle - area / 2.0 + 0.5);
  *first = (int)larger(0, smaller(wanted, size - *count));
}

PrimViewport prim_viewport(const PrimView *view)
{
  double zoom = prim_view_zoom(view);
  PrimViewport viewport = {
      .width = (int)larger(1, floor(view->picture_width * zoom + 0.5)),
      .height = (int)larger(1, floor(view->picture_height * zoom + 0.5)),
  };

  place(viewport.width, view->area_width, view->x * zoom, &viewport.left, &viewport.columns);
  place(viewport.height, view->area_height, view->y * zoom, &viewport.top, &viewport.rows);
  return viewport;
}

void prim_view_origin(const PrimView *view, int *x, int *y)
{
  PrimViewport viewport = prim_viewport(view);

  *x = (view->area_width - viewport.columns) / 2;
  *y = (view->area_height - viewport.rows) / 2;
}

/* Keeps the middle where moving it shows. */
static void settle(PrimView *view)
{
  double zoom = prim_view_zoom(view);
  double half_width = smaller(view->area_width / zoom, view->picture_width) / 2;
  double half_height = smaller(view->area_height / zoom, view->picture_height) / 2;

  view->x = larger(half_width, smaller(view->x, view->picture_width - half_width));
  view->y = larger(half_height, smaller(view->y, view->picture_height - half_height));
}

void prim_view_zoom_by(PrimView *view, double factor, double x, double y)
{
  double before = prim_view_zoom(view), fit = fit_zoom(view);
  double after = smaller(before * factor, larger(ZOOM_MAX, 4 * fit));
  double dx = x - view->area_width / 2.0, dy = y - view->area_height / 2.0;

  settle(view);
  if (after <= fit * 1.001) {
    view->zoom = 0;
    return;
  }
  view->zoom = after;
  view->x += dx / before - dx / after;
  view->y += dy / before - dy / after;
  settle(view);
}

void prim_view_pan(PrimView *view, double dx, double dy)
{
  double zoom = prim_view_zoom(view);

  view->x -= dx / zoom;
  view->y -= dy / zoom;
  settle(view);
}
