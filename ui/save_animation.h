/* Saving a drawing as an animation: the questions, and what is said of it. */
#ifndef PRIM_SAVE_ANIMATION_H
#define PRIM_SAVE_ANIMATION_H

#include "host.h"
#include "status.h"

/* Asks for a file and a size, and saves the build-up of the drawing. `window` cannot be used
 * meanwhile; `status` shows how it goes and what came of it. */
PRIM_NONNULL void prim_save_animation(GtkWidget *window, PrimStatusBar *status,
                                      const PrimDialogHost *host, const PrimDrawing *drawing);

#endif
