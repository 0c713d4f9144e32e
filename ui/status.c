/* How the search stands. */
#include "hook.h"
#include "status.h"
#include "text.h"

static GtkWidget *make_message(PrimStatusBar *bar)
{
  GtkWidget *box = gtk_hbox_new(FALSE, 6);

  bar->message_text = gtk_label_new(NULL);
  gtk_label_set_line_wrap(GTK_LABEL(bar->message_text), TRUE);
  gtk_label_set_selectable(GTK_LABEL(bar->message_text), TRUE);
  gtk_widget_set_can_focus(bar->message_text, FALSE);
  gtk_misc_set_alignment(GTK_MISC(bar->message_text), 0, 0.5f);
  gtk_widget_set_name(bar->message_text, "prim-message");
  gtk_box_pack_start(GTK_BOX(box),
                     gtk_image_new_from_stock(GTK_STOCK_DIALOG_WARNING, GTK_ICON_SIZE_MENU), FALSE,
                     FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), bar->message_text, TRUE, TRUE, 0);
  gtk_widget_show_all(box);
  gtk_widget_set_no_show_all(box, TRUE);
  gtk_widget_hide(box);
  return box;
}

static GtkWidget *make_progress(PrimStatusBar *bar)
{
  GtkWidget *row = gtk_hbox_new(FALSE, 6);

  bar->progress = gtk_progress_bar_new();
  gtk_widget_set_name(bar->progress, "prim-progress");
  gtk_widget_set_tooltip_text(bar->progress, _("Shapes placed so far"));
  gtk_progress_bar_set_ellipsize(GTK_PROGRESS_BAR(bar->progress), PANGO_ELLIPSIZE_END);
  bar->stop = gtk_button_new_with_mnemonic(_("S_top"));
  gtk_widget_set_name(bar->stop, "prim-stop");
  gtk_widget_set_tooltip_text(bar->stop, _("Ends the search and keeps the shapes that are there."));
  gtk_box_pack_start(GTK_BOX(row), bar->progress, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(row), bar->stop, FALSE, FALSE, 0);
  return row;
}

void prim_status_init(PrimStatusBar *bar)
{
  GtkWidget *columns = gtk_hbox_new(FALSE, 12), *column = gtk_vbox_new(FALSE, 6);

  prim_plot_init(&bar->plot);
  bar->figures = gtk_label_new(NULL);
  gtk_misc_set_alignment(GTK_MISC(bar->figures), 0, 0.5f);
  gtk_label_set_ellipsize(GTK_LABEL(bar->figures), PANGO_ELLIPSIZE_END);
  gtk_widget_set_name(bar->figures, "prim-figures");
  gtk_widget_set_tooltip_text(
      bar->figures,
      _("The error is how far the drawing is from the picture on average, from 0 (the "
        "same) to 255 (black against white)."));
  gtk_box_pack_start(GTK_BOX(column), make_progress(bar), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), bar->figures, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(columns), column, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(columns), bar->plot.area, FALSE, FALSE, 0);
  bar->message = make_message(bar);
  bar->box = gtk_vbox_new(FALSE, 6);
  gtk_box_pack_start(GTK_BOX(bar->box), bar->message, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(bar->box), columns, FALSE, FALSE, 0);
}

void prim_status_clear(PrimStatusBar *bar)
{
  prim_plot_clear(&bar->plot);
}

void prim_status_begin(PrimStatusBar *bar)
{
  gtk_widget_set_sensitive(bar->stop, TRUE);
  prim_status_warn(bar, NULL);
}

static void show_progress(PrimStatusBar *bar, const PrimNews *news)
{
  char *text;

  if (news->stage == PRIM_STAGE_DONE && news->placed < news->count)
    /* Translators: 12 shapes were placed, 100 were asked for. */
    text = g_strdup_printf(_("%d shapes; more would not help"), news->placed);
  else if (news->stage == PRIM_STAGE_DONE)
    text = g_strdup_printf(ngettext("%d shape", "%d shapes", (unsigned long)news->placed),
                           news->placed);
  else if (news->stage == PRIM_STAGE_STOPPED)
    text = g_strdup_printf(_("Stopped at %d of %d shapes"), news->placed, news->count);
  else if (news->placed < news->count)
    text = g_strdup_printf(_("%d of %d shapes"), news->placed, news->count);
  else
    text = g_strdup_printf(
        ngettext("Refining %d shape", "Refining %d shapes", (unsigned long)news->placed),
        news->placed);
  gtk_progress_bar_set_text(GTK_PROGRESS_BAR(bar->progress), text);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar->progress),
                                news->stage == PRIM_STAGE_DONE ? 1 : news->fraction);
  g_free(text);
}

void prim_status_show(PrimStatusBar *bar, PrimWorker *worker, const PrimNews *news)
{
  gtk_widget_set_sensitive(bar->stop, news->stage == PRIM_STAGE_SEARCHING);
  if (news->stage == PRIM_STAGE_FAILED) {
    prim_status_warn(bar, news->problem);
    return;
  }
  show_progress(bar, news);
  /* Translators: the error, the seconds of the search, the compute device. */
  char *figures = g_strdup_printf(_("Error %.2f · %.2f s · %s"), news->error, news->seconds,
                                  news->device ? news->device : _("CPU"));
  gtk_label_set_text(GTK_LABEL(bar->figures), figures);
  g_free(figures);
  prim_worker_errors(worker, bar->plot.errors);
  prim_plot_show(&bar->plot, news->count, news->error);
  if (news->problem)
    prim_status_warn(bar, news->problem);
}

void prim_status_warn(PrimStatusBar *bar, const char *message)
{
  gtk_label_set_text(GTK_LABEL(bar->message_text), message ? message : "");
  gtk_widget_set_visible(bar->message, message != NULL);
  if (message)
    prim_hook_note(message);
}
