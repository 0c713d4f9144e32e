/* What somebody else does to an image while the plug-in works on it, before a call of the
 * plug-in's reaches GIMP. What counts as a call is a message on libgimp's wire: nothing that
 * GIMP is asked goes uncounted, but pixels. */
#ifndef PRIM_TESTS_ACT_H
#define PRIM_TESTS_ACT_H

#include <libgimp/gimp.h>
#include <stdbool.h>

/* An image, what a procedure works on there, and what it compares or weighs that with. */
typedef struct Subject {
  gint32 image, item, other;
} Subject;

typedef struct Action {
  const char *name;
  void (*act)(const Subject *subject);
  enum { LOSES_LAYERS = 1, MERGES = 2, CONVERTS = 4, SELECTS = 8 } effect;
} Action;

/* Ends with one that has no name. The last two end the process. */
extern const Action actions[];

/* Plans the action before the call of that number, from 0, among those that follow. */
void act_plan(const Action *action, int call, const Subject *subject);

/* Whether calls pass uncounted and undisturbed. */
void act_pause(bool pause);

/* Drops the plan. Returns whether it was carried out. */
bool act_end(void);

/* How many calls there were since the plan was made. */
int act_calls(void);

#endif
