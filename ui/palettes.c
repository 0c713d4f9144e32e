/* The palettes that come with the plug-in, from few colors to more, dark to light. */
#include <string.h>

#include "palettes.h"
#include "text.h"

const PrimBundledPalette prim_palettes_bundled[PRIM_PALETTES_BUNDLED] = {
    {N_("Ink and Paper"), "#1d1b1a,#f3ead8"},
    {N_("Midnight and Peach"), "#1b2147,#ffb08a"},
    {N_("Woodcut"), "#17130f,#a8321f,#efe2c4"},
    {N_("Harbor"), "#0f2230,#24506b,#5d8ca3,#b8cdd0,#f2efe6"},
    {N_("Autumn"), "#2b1a14,#6e2f1a,#b8562a,#dd9a3c,#8a8b4a,#f0dfb8"},
    {N_("Meadow"), "#15261c,#2f5d3a,#6f9a4c,#c3cf7d,#e9c46a,#7fb4c9,#f6f3e4"},
    {N_("Dusk"), "#140f2a,#3a2260,#78347c,#c2506f,#ee8a5f,#f9c98b,#fbeedd"},
    {N_("Candy"), "#2d1e3e,#e8457a,#ff8c61,#ffd25e,#5ecfa8,#46a7e0,#8d6bd6,#fff4ea"},
};

int prim_palettes_find(const char *colors)
{
  for (int i = 0; i < PRIM_PALETTES_BUNDLED; i++)
    if (strcmp(prim_palettes_bundled[i].colors, colors) == 0)
      return i;
  return -1;
}
