/* The CPU back end: climbs, rows and sweeps over a team of threads. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "attempt.h"
#include "backend.h"
#include "isa.h"
#include "passes.h"
#include "sweep.h"
#include "team.h"
#include "visits.h"

/* Shapes that a redraw holds ready at a time. */
enum { STACK = 128 };

typedef struct CpuBackend {
  PrimBackend base;
  PrimTeam *team;
  atomic_int threads; /* that it is to have at least */
  PrimIsaLevel isa;
  PrimSweeper *sweeper;
  PrimStackPlanes planes;
  /* Of each row: the columns of the canvas that are not summed yet, and the error in each column
   * of tiles. */
  bool settled; /* what a search or a sweep needs beside B is that of the canvas */
  PrimSpan *dirty;
  uint64_t (*errors)[PRIM_TILES_SIDE];
  PrimTiles tiles;
  uint64_t *scored; /* by each task of a search ... */
  int *first;       /* ... and its first climb */
  int slots;        /* climbs that there is room for */
} CpuBackend;

static CpuBackend *of(PrimBackend *backend)
{
  return (CpuBackend *)backend;
}

static void all_rows(CpuBackend *cpu, PrimRowTask *row, void *data)
{
  prim_rows_run(cpu->team, &cpu->planes, row, data);
}

static void cpu_add_threads(PrimBackend *backend, int threads)
{
  atomic_store(&of(backend)->threads, threads);
}

/* ---- The canvas -------------------------------------------------------------- */

static void clear(CpuBackend *cpu)
{
  prim_sweeper_reset(cpu->sweeper);
  prim_stack_planes_clear(&cpu->planes);
  free(cpu->dirty);
  free(cpu->errors);
  cpu->dirty = NULL;
  cpu->errors = NULL;
}

static PrimStatus cpu_begin(PrimBackend *backend, const PrimTarget *target)
{
  CpuBackend *cpu = of(backend);
  size_t height = (size_t)target->height;

  clear(cpu);
  prim_tiles_plan(&cpu->tiles, target->width, target->height);
  cpu->dirty = malloc(height * sizeof *cpu->dirty);
  cpu->errors = calloc(height, sizeof *cpu->errors);
  return cpu->dirty && cpu->errors ? prim_stack_planes_init(&cpu->planes, target)
                                   : PRIM_ERROR_MEMORY;
}

/* The residual is what the finished canvas leaves, nothing lies above, nothing is summed. */
static void settle_row(void *data, int y)
{
  CpuBackend *cpu = data;
  PrimStackPlanes *planes = &cpu->planes;
  ptrdiff_t at = y * planes->pitch;

  memset(planes->optical_depth + at, 0, (size_t)planes->pitch * sizeof *planes->optical_depth);
  cpu->isa.rows->transmit(planes, y);
  for (int k = 0; k < 3; k++) {
    const uint8_t *restrict target = planes->target_rgb[k] + at;
    const uint8_t *restrict below = planes->below[k] + at;
    float *restrict residual = planes->residual[k] + at;
    for (int x = 0; x < planes->width; x++)
      residual[x] = (float)(target[x] - below[x]);
  }
  cpu->dirty[y] = (PrimSpan){0, planes->width};
}

/* Only when it is needed: at the end of a run on a large image the canvas alone is. */
static void settle(CpuBackend *cpu)
{
  if (!cpu->settled)
    all_rows(cpu, settle_row, cpu);
  cpu->planes.uniform = !cpu->planes.weighted;
  cpu->settled = true;
}

/* Some shapes of a drawing, made ready to be painted row by row. */
typedef struct Stack {
  CpuBackend *cpu;
  const uint8_t *background; /* of an empty canvas, or NULL */
  PrimPart *parts;
  int count;
} Stack;

static void stack_row(void *data, int y)
{
  const Stack *stack = data;
  PrimStackPlanes *planes = &stack->cpu->planes;
  const PrimRowKernels *rows = stack->cpu->isa.rows;
  ptrdiff_t at = y * planes->pitch;

  for (int k = 0; k < 3 && stack->background; k++)
    memset(planes->below[k] + at, stack->background[k], (size_t)planes->pitch);
  for (int i = 0; i < stack->count; i++)
    prim_part_apply(planes, rows, &stack->parts[i], rows->paint, y);
}

static PrimStatus cpu_redraw(PrimBackend *backend, const PrimDrawing *drawing)
{
  CpuBackend *cpu = of(backend);
  Stack stack = {.cpu = cpu, .background = drawing->background};

  stack.parts = malloc(STACK * sizeof *stack.parts);
  if (!stack.parts)
    return PRIM_ERROR_MEMORY;
  int first = 0;
  do {
    stack.count = drawing->count - first < STACK ? drawing->count - first : STACK;
    for (int i = 0; i < stack.count; i++)
      stack.parts[i] = prim_part(&cpu->planes, &drawing->shapes[first + i]);
    all_rows(cpu, stack_row, &stack);
    stack.background = NULL;
    first += stack.count;
  } while (first < drawing->count);
  free(stack.parts);
  cpu->settled = false;
  return PRIM_OK;
}

/* ---- Searches ------------------------------------------------------------------ */

static PrimStatus reserve(CpuBackend *cpu, int climbs)
{
  if (climbs <= cpu->slots)
    return PRIM_OK;
  free(cpu->scored);
  free(cpu->first);
  cpu->scored = malloc((size_t)climbs * sizeof *cpu->scored);
  cpu->first = malloc((size_t)(climbs + 1) * sizeof *cpu->first);
  cpu->slots = cpu->scored && cpu->first ? climbs : 0;
  return cpu->slots ? PRIM_OK : PRIM_ERROR_MEMORY;
}

/* Sums what has changed in the row, and its error by columns of tiles. */
static void sum_row(void *data, int y)
{
  CpuBackend *cpu = data;
  PrimSpan *dirty = &cpu->dirty[y];
  int width = cpu->planes.width, side = cpu->tiles.pixels;

  if (dirty->left >= dirty->right)
    return;
  cpu->isa.rows->sum(&cpu->planes, y, dirty->left, dirty->right);
  for (int i = dirty->left / side; i * side < dirty->right; i++) {
    int end = (i + 1) * side < width ? (i + 1) * side : width;
    cpu->errors[y][i] = (uint64_t)cpu->isa.rows->error(&cpu->planes, y, i * side, end);
  }
  *dirty = (PrimSpan){width, 0};
}

static void fill_tiles(CpuBackend *cpu)
{
  PrimTiles *tiles = &cpu->tiles;
  uint64_t errors[PRIM_TILES_MAX] = {0};

  for (int y = 0; y < cpu->planes.height; y++)
    for (int i = 0; i < tiles->columns; i++)
      errors[y / tiles->pixels * tiles->columns + i] += cpu->errors[y][i];
  prim_tiles_fill(tiles, errors);
}

typedef struct Search {
  CpuBackend *cpu;
  PrimClimber climber;
  PrimCandidate *found;
  const PrimPoll *poll;
  atomic_bool stop;
} Search;

static void search_task(void *data, int task, bool caller)
{
  Search *search = data;
  CpuBackend *cpu = search->cpu;
  int first = cpu->first[task];

  cpu->scored[task] = 0;
  cpu->isa.climb->climb(&search->climber, (uint32_t)first, cpu->first[task + 1] - first, NULL,
                        search->found + first, &cpu->scored[task]);
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

static PrimStatus cpu_climb(PrimBackend *backend, const PrimSearchRequest *request,
                            const PrimPoll *poll, PrimCandidate *found, uint64_t *scored)
{
  CpuBackend *cpu = of(backend);
  Search search = {.cpu = cpu, .found = found, .poll = poll};

  if (reserve(cpu, request->climbs) != PRIM_OK)
    return PRIM_ERROR_MEMORY;
  prim_team_grow(cpu->team, atomic_load(&cpu->threads));
  settle(cpu);
  all_rows(cpu, sum_row, cpu);
  fill_tiles(cpu);
  search.climber = (PrimClimber){&cpu->planes, request, &cpu->tiles, &search.stop};
  int tasks = share_out(cpu, request->climbs);
  prim_team_run(cpu->team, tasks, search_task, &search);
  for (int i = 0; i < tasks; i++)
    *scored += cpu->scored[i];
  return search.stop ? PRIM_STOPPED : PRIM_OK;
}

/* ---- Placing ------------------------------------------------------------------- */

/* Fits colour and opacity to the canvas as it is; returns the delta. */
static double fit(const CpuBackend *cpu, const PrimSearchRequest *request, PrimShape *shape)
{
  PrimPart part = prim_part(&cpu->planes, shape);
  PrimSampleSums sums = {{{0}}};
  PrimFormSums form = {{0}};

  for (int y = part.begin; y < part.end; y++)
    prim_part_gather(&cpu->planes, cpu->isa.rows, &part, y, &sums);
  prim_add_sums(&sums, form.sums);
  return prim_sweep_fill(request, &form, shape);
}

static int64_t change_by(const CpuBackend *cpu, const PrimPart *part)
{
  PrimCover cover;
  int64_t change = 0;

  for (int y = part->begin; y < part->end; y++)
    if (prim_part_cover(cpu->isa.rows, part, y, &cover))
      change += cpu->isa.rows->change(&cpu->planes, y, &cover, part->shape);
  return change;
}

static PrimStatus cpu_place(PrimBackend *backend, const PrimSearchRequest *request,
                            PrimPlacing *placing)
{
  CpuBackend *cpu = of(backend);

  placing->placed = 0;
  placing->change = 0;
  for (int i = 0; i < placing->count && placing->placed < placing->most &&
                  (i == 0 || placing->change > placing->enough);
       i++) {
    PrimCandidate next = placing->candidates[i];
    if (!(next.delta < 0))
      continue;
    double delta = placing->placed ? fit(cpu, request, &next.shape) : next.delta;
    if (delta > PRIM_KEEPS * next.delta)
      continue;
    PrimPart part = prim_part(&cpu->planes, &next.shape);
    int64_t change = change_by(cpu, &part);
    if (change >= 0)
      continue;
    for (int y = part.begin; y < part.end; y++)
      prim_widen(&cpu->dirty[y],
                 prim_part_apply(&cpu->planes, cpu->isa.rows, &part, cpu->isa.rows->put, y));
    next.delta = delta;
    placing->change += change;
    placing->candidates[placing->placed++] = next;
  }
  return PRIM_OK;
}

/* ---- Refinement ------------------------------------------------------------------ */

static PrimStatus cpu_refine(PrimBackend *backend, PrimDrawing *drawing,
                             const PrimSearchRequest *request, const PrimPoll *poll, double *deltas,
                             uint64_t *scored)
{
  CpuBackend *cpu = of(backend);

  prim_team_grow(cpu->team, atomic_load(&cpu->threads));
  settle(cpu);
  PrimStatus status =
      prim_sweep(cpu->sweeper, &cpu->planes, drawing, request, poll, deltas, scored);
  cpu->settled = false;
  if (status != PRIM_OK && cpu_redraw(backend, drawing) != PRIM_OK)
    status = PRIM_ERROR_MEMORY;
  return status;
}

/* ---- Looking --------------------------------------------------------------------- */

/* Where cpu_canvas() puts the canvas and its error. */
typedef struct Copy {
  const CpuBackend *cpu;
  uint8_t *rgb;
  atomic_llong error;
} Copy;

static void copy_row(void *data, int y)
{
  Copy *copy = data;
  const PrimStackPlanes *planes = &copy->cpu->planes;
  uint8_t *rgb = copy->rgb + 3 * (size_t)y * (size_t)planes->width;

  for (int x = 0; x < planes->width; x++)
    for (int k = 0; k < 3; k++)
      *rgb++ = planes->below[k][y * planes->pitch + x];
  atomic_fetch_add(&copy->error, copy->cpu->isa.rows->error(planes, y, 0, planes->width));
}

static PrimStatus cpu_canvas(PrimBackend *backend, uint8_t *rgb, int64_t *error)
{
  CpuBackend *cpu = of(backend);
  Copy copy = {cpu, rgb, 0};

  all_rows(cpu, copy_row, &copy);
  *error = copy.error;
  return PRIM_OK;
}

/* ---- The back end ------------------------------------------------------------------ */

static void cpu_free(PrimBackend *backend)
{
  CpuBackend *cpu = of(backend);

  if (cpu->sweeper)
    clear(cpu);
  prim_sweeper_free(cpu->sweeper);
  prim_team_free(cpu->team);
  free(cpu->scored);
  free(cpu->first);
  free(cpu);
}

PrimBackend *prim_backend_cpu_at(int threads, const PrimIsaLevel *level)
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
                            .add_threads = cpu_add_threads,
                            .free = cpu_free};
  cpu->isa = *level;
  cpu->team = prim_team_new(threads);
  cpu->sweeper = cpu->team ? prim_sweeper_new(cpu->team, level) : NULL;
  if (cpu->sweeper)
    return &cpu->base;
  cpu_free(&cpu->base);
  return NULL;
}

PrimBackend *prim_backend_cpu_new(int threads)
{
  int levels;
  const PrimIsaLevel *all = prim_isa_levels(&levels);

  return prim_backend_cpu_at(threads, &all[levels - 1]);
}
