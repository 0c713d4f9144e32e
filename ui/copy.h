/* The procedure call that makes what the dialog shows, as text for a console. */
#ifndef PRIM_COPY_H
#define PRIM_COPY_H

#include "host.h"

typedef enum PrimLanguage { PRIM_SCRIPT_FU, PRIM_PYTHON_FU } PrimLanguage;

/* Free with g_free(). The settings' seed must be resolved. */
PRIM_MUST_USE PRIM_NONNULL char *prim_copy_call(PrimLanguage language, const PrimDialogHost *host,
                                                const PrimSettings *settings);

#endif
