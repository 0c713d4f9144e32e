/* plug-in-primitive with its dialog. */
#ifndef PRIM_INTERACTIVE_H
#define PRIM_INTERACTIVE_H

#include "../ui/dialog.h"
#include "write/live.h"

/* Shows the dialog for what `live` redraws; `settings` begin as the last values and end
 * as what to remember. True: OK, and `result` holds the drawing; clear it. False:
 * cancelled; `live` is to be aborted. */
PRIM_MUST_USE PRIM_NONNULL bool prim_interactive_run(PrimLive *live, PrimSettings *settings,
                                                     PrimDialogResult *result);

#endif
