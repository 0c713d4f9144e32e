/* The page of the help: HTML with pictures, which lies beside the program. */
#ifndef PRIM_HELP_PAGE_H
#define PRIM_HELP_PAGE_H

#include <gdk/gdk.h>
#include <stdbool.h>

#include "../core/common.h"

/* Opens the page in the user's language in what the system shows HTML with. `folder` is the
 * program's: its pages are in help/LL/, its translations in locale/LL/. False where the language
 * has translations but no page, or nothing can open it. Call on the main thread. */
PRIM_MUST_USE PRIM_NONNULL bool prim_help_page_open(const char *folder, GdkScreen *screen);

#endif
