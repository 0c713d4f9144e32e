/* What a device can do at most, measured: reading row sums, and adding and multiplying
 * doubles. tests/bench/bench-gpu.c compares the search with it. */
#include <cstdio>

#include "../../cuda/calls.h"
#include "ceilings.h"

namespace
{

enum { BLOCKS_EACH = 8, THREADS = 256, ROUNDS = 4096 };

/* Every thread reads entries here and there, as the lanes of a climb do. */
__global__ void read_entries(const PrimEntry *entries, uint32_t count, uint32_t *sink)
{
  uint32_t at = (blockIdx.x * THREADS + threadIdx.x) * 2654435761u, sum = 0;

  for (int i = 0; i < ROUNDS; i++) {
    PrimEntry entry = entries[(uint32_t)(((uint64_t)at * count) >> 32)];
    for (int k = 0; k < 8; k++)
      sum += entry.sum[k];
    at = at * 1664525u + 1013904223u;
  }
  if (sum == 1)
    *sink = sum;
}

/* Four chains, so that none waits for its own last result. */
__global__ void multiply_add(double factor, double *sink)
{
  double a = threadIdx.x, b = a + 1, c = a + 2, d = a + 3;

  for (int i = 0; i < ROUNDS; i++) {
    a = a * factor + 1;
    b = b * factor + 1;
    c = c * factor + 1;
    d = d * factor + 1;
  }
  if (a + b + c + d == 1)
    *sink = a;
}

double seconds_of(cudaEvent_t begin, cudaEvent_t end)
{
  float milliseconds = 0;

  if (cudaEventSynchronize(end) != cudaSuccess ||
      cudaEventElapsedTime(&milliseconds, begin, end) != cudaSuccess)
    return 0;
  return 1e-3 * milliseconds;
}

} // namespace

int prim_ceilings(size_t bytes, PrimCeilings *ceilings)
{
  PrimEntry *entries = nullptr;
  int device = 0, processors = 0;
  cudaEvent_t marks[3];

  if (cudaGetDevice(&device) != cudaSuccess ||
      cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device) != cudaSuccess ||
      cudaMalloc(&entries, bytes + sizeof(double)) != cudaSuccess ||
      cudaMemset(entries, 1, bytes + sizeof(double)) != cudaSuccess)
    return 0;
  for (cudaEvent_t &mark : marks)
    if (cudaEventCreate(&mark) != cudaSuccess)
      return 0;
  int blocks = processors * BLOCKS_EACH;
  uint32_t count = (uint32_t)(bytes / sizeof *entries);
  void *sink = (char *)entries + bytes;
  double threads = (double)blocks * THREADS;
  for (int warm = 0; warm < 2; warm++) {
    cudaEventRecord(marks[0]);
    read_entries<<<blocks, THREADS>>>(entries, count, (uint32_t *)sink);
    cudaEventRecord(marks[1]);
    multiply_add<<<blocks, THREADS>>>(0.5, (double *)sink);
    cudaEventRecord(marks[2]);
    double reading = seconds_of(marks[0], marks[1]), computing = seconds_of(marks[1], marks[2]);
    if (cudaGetLastError() != cudaSuccess || reading <= 0 || computing <= 0)
      return 0;
    ceilings->bytes = threads * ROUNDS * sizeof *entries / reading;
    ceilings->operations = threads * ROUNDS * 8 / computing;
  }
  for (cudaEvent_t mark : marks)
    cudaEventDestroy(mark);
  cudaFree(entries);
  return 1;
}
