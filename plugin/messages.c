/* Translated text: where it comes from, and how a failure carries it. */
#include <locale.h>

#include "messages.h"

/* The one state of the process that is not passed along: a plug-in's query and
 * run functions take no data of our own. */
static char *locale_folder;

void prim_messages_set_program(const char *path)
{
  char *folder = g_path_get_dirname(path);

  g_free(locale_folder);
  locale_folder = g_build_filename(folder, "locale", NULL);
  g_free(folder);
}

void prim_messages_register(void)
{
  gimp_plugin_domain_register(GETTEXT_PACKAGE, locale_folder);
}

void prim_messages_bind(void)
{
  setlocale(LC_ALL, "");
  setlocale(LC_NUMERIC, "C"); /* files are written with decimal points */
  bindtextdomain(GETTEXT_PACKAGE, locale_folder);
  bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
  textdomain(GETTEXT_PACKAGE);
}

char *prim_messages_label(const char *label)
{
  return gimp_strip_uline(_(label)); /* "(_X)" goes as a whole, as in Japanese */
}

void prim_fail(GError **error, GimpPDBStatusType status, const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  g_propagate_error(error, g_error_new_valist(g_quark_from_static_string(GETTEXT_PACKAGE),
                                              (gint)status, format, arguments));
  va_end(arguments);
}

void prim_fail_write(GError **error, const char *filename, int problem)
{
  char *name = g_filename_display_name(filename);

  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("\"%s\" could not be written: %s."), name,
            g_strerror(problem));
  g_free(name);
}

void prim_fail_status(GError **error, PrimStatus status)
{
  const char *message = NULL;

  switch (status) {
  case PRIM_OK:
  case PRIM_STOPPED:
    return;
  case PRIM_ERROR_MEMORY:
    message = _("There is not enough memory for this.");
    break;
  case PRIM_ERROR_EMPTY:
    message = _("There is nothing to draw: every selected pixel is transparent. Select a part "
                "of the layer that shows something.");
    break;
  case PRIM_ERROR_DEVICE:
    message = _("The graphics processor failed. Choose the CPU as compute device.");
    break;
  default:
    message = _("The search for shapes failed. This is an error of the plug-in.");
  }
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, "%s", message);
}
