/* The dialog's controls: widgets for the rows of the parameter table.
 *
 * A row's class makes its widget and shows a value in it. What the user does goes into the
 * settings by the widgets' signals. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gdk/gdkkeysyms.h>
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "controls.h"
#include "device_note.h"
#include "drawable_box.h"
#include "file_entry.h"
#include "mnemonic.h"
#include "palette_box.h"
#include "seeds.h"
#include "text.h"

enum {
  SCALE_WIDTH = 110,
  COLUMN_SPACING = 12,
  ROW_SPACING = 6,
  INDENT = 12,
  KIND_COLUMNS = 2,
  COLOR_WIDTH = 40,
  COLOR_HEIGHT = 16
};

typedef struct Control Control;

/* How the controls of a kind are made, in the next row of a table, and show their values. */
typedef struct ControlClass {
  void (*make)(Control *row, GtkTable *table);
  void (*show)(const Control *row);
} ControlClass;

/* One row of the parameter table, as widgets. */
struct Control {
  PrimControls *controls;
  const PrimParameter *parameter;
  const ControlClass *class;
  GtkWidget *widget;         /* what shows the value; of a scale: its spin button */
  GtkAdjustment *adjustment; /* of INT and FLOAT */
  GtkWidget *check;          /* of the seed: randomize; of a color: darker */
};

struct PrimControls {
  const PrimDialogHost *host;
  PrimSettings *settings;
  void (*changed)(void *data);
  void *data;
  Control rows[PRIM_PARAMETERS];
  GtkWidget *kinds[PRIM_KINDS];
  GtkWidget *sections[PRIM_SECTIONS];
  GtkSizeGroup *labels;
  PrimDeviceNote *device;
  PrimPaletteBox *palette;
  guint32 seed; /* GIMP's widget writes here; the signals are what counts */
  gboolean randomize;
  bool showing; /* values are being shown: signals are not the user's doing */
};

static const char *const kind_labels[PRIM_KINDS] = {
    [PRIM_TRIANGLE] = N_("Triangles"),
    [PRIM_RECTANGLE] = N_("Rectangles"),
    [PRIM_ROTATED_RECTANGLE] = N_("Rotated rectangles"),
    [PRIM_QUADRILATERAL] = N_("Quadrilaterals"),
    [PRIM_POLYGON] = N_("Polygons"),
    [PRIM_ELLIPSE] = N_("Ellipses"),
    [PRIM_ROTATED_ELLIPSE] = N_("Rotated ellipses"),
    [PRIM_CIRCLE] = N_("Circles"),
    [PRIM_LINE] = N_("Lines"),
    [PRIM_BEZIER] = N_("Curved strokes"),
};

static bool is_row(const Control *row, PrimParameterId id)
{
  return prim_parameter_id(row->parameter) == id;
}

/* ---- What the user does ---------------------------------------------------- */

static void show_dependent(PrimControls *controls);

static void set_value(Control *row, double value)
{
  PrimControls *controls = row->controls;

  if (controls->showing || value == prim_parameter_get(row->parameter, controls->settings) ||
      !prim_parameter_accepts(row->parameter, value))
    return;
  prim_parameter_set(row->parameter, controls->settings, value);
  show_dependent(controls);
  controls->changed(controls->data);
}

/* A minimum pushes its maximum up, and the other way round. Opacities are only chosen for the
 * custom style. */
static void push_partner(const Control *row)
{
  const PrimParameter *parameter = row->parameter;
  PrimSettings *settings = row->controls->settings;
  double value = row->adjustment->value;

  if (row->controls->showing)
    return;
  if (parameter->least && value < prim_parameter_get(parameter->least, settings))
    prim_parameter_set(parameter->least, settings, value);
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (prim_parameters[i].least == parameter &&
        value > prim_parameter_get(&prim_parameters[i], settings))
      prim_parameter_set(&prim_parameters[i], settings, value);
}

static void on_number(GtkAdjustment *adjustment, Control *row)
{
  push_partner(row);
  set_value(row, adjustment->value);
}

/* GIMP's seeds have one bit more than ours. */
static void on_seed(GtkAdjustment *adjustment, Control *row)
{
  if (adjustment->value > INT32_MAX)
    gtk_adjustment_set_value(adjustment, (guint32)adjustment->value & INT32_MAX);
  else
    set_value(row, adjustment->value);
}

static void on_choice(GtkComboBox *box, Control *row)
{
  set_value(row, gtk_combo_box_get_active(box));
}

static void on_drawable(GtkWidget *box, Control *row)
{
  gint drawable;

  if (gimp_int_combo_box_get_active(GIMP_INT_COMBO_BOX(box), &drawable))
    set_value(row, drawable);
}

/* The last kind cannot be taken away. */
static void on_kind(GtkToggleButton *button, Control *row)
{
  PrimControls *controls = row->controls;
  uint32_t kinds = 0;

  if (controls->showing)
    return;
  for (int kind = 0; kind < PRIM_KINDS; kind++)
    if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(controls->kinds[kind])))
      kinds |= PRIM_KIND_BIT(kind);
  if (kinds)
    set_value(row, kinds);
  else {
    gtk_widget_error_bell(GTK_WIDGET(button));
    gtk_toggle_button_set_active(button, TRUE);
  }
}

static void set_text(Control *row, const char *text)
{
  PrimControls *controls = row->controls;

  if (controls->showing ||
      strcmp(text, prim_parameter_text(row->parameter, controls->settings)) == 0)
    return;
  if (!prim_parameter_set_text(row->parameter, controls->settings, text)) {
    gtk_widget_error_bell(row->widget);
    prim_controls_show(controls);
    return;
  }
  controls->changed(controls->data);
}

static void on_entry(GtkEntry *entry, Control *row)
{
  set_text(row, gtk_entry_get_text(entry));
}

static void on_palette(const char *text, void *row)
{
  set_text(row, text);
}

static int32_t rgb_of(const Control *row)
{
  GimpRGB color;
  guchar r, g, b;

  gimp_color_button_get_color(GIMP_COLOR_BUTTON(row->widget), &color);
  gimp_rgb_get_uchar(&color, &r, &g, &b);
  return r << 16 | g << 8 | b;
}

static void on_darker(GtkToggleButton *check, Control *row)
{
  bool darker = gtk_toggle_button_get_active(check);

  gtk_widget_set_sensitive(row->widget, !darker);
  set_value(row, darker ? -1 : rgb_of(row));
}

static void on_color(GtkWidget *button, Control *row)
{
  (void)button;
  if (!gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(row->check)))
    set_value(row, rgb_of(row));
}

/* ---- Showing values ------------------------------------------------------------ */

static void show_number(const Control *row)
{
  gtk_adjustment_set_value(row->adjustment,
                           prim_parameter_get(row->parameter, row->controls->settings));
}

static void show_choice(const Control *row)
{
  gtk_combo_box_set_active(GTK_COMBO_BOX(row->widget),
                           (int)prim_parameter_get(row->parameter, row->controls->settings));
}

static void show_drawable(const Control *row)
{
  gimp_int_combo_box_set_active(GIMP_INT_COMBO_BOX(row->widget),
                                (int)prim_parameter_get(row->parameter, row->controls->settings));
}

static void show_kinds(const Control *row)
{
  PrimControls *controls = row->controls;

  for (int kind = 0; kind < PRIM_KINDS; kind++)
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(controls->kinds[kind]),
                                 (controls->settings->kinds & PRIM_KIND_BIT(kind)) != 0);
}

static void show_file(const Control *row)
{
  const char *text = prim_parameter_text(row->parameter, row->controls->settings);

  if (strcmp(text, gtk_entry_get_text(GTK_ENTRY(row->widget))) != 0)
    gtk_entry_set_text(GTK_ENTRY(row->widget), text);
}

static void show_palette(const Control *row)
{
  prim_palette_box_show(row->controls->palette,
                        prim_parameter_text(row->parameter, row->controls->settings));
}

static void show_color(const Control *row)
{
  int32_t rgb = (int32_t)prim_parameter_get(row->parameter, row->controls->settings);
  GimpRGB color;

  if (rgb >= 0) {
    gimp_rgb_set_uchar(&color, (guchar)(rgb >> 16), (guchar)(rgb >> 8 & 255), (guchar)(rgb & 255));
    gimp_color_button_set_color(GIMP_COLOR_BUTTON(row->widget), &color);
  }
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(row->check), rgb < 0);
  gtk_widget_set_sensitive(row->widget, rgb >= 0);
}

static void set_sensitive(const Control *row, bool sensitive)
{
  gtk_widget_set_sensitive(row->widget, sensitive);
  gtk_widget_set_sensitive(GIMP_SCALE_ENTRY_SCALE(row->adjustment), sensitive);
  gtk_widget_set_sensitive(GIMP_SCALE_ENTRY_LABEL(row->adjustment), sensitive);
}

static double percent(int opacity)
{
  return floor(opacity / 2.55 + 0.5);
}

/* The opacities: those of the style, or the user's own. */
static void show_dependent(PrimControls *controls)
{
  Control *least = &controls->rows[PRIM_PARAMETER_OPACITY_MIN],
          *greatest = &controls->rows[PRIM_PARAMETER_OPACITY_MAX];
  bool custom = controls->settings->style == PRIM_STYLE_CUSTOM;
  bool showing = controls->showing;
  int min, max;

  controls->showing = true;
  prim_settings_opacity(controls->settings, &min, &max);
  gtk_adjustment_set_value(least->adjustment,
                           custom ? controls->settings->opacity_min : percent(min));
  gtk_adjustment_set_value(greatest->adjustment,
                           custom ? controls->settings->opacity_max : percent(max));
  controls->showing = showing;
  set_sensitive(least, custom);
  set_sensitive(greatest, custom);
}

void prim_controls_show(PrimControls *controls)
{
  controls->showing = true;
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (controls->rows[i].widget)
      controls->rows[i].class->show(&controls->rows[i]);
  show_dependent(controls);
  controls->showing = false;
}

/* ---- Making widgets ------------------------------------------------------------ */

/* A label of the table, translated, with its colon. Free with g_free(). */
static char *label_text(const PrimParameter *parameter)
{
  /* Translators: a label before a control, as in "Opacity:". */
  return g_strdup_printf(_("%s:"), _(parameter->label));
}

static void name_widget(GtkWidget *widget, const Control *row)
{
  char *name = g_strconcat("prim-", row->parameter->name, NULL);

  gtk_widget_set_name(widget, name);
  g_free(name);
  gtk_widget_set_tooltip_text(widget, _(row->parameter->tooltip));
}

/* Puts label and widget into the table's next row; the mnemonic leads to `target`. */
static void attach(GtkTable *table, const Control *row, GtkWidget *widget, GtkWidget *target)
{
  guint at;
  char *text = label_text(row->parameter);

  gtk_table_get_size(table, &at, NULL);
  GtkWidget *label = gimp_table_attach_aligned(table, 0, (gint)at, text, 0, 0.5f, widget, 2, FALSE);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), target);
  gtk_size_group_add_widget(row->controls->labels, label);
  g_free(text);
}

static void make_scale(Control *row, GtkTable *table)
{
  const PrimParameter *parameter = row->parameter;
  bool whole = parameter->type == PRIM_TYPE_INT;
  char *text = label_text(parameter);
  guint at;

  gtk_table_get_size(table, &at, NULL);
  GtkObject *adjustment = gimp_scale_entry_new(
      table, 0, (gint)at, text, SCALE_WIDTH, 6, parameter->initial, parameter->min, parameter->max,
      1, 10, whole ? 0 : 1, TRUE, 0, 0, _(parameter->tooltip), NULL);
  g_free(text);
  if (whole && parameter->min > 0)
    gimp_scale_entry_set_logarithmic(adjustment, TRUE);
  row->adjustment = GTK_ADJUSTMENT(adjustment);
  row->widget = GIMP_SCALE_ENTRY_SPINBUTTON(adjustment);
  name_widget(row->widget, row);
  gtk_size_group_add_widget(row->controls->labels, GIMP_SCALE_ENTRY_LABEL(adjustment));
  g_signal_connect(adjustment, "value-changed", G_CALLBACK(on_number), row);
}

static void on_randomize(GtkToggleButton *toggle, PrimControls *controls)
{
  Control *row = &controls->rows[PRIM_PARAMETER_SEED];

  controls->randomize = gtk_toggle_button_get_active(toggle);
  if (controls->randomize)
    gtk_adjustment_set_value(row->adjustment, prim_seed_from_clock());
}

/* GIMP's row of spin button, button and check box is too wide; the last moves below, where `other`
 * is beside it. */
static void move_below(GtkTable *table, GtkWidget *widget, GtkWidget *other)
{
  GtkWidget *below = gtk_hbox_new(FALSE, ROW_SPACING);
  guint at;

  gtk_table_get_size(table, &at, NULL);
  g_object_ref(widget);
  gtk_container_remove(GTK_CONTAINER(gtk_widget_get_parent(widget)), widget);
  gtk_box_pack_start(GTK_BOX(below), widget, FALSE, FALSE, 0);
  gtk_box_pack_end(GTK_BOX(below), other, FALSE, FALSE, 0);
  gtk_table_attach(table, below, 1, 3, at, at + 1, GTK_FILL, GTK_FILL, 0, 0);
  g_object_unref(widget);
}

/* GIMP's translation of the button has the letter of Cancel's in some languages. */
static void label_new_seed(GtkWidget *widget, gpointer data)
{
  (void)data;
  if (GTK_IS_BUTTON(widget) && !GTK_IS_TOGGLE_BUTTON(widget))
    gtk_button_set_label(GTK_BUTTON(widget), _("_New Seed"));
}

static void make_seed(Control *row, GtkTable *table)
{
  PrimControls *controls = row->controls;
  GtkWidget *box = gimp_random_seed_new(&controls->seed, &controls->randomize);
  GtkWidget *toggle = GIMP_RANDOM_SEED_TOGGLE(box);

  row->widget = GIMP_RANDOM_SEED_SPINBUTTON(box);
  row->adjustment = GIMP_RANDOM_SEED_SPINBUTTON_ADJ(box);
  name_widget(row->widget, row);
  gtk_entry_set_width_chars(GTK_ENTRY(row->widget), 10);
  gtk_widget_set_tooltip_text(row->widget, _("The same seed gives the same picture again."));
  gtk_container_foreach(GTK_CONTAINER(box), label_new_seed, NULL);
  gtk_button_set_label(GTK_BUTTON(toggle), _("Randomi_ze"));
  gtk_widget_set_name(toggle, "prim-randomize");
  gtk_widget_set_tooltip_text(toggle, _("Begin with another seed each time."));
  g_signal_connect_after(toggle, "toggled", G_CALLBACK(on_randomize), controls);
  g_signal_connect(row->adjustment, "value-changed", G_CALLBACK(on_seed), row);
  attach(table, row, box, row->widget);
  move_below(table, toggle, prim_seeds_new(row->adjustment));
  row->check = toggle;
}

static GtkWidget *make_kind(Control *row, int kind)
{
  GtkWidget *check = gtk_check_button_new_with_label(_(kind_labels[kind]));
  char *name = g_strconcat("prim-", prim_kind_names[kind], NULL);
  int digit = (kind + 1) % 10;
  /* Translators: the %s is a kind of shape, "Triangles". */
  char *format = g_strconcat(_("Whether to draw with these shapes: %s."), " (Alt+%d)", NULL);
  char *tooltip = g_strdup_printf(format, _(kind_labels[kind]), digit);

  gtk_widget_set_name(check, name);
  gtk_widget_set_tooltip_text(check, tooltip);
  g_signal_connect(check, "toggled", G_CALLBACK(on_kind), row);
  prim_mnemonic_add(check, (guint)(GDK_KEY_0 + digit));
  row->controls->kinds[kind] = check;
  g_free(tooltip);
  g_free(format);
  g_free(name);
  return check;
}

static void attach_below(GtkTable *table, GtkWidget *widget, int indent)
{
  GtkWidget *inset = gtk_alignment_new(0, 0, 1, 1);
  guint at;

  gtk_table_get_size(table, &at, NULL);
  gtk_alignment_set_padding(GTK_ALIGNMENT(inset), 0, 0, (guint)indent, 0);
  gtk_container_add(GTK_CONTAINER(inset), widget);
  gtk_table_attach(table, inset, 0, 3, at, at + 1, GTK_FILL, GTK_FILL, 0, 0);
}

/* Column by column, for the order of the kinds to be seen and the Tab key to follow. */
static void make_kinds(Control *row, GtkTable *table)
{
  GtkWidget *columns = gtk_hbox_new(FALSE, COLUMN_SPACING);
  char *text = label_text(row->parameter);
  GtkWidget *label = gtk_label_new_with_mnemonic(text);

  row->widget = columns;
  for (int column = 0; column < KIND_COLUMNS; column++) {
    GtkWidget *box = gtk_vbox_new(FALSE, 0);
    int rows = (PRIM_KINDS + KIND_COLUMNS - 1) / KIND_COLUMNS;
    for (int kind = column * rows; kind < MIN((column + 1) * rows, PRIM_KINDS); kind++)
      gtk_box_pack_start(GTK_BOX(box), make_kind(row, kind), FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(columns), box, FALSE, FALSE, 0);
  }
  gtk_misc_set_alignment(GTK_MISC(label), 0, 0.5f);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), row->controls->kinds[0]);
  attach_below(table, label, 0);
  attach_below(table, columns, INDENT);
  g_free(text);
}

/* The last output is only for what can be replaced. */
static bool is_offered(const Control *row, int choice)
{
  return !is_row(row, PRIM_PARAMETER_OUTPUT) || choice != PRIM_OUTPUT_REPLACE ||
         row->controls->host->result != -1;
}

static void make_choice(Control *row, GtkTable *table)
{
  GtkWidget *box = gtk_combo_box_text_new();

  for (int i = 0; i <= (int)row->parameter->max && is_offered(row, i); i++)
    gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(box), _(row->parameter->choices[i].label));
  row->widget = box;
  name_widget(box, row);
  g_signal_connect(box, "changed", G_CALLBACK(on_choice), row);
  attach(table, row, box, box);
  if (is_row(row, PRIM_PARAMETER_GPU_MODE)) {
    guint at;
    gtk_table_get_size(table, &at, NULL);
    gimp_table_attach_aligned(table, 0, (gint)at, NULL, 0, 0,
                              prim_device_note_widget(row->controls->device), 2, FALSE);
  }
}

static void make_drawable(Control *row, GtkTable *table)
{
  GtkWidget *box = prim_drawable_box_new(row->controls->host->image, -1, _("None: all alike"));

  gimp_int_combo_box_prepend(GIMP_INT_COMBO_BOX(box), GIMP_INT_STORE_VALUE, PRIM_IMPORTANCE_PAINTED,
                             GIMP_INT_STORE_LABEL, _("As painted in the preview"), -1);
  row->widget = box;
  name_widget(box, row);
  gimp_int_combo_box_connect(GIMP_INT_COMBO_BOX(box), -1, G_CALLBACK(on_drawable), row);
  attach(table, row, box, box);
}

static void make_file(Control *row, GtkTable *table)
{
  GtkWidget *box = prim_file_entry_new(&row->widget);

  name_widget(row->widget, row);
  g_signal_connect(row->widget, "changed", G_CALLBACK(on_entry), row);
  attach(table, row, box, row->widget);
}

static void make_palette(Control *row, GtkTable *table)
{
  PrimPaletteBox *box = prim_palette_box_new(on_palette, row);

  row->controls->palette = box;
  row->widget = prim_palette_box_widget(box);
  attach(table, row, row->widget, prim_palette_box_check(box));
  attach_below(table, prim_palette_box_below(box), INDENT);
}

static void make_color(Control *row, GtkTable *table)
{
  GtkWidget *box = gtk_hbox_new(FALSE, ROW_SPACING);
  GimpRGB black = {0, 0, 0, 1};

  row->check = gtk_check_button_new_with_label(_("Darker"));
  gtk_widget_set_name(row->check, "prim-outline-darker");
  gtk_widget_set_tooltip_text(row->check, _("Each outline is darker than its shape."));
  row->widget = gimp_color_button_new(_(row->parameter->label), COLOR_WIDTH, COLOR_HEIGHT, &black,
                                      GIMP_COLOR_AREA_FLAT);
  name_widget(row->widget, row);
  gtk_box_pack_start(GTK_BOX(box), row->check, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box), row->widget, TRUE, TRUE, 0);
  g_signal_connect(row->check, "toggled", G_CALLBACK(on_darker), row);
  g_signal_connect(row->widget, "color-changed", G_CALLBACK(on_color), row);
  attach(table, row, box, row->check);
}

/* ---- The tables ---------------------------------------------------------------- */

/* Controls go by the type of their parameter; some have a control of their own. */
static const ControlClass *class_of(PrimParameterId id)
{
  static const ControlClass types[] = {
      [PRIM_TYPE_INT] = {make_scale, show_number},
      [PRIM_TYPE_FLOAT] = {make_scale, show_number},
      [PRIM_TYPE_ENUM] = {make_choice, show_choice},
      [PRIM_TYPE_SHAPES] = {make_kinds, show_kinds},
      [PRIM_TYPE_TEXT] = {make_file, show_file},
      [PRIM_TYPE_DRAWABLE] = {make_drawable, show_drawable},
      [PRIM_TYPE_COLOR] = {make_color, show_color},
  };
  static const ControlClass own[PRIM_PARAMETERS] = {
      [PRIM_PARAMETER_SEED] = {make_seed, show_number},
      [PRIM_PARAMETER_PALETTE] = {make_palette, show_palette},
  };

  return own[id].make ? &own[id] : &types[prim_parameters[id].type];
}

static int by_place(const void *a, const void *b)
{
  return (*(Control *const *)a)->parameter->place - (*(Control *const *)b)->parameter->place;
}

/* The rows of a section. */
static GtkWidget *make_table(PrimControls *controls, PrimSection section)
{
  GtkWidget *table = gtk_table_new(1, 3, FALSE);
  Control *rows[PRIM_PARAMETERS];
  size_t count = 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (prim_parameters[i].section == section)
      rows[count++] = &controls->rows[i];
  qsort(rows, count, sizeof *rows, by_place);
  gtk_table_set_row_spacings(GTK_TABLE(table), ROW_SPACING);
  gtk_table_set_col_spacings(GTK_TABLE(table), ROW_SPACING);
  gtk_table_set_col_spacing(GTK_TABLE(table), 0, COLUMN_SPACING);
  for (size_t i = 0; i < count; i++)
    rows[i]->class->make(rows[i], GTK_TABLE(table));
  return table;
}

PrimControls *prim_controls_new(const PrimDialogHost *host, PrimSettings *settings,
                                void (*changed)(void *data), void *data)
{
  PrimControls *controls = g_new0(PrimControls, 1);

  controls->host = host;
  controls->settings = settings;
  controls->changed = changed;
  controls->data = data;
  controls->showing = true;
  controls->randomize = settings->seed < 0;
  if (settings->seed < 0)
    settings->seed = prim_seed_from_clock();
  controls->seed = (guint32)settings->seed;
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    controls->rows[i] = (Control){.controls = controls,
                                  .parameter = &prim_parameters[i],
                                  .class = class_of((PrimParameterId)i)};
  controls->labels = gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL);
  controls->device = prim_device_note_new(host);
  for (int i = 0; i < PRIM_SECTIONS; i++)
    controls->sections[i] = make_table(controls, (PrimSection)i);
  prim_controls_show(controls);
  return controls;
}

void prim_controls_free(PrimControls *controls)
{
  g_object_unref(controls->labels);
  prim_device_note_free(controls->device);
  prim_palette_box_free(controls->palette);
  g_free(controls);
}

void prim_controls_show_palette(PrimControls *controls, const PrimPalette *palette)
{
  uint8_t colors[3 * PRIM_PALETTE_MAX];

  for (int i = 0; i < palette->count; i++)
    for (int k = 0; k < 3; k++)
      colors[3 * i + k] = (uint8_t)palette->channel[k][i];
  controls->host->to_srgb(controls->host->data, colors, palette->count);
  prim_palette_box_show_colors(controls->palette, colors, palette->count);
}

GtkWidget *prim_controls_section(PrimControls *controls, PrimSection section)
{
  return controls->sections[section];
}

GtkSizeGroup *prim_controls_labels(PrimControls *controls)
{
  return controls->labels;
}

bool prim_controls_confirm(PrimControls *controls)
{
  return prim_file_entry_confirm(controls->rows[PRIM_PARAMETER_EXPORT].widget);
}

bool prim_controls_randomize(const PrimControls *controls)
{
  return controls->randomize;
}

void prim_controls_set_randomize(PrimControls *controls, bool randomize)
{
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(controls->rows[PRIM_PARAMETER_SEED].check),
                               randomize);
}
