/* Many files in one go. */
#ifndef PRIM_BATCH_H
#define PRIM_BATCH_H

#include "../messages.h"

/* plug-in-primitive-batch (run-mode, pattern, folder, format, parameters) → done,
 * skipped, failed. Fills `results` and returns how many; 0 and *error when nothing
 * could be begun. Pictures that fail are counted and reported by a message each. */
PRIM_MUST_USE PRIM_NONNULL int prim_batch(const GimpParam *params, GimpParam *results,
                                          GError **error);

#endif
