/* The picture in the dialog: zoom, pan, and comparing with the original. */
#ifndef PRIM_PREVIEW_H
#define PRIM_PREVIEW_H

#include <gtk/gtk.h>

#include "brush.h"
#include "host.h"
#include "sketch.h"

typedef struct PrimPreview PrimPreview;

/* The host and the brush must outlive the preview. `accelerators` are the window's. */
PRIM_MUST_USE PRIM_NONNULL PrimPreview *
prim_preview_new(const PrimDialogHost *host, PrimBrush *brush, GtkAccelGroup *accelerators);

/* Stops its thread; its widget goes with the window. */
PRIM_NONNULL void prim_preview_free(PrimPreview *preview);

PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_preview_widget(PrimPreview *preview);

/* Begins anew, for another picture of the host. */
PRIM_NONNULL void prim_preview_renew(PrimPreview *preview);

/* What is shown as the original until it was read at the preview's own size. */
PRIM_NONNULL void prim_preview_set_target(PrimPreview *preview, const PrimTarget *target);

/* Shows a drawing. */
PRIM_NONNULL void prim_preview_show(PrimPreview *preview, PrimSketch *sketch);

/* Shows only the original, or the shapes again. */
PRIM_NONNULL void prim_preview_hold_original(PrimPreview *preview, bool holding);

/* Shapes of that search are awaited, which a change at the time `since` called for. */
PRIM_NONNULL void prim_preview_await(PrimPreview *preview, unsigned search, gint64 since);

#endif
