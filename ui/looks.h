/* The presets as a strip of pictures: what each makes of the user's own. */
#ifndef PRIM_LOOKS_H
#define PRIM_LOOKS_H

#include "host.h"
#include "preset_box.h"

typedef struct PrimLooks PrimLooks;

/* Shows the presets of the box, which, like the host, must outlive the strip: one that is clicked
 * is chosen there, and what is chosen there is marked. */
PRIM_MUST_USE PRIM_NONNULL PrimLooks *prim_looks_new(const PrimDialogHost *host,
                                                     PrimPresetBox *presets);

/* Frees all but the widget, which must be gone. */
PRIM_NONNULL void prim_looks_free(PrimLooks *looks);

PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_looks_widget(PrimLooks *looks);

/* The host has another picture: those of the strip are of no use, until prim_looks_draw() says that
 * the new one can be reduced. */
PRIM_NONNULL void prim_looks_renew(PrimLooks *looks);

/* The host can reduce the picture: what has no picture yet gets one, in the background. */
PRIM_NONNULL void prim_looks_draw(PrimLooks *looks);

#endif
