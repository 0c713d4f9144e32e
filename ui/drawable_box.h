/* A list of an image's drawables to choose from. */
#ifndef PRIM_DRAWABLE_BOX_H
#define PRIM_DRAWABLE_BOX_H

#include <gtk/gtk.h>

#include "../core/primitive.h"

/* A GimpIntComboBox of the layers, channels and masks of the image, below an entry of another
 * value. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_drawable_box_new(int32_t image, int32_t value,
                                                            const char *label);

#endif
