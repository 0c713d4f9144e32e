/* Translated text and help: where they come from, and how a failure carries text.
 *
 * plugin/ is the part that knows GIMP. It may include core's public header,
 * cuda's one entry, ui's one entry, libgimp, GEGL and json-glib. The way
 * through it starts in main.c. */
#ifndef PRIM_MESSAGES_H
#define PRIM_MESSAGES_H

#include <libgimp/gimp.h>
#include <libintl.h>

#include "../core/primitive.h"

#define _(text) gettext(text)
#define N_(text) text /* marks a string that is translated later */

/* Says where the program is: its translations lie beside it, in locale/, its pages of help in
 * help/. Call first of all, with main()'s argv[0] (GIMP passes the full path). */
PRIM_NONNULL void prim_messages_set_program(const char *path);

/* The folder that the program is in. */
const char *prim_messages_folder(void);

/* Tells GIMP where the translations of the menu entries are, and the help for them. Belongs in the
 * plug-in's query, before the first procedure is installed. */
void prim_messages_register(void);

/* Makes gettext() find the translations. Call before anything is said. */
void prim_messages_bind(void);

/* A label of the parameter table, translated and without its mnemonic
 * ("Shape c_ount" gives "Shape count"). Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_messages_label(const char *label);

/* Failures travel as GErrors whose code is the GimpPDBStatusType to return and
 * whose message is translated, a sentence that says what to do. */
PRIM_NONNULL void prim_fail(GError **error, GimpPDBStatusType status, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The failure to write a file; `problem` is an errno. */
PRIM_NONNULL void prim_fail_write(GError **error, const char *filename, int problem);

/* The failure that a PrimStatus of core stands for. */
PRIM_NONNULL void prim_fail_status(GError **error, PrimStatus status);

#endif
