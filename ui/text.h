/* Translated text and the ways numbers are written in it. */
#ifndef PRIM_TEXT_H
#define PRIM_TEXT_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text /* marks a string that is translated later */

#endif
