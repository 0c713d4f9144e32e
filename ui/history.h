/* Undo and redo in the dialog: settings, and what is painted. */
#ifndef PRIM_HISTORY_H
#define PRIM_HISTORY_H

#include "host.h"

typedef struct PrimHistory PrimHistory;

/* The host must outlive it. Free with prim_history_free(). */
PRIM_MUST_USE PRIM_NONNULL PrimHistory *prim_history_new(const PrimDialogHost *host);
void prim_history_free(PrimHistory *history);

/* Notes how things are, if that differs from what was noted before: a step that can be undone.
 * A value that keeps changing within a second, as a slider does, is one step. `map` (NULL: nothing
 * is painted) is copied; with `stroke` it has changed. */
void prim_history_note(PrimHistory *history, const PrimSettings *settings,
                       const PrimImportanceMap *map, bool stroke);

/* How things were a step before, or after; false when there is none. *map is a copy, or NULL;
 * *painted tells whether it differs from what was painted until now. */
PRIM_MUST_USE PRIM_NONNULL bool prim_history_back(PrimHistory *history, PrimSettings *settings,
                                                  PrimImportanceMap **map, bool *painted);
PRIM_MUST_USE PRIM_NONNULL bool prim_history_forward(PrimHistory *history, PrimSettings *settings,
                                                     PrimImportanceMap **map, bool *painted);

#endif
