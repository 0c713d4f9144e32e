/* Numbers as text that a program reads. */
#ifndef PRIM_NUMBER_H
#define PRIM_NUMBER_H

#include <glib.h>

#include "../core/common.h"

/* Writes the shortest decimal that reads back as `value`, "33.3", the same in every
 * locale. */
PRIM_NONNULL void prim_number_write(double value, char text[G_ASCII_DTOSTR_BUF_SIZE]);

#endif
