/* The CPU back end: climbs over OpenMP threads. */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"
#include "canvas.h"
#include "climb.h"

/* Below this many pixels a commit is not worth waking threads for. */
enum { PARALLEL_PIXELS = 1 << 17 };

typedef struct CpuBackend {
  PrimBackend base;
  int threads;
  const PrimKernels *kernels;
  const PrimTarget *target;
  uint8_t *canvas;
  PrimSums sums;
  PrimCandidate *candidates; /* a slot a climb */
  int slots;
} CpuBackend;

static void build_rows(CpuBackend *cpu, int begin, int end)
{
  bool parallel = (int64_t)(end - begin) * cpu->target->width > PARALLEL_PIXELS;

#pragma omp parallel for num_threads(cpu->threads) if (parallel)
  for (int y = begin; y < end; y++)
    prim_sums_build(&cpu->sums, cpu->target, cpu->canvas, y, 0);
}

static PrimStatus cpu_begin(PrimBackend *backend, const PrimTarget *target,
                            const uint8_t background[3])
{
  CpuBackend *cpu = (CpuBackend *)backend;
  size_t pixels = (size_t)target->width * (size_t)target->height;

  cpu->target = target;
  cpu->canvas = malloc(3 * pixels);
  if (!cpu->canvas || !prim_sums_init(&cpu->sums, target))
    return PRIM_ERROR_MEMORY;
  for (size_t i = 0; i < pixels; i++)
    memcpy(cpu->canvas + 3 * i, background, 3);
  build_rows(cpu, 0, target->height);
  return PRIM_OK;
}

static PrimStatus reserve(CpuBackend *cpu, int climbs)
{
  if (climbs <= cpu->slots)
    return PRIM_OK;
  free(cpu->candidates);
  cpu->candidates = malloc((size_t)climbs * sizeof *cpu->candidates);
  cpu->slots = cpu->candidates ? climbs : 0;
  return cpu->candidates ? PRIM_OK : PRIM_ERROR_MEMORY;
}

static PrimStatus cpu_climb(PrimBackend *backend, const PrimTask *task, const PrimPoll *poll,
                            PrimCandidate *best, uint64_t *scored)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  PrimStatus status = reserve(cpu, task->climbs);
  volatile bool stop = false;
  PrimClimber climber = {&cpu->sums, task, &stop};
  uint64_t sum = 0;

  if (status != PRIM_OK)
    return status;
#pragma omp parallel for num_threads(cpu->threads) schedule(dynamic, 1) reduction(+ : sum)
  for (int i = 0; i < task->climbs; i++) {
    if (!stop)
      cpu->kernels->climb(&climber, (uint32_t)i, &cpu->candidates[i], &sum);
    if (omp_get_thread_num() == 0 && poll->stop(poll->data))
      stop = true;
  }
  *scored += sum;
  if (stop)
    return PRIM_STOPPED;
  *best = cpu->candidates[0];
  for (int i = 1; i < task->climbs; i++)
    if (cpu->candidates[i].gain < best->gain)
      *best = cpu->candidates[i];
  return PRIM_OK;
}

static PrimStatus cpu_commit(PrimBackend *backend, const PrimShape *shape)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  PrimScan scan;

  prim_canvas_paint(cpu->canvas, cpu->target->width, cpu->target->height, shape);
  prim_scan_begin(&scan, shape, cpu->target->width, cpu->target->height);
  build_rows(cpu, scan.begin, scan.end);
  return PRIM_OK;
}

static void cpu_free(PrimBackend *backend)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  free(cpu->canvas);
  free(cpu->candidates);
  prim_sums_clear(&cpu->sums);
  free(cpu);
}

PrimBackend *prim_backend_cpu_new(int threads)
{
  CpuBackend *cpu = calloc(1, sizeof *cpu);
  int levels;

  if (!cpu)
    return NULL;
  cpu->base = (PrimBackend){"cpu", cpu_begin, cpu_climb, cpu_commit, cpu_free};
  cpu->threads = threads > 0 ? threads : omp_get_num_procs();
  const PrimKernels *const *kernels = prim_kernels(&levels);
  cpu->kernels = kernels[levels - 1];
  return &cpu->base;
}
