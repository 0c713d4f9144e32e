/* A small TAP producer for the unit tests.
 *
 * A test is a plain check, tap_ok(), or a family of numbered random cases,
 * tap_cases(). A case derives everything from its number, so the number alone
 * reruns it: `test-NAME 1234` runs only case 1234 of each family and prints
 * what it finds in detail. A case that fails is rerun that way at once. With TAP_EVERY=n
 * in the environment only every n-th case of a family runs, for tools that are slow. */
#ifndef PRIM_TESTS_TAP_H
#define PRIM_TESTS_TAP_H

#include <stdbool.h>
#include <stdint.h>

/* Runs one case; false when it failed, best by way of tap_fault(). */
typedef bool (*TapCase)(uint32_t number);

/* Reads the arguments; a case number reruns that case. */
void tap_start(int argc, char **argv);

/* Whether a single case is rerun; plain checks that take long may then be left out. */
bool tap_rerun(void);

/* Of so many cases one is run: 1, or more for slow tools (TAP_EVERY). What else takes long
 * may go by it. */
uint32_t tap_every(void);

/* One check. Returns `good`. */
bool tap_ok(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Cases 0..count-1 as one check, on several threads at once. */
void tap_cases(const char *name, uint32_t count, TapCase run);

/* The same on one thread, for cases that start threads of their own. */
void tap_cases_alone(const char *name, uint32_t count, TapCase run);

/* One check that cannot be made here. */
void tap_skip(const char *name, const char *reason);

/* A diagnostic line. */
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A diagnostic line when details are wanted. */
void tap_detail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As tap_detail(), and gives false: `return tap_fault(...)` fails a case. */
bool tap_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the plan; returns the exit status. */
int tap_done(void);

#endif
