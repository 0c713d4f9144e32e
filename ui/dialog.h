/* The dialog's one entry.
 *
 * ui/ is the part that knows GTK+. It may include core's public header, GTK+ 2,
 * libgimpui and gettext; never cuda, and never plugin's pixels or layers: what
 * it needs of those comes through PrimDialogHost (host.h). The way through it:
 *
 *   dialog.c     the window; what a change sets off
 *   input_box.c  what is drawn after, and replaced
 *   controls.c   widgets from the parameter table; file_entry.c, device_note.c, presets.c,
 *                preset_box.c, palette_box.c, palettes.c
 *   change.c     what a changed parameter calls for; history.c: undo and redo; seeds.c
 *   worker.c     the search, on a thread
 *   wheel.c      the mouse wheel over controls
 *   renderer.c   drawings to pixels, on another
 *   looks.c, thumbnail.c   the strip of presets, as pictures
 *   preview.c    the picture: zoom, pan, compare; screen_colors.c
 *   brush.c      painting importance on it
 *   build_up.c, save_animation.c   how the drawing comes to be
 *   status.c, plot.c   how the search stands
 *   copy.c             the call as text
 *   help.c, help_page.c   the help: as text, and as a page */
#ifndef PRIM_DIALOG_H
#define PRIM_DIALOG_H

#include "host.h"

typedef struct PrimDialogResult {
  PrimSettings settings;  /* as searched with: no seed is left to the clock; its importance may be
                           * PRIM_IMPORTANCE_PAINTED: ... */
  PrimImportanceMap *map; /* ... then this, to be freed; else NULL */
  PrimDrawing drawing;    /* free with prim_drawing_clear() */
  double error;           /* RMSE */
} PrimDialogResult;

/* Shows the dialog and lets the user change `settings`, which then hold what is to be
 * remembered (a seed of -1 stays). True: OK was pressed, and `result` is filled in.
 * False: cancelled or closed; nothing has changed, unless drawings were delivered.
 * Call on the main thread. */
PRIM_MUST_USE PRIM_NONNULL bool prim_dialog_run(const PrimDialogHost *host, PrimSettings *settings,
                                                PrimDialogResult *result);

#endif
