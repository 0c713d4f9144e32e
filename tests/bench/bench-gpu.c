/* How near the search comes to what the device can do: `build/bench-gpu DETAIL`.
 *
 * Many climbs at once score random triangles. The same attempts are made here, to count
 * what they need: the rows, hence the bytes of row sums that must be read, and the
 * operations on doubles that find an edge's columns. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../core/attempt.h"
#include "../../cuda/device_backend.h"
#include "ceilings.h"

enum { CLIMBS = PRIM_CLIMBS_MAX, STARTS = 64, ROUNDS = 10, CALLS = 200 };

/* Of one crossing of an edge with a row: one multiplication, two additions, one entry. */
enum { OPERATIONS = 3, BYTES = sizeof(PrimEntry) };

static void fail(const char *what)
{
  fprintf(stderr, "bench-gpu: %s\n", what);
  exit(1);
}

static double now(void)
{
  struct timespec time;

  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static bool never(void *data)
{
  (void)data;
  return false;
}

static void ignore(void *data)
{
  (void)data;
}

/* Noise, which no cache compresses. */
static PrimTarget *noise(int side)
{
  PrimTarget *target = prim_target_new(side, side);

  if (!target)
    fail("out of memory");
  for (size_t i = 0; i < 3 * (size_t)side * (size_t)side; i++)
    target->rgb[i] = (uint8_t)prim_mix(i);
  return target;
}

/* Crossings of edges and rows of all attempts of the request. */
static double count_crossings(const PrimSearchRequest *request, int side)
{
  PrimBounds bounds = prim_bounds(side, side);
  double crossings = 0;

  for (uint32_t climb = 0; climb < (uint32_t)request->climbs; climb++) {
    PrimRandom stream = prim_random_stream(request->seed, request->stream, climb);
    for (uint32_t i = 0; i < (uint32_t)request->starts; i++) {
      PrimShape shape;
      PrimScan scan;
      if (!prim_attempt_start(request, &bounds, &stream, i, &shape))
        continue;
      prim_attempt_scan(&scan, &shape, side, side, PRIM_ROWS_SCORED);
      for (int e = 0; e < scan.edges; e++)
        crossings += 2 * (scan.edge[e].end - scan.edge[e].begin); /* two entries each */
    }
  }
  return crossings;
}

/* Seconds of a search, the mean of some after a first; *scored counts one. */
static double time_search(PrimBackend *backend, const PrimSearchRequest *request, int rounds,
                          uint64_t *scored)
{
  PrimPoll poll = {never, ignore, NULL};
  PrimCandidate best;
  double began = 0;

  for (int i = -1; i < rounds; i++) {
    if (i == 0)
      began = now();
    *scored = 0;
    if (backend->climb(backend, request, &poll, &best, scored) != PRIM_OK)
      fail(backend->lost ? backend->lost : "a search failed");
  }
  return (now() - began) / rounds;
}

int main(int argc, char **argv)
{
  int side = argc > 1 ? atoi(argv[1]) : 512;
  PrimCudaProblem problem;
  PrimDevice *device = prim_device_open(&problem);
  PrimBackend *backend = device ? prim_backend_device_new(device, PRIM_RESIDENT, 1) : NULL;
  PrimTarget *target = noise(side < 1 || side > PRIM_DETAIL_MAX ? 512 : side);
  PrimDrawing drawing = {.width = target->width, .height = target->height};
  PrimSearchRequest request = {
      .opacity_min = 128, .opacity_max = 128, .climbs = CLIMBS, .starts = STARTS};
  PrimSearchRequest one = {.opacity_min = 128, .opacity_max = 128, .climbs = 1, .starts = 1};
  PrimCeilings ceilings;
  uint64_t scored, few;

  if (!backend)
    fail("no device");
  request.kind_odds[PRIM_TRIANGLE] = one.kind_odds[PRIM_TRIANGLE] = 1;
  size_t bytes = (size_t)target->width * (size_t)target->height * BYTES;
  if (backend->begin(backend, target) != PRIM_OK || backend->redraw(backend, &drawing) != PRIM_OK)
    fail(backend->lost);
  double call = time_search(backend, &one, CALLS, &few);
  double seconds = time_search(backend, &request, ROUNDS, &scored);
  if (!prim_ceilings(bytes, &ceilings))
    fail("the ceilings could not be measured");
  double each = count_crossings(&request, target->width) / (double)scored;
  double rate = (double)scored / seconds;
  printf("%s, %d px, triangles, %d climbs of %d random shapes\n", device->name, target->width,
         CLIMBS, STARTS);
  printf("a shape must read %.0f bytes and compute %.0f operations\n", each * BYTES,
         each * OPERATIONS);
  printf("possible:  %8.1f GB/s of row sums, %8.1f G operations/s (both measured)\n",
         1e-9 * ceilings.bytes, 1e-9 * ceilings.operations);
  printf("achieved:  %8.1f GB/s (%.0f %%),      %8.1f G operations/s (%.0f %%)\n",
         1e-9 * rate * each * BYTES, 100 * rate * each * BYTES / ceilings.bytes,
         1e-9 * rate * each * OPERATIONS, 100 * rate * each * OPERATIONS / ceilings.operations);
  printf("candidates: %.1f million a second\n", 1e-6 * rate);
  printf("the shortest search, a single shape, takes %.1f us\n", 1e6 * call);
  backend->free(backend);
  prim_target_free(target);
  return 0;
}
