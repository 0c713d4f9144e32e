/* Translated text and help: where they come from, and how a failure carries text. */
#include <locale.h>

#include "messages.h"

/* The one state of the process that is not passed along: a plug-in's query and
 * run functions take no data of our own. */
static char *program_folder;

void prim_messages_set_program(const char *path)
{
  g_free(program_folder);
  program_folder = g_path_get_dirname(path);
}

const char *prim_messages_folder(void)
{
  return program_folder;
}

void prim_messages_register(void)
{
  char *locale = g_build_filename(program_folder, "locale", NULL);
  char *help = g_build_filename(program_folder, "help", NULL);
  char *address = g_filename_to_uri(help, NULL, NULL);

  gimp_plugin_domain_register(GETTEXT_PACKAGE, locale);
  if (address)
    gimp_plugin_help_register(GETTEXT_PACKAGE, address);
  g_free(address);
  g_free(help);
  g_free(locale);
}

void prim_messages_bind(void)
{
  char *locale = g_build_filename(program_folder, "locale", NULL);

  setlocale(LC_ALL, "");
  setlocale(LC_NUMERIC, "C"); /* files are written with decimal points */
  bindtextdomain(GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
  textdomain(GETTEXT_PACKAGE);
  g_free(locale);
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
