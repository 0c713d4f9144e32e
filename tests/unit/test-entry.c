/* Proves which engines a run gets by the devices of the machine: the largest that can be started,
 * and a reason where there is none. The machine's devices are made up here, by the linker's
 * --wrap; those that start are emulated. */
#include <stdatomic.h>
#include <stdio.h>

#include "../../cuda/device.h"
#include "emulated.h"
#include "runs.h"

/* ---- The machine ------------------------------------------------------------ */

enum { DEVICES = 3 };

static const char *const names[DEVICES] = {"large", "middling", "small"};

static PrimCudaProblem lacking;  /* what is wrong when there is no device */
static int devices;              /* that there are */
static const char *bad[DEVICES]; /* why each does not start; NULL: it does */
static Emulation emulation;
static atomic_int looked;     /* for devices, so often */
static int searches, batches; /* launches of the kernels that score in the two arrangements */

static PrimStatus (*emulated_launch)(PrimDevice *device, int stream, PrimKernel kernel, int blocks,
                                     const void *call);

static PrimStatus counted_launch(PrimDevice *device, int stream, PrimKernel kernel, int blocks,
                                 const void *call)
{
  searches += kernel == PRIM_KERNEL_SEARCH;
  batches += kernel == PRIM_KERNEL_BATCH;
  return emulated_launch(device, stream, kernel, blocks, call);
}

int __wrap_prim_device_count(PrimCudaProblem *problem);
const char *__wrap_prim_device_name(int number);
PrimDevice *__wrap_prim_device_start(int number, PrimCudaProblem *problem);

int __wrap_prim_device_count(PrimCudaProblem *problem)
{
  looked++;
  *problem = devices ? (PrimCudaProblem){.absence = PRIM_CUDA_PRESENT} : lacking;
  return devices;
}

const char *__wrap_prim_device_name(int number)
{
  return names[number];
}

PrimDevice *__wrap_prim_device_start(int number, PrimCudaProblem *problem)
{
  *problem = (PrimCudaProblem){.absence = bad[number] ? PRIM_CUDA_FAILED : PRIM_CUDA_PRESENT};
  if (bad[number])
    snprintf(problem->reason, sizeof problem->reason, "%s", bad[number]);
  PrimDevice *device = bad[number] ? NULL : emulated_open(&emulation);
  if (device) {
    device->name = names[number];
    emulated_launch = device->launch;
    device->launch = counted_launch;
  }
  return device;
}

/* One with so many devices, of which the first `failing` do not start. */
static void set_machine(int count, int failing)
{
  static const char *const reasons[DEVICES] = {"out of memory", "busy", "lost"};

  devices = count;
  for (int i = 0; i < DEVICES; i++)
    bad[i] = i < failing ? reasons[i] : NULL;
  emulation = (Emulation){.dice = 1};
  searches = batches = 0;
}

/* ---- Engines ------------------------------------------------------------------ */

/* The engine that a short run in that mode is made by; "": there is none. */
static Result run_mode(PrimGpuMode mode, PrimCudaProblem *problem)
{
  PrimTarget *target = picture(1, 20, 16);
  PrimSettings settings = draft(2);
  PrimEngines *engines = prim_cuda_engines(mode, 1, problem);
  Result result = {.backend = ""};

  if (engines)
    result = run_on(engines, target, &settings, NULL);
  prim_target_free(target);
  return result;
}

/* Whether such a run is made by the engine named so. */
static bool made_by(PrimGpuMode mode, const char *name, PrimCudaProblem *problem)
{
  Result result = run_mode(mode, problem);
  bool good = strcmp(result.backend, name) == 0 && emulation.opened == emulation.closed;

  if (*result.backend)
    result_clear(&result);
  return good || tap_fault("made by \"%s\", not \"%s\"", result.backend, name);
}

static void largest(void)
{
  PrimCudaProblem problem;

  set_machine(3, 0);
  const char *name = prim_cuda_device(&problem);
  tap_ok(name && strcmp(name, "large") == 0 && made_by(PRIM_GPU_GPU, "large", &problem) &&
             problem.absence == PRIM_CUDA_PRESENT,
         "the largest device is named and used");
  set_machine(3, 1);
  tap_ok(made_by(PRIM_GPU_GPU, "middling", &problem) && problem.absence == PRIM_CUDA_PRESENT &&
             !problem.reason[0],
         "or the next, when that does not start");
  set_machine(3, 2);
  tap_ok(made_by(PRIM_GPU_GPU, "small", &problem) && problem.absence == PRIM_CUDA_PRESENT,
         "or the last");
  set_machine(3, 3);
  tap_ok(made_by(PRIM_GPU_GPU, "", &problem) && problem.absence == PRIM_CUDA_FAILED &&
             strcmp(problem.reason, "out of memory") == 0,
         "when none does, the largest one's reason is told");
  tap_ok(made_by(PRIM_GPU_CPU, "cpu", &problem), "the CPU needs none");
}

static void arrangements(void)
{
  PrimCudaProblem problem;

  set_machine(1, 0);
  tap_ok(made_by(PRIM_GPU_GPU, "large", &problem) && searches && !batches,
         "the GPU makes and rates the shapes");
  set_machine(1, 0);
  tap_ok(made_by(PRIM_GPU_HYBRID, "large", &problem) && !searches && batches,
         "or rates what the CPU makes");
  set_machine(2, 2);
  tap_ok(made_by(PRIM_GPU_HYBRID, "", &problem) && problem.absence == PRIM_CUDA_FAILED,
         "which needs a GPU as well");
}

static void none(void)
{
  PrimCudaProblem problem;

  lacking = (PrimCudaProblem){.absence = PRIM_CUDA_NO_DRIVER, .driver = 580};
  set_machine(0, 0);
  tap_ok(!prim_cuda_device(&problem) && problem.driver == 580 &&
             made_by(PRIM_GPU_GPU, "", &problem) && problem.absence == PRIM_CUDA_NO_DRIVER &&
             problem.driver == 580,
         "a driver that is missing is told, with the one that serves");
}

/* ---- Automatic ------------------------------------------------------------------ */

/* When a long run is stopped: as soon as a device is lost, or some time after one was looked for.
 */
typedef struct Patience {
  double looked, until;
} Patience;

static bool wait_for_loss(const PrimReport *report, void *data)
{
  Patience *patience = data;
  double time = seconds();

  if (atomic_load(&looked) && !(patience->looked > 0))
    patience->looked = time;
  if (patience->looked > 0 && time > patience->looked + 0.2)
    return false;
  return !report->device_lost && time < patience->until;
}

/* What is said of a device during a run that is long enough for one: it fails at `fail_at`. */
static char *lost_on_the_way(int fail_at)
{
  PrimTarget *target = picture(1, 500, 400); /* enough for minutes */
  PrimSettings settings = draft(100000);
  PrimCudaProblem problem;
  PrimStatus status;
  Patience patience = {0, seconds() + 60};
  PrimProgress progress = {wait_for_loss, &patience, 0};

  emulation.fail_at = fail_at;
  atomic_store(&looked, 0);
  PrimOptimizer *optimizer =
      prim_optimizer_new(target, &settings, prim_cuda_engines(PRIM_GPU_AUTO, 1, &problem), &status);
  if (!optimizer || prim_optimizer_run(optimizer, &progress) != PRIM_STOPPED)
    abort();
  const char *lost = prim_optimizer_report(optimizer).device_lost;
  char *copy = lost ? strdup(lost) : NULL;
  prim_optimizer_free(optimizer);
  prim_target_free(target);
  return copy;
}

static void automatic(void)
{
  set_machine(2, 2);
  char *lost = lost_on_the_way(0);
  tap_ok(lost && strcmp(lost, "out of memory") == 0 && looked,
         "automatic tells why no device could be started");
  free(lost);
  set_machine(0, 0);
  lost = lost_on_the_way(0);
  tap_ok(!lost && looked, "but nothing where there is none");
  free(lost);
  set_machine(1, 0);
  lost = lost_on_the_way(1);
  tap_ok(lost && looked && emulation.opened == 1 && emulation.closed == 1,
         "and why one failed that could (%s)", lost ? lost : "");
  free(lost);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  largest();
  arrangements();
  none();
  automatic();
  return tap_done();
}
