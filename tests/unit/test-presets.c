/* Proves the files of presets.c: what is saved under any name is listed and loaded, and
 * what else lies in the folder, or is chosen for a preset, is refused with a message and
 * changes nothing. GIMP is not started. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../ui/presets.h"
#include "../tap.h"

static const char start[] = "gimp-primitive preset 1\ncount=7\n";
static char *profile, *folder;

static bool listed(const char *name)
{
  char **names = prim_presets_list();
  bool there = g_strv_contains((const char *const *)names, name);

  g_strfreev(names);
  return there;
}

/* Saved, listed, loaded and deleted under that name. */
static bool name_works(const char *name)
{
  PrimSettings settings = prim_settings_default(), loaded = settings;
  GError *error = NULL;

  settings.count = 321;
  bool good = prim_presets_save(name, &settings, &error) && listed(name) &&
              prim_presets_rename(name, "other", &error) && listed("other") && !listed(name) &&
              prim_presets_rename("other", name, &error) &&
              prim_presets_load(name, &loaded, &error) && loaded.count == 321 &&
              prim_presets_delete(name, &error) && !listed(name);
  if (!good)
    tap_note("\"%s\": %s", name, error ? error->message : "not as saved");
  g_clear_error(&error);
  return good;
}

static void names(void)
{
  static const char *const all[] = {
      "Mine",     "a/b",   "../../up", ".",    "..",
      ".hidden",  "100 %", "%2F",      "a\\b", "\xc3\xbc \xe2\x82\xac",
      "x.preset", "a\nb",  "~",        "-rf",  "*",
      "\"'`$(x)"};
  bool good = true;

  for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
    good = name_works(all[i]) && good;
  tap_ok(good, "a preset can have any name");
  char *up = g_build_filename(profile, "up.preset", NULL);
  tap_ok(!g_file_test(up, G_FILE_TEST_EXISTS), "and stays in its folder");
  g_free(up);
}

/* The file must be refused; the message has to name it, and nothing is set. */
static bool refused(const char *path)
{
  PrimSettings settings = prim_settings_default();
  GError *error = NULL;

  settings.count = 123;
  bool good = !prim_presets_load_file(path, &settings, &error) && error && settings.count == 123 &&
              strstr(error->message, "preset") && g_utf8_validate(error->message, -1, NULL);
  if (!good)
    tap_note("%s: %s", path, error ? error->message : "it is loaded");
  g_clear_error(&error);
  return good;
}

static bool text_refused(const char *text, size_t length)
{
  char *path = g_build_filename(folder, "text.preset", NULL);
  bool good = g_file_set_contents(path, text, (gssize)length, NULL) && refused(path);

  g_unlink(path);
  g_free(path);
  return good;
}

static void texts(void)
{
  static const char *const all[] = {"",
                                    "x",
                                    "count=7\n",
                                    "gimp-primitive preset 2\ncount=7\n",
                                    "gimp-primitive preset 1\n",
                                    "gimp-primitive preset 1\ncount=x\n",
                                    "gimp-primitive preset 1\ncount=7\nstyle=9\n",
                                    "gimp-primitive preset 1\ncount=7\npalette=\\\n",
                                    "gimp-primitive preset 1\nseed=7\n"};
  bool good = true;
  GString *flood = g_string_new(start);

  for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
    good = text_refused(all[i], strlen(all[i])) && good;
  while (flood->len <= 1 << 16)
    g_string_append(flood, "\n\n\n\n\n\n\n\n");
  tap_ok(good, "a text that is no preset is refused");
  tap_ok(text_refused(flood->str, flood->len) && text_refused("\0\xff\xfe", 3),
         "so are a long and a binary one");
  g_string_free(flood, TRUE);
}

/* What is no file, or does not end. */
static void no_files(void)
{
  char *pipe = g_build_filename(folder, "pipe.preset", NULL);
  char *endless = g_build_filename(folder, "endless.preset", NULL);
  char *loop = g_build_filename(folder, "loop.preset", NULL);
  char *missing = g_build_filename(folder, "missing.preset", NULL);

  alarm(60); /* a pipe that is opened waits for ever */
  tap_ok(mkfifo(pipe, 0600) == 0 && refused(pipe), "a pipe is refused");
  tap_ok(symlink("/dev/zero", endless) == 0 && refused(endless), "a device is refused");
  tap_ok(symlink("loop.preset", loop) == 0 && refused(loop), "a link to itself is refused");
  tap_ok(refused(missing) && refused(folder), "so are a file that is not there and a folder");
  char **found = prim_presets_list(); /* harmless as well */
  g_strfreev(found);
  g_unlink(pipe);
  g_unlink(endless);
  g_unlink(loop);
  g_free(pipe);
  g_free(endless);
  g_free(loop);
  g_free(missing);
}

/* Each of the looks can be read, is allowed, and is none of the others. */
static void built_in(void)
{
  PrimSettings looks[PRIM_PRESETS_BUILT_IN], initial = prim_settings_default();
  bool allowed = true, distinct = true, same = true;

  for (int i = 0; i < PRIM_PRESETS_BUILT_IN; i++) {
    looks[i] = initial;
    looks[i].seed = 77;
    prim_presets_apply_built_in(i, &looks[i]);
    allowed = allowed && !prim_settings_check(&looks[i]);
    same = same && looks[i].seed == 77;
    for (int k = 0; k < i; k++)
      distinct = distinct && !prim_presets_same(&looks[i], &looks[k]) &&
                 strcmp(prim_presets_built_in(i), prim_presets_built_in(k)) != 0;
  }
  tap_ok(allowed, "every look that comes with the plug-in is allowed");
  tap_ok(distinct, "none is like another");
  tap_ok(same, "none has a seed");
  tap_ok(prim_presets_same(&looks[PRIM_PRESET_DEFAULT], &initial), "Default is the defaults");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  profile = g_dir_make_tmp("gimp-primitive-XXXXXX", NULL);
  if (!profile || !g_setenv("GIMP2_DIRECTORY", profile, TRUE))
    return 1;
  folder = g_build_filename(profile, GETTEXT_PACKAGE, "presets", NULL);
  built_in();
  names();
  texts();
  no_files();
  char *parent = g_path_get_dirname(folder);
  tap_ok(g_rmdir(folder) == 0 && g_rmdir(parent) == 0 && g_rmdir(profile) == 0,
         "nothing is left behind");
  g_free(parent);
  g_free(folder);
  g_free(profile);
  return tap_done();
}
