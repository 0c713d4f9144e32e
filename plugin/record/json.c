/* Reading JSON, strictly and in one pass. */
#include <glib.h>
#include <string.h>

#include "json.h"

enum { NUMBER_MAX = 64 }; /* characters */

/* The next character that is no white space, without taking it; '\0' at the end. */
static char peek(PrimJson *json)
{
  while (json->at < json->end && strchr(" \t\n\r", *json->at))
    json->at++;
  if (json->at == json->end)
    return '\0';
  return *json->at;
}

static bool take(PrimJson *json, char wanted)
{
  bool there = peek(json) == wanted;

  json->at += there;
  return there;
}

static bool take_word(PrimJson *json, const char *word)
{
  size_t length = strlen(word);
  bool there = peek(json) == word[0] && (size_t)(json->end - json->at) >= length &&
               memcmp(json->at, word, length) == 0;

  json->at += there ? length : 0;
  return there;
}

/* A valid text holds no NUL, so '\0' can stand for its end. */
bool prim_json_begin(PrimJson *json, const char *text, size_t length)
{
  *json = (PrimJson){text, text + length, 0};
  return length <= G_MAXSSIZE && g_utf8_validate(text, (gssize)length, NULL);
}

bool prim_json_end(PrimJson *json)
{
  return peek(json) == '\0';
}

/* ---- Strings ---------------------------------------------------------------- */

/* The character after "\u", 0 to 0xffff; -1 when it is none. */
static int read_hex(PrimJson *json)
{
  int value = 0;

  if (json->end - json->at < 4)
    return -1;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value(*json->at++);
    if (digit < 0)
      return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* What follows "\u", two halves of a pair taken together; 0 when it is no character. */
static gunichar read_code(PrimJson *json)
{
  int code = read_hex(json);

  if (code >= 0xd800 && code < 0xdc00) {
    if (json->end - json->at < 2 || json->at[0] != '\\' || json->at[1] != 'u')
      return 0;
    json->at += 2;
    int low = read_hex(json);
    return low >= 0xdc00 && low < 0xe000
               ? 0x10000 + ((gunichar)(code - 0xd800) << 10 | (gunichar)(low - 0xdc00))
               : 0;
  }
  return code > 0 && (code < 0xd800 || code >= 0xe000) ? (gunichar)code : 0;
}

/* What follows a backslash, as UTF-8 into room for 6 bytes; 0 when it is no escape. */
static int read_escape(PrimJson *json, char *bytes)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";

  if (json->at == json->end)
    return 0;
  char escape = *json->at++;
  const char *place = strchr(from, escape);
  if (escape == 'u') {
    gunichar code = read_code(json);
    return code ? g_unichar_to_utf8(code, bytes) : 0;
  }
  if (!place)
    return 0;
  bytes[0] = to[place - from];
  return 1;
}

/* One character of a string, as UTF-8 or a byte of it; 0 when it cannot stand there. */
static int read_character(PrimJson *json, char *bytes)
{
  bytes[0] = *json->at++;
  return bytes[0] == '\\' ? read_escape(json, bytes) : (unsigned char)bytes[0] >= ' ';
}

/* Reads a string, as much as there is room for. False when there is none; *cut says that
 * the room did not do. */
static bool read_string(PrimJson *json, char *text, size_t size, bool *cut)
{
  size_t used = 0;
  char bytes[6];

  *cut = false;
  if (!take(json, '"'))
    return false;
  while (json->at < json->end && *json->at != '"') {
    int length = read_character(json, bytes);
    if (!length)
      return false;
    *cut = *cut || used + (size_t)length >= size;
    if (!*cut) {
      memcpy(text + used, bytes, (size_t)length);
      used += (size_t)length;
    }
  }
  text[used] = '\0';
  bool closed = json->at < json->end;
  json->at += closed;
  return closed;
}

bool prim_json_string(PrimJson *json, char *text, size_t size)
{
  bool cut;

  return read_string(json, text, size, &cut) && !cut;
}

/* ---- Numbers and words ------------------------------------------------------ */

static bool at_one_of(const PrimJson *json, const char *characters)
{
  return json->at < json->end && strchr(characters, *json->at);
}

static bool take_digits(PrimJson *json)
{
  const char *start = json->at;

  while (json->at < json->end && g_ascii_isdigit(*json->at))
    json->at++;
  return json->at > start;
}

/* "-12", without zeros in front. */
static bool take_whole(PrimJson *json)
{
  json->at += at_one_of(json, "-");
  const char *start = json->at;
  return take_digits(json) && (*start != '0' || json->at == start + 1);
}

static bool take_fraction(PrimJson *json)
{
  if (!at_one_of(json, "."))
    return true;
  json->at++;
  return take_digits(json);
}

static bool take_exponent(PrimJson *json)
{
  if (!at_one_of(json, "eE"))
    return true;
  json->at++;
  json->at += at_one_of(json, "+-");
  return take_digits(json);
}

/* Copies the number's characters, followed by a NUL; *whole: no fraction, no exponent. */
static bool read_digits(PrimJson *json, char text[NUMBER_MAX + 1], bool *whole)
{
  (void)peek(json);
  const char *start = json->at;
  if (!take_whole(json))
    return false;
  *whole = !at_one_of(json, ".eE");
  if (!take_fraction(json) || !take_exponent(json) || json->at - start > NUMBER_MAX)
    return false;
  memcpy(text, start, (size_t)(json->at - start));
  text[json->at - start] = '\0';
  return true;
}

bool prim_json_number(PrimJson *json, double *value)
{
  char text[NUMBER_MAX + 1];
  bool whole;

  if (!read_digits(json, text, &whole))
    return false;
  *value = g_ascii_strtod(text, NULL);
  return true;
}

/* g_ascii_strtoll() saturates, so a number of 60 digits is still out of range. */
bool prim_json_int(PrimJson *json, int32_t min, int32_t max, int32_t *value)
{
  char text[NUMBER_MAX + 1];
  bool whole;

  if (!read_digits(json, text, &whole) || !whole)
    return false;
  gint64 number = g_ascii_strtoll(text, NULL, 10);
  *value = (int32_t)CLAMP(number, min, max);
  return number == *value;
}

bool prim_json_bool(PrimJson *json, bool *value)
{
  *value = take_word(json, "true");
  return *value || take_word(json, "false");
}

/* ---- Objects and arrays ----------------------------------------------------- */

static bool open_bracket(PrimJson *json, char bracket)
{
  return take(json, bracket) && ++json->depth <= PRIM_JSON_DEPTH_MAX;
}

static bool close_bracket(PrimJson *json, char bracket)
{
  bool there = take(json, bracket);

  json->depth -= there;
  return there;
}

bool prim_json_object(PrimJson *json, PrimJsonMember member, void *data)
{
  char name[PRIM_JSON_NAME_MAX];
  bool cut;

  if (!open_bracket(json, '{'))
    return false;
  if (close_bracket(json, '}'))
    return true;
  do {
    if (!read_string(json, name, sizeof name, &cut) || !take(json, ':') ||
        !member(json, name, data))
      return false;
  } while (take(json, ','));
  return close_bracket(json, '}');
}

bool prim_json_array(PrimJson *json, PrimJsonElement element, void *data)
{
  int index = 0;

  if (!open_bracket(json, '['))
    return false;
  if (close_bracket(json, ']'))
    return true;
  do {
    if (index == INT_MAX || !element(json, index++, data))
      return false;
  } while (take(json, ','));
  return close_bracket(json, ']');
}

static bool skip_member(PrimJson *json, const char *name, void *data)
{
  (void)name, (void)data;
  return prim_json_skip(json);
}

static bool skip_element(PrimJson *json, int index, void *data)
{
  (void)index, (void)data;
  return prim_json_skip(json);
}

bool prim_json_skip(PrimJson *json)
{
  bool truth, cut;
  double number;
  char nothing[1];

  switch (peek(json)) {
  case '{':
    return prim_json_object(json, skip_member, NULL);
  case '[':
    return prim_json_array(json, skip_element, NULL);
  case '"':
    return read_string(json, nothing, sizeof nothing, &cut);
  case 't':
  case 'f':
    return prim_json_bool(json, &truth);
  case 'n':
    return take_word(json, "null");
  default:
    return prim_json_number(json, &number);
  }
}
