/* Presets: built-in ones, and the user's own. */
#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>
#include <libgimp/gimp.h>

#include "presets.h"
#include "settings_text.h"
#include "text.h"

#define HEADER "gimp-primitive preset 1"
#define ENDING ".preset"

#define OPAQUE "style=custom;opacity-min=100;opacity-max=100"

static const struct {
  const char *name;
  const char *settings; /* as for plug-in-primitive-with; what is left out is as by default */
} built_in[PRIM_PRESETS_BUILT_IN] = {
    [PRIM_PRESET_DEFAULT] = {N_("Default"), ""},
    {N_("Poster"), "count=150;shapes=polygon,rotated-ellipse;palette=picture:6;" OPAQUE},
    {N_("Low Poly"), "count=300;shapes=triangle;size-min=50;" OPAQUE},
    {N_("Stained Glass"),
     "count=90;shapes=polygon,quadrilateral;size-min=70;outline=7;outline-color=#15120f;" OPAQUE},
    {N_("Portrait"), "count=600;shapes=rotated-ellipse;style=auto;detail=512"},
    {N_("Flat Art"), "count=60;shapes=polygon;" OPAQUE},
    {N_("Brush Strokes"), "count=500;shapes=bezier;style=crispy;stroke-min=8"},
    {N_("Pointillism"), "count=1500;shapes=circle;style=crispy;size-min=10;size-max=28"},
    {N_("Linocut"), "count=300;shapes=polygon,bezier;palette=#1d1a17,#f3ecdd;" OPAQUE},
    {N_("Duotone"), "count=200;shapes=mixed;style=auto;palette=#1b2a5e,#fbe9c6"},
    {N_("Hatching"), "count=1500;shapes=line;style=custom;opacity-min=60;opacity-max=100;size-max="
                     "150;stroke-max=4;background=border"},
    {N_("Glass"), "count=100;shapes=rotated-rectangle;style=dreamy"},
    {N_("Photorealistic"), "count=1000;shapes=mixed;style=auto;detail=512"},
};

/* Copies what a preset says. */
static void copy_rows(PrimSettings *to, const PrimSettings *from)
{
  uint32_t rows = prim_parameters_used(PRIM_USE_PRESET);

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rows >> i & 1)
      prim_parameter_copy(&prim_parameters[i], to, from);
}

const char *prim_presets_built_in(int index)
{
  return _(built_in[index].name);
}

const char *prim_presets_built_in_settings(int index)
{
  return built_in[index].settings;
}

static PrimSettings read_built_in(int index)
{
  PrimSettings preset = prim_settings_default();
  char **items = g_strsplit(built_in[index].settings, ";", -1), *name, *value;

  for (int i = 0; items[i] && prim_settings_split(items[i], &name, &value); i++) {
    const PrimParameter *parameter = prim_parameter_named(name);
    if (!parameter || !prim_settings_read_value(parameter, &preset, value))
      g_assert_not_reached(); /* tests/unit/test-presets.c reads them all */
  }
  g_strfreev(items);
  return preset;
}

void prim_presets_apply_built_in(int index, PrimSettings *settings)
{
  PrimSettings preset = read_built_in(index);

  copy_rows(settings, &preset);
}

bool prim_presets_same(const PrimSettings *a, const PrimSettings *b)
{
  uint32_t rows = prim_parameters_used(PRIM_USE_PRESET);
  bool same = true;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    same = same && (!(rows >> i & 1) || prim_parameter_equal(&prim_parameters[i], a, b));
  return same;
}

/* ---- Files ------------------------------------------------------------------- */

static char *folder(void)
{
  return g_build_filename(gimp_directory(), GETTEXT_PACKAGE, "presets", NULL);
}

/* The file of a name: what a file's name must not hold is written %xx, and a dot that
 * would hide it as well. */
static char *path_of(const char *name)
{
  char *escaped = g_uri_escape_string(name, " ", TRUE);
  bool hidden = escaped[0] == '.';
  char *file = g_strconcat(hidden ? "%2E" : "", escaped + hidden, ENDING, NULL);
  char *parent = folder();
  char *path = g_build_filename(parent, file, NULL);

  g_free(escaped);
  g_free(file);
  g_free(parent);
  return path;
}

bool prim_presets_exists(const char *name)
{
  char *path = path_of(name);
  bool exists = g_file_test(path, G_FILE_TEST_EXISTS);

  g_free(path);
  return exists;
}

static int compare(gconstpointer a, gconstpointer b)
{
  return g_utf8_collate(*(char *const *)a, *(char *const *)b);
}

/* The name that a file's stem stands for, once: of two files that stand for one name, only
 * the one that has the name's own path is ever read or written. */
static void add_name(GPtrArray *names, const char *stem)
{
  char *name = g_uri_unescape_string(stem, NULL);

  if (!name || !g_utf8_validate(name, -1, NULL)) {
    g_free(name);
    name = g_filename_display_name(stem);
  }
  for (guint i = 0; i < names->len; i++)
    if (strcmp(g_ptr_array_index(names, i), name) == 0) {
      g_free(name);
      return;
    }
  g_ptr_array_add(names, name);
}

char **prim_presets_list(void)
{
  GPtrArray *names = g_ptr_array_new();
  char *path = folder();
  GDir *files = g_dir_open(path, 0, NULL);
  const char *file;

  while (files && (file = g_dir_read_name(files)))
    if (g_str_has_suffix(file, ENDING) && file[0] != '.') {
      char *stem = g_strndup(file, strlen(file) - strlen(ENDING));
      add_name(names, stem);
      g_free(stem);
    }
  if (files)
    g_dir_close(files);
  g_free(path);
  g_ptr_array_sort(names, compare);
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(names, FALSE);
}

static GError *failure(const char *format, const char *path, const char *reason)
{
  char *name = g_filename_display_name(path);
  GError *error = g_error_new(G_FILE_ERROR, G_FILE_ERROR_FAILED, format, name, reason);

  g_free(name);
  return error;
}

static bool parse(const char *path, const char *text, size_t length, PrimSettings *settings,
                  GError **error)
{
  PrimSettings preset = prim_settings_default();
  int bad = 0;
  int count = prim_settings_read(&preset, prim_parameters_used(PRIM_USE_PRESET), HEADER, text,
                                 length, &bad);

  if (count > 0 && !bad) {
    copy_rows(settings, &preset);
    return true;
  }
  char *line = g_strdup_printf("%d", bad);
  *error =
      count > 0
          ? failure(_("The preset \"%s\" is damaged in line %s. Nothing was changed."), path, line)
          : failure(_("\"%s\" is not a preset of this plug-in. Nothing was changed.%s"), path, "");
  g_free(line);
  return false;
}

/* Reads at most `size` bytes of a file that is one: a pipe or a device could keep the
 * dialog waiting, or never end. Returns how many, or -1 and errno. */
static gssize read_file(const char *path, char *text, size_t size)
{
  GStatBuf about;

  if (g_stat(path, &about) != 0)
    return -1;
  if (!S_ISREG(about.st_mode)) {
    errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
    return -1;
  }
  FILE *file = g_fopen(path, "rb");
  if (!file)
    return -1;
  size_t length = fread(text, 1, size, file);
  int problem = ferror(file) ? errno : 0;
  (void)fclose(file); /* which was only read */
  errno = problem;
  return problem ? -1 : (gssize)length;
}

bool prim_presets_load_file(const char *path, PrimSettings *settings, GError **error)
{
  enum { ROOM = PRIM_SETTINGS_BYTES_MAX + 1 }; /* one more, to see that there is more */
  char *text = g_malloc(ROOM);
  gssize length = read_file(path, text, ROOM);
  bool good = false;

  if (length < 0)
    *error = failure(_("The preset \"%s\" cannot be read: %s"), path, g_strerror(errno));
  else
    good = parse(path, text, (size_t)length, settings, error);
  g_free(text);
  return good;
}

/* g_file_set_contents() writes a file of another name first: all or nothing. */
bool prim_presets_save_file(const char *path, const PrimSettings *settings, GError **error)
{
  char *text = prim_settings_write(settings, prim_parameters_used(PRIM_USE_PRESET), HEADER);
  GError *problem = NULL;
  bool good = g_file_set_contents(path, text, -1, &problem);

  g_free(text);
  if (!good) {
    *error = failure(_("The preset cannot be saved as \"%s\": %s"), path, problem->message);
    g_error_free(problem);
  }
  return good;
}

bool prim_presets_load(const char *name, PrimSettings *settings, GError **error)
{
  char *path = path_of(name);
  bool good = prim_presets_load_file(path, settings, error);

  g_free(path);
  return good;
}

bool prim_presets_save(const char *name, const PrimSettings *settings, GError **error)
{
  char *parent = folder(), *path = path_of(name);

  g_mkdir_with_parents(parent, 0700); /* saving says what is wrong */
  bool good = prim_presets_save_file(path, settings, error);
  g_free(parent);
  g_free(path);
  return good;
}

bool prim_presets_rename(const char *from, const char *to, GError **error)
{
  char *path = path_of(from), *other = path_of(to);
  bool good = g_rename(path, other) == 0;

  if (!good)
    *error = failure(_("The preset cannot be saved as \"%s\": %s"), other, g_strerror(errno));
  g_free(path);
  g_free(other);
  return good;
}

bool prim_presets_delete(const char *name, GError **error)
{
  char *path = path_of(name);
  bool good = g_unlink(path) == 0;

  if (!good)
    *error = failure(_("The preset \"%s\" cannot be deleted: %s"), name, g_strerror(errno));
  g_free(path);
  return good;
}
