/* The emulated device. */
#include "emulated.h"

#include <stdlib.h>
#include <string.h>

#include "../../cuda/batches.h"
#include "../../cuda/painting.h"
#include "../../cuda/climbing.h"
#include "../../cuda/sweeping.h"
#include "cases.h"

_Thread_local int prim_emulation_backwards;

typedef enum Work { COPY, LAUNCH, FOLLOW } Work;

typedef union Call {
  PrimScanCall scan;
  PrimStackCall stack;
  PrimViewsCall views;
  PrimSearchCall search;
  PrimJudgeCall judge;
  PrimErrorsCall errors;
  PrimTilesCall tiles;
  PrimFitCall fit;
  PrimChangeCall change;
  PrimPutCall put;
  PrimCanvasCall canvas;
  PrimBatchCall batch;
} Call;

/* By kernel: the bytes of its call, and of its blocks' shared memory. */
static const struct {
  size_t call, shared;
} kernels[] = {
    [PRIM_KERNEL_SCAN] = {sizeof(PrimScanCall), sizeof(PrimScanShared)},
    [PRIM_KERNEL_STACK] = {sizeof(PrimStackCall), sizeof(PrimRowsShared)},
    [PRIM_KERNEL_VIEWS] = {sizeof(PrimViewsCall), sizeof(PrimViewsShared)},
    [PRIM_KERNEL_SEARCH] = {sizeof(PrimSearchCall), sizeof(PrimSearchShared)},
    [PRIM_KERNEL_JUDGE] = {sizeof(PrimJudgeCall), sizeof(PrimJudgeShared)},
    [PRIM_KERNEL_ERRORS] = {sizeof(PrimErrorsCall), 0},
    [PRIM_KERNEL_TILES] = {sizeof(PrimTilesCall), 0},
    [PRIM_KERNEL_FIT] = {sizeof(PrimFitCall), sizeof(PrimShapeShared)},
    [PRIM_KERNEL_CHANGE] = {sizeof(PrimChangeCall), sizeof(PrimShapeShared)},
    [PRIM_KERNEL_PUT] = {sizeof(PrimPutCall), sizeof(PrimShapeShared)},
    [PRIM_KERNEL_CANVAS] = {sizeof(PrimCanvasCall), 0},
    [PRIM_KERNEL_BATCH] = {sizeof(PrimBatchCall), sizeof(PrimBatchShared)},
};

/* Something a stream has to do. */
typedef struct Item {
  Work work;
  void *to; /* COPY */
  const void *from;
  size_t bytes;
  PrimKernel kernel; /* LAUNCH */
  int blocks;
  Call call;
  int stream; /* FOLLOW: until that stream has done so much */
  size_t until;
} Item;

typedef struct Stream {
  Item *items;
  size_t count, room, done;
} Stream;

typedef struct Mark {
  int stream;
  size_t until;
} Mark;

typedef struct Emulated {
  PrimDevice base;
  Emulation *emulation;
  Dice dice;
  PrimMemory pools[PRIM_POOLS];
  Stream streams[PRIM_STREAMS];
  Mark marks[PRIM_MARKS];
} Emulated;

/* Blocks share nothing, so that one shared memory, soiled before each, serves them all. */
typedef union Shared {
  PrimScanShared scan;
  PrimRowsShared rows;
  PrimViewsShared views;
  PrimSearchShared search;
  PrimJudgeShared judge;
  PrimShapeShared shape;
  PrimBatchShared batch;
} Shared;

static void run_block(const Item *item, int block, Shared *shared)
{
  const Call *call = &item->call;

  switch (item->kernel) {
  case PRIM_KERNEL_SCAN:
    prim_scan_block(&call->scan, block, &shared->scan);
    break;
  case PRIM_KERNEL_STACK:
    prim_stack_block(&call->stack, block, &shared->rows);
    break;
  case PRIM_KERNEL_VIEWS:
    prim_views_block(&call->views, block, &shared->views);
    break;
  case PRIM_KERNEL_SEARCH:
    prim_search_block(&call->search, block, &shared->search);
    break;
  case PRIM_KERNEL_JUDGE:
    prim_judge_block(&call->judge, block, &shared->judge);
    break;
  case PRIM_KERNEL_ERRORS:
    prim_errors_block(&call->errors, block);
    break;
  case PRIM_KERNEL_TILES:
    prim_tiles_block(&call->tiles);
    break;
  case PRIM_KERNEL_FIT:
    prim_fit_block(&call->fit, block, &shared->shape);
    break;
  case PRIM_KERNEL_CHANGE:
    prim_change_block(&call->change, block, &shared->shape);
    break;
  case PRIM_KERNEL_PUT:
    prim_put_block(&call->put, block, &shared->shape);
    break;
  case PRIM_KERNEL_CANVAS:
    prim_canvas_block(&call->canvas, block);
    break;
  case PRIM_KERNEL_BATCH:
    prim_batch_block(&call->batch, block, &shared->batch);
    break;
  }
}

static void run_kernel(Emulated *device, const Item *item)
{
  Shared *shared = malloc(sizeof *shared);
  bool backwards = dice_one_in(&device->dice, 2);

  if (!shared)
    abort();
  for (int i = 0; i < item->blocks; i++) {
    memset(shared, 0xa5, kernels[item->kernel].shared);
    prim_emulation_backwards = dice_one_in(&device->dice, 2);
    run_block(item, backwards ? item->blocks - 1 - i : i, shared);
  }
  free(shared);
}

/* Does the stream's next item; false when it has none, or has to wait for another. */
static bool step(Emulated *device, Stream *stream)
{
  if (stream->done == stream->count)
    return false;
  const Item *item = &stream->items[stream->done];
  if (item->work == FOLLOW && device->streams[item->stream].done < item->until)
    return false;
  if (item->work == COPY)
    memcpy(item->to, item->from, item->bytes);
  else if (item->work == LAUNCH)
    run_kernel(device, item);
  stream->done++;
  return true;
}

/* When all is done: empties the lists. */
static void forget_done(Emulated *device)
{
  for (int i = 0; i < PRIM_STREAMS; i++)
    if (device->streams[i].done < device->streams[i].count)
      return;
  for (int i = 0; i < PRIM_STREAMS; i++)
    device->streams[i].done = device->streams[i].count = 0;
  memset(device->marks, 0, sizeof device->marks);
}

/* Does what streams have to do, in some order, until the one has come so far. */
static void run_until(Emulated *device, const Mark *mark)
{
  while (device->streams[mark->stream].done < mark->until) {
    bool moved = step(device, &device->streams[dice_below(&device->dice, PRIM_STREAMS)]);
    for (int i = 0; i < PRIM_STREAMS && !moved; i++)
      moved = step(device, &device->streams[i]);
    if (!moved)
      abort(); /* a deadlock */
  }
  forget_done(device);
}

/* ---- The interface ------------------------------------------------------- */

/* Counts a call; whether it succeeds. */
static bool count(Emulated *device, const char *what)
{
  Emulation *emulation = device->emulation;

  emulation->calls++;
  if (!emulation->fail_at || emulation->calls < emulation->fail_at)
    return true;
  snprintf(device->base.failure, sizeof device->base.failure, "%s: emulated failure", what);
  return false;
}

static Item *append(Emulated *device, int stream, Work work)
{
  Stream *queue = &device->streams[stream];

  if (queue->count == queue->room) {
    queue->room = queue->room ? 2 * queue->room : 64;
    queue->items = realloc(queue->items, queue->room * sizeof *queue->items);
    if (!queue->items)
      abort();
  }
  Item *item = &queue->items[queue->count++];
  memset(item, 0, sizeof *item);
  item->work = work;
  return item;
}

static uint8_t *allocate(size_t bytes)
{
  uint8_t *memory = aligned_alloc(256, (bytes + 255) & ~(size_t)255);

  if (!memory)
    abort();
  memset(memory, 0xa5, bytes);
  return memory;
}

static void release(PrimMemory *memory)
{
  free(memory->device);
  free(memory->host);
}

/* Little, so that sweeps come in several chunks. */
static PrimStatus emulated_memory(PrimDevice *base, PrimPool pool, size_t *bytes)
{
  Emulated *device = (Emulated *)base;

  (void)pool;
  *bytes = (size_t)1 << dice_between(&device->dice, 16, 22);
  return count(device, "memory") ? PRIM_OK : PRIM_ERROR_DEVICE;
}

static PrimStatus emulated_reserve(PrimDevice *base, PrimPool pool, size_t device_bytes,
                                   size_t host_bytes, PrimMemory *memory)
{
  Emulated *device = (Emulated *)base;

  if (!count(device, "reserve"))
    return PRIM_ERROR_DEVICE;
  release(&device->pools[pool]);
  device->pools[pool] = *memory = (PrimMemory){allocate(device_bytes), allocate(host_bytes)};
  return PRIM_OK;
}

static PrimStatus emulated_copy(PrimDevice *base, int stream, void *to, const void *from,
                                size_t bytes)
{
  Emulated *device = (Emulated *)base;

  if (!count(device, "copy"))
    return PRIM_ERROR_DEVICE;
  Item *item = append(device, stream, COPY);
  item->to = to;
  item->from = from;
  item->bytes = bytes;
  return PRIM_OK;
}

static PrimStatus emulated_launch(PrimDevice *base, int stream, PrimKernel kernel, int blocks,
                                  const void *call)
{
  Emulated *device = (Emulated *)base;

  if (!count(device, "launch"))
    return PRIM_ERROR_DEVICE;
  Item *item = append(device, stream, LAUNCH);
  item->kernel = kernel;
  item->blocks = blocks;
  memcpy(&item->call, call, kernels[kernel].call);
  return PRIM_OK;
}

static PrimStatus emulated_mark(PrimDevice *base, int stream, int mark)
{
  Emulated *device = (Emulated *)base;

  if (!count(device, "mark"))
    return PRIM_ERROR_DEVICE;
  device->marks[mark] = (Mark){stream, device->streams[stream].count};
  return PRIM_OK;
}

static PrimStatus emulated_follow(PrimDevice *base, int stream, int mark)
{
  Emulated *device = (Emulated *)base;

  if (!count(device, "follow"))
    return PRIM_ERROR_DEVICE;
  Item *item = append(device, stream, FOLLOW);
  item->stream = device->marks[mark].stream;
  item->until = device->marks[mark].until;
  return PRIM_OK;
}

static PrimStatus emulated_wait(PrimDevice *base, int mark)
{
  Emulated *device = (Emulated *)base;

  if (!count(device, "wait"))
    return PRIM_ERROR_DEVICE;
  run_until(device, &device->marks[mark]);
  return PRIM_OK;
}

static void emulated_close(PrimDevice *base)
{
  Emulated *device = (Emulated *)base;

  device->emulation->closed++;
  for (int i = 0; i < PRIM_POOLS; i++)
    release(&device->pools[i]);
  for (int i = 0; i < PRIM_STREAMS; i++)
    free(device->streams[i].items);
  free(device);
}

PrimDevice *emulated_open(Emulation *emulation)
{
  Emulated *device = calloc(1, sizeof *device);

  if (!device)
    abort();
  device->base = (PrimDevice){.name = "emulated",
                              .memory = emulated_memory,
                              .reserve = emulated_reserve,
                              .upload = emulated_copy,
                              .download = emulated_copy,
                              .launch = emulated_launch,
                              .mark = emulated_mark,
                              .follow = emulated_follow,
                              .wait = emulated_wait,
                              .close = emulated_close};
  device->emulation = emulation;
  device->dice = dice_new(emulation->dice);
  emulation->opened++;
  return &device->base;
}
