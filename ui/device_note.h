/* The name of the compute device, shown once it is known: finding out may take two seconds. */
#ifndef PRIM_DEVICE_NOTE_H
#define PRIM_DEVICE_NOTE_H

#include <gtk/gtk.h>

#include "host.h"

typedef struct PrimDeviceNote PrimDeviceNote;

/* Asks the host for it, on a thread of its own. The host must outlive the note. */
PRIM_MUST_USE PRIM_NONNULL PrimDeviceNote *prim_device_note_new(const PrimDialogHost *host);

/* Frees all but the widget, which must be gone; waits for the thread. */
PRIM_NONNULL void prim_device_note_free(PrimDeviceNote *note);

/* A label: empty until then. */
PRIM_MUST_USE PRIM_NONNULL GtkWidget *prim_device_note_widget(PrimDeviceNote *note);

#endif
