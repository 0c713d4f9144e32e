/* Which pictures a batch redraws, and where their drawings go. */
#include <glib/gstdio.h>
#include <glob.h>
#include <string.h>

#include "batch_list.h"

static GPtrArray *list_glob(const char *pattern)
{
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  glob_t found;

  if (glob(pattern, 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++)
      if (g_file_test(found.gl_pathv[i], G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add(files, g_strdup(found.gl_pathv[i]));
    globfree(&found);
  }
  return files;
}

/* One file a line; lines may end as on any system, and empty ones do not count. */
static GPtrArray *list_lines(const char *text)
{
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  char **lines = g_strsplit_set(text, "\r\n", -1);

  for (char **line = lines; *line; line++)
    if (**line)
      g_ptr_array_add(files, g_strdup(*line));
  g_strfreev(lines);
  return files;
}

static GPtrArray *list_files(const char *pattern, GError **error)
{
  GPtrArray *files = NULL;
  char *text = NULL;
  GError *problem = NULL;

  if (pattern[0] != '@')
    files = list_glob(pattern);
  else if (g_file_get_contents(pattern + 1, &text, NULL, &problem))
    files = list_lines(text);
  g_free(text);
  if (problem) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The list of pictures could not be read: %s"),
              problem->message);
    g_error_free(problem);
  } else if (files && files->len == 0) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("There are no pictures named \"%s\"."), pattern);
    g_clear_pointer(&files, g_ptr_array_unref);
  }
  return files;
}

/* "folder/photo.png" for "photos/photo.jpg". Free with g_free(). */
static char *target_name(const char *folder, const char *format, const char *file)
{
  char *base = g_path_get_basename(file);
  char *dot = strrchr(base, '.');

  if (dot && dot != base)
    *dot = '\0';
  char *name = g_strdup_printf("%s/%s.%s", folder, base, format);
  g_free(base);
  return name;
}

static bool same_file(const char *a, const char *b)
{
  GStatBuf first, second;

  return strcmp(a, b) == 0 || (g_stat(a, &first) == 0 && g_stat(b, &second) == 0 &&
                               first.st_dev == second.st_dev && first.st_ino == second.st_ino);
}

static void free_item(void *data)
{
  PrimBatchItem *item = data;

  g_free(item->picture);
  g_free(item->target);
  g_clear_error(&item->problem);
  g_free(item);
}

/* `taken` holds the targets so far, and the pictures they belong to. */
static void add_item(GPtrArray *items, GHashTable *taken, const char *picture, char *target)
{
  const char *owner = g_hash_table_lookup(taken, target);

  if (owner && same_file(owner, picture)) {
    g_free(target);
    return;
  }
  PrimBatchItem *item = g_new0(PrimBatchItem, 1);
  *item = (PrimBatchItem){g_strdup(picture), target, NULL};
  g_ptr_array_add(items, item);
  if (same_file(picture, target))
    prim_fail(&item->problem, GIMP_PDB_EXECUTION_ERROR,
              _("The drawing would replace the picture. Choose another folder."));
  else if (owner)
    prim_fail(&item->problem, GIMP_PDB_EXECUTION_ERROR,
              _("Another picture's drawing is named \"%s\" as well. Rename one of them."), target);
  else
    g_hash_table_insert(taken, item->target, item->picture);
}

GPtrArray *prim_batch_list(const char *pattern, const char *folder, const char *format,
                           GError **error)
{
  GPtrArray *files = list_files(pattern, error);

  if (!files)
    return NULL;
  GPtrArray *items = g_ptr_array_new_with_free_func(free_item);
  GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++) {
    const char *picture = g_ptr_array_index(files, i);
    add_item(items, taken, picture, target_name(folder, format, picture));
  }
  g_hash_table_unref(taken);
  g_ptr_array_unref(files);
  return items;
}
