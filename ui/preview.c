/* The picture in the dialog: zoom, pan, and comparing with the original. */
#include <gdk/gdkkeysyms.h>
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>
#include <math.h>

#include "hook.h"
#include "original.h"
#include "preview.h"
#include "renderer.h"
#include "text.h"
#include "view.h"

enum {
  AREA_WIDTH = 320, /* at least */
  AREA_HEIGHT = 140,
  CHECK = 8,       /* side of a check that stands for transparency */
  SPLIT_REACH = 6, /* how near to the split line the pointer takes it */
  PAN_STEP = 40    /* of an arrow key */
};
static const double ZOOM_STEP = 1.4142135623730951;
static const double BRUSH_STEP = 1.25;
static const double CHECK_DARK = 0.4, CHECK_LIGHT = 0.6; /* as GIMP's medium checks */

typedef enum Drag { DRAG_NONE, DRAG_PAN, DRAG_SPLIT, DRAG_BRUSH } Drag;

struct PrimPreview {
  const PrimDialogHost *host;
  GtkWidget *box, *area, *zoom_label, *split_button;
  PrimBrush *brush;
  PrimRenderer *renderer;
  PrimOriginal original;
  PrimSketch *sketch; /* what is to be shown; NULL at first */
  PrimFrame frame;    /* what was painted last */
  PrimView view;
  bool split;      /* the original left of a line, the shapes right of it */
  double split_at; /* 0..1 of the part that shows */
  bool holding;    /* only the original, as long as a key or button is down */
  Drag drag;
  double drag_x, drag_y;
  unsigned awaited; /* number of a search whose shapes are awaited, or 0 ... */
  gint64 since;     /* ... since then */
};

/* ---- What shows ---------------------------------------------------------------- */

static void redraw(void *data)
{
  gtk_widget_queue_draw(((PrimPreview *)data)->area);
}

static void show_zoom(const PrimPreview *preview)
{
  /* Translators: the size of the preview in percent. */
  char *text = g_strdup_printf(_("%d %%"), (int)(100 * prim_view_zoom(&preview->view) + 0.5));

  gtk_label_set_text(GTK_LABEL(preview->zoom_label), text);
  g_free(text);
}

/* After any change of the view: the picture is shown scaled until it is painted again. */
static void view_changed(PrimPreview *preview)
{
  PrimViewport viewport = prim_viewport(&preview->view);

  if (preview->sketch)
    prim_renderer_paint(preview->renderer, preview->sketch, &viewport);
  prim_original_read(&preview->original, &viewport);
  show_zoom(preview);
  redraw(preview);
}

static void take_frame(void *data)
{
  PrimPreview *preview = data;
  PrimFrame frame;

  if (!prim_renderer_take(preview->renderer, &frame))
    return;
  if (preview->frame.surface)
    cairo_surface_destroy(preview->frame.surface);
  preview->frame = frame;
  redraw(preview);
}

/* The window is on another monitor, or shows for the first time: what was converted for
 * the old one is made again. */
static void on_monitor(GtkWidget *area, PrimPreview *preview)
{
  PrimScreenColors colors = prim_screen_colors_for(preview->host->image, area);

  prim_original_clear(&preview->original);
  prim_original_set_colors(&preview->original, &colors);
  prim_renderer_set_colors(preview->renderer, &colors);
  prim_screen_colors_clear(&colors);
  view_changed(preview);
}

/* ---- Drawing ------------------------------------------------------------------- */

static void draw_checks(cairo_t *cairo, const PrimViewport *viewport)
{
  cairo_set_source_rgb(cairo, CHECK_LIGHT, CHECK_LIGHT, CHECK_LIGHT);
  cairo_paint(cairo);
  cairo_set_source_rgb(cairo, CHECK_DARK, CHECK_DARK, CHECK_DARK);
  for (int y = 0; y < viewport->rows; y += CHECK)
    for (int x = y / CHECK % 2 * CHECK; x < viewport->columns; x += 2 * CHECK)
      cairo_rectangle(cairo, x, y, CHECK, CHECK);
  cairo_fill(cairo);
}

/* The frame, moved and scaled when it was painted for another view. */
static void draw_frame(const PrimFrame *frame, const PrimViewport *viewport, cairo_t *cairo)
{
  const PrimViewport *painted = &frame->viewport;
  double scale_x = (double)viewport->width / painted->width;
  double scale_y = (double)viewport->height / painted->height;

  cairo_save(cairo);
  cairo_translate(cairo, painted->left * scale_x - viewport->left,
                  painted->top * scale_y - viewport->top);
  cairo_scale(cairo, scale_x, scale_y);
  cairo_set_source_surface(cairo, frame->surface, 0, 0);
  if (painted->width == viewport->width && painted->height == viewport->height)
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
  cairo_paint(cairo);
  cairo_restore(cairo);
}

/* The drawing where the picture counts, as the layer mask will show it. */
static void draw_result(const PrimPreview *preview, const PrimViewport *viewport, cairo_t *cairo)
{
  if (preview->original.opaque) {
    draw_frame(&preview->frame, viewport, cairo);
    return;
  }
  cairo_push_group(cairo);
  draw_frame(&preview->frame, viewport, cairo);
  cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_IN);
  prim_original_draw(&preview->original, viewport, cairo);
  cairo_pop_group_to_source(cairo);
  cairo_paint(cairo);
}

static void draw_split_line(double x, int rows, cairo_t *cairo)
{
  cairo_set_line_width(cairo, 3);
  cairo_set_source_rgba(cairo, 0, 0, 0, 0.5);
  cairo_move_to(cairo, x, 0);
  cairo_line_to(cairo, x, rows);
  cairo_stroke(cairo);
  cairo_set_line_width(cairo, 1);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_move_to(cairo, x, 0);
  cairo_line_to(cairo, x, rows);
  cairo_stroke(cairo);
  cairo_arc(cairo, x, rows / 2.0, 5, 0, 2 * G_PI);
  cairo_fill_preserve(cairo);
  cairo_set_source_rgba(cairo, 0, 0, 0, 0.5);
  cairo_stroke(cairo);
}

static double split_x(const PrimPreview *preview, const PrimViewport *viewport)
{
  return floor(preview->split_at * viewport->columns) + 0.5;
}

/* The origin is that of the part that shows. */
static void draw(const PrimPreview *preview, const PrimViewport *viewport, cairo_t *cairo)
{
  bool shapes = preview->frame.surface && !preview->holding;
  double original_width = !shapes          ? viewport->columns
                          : preview->split ? split_x(preview, viewport)
                                           : 0;

  if (!preview->original.opaque || (preview->sketch && preview->sketch->drawing.transparent))
    draw_checks(cairo, viewport);
  cairo_save(cairo);
  cairo_rectangle(cairo, 0, 0, original_width, viewport->rows);
  cairo_clip(cairo);
  prim_original_draw(&preview->original, viewport, cairo);
  cairo_restore(cairo);
  if (!shapes)
    return;
  cairo_save(cairo);
  cairo_rectangle(cairo, original_width, 0, viewport->columns - original_width, viewport->rows);
  cairo_clip(cairo);
  draw_result(preview, viewport, cairo);
  cairo_restore(cairo);
  if (preview->split)
    draw_split_line(original_width, viewport->rows, cairo);
}

/* For tests: the first shapes of a search that was waited for are on the screen. */
static void note_arrival(PrimPreview *preview)
{
  if (preview->awaited && preview->frame.search >= preview->awaited && preview->frame.shapes) {
    gdk_flush();
    prim_hook_time("change->shapes on screen", preview->since);
    preview->awaited = 0;
  }
}

static gboolean on_expose(GtkWidget *area, GdkEventExpose *event, PrimPreview *preview)
{
  cairo_t *cairo = gdk_cairo_create(gtk_widget_get_window(area));
  PrimViewport viewport = prim_viewport(&preview->view);
  int x, y;

  prim_view_origin(&preview->view, &x, &y);
  gdk_cairo_region(cairo, event->region);
  cairo_clip(cairo);
  cairo_translate(cairo, x, y);
  cairo_rectangle(cairo, 0, 0, viewport.columns, viewport.rows);
  cairo_clip(cairo);
  draw(preview, &viewport, cairo);
  if (!preview->holding)
    prim_brush_draw(preview->brush, &viewport, cairo);
  cairo_destroy(cairo);
  if (gtk_widget_has_focus(area))
    gtk_paint_focus(gtk_widget_get_style(area), gtk_widget_get_window(area),
                    gtk_widget_get_state(area), &event->area, area, NULL, MAX(x - 2, 0),
                    MAX(y - 2, 0), MIN(viewport.columns + 4, preview->view.area_width),
                    MIN(viewport.rows + 4, preview->view.area_height));
  note_arrival(preview);
  return TRUE;
}

static void on_allocate(GtkWidget *area, GtkAllocation *allocation, PrimPreview *preview)
{
  (void)area;
  if (allocation->width == preview->view.area_width &&
      allocation->height == preview->view.area_height)
    return;
  preview->view.area_width = allocation->width;
  preview->view.area_height = allocation->height;
  view_changed(preview);
}

/* ---- Zoom, pan, compare ---------------------------------------------------------- */

static void zoom_by(PrimPreview *preview, double factor, double x, double y)
{
  prim_view_zoom_by(&preview->view, factor, x, y);
  view_changed(preview);
}

static void zoom_middle(PrimPreview *preview, double factor)
{
  zoom_by(preview, factor, preview->view.area_width / 2.0, preview->view.area_height / 2.0);
}

static void on_zoom_in(GtkWidget *button, PrimPreview *preview)
{
  (void)button;
  zoom_middle(preview, ZOOM_STEP);
}

static void on_zoom_out(GtkWidget *button, PrimPreview *preview)
{
  (void)button;
  zoom_middle(preview, 1 / ZOOM_STEP);
}

static void on_zoom_fit(GtkWidget *button, PrimPreview *preview)
{
  (void)button;
  preview->view.zoom = 0;
  view_changed(preview);
}

static void on_zoom_full(GtkWidget *button, PrimPreview *preview)
{
  (void)button;
  zoom_middle(preview, 1 / prim_view_zoom(&preview->view));
}

static void pan(PrimPreview *preview, double dx, double dy)
{
  if (preview->view.zoom > 0) {
    prim_view_pan(&preview->view, dx, dy);
    view_changed(preview);
  }
}

void prim_preview_hold_original(PrimPreview *preview, bool holding)
{
  if (preview->holding == holding)
    return;
  preview->holding = holding;
  prim_hook_note(holding ? "original" : "shapes");
  redraw(preview);
}

static void on_hold(GtkWidget *button, PrimPreview *preview)
{
  (void)button;
  prim_preview_hold_original(preview, true);
}

static void on_release(GtkWidget *button, PrimPreview *preview)
{
  (void)button;
  prim_preview_hold_original(preview, false);
}

static void on_split(GtkToggleButton *button, PrimPreview *preview)
{
  preview->split = gtk_toggle_button_get_active(button);
  redraw(preview);
}

/* ---- Mouse and keys -------------------------------------------------------------- */

static bool near_split(const PrimPreview *preview, double x)
{
  PrimViewport viewport = prim_viewport(&preview->view);
  int left, top;

  prim_view_origin(&preview->view, &left, &top);
  return preview->split && fabs(x - left - split_x(preview, &viewport)) <= SPLIT_REACH;
}

static void move_split(PrimPreview *preview, double x)
{
  PrimViewport viewport = prim_viewport(&preview->view);
  int left, top;

  prim_view_origin(&preview->view, &left, &top);
  preview->split_at = CLAMP((x - left) / viewport.columns, 0, 1);
  redraw(preview);
}

static void show_cursor(const PrimPreview *preview, double x)
{
  bool over_line = preview->drag == DRAG_SPLIT || near_split(preview, x);
  GdkCursorType type = prim_brush_is_on(preview->brush) ? GDK_CROSSHAIR
                       : over_line                      ? GDK_SB_H_DOUBLE_ARROW
                       : preview->view.zoom > 0         ? GDK_FLEUR
                                                        : GDK_LEFT_PTR;
  GdkCursor *cursor = gdk_cursor_new_for_display(gtk_widget_get_display(preview->area), type);

  gdk_window_set_cursor(gtk_widget_get_window(preview->area), cursor);
  gdk_cursor_unref(cursor);
}

/* A place in the area, in the picture's pixels. */
static void to_picture(const PrimPreview *preview, double *x, double *y)
{
  PrimViewport viewport = prim_viewport(&preview->view);
  int left, top;

  prim_view_origin(&preview->view, &left, &top);
  *x = (*x - left + viewport.left) * preview->host->width / viewport.width;
  *y = (*y - top + viewport.top) * preview->host->height / viewport.height;
}

/* With the brush, the first button and the third paint and erase. */
static bool begin_stroke(PrimPreview *preview, const GdkEventButton *event)
{
  double x = event->x, y = event->y;

  if (!prim_brush_is_on(preview->brush) || (event->button != 1 && event->button != 3))
    return false;
  to_picture(preview, &x, &y);
  preview->drag = DRAG_BRUSH;
  prim_brush_press(preview->brush, x, y, event->button == 3 || event->state & GDK_SHIFT_MASK);
  return true;
}

static gboolean on_press(GtkWidget *area, GdkEventButton *event, PrimPreview *preview)
{
  gtk_widget_grab_focus(area);
  if (event->type != GDK_BUTTON_PRESS || begin_stroke(preview, event))
    return TRUE;
  if (event->button == 3) {
    prim_preview_hold_original(preview, true);
    return TRUE;
  }
  preview->drag = near_split(preview, event->x) && event->button == 1 ? DRAG_SPLIT : DRAG_PAN;
  preview->drag_x = event->x;
  preview->drag_y = event->y;
  return TRUE;
}

static gboolean on_button_release(GtkWidget *area, GdkEventButton *event, PrimPreview *preview)
{
  (void)area;
  if (preview->drag == DRAG_BRUSH)
    prim_brush_release(preview->brush);
  else if (event->button == 3)
    prim_preview_hold_original(preview, false);
  preview->drag = DRAG_NONE;
  return TRUE;
}

static void move_brush(PrimPreview *preview, double x, double y)
{
  to_picture(preview, &x, &y);
  prim_brush_move(preview->brush, x, y);
}

static gboolean on_leave(GtkWidget *area, GdkEventCrossing *event, PrimPreview *preview)
{
  (void)area;
  (void)event;
  prim_brush_leave(preview->brush);
  return FALSE;
}

static gboolean on_motion(GtkWidget *area, GdkEventMotion *event, PrimPreview *preview)
{
  (void)area;
  if (preview->drag == DRAG_SPLIT)
    move_split(preview, event->x);
  else if (preview->drag == DRAG_PAN)
    pan(preview, event->x - preview->drag_x, event->y - preview->drag_y);
  if (prim_brush_is_on(preview->brush))
    move_brush(preview, event->x, event->y);
  preview->drag_x = event->x;
  preview->drag_y = event->y;
  show_cursor(preview, event->x);
  gdk_event_request_motions(event);
  return TRUE;
}

static gboolean on_scroll(GtkWidget *area, GdkEventScroll *event, PrimPreview *preview)
{
  (void)area;
  if (event->direction == GDK_SCROLL_UP)
    zoom_by(preview, ZOOM_STEP, event->x, event->y);
  else if (event->direction == GDK_SCROLL_DOWN)
    zoom_by(preview, 1 / ZOOM_STEP, event->x, event->y);
  return TRUE;
}

static gboolean on_key(GtkWidget *area, GdkEventKey *event, PrimPreview *preview)
{
  (void)area;
  switch (event->keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_Right:
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    if (preview->view.zoom == 0 || event->type == GDK_KEY_RELEASE)
      return FALSE;
    pan(preview, PAN_STEP * ((event->keyval == GDK_KEY_Left) - (event->keyval == GDK_KEY_Right)),
        PAN_STEP * ((event->keyval == GDK_KEY_Up) - (event->keyval == GDK_KEY_Down)));
    return TRUE;
  case GDK_KEY_plus:
  case GDK_KEY_KP_Add:
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    if (event->type == GDK_KEY_PRESS)
      zoom_middle(preview, event->keyval == GDK_KEY_plus || event->keyval == GDK_KEY_KP_Add
                               ? ZOOM_STEP
                               : 1 / ZOOM_STEP);
    return TRUE;
  case GDK_KEY_bracketleft:
  case GDK_KEY_bracketright:
    if (event->type == GDK_KEY_PRESS && prim_brush_is_on(preview->brush))
      prim_brush_scale(preview->brush,
                       event->keyval == GDK_KEY_bracketright ? BRUSH_STEP : 1 / BRUSH_STEP);
    return prim_brush_is_on(preview->brush);
  default:
    return FALSE;
  }
}

static gboolean on_focus(GtkWidget *area, GdkEventFocus *event, PrimPreview *preview)
{
  (void)area;
  (void)event;
  redraw(preview);
  return FALSE;
}

/* ---- Widgets --------------------------------------------------------------------- */

static GtkWidget *make_area(PrimPreview *preview)
{
  static const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {
      {"expose-event", G_CALLBACK(on_expose)},
      {"size-allocate", G_CALLBACK(on_allocate)},
      {"button-press-event", G_CALLBACK(on_press)},
      {"button-release-event", G_CALLBACK(on_button_release)},
      {"motion-notify-event", G_CALLBACK(on_motion)},
      {"leave-notify-event", G_CALLBACK(on_leave)},
      {"scroll-event", G_CALLBACK(on_scroll)},
      {"key-press-event", G_CALLBACK(on_key)},
      {"key-release-event", G_CALLBACK(on_key)},
      {"focus-in-event", G_CALLBACK(on_focus)},
      {"focus-out-event", G_CALLBACK(on_focus)},
  };
  GtkWidget *area = gtk_drawing_area_new();

  for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect(area, handlers[i].signal, handlers[i].handler, preview);
  gtk_widget_add_events(area, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK |
                                  GDK_POINTER_MOTION_MASK | GDK_POINTER_MOTION_HINT_MASK |
                                  GDK_LEAVE_NOTIFY_MASK | GDK_SCROLL_MASK | GDK_KEY_PRESS_MASK |
                                  GDK_KEY_RELEASE_MASK | GDK_FOCUS_CHANGE_MASK);
  gtk_widget_set_can_focus(area, TRUE);
  gtk_widget_set_size_request(area, AREA_WIDTH, AREA_HEIGHT);
  gtk_widget_set_name(area, "prim-preview");
  /* Not as a tooltip, which would lie over the picture: what it says is in those of the tools. */
  atk_object_set_description(gtk_widget_get_accessible(area), _("What the layer will look like."));
  return area;
}

static GtkWidget *tool_button(PrimPreview *preview, const char *stock, const char *name,
                              const char *tooltip, GCallback clicked, GtkAccelGroup *accelerators,
                              guint key)
{
  GtkWidget *button = gtk_button_new();

  gtk_container_add(GTK_CONTAINER(button), gtk_image_new_from_stock(stock, GTK_ICON_SIZE_MENU));
  gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
  gtk_widget_set_tooltip_text(button, tooltip);
  gtk_widget_set_name(button, name);
  gtk_widget_add_accelerator(button, "clicked", accelerators, key, GDK_CONTROL_MASK, 0);
  g_signal_connect(button, "clicked", clicked, preview);
  return button;
}

static GtkWidget *make_compare(PrimPreview *preview, GtkAccelGroup *accelerators)
{
  GtkWidget *box = gtk_hbox_new(FALSE, 6);
  GtkWidget *split = gtk_toggle_button_new_with_label(_("Split View"));
  GtkWidget *hold = gtk_button_new_with_label(_("Original"));

  gtk_widget_set_name(split, "prim-split");
  gtk_widget_set_tooltip_text(split,
                              _("Shows the original to the left of a line that you can drag. "
                                "(Ctrl+D)"));
  gtk_widget_add_accelerator(split, "clicked", accelerators, GDK_KEY_d, GDK_CONTROL_MASK, 0);
  g_signal_connect(split, "toggled", G_CALLBACK(on_split), preview);
  gtk_widget_set_name(hold, "prim-original");
  gtk_widget_set_tooltip_text(hold,
                              _("Shows the original as long as you hold this button, the right "
                                "button on the picture, or the space bar."));
  g_signal_connect(hold, "pressed", G_CALLBACK(on_hold), preview);
  g_signal_connect(hold, "released", G_CALLBACK(on_release), preview);
  gtk_box_pack_start(GTK_BOX(box), split, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), hold, FALSE, FALSE, 0);
  preview->split_button = split;
  return box;
}

static GtkWidget *make_tools(PrimPreview *preview, GtkAccelGroup *accelerators)
{
  GtkWidget *box = gtk_hbox_new(FALSE, 0);
  GtkWidget *out = tool_button(preview, GTK_STOCK_ZOOM_OUT, "prim-zoom-out",
                               _("Zoom out (Ctrl+minus, or the wheel)"), G_CALLBACK(on_zoom_out),
                               accelerators, GDK_KEY_minus);
  GtkWidget *in =
      tool_button(preview, GTK_STOCK_ZOOM_IN, "prim-zoom-in",
                  _("Zoom in (Ctrl+plus, or the wheel); then drag the picture to move it"),
                  G_CALLBACK(on_zoom_in), accelerators, GDK_KEY_plus);
  GtkWidget *fit = tool_button(preview, GTK_STOCK_ZOOM_FIT, "prim-zoom-fit",
                               _("Show all of the picture (Ctrl+0)"), G_CALLBACK(on_zoom_fit),
                               accelerators, GDK_KEY_0);
  GtkWidget *full = tool_button(preview, GTK_STOCK_ZOOM_100, "prim-zoom-full",
                                _("Show the picture in its own size (Ctrl+1)"),
                                G_CALLBACK(on_zoom_full), accelerators, GDK_KEY_1);

  preview->zoom_label = gtk_label_new(NULL);
  gtk_label_set_width_chars(GTK_LABEL(preview->zoom_label), 7);
  gtk_misc_set_alignment(GTK_MISC(preview->zoom_label), 0.5f, 0.5f);
  gtk_box_pack_start(GTK_BOX(box), out, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), preview->zoom_label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), in, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), fit, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), full, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), prim_brush_button(preview->brush), FALSE, FALSE, 0);
  gtk_box_pack_end(GTK_BOX(box), make_compare(preview, accelerators), FALSE, FALSE, 0);
  return box;
}

static PrimView whole_view(const PrimDialogHost *host, int area_width, int area_height)
{
  return (PrimView){.picture_width = host->width,
                    .picture_height = host->height,
                    .area_width = area_width,
                    .area_height = area_height,
                    .x = host->width / 2.0,
                    .y = host->height / 2.0};
}

PrimPreview *prim_preview_new(const PrimDialogHost *host, PrimBrush *brush,
                              GtkAccelGroup *accelerators)
{
  PrimPreview *preview = g_new0(PrimPreview, 1);

  preview->host = host;
  preview->brush = brush;
  preview->split_at = 0.5;
  preview->view = whole_view(host, AREA_WIDTH, AREA_HEIGHT);
  preview->original = (PrimOriginal){.host = host, .changed = redraw, .data = preview};
  preview->renderer = prim_renderer_new(take_frame, preview);
  preview->area = make_area(preview);
  prim_brush_show_in(brush, preview->area);
  g_signal_connect(preview->area, "realize", G_CALLBACK(on_monitor), preview);
  gimp_widget_track_monitor(preview->area, G_CALLBACK(on_monitor), preview);
  preview->box = gtk_vbox_new(FALSE, 6);
  gtk_box_pack_start(GTK_BOX(preview->box), preview->area, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(preview->box), make_tools(preview, accelerators), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(preview->box), prim_brush_controls(brush), FALSE, FALSE, 0);
  return preview;
}

void prim_preview_free(PrimPreview *preview)
{
  prim_renderer_free(preview->renderer);
  prim_original_clear(&preview->original);
  if (preview->frame.surface)
    cairo_surface_destroy(preview->frame.surface);
  prim_sketch_unref(preview->sketch);
  g_free(preview);
}

GtkWidget *prim_preview_widget(PrimPreview *preview)
{
  return preview->box;
}

void prim_preview_renew(PrimPreview *preview)
{
  prim_sketch_unref(preview->sketch);
  preview->sketch = NULL;
  if (preview->frame.surface)
    cairo_surface_destroy(preview->frame.surface);
  preview->frame = (PrimFrame){.surface = NULL};
  preview->view = whole_view(preview->host, preview->view.area_width, preview->view.area_height);
  on_monitor(preview->area, preview);
}

void prim_preview_set_target(PrimPreview *preview, const PrimTarget *target)
{
  prim_brush_fit(preview->brush, target->width, target->height);
  if (!preview->original.surface)
    prim_original_set_target(&preview->original, target);
}

void prim_preview_show(PrimPreview *preview, PrimSketch *sketch)
{
  PrimViewport viewport = prim_viewport(&preview->view);

  prim_sketch_unref(preview->sketch);
  preview->sketch = prim_sketch_ref(sketch);
  prim_renderer_paint(preview->renderer, sketch, &viewport);
}

void prim_preview_await(PrimPreview *preview, unsigned search, gint64 since)
{
  preview->awaited = search;
  preview->since = since;
}
