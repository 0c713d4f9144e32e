/* Settings as text, "count=100", for files, parasites and scripts. In values, a semicolon and what
 * cannot be printed are escaped as in C. */
#ifndef PRIM_SETTINGS_TEXT_H
#define PRIM_SETTINGS_TEXT_H

#include <glib.h>

#include "../core/primitive.h"

enum { PRIM_SETTINGS_BYTES_MAX = 1 << 16 };

/* A line a parameter for which the bit `1 << row` is set in `rows`, under `header`, a
 * line of its own. Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_settings_write(const PrimSettings *settings, uint32_t rows,
                                                     const char *header);

/* The same in one line, with semicolons between the items. Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_settings_write_line(const PrimSettings *settings,
                                                          uint32_t rows);

/* Splits an item, "count=100", where it is; false when it has no equals sign, and then the name
 * is all of it. Both lose the white space around them. */
PRIM_MUST_USE PRIM_NONNULL bool prim_settings_split(char *item, char **name, char **value);

/* Reads the value of an item; false, and nothing is set, when it is not allowed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_settings_read_value(const PrimParameter *parameter,
                                                         PrimSettings *settings, const char *value);

/* Reads what prim_settings_write() wrote, or what anything else may have put in its
 * place. Lines it does not know are passed over; parameters without a good line keep
 * their values in `settings`. Returns how many parameters were read, -1 without the
 * header or when the text has more than PRIM_SETTINGS_BYTES_MAX. *bad (may be NULL) becomes the
 * number of the first line that is damaged, or 0. */
PRIM_MUST_USE int prim_settings_read(PrimSettings *settings, uint32_t rows, const char *header,
                                     const char *text, size_t length, int *bad);

#endif
