/* "Look here": a brush that paints importance on the preview.
 *
 * The host keeps what is painted at the picture's own size; here it is shown at that of the
 * working image, as the search sees it. */
#include <string.h>

#include <gdk/gdkkeysyms.h>
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "brush.h"
#include "text.h"

enum {
  GATHERING = 50,  /* ms in which dabs are gathered, so that a stroke does not keep a search from
                    * getting anywhere */
  PERCENT_MIN = 1, /* of the brush, in percent of the picture's longer side */
  PERCENT_MAX = 50,
  PERCENT = 10,
  SCALE_WIDTH = 90
};
static const double TINT[3] = {0.9, 0.1, 0.15};
static const double TINT_PAINTING = 0.4,
                    TINT_RESTING = 0.2; /* opacity: the drawing is to be seen */

struct PrimBrush {
  const PrimDialogHost *host;
  PrimSettings *settings;
  PrimBrushListener listener;
  GtkWidget *area, *button, *controls, *clear;
  GtkAdjustment *size;
  PrimImportanceMap *map; /* NULL: none was needed yet */
  int32_t shown;          /* the importance that the map shows, or began with */
  int columns, rows;      /* of the working image; 0 at first */
  cairo_surface_t *tint;  /* what is painted, that large; NULL: nothing to show */
  double x, y;            /* the pointer, in the picture's pixels ... */
  bool inside;            /* ... while it is over the preview */
  bool painting, erasing;
  guint source; /* dabs that are gathered ... */
  gint64 since; /* ... since then; 0: none */
  gint64 told;  /* when some were told of */
};

static double radius_of(const PrimBrush *brush)
{
  int longer = MAX(brush->host->width, brush->host->height);

  return MAX(longer * gtk_adjustment_get_value(brush->size) / 200, 0.5);
}

bool prim_brush_is_on(const PrimBrush *brush)
{
  return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(brush->button)) &&
         gtk_widget_is_sensitive(brush->button);
}

static void redraw(const PrimBrush *brush)
{
  gtk_widget_queue_draw(brush->area);
}

/* ---- What is painted -------------------------------------------------------------- */

static void drop_tint(PrimBrush *brush)
{
  if (brush->tint)
    cairo_surface_destroy(brush->tint);
  brush->tint = NULL;
}

/* Copies rows without padding to those of the surface. */
static void fill_tint(PrimBrush *brush, const uint8_t *shades)
{
  uint8_t *to = cairo_image_surface_get_data(brush->tint);
  int stride = cairo_image_surface_get_stride(brush->tint);

  cairo_surface_flush(brush->tint);
  for (int y = 0; to && y < brush->rows; y++)
    memcpy(to + (size_t)y * (size_t)stride, shades + (size_t)y * (size_t)brush->columns,
           (size_t)brush->columns);
  cairo_surface_mark_dirty(brush->tint);
}

static void show_map(PrimBrush *brush)
{
  size_t pixels = (size_t)brush->columns * (size_t)brush->rows;
  uint8_t *shades = pixels && brush->map ? g_try_malloc(pixels) : NULL;

  drop_tint(brush);
  if (shades && brush->host->show_map(brush->map, brush->columns, brush->rows, shades)) {
    brush->tint = cairo_image_surface_create(CAIRO_FORMAT_A8, brush->columns, brush->rows);
    fill_tint(brush, shades);
  }
  g_free(shades);
  gtk_widget_set_sensitive(brush->clear, brush->settings->importance != -1);
  redraw(brush);
}

const PrimImportanceMap *prim_brush_map(const PrimBrush *brush)
{
  return brush->map;
}

void prim_brush_set_map(PrimBrush *brush, PrimImportanceMap *map)
{
  if (brush->map)
    brush->host->free_map(brush->map);
  brush->map = map;
  brush->host->use_map(brush->host->data, map);
  brush->shown = brush->settings->importance;
  show_map(brush);
}

PrimImportanceMap *prim_brush_take_map(PrimBrush *brush)
{
  PrimImportanceMap *map = brush->map;

  brush->map = NULL;
  return map;
}

/* A map of what the settings name; false, and nothing can be painted, when there is none. */
static bool begin_map(PrimBrush *brush)
{
  int32_t importance = brush->settings->importance;

  if (brush->map && brush->shown == importance)
    return true;
  PrimImportanceMap *map = brush->host->new_map(
      brush->host->data, importance == PRIM_IMPORTANCE_PAINTED ? -1 : importance);
  if (map)
    prim_brush_set_map(brush, map);
  return map;
}

void prim_brush_fit(PrimBrush *brush, int columns, int rows)
{
  if (brush->columns == columns && brush->rows == rows)
    return;
  brush->columns = columns;
  brush->rows = rows;
  show_map(brush);
}

void prim_brush_show(PrimBrush *brush)
{
  bool painted = brush->settings->importance == PRIM_IMPORTANCE_PAINTED;

  if ((painted || prim_brush_is_on(brush)) && !brush->painting)
    (void)!begin_map(brush);
  gtk_widget_set_sensitive(brush->clear, brush->settings->importance != -1);
}

/* ---- Strokes ---------------------------------------------------------------------- */

static void tell(PrimBrush *brush)
{
  gint64 since = brush->since;

  if (brush->source)
    g_source_remove(brush->source);
  brush->source = 0;
  brush->since = 0;
  if (!since)
    return;
  brush->listener.painted(brush->listener.data, since);
  brush->told = g_get_monotonic_time();
}

static gboolean on_gathered(gpointer data)
{
  PrimBrush *brush = data;

  brush->source = 0;
  tell(brush);
  return G_SOURCE_REMOVE;
}

/* Tells of the first dab at once, and then of several together. */
static void gather(PrimBrush *brush)
{
  gint64 now = g_get_monotonic_time();

  if (brush->since)
    return;
  brush->since = now;
  if (now - brush->told > 1000 * GATHERING)
    tell(brush);
  else
    brush->source = g_timeout_add(GATHERING, on_gathered, brush);
}

/* Paints from where the pointer was to where it is. */
static void dab(PrimBrush *brush, double x, double y)
{
  PrimDab dab = {brush->x, brush->y, x, y, radius_of(brush), brush->erasing};

  brush->host->dab(brush->map, &dab);
  brush->settings->importance = brush->shown = PRIM_IMPORTANCE_PAINTED;
  show_map(brush);
  gather(brush);
}

void prim_brush_press(PrimBrush *brush, double x, double y, bool erase)
{
  if (brush->painting || !begin_map(brush))
    return;
  brush->painting = brush->inside = true;
  brush->erasing = erase;
  brush->x = x;
  brush->y = y;
  dab(brush, x, y);
}

void prim_brush_move(PrimBrush *brush, double x, double y)
{
  if (brush->painting)
    dab(brush, x, y);
  brush->x = x;
  brush->y = y;
  brush->inside = true;
  redraw(brush);
}

void prim_brush_leave(PrimBrush *brush)
{
  brush->inside = false;
  redraw(brush);
}

void prim_brush_release(PrimBrush *brush)
{
  if (!brush->painting)
    return;
  brush->painting = false;
  redraw(brush);
  tell(brush);
  brush->listener.ended(brush->listener.data);
}

static void on_clear(GtkWidget *button, PrimBrush *brush)
{
  (void)button;
  brush->settings->importance = -1;
  if (!begin_map(brush))
    return;
  brush->since = g_get_monotonic_time();
  tell(brush);
  brush->listener.ended(brush->listener.data);
}

/* ---- Drawing ---------------------------------------------------------------------- */

static void draw_tint(const PrimBrush *brush, const PrimViewport *viewport, cairo_t *cairo)
{
  cairo_save(cairo);
  cairo_translate(cairo, -viewport->left, -viewport->top);
  cairo_scale(cairo, (double)viewport->width / brush->columns,
              (double)viewport->height / brush->rows);
  cairo_pattern_t *mask = cairo_pattern_create_for_surface(brush->tint);
  cairo_pattern_set_extend(mask, CAIRO_EXTEND_PAD);
  cairo_set_source_rgba(cairo, TINT[0], TINT[1], TINT[2],
                        brush->painting ? TINT_PAINTING : TINT_RESTING);
  cairo_mask(cairo, mask);
  cairo_pattern_destroy(mask);
  cairo_restore(cairo);
}

static void draw_ring(const PrimBrush *brush, const PrimViewport *viewport, cairo_t *cairo)
{
  double zoom = (double)viewport->width / brush->host->width;
  double x = brush->x * zoom - viewport->left, y = brush->y * zoom - viewport->top;
  double radius = MAX(radius_of(brush) * zoom, 2);

  cairo_set_line_width(cairo, 3);
  cairo_set_source_rgba(cairo, 0, 0, 0, 0.5);
  cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
  cairo_stroke_preserve(cairo);
  cairo_set_line_width(cairo, 1);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_stroke(cairo);
}

void prim_brush_draw(const PrimBrush *brush, const PrimViewport *viewport, cairo_t *cairo)
{
  if (!prim_brush_is_on(brush))
    return;
  if (brush->tint)
    draw_tint(brush, viewport, cairo);
  if (brush->inside)
    draw_ring(brush, viewport, cairo);
}

/* ---- Widgets ---------------------------------------------------------------------- */

static void on_toggled(GtkToggleButton *button, PrimBrush *brush)
{
  bool on = gtk_toggle_button_get_active(button);

  gtk_widget_set_visible(brush->controls, on);
  if (!on)
    prim_brush_release(brush);
  prim_brush_show(brush);
  redraw(brush);
}

void prim_brush_scale(PrimBrush *brush, double factor)
{
  double size = gtk_adjustment_get_value(brush->size);

  gtk_adjustment_set_value(brush->size, factor > 1 ? MAX(size + 1, size * factor) : size * factor);
}

static GtkWidget *make_button(GtkAccelGroup *accelerators)
{
  GtkWidget *button = gtk_toggle_button_new();
  GtkWidget *image = gtk_image_new_from_stock(GIMP_STOCK_TOOL_PAINTBRUSH, GTK_ICON_SIZE_MENU);

  gtk_container_add(GTK_CONTAINER(button), image);
  gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
  gtk_widget_set_name(button, "prim-brush");
  gtk_widget_set_tooltip_text(
      button, _("Look here: paint on the picture where it matters most. The right button, or "
                "Shift, erases. (Ctrl+B)"));
  atk_object_set_name(gtk_widget_get_accessible(button), _("Look here"));
  gtk_widget_add_accelerator(button, "clicked", accelerators, GDK_KEY_b, GDK_CONTROL_MASK, 0);
  return button;
}

static GtkWidget *make_controls(PrimBrush *brush)
{
  GtkWidget *row = gtk_hbox_new(FALSE, 6), *label = gtk_label_new(_("Brush size:"));
  GtkWidget *scale = gtk_hscale_new(brush->size);

  brush->clear = gtk_button_new_with_label(_("Clear"));
  gtk_widget_set_name(scale, "prim-brush-size");
  gtk_widget_set_tooltip_text(
      scale, _("The width of the brush in percent of the picture's longer side. ([ and ])"));
  gtk_widget_set_size_request(scale, SCALE_WIDTH, -1);
  gtk_scale_set_digits(GTK_SCALE(scale), 0);
  gtk_scale_set_value_pos(GTK_SCALE(scale), GTK_POS_RIGHT);
  gtk_widget_set_name(brush->clear, "prim-brush-clear");
  gtk_widget_set_tooltip_text(brush->clear,
                              _("Takes away what is painted: everything matters alike."));
  gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(row), scale, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(row), brush->clear, FALSE, FALSE, 0);
  gtk_widget_show_all(row);
  gtk_widget_set_no_show_all(row, TRUE);
  gtk_widget_hide(row);
  return row;
}

PrimBrush *prim_brush_new(const PrimDialogHost *host, PrimSettings *settings,
                          const PrimBrushListener *listener, GtkAccelGroup *accelerators)
{
  PrimBrush *brush = g_new0(PrimBrush, 1);

  brush->host = host;
  brush->settings = settings;
  brush->listener = *listener;
  brush->shown = -1;
  brush->size = GTK_ADJUSTMENT(gtk_adjustment_new(PERCENT, PERCENT_MIN, PERCENT_MAX, 1, 5, 0));
  brush->button = make_button(accelerators);
  brush->controls = make_controls(brush);
  g_signal_connect(brush->button, "toggled", G_CALLBACK(on_toggled), brush);
  g_signal_connect(brush->clear, "clicked", G_CALLBACK(on_clear), brush);
  return brush;
}

void prim_brush_show_in(PrimBrush *brush, GtkWidget *area)
{
  brush->area = area;
  g_signal_connect_swapped(brush->size, "value-changed", G_CALLBACK(gtk_widget_queue_draw), area);
}

void prim_brush_stop(PrimBrush *brush)
{
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(brush->button), FALSE);
  gtk_widget_set_sensitive(brush->button, FALSE);
}

void prim_brush_free(PrimBrush *brush)
{
  if (brush->source)
    g_source_remove(brush->source);
  drop_tint(brush);
  if (brush->map)
    brush->host->free_map(brush->map);
  g_free(brush);
}

GtkWidget *prim_brush_button(PrimBrush *brush)
{
  return brush->button;
}

GtkWidget *prim_brush_controls(PrimBrush *brush)
{
  return brush->controls;
}
