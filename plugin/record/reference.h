/* A drawable as a file can remember it, to be found again in an image. */
#ifndef PRIM_REFERENCE_H
#define PRIM_REFERENCE_H

#include "../messages.h"
#include "record.h"

/* Remembers a drawable; -1 gives none. Free with prim_reference_clear(). */
PRIM_MUST_USE PrimReference prim_reference_to(gint32 drawable);

/* Remembers what is visible of the image, as big as it is now. */
PRIM_MUST_USE PrimReference prim_reference_to_visible(gint32 image);

/* The drawable in `image`, or -1 when it is not there, and when it is what is visible. With
 * `same_image` the tattoos are known to be this image's, and a new name does not matter. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_reference_find(const PrimReference *reference, gint32 image,
                                                      bool same_image);

#endif
