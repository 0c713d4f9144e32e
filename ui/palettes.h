/* The palettes that come with the plug-in. */
#ifndef PRIM_PALETTES_H
#define PRIM_PALETTES_H

#include "../core/common.h"

typedef struct PrimBundledPalette {
  const char *name;   /* to be translated */
  const char *colors; /* as the palette parameter lists them */
} PrimBundledPalette;

enum { PRIM_PALETTES_BUNDLED = 8 };

extern const PrimBundledPalette prim_palettes_bundled[PRIM_PALETTES_BUNDLED];

/* The bundled palette with exactly these colors, or -1. */
PRIM_MUST_USE PRIM_NONNULL int prim_palettes_find(const char *colors);

#endif
