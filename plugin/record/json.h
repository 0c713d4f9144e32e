/* Reading JSON (RFC 8259), strictly and in one pass.
 *
 * A cursor moves over the text; objects and arrays call back for each member or
 * element, which reads the value that the cursor stands on. There is no tree: nothing is
 * allocated whatever the text holds, and nesting is bounded, so that neither memory nor
 * the stack can be exhausted. Comments, NaN, single quotes, hexadecimal numbers,
 * trailing commas, NUL characters and invalid UTF-8 are refused.
 *
 * Every function returns false when the text is not what it reads; the text is then to
 * be given up, because the cursor's place is undefined. */
#ifndef PRIM_JSON_H
#define PRIM_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../core/common.h"

enum {
  PRIM_JSON_DEPTH_MAX = 8, /* objects and arrays within each other */
  PRIM_JSON_NAME_MAX = 64  /* bytes of a member's name, with its NUL */
};

typedef struct PrimJson {
  const char *at, *end;
  int depth;
} PrimJson;

/* Reads the value of a member. A longer `name` comes cut to PRIM_JSON_NAME_MAX - 1 bytes. */
typedef bool (*PrimJsonMember)(PrimJson *json, const char *name, void *data);

/* Reads the element of that number, from 0. */
typedef bool (*PrimJsonElement)(PrimJson *json, int index, void *data);

/* Starts reading `length` bytes of text, which must outlive the cursor. */
PRIM_MUST_USE PRIM_NONNULL bool prim_json_begin(PrimJson *json, const char *text, size_t length);

/* Whether nothing follows. */
PRIM_MUST_USE PRIM_NONNULL bool prim_json_end(PrimJson *json);

/* Calls back for each member or element until one returns false. `data` may be NULL. */
PRIM_MUST_USE bool prim_json_object(PrimJson *json, PrimJsonMember member, void *data);
PRIM_MUST_USE bool prim_json_array(PrimJson *json, PrimJsonElement element, void *data);

/* A string of fewer than `size` bytes, as UTF-8 followed by a NUL. */
PRIM_MUST_USE PRIM_NONNULL bool prim_json_string(PrimJson *json, char *text, size_t size);

/* A number of at most 64 characters; one too big for a double gives an infinity. */
PRIM_MUST_USE PRIM_NONNULL bool prim_json_number(PrimJson *json, double *value);

/* A number min..max without fraction or exponent. */
PRIM_MUST_USE PRIM_NONNULL bool prim_json_int(PrimJson *json, int32_t min, int32_t max,
                                              int32_t *value);

PRIM_MUST_USE PRIM_NONNULL bool prim_json_bool(PrimJson *json, bool *value);

/* Any value, which is passed over. */
PRIM_MUST_USE PRIM_NONNULL bool prim_json_skip(PrimJson *json);

#endif
