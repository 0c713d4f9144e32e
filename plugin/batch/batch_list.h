/* Which pictures a batch redraws, and where their drawings go. */
#ifndef PRIM_BATCH_LIST_H
#define PRIM_BATCH_LIST_H

#include "../messages.h"

typedef struct PrimBatchItem {
  char *picture, *target; /* files */
  GError *problem;        /* why the picture is not to be redrawn; NULL = it is */
} PrimBatchItem;

/* The pictures that `pattern` names, or those that a file lists, one per line, when it is "@"
 * and the name of that file; one that is named twice comes once. Their drawings have the
 * pictures' names in `folder`, ending in the format. A drawing that would replace its picture,
 * or that another picture's drawing has taken the name of, is a problem. Returns an array of
 * PrimBatchItem that frees them; NULL and *error when there are no pictures. */
PRIM_MUST_USE PRIM_NONNULL GPtrArray *prim_batch_list(const char *pattern, const char *folder,
                                                      const char *format, GError **error);

#endif
