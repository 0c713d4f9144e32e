/* A small plot of the error over the shapes, in the theme's colours. */
#include "plot.h"
#include "text.h"

enum { WIDTH = 120, HEIGHT = 56, MARGIN = 4 };

/* From shapes and errors to the area. */
typedef struct Axes {
  double left, bottom, per_shape, per_error;
} Axes;

static float error_at(const PrimPlot *plot, guint i)
{
  return g_array_index(plot->errors, float, i);
}

static Axes axes_for(const PrimPlot *plot, const GtkAllocation *place)
{
  double highest = 1;

  for (guint i = 0; i < plot->errors->len; i++)
    highest = MAX(highest, error_at(plot, i));
  return (Axes){
      .left = MARGIN,
      .bottom = place->height - MARGIN,
      .per_shape = (place->width - 2.0 * MARGIN) / MAX(plot->count, 1),
      .per_error = (place->height - 2.0 * MARGIN) / highest,
  };
}

/* The curve, no more points than the area has columns. */
static void trace_curve(const PrimPlot *plot, const Axes *axes, cairo_t *cairo)
{
  guint step = (guint)MAX(1, (int)(plot->errors->len / (2 * WIDTH)));

  for (guint i = 0; i < plot->errors->len; i += step)
    cairo_line_to(cairo, axes->left + (i + 1) * axes->per_shape,
                  axes->bottom - error_at(plot, i) * axes->per_error);
  guint last = plot->errors->len - 1;
  cairo_line_to(cairo, axes->left + (last + 1) * axes->per_shape,
                axes->bottom - error_at(plot, last) * axes->per_error);
}

static void draw_curve(const PrimPlot *plot, const Axes *axes, const GdkColor *ink, cairo_t *cairo)
{
  double end = axes->left + plot->errors->len * axes->per_shape;
  double now = axes->bottom - plot->error * axes->per_error;

  gdk_cairo_set_source_color(cairo, ink);
  trace_curve(plot, axes, cairo);
  cairo_set_line_width(cairo, 1.5);
  cairo_stroke_preserve(cairo);
  cairo_line_to(cairo, end, axes->bottom);
  cairo_line_to(cairo, axes->left + axes->per_shape, axes->bottom);
  cairo_push_group(cairo);
  cairo_fill(cairo);
  cairo_pop_group_to_source(cairo);
  cairo_paint_with_alpha(cairo, 0.25);
  gdk_cairo_set_source_color(cairo, ink);
  cairo_arc(cairo, end, now, 2.5, 0, 2 * G_PI);
  cairo_fill(cairo);
}

static gboolean on_expose(GtkWidget *area, GdkEventExpose *event, PrimPlot *plot)
{
  GtkStyle *style = gtk_widget_get_style(area);
  cairo_t *cairo = gdk_cairo_create(gtk_widget_get_window(area));
  GtkAllocation place;

  (void)event;
  gtk_widget_get_allocation(area, &place);
  Axes axes = axes_for(plot, &place);
  gdk_cairo_set_source_color(cairo, &style->base[GTK_STATE_NORMAL]);
  cairo_paint(cairo);
  if (plot->errors->len)
    draw_curve(plot, &axes, &style->text[GTK_STATE_NORMAL], cairo);
  gdk_cairo_set_source_color(cairo, &style->text[GTK_STATE_INSENSITIVE]);
  cairo_set_line_width(cairo, 1);
  cairo_rectangle(cairo, 0.5, 0.5, place.width - 1, place.height - 1);
  cairo_stroke(cairo);
  cairo_destroy(cairo);
  return TRUE;
}

void prim_plot_init(PrimPlot *plot)
{
  *plot = (PrimPlot){.errors = g_array_new(FALSE, FALSE, sizeof(float)), .count = 1};
  plot->area = gtk_drawing_area_new();
  gtk_widget_set_size_request(plot->area, WIDTH, HEIGHT);
  gtk_widget_set_name(plot->area, "prim-plot");
  gtk_widget_set_tooltip_text(plot->area,
                              _("The error over the number of shapes. The dot is the error now: "
                                "lower than the curve once the shapes were refined together."));
  g_signal_connect(plot->area, "expose-event", G_CALLBACK(on_expose), plot);
}

void prim_plot_clear(PrimPlot *plot)
{
  g_array_free(plot->errors, TRUE);
}

void prim_plot_show(PrimPlot *plot, int count, double error)
{
  plot->count = count;
  plot->error = error;
  gtk_widget_queue_draw(plot->area);
}
