/* Where colors come from, and which these are: a swatch each, which changes its color when it is
 * clicked. */
#include <string.h>

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "palette_box.h"
#include "palettes.h"
#include "text.h"

enum {
  SPACING = 6,
  COLUMNS = 8,
  SWATCHES = 32, /* of more colors the first are shown */
  SWATCH_WIDTH = 20,
  SWATCH_HEIGHT = 16,
  PICTURE_COLORS = 6 /* of the picture at first */
};

/* The entries of the list; bundled palettes are between the first and the others. */
enum {
  ENTRY_PICTURE,
  ENTRY_BUNDLED,
  ENTRY_GIMP = ENTRY_BUNDLED + PRIM_PALETTES_BUNDLED,
  ENTRY_CUSTOM
};

struct PrimPaletteBox {
  void (*chosen)(const char *text, void *data);
  void *data;
  GtkWidget *row, *check, *list, *below, *count_row, *count, *gimp, *grid, *more;
  GtkWidget *swatches[SWATCHES];
  PrimPaletteChoice colors; /* that are shown, as a list; its count may be above what fits */
  char text[PRIM_TEXT_MAX]; /* of the parameter, as it is shown */
  bool showing;             /* values are being shown: signals are not the user's doing */
};

/* ---- What the user does -------------------------------------------------------- */

static bool has_colors(const char *name)
{
  int count = 0;

  return name && gimp_palette_get_info(name, &count) && count >= 2;
}

/* GIMP's current palette; if that has but one color, as a fresh color history, another. For
 * g_free(). */
static char *choose_gimp_palette(const PrimPaletteBox *box)
{
  const char *current =
      gimp_palette_select_button_get_palette(GIMP_PALETTE_SELECT_BUTTON(box->gimp));
  char *name = g_strdup(current);
  int count = 0;
  char **names = has_colors(current) ? NULL : gimp_palettes_get_list("", &count);

  for (int i = 0; i < count; i++)
    if (has_colors(names[i])) {
      g_free(name);
      name = g_strdup(names[i]);
      break;
    }
  for (int i = 0; i < count; i++)
    g_free(names[i]);
  g_free(names);
  return name ? name : g_strdup("");
}

static void choose_picture(PrimPaletteBox *box)
{
  PrimPaletteChoice choice = {.source = PRIM_PALETTE_PICTURE,
                              .count =
                                  gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(box->count))};
  char text[PRIM_TEXT_MAX];

  prim_palette_format(&choice, text);
  box->chosen(text, box->data);
}

/* The colors that are shown, from now on the user's own. */
static void choose_custom(PrimPaletteBox *box)
{
  PrimPaletteChoice choice = box->colors;
  char text[PRIM_TEXT_MAX];

  choice.source = PRIM_PALETTE_LIST;
  choice.count = MIN(choice.count, PRIM_PALETTE_LIST_MAX);
  prim_palette_format(&choice, text);
  box->chosen(choice.count ? text : prim_palettes_bundled[0].colors, box->data);
}

static void choose(PrimPaletteBox *box)
{
  int entry = gtk_combo_box_get_active(GTK_COMBO_BOX(box->list));

  if (entry == ENTRY_PICTURE)
    choose_picture(box);
  else if (entry == ENTRY_CUSTOM)
    choose_custom(box);
  else if (entry == ENTRY_GIMP) {
    char *name = choose_gimp_palette(box);
    box->chosen(name, box->data);
    g_free(name);
  } else
    box->chosen(prim_palettes_bundled[entry - ENTRY_BUNDLED].colors, box->data);
}

static void on_check(GtkToggleButton *check, PrimPaletteBox *box)
{
  if (box->showing)
    return;
  if (gtk_toggle_button_get_active(check))
    choose(box);
  else
    box->chosen("", box->data);
}

static void on_list(GtkWidget *list, PrimPaletteBox *box)
{
  (void)list;
  if (!box->showing)
    choose(box);
}

static void on_count(GtkWidget *count, PrimPaletteBox *box)
{
  (void)count;
  if (!box->showing)
    choose_picture(box);
}

static void on_gimp(GtkWidget *button, const char *name, gboolean closing, PrimPaletteBox *box)
{
  (void)button;
  (void)closing;
  if (!box->showing)
    box->chosen(name, box->data);
}

static int32_t color_of(GtkWidget *swatch)
{
  GimpRGB color;
  guchar r, g, b;

  gimp_color_button_get_color(GIMP_COLOR_BUTTON(swatch), &color);
  gimp_rgb_get_uchar(&color, &r, &g, &b);
  return r << 16 | g << 8 | b;
}

static void on_swatch(GtkWidget *swatch, PrimPaletteBox *box)
{
  int at = 0;

  while (box->swatches[at] != swatch)
    at++;
  if (box->showing || color_of(swatch) == box->colors.colors[at])
    return;
  box->colors.colors[at] = color_of(swatch);
  choose_custom(box);
}

/* ---- Showing ------------------------------------------------------------------- */

static void show_swatch(GtkWidget *swatch, int32_t rgb)
{
  GimpRGB color;

  if (rgb == color_of(swatch))
    return;
  gimp_rgb_set_uchar(&color, (guchar)(rgb >> 16), (guchar)(rgb >> 8 & 255), (guchar)(rgb & 255));
  gimp_color_button_set_color(GIMP_COLOR_BUTTON(swatch), &color);
}

static void show_more(PrimPaletteBox *box)
{
  char *text = g_strdup_printf(_("and %d more"), box->colors.count - SWATCHES);

  gtk_label_set_text(GTK_LABEL(box->more), text);
  gtk_widget_set_visible(box->more, box->colors.count > SWATCHES);
  g_free(text);
}

/* Of more colors than a list can have none can be changed. */
static void show_colors(PrimPaletteBox *box)
{
  bool showing = box->showing;

  box->showing = true;
  for (int i = 0; i < SWATCHES; i++) {
    if (i < box->colors.count)
      show_swatch(box->swatches[i], box->colors.colors[i]);
    gtk_widget_set_visible(box->swatches[i], i < box->colors.count);
  }
  gtk_widget_set_sensitive(box->grid, box->colors.count <= PRIM_PALETTE_LIST_MAX);
  show_more(box);
  box->showing = showing;
}

void prim_palette_box_show_colors(PrimPaletteBox *box, const uint8_t *srgb, int count)
{
  if (box->colors.source == PRIM_PALETTE_LIST || box->colors.source == PRIM_PALETTE_FREE)
    return;
  box->colors.count = count;
  for (int i = 0; i < MIN(count, PRIM_PALETTE_LIST_MAX); i++)
    box->colors.colors[i] = srgb[3 * i] << 16 | srgb[3 * i + 1] << 8 | srgb[3 * i + 2];
  show_colors(box);
}

static int entry_of(const PrimPaletteBox *box, const PrimPaletteChoice *choice, const char *text)
{
  int bundled = prim_palettes_find(text);

  switch (choice->source) {
  case PRIM_PALETTE_PICTURE:
    return ENTRY_PICTURE;
  case PRIM_PALETTE_LIST:
    return bundled >= 0 ? ENTRY_BUNDLED + bundled : ENTRY_CUSTOM;
  case PRIM_PALETTE_NAMED:
    return ENTRY_GIMP;
  default:
    return gtk_combo_box_get_active(GTK_COMBO_BOX(box->list));
  }
}

void prim_palette_box_show(PrimPaletteBox *box, const char *text)
{
  PrimPaletteChoice choice = prim_palette_parse(text);
  int entry = entry_of(box, &choice, text);
  bool on = choice.source != PRIM_PALETTE_FREE;

  box->showing = true;
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(box->check), on);
  gtk_combo_box_set_active(GTK_COMBO_BOX(box->list), entry);
  gtk_widget_set_sensitive(box->list, on);
  if (choice.source == PRIM_PALETTE_PICTURE)
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(box->count), choice.count);
  if (choice.source == PRIM_PALETTE_NAMED)
    gimp_palette_select_button_set_palette(GIMP_PALETTE_SELECT_BUTTON(box->gimp), text);
  gtk_widget_set_visible(box->count_row, choice.source == PRIM_PALETTE_PICTURE);
  gtk_widget_set_visible(box->gimp, choice.source == PRIM_PALETTE_NAMED);
  gtk_widget_set_visible(box->below, on);
  if (choice.source == PRIM_PALETTE_LIST)
    box->colors = choice;
  else if (strcmp(text, box->text) != 0) /* its colors come when they are found */
    box->colors = (PrimPaletteChoice){.source = choice.source};
  g_strlcpy(box->text, text, sizeof box->text);
  show_colors(box);
  box->showing = false;
}

/* ---- Making widgets ------------------------------------------------------------ */

/* Shown and hidden by show functions alone. */
static void keep_hidden(GtkWidget *widget)
{
  gtk_widget_show_all(widget);
  gtk_widget_set_no_show_all(widget, TRUE);
  gtk_widget_hide(widget);
}

static void make_list(PrimPaletteBox *box)
{
  GtkComboBoxText *list = GTK_COMBO_BOX_TEXT(gtk_combo_box_text_new());

  gtk_combo_box_text_append_text(list, _("From the picture"));
  for (int i = 0; i < PRIM_PALETTES_BUNDLED; i++)
    gtk_combo_box_text_append_text(list, _(prim_palettes_bundled[i].name));
  gtk_combo_box_text_append_text(list, _("Palette of GIMP"));
  gtk_combo_box_text_append_text(list, _("Custom colors"));
  gtk_combo_box_set_active(GTK_COMBO_BOX(list), ENTRY_PICTURE);
  box->list = GTK_WIDGET(list);
  gtk_widget_set_name(box->list, "prim-palette");
  gtk_widget_set_tooltip_text(box->list, _("Where the colors come from."));
  g_signal_connect(list, "changed", G_CALLBACK(on_list), box);
}

static void make_row(PrimPaletteBox *box)
{
  box->row = gtk_hbox_new(FALSE, SPACING);
  box->check = gtk_check_button_new();
  gtk_widget_set_name(box->check, "prim-palette-on");
  gtk_widget_set_tooltip_text(box->check, _("Limits the colors that shapes may have."));
  g_signal_connect(box->check, "toggled", G_CALLBACK(on_check), box);
  make_list(box);
  gtk_box_pack_start(GTK_BOX(box->row), box->check, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box->row), box->list, TRUE, TRUE, 0);
}

static void make_count(PrimPaletteBox *box)
{
  GtkWidget *label = gtk_label_new(_("Number of colors:"));

  box->count =
      gtk_spin_button_new_with_range(PRIM_PALETTE_PICTURE_MIN, PRIM_PALETTE_PICTURE_MAX, 1);
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(box->count), PICTURE_COLORS);
  gtk_widget_set_name(box->count, "prim-colors");
  gtk_widget_set_tooltip_text(box->count, _("How many colors of the picture shapes may have."));
  g_signal_connect(box->count, "value-changed", G_CALLBACK(on_count), box);
  box->count_row = gtk_hbox_new(FALSE, SPACING);
  gtk_box_pack_start(GTK_BOX(box->count_row), label, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box->count_row), box->count, FALSE, FALSE, 0);
  keep_hidden(box->count_row);
}

static void make_gimp(PrimPaletteBox *box)
{
  box->gimp = gimp_palette_select_button_new(_("Choose the Colors of the Shapes"), NULL);
  gtk_widget_set_name(box->gimp, "prim-palette-gimp");
  gtk_widget_set_tooltip_text(box->gimp, _("The palette that shapes take their colors from."));
  g_signal_connect(box->gimp, "palette-set", G_CALLBACK(on_gimp), box);
  keep_hidden(box->gimp);
}

static GtkWidget *make_swatch(PrimPaletteBox *box, int number)
{
  GimpRGB black = {0, 0, 0, 1};
  GtkWidget *swatch = gimp_color_button_new(_("Change a Color"), SWATCH_WIDTH, SWATCH_HEIGHT,
                                            &black, GIMP_COLOR_AREA_FLAT);
  char name[32];

  g_snprintf(name, sizeof name, "prim-swatch-%d", number);
  gtk_widget_set_name(swatch, name);
  gtk_widget_set_tooltip_text(swatch, _("Click to change this color."));
  g_signal_connect(swatch, "color-changed", G_CALLBACK(on_swatch), box);
  keep_hidden(swatch);
  return swatch;
}

static void make_grid(PrimPaletteBox *box)
{
  box->grid = gtk_table_new(SWATCHES / COLUMNS, COLUMNS, FALSE);
  for (guint i = 0; i < SWATCHES; i++) {
    guint column = i % COLUMNS, row = i / COLUMNS;
    box->swatches[i] = make_swatch(box, (int)i + 1);
    gtk_table_attach(GTK_TABLE(box->grid), box->swatches[i], column, column + 1, row, row + 1,
                     GTK_FILL, GTK_FILL, 0, 0);
  }
  box->more = gtk_label_new(NULL);
  gtk_misc_set_alignment(GTK_MISC(box->more), 0, 0.5f);
  keep_hidden(box->more);
}

static void make_below(PrimPaletteBox *box)
{
  GtkWidget *parts[] = {box->count_row, box->gimp, box->grid, box->more};

  box->below = gtk_vbox_new(FALSE, SPACING);
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    gtk_box_pack_start(GTK_BOX(box->below), parts[i], FALSE, FALSE, 0);
  keep_hidden(box->below);
}

PrimPaletteBox *prim_palette_box_new(void (*chosen)(const char *text, void *data), void *data)
{
  PrimPaletteBox *box = g_new0(PrimPaletteBox, 1);

  box->chosen = chosen;
  box->data = data;
  box->showing = true;
  make_row(box);
  make_count(box);
  make_gimp(box);
  make_grid(box);
  make_below(box);
  box->showing = false;
  return box;
}

void prim_palette_box_free(PrimPaletteBox *box)
{
  g_free(box);
}

GtkWidget *prim_palette_box_widget(PrimPaletteBox *box)
{
  return box->row;
}

GtkWidget *prim_palette_box_below(PrimPaletteBox *box)
{
  return box->below;
}

GtkWidget *prim_palette_box_check(PrimPaletteBox *box)
{
  return box->check;
}
