/* The importance that was painted, as a channel of the image. */
#ifndef PRIM_CHANNEL_H
#define PRIM_CHANNEL_H

#include "../read/source.h"

/* Puts `pixels`, of the size of the source's region, into the image's channel "Importance", which
 * is made when there is none; a new one is black elsewhere, and hidden. What is active stays so.
 * Returns the channel; -1 and *error when GIMP refuses. Call within an undo group. */
PRIM_MUST_USE PRIM_NONNULL gint32 prim_channel_save(const PrimSource *source, GeglBuffer *pixels,
                                                    GError **error);

#endif
