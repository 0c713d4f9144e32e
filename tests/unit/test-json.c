/* Proves json.c: what RFC 8259 allows is read, to the last character; whatever else a
 * lenient reader takes is refused, and neither depth nor length does any harm. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "../../plugin/record/json.h"
#include "../tap.h"

static bool skips(const char *text, size_t length)
{
  PrimJson json;

  return prim_json_begin(&json, text, length) && prim_json_skip(&json) && prim_json_end(&json);
}

/* Whether skipping all texts of a list, up to NULL, comes out as `wanted`. */
static bool all_skip(bool wanted, const char *const *texts)
{
  bool good = true;

  for (; *texts; texts++)
    if (skips(*texts, strlen(*texts)) != wanted) {
      tap_note("%s: %s", wanted ? "refused" : "read", *texts);
      good = false;
    }
  return good;
}

static void grammar(void)
{
  static const char *const right[] = {"{}",
                                      "[]",
                                      " [ ] ",
                                      "\t{\n}\r",
                                      "[1,2]",
                                      "{\"a\":1,\"b\":[{}]}",
                                      "\"\"",
                                      "true",
                                      "false",
                                      "null",
                                      "0",
                                      "-0",
                                      "1.5e-7",
                                      "12E+3",
                                      "[true,false,null,\"x\",-1]",
                                      "\"\\u00fc\\n\\/\\\\\"",
                                      "\"\xc3\xbc\"",
                                      "\"\\ud83d\\ude00\"",
                                      "{\"\":0}",
                                      "[[[[[[[[]]]]]]]]",
                                      "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}",
                                      NULL};
  static const char *const wrong[] = {"",
                                      " ",
                                      "[",
                                      "]",
                                      "{",
                                      "}",
                                      "[}",
                                      "{]",
                                      "[1,]",
                                      "[,1]",
                                      "[1 2]",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{a:1}",
                                      "{1:1}",
                                      "{'a':1}",
                                      "'a'",
                                      "var a = 1;",
                                      "1;",
                                      "1 1",
                                      "[] []",
                                      "\"",
                                      "\"a",
                                      "\"\\\"",
                                      "\"\\x41\"",
                                      "\"\\u12\"",
                                      "\"\\u12g4\"",
                                      "\"\\ud800\"",
                                      "\"\\udc00\"",
                                      "\"\\ud800\\u0041\"",
                                      "\"\\ud800x\"",
                                      "\"\\u0000\"",
                                      "\"a\tb\"",
                                      "\"a\nb\"",
                                      "tru",
                                      "truth",
                                      "nul",
                                      "NaN",
                                      "Infinity",
                                      "-Infinity",
                                      "-",
                                      "+1",
                                      "01",
                                      "-01",
                                      ".5",
                                      "1.",
                                      "1.e5",
                                      "1e",
                                      "1e+",
                                      "0x10",
                                      "1_000",
                                      "1,5",
                                      "[[[[[[[[[]]]]]]]]]",
                                      NULL};
  static const char *const comments[] = {"/**/1", "1//",           "1 /* a */", "[/*\"*/]",
                                         "#\n1",  "{\"a\":1//\n}", NULL};

  tap_ok(all_skip(true, right), "what RFC 8259 allows is read");
  tap_ok(all_skip(false, wrong), "what it does not is refused");
  tap_ok(all_skip(false, comments), "comments are refused");
  tap_ok(!skips("1\0", 2) && !skips("\"\0\"", 3) && !skips("\"\xff\"", 3) &&
             !skips("\"\xc3\"", 3) && !skips("\"\xed\xa0\x80\"", 5),
         "NUL characters and invalid UTF-8 are refused");
}

/* The text ends exactly where its length says; what lies behind must not be looked at. */
static void ends(void)
{
  static const char *const texts[] = {"123", "[1",   "tr",      "\"a", "1e5",
                                      "-",   "\"\\", "\"\\u00", "nul"};
  bool good = skips("12", 2) && skips("1234", 2) && !skips("true", 3);

  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    for (size_t length = 0; length <= strlen(texts[i]); length++) {
      char *copy = g_memdup2(texts[i], length ? length : 1); /* a sanitizer sees its end */
      bool read = skips(copy, length);
      good = good && read == (length && g_ascii_isdigit(texts[i][0]) && copy[length - 1] != 'e');
      g_free(copy);
    }
  tap_ok(good, "a text ends at its length");
}

static bool string_is(const char *text, size_t size, const char *wanted)
{
  char read[100];
  PrimJson json;

  if (!prim_json_begin(&json, text, strlen(text)))
    return false;
  if (!prim_json_string(&json, read, size))
    return !wanted;
  return wanted && strcmp(read, wanted) == 0 && prim_json_end(&json);
}

static void strings(void)
{
  tap_ok(string_is("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", 100, "\"\\/\b\f\n\r\t"), "escapes");
  tap_ok(string_is("\"\\u0041\\u00FC\\u20ac\\uD83D\\ude00\"", 100,
                   "A\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"),
         "escaped characters, pairs among them");
  tap_ok(string_is("\"abc\"", 4, "abc") && string_is("\"abc\"", 3, NULL) &&
             string_is("\"\"", 1, "") && string_is("\"\\ud83d\\ude00\"", 4, NULL) &&
             string_is("\"\\ud83d\\ude00\"", 5, "\xf0\x9f\x98\x80"),
         "a string must fit its room");
  tap_ok(string_is("1", 9, NULL) && string_is("[]", 9, NULL) && string_is("null", 9, NULL),
         "what is no string is refused");
}

static bool int_is(const char *text, int32_t min, int32_t max, bool wanted, int32_t number)
{
  PrimJson json;
  int32_t read = 0;

  if (!prim_json_begin(&json, text, strlen(text)))
    return false;
  bool good = prim_json_int(&json, min, max, &read) && prim_json_end(&json);
  if (good != wanted || (wanted && read != number))
    tap_note("%s as a number: %d", text, (int)read);
  return good == wanted && (!wanted || read == number);
}

static bool number_is(const char *text, double wanted)
{
  PrimJson json;
  double read = 0;

  return prim_json_begin(&json, text, strlen(text)) && prim_json_number(&json, &read) &&
         prim_json_end(&json) && read == wanted;
}

static void numbers(void)
{
  static const char *const refused[] = {"1.0",
                                        "1e2",
                                        "1.5",
                                        "\"1\"",
                                        "true",
                                        "null",
                                        "[1]",
                                        "-",
                                        "6",
                                        "-6",
                                        "2147483648",
                                        "9223372036854775808",
                                        "18446744073709551617",
                                        "4294967297",
                                        "-4294967295"};
  char digits[80];
  bool good = int_is("5", -5, 5, true, 5) && int_is("-5", -5, 5, true, -5) &&
              int_is("-0", -5, 5, true, 0) && int_is("2147483647", 0, INT32_MAX, true, INT32_MAX) &&
              int_is("-2147483648", INT32_MIN, 0, true, INT32_MIN);

  for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
    good = int_is(refused[i], -5, 5, false, 0) && good;
  tap_ok(good, "whole numbers, within their range");
  tap_ok(number_is("1.5e3", 1500) && number_is("-0.25", -0.25) && number_is("1e999", INFINITY) &&
             number_is("7", 7),
         "numbers with fraction and exponent");
  memset(digits, '1', sizeof digits);
  tap_ok(skips(digits, 64) && !skips(digits, 65), "a number has 64 characters at most");
}

/* Collects what is called back. */
static bool note_member(PrimJson *json, const char *name, void *data)
{
  g_string_append_printf(data, "%s;", name);
  return prim_json_skip(json);
}

static bool note_element(PrimJson *json, int index, void *data)
{
  int32_t number = 0;

  g_string_append_printf(data, "%d", index);
  if (!prim_json_int(json, 0, 9, &number))
    return false;
  g_string_append_printf(data, "=%d;", (int)number);
  return true;
}

static void callbacks(void)
{
  const char *object = "{\"a\":[1,{}],\"b\":\"x\",\"\\u0061\":2}", *array = "[7, 8 ,9]";
  GString *noted = g_string_new(NULL), *name = g_string_new("{\"");
  PrimJson json;

  tap_ok(prim_json_begin(&json, object, strlen(object)) &&
             prim_json_object(&json, note_member, noted) && prim_json_end(&json) &&
             strcmp(noted->str, "a;b;a;") == 0,
         "every member is called back, by its decoded name");
  g_string_truncate(noted, 0);
  tap_ok(prim_json_begin(&json, array, strlen(array)) &&
             prim_json_array(&json, note_element, noted) && prim_json_end(&json) &&
             strcmp(noted->str, "0=7;1=8;2=9;") == 0,
         "every element is called back, with its number");
  g_string_truncate(noted, 0);
  tap_ok(prim_json_begin(&json, "[1,x,2]", 7) && !prim_json_array(&json, note_element, noted) &&
             strcmp(noted->str, "0=1;1") == 0,
         "a callback that fails ends it");
  for (int i = 0; i < 1000; i++)
    g_string_append(name, "n");
  g_string_append(name, "\":1}");
  g_string_truncate(noted, 0);
  tap_ok(prim_json_begin(&json, name->str, name->len) &&
             prim_json_object(&json, note_member, noted) && prim_json_end(&json) &&
             noted->len == PRIM_JSON_NAME_MAX,
         "a long name comes cut");
  g_string_free(noted, TRUE);
  g_string_free(name, TRUE);
}

/* `count` times `part` behind `start`: refused at once. */
static bool flood_refused(const char *start, const char *part, size_t count)
{
  GString *text = g_string_new(start);

  for (size_t i = 0; i < count; i++)
    g_string_append(text, part);
  bool read = skips(text->str, text->len);
  g_string_free(text, TRUE);
  return !read;
}

static void floods(void)
{
  tap_ok(flood_refused("", "[", 1000000) && flood_refused("", "{\"a\":", 1000000) &&
             flood_refused("/*\"*/", "[", 300000) && flood_refused("//\"\n", "[", 300000) &&
             flood_refused("'\"'", "[", 300000) && flood_refused("[\"\\\"", "[", 300000),
         "brackets nested without end are refused");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  grammar();
  ends();
  strings();
  numbers();
  callbacks();
  floods();
  return tap_done();
}
