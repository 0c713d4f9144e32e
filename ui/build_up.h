/* The build-up of a drawing: how many of its shapes are shown, and taken. */
#ifndef PRIM_BUILD_UP_H
#define PRIM_BUILD_UP_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "../core/common.h"

typedef struct PrimBuildUp PrimBuildUp;

/* A slider and a button. `changed` is called when the user chooses another moment, `save` when
 * an animation is asked for. Free with prim_build_up_free(), after the widget. */
PRIM_MUST_USE PRIM_NONNULL PrimBuildUp *prim_build_up_new(void (*changed)(void *data),
                                                          void (*save)(void *data), void *data);
PRIM_NONNULL void prim_build_up_free(PrimBuildUp *build_up);

PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_build_up_widget(PrimBuildUp *build_up);

/* The drawing has that many shapes now. Whoever looks at all of them goes on doing so. */
PRIM_NONNULL void prim_build_up_show(PrimBuildUp *build_up, int count);

/* All shapes are shown again: the drawing will be another one. */
PRIM_NONNULL void prim_build_up_reset(PrimBuildUp *build_up);

/* How many of a drawing's `count` shapes the user wants. */
PRIM_MUST_USE PRIM_NONNULL int prim_build_up_chosen(const PrimBuildUp *build_up, int count);

#endif
