/* From a finished drawing to what the settings ask for: a layer, a group, frames
 * or paths, and a file. */
#ifndef PRIM_RESULT_H
#define PRIM_RESULT_H

#include "write/live.h"

/* Whether the result that the settings ask for can be made; asked before a long
 * search. */
PRIM_MUST_USE PRIM_NONNULL bool prim_result_check(const PrimSettings *settings, GError **error);

/* Makes the result of `live`'s run, in one undo step. *layer is the new layer or
 * group, the last frame, or -1 for paths. False and *error: the image is as it was, and
 * no file was written. But what is `shown` to somebody does not get lost for a file that
 * cannot be written. An animation is shown in a window. */
PRIM_MUST_USE PRIM_NONNULL bool prim_result_make(PrimLive *live, const PrimRecord *record,
                                                 bool shown, gint32 *layer, GError **error);

#endif
