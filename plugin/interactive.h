/* plug-in-primitive with its dialog. */
#ifndef PRIM_INTERACTIVE_H
#define PRIM_INTERACTIVE_H

#include "../ui/dialog.h"
#include "origin.h"
#include "write/live.h"

/* Shows the dialog for what `live` redraws, which is `source` and may become another one;
 * `drawable` is what the procedure was called for, `origin` that of the result which it is, if it
 * is one. `settings` begin as what to begin with and end as what to remember. True: OK, and
 * `result` holds the drawing; clear it. False: cancelled; `live` is to be aborted. */
PRIM_MUST_USE PRIM_NONNULL bool prim_interactive_run(PrimLive *live, PrimSource *source,
                                                     gint32 drawable, const PrimOrigin *origin,
                                                     PrimSettings *settings,
                                                     PrimDialogResult *result);

#endif
