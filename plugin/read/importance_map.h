/* The importance that is painted in the dialog: how white each pixel of the source's region is,
 * as exactly as a channel of the image holds it, so that the channel made of it weighs the same.
 *
 * Memory is used for what is painted only, and copies share what they have in common. */
#ifndef PRIM_IMPORTANCE_MAP_H
#define PRIM_IMPORTANCE_MAP_H

#include "../../ui/host.h"
#include "source.h"

/* A map that begins as the drawable says, or black where that is -1. `source` must outlive it. NULL
 * and *error when memory runs out or the drawable is gone. Free with prim_importance_map_free(). */
PRIM_MUST_USE PrimImportanceMap *prim_importance_map_new(const PrimSource *source, gint32 drawable,
                                                         GError **error);
PRIM_MUST_USE PRIM_NONNULL PrimImportanceMap *
prim_importance_map_copy(const PrimImportanceMap *map);
void prim_importance_map_free(PrimImportanceMap *map);

/* Paints or erases; what lies outside the image stays black, for a channel ends there. */
PRIM_NONNULL void prim_importance_map_dab(PrimImportanceMap *map, const PrimDab *dab);

/* How white the pixels are at columns x rows: bytes into `shades`, 0 = black. False when memory
 * runs out. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_map_show(PrimImportanceMap *map, int columns,
                                                         int rows, uint8_t *shades);

/* Weighs a target that was read without importance; false when memory runs out. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_map_apply(PrimImportanceMap *map,
                                                          PrimTarget *target);

/* The pixels, of the region's size; the map's. */
PRIM_MUST_USE PRIM_NONNULL GeglBuffer *prim_importance_map_pixels(const PrimImportanceMap *map);

/* Whether nothing was painted, or all was erased. */
PRIM_MUST_USE PRIM_NONNULL bool prim_importance_map_blank(const PrimImportanceMap *map);

#endif
