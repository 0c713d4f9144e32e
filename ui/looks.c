/* The presets as a strip of pictures.
 *
 * The strip shows the rows of the preset box's own list. Pictures are drawn one at a time: the
 * main loop, when it is idle, reduces the picture for the next row that lacks one, and a thread
 * draws it. They are kept by settings, so a list that is filled again costs nothing. */
#include <stdlib.h>

#include "hook.h"
#include "looks.h"
#include "presets.h"
#include "text.h"
#include "thumbnail.h"

enum {
  SIDE = 64,         /* pixels on the longer side of a picture */
  WORKING_SIDE = 96, /* ... and of what it is searched in */
  ITEM_WIDTH = 76,
  PADDING = 3
};

typedef struct Kept {
  PrimSettings settings;
  GdkPixbuf *picture;
} Kept;

struct PrimLooks {
  const PrimDialogHost *host;
  PrimPresetBox *presets;
  GtkWidget *scrolled, *view;
  GtkTreeModel *shown; /* the list without lines and "Custom" */
  PrimThumbnails *thumbnails;
  PrimScreenColors colors; /* once `colored` */
  bool colored;
  GdkPixbuf *blank;    /* what has no picture */
  GArray *kept;        /* of Kept */
  PrimSettings drawn;  /* of what is being drawn */
  bool readable;       /* the host can reduce the picture */
  bool whole;          /* every row has a picture */
  bool drawing, stale; /* ... and it is of another picture */
  bool showing;
  guint idle;
};

/* ---- Pictures ------------------------------------------------------------------ */

static GtkTreeModel *list_of(const PrimLooks *looks)
{
  return GTK_TREE_MODEL(prim_preset_box_list(looks->presets));
}

static GdkPixbuf *kept_picture(const PrimLooks *looks, const PrimSettings *settings)
{
  for (guint i = 0; i < looks->kept->len; i++) {
    const Kept *kept = &g_array_index(looks->kept, Kept, i);
    if (prim_presets_same(&kept->settings, settings))
      return kept->picture;
  }
  return NULL;
}

static bool is_look(GtkTreeModel *list, GtkTreeIter *row)
{
  int index;

  gtk_tree_model_get(list, row, PRIM_PRESET_INDEX, &index, -1);
  return index >= PRIM_PRESET_OWN;
}

/* Gives rows the pictures that there are; returns the number of the first that has none, or
 * -1. */
static int spread(PrimLooks *looks)
{
  GtkTreeModel *list = list_of(looks);
  GtkTreeIter row;
  int first = -1, number = 0;
  bool more = gtk_tree_model_get_iter_first(list, &row);

  for (; more; more = gtk_tree_model_iter_next(list, &row), number++) {
    if (!is_look(list, &row))
      continue;
    GdkPixbuf *picture = kept_picture(looks, prim_preset_box_row(looks->presets, number));
    gtk_list_store_set(GTK_LIST_STORE(list), &row, PRIM_PRESET_PICTURE,
                       picture ? picture : looks->blank, -1);
    if (!picture && first < 0)
      first = number;
  }
  return first;
}

static void keep(PrimLooks *looks, const PrimSettings *settings, GdkPixbuf *picture)
{
  Kept kept = {*settings, picture ? picture : g_object_ref(looks->blank)};

  g_array_append_val(looks->kept, kept);
}

/* A row's picture is begun; false: it cannot be. */
static bool begin(PrimLooks *looks, const PrimSettings *settings)
{
  GError *error = NULL;
  PrimTarget *target =
      looks->host->reduce_target(looks->host->data, settings, WORKING_SIDE, &error);

  g_clear_error(&error); /* is told when the preset is chosen */
  looks->drawn = *settings;
  return target && prim_thumbnails_draw(looks->thumbnails, target, settings, &looks->colors,
                                        gdk_pixbuf_get_width(looks->blank),
                                        gdk_pixbuf_get_height(looks->blank));
}

/* All in one row. */
static void set_columns(PrimLooks *looks)
{
  gtk_icon_view_set_columns(GTK_ICON_VIEW(looks->view),
                            MAX(gtk_tree_model_iter_n_children(looks->shown, NULL), 1));
}

static gboolean draw_next(gpointer data)
{
  PrimLooks *looks = data;
  int row = spread(looks);

  looks->idle = 0;
  set_columns(looks);
  looks->whole = row < 0;
  if (looks->whole) {
    prim_hook_note("looks drawn");
    prim_hook_widgets(gtk_widget_get_toplevel(looks->view));
    return G_SOURCE_REMOVE;
  }
  PrimSettings settings = *prim_preset_box_row(looks->presets, row);
  looks->drawing = begin(looks, &settings);
  if (!looks->drawing) {
    keep(looks, &settings, NULL);
    prim_looks_draw(looks);
  }
  return G_SOURCE_REMOVE;
}

static void draw_soon(PrimLooks *looks)
{
  if (looks->readable && !looks->whole && !looks->drawing && !looks->idle)
    looks->idle = g_idle_add_full(G_PRIORITY_LOW, draw_next, looks, NULL);
}

void prim_looks_draw(PrimLooks *looks)
{
  if (!looks->colored)
    looks->colors = prim_screen_colors_for(looks->host->image, looks->view);
  looks->colored = true;
  looks->readable = true;
  draw_soon(looks);
}

static void on_ready(void *data)
{
  PrimLooks *looks = data;
  bool ended;
  GdkPixbuf *picture = prim_thumbnails_take(looks->thumbnails, &ended);

  if (!ended)
    return;
  looks->drawing = false;
  if (looks->stale)
    g_clear_object(&picture);
  else
    keep(looks, &looks->drawn, picture);
  looks->stale = false;
  draw_soon(looks);
}

/* ---- The strip ----------------------------------------------------------------- */

static gboolean is_shown(GtkTreeModel *list, GtkTreeIter *row, gpointer data)
{
  (void)data;
  return is_look(list, row);
}

/* Marks what is chosen, and brings it into sight. */
static void show_chosen(GtkComboBox *combo, PrimLooks *looks)
{
  GtkTreeModelFilter *shown = GTK_TREE_MODEL_FILTER(looks->shown);
  GtkTreeIter row, place;
  bool chosen = gtk_combo_box_get_active_iter(combo, &row) &&
                gtk_tree_model_filter_convert_child_iter_to_iter(shown, &place, &row);

  looks->showing = true;
  gtk_icon_view_unselect_all(GTK_ICON_VIEW(looks->view));
  if (chosen) {
    GtkTreePath *path = gtk_tree_model_get_path(looks->shown, &place);
    gtk_icon_view_select_path(GTK_ICON_VIEW(looks->view), path);
    gtk_icon_view_set_cursor(GTK_ICON_VIEW(looks->view), path, NULL, FALSE);
    gtk_icon_view_scroll_to_path(GTK_ICON_VIEW(looks->view), path, FALSE, 0, 0);
    gtk_tree_path_free(path);
  }
  looks->showing = false;
}

static void choose(PrimLooks *looks, GtkTreePath *path)
{
  GtkTreeModelFilter *shown = GTK_TREE_MODEL_FILTER(looks->shown);
  GtkTreeIter row, place;

  if (!gtk_tree_model_get_iter(looks->shown, &place, path))
    return;
  gtk_tree_model_filter_convert_iter_to_child_iter(shown, &row, &place);
  gtk_combo_box_set_active_iter(prim_preset_box_combo(looks->presets), &row);
}

static void on_selected(GtkIconView *view, PrimLooks *looks)
{
  GList *selected = looks->showing ? NULL : gtk_icon_view_get_selected_items(view);

  if (selected)
    choose(looks, selected->data);
  g_list_free_full(selected, (GDestroyNotify)gtk_tree_path_free);
}

static gboolean on_button(GtkWidget *view, GdkEventButton *event, PrimLooks *looks)
{
  GtkTreePath *path =
      event->button == 3
          ? gtk_icon_view_get_path_at_pos(GTK_ICON_VIEW(view), (int)event->x, (int)event->y)
          : NULL;

  if (!path)
    return FALSE;
  choose(looks, path);
  gtk_tree_path_free(path);
  prim_preset_box_popup(looks->presets, event->button, event->time);
  return TRUE;
}

/* There is nothing to scroll but sideways. */
static gboolean on_wheel(GtkWidget *view, GdkEventScroll *event, PrimLooks *looks)
{
  GtkAdjustment *place = gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(looks->scrolled));
  bool back = event->direction == GDK_SCROLL_UP || event->direction == GDK_SCROLL_LEFT;

  (void)view;
  gtk_adjustment_set_value(place, CLAMP(place->value + (back ? -ITEM_WIDTH : ITEM_WIDTH),
                                        place->lower, place->upper - place->page_size));
  return TRUE;
}

/* The list was filled again. */
static void on_row(PrimLooks *looks)
{
  looks->whole = false;
  draw_soon(looks);
}

static GdkPixbuf *make_blank(const PrimDialogHost *host)
{
  int width, height;

  prim_target_size(host->width, host->height, SIDE, &width, &height);
  GdkPixbuf *blank = gdk_pixbuf_new(GDK_COLORSPACE_RGB, TRUE, 8, width, height);
  gdk_pixbuf_fill(blank, 0x80808040);
  return blank;
}

static int brightness(const GdkColor *color)
{
  return (3 * color->red + 6 * color->green + color->blue) / 10;
}

static int contrast(const GdkColor *a, const GdkColor *b)
{
  return abs(brightness(a) - brightness(b));
}

/* The name of what is chosen can be read in any theme, whatever has the focus. */
static void on_realize(GtkWidget *view)
{
  const GtkStyle *style = gtk_widget_get_style(view);
  const GdkColor *below = &style->bg[GTK_STATE_SELECTED];
  GdkColor text = style->text[GTK_STATE_SELECTED];

  if (contrast(&style->text[GTK_STATE_NORMAL], below) > contrast(&text, below))
    text = style->text[GTK_STATE_NORMAL];
  gtk_widget_modify_text(view, GTK_STATE_SELECTED, &text);
  gtk_widget_modify_text(view, GTK_STATE_ACTIVE, &text);
}

static GtkWidget *make_view(PrimLooks *looks)
{
  GtkWidget *widget = gtk_icon_view_new_with_model(looks->shown);
  GtkIconView *view = GTK_ICON_VIEW(widget);

  gtk_icon_view_set_text_column(view, PRIM_PRESET_NAME);
  gtk_icon_view_set_pixbuf_column(view, PRIM_PRESET_PICTURE);
  gtk_icon_view_set_selection_mode(view, GTK_SELECTION_SINGLE);
  gtk_icon_view_set_item_width(view, ITEM_WIDTH);
  gtk_icon_view_set_item_padding(view, PADDING);
  gtk_icon_view_set_margin(view, PADDING);
  gtk_icon_view_set_spacing(view, 0);
  gtk_icon_view_set_row_spacing(view, 0);
  gtk_icon_view_set_column_spacing(view, 0);
  gtk_widget_set_name(widget, "prim-looks");
  gtk_widget_set_tooltip_text(widget, _("Looks of your picture: settings that go well together. "
                                        "The menu beside the preset keeps your own."));
  g_signal_connect(widget, "selection-changed", G_CALLBACK(on_selected), looks);
  g_signal_connect(widget, "button-press-event", G_CALLBACK(on_button), looks);
  g_signal_connect(widget, "realize", G_CALLBACK(on_realize), NULL);
  g_signal_connect(widget, "scroll-event", G_CALLBACK(on_wheel), looks);
  return widget;
}

PrimLooks *prim_looks_new(const PrimDialogHost *host, PrimPresetBox *presets)
{
  PrimLooks *looks = g_new0(PrimLooks, 1);

  looks->host = host;
  looks->presets = presets;
  looks->kept = g_array_new(FALSE, FALSE, sizeof(Kept));
  looks->blank = make_blank(host);
  looks->thumbnails = prim_thumbnails_new(on_ready, looks);
  (void)spread(looks);
  looks->shown = gtk_tree_model_filter_new(list_of(looks), NULL);
  gtk_tree_model_filter_set_visible_func(GTK_TREE_MODEL_FILTER(looks->shown), is_shown, NULL, NULL);
  looks->view = make_view(looks);
  looks->scrolled = gtk_scrolled_window_new(NULL, NULL);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(looks->scrolled), GTK_POLICY_AUTOMATIC,
                                 GTK_POLICY_NEVER);
  gtk_scrolled_window_set_shadow_type(GTK_SCROLLED_WINDOW(looks->scrolled), GTK_SHADOW_IN);
  gtk_container_add(GTK_CONTAINER(looks->scrolled), looks->view);
  set_columns(looks);
  g_signal_connect_swapped(list_of(looks), "row-inserted", G_CALLBACK(on_row), looks);
  g_signal_connect(prim_preset_box_combo(presets), "changed", G_CALLBACK(show_chosen), looks);
  show_chosen(prim_preset_box_combo(presets), looks);
  return looks;
}

static void forget_pictures(PrimLooks *looks)
{
  for (guint i = 0; i < looks->kept->len; i++)
    g_object_unref(g_array_index(looks->kept, Kept, i).picture);
  g_array_set_size(looks->kept, 0);
  g_object_unref(looks->blank);
}

void prim_looks_renew(PrimLooks *looks)
{
  forget_pictures(looks);
  looks->blank = make_blank(looks->host);
  looks->readable = looks->whole = false;
  looks->stale = looks->drawing;
  (void)spread(looks);
}

void prim_looks_free(PrimLooks *looks)
{
  g_signal_handlers_disconnect_by_data(list_of(looks), looks);
  prim_thumbnails_free(looks->thumbnails);
  if (looks->idle)
    g_source_remove(looks->idle);
  forget_pictures(looks);
  g_array_free(looks->kept, TRUE);
  g_object_unref(looks->shown);
  prim_screen_colors_clear(&looks->colors);
  g_free(looks);
}

GtkWidget *prim_looks_widget(PrimLooks *looks)
{
  return looks->scrolled;
}
