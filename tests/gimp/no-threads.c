/* For tests: threads that the plug-in cannot make. A library to be preloaded into GIMP.
 *
 * While the file that PRIM_NO_THREADS names holds two numbers A and B, threads A to B-1 of
 * those that the plug-in's own code asks for cannot be made. Those of libraries can. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int Create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

Create pthread_create;

static const char *file_of(void *address)
{
  Dl_info about;

  return dladdr(address, &about) && about.dli_fname ? about.dli_fname : "";
}

/* Whether the plug-in asks, by itself or through GLib. */
static bool asked_by_plug_in(void)
{
  static const char NAME[] = "/gimp-primitive";
  void *frames[8];
  int count = backtrace(frames, 8), i = 2; /* 0 and 1 are in here */

  while (i < count && strstr(file_of(frames[i]), "libglib"))
    i++;
  const char *file = i < count ? file_of(frames[i]) : "";
  size_t length = strlen(file), end = strlen(NAME);
  return length >= end && strcmp(file + length - end, NAME) == 0;
}

static bool is_to_fail(int number)
{
  const char *name = getenv("PRIM_NO_THREADS");
  FILE *file = name ? fopen(name, "r") : NULL;
  int first = 0, end = 0;

  if (!file)
    return false;
  bool told = fscanf(file, "%d %d", &first, &end) == 2;
  fclose(file);
  return told && number >= first && number < end;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*begin)(void *),
                   void *data)
{
  static atomic_int asked;
  Create *create;
  void *symbol = dlsym(RTLD_NEXT, "pthread_create");

  memcpy(&create, &symbol, sizeof create);
  if (asked_by_plug_in() && is_to_fail(atomic_fetch_add(&asked, 1)))
    return EAGAIN;
  return create(thread, attributes, begin, data);
}
