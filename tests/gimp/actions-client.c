/* A plug-in that makes, continues, redraws and exports pictures by the product's code while
 * somebody does something to the image at a chosen call (act.h). All of that is in this one
 * process, as starting another takes longer than a hundred calls.
 *
 * What succeeds must come out as if the action had come before it or after it, or between the
 * search for more shapes and their painting; what fails as if it had never been asked for,
 * with a message of ours. All are compared with an image to which that was done in peace. */
#include <gegl.h>
#include <glib/gstdio.h>

#include "../../plugin/files/export.h"
#include "../../plugin/last_values.h"
#include "../../plugin/continue.h"
#include "../../plugin/pdb.h"
#include "../../plugin/redraw.h"
#include "../../plugin/run.h"
#include "../../ui/dialog.h"
#include "act.h"
#include "client.h"

enum {
  COUNT = 4, /* shapes */
  SAMPLED_ACTIONS = 3,
  TOLERANCE = 2,      /* of 255: what one way through another precision rounds otherwise */
  ENDING_ACTIONS = 2, /* these are not for a process that is to go on */
  FAR = 1 << 20       /* more calls than there are */
};

#define RESULT "Primitives: 4 triangles"

/* What calls begin with. */
typedef enum Kind { PICTURE, LAYER, GROUP, KINDS } Kind;

typedef struct Trials Trials;

typedef struct Job {
  const char *name;
  void (*run)(const Trials *trials, const struct Job *job, const Subject *subject, GError **error);
  Kind kind;
  int option; /* of run */
} Job;

struct Trials {
  gint32 templates[KINDS];
  char *folder, *file;
  int libgimp_calls; /* of the job */
  int calls, failed, faults;
};

/* What a failure may say, from its beginning on. */
static const char *const messages[] = {
    "Cancelled",
    "GIMP could not change the image: ",
    "Shapes cannot be drawn in an indexed image.",
    "The background layer of the group is missing",
    "The drawable is not part of the image.",
    "The importance must be a layer, mask or channel of the same image.",
    "The layer carries no list of shapes.",
    "The layer was deleted while it was filled.",
    "The picture is gone: it was closed or deleted.",
    "The picture was changed in size or mode while it was worked on.",
    "The selection lies outside the layer.",
    "The selection was changed while the picture was read.",
    "There is a floating selection.",
    "There is no such image.",
    "There is no such layer, mask or channel.",
    "\"the picture\" is no longer in the image",
    "\"importance\" is no longer in the image",
};

static int undo_groups; /* that the job began and did not end */

/* ---- Looks ---------------------------------------------------------------------- */

/* All that can be seen of an image, and of files and images that a call made. */
typedef struct Look {
  GString *text, *active;
  GByteArray *pixels;
} Look;

static Look *look_new(void)
{
  Look *look = g_new(Look, 1);

  *look = (Look){g_string_new(NULL), g_string_new(NULL), g_byte_array_new()};
  return look;
}

static void look_free(Look *look)
{
  if (!look)
    return;
  g_string_free(look->text, TRUE);
  g_string_free(look->active, TRUE);
  g_byte_array_unref(look->pixels);
  g_free(look);
}

static void see_pixels(Look *look, gint32 drawable)
{
  GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
  const GeglRectangle *extent = gegl_buffer_get_extent(buffer);
  size_t bytes = 4 * (size_t)extent->width * (size_t)extent->height;
  guchar *pixels = g_malloc(bytes);

  gegl_buffer_get(buffer, extent, 1, babl_format("R'G'B'A u8"), pixels, GEGL_AUTO_ROWSTRIDE,
                  GEGL_ABYSS_NONE);
  for (size_t i = 0; i < bytes; i += 4)
    if (!pixels[i + 3]) /* what is clear has no color */
      memset(pixels + i, 0, 3);
  g_byte_array_append(look->pixels, pixels, (guint)bytes);
  g_free(pixels);
  g_object_unref(buffer);
}

static void see_drawable(Look *look, gint32 drawable)
{
  char *name = gimp_item_get_name(drawable);
  int x = 0, y = 0;

  gimp_drawable_offsets(drawable, &x, &y);
  g_string_append_printf(look->text, " \"%s\" %dx%d%+d%+d type %d visible %d\n", name,
                         gimp_drawable_width(drawable), gimp_drawable_height(drawable), x, y,
                         gimp_drawable_type(drawable), gimp_item_get_visible(drawable));
  g_free(name);
  see_pixels(look, drawable);
}

static void see_layers(Look *look, const gint32 *layers, int count)
{
  for (int i = 0; i < count; i++) {
    int inside = 0;
    gint32 mask = gimp_layer_get_mask(layers[i]);
    GimpParasite *parasite = gimp_item_get_parasite(layers[i], "primitive-shapes");
    g_string_append_printf(look->text, "layer mode %d opacity %.1f %s",
                           gimp_layer_get_mode(layers[i]), gimp_layer_get_opacity(layers[i]),
                           parasite ? "with a list" : "");
    if (parasite)
      gimp_parasite_free(parasite);
    see_drawable(look, layers[i]);
    if (mask != -1)
      see_drawable(look, mask);
    if (!gimp_item_is_group(layers[i]))
      continue;
    gint32 *children = gimp_item_get_children(layers[i], &inside);
    g_string_append(look->text, "(\n");
    see_layers(look, children, inside);
    g_string_append(look->text, ")\n");
    g_free(children);
  }
}

static void see_stroke(Look *look, gint32 path, int stroke)
{
  int count = 0;
  double *points = NULL;
  gboolean closed = FALSE;

  gimp_vectors_stroke_get_points(path, stroke, &count, &points, &closed);
  for (int i = 0; i < count; i++)
    g_string_append_printf(look->text, " %.2f", points[i] + 0.0);
  g_string_append(look->text, closed ? " closed" : " open");
  g_free(points);
}

static void see_paths(Look *look, gint32 image)
{
  int count = 0;
  gint32 *paths = gimp_image_get_vectors(image, &count);

  for (int i = 0; i < count; i++) {
    int strokes = 0;
    char *name = gimp_item_get_name(paths[i]);
    gint *numbers = gimp_vectors_get_strokes(paths[i], &strokes);
    g_string_append_printf(look->text, "path \"%s\"", name);
    for (int k = 0; k < strokes; k++)
      see_stroke(look, paths[i], numbers[k]);
    g_string_append_c(look->text, '\n');
    g_free(numbers);
    g_free(name);
  }
  g_free(paths);
}

static void see_channels(Look *look, gint32 image)
{
  int count = 0;
  gint32 *channels = gimp_image_get_channels(image, &count);

  for (int i = 0; i < count; i++) {
    g_string_append(look->text, "channel");
    see_drawable(look, channels[i]);
  }
  g_free(channels);
}

static void see_name(Look *look, const char *what, gint32 item)
{
  char *name = item == -1 ? NULL : gimp_item_get_name(item);

  g_string_append_printf(look->active, "%s \"%s\"\n", what, name ? name : "");
  g_free(name);
}

static void see_image(Look *look, gint32 image)
{
  int count = 0;

  if (!gimp_image_is_valid(image)) {
    g_string_append(look->text, "gone\n");
    return;
  }
  g_string_append_printf(look->text, "image %dx%d mode %d precision %d undo %d\n",
                         gimp_image_width(image), gimp_image_height(image),
                         gimp_image_base_type(image), gimp_image_get_precision(image),
                         gimp_image_undo_is_enabled(image));
  see_name(look, "active layer", gimp_image_get_active_layer(image));
  see_name(look, "active channel", gimp_image_get_active_channel(image));
  see_name(look, "active path", gimp_image_get_active_vectors(image));
  see_name(look, "floating", gimp_image_get_floating_sel(image));
  see_pixels(look, gimp_image_get_selection(image));
  gint32 *layers = gimp_image_get_layers(image, &count);
  see_layers(look, layers, count);
  g_free(layers);
  see_channels(look, image);
  see_paths(look, image);
  if (undo_groups)
    g_string_append_printf(look->text, "%d undo groups are open\n", undo_groups);
}

/* The file, and that there is no other. */
static void see_files(Look *look, const Trials *trials)
{
  GDir *files = g_dir_open(trials->folder, 0, NULL);
  const char *name;

  while (files && (name = g_dir_read_name(files))) {
    char *path = g_build_filename(trials->folder, name, NULL), *text = NULL;
    if (g_file_get_contents(path, &text, NULL, NULL))
      g_string_append_printf(look->text, "file \"%s\"\n%s\n", name, text);
    g_free(text);
    g_unlink(path);
    g_free(path);
  }
  if (files)
    g_dir_close(files);
}

static bool listed(gint32 image, const gint32 *images, int count)
{
  for (int i = 0; i < count; i++)
    if (images[i] == image)
      return true;
  return false;
}

/* Images that were not there before; they are deleted. */
static void see_new_images(Look *look, const gint32 *before, int count_before)
{
  int count = 0;
  gint32 *images = gimp_image_list(&count);

  for (int i = 0; i < count; i++) {
    if (listed(images[i], before, count_before))
      continue;
    g_string_append(look->text, "a new ");
    see_image(look, images[i]);
    gimp_image_delete(images[i]);
  }
  g_free(images);
}

static bool same_pixels(const GByteArray *a, const GByteArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (abs(a->data[i] - b->data[i]) > TOLERANCE)
      return false;
  return a->len == b->len;
}

/* ---- Subjects ------------------------------------------------------------------- */

/* A copy of a template, found by names. */
static Subject open_subject(const Trials *trials, Kind kind)
{
  Subject subject = {.image = gimp_image_duplicate(trials->templates[kind])};
  gint32 picture = gimp_image_get_layer_by_name(subject.image, "the picture");

  subject.item = kind == PICTURE ? picture : gimp_image_get_layer_by_name(subject.image, RESULT);
  subject.other =
      kind == PICTURE ? gimp_image_get_channel_by_name(subject.image, "importance") : picture;
  return subject;
}

static void close_subject(const Subject *subject)
{
  if (gimp_image_is_valid(subject->image))
    gimp_image_delete(subject->image);
}

/* ---- What stands in for GIMP, time and people ------------------------------------------- */

gboolean __wrap_gimp_image_undo_group_start(gint32 image);
gboolean __real_gimp_image_undo_group_start(gint32 image);
gboolean __wrap_gimp_image_undo_group_end(gint32 image);
gboolean __real_gimp_image_undo_group_end(gint32 image);
GeglBuffer *__wrap_gimp_drawable_get_buffer(gint32 drawable);
GeglBuffer *__real_gimp_drawable_get_buffer(gint32 drawable);
GeglBuffer *__wrap_gimp_drawable_get_shadow_buffer(gint32 drawable);
GeglBuffer *__real_gimp_drawable_get_shadow_buffer(gint32 drawable);
PrimStatus __wrap_prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress);
PrimStatus __real_prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress);
gint64 __wrap_g_get_monotonic_time(void);
bool __wrap_prim_dialog_run(const PrimDialogHost *host, PrimSettings *settings,
                            PrimDialogResult *result);

gboolean __wrap_gimp_image_undo_group_start(gint32 image)
{
  bool begun = __real_gimp_image_undo_group_start(image);

  undo_groups += begun;
  return begun;
}

gboolean __wrap_gimp_image_undo_group_end(gint32 image)
{
  bool ended = __real_gimp_image_undo_group_end(image);

  undo_groups -= ended;
  return ended;
}

/* The search reports at each shape, however fast it is. */
typedef struct Steps {
  const PrimProgress *progress;
  int placed;
} Steps;

static bool at_each_shape(const PrimReport *report, void *data)
{
  Steps *steps = data;

  if (report->placed == steps->placed)
    return true;
  steps->placed = report->placed;
  return steps->progress->callback(report, steps->progress->data);
}

PrimStatus __wrap_prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress)
{
  Steps steps = {.progress = progress};
  PrimProgress each = {at_each_shape, &steps, 0};

  return __real_prim_optimizer_run(optimizer, &each);
}

/* A second passes between any two looks at the clock, so it is time to repaint. */
gint64 __wrap_g_get_monotonic_time(void)
{
  static gint64 time;

  return time += G_USEC_PER_SEC;
}

/* Nor does libgimp survive a drawable that vanishes while it opens its pixels. */
GeglBuffer *__wrap_gimp_drawable_get_buffer(gint32 drawable)
{
  act_pause(true);
  GeglBuffer *buffer = __real_gimp_drawable_get_buffer(drawable);
  act_pause(false);
  return buffer;
}

GeglBuffer *__wrap_gimp_drawable_get_shadow_buffer(gint32 drawable)
{
  act_pause(true);
  GeglBuffer *buffer = __real_gimp_drawable_get_shadow_buffer(drawable);
  act_pause(false);
  return buffer;
}

static bool deliver(const PrimReport *report, void *data)
{
  const PrimDialogHost *host = data;
  PrimSettings settings = prim_last_values_load();

  host->deliver(host->data, &settings, report->drawing);
  return true;
}

/* OK is pressed at once. What cannot be read is told in the window, where only Cancel is
 * left. */
bool __wrap_prim_dialog_run(const PrimDialogHost *host, PrimSettings *settings,
                            PrimDialogResult *result)
{
  GError *error = NULL;
  PrimTarget *target = host->read_target(host->data, settings, &error);
  PrimOptimizer *optimizer = target ? host->prepare(target, settings, &error) : NULL;
  PrimProgress progress = {deliver, (void *)host, 0};
  bool good = optimizer && __wrap_prim_optimizer_run(optimizer, &progress) == PRIM_OK;

  if (good) {
    PrimReport report = prim_optimizer_report(optimizer);
    *result = (PrimDialogResult){.settings = *settings, .error = report.error};
    good = prim_drawing_copy(report.drawing, &result->drawing);
  }
  prim_optimizer_free(optimizer);
  prim_target_free(target);
  g_clear_error(&error);
  return good;
}

/* ---- Jobs ----------------------------------------------------------------------- */

static void make(const Trials *trials, const Job *job, const Subject *subject, GError **error)
{
  Call call = call_on(subject->image, GIMP_PDB_DRAWABLE, subject->item);
  GimpParam results[PRIM_RESULTS_MAX];

  add_basic(&call, COUNT);
  add_float(&call, 50);
  add_float(&call, 50);
  add_int(&call, GIMP_PDB_INT32, 64);
  add_int(&call, GIMP_PDB_INT32, 0);
  add_int(&call, GIMP_PDB_INT32, 0);
  add_string(&call, "");
  add_int(&call, GIMP_PDB_DRAWABLE, subject->other);
  add_float(&call, 0);
  add_int(&call, GIMP_PDB_INT32, job->option);
  add_string(&call, job->option == PRIM_OUTPUT_LAYER ? trials->file : "");
  (void)!prim_run_full(call.params, results, error);
}

/* With the last values, in that run mode: the layer fills while the search runs. */
static void make_live(const Trials *trials, const Job *job, const Subject *subject, GError **error)
{
  Call call = call_on(subject->image, GIMP_PDB_DRAWABLE, subject->item);
  GimpParam results[PRIM_RESULTS_MAX];

  (void)trials;
  call.params[0].data.d_int32 = job->option;
  (void)!prim_run_full(call.params, results, error);
}

static void add_shapes(const Trials *trials, const Job *job, const Subject *subject, GError **error)
{
  Call call = call_on(subject->image, GIMP_PDB_DRAWABLE, subject->item);
  GimpParam results[PRIM_RESULTS_MAX];

  (void)trials;
  add_int(&call, GIMP_PDB_INT32, job->option);
  (void)!prim_continue(call.params, results, error);
}

static void redraw(const Trials *trials, const Job *job, const Subject *subject, GError **error)
{
  Call call = call_on(subject->image, GIMP_PDB_DRAWABLE, subject->item);
  GimpParam results[PRIM_RESULTS_MAX];

  (void)trials;
  (void)job;
  (void)!prim_redraw(call.params, results, error);
}

static void export(const Trials *trials, const Job *job, const Subject *subject, GError **error)
{
  Call call = call_on(subject->image, GIMP_PDB_LAYER, subject->item);
  GimpParam results[PRIM_RESULTS_MAX];

  (void)job;
  add_string(&call, trials->file);
  (void)!prim_export(call.params, results, error);
}

static const Job jobs[] = {
    {"a layer", make, PICTURE, PRIM_OUTPUT_LAYER},
    {"a group", make, PICTURE, PRIM_OUTPUT_LAYER_GROUP},
    {"frames", make, PICTURE, PRIM_OUTPUT_FRAMES},
    {"paths", make, PICTURE, PRIM_OUTPUT_PATHS},
    {"a layer that fills", make_live, PICTURE, GIMP_RUN_WITH_LAST_VALS},
    {"a layer of the dialog", make_live, PICTURE, GIMP_RUN_INTERACTIVE},
    {"continue", add_shapes, LAYER, 2},
    {"continue a group", add_shapes, GROUP, 2},
    {"redraw", redraw, LAYER, 0},
    {"redraw a group", redraw, GROUP, 0},
    {"export", export, LAYER, 0},
    {"export a group", export, GROUP, 0},
};
enum { JOBS = G_N_ELEMENTS(jobs) };
static const Job redrawing = {"redraw", redraw, LAYER, 0};

/* How a job came out, and what there is to see afterwards. */
typedef struct Outcome {
  bool good, acted;
  int calls; /* when there was a plan */
  char *message;
  Look *look;
} Outcome;

static void outcome_clear(Outcome *outcome)
{
  g_free(outcome->message);
  look_free(outcome->look);
}

static Outcome run_job(const Trials *trials, const Job *job, const Subject *subject)
{
  GError *error = NULL;

  undo_groups = 0;
  job->run(trials, job, subject, &error);
  Outcome outcome = {.good = !error, .message = g_strdup(error ? error->message : "")};
  g_clear_error(&error);
  return outcome;
}

/* When the action comes; from 0 on it is before the libgimp call of that number. */
enum { REDRAWN = -4, ALONE = -3, BEFORE = -2, AFTER = -1 }; /* the first: after, then a redraw */

static Outcome run_order(const Trials *trials, const Job *job, const Subject *subject,
                         const Action *action, int number)
{
  Outcome outcome = {.good = true};

  if (number == BEFORE || number == ALONE)
    action->act(subject);
  if (number >= 0)
    act_plan(action, number, subject);
  if (number != ALONE)
    outcome = run_job(trials, job, subject);
  outcome.calls = act_calls();
  outcome.acted = number < 0 || act_end();
  if (number == AFTER || number == REDRAWN)
    action->act(subject);
  if (number == REDRAWN) {
    outcome_clear(&outcome);
    outcome = run_job(trials, &redrawing, subject);
  }
  return outcome;
}

static Outcome find_out(const Trials *trials, const Job *job, const Action *action, int number)
{
  Subject subject = open_subject(trials, job->kind);
  int count = 0;
  gint32 *images = gimp_image_list(&count);
  Outcome outcome = run_order(trials, job, &subject, action, number);

  outcome.look = look_new();
  see_image(outcome.look, subject.image);
  see_new_images(outcome.look, images, count);
  see_files(outcome.look, trials);
  close_subject(&subject);
  g_free(images);
  return outcome;
}

/* ---- Verdicts ------------------------------------------------------------------- */

static bool ours(const char *message)
{
  for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
    if (g_str_has_prefix(message, messages[i]))
      return true;
  return false;
}

/* What a job with an action may come to; found out when it is asked for. */
typedef struct Due {
  const Trials *trials;
  const Job *job;
  const Action *action;
  Outcome alone, before, after, redrawn;
} Due;

/* Whether looks cannot tell how it came out: what was put in the image is merged with the
 * rest, and cannot be taken back; frames come in an image of their own, of the picture's mode
 * at that moment; and while a layer is repainted the selection waits in a channel, which GIMP
 * converts otherwise than a selection. */
static bool beyond_looks(const Due *due, const Outcome *outcome)
{
  const Job *job = due->job;
  int effect = due->action->effect;

  return ((effect & MERGES) && !outcome->good) ||
         ((effect & CONVERTS) && job->run == make && job->option == PRIM_OUTPUT_FRAMES) ||
         ((effect & (SELECTS | CONVERTS)) && job->kind == LAYER);
}

/* When the active layer goes, GIMP chooses another one. */
static bool same_looks(int effect, const Look *a, const Look *b)
{
  return g_string_equal(a->text, b->text) && same_pixels(a->pixels, b->pixels) &&
         ((effect & LOSES_LAYERS) || g_string_equal(a->active, b->active));
}

static bool comes_to(const Due *due, const Outcome *outcome, Outcome *known, int number)
{
  if (!known->look)
    *known = find_out(due->trials, due->job, due->action, number);
  return known->good && (beyond_looks(due, outcome) ||
                         same_looks(due->action->effect, outcome->look, known->look));
}

static bool as_due(Due *due, const Outcome *outcome)
{
  if (!outcome->good)
    return ours(outcome->message) && comes_to(due, outcome, &due->alone, ALONE);
  return comes_to(due, outcome, &due->after, AFTER) ||
         comes_to(due, outcome, &due->before, BEFORE) ||
         (due->job->run == add_shapes && comes_to(due, outcome, &due->redrawn, REDRAWN));
}

static void print_look(const char *what, const Outcome *outcome)
{
  guint sum = 0;

  if (!outcome->look)
    return;
  for (guint i = 0; i < outcome->look->pixels->len; i++)
    sum += outcome->look->pixels->data[i];
  g_printerr("# %s%s:\n%s%s# pixels: %u\n", what, outcome->good ? "" : " (a failure)",
             outcome->look->active->str, outcome->look->text->str, sum);
}

static void tell_fault(const Due *due, int number, const Outcome *outcome)
{
  say(false, "%s, %s before call %d: %s \"%s\"", due->job->name, due->action->name, number,
      outcome->good ? "it succeeds" : "it fails", outcome->message);
  print_look("It came to", outcome);
  print_look("The action alone", &due->alone);
  print_look("The action, then the call", &due->before);
  print_look("The call, then the action", &due->after);
  print_look("The same, then a redraw", &due->redrawn);
}

/* At every `step`-th libgimp call of those there are, from `number` on. */
static void try_action(Trials *trials, const Job *job, const Action *action, int number, int step)
{
  Due due = {.trials = trials, .job = job, .action = action};
  bool acted = true;

  for (; acted && number < trials->libgimp_calls; number += step) {
    Outcome outcome = find_out(trials, job, action, number);
    acted = outcome.acted;
    trials->calls++;
    trials->failed += !outcome.good;
    if (acted ? !as_due(&due, &outcome) : !outcome.good) {
      trials->faults++;
      tell_fault(&due, number, &outcome);
    }
    outcome_clear(&outcome);
  }
  outcome_clear(&due.alone);
  outcome_clear(&due.before);
  outcome_clear(&due.after);
  outcome_clear(&due.redrawn);
}

/* How many there are when nothing happens. */
static void count_calls(Trials *trials, const Job *job)
{
  Outcome outcome = find_out(trials, job, &actions[0], FAR);

  trials->libgimp_calls = outcome.calls;
  trials->faults += !outcome.good || !outcome.calls;
  outcome_clear(&outcome);
}

static int harmless_actions(void)
{
  int count = 0;

  while (actions[count].name)
    count++;
  return count - ENDING_ACTIONS;
}

static void tell(Trials *trials, const char *what)
{
  say(!trials->faults && trials->calls, "%s: %d times, %d of them failed", what, trials->calls,
      trials->failed);
  trials->calls = trials->failed = trials->faults = 0;
}

/* A sample takes every third action and begins with another call for each. */
static void try_job(Trials *trials, const Job *job, int step)
{
  int number = (int)(job - jobs), apart = step > 1 ? SAMPLED_ACTIONS : 1;

  count_calls(trials, job);
  for (int i = number % apart; i < harmless_actions(); i += apart)
    try_action(trials, job, &actions[i], (i * 53 + number * 31) % step, step);
  tell(trials, job->name);
}

/* What a fault was told of, again. */
static void try_again(Trials *trials, const Job *job, const char *fault)
{
  for (int i = 0; i < harmless_actions(); i++) {
    char *beginning = g_strdup_printf("%s, %s before call ", job->name, actions[i].name);
    if (g_str_has_prefix(fault, beginning))
      count_calls(trials, job);
    if (g_str_has_prefix(fault, beginning))
      try_action(trials, job, &actions[i], atoi(fault + strlen(beginning)), FAR);
    g_free(beginning);
  }
}

/* Of the jobs every other one, unless `half` is negative. */
static void try_all(Trials *trials, int step, int half, const char *fault)
{
  for (int i = 0; i < JOBS; i++)
    if (fault[0])
      try_again(trials, &jobs[i], fault);
    else if (half < 0 || i % 2 == half)
      try_job(trials, &jobs[i], step);
  if (fault[0])
    tell(trials, fault);
}

/* ---- Templates ------------------------------------------------------------------ */

/* The picture, in a group, with a layer mask; a channel that tells what matters, which is
 * active, as is a path; a selection. */
static void dress(gint32 image)
{
  gint32 picture = gimp_image_get_active_layer(image);
  gint32 group = gimp_layer_group_new(image);
  GimpRGB white = {1, 1, 1, 1};
  gint32 channel = gimp_channel_new(image, "importance", 60, 40, 50, &white);

  gimp_layer_add_alpha(picture);
  gimp_item_set_name(picture, "the picture");
  gimp_image_insert_layer(image, gimp_layer_copy(picture), 0, 1);
  gimp_image_insert_layer(image, group, 0, 0);
  gimp_image_reorder_item(image, picture, group, 0);
  gimp_layer_add_mask(picture, gimp_layer_create_mask(picture, GIMP_ADD_MASK_WHITE));
  gimp_image_insert_channel(image, channel, 0, 0);
  gimp_image_insert_vectors(image, gimp_vectors_new(image, "the path"), 0, 0);
  gimp_image_set_active_channel(image, channel);
  gimp_image_select_ellipse(image, GIMP_CHANNEL_OP_REPLACE, 4, 5, 50, 30);
}

/* Results are those of the first two jobs. */
static void make_templates(Trials *trials, gint32 image)
{
  dress(image);
  trials->templates[PICTURE] = image;
  for (Kind kind = LAYER; kind <= GROUP; kind++) {
    Subject subject = open_subject(trials, PICTURE);
    Outcome outcome = run_job(trials, &jobs[kind - LAYER], &subject);
    say(outcome.good, "%s to begin with%s", jobs[kind - LAYER].name, outcome.message);
    outcome_clear(&outcome);
    g_unlink(trials->file);
    trials->templates[kind] = subject.image;
  }
}

static void set_last_values(void)
{
  PrimSettings settings = prim_settings_default();

  settings.count = 2 * COUNT; /* so many that a layer is repainted */
  settings.seed = 1;
  settings.detail = 64;
  settings.effort = PRIM_EFFORT_DRAFT;
  settings.gpu_mode = PRIM_GPU_CPU;
  prim_last_values_save(&settings, 1);
}

static void query(void)
{
  static const GimpParamDef arguments[] = {
      {GIMP_PDB_INT32, (gchar *)"run-mode", (gchar *)"Any"},
      {GIMP_PDB_IMAGE, (gchar *)"image", (gchar *)"An image of one layer, 60 x 40"},
      {GIMP_PDB_STRING, (gchar *)"folder", (gchar *)"Where to write files"},
      {GIMP_PDB_INT32, (gchar *)"step", (gchar *)"Acts at one of so many calls"},
      {GIMP_PDB_INT32, (gchar *)"half", (gchar *)"Which half of the jobs, 0 or 1; -1: both"},
      {GIMP_PDB_STRING, (gchar *)"fault", (gchar *)"What to try again, as it was told; or empty"},
  };

  install("test-primitive-actions", arguments, G_N_ELEMENTS(arguments));
}

static void run(const gchar *name, gint n_params, const GimpParam *params, gint *n_values,
                GimpParam **values)
{
  Trials trials = {.folder = params[2].data.d_string,
                   .file = g_build_filename(params[2].data.d_string, "drawing.svg", NULL)};

  (void)name;
  (void)n_params;
  /* As in the plug-in's own. */
  gegl_init(NULL, NULL);
  gimp_plugin_enable_precision();
  gimp_plugin_set_pdb_error_handler(GIMP_PDB_ERROR_HANDLER_PLUGIN);
  set_last_values();
  make_templates(&trials, params[1].data.d_image);
  try_all(&trials, params[3].data.d_int32, params[4].data.d_int32, params[5].data.d_string);
  g_free(trials.file);
  answer(n_values, values);
}

const GimpPlugInInfo PLUG_IN_INFO = {NULL, NULL, query, run};

MAIN()
