/* Presets: built-in ones, and the user's own, each a file in the GIMP profile.
 *
 * A preset says how a drawing looks, not what becomes of it: the seed, the compute
 * device, the importance, the result and the exported file are not part of it. */
#ifndef PRIM_PRESETS_H
#define PRIM_PRESETS_H

#include <glib.h>

#include "../core/primitive.h"

enum { PRIM_PRESET_DEFAULT, PRIM_PRESETS_BUILT_IN = 13 };

/* The names of the built-in presets, translated. */
PRIM_MUST_USE const char *prim_presets_built_in(int index);

/* What it says, as text for plug-in-primitive-with. */
PRIM_MUST_USE const char *prim_presets_built_in_settings(int index);

/* Sets what a preset says; the rest of the settings stays. */
PRIM_NONNULL void prim_presets_apply_built_in(int index, PrimSettings *settings);

/* Whether the user has one of that name. */
PRIM_MUST_USE PRIM_NONNULL bool prim_presets_exists(const char *name);

/* The names of the user's own, sorted, each once. Free with g_strfreev(). */
PRIM_MUST_USE char **prim_presets_list(void);

/* Loads the user's preset of that name, or a file. False and *error, which says what
 * is wrong; then the settings are as they were. */
PRIM_MUST_USE PRIM_NONNULL bool prim_presets_load(const char *name, PrimSettings *settings,
                                                  GError **error);
PRIM_MUST_USE PRIM_NONNULL bool prim_presets_load_file(const char *path, PrimSettings *settings,
                                                       GError **error);

/* Saves in place of what has the name. */
PRIM_MUST_USE PRIM_NONNULL bool prim_presets_save(const char *name, const PrimSettings *settings,
                                                  GError **error);
PRIM_MUST_USE PRIM_NONNULL bool
prim_presets_save_file(const char *path, const PrimSettings *settings, GError **error);

/* Gives the user's preset `from` the name `to`, in place of what has it. */
PRIM_MUST_USE PRIM_NONNULL bool prim_presets_rename(const char *from, const char *to,
                                                    GError **error);

PRIM_MUST_USE PRIM_NONNULL bool prim_presets_delete(const char *name, GError **error);

/* Whether the settings agree in all that a preset says. */
PRIM_MUST_USE PRIM_NONNULL bool prim_presets_same(const PrimSettings *a, const PrimSettings *b);

#endif
