/* Mnemonics that no letter of a label shows.
 *
 * The window has more controls than the alphabet letters; for some, the tooltip tells
 * which key goes with Alt. */
#ifndef PRIM_MNEMONIC_H
#define PRIM_MNEMONIC_H

#include <gtk/gtk.h>

#include "../core/common.h"

/* Gives the widget the key in whatever window it will be. */
PRIM_NONNULL void prim_mnemonic_add(GtkWidget *widget, guint key);

#endif
