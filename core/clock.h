/* Time. */
#ifndef PRIM_CLOCK_H
#define PRIM_CLOCK_H

#include <time.h>

/* Seconds from any beginning; never falls. */
static inline double prim_seconds(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* A clock to go by: the system's, or one that runs as a test tells it. */
typedef struct PrimClock {
  double (*seconds)(void *data); /* NULL: the system's */
  void *data;
} PrimClock;

static inline double prim_clock_seconds(const PrimClock *clock)
{
  return clock->seconds ? clock->seconds(clock->data) : prim_seconds();
}

#endif
