/* How the search stands: progress, figures, a plot, and the button that stops it. */
#ifndef PRIM_STATUS_H
#define PRIM_STATUS_H

#include "plot.h"
#include "worker.h"

typedef struct PrimStatusBar {
  GtkWidget *box, *progress, *figures, *message, *message_icon, *message_text, *stop;
  PrimPlot plot;
  double fraction, seconds; /* of the search, as shown last */
  bool finishing;           /* OK was pressed */
} PrimStatusBar;

PRIM_NONNULL void prim_status_init(PrimStatusBar *bar);
PRIM_NONNULL void prim_status_clear(PrimStatusBar *bar);

/* A new search has begun. */
PRIM_NONNULL void prim_status_begin(PrimStatusBar *bar);

PRIM_NONNULL void prim_status_show(PrimStatusBar *bar, PrimWorker *worker, const PrimNews *news);

/* OK was pressed while it searches: tells what goes on until the window closes, and how long. */
PRIM_NONNULL void prim_status_finish(PrimStatusBar *bar);

/* Something the user must know, as a line of its own; NULL: nothing any more. */
void prim_status_warn(PrimStatusBar *bar, const char *message);

#endif
