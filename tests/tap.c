/* The TAP producer. Beyond counting it says which case crashed or hangs. */
#include "tap.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HANG_SECONDS = 600, HANG_SECONDS_SLOW = 3600, FAILURES_SHOWN = 5, THREADS_MAX = 64 };

static int checks, failures;
static long only = -1;     /* the case to rerun */
static uint32_t every = 1; /* one case in so many is run: TAP_EVERY, for slow tools */
static bool details;
static const char *program = "test", *family = "no family";
static _Thread_local volatile uint32_t current;
static struct sigaction crash_default;

static void print(const char *prefix, const char *format, va_list list)
{
  char line[1024];

  vsnprintf(line, sizeof line, format, list);
  printf("%s%s\n", prefix, line);
  fflush(stdout);
}

/* write() and no printf(): this runs inside a signal handler. */
static void say(const char *text)
{
  if (write(STDOUT_FILENO, text, strlen(text)) < 0)
    _exit(2);
}

static void say_case(const char *what)
{
  char digits[16], *digit = digits + sizeof digits;
  uint32_t number = current;

  *--digit = '\0';
  do
    *--digit = (char)('0' + number % 10);
  while (number /= 10);
  say(what);
  say(family);
  say(", case ");
  say(digit);
  say("\n");
}

/* Names the case, then lets the fault happen again for what reports faults
 * otherwise (a sanitizer, the shell). */
static void crashed(int number)
{
  say_case("# crash in ");
  sigaction(number, &crash_default, NULL);
}

static void hangs(int number)
{
  (void)number;
  say_case("Bail out! no end to ");
  _exit(2);
}

static void read_every(void)
{
  const char *text = getenv("TAP_EVERY");
  long value = text ? strtol(text, NULL, 10) : 1;

  every = value > 1 && value < 1000000 ? (uint32_t)value : 1;
}

void tap_start(int argc, char **argv)
{
  struct sigaction crash = {.sa_handler = crashed}, hang = {.sa_handler = hangs};

  read_every();

  program = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
  if (argc > 1) {
    char *end;
    only = strtol(argv[1], &end, 10);
    if (end == argv[1] || *end || only < 0 || only > (long)UINT32_MAX) {
      fprintf(stderr, "usage: %s [CASE]\n", program);
      exit(2);
    }
  }
  sigaction(SIGSEGV, &crash, &crash_default);
  sigaction(SIGBUS, &crash, NULL);
  sigaction(SIGALRM, &hang, NULL);
  alarm(every > 1 ? HANG_SECONDS_SLOW : HANG_SECONDS);
}

bool tap_rerun(void)
{
  return only >= 0;
}

uint32_t tap_every(void)
{
  return every;
}

bool tap_ok(bool good, const char *format, ...)
{
  char prefix[32];
  va_list list;

  failures += !good;
  snprintf(prefix, sizeof prefix, "%sok %d - ", good ? "" : "not ", ++checks);
  va_start(list, format);
  print(prefix, format, list);
  va_end(list);
  return good;
}

void tap_skip(const char *name, const char *reason)
{
  printf("ok %d - %s # SKIP %s\n", ++checks, name, reason);
  fflush(stdout);
}

void tap_note(const char *format, ...)
{
  va_list list;

  va_start(list, format);
  print("# ", format, list);
  va_end(list);
}

void tap_detail(const char *format, ...)
{
  va_list list;

  if (!details)
    return;
  va_start(list, format);
  print("#   ", format, list);
  va_end(list);
}

bool tap_fault(const char *format, ...)
{
  va_list list;

  if (!details)
    return false;
  va_start(list, format);
  print("#   ", format, list);
  va_end(list);
  return false;
}

static bool run_details(uint32_t number, TapCase run)
{
  current = number;
  details = true;
  bool good = run(number);
  details = false;
  return good;
}

/* A family of cases at work. */
typedef struct Family {
  TapCase run;
  uint32_t count;
  atomic_uint next;
  pthread_mutex_t mutex; /* for what follows */
  uint32_t failed, first[FAILURES_SHOWN];
} Family;

static void *take_cases(void *data)
{
  Family *cases = data;

  for (uint32_t i; (i = atomic_fetch_add(&cases->next, every)) < cases->count;) {
    current = i;
    if (cases->run(i))
      continue;
    pthread_mutex_lock(&cases->mutex);
    if (cases->failed < FAILURES_SHOWN)
      cases->first[cases->failed] = i;
    cases->failed++;
    pthread_mutex_unlock(&cases->mutex);
  }
  return NULL;
}

static void take_cases_together(Family *cases)
{
  pthread_t threads[THREADS_MAX];
  long wanted = sysconf(_SC_NPROCESSORS_ONLN) - 1;
  int count = 0;

  while (count < wanted && count < THREADS_MAX &&
         pthread_create(&threads[count], NULL, take_cases, cases) == 0)
    count++;
  take_cases(cases);
  while (count > 0)
    pthread_join(threads[--count], NULL);
}

static void run_cases(const char *name, uint32_t count, TapCase run, bool together)
{
  Family cases = {.run = run, .count = count, .mutex = PTHREAD_MUTEX_INITIALIZER};

  family = name;
  if (only >= 0) {
    if ((uint32_t)only < count)
      tap_ok(run_details((uint32_t)only, run), "%s (case %ld)", name, only);
    return;
  }
  if (together)
    take_cases_together(&cases);
  else
    take_cases(&cases);
  tap_ok(!cases.failed, "%s (%u cases)", name, (unsigned)((count + every - 1) / every));
  for (uint32_t i = 0; i < cases.failed && i < FAILURES_SHOWN; i++) {
    unsigned number = cases.first[i];
    tap_note("case %u failed (of %u that did); rerun it: %s %u", number, (unsigned)cases.failed,
             program, number);
    if (run_details(number, run))
      tap_note("  but it passes when run again");
  }
}

void tap_cases(const char *name, uint32_t count, TapCase run)
{
  run_cases(name, count, run, true);
}

void tap_cases_alone(const char *name, uint32_t count, TapCase run)
{
  run_cases(name, count, run, false);
}

int tap_done(void)
{
  printf("1..%d\n", checks);
  if (failures)
    tap_note("%d of %d checks failed", failures, checks);
  return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
