/* More shapes for a result. */
#ifndef PRIM_CONTINUE_H
#define PRIM_CONTINUE_H

#include "messages.h"

/* plug-in-primitive-continue (run-mode, image, layer, count) → error, placed: adds
 * shapes to a result. Fills `results` and returns how many; 0 and *error on
 * failure, and then the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL int prim_continue(const GimpParam *params, GimpParam *results,
                                             GError **error);

#endif
