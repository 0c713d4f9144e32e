/* A device by the CUDA runtime, linked statically: without a driver its calls fail
 * politely. Memory is never managed; copies go through pinned memory. */
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "batches.h"
#include "device.h"
#include "painting.h"
#include "climbing.h"
#include "sweeping.h"

/* ---- Kernels -------------------------------------------------------------- */

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    scan_kernel(const __grid_constant__ PrimScanCall call)
{
  __shared__ PrimScanShared shared;

  prim_scan_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    stack_kernel(const __grid_constant__ PrimStackCall call)
{
  __shared__ PrimRowsShared shared;

  prim_stack_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_VIEW_WARPS *PRIM_WARP)
    views_kernel(const __grid_constant__ PrimViewsCall call)
{
  __shared__ PrimViewsShared shared;

  prim_views_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_SEARCH_WARPS *PRIM_WARP, 16)
    search_kernel(const __grid_constant__ PrimSearchCall call)
{
  __shared__ PrimSearchShared shared;

  prim_search_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    judge_kernel(const __grid_constant__ PrimJudgeCall call)
{
  __shared__ PrimJudgeShared shared;

  prim_judge_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    errors_kernel(const __grid_constant__ PrimErrorsCall call)
{
  prim_errors_block(&call, (int)blockIdx.x);
}

__global__ void __launch_bounds__(PRIM_WARP)
    tiles_kernel(const __grid_constant__ PrimTilesCall call)
{
  prim_tiles_block(&call);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    fit_kernel(const __grid_constant__ PrimFitCall call)
{
  __shared__ PrimShapeShared shared;

  prim_fit_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    change_kernel(const __grid_constant__ PrimChangeCall call)
{
  __shared__ PrimShapeShared shared;

  prim_change_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    put_kernel(const __grid_constant__ PrimPutCall call)
{
  __shared__ PrimShapeShared shared;

  prim_put_block(&call, (int)blockIdx.x, &shared);
}

__global__ void __launch_bounds__(PRIM_ROW_WARPS *PRIM_WARP)
    canvas_kernel(const __grid_constant__ PrimCanvasCall call)
{
  prim_canvas_block(&call, (int)blockIdx.x);
}

__global__ void __launch_bounds__(PRIM_BATCH_WARPS *PRIM_WARP)
    batch_kernel(const __grid_constant__ PrimBatchCall call)
{
  __shared__ PrimBatchShared shared;

  prim_batch_block(&call, (int)blockIdx.x, &shared);
}

/* ---- The device ----------------------------------------------------------- */

namespace
{

struct CudaDevice {
  PrimDevice base;
  int number;
  PrimMemory pools[PRIM_POOLS];
  size_t device_bytes[PRIM_POOLS], host_bytes[PRIM_POOLS];
  cudaStream_t streams[PRIM_STREAMS];
  cudaEvent_t marks[PRIM_MARKS];
};

PrimStatus check(CudaDevice *device, cudaError_t error, const char *call)
{
  if (error == cudaSuccess)
    return PRIM_OK;
  if (!device->base.failure[0])
    snprintf(device->base.failure, sizeof device->base.failure, "%.80s: %s", call,
             cudaGetErrorString(error));
  return PRIM_ERROR_DEVICE;
}

/* Every call goes through this: it ends the function with an error that says which one
 * failed. */
#define CHECK(call)                                                                                \
  do {                                                                                             \
    PrimStatus status_ = check(device, call, #call);                                               \
    if (status_ != PRIM_OK)                                                                        \
      return status_;                                                                              \
  } while (0)

CudaDevice *of(PrimDevice *base)
{
  return reinterpret_cast<CudaDevice *>(base);
}

PrimStatus cuda_memory(PrimDevice *base, PrimPool pool, size_t *bytes)
{
  CudaDevice *device = of(base);
  size_t free, all;

  CHECK(cudaSetDevice(device->number)); /* a thread's own: this may be a new one */
  CHECK(cudaMemGetInfo(&free, &all));
  *bytes = free + device->device_bytes[pool];
  return PRIM_OK;
}

/* Memory that is large enough is kept: a run on a picture like the last allocates none. */
PrimStatus cuda_reserve(PrimDevice *base, PrimPool pool, size_t device_bytes, size_t host_bytes,
                        PrimMemory *memory)
{
  CudaDevice *device = of(base);
  PrimMemory *kept = &device->pools[pool];

  CHECK(cudaSetDevice(device->number));
  if (device_bytes > device->device_bytes[pool]) {
    device->device_bytes[pool] = 0;
    CHECK(cudaFree(kept->device));
    kept->device = nullptr;
    CHECK(cudaMalloc(&kept->device, device_bytes));
    device->device_bytes[pool] = device_bytes;
  }
  if (host_bytes > device->host_bytes[pool]) {
    device->host_bytes[pool] = 0;
    CHECK(cudaFreeHost(kept->host));
    kept->host = nullptr;
    CHECK(cudaHostAlloc(&kept->host, host_bytes, cudaHostAllocDefault));
    device->host_bytes[pool] = host_bytes;
  }
  *memory = *kept;
  return PRIM_OK;
}

PrimStatus cuda_upload(PrimDevice *base, int stream, void *to, const void *from, size_t bytes)
{
  CudaDevice *device = of(base);

  CHECK(cudaSetDevice(device->number));
  CHECK(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, device->streams[stream]));
  return PRIM_OK;
}

PrimStatus cuda_download(PrimDevice *base, int stream, void *to, const void *from, size_t bytes)
{
  CudaDevice *device = of(base);

  CHECK(cudaSetDevice(device->number));
  CHECK(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, device->streams[stream]));
  return PRIM_OK;
}

/* A kernel, and the warps of its blocks. */
struct Kernel {
  const void *function;
  int warps;
};

Kernel kernel_of(PrimKernel kernel)
{
  switch (kernel) {
  case PRIM_KERNEL_SCAN:
    return {reinterpret_cast<const void *>(scan_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_STACK:
    return {reinterpret_cast<const void *>(stack_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_VIEWS:
    return {reinterpret_cast<const void *>(views_kernel), PRIM_VIEW_WARPS};
  case PRIM_KERNEL_SEARCH:
    return {reinterpret_cast<const void *>(search_kernel), PRIM_SEARCH_WARPS};
  case PRIM_KERNEL_JUDGE:
    return {reinterpret_cast<const void *>(judge_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_ERRORS:
    return {reinterpret_cast<const void *>(errors_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_TILES:
    return {reinterpret_cast<const void *>(tiles_kernel), 1};
  case PRIM_KERNEL_FIT:
    return {reinterpret_cast<const void *>(fit_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_CHANGE:
    return {reinterpret_cast<const void *>(change_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_PUT:
    return {reinterpret_cast<const void *>(put_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_CANVAS:
    return {reinterpret_cast<const void *>(canvas_kernel), PRIM_ROW_WARPS};
  case PRIM_KERNEL_BATCH:
    return {reinterpret_cast<const void *>(batch_kernel), PRIM_BATCH_WARPS};
  }
  return {nullptr, 0};
}

PrimStatus cuda_launch(PrimDevice *base, int number, PrimKernel kernel, int blocks,
                       const void *call)
{
  CudaDevice *device = of(base);
  Kernel what = kernel_of(kernel);
  void *arguments[] = {const_cast<void *>(call)};

  CHECK(cudaSetDevice(device->number));
  CHECK(cudaLaunchKernel(what.function, dim3((unsigned)blocks),
                         dim3((unsigned)(what.warps * PRIM_WARP)), arguments, 0,
                         device->streams[number]));
  return PRIM_OK;
}

PrimStatus cuda_mark(PrimDevice *base, int stream, int mark)
{
  CudaDevice *device = of(base);

  CHECK(cudaSetDevice(device->number));
  CHECK(cudaEventRecord(device->marks[mark], device->streams[stream]));
  return PRIM_OK;
}

PrimStatus cuda_follow(PrimDevice *base, int stream, int mark)
{
  CudaDevice *device = of(base);

  CHECK(cudaSetDevice(device->number));
  CHECK(cudaStreamWaitEvent(device->streams[stream], device->marks[mark], 0));
  return PRIM_OK;
}

/* What is nearly done is not worth sleeping for: waking up may take longer than the wait. */
PrimStatus cuda_wait(PrimDevice *base, int mark)
{
  CudaDevice *device = of(base);
  auto patience = std::chrono::steady_clock::now() + std::chrono::microseconds(50);
  cudaError_t error;

  CHECK(cudaSetDevice(device->number));
  do
    error = cudaEventQuery(device->marks[mark]);
  while (error == cudaErrorNotReady && std::chrono::steady_clock::now() < patience);
  if (error == cudaErrorNotReady)
    error = cudaEventSynchronize(device->marks[mark]); /* sleeps */
  CHECK(error);
  return PRIM_OK;
}

/* ---- Opening and closing -------------------------------------------------- */

/* What frees reports no failure: the run is over, and what failed was said before. */
void discard(CudaDevice *device)
{
  for (cudaStream_t stream : device->streams)
    if (stream) {
      cudaStreamSynchronize(stream);
      cudaStreamDestroy(stream);
    }
  for (cudaEvent_t mark : device->marks)
    if (mark)
      cudaEventDestroy(mark);
  for (PrimMemory &memory : device->pools) {
    cudaFree(memory.device);
    cudaFreeHost(memory.host);
  }
  cudaGetLastError();
  free(device);
}

/* Devices that a run has closed, for the next: with streams and memory, but for pools that are
 * large. */
struct Kept {
  enum { MOST = 8 };

  std::mutex mutex;
  CudaDevice *devices[MOST];
  int count;

  CudaDevice *take(int number)
  {
    std::lock_guard<std::mutex> lock(mutex);

    for (int i = 0; i < count; i++)
      if (devices[i]->number == number) {
        CudaDevice *device = devices[i];
        devices[i] = devices[--count];
        return device;
      }
    return nullptr;
  }

  bool put(CudaDevice *device)
  {
    std::lock_guard<std::mutex> lock(mutex);

    if (count == MOST)
      return false;
    devices[count++] = device;
    return true;
  }
};

Kept kept_devices;

const size_t kept_bytes = static_cast<size_t>(512) << 20;

/* Whether the device is as good as new, but for what its memory holds. */
PrimStatus make_fit(CudaDevice *device)
{
  for (cudaStream_t stream : device->streams)
    CHECK(cudaStreamSynchronize(stream));
  for (int pool = 0; pool < PRIM_POOLS; pool++)
    if (device->device_bytes[pool] > kept_bytes) {
      CHECK(cudaFree(device->pools[pool].device));
      device->pools[pool].device = nullptr;
      device->device_bytes[pool] = 0;
    }
  return PRIM_OK;
}

void cuda_close(PrimDevice *base)
{
  CudaDevice *device = of(base);

  cudaSetDevice(device->number);
  if (device->base.failure[0] || make_fit(device) != PRIM_OK || !kept_devices.put(device))
    discard(device);
}

PrimStatus set_up(CudaDevice *device)
{
  cudaFuncAttributes attributes;

  CHECK(cudaSetDevice(device->number));
  CHECK(cudaFuncGetAttributes(&attributes, search_kernel)); /* there is code for this device */
  for (cudaStream_t &stream : device->streams)
    CHECK(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
  for (cudaEvent_t &mark : device->marks)
    CHECK(cudaEventCreateWithFlags(&mark, cudaEventDisableTiming | cudaEventBlockingSync));
  return PRIM_OK;
}

enum { DEVICES_MAX = 64 };

/* The oldest driver that serves this runtime, by NVIDIA's table of CUDA compatibility. */
const int driver_needed = CUDART_VERSION >= 13000 ? 580 : CUDART_VERSION >= 12000 ? 525 : 450;

/* What was found, once for the program: devices of compute capability 7.5 and more, those with the
 * most multiprocessors first. */
struct Found {
  struct Candidate {
    int number, size;
    char name[sizeof cudaDeviceProp::name];
  } candidates[DEVICES_MAX];
  int count;
  PrimCudaProblem problem;

  Found() : candidates(), count(0), problem()
  {
    int all = 0;
    cudaError_t error = cudaGetDeviceCount(&all);

    for (int i = 0; error == cudaSuccess && i < all && count < DEVICES_MAX; i++)
      add(i);
    cudaGetLastError(); /* forgotten: `problem` says it */
    if (count)
      return;
    problem.absence =
        error == cudaErrorInsufficientDriver ? PRIM_CUDA_NO_DRIVER : PRIM_CUDA_NO_DEVICE;
    problem.driver = driver_needed;
    if (error != cudaSuccess && error != cudaErrorNoDevice && error != cudaErrorInsufficientDriver)
      snprintf(problem.reason, sizeof problem.reason, "%s", cudaGetErrorString(error));
  }

  void add(int number)
  {
    cudaDeviceProp properties;
    int at = count;

    if (cudaGetDeviceProperties(&properties, number) != cudaSuccess ||
        10 * properties.major + properties.minor < 75)
      return;
    for (; at > 0 && candidates[at - 1].size < properties.multiProcessorCount; at--)
      candidates[at] = candidates[at - 1];
    candidates[at].number = number;
    candidates[at].size = properties.multiProcessorCount;
    memcpy(candidates[at].name, properties.name, sizeof candidates[at].name);
    count++;
  }
};

const Found &found()
{
  static const Found once; /* C++ makes it once, whatever the threads */

  return once;
}

} // namespace

int prim_device_count(PrimCudaProblem *problem)
{
  *problem = found().problem;
  return found().count;
}

const char *prim_device_name(int number)
{
  return found().candidates[number].name;
}

PrimDevice *prim_device_start(int number, PrimCudaProblem *problem)
{
  CudaDevice *device = kept_devices.take(found().candidates[number].number);

  *problem = {PRIM_CUDA_PRESENT, 0, ""};
  if (device)
    return &device->base;
  device = static_cast<CudaDevice *>(calloc(1, sizeof *device));
  *problem = {PRIM_CUDA_FAILED, 0, "out of memory"};
  if (!device)
    return nullptr;
  device->base.name = prim_device_name(number);
  device->base.memory = cuda_memory;
  device->base.reserve = cuda_reserve;
  device->base.upload = cuda_upload;
  device->base.download = cuda_download;
  device->base.launch = cuda_launch;
  device->base.mark = cuda_mark;
  device->base.follow = cuda_follow;
  device->base.wait = cuda_wait;
  device->base.close = cuda_close;
  device->number = found().candidates[number].number;
  if (set_up(device) == PRIM_OK) {
    *problem = {PRIM_CUDA_PRESENT, 0, ""};
    return &device->base;
  }
  memcpy(problem->reason, device->base.failure, sizeof problem->reason);
  discard(device);
  return nullptr;
}
