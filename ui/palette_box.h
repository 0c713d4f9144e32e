/* Where colors come from, and which these are. */
#ifndef PRIM_PALETTE_BOX_H
#define PRIM_PALETTE_BOX_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "../core/primitive.h"

typedef struct PrimPaletteBox PrimPaletteBox;

/* `chosen` is called with the palette parameter's text when the user chooses another. */
PRIM_MUST_USE PRIM_NONNULL PrimPaletteBox *
prim_palette_box_new(void (*chosen)(const char *text, void *data), void *data);

/* Frees all but the widgets, which must be gone. */
PRIM_NONNULL void prim_palette_box_free(PrimPaletteBox *box);

/* The check box and the list; and what belongs below: the number of colors, GIMP's button for
 * palettes, the colors. The same each time. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_palette_box_widget(PrimPaletteBox *box);
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_palette_box_below(PrimPaletteBox *box);
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_palette_box_check(PrimPaletteBox *box);

/* Shows the parameter's text; `chosen` is not called. */
PRIM_NONNULL void prim_palette_box_show(PrimPaletteBox *box, const char *text);

/* Shows the colors that were found for it: `count` of 3 bytes each, of sRGB. Of a list they are
 * known already. */
PRIM_NONNULL void prim_palette_box_show_colors(PrimPaletteBox *box, const uint8_t *srgb, int count);

#endif
