/* What colors shapes may have, as text. */
#include <stdlib.h>
#include <string.h>

#include "primitive.h"

static const char PICTURE[] = "picture:";

enum { COLOR_TEXT = 7 }; /* characters of "#rrggbb" */

/* Reads a color and what ends it; NULL: there is none. */
static const char *read_color(const char *text, int32_t *rgb)
{
  if (text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != COLOR_TEXT - 1)
    return NULL;
  *rgb = (int32_t)strtol(text + 1, NULL, 16);
  return text + COLOR_TEXT;
}

bool prim_color_parse(const char *text, int32_t *rgb)
{
  const char *end = read_color(text, rgb);

  return end && !*end;
}

void prim_color_format(int32_t rgb, char *text)
{
  snprintf(text, PRIM_COLOR_TEXT_MAX, "#%06x", (unsigned)rgb & 0xffffff);
}

static bool parse_picture(const char *text, PrimPaletteChoice *choice)
{
  const char *digits = text + strlen(PICTURE);

  if (strncmp(text, PICTURE, strlen(PICTURE)) != 0 || strlen(digits) > 2 ||
      strspn(digits, "0123456789") != strlen(digits))
    return false;
  choice->count = atoi(digits);
  return choice->count >= PRIM_PALETTE_PICTURE_MIN && choice->count <= PRIM_PALETTE_PICTURE_MAX;
}

static bool parse_list(const char *text, PrimPaletteChoice *choice)
{
  for (choice->count = 0; choice->count < PRIM_PALETTE_LIST_MAX; text++) {
    text = read_color(text, &choice->colors[choice->count]);
    if (!text)
      return false;
    choice->count++;
    if (*text != ',')
      return !*text;
  }
  return false;
}

PrimPaletteChoice prim_palette_parse(const char *text)
{
  PrimPaletteChoice choice = {.source = PRIM_PALETTE_NAMED};

  if (!*text)
    choice.source = PRIM_PALETTE_FREE;
  else if (parse_picture(text, &choice))
    choice.source = PRIM_PALETTE_PICTURE;
  else if (parse_list(text, &choice))
    choice.source = PRIM_PALETTE_LIST;
  else
    choice.count = 0;
  return choice;
}

void prim_palette_format(const PrimPaletteChoice *choice, char *text)
{
  *text = '\0';
  if (choice->source == PRIM_PALETTE_PICTURE)
    snprintf(text, PRIM_TEXT_MAX, "%s%d", PICTURE, choice->count);
  for (int i = 0; choice->source == PRIM_PALETTE_LIST && i < choice->count; i++) {
    if (i)
      *text++ = ',';
    prim_color_format(choice->colors[i], text);
    text += COLOR_TEXT;
  }
}
