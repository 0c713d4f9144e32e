/* The name of the compute device. */
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "device_note.h"
#include "hook.h"
#include "notifier.h"

enum { WIDTH = 180 };

struct PrimDeviceNote {
  const PrimDialogHost *host;
  GtkWidget *label;
  PrimNotifier notifier;
  GThread *thread;
  char *text; /* the thread's, until it notes that it is there */
};

static void *ask(void *data)
{
  PrimDeviceNote *note = data;

  note->text = note->host->device();
  prim_notifier_note(&note->notifier);
  return NULL;
}

static void show(void *data)
{
  PrimDeviceNote *note = data;
  char *line = g_strdup_printf("device %s", note->text);

  gtk_label_set_text(GTK_LABEL(note->label), note->text);
  prim_hook_note(line);
  g_free(line);
}

static GtkWidget *make_label(void)
{
  GtkWidget *label = gtk_label_new(NULL);

  gtk_misc_set_alignment(GTK_MISC(label), 0, 0.5f);
  gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
  gtk_widget_set_size_request(label, WIDTH, -1); /* else as wide as its text */
  gimp_label_set_attributes(GTK_LABEL(label), PANGO_ATTR_SCALE, PANGO_SCALE_SMALL, -1);
  gtk_widget_set_name(label, "prim-device");
  return label;
}

PrimDeviceNote *prim_device_note_new(const PrimDialogHost *host)
{
  PrimDeviceNote *note = g_new0(PrimDeviceNote, 1);

  note->host = host;
  note->label = make_label();
  prim_notifier_init(&note->notifier, show, note);
  note->thread = g_thread_try_new("device", ask, note, NULL); /* without one nothing is shown */
  return note;
}

void prim_device_note_free(PrimDeviceNote *note)
{
  if (note->thread)
    g_thread_join(note->thread);
  prim_notifier_clear(&note->notifier);
  g_free(note->text);
  g_free(note);
}

GtkWidget *prim_device_note_widget(PrimDeviceNote *note)
{
  return note->label;
}
