/* The build-up of a drawing. */
#include "build_up.h"

#include "text.h"

enum { NARROW = 1000 /* of a screen, in pixels */ };

struct PrimBuildUp {
  void (*changed)(void *data);
  void (*save)(void *data);
  void *data;
  GtkWidget *box, *scale, *figure, *button;
  GtkAdjustment *shapes;
  int count;    /* of the drawing; 0: there is none */
  int chosen;   /* 0: all of them */
  bool showing; /* the slider is set, not moved by the user */
};

int prim_build_up_chosen(const PrimBuildUp *build_up, int count)
{
  return build_up->chosen ? MIN(build_up->chosen, count) : count;
}

static void show(PrimBuildUp *build_up)
{
  int shown = prim_build_up_chosen(build_up, build_up->count);
  /* Translators: 12 of 100 shapes are shown. */
  char *text = g_strdup_printf(_("%d of %d"), shown, build_up->count);

  build_up->showing = true;
  gtk_range_set_range(GTK_RANGE(build_up->scale), 1, MAX(build_up->count, 2));
  gtk_range_set_value(GTK_RANGE(build_up->scale), shown);
  build_up->showing = false;
  gtk_label_set_text(GTK_LABEL(build_up->figure), text);
  gtk_widget_set_sensitive(build_up->scale, build_up->count > 1);
  gtk_widget_set_sensitive(build_up->button, build_up->count > 0);
  g_free(text);
}

void prim_build_up_show(PrimBuildUp *build_up, int count)
{
  build_up->count = count;
  show(build_up);
}

void prim_build_up_reset(PrimBuildUp *build_up)
{
  build_up->chosen = 0;
  show(build_up);
}

static void on_moved(GtkAdjustment *shapes, PrimBuildUp *build_up)
{
  int moment = (int)(gtk_adjustment_get_value(shapes) + 0.5);

  if (build_up->showing)
    return;
  build_up->chosen = moment < build_up->count ? moment : 0;
  show(build_up);
  build_up->changed(build_up->data);
}

static void on_save(GtkWidget *button, PrimBuildUp *build_up)
{
  (void)button;
  build_up->save(build_up->data);
}

/* Without its words where they would leave the slider no room. */
static GtkWidget *make_button(PrimBuildUp *build_up)
{
  bool narrow = gdk_screen_width() < NARROW;
  GtkWidget *button =
      narrow ? gtk_button_new() : gtk_button_new_with_label(_("Save as Animation…"));

  if (narrow)
    gtk_container_add(GTK_CONTAINER(button),
                      gtk_image_new_from_stock(GTK_STOCK_SAVE_AS, GTK_ICON_SIZE_MENU));
  atk_object_set_name(gtk_widget_get_accessible(button), _("Save as Animation…"));
  gtk_widget_set_name(button, "prim-animation");
  gtk_widget_set_tooltip_text(
      button, _("Saves how the drawing comes to be, shape by shape, as a GIF or WebP."));
  g_signal_connect(button, "clicked", G_CALLBACK(on_save), build_up);
  return button;
}

static GtkWidget *make_scale(PrimBuildUp *build_up)
{
  GtkWidget *scale = gtk_hscale_new(build_up->shapes);

  gtk_scale_set_draw_value(GTK_SCALE(scale), FALSE);
  gtk_widget_set_name(scale, "prim-build-up");
  gtk_widget_set_tooltip_text(
      scale, _("How many of the shapes are shown, from the first on. OK takes what is shown."));
  g_signal_connect(build_up->shapes, "value-changed", G_CALLBACK(on_moved), build_up);
  return scale;
}

PrimBuildUp *prim_build_up_new(void (*changed)(void *data), void (*save)(void *data), void *data)
{
  PrimBuildUp *build_up = g_new0(PrimBuildUp, 1);

  build_up->changed = changed;
  build_up->save = save;
  build_up->data = data;
  build_up->shapes = GTK_ADJUSTMENT(gtk_adjustment_new(1, 1, 2, 1, 10, 0));
  build_up->scale = make_scale(build_up);
  build_up->figure = gtk_label_new(NULL);
  build_up->button = make_button(build_up);
  build_up->box = gtk_hbox_new(FALSE, 6);
  gtk_label_set_width_chars(GTK_LABEL(build_up->figure), 13); /* 4 digits, in any language */
  gtk_box_pack_start(GTK_BOX(build_up->box), gtk_label_new(_("Build-up:")), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(build_up->box), build_up->scale, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(build_up->box), build_up->figure, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(build_up->box), build_up->button, FALSE, FALSE, 0);
  show(build_up);
  return build_up;
}

void prim_build_up_free(PrimBuildUp *build_up)
{
  g_free(build_up);
}

GtkWidget *prim_build_up_widget(PrimBuildUp *build_up)
{
  return build_up->box;
}
