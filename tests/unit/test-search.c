/* A search may run in any thread: it says nothing by itself, not even of a device that
 * failed on the way, because what is said goes to GIMP. Where no device fails, one is made to:
 * the linker puts the test between the search and the optimizer's report. */
#include <glib.h>
#include <string.h>

#include "../../plugin/read/picture.h"
#include "../../plugin/search.h"
#include "../tap.h"

static int messages;

PrimReport __real_prim_optimizer_report(const PrimOptimizer *optimizer);
PrimReport __wrap_prim_optimizer_report(const PrimOptimizer *optimizer);

PrimReport __wrap_prim_optimizer_report(const PrimOptimizer *optimizer)
{
  PrimReport report = __real_prim_optimizer_report(optimizer);

  report.device_lost = "it fell off the bus";
  return report;
}

/* Instead of a drawable's: black left, white right. */
PrimTarget *prim_picture_read(const PrimSource *source, const PrimSettings *settings,
                              const PrimDrawing *start, GeglBuffer **coverage, GError **error)
{
  PrimTarget *target = prim_target_new(32, 32);

  (void)source, (void)settings, (void)start, (void)error;
  for (int i = 0; target && i < 32 * 32; i++) {
    memset(target->rgb + 3 * i, i % 32 < 16 ? 0 : 255, 3);
    target->weight[i] = 1;
  }
  *coverage = NULL;
  return target;
}

static void count_message(const char *domain, GLogLevelFlags level, const char *text, void *data)
{
  (void)domain, (void)level, (void)data;
  tap_note("%s", text);
  messages++;
}

typedef struct Run {
  PrimSearch search;
  PrimReport report;
  GError *error;
  bool good;
} Run;

static void *search(void *data)
{
  Run *run = data;

  run->good = prim_search_run(&run->search, NULL, &run->report, &run->error);
  return NULL;
}

int main(int argc, char **argv)
{
  PrimSettings settings = prim_settings_default();
  PrimSource source = {.drawable = -1};
  Run run = {.error = NULL};

  tap_start(argc, argv);
  g_log_set_default_handler(count_message, NULL);
  settings.count = 3;
  settings.seed = 1;
  settings.gpu_mode = PRIM_GPU_CPU;
  if (!tap_ok(prim_search_open(&run.search, &source, &settings, NULL, &run.error), "a search"))
    return tap_done();
  g_thread_join(g_thread_new("search", search, &run));
  tap_ok(run.good && run.report.placed > 0 && run.report.device_lost,
         "in a thread it comes to its end, though the device failed");
  tap_ok(messages == 0, "and says nothing");
  prim_search_warn(&run.report);
  tap_ok(messages == 1, "the warning comes when it is asked for");
  prim_search_warn(&run.report);
  tap_ok(messages == 1, "once");
  prim_search_close(&run.search);
  return tap_done();
}
