/* What the plug-ins share that call our procedures as Python-Fu does: through GIMP's
 * wire protocol. Checks are messages, "ok ..." or "not ok ...", for tests/gimp/env.sh. */
#ifndef PRIM_TESTS_CLIENT_H
#define PRIM_TESTS_CLIENT_H

#include <libgimp/gimp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

enum { ARGUMENTS_MAX = 24 };

/* One call's arguments, added one by one. */
typedef struct Call {
  GimpParam params[ARGUMENTS_MAX];
  int count;
} Call;

static inline void G_GNUC_PRINTF(2, 3) say(bool good, const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_message("%s %s", good ? "ok" : "not ok", what);
  g_free(what);
}

static inline void add_int(Call *call, GimpPDBArgType type, gint32 value)
{
  GimpParam *param = &call->params[call->count++];

  param->type = type;
  param->data.d_int32 = value; /* images, drawables and layers lie in the same place */
}

static inline void add_float(Call *call, double value)
{
  GimpParam *param = &call->params[call->count++];

  param->type = GIMP_PDB_FLOAT;
  param->data.d_float = value;
}

static inline void add_string(Call *call, const char *value)
{
  GimpParam *param = &call->params[call->count++];

  param->type = GIMP_PDB_STRING;
  param->data.d_string = (gchar *)value;
}

static inline Call call_on(gint32 image, GimpPDBArgType type, gint32 drawable)
{
  Call call = {.count = 0};

  add_int(&call, GIMP_PDB_INT32, GIMP_RUN_NONINTERACTIVE);
  add_int(&call, GIMP_PDB_IMAGE, image);
  add_int(&call, type, drawable);
  return call;
}

/* Says what the test plug-in offers: one procedure. */
static inline void install(const char *name, const GimpParamDef *arguments, int count)
{
  gimp_install_procedure(name, "Tests gimp-primitive", "Tests gimp-primitive", "", "", "", NULL, "",
                         GIMP_PLUGIN, count, 0, arguments, NULL);
}

/* The procedure's answer: it ran to its end. What it found was said. */
static inline void answer(gint *n_values, GimpParam **values)
{
  static GimpParam status = {.type = GIMP_PDB_STATUS, .data.d_status = GIMP_PDB_SUCCESS};

  *n_values = 1;
  *values = &status;
}

/* What plug-in-primitive takes after these: triangles, on the CPU. */
static inline void add_basic(Call *call, int count)
{
  add_int(call, GIMP_PDB_INT32, count);
  add_string(call, "triangle");
  add_int(call, GIMP_PDB_INT32, 3);
  add_int(call, GIMP_PDB_INT32, 1);
  add_int(call, GIMP_PDB_INT32, 1);
}

#endif
