/* Somebody does something to an image before a call of the plug-in reaches GIMP. Linked to
 * the plug-in's code in a test, or a library preloaded into GIMP: then the plan is in the
 * file that PRIM_ACT names: numbers for call, image, item and other, and the action's name.
 * The file goes when the action comes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act.h"

/* ---- Actions -------------------------------------------------------------------- */

static void delete_item(const Subject *subject)
{
  gimp_image_remove_layer(subject->image, subject->item);
}

static void delete_other(const Subject *subject)
{
  if (gimp_item_is_channel(subject->other))
    gimp_image_remove_channel(subject->image, subject->other);
  else
    gimp_image_remove_layer(subject->image, subject->other);
}

/* The group that the item is in, or the one that it is. */
static void delete_group(const Subject *subject)
{
  gint32 parent = gimp_item_get_parent(subject->item);

  gimp_image_remove_layer(subject->image, parent > 0 ? parent : subject->item);
}

static void delete_layers(const Subject *subject)
{
  int count = 0;
  gint32 *layers = gimp_image_get_layers(subject->image, &count);

  for (int i = 0; i < count; i++)
    gimp_image_remove_layer(subject->image, layers[i]);
  g_free(layers);
}

static void delete_image(const Subject *subject)
{
  gimp_image_delete(subject->image);
}

static void delete_mask(const Subject *subject)
{
  gimp_layer_remove_mask(subject->item, GIMP_MASK_DISCARD);
}

static void flatten(const Subject *subject)
{
  gimp_image_flatten(subject->image);
}

static void scale(const Subject *subject)
{
  gimp_image_scale(subject->image, 33, 17);
}

static void resize(const Subject *subject)
{
  gimp_image_resize(subject->image, 70, 50, 5, 5);
}

static void crop(const Subject *subject)
{
  gimp_image_crop(subject->image, 20, 16, 3, 3);
}

static void resize_item(const Subject *subject)
{
  gimp_layer_resize(subject->item, 30, 20, -5, -3);
}

static void move_item(const Subject *subject)
{
  gimp_item_transform_translate(subject->item, 3, 2);
}

static void to_indexed(const Subject *subject)
{
  gimp_image_convert_indexed(subject->image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_WEB, 0,
                             FALSE, FALSE, "");
}

static void to_greyscale(const Subject *subject)
{
  gimp_image_convert_grayscale(subject->image);
}

static void to_float(const Subject *subject)
{
  gimp_image_convert_precision(subject->image, GIMP_PRECISION_FLOAT_LINEAR);
}

static void float_selection(const Subject *subject)
{
  gimp_selection_all(subject->image);
  gimp_edit_copy(subject->item);
  gimp_edit_paste(subject->item, FALSE);
}

static void select_none(const Subject *subject)
{
  gimp_selection_none(subject->image);
}

static void end_by(int signal)
{
  fflush(stderr);
  kill(getpid(), signal);
}

static void be_killed(const Subject *subject)
{
  (void)subject;
  end_by(SIGKILL);
}

static void be_terminated(const Subject *subject)
{
  (void)subject;
  end_by(SIGTERM);
}

const Action actions[] = {
    {"delete the item", delete_item, LOSES_LAYERS},
    {"delete the other", delete_other, LOSES_LAYERS},
    {"delete the group", delete_group, LOSES_LAYERS},
    {"delete all layers", delete_layers, LOSES_LAYERS},
    {"delete the image", delete_image, 0},
    {"delete the mask", delete_mask, 0},
    {"flatten", flatten, LOSES_LAYERS | MERGES},
    {"scale", scale, 0},
    {"resize", resize, 0},
    {"crop", crop, 0},
    {"resize the item", resize_item, 0},
    {"move the item", move_item, 0},
    {"to indexed", to_indexed, CONVERTS},
    {"to greyscale", to_greyscale, CONVERTS},
    {"to float", to_float, CONVERTS},
    {"float a selection", float_selection, SELECTS},
    {"select none", select_none, SELECTS},
    {"kill", be_killed, 0},
    {"terminate", be_terminated, 0},
    {NULL, NULL, 0},
};

/* ---- The plan ------------------------------------------------------------------- */

static struct {
  const Action *action; /* NULL: none */
  Subject subject;
  int call, calls; /* when, and how many there were */
  bool off;        /* calls do not count */
} plan;

void act_plan(const Action *action, int call, const Subject *subject)
{
  plan.action = action;
  plan.subject = *subject;
  plan.call = call;
  plan.calls = 0;
}

bool act_end(void)
{
  bool acted = !plan.action;

  plan.action = NULL;
  return acted;
}

void act_pause(bool pause)
{
  plan.off = pause;
}

int act_calls(void)
{
  return plan.calls;
}

static void read_plan(const char *name)
{
  FILE *file = fopen(name, "r");
  char what[40];
  int call;
  Subject subject;

  if (!file)
    return;
  bool read = fscanf(file, "%d %d %d %d %39[a-z ]", &call, &subject.image, &subject.item,
                     &subject.other, what) == 5;
  for (const Action *action = actions; read && action->name; action++)
    if (strcmp(action->name, what) == 0)
      act_plan(action, call, &subject);
  fclose(file);
}

/* The preloaded library's plan, once. */
static void look_for_plan(void)
{
  static bool looked;
  const char *name = getenv("PRIM_ACT");

  if (!looked && name && strcmp(program_invocation_short_name, "gimp-primitive") == 0)
    read_plan(name);
  looked = true;
}

/* Whether the call goes on with a look at a drawable (plugin/read/buffer.c). Nothing in GIMP 2.10
 * looks and reads pixels in one step; libgimp ends a plug-in to which something happens in
 * between. So a look counts as one call. */
static bool goes_on_looking(const char *called)
{
  static const char *const look[] = {"gimp-drawable-width", "gimp-drawable-height",
                                     "gimp-drawable-bpp", "gimp-drawable-type"};
  static size_t seen;

  if (seen && seen < G_N_ELEMENTS(look) && strcmp(called, look[seen]) == 0) {
    seen++;
    return true;
  }
  seen = strcmp(called, look[0]) == 0;
  return false;
}

static void before_call(const char *called)
{
  look_for_plan();
  if (!plan.action || plan.off || goes_on_looking(called) || plan.calls++ != plan.call)
    return;
  plan.off = true; /* an action's own calls do not count */
  fprintf(stderr, "# %s before call %d, %s\n", plan.action->name, plan.call, called);
  if (getenv("PRIM_ACT"))
    remove(getenv("PRIM_ACT"));
  plan.action->act(&plan.subject);
  plan.action = NULL;
  plan.off = false;
}

/* As in libgimpbase, which does not publish it; `run` begins with a procedure's name. */
typedef gboolean Write(GIOChannel *channel, const void *run, gpointer data);

Write gp_proc_run_write;

gboolean gp_proc_run_write(GIOChannel *channel, const void *run, gpointer data)
{
  Write *write;
  void *symbol = dlsym(RTLD_NEXT, "gp_proc_run_write");

  memcpy(&write, &symbol, sizeof write);
  before_call(*(const char *const *)run);
  return write(channel, run, data);
}
