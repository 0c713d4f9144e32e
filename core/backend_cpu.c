/* The CPU back end: climbs and rows over a team of threads. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"
#include "levels.h"
#include "team.h"

/* Rows are shared out in tasks of about this many pixels. */
enum { TASK_PIXELS = 1 << 12 };

/* Shapes that a redraw holds ready at a time. */
enum { STACK = 128 };

typedef struct CpuBackend {
  PrimBackend base;
  int threads;
  PrimTeam *team;
  PrimLevel level;
  PrimLayers layers;
  bool summed;               /* the row sums are those of the canvas */
  PrimCandidate *candidates; /* a slot a climb */
  uint64_t *scored;          /* by each task ... */
  int *first;                /* ... and its first climb */
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

/* Rows begin..end-1 as tasks of `rows` each. */
typedef struct RowJob {
  CpuBackend *cpu;
  void (*row)(CpuBackend *cpu, const void *data, int y);
  const void *data;
  int begin, end, rows;
} RowJob;

static void row_task(void *data, int task, bool caller)
{
  const RowJob *job = data;
  int begin = job->begin + task * job->rows;
  int end = begin + job->rows < job->end ? begin + job->rows : job->end;

  (void)caller;
  for (int y = begin; y < end; y++)
    job->row(job->cpu, job->data, y);
}

static void for_rows(CpuBackend *cpu, int begin, int end,
                     void (*row)(CpuBackend *cpu, const void *data, int y), const void *data)
{
  int rows = 1 + TASK_PIXELS / cpu->layers.width;
  RowJob job = {cpu, row, data, begin, end, rows};

  prim_team_run(cpu->team, (end - begin + rows - 1) / rows, row_task, &job);
}

/* One shape put on the layers below, another lifted off those above, and what
 * changed summed. */
typedef struct Pass {
  Part put, lift;
  RowKernel *lay; /* how `put` is laid: the kernel `put` or `cover` */
  bool sum;
} Pass;

static void pass_row(CpuBackend *cpu, const void *data, int y)
{
  const Pass *pass = data;
  const PrimRowKernels *rows = cpu->level.rows;
  PrimSpan dirty = {cpu->layers.width, 0};

  apply(cpu, &pass->put, pass->lay, y, &dirty);
  apply(cpu, &pass->lift, rows->lift, y, &dirty);
  if (pass->sum && dirty.left < dirty.right)
    rows->sum(&cpu->layers, y, dirty.left, dirty.right);
}

static void run_pass(CpuBackend *cpu, RowKernel *lay, const PrimShape *put, const PrimShape *lift,
                     bool sum)
{
  Pass pass = {part_of(cpu, put), part_of(cpu, lift), lay, sum};
  int begin = cpu->layers.height, end = 0;

  for (int i = 0; i < 2; i++) {
    const Part *part = i ? &pass.lift : &pass.put;
    if (!part->shape || part->scan.begin >= part->scan.end)
      continue;
    begin = part->scan.begin < begin ? part->scan.begin : begin;
    end = part->scan.end > end ? part->scan.end : end;
  }
  if (begin < end)
    for_rows(cpu, begin, end, pass_row, &pass);
}

static void sum_row(CpuBackend *cpu, const void *data, int y)
{
  (void)data;
  cpu->level.rows->sum(&cpu->layers, y, 0, cpu->layers.width);
}

static void sum_all(CpuBackend *cpu)
{
  for_rows(cpu, 0, cpu->layers.height, sum_row, NULL);
}

static void fill_below(CpuBackend *cpu, const uint8_t *color)
{
  for (int k = 0; k < 3; k++)
    memset(cpu->layers.below[k], color[k], (size_t)cpu->layers.pitch * (size_t)cpu->layers.height);
}

static void settle_row(CpuBackend *cpu, const void *data, int y)
{
  PrimLayers *layers = &cpu->layers;
  ptrdiff_t at = y * layers->pitch;

  (void)data;
  for (int k = 0; k < 3; k++) {
    const uint8_t *restrict goal = layers->goal[k] + at;
    const uint8_t *restrict below = layers->below[k] + at;
    float *restrict residual = layers->residual[k] + at;
    for (int x = 0; x < layers->width; x++)
      residual[x] = (float)(goal[x] - below[x]);
  }
}

/* Sets the residual to what the finished canvas leaves. */
static void settle(CpuBackend *cpu)
{
  for_rows(cpu, 0, cpu->layers.height, settle_row, NULL);
  cpu->layers.uniform = !cpu->layers.weighted;
  cpu->summed = false;
}

static void unveil_row(CpuBackend *cpu, const void *data, int y)
{
  uint32_t *restrict veil = cpu->layers.veil + y * cpu->layers.pitch;
  float *restrict through = cpu->layers.through + y * cpu->layers.pitch;

  (void)data;
  for (int x = 0; x < cpu->layers.pitch; x++) {
    veil[x] = 0;
    through[x] = 1;
  }
}

static PrimStatus cpu_begin(PrimBackend *backend, const PrimTarget *target)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  return prim_layers_init(&cpu->layers, target);
}

/* Some shapes of a drawing, made ready to be painted row by row. */
typedef struct Stack {
  const Part *parts;
  int count;
} Stack;

static void stack_row(CpuBackend *cpu, const void *data, int y)
{
  const Stack *stack = data;
  PrimSpan dirty = {cpu->layers.width, 0};

  for (int i = 0; i < stack->count; i++)
    apply(cpu, &stack->parts[i], cpu->level.rows->put, y, &dirty);
}

static PrimStatus cpu_redraw(PrimBackend *backend, const PrimDrawing *drawing)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  Part *parts = malloc(STACK * sizeof *parts);

  if (!parts)
    return PRIM_ERROR_MEMORY;
  for_rows(cpu, 0, cpu->layers.height, unveil_row, NULL);
  fill_below(cpu, drawing->background);
  for (int first = 0; first < drawing->count; first += STACK) {
    Stack stack = {parts, drawing->count - first < STACK ? drawing->count - first : STACK};
    for (int i = 0; i < stack.count; i++)
      parts[i] = part_of(cpu, &drawing->shapes[first + i]);
    for_rows(cpu, 0, cpu->layers.height, stack_row, &stack);
  }
  free(parts);
  settle(cpu);
  return PRIM_OK;
}

static PrimStatus reserve(CpuBackend *cpu, int climbs)
{
  if (climbs <= cpu->slots)
    return PRIM_OK;
  free(cpu->candidates);
  free(cpu->scored);
  free(cpu->first);
  cpu->candidates = malloc((size_t)climbs * sizeof *cpu->candidates);
  cpu->scored = malloc((size_t)climbs * sizeof *cpu->scored);
  cpu->first = malloc((size_t)(climbs + 1) * sizeof *cpu->first);
  cpu->slots = cpu->candidates && cpu->scored && cpu->first ? climbs : 0;
  return cpu->slots ? PRIM_OK : PRIM_ERROR_MEMORY;
}

typedef struct Search {
  CpuBackend *cpu;
  PrimClimber climber;
  const PrimShape *start; /* NULL: from random shapes */
  const PrimPoll *poll;
  atomic_bool stop;
} Search;

static void search_task(void *data, int task, bool caller)
{
  Search *search = data;
  CpuBackend *cpu = search->cpu;
  int first = cpu->first[task];

  cpu->scored[task] = 0;
  cpu->level.climb->climb(&search->climber, (uint32_t)first, cpu->first[task + 1] - first,
                          search->start, cpu->candidates + first, &cpu->scored[task]);
  if (caller && search->poll->stop(search->poll->data))
    atomic_store_explicit(&search->stop, true, memory_order_relaxed);
}

/* Several climbs at once are quicker, but in the end one to a task shares out evenly:
 * each task gets a thread's part of what is left. The number of tasks. */
static int share_out(CpuBackend *cpu, int climbs)
{
  int threads = prim_team_size(cpu->team), tasks = 0;

  for (int first = 0; first < climbs; tasks++) {
    int share = (climbs - first + threads - 1) / threads;
    cpu->first[tasks] = first;
    first += share < PRIM_CLIMBS_AT_ONCE ? share : PRIM_CLIMBS_AT_ONCE;
  }
  cpu->first[tasks] = climbs;
  return tasks;
}

/* Runs the task's climbs, from `start` or, when that is NULL, from random ones. */
static PrimStatus run_search(CpuBackend *cpu, const PrimTask *task, const PrimShape *start,
                             const PrimPoll *poll, PrimCandidate *best, uint64_t *scored)
{
  Search search = {.cpu = cpu, .start = start, .poll = poll};

  search.climber = (PrimClimber){&cpu->layers, task, &search.stop};
  if (reserve(cpu, task->climbs) != PRIM_OK)
    return PRIM_ERROR_MEMORY;
  int tasks = share_out(cpu, task->climbs);
  prim_team_run(cpu->team, tasks, search_task, &search);
  for (int i = 0; i < tasks; i++)
    *scored += cpu->scored[i];
  *best = cpu->candidates[0];
  for (int i = 0; i < task->climbs; i++) {
    if (cpu->candidates[i].gain < best->gain)
      *best = cpu->candidates[i];
  }
  return search.stop ? PRIM_STOPPED : PRIM_OK;
}

static PrimStatus cpu_climb(PrimBackend *backend, const PrimTask *task, const PrimPoll *poll,
                            PrimCandidate *best, uint64_t *scored)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  if (!cpu->summed)
    sum_all(cpu);
  cpu->summed = true;
  return run_search(cpu, task, NULL, poll, best, scored);
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
    run_pass(cpu, cpu->level.rows->put, shape, NULL, true);
  return PRIM_OK;
}

static PrimStatus cpu_refine(PrimBackend *backend, PrimDrawing *drawing, const PrimTask *task,
                             const PrimPoll *poll, double *gains, uint64_t *scored)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  PrimStatus status = PRIM_OK;
  PrimTask visit = *task;

  for (int k = 0; k < drawing->count; k++)
    run_pass(cpu, cpu->level.rows->cover, &drawing->shapes[k], NULL, false);
  fill_below(cpu, drawing->background);
  cpu->layers.uniform = false;
  sum_all(cpu);
  for (int k = 0; k < drawing->count && status == PRIM_OK; k++, visit.stream++) {
    PrimShape *shape = &drawing->shapes[k];
    PrimCandidate best = {*shape, 0};
    run_pass(cpu, cpu->level.rows->put, k ? shape - 1 : NULL, shape, true);
    status = run_search(cpu, &visit, shape, poll, &best, scored);
    gains[k] = best.gain;
    if (best.gain < 0)
      *shape = best.shape;
    poll->visited(poll->data);
  }
  if (status != PRIM_OK) {
    cpu_redraw(backend, drawing);
    return status;
  }
  run_pass(cpu, cpu->level.rows->put, &drawing->shapes[drawing->count - 1], NULL, false);
  settle(cpu);
  return PRIM_OK;
}

/* Where cpu_canvas() puts the canvas and its error. */
typedef struct Copy {
  uint8_t *rgb;
  atomic_llong *error;
} Copy;

static void copy_row(CpuBackend *cpu, const void *data, int y)
{
  const Copy *copy = data;
  const PrimLayers *layers = &cpu->layers;
  uint8_t *rgb = copy->rgb + 3 * (size_t)y * (size_t)layers->width;
  int64_t error = 0;

  for (int x = 0; x < layers->width; x++) {
    ptrdiff_t at = y * layers->pitch + x;
    int32_t sum = 0;
    for (int k = 0; k < 3; k++) {
      int32_t rest = layers->goal[k][at] - layers->below[k][at];
      sum += rest * rest;
      *rgb++ = layers->below[k][at];
    }
    error += (int64_t)layers->weight[at] * sum;
  }
  atomic_fetch_add(copy->error, error);
}

static PrimStatus cpu_canvas(PrimBackend *backend, uint8_t *rgb, int64_t *error)
{
  CpuBackend *cpu = (CpuBackend *)backend;
  atomic_llong sum = 0;
  Copy copy = {rgb, &sum};

  for_rows(cpu, 0, cpu->layers.height, copy_row, &copy);
  *error = sum;
  return PRIM_OK;
}

static PrimBackend *cpu_sibling(const PrimBackend *backend)
{
  const CpuBackend *cpu = (const CpuBackend *)backend;

  return prim_backend_cpu_at(cpu->threads, &cpu->level);
}

static void cpu_free(PrimBackend *backend)
{
  CpuBackend *cpu = (CpuBackend *)backend;

  prim_layers_clear(&cpu->layers);
  prim_team_free(cpu->team);
  free(cpu->candidates);
  free(cpu->scored);
  free(cpu->first);
  free(cpu);
}

PrimBackend *prim_backend_cpu_at(int threads, const PrimLevel *level)
{
  CpuBackend *cpu = calloc(1, sizeof *cpu);

  if (!cpu)
    return NULL;
  cpu->base = (PrimBackend){.name = "cpu",
                            .begin = cpu_begin,
                            .redraw = cpu_redraw,
                            .climb = cpu_climb,
                            .place = cpu_place,
                            .refine = cpu_refine,
                            .canvas = cpu_canvas,
                            .sibling = cpu_sibling,
                            .free = cpu_free};
  cpu->threads = threads;
  cpu->level = *level;
  cpu->team = prim_team_new(threads);
  if (cpu->team)
    return &cpu->base;
  free(cpu);
  return NULL;
}

PrimBackend *prim_backend_cpu_new(int threads)
{
  int levels;
  const PrimLevel *all = prim_levels(&levels);

  return prim_backend_cpu_at(threads, &all[levels - 1]);
}
