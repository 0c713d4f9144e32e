/* A small dialog that asks for a number of shapes. */
#ifndef PRIM_ASK_H
#define PRIM_ASK_H

#include <stdbool.h>

#include "../core/common.h"

/* Asks how many shapes to add, 1..most; *count is the proposal and the answer.
 * False: cancelled. */
PRIM_MUST_USE PRIM_NONNULL bool prim_ask_count(int *count, int most);

#endif
