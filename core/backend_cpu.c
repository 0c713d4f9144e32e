/* The CPU back end: climbs and rows over OpenMP threads. */
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"
#include "levels.h"

/* Below this many pixels a pass over rows is not worth waking threads for. */
enum { PARALLEL_PIXELS = 1 << 13 };

typedef struct CpuBackend {
  PrimBackend base;
  int threads;
  PrimLevel level;
  PrimLayers layers;
  bool summed;               /* the row sums are those of the canvas */
  PrimCandidate *candidates; /* a slot a climb */
  int slots;
} CpuBackend;

/* A shape's part in a pass over rows; NULL: none. */
typedef struct Part {
  const PrimShape *shape;
  PrimScan scan;
} Part;

static Part part_of(const CpuBackend *cpu, const PrimShape *shape)
{
  Part part = {.shape = shape};

  if (shape)
    prim_scan_begin(&part.scan, shape, cpu->layers.width, cpu->layers.height);
  return part;
}

typedef void RowKernel(PrimLayers *layers, int y, int begin, int end, const PrimShape *shape);

/* Runs `kernel` on the part's spans of row y and widens *dirty to hold them. */
static void apply(CpuBackend *cpu, const Part *part, RowKernel *kernel, int y, PrimSpan *dirty)
{
  PrimSpan spans[PRIM_ROW_SPANS_MAX];

  if (!part->shape || y < part->scan.begin || y >= part->scan.end)
    return;
  int count = prim_scan_row(&part->scan, y, spans);
  for (int i = 0; i < count; i++)
    kernel(&cpu->layers, y, spans[i].left, spans[i].right, part->shape);
  if (count && spans[0].left < dirty->left)
    dirty->left = spans[0].left;
  if (count && spans[count - 1].right > dirty->right)
    dirty->right = spans[count - 1].right;
}

/* Puts one shape on the layers below, lifts another off those above, and sums
 * what changed. */
static void pass(CpuBackend *cpu, RowKernel *lay, const PrimShape *put, const PrimShape *lift,
                 bool sum)
{
  Part down = part_of(cpu, put), up = part_of(cpu, lift);
  const PrimRowKernels *rows = cpu->level.rows;
  int begin = cpu->layers.height, end = 0;

  if (put && down.scan.begin < down.scan.end) {
    begin = down.scan.begin;
    end = down.scan.end;
  }
  if (lift && up.scan.begin < up.scan.end) {
    begin = up.scan.begin < begin ? up.scan.begin : begin;
    end = up.scan.end > end ? up.scan.end : end;
  }
#pragma omp parallel for num_threads(cpu->threads) if ((end - begin) * cpu->layers.width >         \
                                                       PARALLEL_PIXELS)
  for (int y = begin; y < end; y++) {
    PrimSpan dirty = {cpu->layers.width, 0};
    apply(cpu, &down, lay, y, &dirty);
    apply(cpu, &up, rows->lift, y, &dirty);
    if (sum && dirty.left < dirty.right)
      rows->sum(&cpu->layers, y, dirty.left, dirty.right);
  }
}

static void sum_all(CpuBackend *cpu)
{
#pragma omp parallel for num_threads(cpu->threads)
  for (int y = 0; y < cpu->layers.height; y++)
    cpu->level.rows->sum(&cpu->layers, y, 0, cpu->layers.width);
}

static void fill_below(CpuBackend *cpu, const uint8_t *color)
{
  for (int k = 0; k < 3; k++)
    memset(cpu->layers.below[k], color[k], (size_t)cpu->layers.pitch * (size_t)cpu->layers.height);
}

/* Sets the residual to what the finished canvas leaves. */
static void settle(CpuBackend *cpu)
{
  PrimLayers *layers = &cpu->layers;
  size_t values = (size_t)layers->pitch * (size_t)layers->height;

  for (int k = 0; k < 3; k++)
    for (size_t i = 0; i < values; i++)
      layers->residual[k][i] = (float)(layers->goal[k][i] - layers->below[k][i]);
  layers->uniform = !layers->weighted;
  cpu->summed = false;
}

static PrimStatus cpu_begin(PrimBackend *backend, const PrimTarget *target)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  return prim_layers_init(&cpu->layers, target);
}

static PrimStatus cpu_redraw(PrimBackend *backend, const PrimDrawing *drawing)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  size_t values = (size_t)cpu->layers.pitch * (size_t)cpu->layers.height;

  memset(cpu->layers.veil, 0, values * sizeof *cpu->layers.veil);
  for (size_t i = 0; i < values; i++)
    cpu->layers.through[i] = 1;
  fill_below(cpu, drawing->background);
  for (int i = 0; i < drawing->count; i++)
    pass(cpu, cpu->level.rows->put, &drawing->shapes[i], NULL, false);
  settle(cpu);
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

/* Runs the task's climbs, from `start` or, when that is NULL, from random ones. */
static PrimStatus search(CpuBackend *cpu, const PrimTask *task, const PrimShape *start,
                         const PrimPoll *poll, PrimCandidate *best, uint64_t *scored)
{
  atomic_bool stop = false;
  PrimClimber climber = {&cpu->layers, task, &stop};
  uint64_t sum = 0;

  if (reserve(cpu, task->climbs) != PRIM_OK)
    return PRIM_ERROR_MEMORY;
#pragma omp parallel for num_threads(cpu->threads) schedule(dynamic, 1)                            \
    reduction(+ : sum) if (task->climbs > 1)
  for (int i = 0; i < task->climbs; i++) {
    PrimCandidate *candidate = &cpu->candidates[i];
    if (start) {
      candidate->shape = *start;
      cpu->level.climb->polish(&climber, (uint32_t)i, candidate, &sum);
    } else {
      cpu->level.climb->climb(&climber, (uint32_t)i, candidate, &sum);
    }
    if (omp_get_thread_num() == 0 && poll->stop(poll->data))
      atomic_store_explicit(&stop, true, memory_order_relaxed);
  }
  *scored += sum;
  *best = cpu->candidates[0];
  for (int i = 1; i < task->climbs; i++)
    if (cpu->candidates[i].gain < best->gain)
      *best = cpu->candidates[i];
  return stop ? PRIM_STOPPED : PRIM_OK;
}

static PrimStatus cpu_climb(PrimBackend *backend, const PrimTask *task, const PrimPoll *poll,
                            PrimCandidate *best, uint64_t *scored)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  if (!cpu->summed)
    sum_all(cpu);
  cpu->summed = true;
  return search(cpu, task, NULL, poll, best, scored);
}

static PrimStatus cpu_place(PrimBackend *backend, const PrimShape *shape, int64_t *change)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  Part part = part_of(cpu, shape);
  PrimSpan spans[PRIM_ROW_SPANS_MAX];

  *change = 0;
  for (int y = part.scan.begin; y < part.scan.end; y++) {
    int count = prim_scan_row(&part.scan, y, spans);
    for (int i = 0; i < count; i++)
      *change += cpu->level.rows->change(&cpu->layers, y, spans[i].left, spans[i].right, shape);
  }
  if (*change >= 0)
    *change = 0;
  else
    pass(cpu, cpu->level.rows->put, shape, NULL, true);
  return PRIM_OK;
}

static PrimStatus cpu_refine(PrimBackend *backend, PrimDrawing *drawing, const PrimTask *task,
                             const PrimPoll *poll, double *gains, uint64_t *scored)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  PrimStatus status = PRIM_OK;
  PrimTask visit = *task;

  for (int k = 0; k < drawing->count; k++)
    pass(cpu, cpu->level.rows->cover, &drawing->shapes[k], NULL, false);
  fill_below(cpu, drawing->background);
  cpu->layers.uniform = false;
  sum_all(cpu);
  for (int k = 0; k < drawing->count && status == PRIM_OK; k++, visit.stream++) {
    PrimShape *shape = &drawing->shapes[k];
    PrimCandidate best;
    pass(cpu, cpu->level.rows->put, k ? shape - 1 : NULL, shape, true);
    status = search(cpu, &visit, shape, poll, &best, scored);
    gains[k] = best.gain;
    if (best.gain < 0)
      *shape = best.shape;
  }
  if (status != PRIM_OK) {
    cpu_redraw(backend, drawing);
    return status;
  }
  pass(cpu, cpu->level.rows->put, &drawing->shapes[drawing->count - 1], NULL, false);
  settle(cpu);
  return PRIM_OK;
}

static PrimStatus cpu_canvas(PrimBackend *backend, uint8_t *rgb, int64_t *error)
{
  const PrimLayers *layers = &((CpuBackend *)backend)->layers;
  const uint8_t *weight = layers->target->weight;

  *error = 0;
  for (int y = 0; y < layers->height; y++)
    for (int x = 0; x < layers->width; x++, weight++) {
      ptrdiff_t at = y * layers->pitch + x;
      int32_t sum = 0;
      for (int k = 0; k < 3; k++) {
        int32_t rest = layers->goal[k][at] - layers->below[k][at];
        sum += rest * rest;
        *rgb++ = layers->below[k][at];
      }
      *error += (int64_t)*weight * sum;
    }
  return PRIM_OK;
}

static void cpu_free(PrimBackend *backend)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  prim_layers_clear(&cpu->layers);
  free(cpu->candidates);
  free(cpu);
}

PrimBackend *prim_backend_cpu_new(int threads)
{
  CpuBackend *cpu = calloc(1, sizeof *cpu);
  int levels;

  if (!cpu)
    return NULL;
  cpu->base = (PrimBackend){.name = "cpu",
                            .begin = cpu_begin,
                            .redraw = cpu_redraw,
                            .climb = cpu_climb,
                            .place = cpu_place,
                            .refine = cpu_refine,
                            .canvas = cpu_canvas,
                            .free = cpu_free};
  cpu->threads = threads > 0 ? threads : omp_get_num_procs();
  const PrimLevel *all = prim_levels(&levels);
  cpu->level = all[levels - 1];
  return &cpu->base;
}
