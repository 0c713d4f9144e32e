/* The page of the help: HTML with pictures, which lies beside the program. */
#include <string.h>

#include <gtk/gtk.h>

#include "help_page.h"
#include "text.h"

/* A file of a language; free with g_free(). */
static char *page_file(const char *folder, const char *language)
{
  return g_build_filename(folder, "help", language, "index.html", NULL);
}

static bool is_translated(const char *folder, const char *language)
{
  char *catalog =
      g_build_filename(folder, "locale", language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);
  bool found = g_file_test(catalog, G_FILE_TEST_IS_REGULAR);

  g_free(catalog);
  return found;
}

/* In the first language of the user's, in gettext's order, that anything is written in. NULL: it
 * has no page. Free with g_free(). */
static char *find_page(const char *folder)
{
  for (const char *const *name = g_get_language_names(); *name; name++) {
    char *page = page_file(folder, strcmp(*name, "C") == 0 ? "en" : *name);
    if (g_file_test(page, G_FILE_TEST_IS_REGULAR))
      return page;
    g_free(page);
    if (is_translated(folder, *name))
      return NULL;
  }
  return NULL;
}

bool prim_help_page_open(const char *folder, GdkScreen *screen)
{
  char *page = find_page(folder);
  char *address = page ? g_filename_to_uri(page, NULL, NULL) : NULL;
  bool opened = address && gtk_show_uri(screen, address, gtk_get_current_event_time(), NULL);

  g_free(address);
  g_free(page);
  return opened;
}
