/* A file that appears whole or not at all.
 *
 * What is written goes to a file without a name, or under a new hidden name where
 * the file system knows no such thing. Only when all of it is on the disk does it
 * take the target's place, in one step. So neither a full disk nor a killed process
 * costs an old file, and no name that the user may have chosen is ever written to.
 *
 * Knows GLib and POSIX only. Failures are errno values; 0 is success. */
#ifndef PRIM_SAFE_FILE_H
#define PRIM_SAFE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "../../core/primitive.h"

typedef enum PrimSafeFileMode {
  PRIM_SAFE_FILE_REPLACE, /* takes the place of a file of that name */
  PRIM_SAFE_FILE_NEW      /* a file of that name stays, unless it is empty: EEXIST if it differs */
} PrimSafeFileMode;

/* A file that is being written. */
typedef struct PrimSafeFile PrimSafeFile;

/* Why no file of that name can be written, as far as can be told without trying: its
 * folder is missing or write-protected, the name is too long or a folder's, or the file is
 * write-protected or no regular one. 0 = nothing speaks against it. */
PRIM_MUST_USE PRIM_NONNULL int prim_safe_file_problem(const char *filename);

/* Opens a file to be written in `filename`'s place. Where that is a symbolic link, the link
 * stays and what it points to is written, whether it exists or not. An existing file's
 * permissions, owner and group are kept as far as the user may set them. NULL, and
 * *problem says why, when that cannot be. End it with commit or discard. */
PRIM_MUST_USE PRIM_NONNULL PrimSafeFile *prim_safe_file_open(const char *filename, int *problem);

/* The stream to write to. It belongs to the file, which remembers its errors. */
PRIM_MUST_USE PRIM_NONNULL FILE *prim_safe_file_stream(PrimSafeFile *file);

/* Brings what was written to the disk. Returns 0, or why that or a write before failed;
 * then the file can only be dropped. */
PRIM_MUST_USE PRIM_NONNULL int prim_safe_file_flush(PrimSafeFile *file);

/* Flushes the file and puts it in its place; frees `file`. Returns 0, or why that failed;
 * then everything is as it was before the file was opened. */
PRIM_MUST_USE PRIM_NONNULL int prim_safe_file_commit(PrimSafeFile *file, PrimSafeFileMode mode);

/* Drops what was written, and frees `file`, which may be NULL. */
void prim_safe_file_discard(PrimSafeFile *file);

#endif
