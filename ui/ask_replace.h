/* The question before something is replaced. */
#ifndef PRIM_ASK_REPLACE_H
#define PRIM_ASK_REPLACE_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "../core/common.h"

/* Asks `question`, with `consequence` below it (NULL: nothing), all translated. Cancel is the
 * default. True: replace it. */
PRIM_MUST_USE bool prim_ask_replace(GtkWindow *parent, const char *title, const char *question,
                                    const char *consequence);

#endif
