/* A small plot of the error over the shapes. */
#ifndef PRIM_PLOT_H
#define PRIM_PLOT_H

#include <gtk/gtk.h>

#include "../core/common.h"

typedef struct PrimPlot {
  GtkWidget *area;
  GArray *errors; /* of floats: the error after each shape as it was placed */
  int count;      /* shapes asked for: how wide the plot is */
  double error;   /* now; lower than the last one once the shapes were refined */
} PrimPlot;

PRIM_NONNULL void prim_plot_init(PrimPlot *plot);
PRIM_NONNULL void prim_plot_clear(PrimPlot *plot);

/* Draws it again after `errors`, `count` and `error` were set. */
PRIM_NONNULL void prim_plot_show(PrimPlot *plot, int count, double error);

#endif
