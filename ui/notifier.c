/* From a thread to the main loop. */
#include "notifier.h"

void prim_notifier_init(PrimNotifier *notifier, void (*function)(void *data), void *data)
{
  g_mutex_init(&notifier->mutex);
  notifier->source = 0;
  notifier->function = function;
  notifier->data = data;
}

static gboolean deliver(gpointer data)
{
  PrimNotifier *notifier = data;

  g_mutex_lock(&notifier->mutex);
  notifier->source = 0;
  g_mutex_unlock(&notifier->mutex);
  notifier->function(notifier->data);
  return G_SOURCE_REMOVE;
}

void prim_notifier_note(PrimNotifier *notifier)
{
  g_mutex_lock(&notifier->mutex);
  if (!notifier->source)
    notifier->source = g_idle_add_full(G_PRIORITY_DEFAULT, deliver, notifier, NULL);
  g_mutex_unlock(&notifier->mutex);
}

void prim_notifier_clear(PrimNotifier *notifier)
{
  if (notifier->source)
    g_source_remove(notifier->source);
  g_mutex_clear(&notifier->mutex);
}
