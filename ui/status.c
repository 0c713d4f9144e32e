/* How the search stands. */
#include "hook.h"
#include "status.h"
#include "text.h"

static GtkWidget *make_message(PrimStatusBar *bar)
{
  GtkWidget *box = gtk_hbox_new(FALSE, 6);

  bar->message_icon = gtk_image_new();
  bar->message_text = gtk_label_new(NULL);
  gtk_label_set_line_wrap(GTK_LABEL(bar->message_text), TRUE);
  gtk_label_set_selectable(GTK_LABEL(bar->message_text), TRUE);
  gtk_widget_set_can_focus(bar->message_text, FALSE);
  gtk_misc_set_alignment(GTK_MISC(bar->message_text), 0, 0.5f);
  gtk_widget_set_name(bar->message_text, "prim-message");
  gtk_box_pack_start(GTK_BOX(box), bar->message_icon, FALSE, FALSE, 0);
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
  gtk_widget_set_tooltip_text(bar->progress, _("How much of the search is done"));
  if (gtk_widget_get_default_direction() == GTK_TEXT_DIR_LTR) /* else GTK draws no text at all */
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
  bar->fraction = bar->seconds = 0;
  prim_status_warn(bar, NULL);
}

/* How the search stands, for g_free(). The percentage is the bar's. */
static char *progress_text(const PrimNews *news)
{
  int percent = (int)(100 * news->fraction);

  if (news->stage == PRIM_STAGE_DONE && news->placed < news->count)
    /* Translators: 12 shapes were placed, 100 were asked for. */
    return g_strdup_printf(_("%d shapes: no further improvement"), news->placed);
  if (news->stage == PRIM_STAGE_DONE)
    return g_strdup_printf(ngettext("%d shape", "%d shapes", (unsigned long)news->placed),
                           news->placed);
  if (news->stage == PRIM_STAGE_STOPPED)
    return g_strdup_printf(_("Stopped at %d of %d shapes"), news->placed, news->count);
  if (news->round)
    /* Translators: all shapes are gone through again several times. Then percent. */
    return g_strdup_printf(_("Refining: round %d of %d · %d %%"), news->round, news->rounds,
                           percent);
  return g_strdup_printf(_("Placing: shape %d of %d · %d %%"), news->placed, news->count, percent);
}

static void show_progress(PrimStatusBar *bar, const PrimNews *news)
{
  char *text = progress_text(news), *line = g_strconcat("progress ", text, NULL);

  prim_hook_note(line);
  g_free(line);

  gtk_progress_bar_set_text(GTK_PROGRESS_BAR(bar->progress), text);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar->progress),
                                news->stage == PRIM_STAGE_DONE ? 1 : news->fraction);
  g_free(text);
}

static void tell(PrimStatusBar *bar, const char *icon, const char *message)
{
  gtk_image_set_from_stock(GTK_IMAGE(bar->message_icon), icon, GTK_ICON_SIZE_MENU);
  gtk_label_set_text(GTK_LABEL(bar->message_text), message);
  gtk_widget_show(bar->message);
}

/* The time that is left, as all of the search goes as fast as what is done. For g_free(). */
static char *time_left(const PrimStatusBar *bar)
{
  double seconds = bar->fraction > 0 ? bar->seconds / bar->fraction * (1 - bar->fraction) : 0;
  int minutes = (int)(seconds / 60 + 0.5), whole = MAX((int)(seconds + 0.5), 1);

  if (seconds > 90)
    return g_strdup_printf(ngettext("about %d minute", "about %d minutes", (unsigned long)minutes),
                           minutes);
  return g_strdup_printf(ngettext("about %d second", "about %d seconds", (unsigned long)whole),
                         whole);
}

static void show_finishing(PrimStatusBar *bar)
{
  char *left = time_left(bar);
  /* Translators: %s is "about 12 seconds". */
  char *text = g_strdup_printf(_("The drawing is being finished: %s left, then this window closes. "
                                 "Stop takes the shapes that are there, Cancel takes all back."),
                               left);

  tell(bar, GTK_STOCK_DIALOG_INFO, text);
  g_free(text);
  g_free(left);
}

void prim_status_finish(PrimStatusBar *bar)
{
  bar->finishing = true;
  show_finishing(bar);
  prim_hook_note(gtk_label_get_text(GTK_LABEL(bar->message_text)));
}

void prim_status_show(PrimStatusBar *bar, PrimWorker *worker, const PrimNews *news)
{
  gtk_widget_set_sensitive(bar->stop, news->stage == PRIM_STAGE_SEARCHING);
  if (news->stage == PRIM_STAGE_FAILED) {
    prim_status_warn(bar, news->problem);
    return;
  }
  bar->fraction = news->fraction;
  bar->seconds = news->seconds;
  show_progress(bar, news);
  if (bar->finishing)
    show_finishing(bar);
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
  if (message) {
    tell(bar, GTK_STOCK_DIALOG_WARNING, message);
    prim_hook_note(message);
  } else {
    gtk_widget_hide(bar->message);
  }
}
