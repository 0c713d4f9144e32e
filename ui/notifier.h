/* From a thread to the main loop: "look, there is something new". */
#ifndef PRIM_NOTIFIER_H
#define PRIM_NOTIFIER_H

#include <glib.h>

#include "../core/common.h"

/* Calls `function` on the main loop, once for any number of notes made before. */
typedef struct PrimNotifier {
  GMutex mutex;
  guint source; /* 0: nothing is on its way */
  void (*function)(void *data);
  void *data;
} PrimNotifier;

PRIM_NONNULL void prim_notifier_init(PrimNotifier *notifier, void (*function)(void *data),
                                     void *data);

/* On any thread. */
PRIM_NONNULL void prim_notifier_note(PrimNotifier *notifier);

/* On the main thread, when no thread makes notes any more. */
PRIM_NONNULL void prim_notifier_clear(PrimNotifier *notifier);

#endif
