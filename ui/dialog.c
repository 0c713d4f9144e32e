/* The window, and what a change in it sets off.
 *
 * A change of the settings goes to the worker, whose news go to the status and, as
 * sketches, to the preview. Nothing here waits for anything. */
#include <locale.h>
#include <string.h>

#include <gdk/gdkkeysyms.h>
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "brush.h"
#include "build_up.h"
#include "change.h"
#include "controls.h"
#include "copy.h"
#include "dialog.h"
#include "help.h"
#include "history.h"
#include "hook.h"
#include "input_box.h"
#include "looks.h"
#include "mnemonic.h"
#include "preset_box.h"
#include "preview.h"
#include "save_animation.h"
#include "status.h"
#include "text.h"
#include "wheel.h"
#include "worker.h"

#define ROLE "gimp-primitive"

enum {
  RESPONSE_RESET = 1,
  WIDTH = 1040,
  HEIGHT = 720,
  MARGIN = 12, /* around and between the parts of the window */
  SPACE_FOR_FRAMES = 60
};

typedef struct Dialog {
  const PrimDialogHost *host;
  GtkWidget *window, *side, *copy_menu;
  PrimSettings settings, searched; /* as chosen now, and as of the last search */
  bool randomize;
  bool expanding; /* the expander was opened, and its contents do not show yet: ... */
  double height;  /* ... so high are the controls without them */
  PrimInputBox *input;
  PrimControls *controls;
  PrimPresetBox *presets;
  PrimLooks *looks;
  PrimBrush *brush;
  PrimHistory *history;
  PrimBuildUp *build_up;
  PrimPreview *preview;
  PrimStatusBar status;
  PrimWorker *worker;
  bool target_read;       /* the worker has a working image for `searched` */
  unsigned search;        /* number of the current search */
  PrimStage stage;        /* how it stands */
  PrimSketch *sketch;     /* its drawing so far, or the last one's */
  double error;           /* of that */
  PrimImportanceMap *map; /* in the end: what was painted, ... */
  int chosen;             /* ... and how many of the sketch's shapes are wanted */
  bool finishing;         /* OK was pressed: done when the search is */
  bool accepted;
} Dialog;

/* ---- Searching ----------------------------------------------------------------- */

/* OK needs something to paint, or a search that will bring it. */
static void show_readiness(Dialog *dialog)
{
  bool ready = dialog->stage == PRIM_STAGE_SEARCHING ||
               (dialog->stage != PRIM_STAGE_FAILED && dialog->sketch);

  gtk_dialog_set_response_sensitive(GTK_DIALOG(dialog->window), GTK_RESPONSE_OK,
                                    ready && !dialog->finishing);
}

/* Gives a drawing the background and finish that are chosen now; whether it had others. */
static bool set_rendering(const Dialog *dialog, PrimDrawing *drawing)
{
  const PrimSettings *settings = &dialog->settings;
  bool transparent = settings->background == PRIM_BACKGROUND_TRANSPARENT;
  uint8_t color[3] = {0};

  if (settings->outline > 0 && settings->outline_color >= 0)
    dialog->host->map_color(dialog->host->data, settings->outline_color, color);
  PrimFinish finish = prim_finish(settings, drawing->width, drawing->height, color);
  bool same = drawing->transparent == transparent && prim_finish_equal(&drawing->finish, &finish);
  drawing->transparent = transparent;
  drawing->finish = finish;
  return !same;
}

/* The drawing as far as the user wants it. */
static PrimDrawing chosen_part(const Dialog *dialog)
{
  PrimDrawing part = dialog->sketch->drawing;

  part.count = prim_build_up_chosen(dialog->build_up, part.count);
  return part;
}

/* Shows the sketch as it is to be painted now; others may hold the one that there is. */
static void show_sketch(Dialog *dialog)
{
  if (!dialog->sketch)
    return;
  PrimDrawing wanted = dialog->sketch->drawing;
  if (set_rendering(dialog, &wanted)) {
    PrimSketch *copy = prim_sketch_new(&wanted, dialog->sketch->search);
    if (!copy)
      return;
    prim_sketch_unref(dialog->sketch);
    dialog->sketch = copy;
  }
  wanted = chosen_part(dialog);
  PrimSketch *part = wanted.count == dialog->sketch->drawing.count
                         ? prim_sketch_ref(dialog->sketch)
                         : prim_sketch_new(&wanted, dialog->sketch->search);
  if (!part)
    return;
  prim_preview_show(dialog->preview, part);
  prim_sketch_unref(part);
}

static void fail(Dialog *dialog, const char *problem)
{
  prim_worker_stop(dialog->worker);
  dialog->target_read = false;
  dialog->stage = PRIM_STAGE_FAILED;
  gtk_widget_set_sensitive(dialog->status.stop, FALSE);
  prim_status_warn(&dialog->status, problem);
  show_readiness(dialog);
  prim_hook_widgets(dialog->window);
}

/* The working image, when it is another one now; false when that failed. */
static bool read_target(Dialog *dialog, PrimChange change, PrimTarget **target)
{
  GError *error = NULL;

  *target = NULL;
  if (change < PRIM_CHANGE_TARGET && dialog->target_read)
    return true;
  *target = dialog->host->read_target(dialog->host->data, &dialog->settings, &error);
  if (*target) {
    prim_preview_set_target(dialog->preview, *target);
    prim_controls_show_palette(dialog->controls, &(*target)->palette);
    dialog->target_read = true;
    return true;
  }
  fail(dialog, error->message);
  g_error_free(error);
  return false;
}

/* For tests: how a search stands. */
static void note_search(unsigned number, const char *event, int shapes)
{
  char line[96];

  if (shapes < 0)
    g_snprintf(line, sizeof line, "search %u %s", number, event);
  else
    g_snprintf(line, sizeof line, "search %u %s %d shapes", number, event, shapes);
  prim_hook_note(line);
}

static void note_end(const PrimNews *news)
{
  static const char *const stages[] = {"searching", "done", "stopped", "failed"};

  if (news->stage != PRIM_STAGE_SEARCHING)
    note_search(news->search, stages[news->stage], news->placed);
}

/* With another target, or that of the search before; for a change at the time `since`. */
static void begin_search(Dialog *dialog, PrimTarget *target, bool again, gint64 since)
{
  dialog->searched = dialog->settings;
  dialog->search = prim_worker_search(dialog->worker, target, &dialog->settings, again);
  if (!dialog->search) {
    fail(dialog, _("The search could not begin: the system has no thread to spare. End other "
                   "programs, then change any setting to try again."));
    return;
  }
  note_search(dialog->search, "asked", -1);
  prim_build_up_reset(dialog->build_up);
  dialog->stage = PRIM_STAGE_SEARCHING;
  prim_preview_await(dialog->preview, dialog->search, since);
  prim_status_begin(&dialog->status);
  show_readiness(dialog);
}

static void search(Dialog *dialog, PrimChange change)
{
  gint64 now = g_get_monotonic_time();
  bool again = change == PRIM_CHANGE_COUNT && dialog->target_read;
  PrimTarget *target;

  if (read_target(dialog, change, &target))
    begin_search(dialog, target, again, now);
}

/* What is painted has changed: the picture need not be read again for that. */
static void on_painted(void *data, gint64 since)
{
  Dialog *dialog = data;
  PrimTarget *target = dialog->target_read ? dialog->host->weigh(dialog->host->data) : NULL;

  prim_controls_show(dialog->controls);
  if (target)
    begin_search(dialog, target, false, since);
  else
    search(dialog, PRIM_CHANGE_TARGET);
}

static void on_stroke(void *data)
{
  Dialog *dialog = data;

  prim_history_note(dialog->history, &dialog->settings, prim_brush_map(dialog->brush), true);
}

static int32_t input_of(const PrimDialogHost *host)
{
  return host->input == PRIM_DIALOG_VISIBLE ? PRIM_INPUT_VISIBLE : PRIM_INPUT_DRAWABLE;
}

/* Some setting has changed. */
static void on_changed(void *data)
{
  Dialog *dialog = data;

  dialog->settings.input = input_of(dialog->host); /* it is chosen, and not undone */
  PrimChange change = prim_change_between(&dialog->searched, &dialog->settings);
  prim_history_note(dialog->history, &dialog->settings, prim_brush_map(dialog->brush), false);
  prim_input_box_show(dialog->input);
  prim_controls_show(dialog->controls);
  prim_preset_box_show(dialog->presets);
  prim_brush_show(dialog->brush);
  if (change >= PRIM_CHANGE_COUNT || dialog->stage == PRIM_STAGE_FAILED)
    search(dialog, change);
  else if (change == PRIM_CHANGE_RENDERING) {
    dialog->searched = dialog->settings;
    show_sketch(dialog);
  }
}

/* What was painted on a picture of another size says nothing about this one. */
static void forget_painting(Dialog *dialog)
{
  prim_brush_set_map(dialog->brush, NULL);
  if (dialog->settings.importance == PRIM_IMPORTANCE_PAINTED)
    dialog->settings.importance = -1;
  prim_controls_show(dialog->controls);
}

/* Another picture is to be drawn after. */
static void on_input(void *data, int32_t input)
{
  Dialog *dialog = data;
  int width = dialog->host->width, height = dialog->host->height;
  GError *error = NULL;

  if (dialog->host->set_input(dialog->host->data, input, &error)) {
    dialog->settings.input = input_of(dialog->host);
    if (dialog->host->width != width || dialog->host->height != height)
      forget_painting(dialog);
    prim_history_free(dialog->history); /* what was painted was on another picture */
    dialog->history = prim_history_new(dialog->host);
    prim_history_note(dialog->history, &dialog->settings, prim_brush_map(dialog->brush), false);
    prim_sketch_unref(dialog->sketch);
    dialog->sketch = NULL;
    dialog->target_read = false;
    prim_preview_renew(dialog->preview);
    prim_looks_renew(dialog->looks);
    search(dialog, PRIM_CHANGE_TARGET);
  } else {
    prim_status_warn(&dialog->status, error->message);
    g_error_free(error);
  }
  prim_input_box_show(dialog->input);
}

static void finish(Dialog *dialog)
{
  dialog->accepted = dialog->sketch && dialog->stage != PRIM_STAGE_FAILED;
  gtk_main_quit();
}

static void deliver(const Dialog *dialog)
{
  PrimDrawing part = chosen_part(dialog);

  dialog->host->deliver(dialog->host->data, &dialog->settings, &part);
}

/* The worker has news. */
static void on_news(void *data)
{
  Dialog *dialog = data;
  PrimNews news;

  if (!prim_worker_take(dialog->worker, &news))
    return;
  if (news.search == dialog->search && dialog->target_read) {
    dialog->stage = news.stage;
    if (news.sketch) {
      prim_sketch_unref(dialog->sketch);
      dialog->sketch = prim_sketch_ref(news.sketch);
      dialog->error = news.error;
      prim_build_up_show(dialog->build_up, dialog->sketch->drawing.count);
      show_sketch(dialog);
      prim_looks_draw(dialog->looks);
    }
    prim_status_show(&dialog->status, dialog->worker, &news);
    show_readiness(dialog);
    prim_hook_widgets(dialog->window);
    note_end(&news);
    if (dialog->finishing && news.stage == PRIM_STAGE_SEARCHING && news.sketch)
      deliver(dialog);
    if (dialog->finishing && news.stage != PRIM_STAGE_SEARCHING)
      finish(dialog);
  }
  prim_news_clear(&news);
}

/* ---- Buttons ------------------------------------------------------------------- */

/* OK: at once when the search is done, else when it will be. */
static void accept(Dialog *dialog)
{
  GError *error = NULL;

  gtk_window_set_focus(GTK_WINDOW(dialog->window), NULL); /* takes what is being typed */
  if (!dialog->host->check(dialog->host->data, &dialog->settings, &error)) {
    prim_status_warn(&dialog->status, error->message);
    g_error_free(error);
    return;
  }
  if (!prim_controls_confirm(dialog->controls))
    return;
  if (dialog->stage != PRIM_STAGE_SEARCHING) {
    finish(dialog);
    return;
  }
  dialog->finishing = true;
  gtk_widget_set_sensitive(dialog->side, FALSE);
  prim_brush_stop(dialog->brush);
  gtk_dialog_set_response_sensitive(GTK_DIALOG(dialog->window), RESPONSE_RESET, FALSE);
  prim_status_finish(&dialog->status);
  show_readiness(dialog);
}

static void reset(Dialog *dialog)
{
  dialog->settings = prim_settings_default();
  if (dialog->host->result != -1)
    dialog->settings.output = PRIM_OUTPUT_REPLACE;
  prim_controls_set_randomize(dialog->controls, false);
  prim_preset_box_forget(dialog->presets);
  on_changed(dialog);
}

static void on_response(GtkWidget *window, int response, Dialog *dialog)
{
  (void)window;
  switch (response) {
  case GTK_RESPONSE_OK:
    accept(dialog);
    break;
  case RESPONSE_RESET:
    reset(dialog);
    break;
  case GTK_RESPONSE_HELP:
    prim_help_show(GTK_WINDOW(dialog->window), dialog->host->folder);
    break;
  default: /* Cancel, Escape, or the window was closed */
    gtk_main_quit();
  }
}

/* Closing is a response; the window goes when the dialog does. */
static gboolean on_delete(void)
{
  return TRUE;
}

static void on_stop(GtkWidget *button, Dialog *dialog)
{
  (void)button;
  prim_worker_stop(dialog->worker);
}

static void copy_call(Dialog *dialog, PrimLanguage language)
{
  GtkClipboard *clipboard = gtk_clipboard_get(GDK_SELECTION_CLIPBOARD);
  PrimSettings settings = dialog->settings;

  if (settings.importance == PRIM_IMPORTANCE_PAINTED) {
    settings.importance = -1;
    prim_status_warn(&dialog->status, _("The command does not say what you painted: that becomes "
                                        "a channel with OK, and can be copied then."));
  }
  char *call = prim_copy_call(language, dialog->host, &settings);
  gtk_clipboard_set_text(clipboard, call, -1);
  gtk_clipboard_set_can_store(clipboard, NULL, 0); /* it stays when the window is closed */
  g_free(call);
}

static void on_copy_script(GtkWidget *item, Dialog *dialog)
{
  (void)item;
  copy_call(dialog, PRIM_SCRIPT_FU);
}

static void on_copy_python(GtkWidget *item, Dialog *dialog)
{
  (void)item;
  copy_call(dialog, PRIM_PYTHON_FU);
}

static void on_copy(GtkWidget *button, Dialog *dialog)
{
  (void)button;
  gtk_menu_popup(GTK_MENU(dialog->copy_menu), NULL, NULL, NULL, NULL, 0,
                 gtk_get_current_event_time());
  gtk_menu_shell_select_first(GTK_MENU_SHELL(dialog->copy_menu), FALSE);
}

/* ---- The build-up -------------------------------------------------------------- */

/* Another moment of it was chosen. */
static void on_moment(void *data)
{
  show_sketch(data);
}

static void on_save_animation(void *data)
{
  Dialog *dialog = data;
  PrimDrawing part, copy;

  if (!dialog->sketch)
    return;
  part = chosen_part(dialog);
  if (!prim_drawing_copy(&part, &copy))
    return;
  prim_save_animation(dialog->window, &dialog->status, dialog->host, &copy);
  prim_drawing_clear(&copy);
}

/* The brush's controls take the place of the build-up's. */
static void on_brush(GtkToggleButton *button, Dialog *dialog)
{
  gtk_widget_set_visible(prim_build_up_widget(dialog->build_up),
                         !gtk_toggle_button_get_active(button));
}

/* ---- Undo and redo ------------------------------------------------------------- */

typedef bool Step(PrimHistory *history, PrimSettings *settings, PrimImportanceMap **map,
                  bool *painted);

static void go(Dialog *dialog, Step *step)
{
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(dialog->window));
  PrimImportanceMap *map;
  bool painted;

  gtk_window_set_focus(GTK_WINDOW(dialog->window), NULL); /* takes what is being typed */
  gtk_window_set_focus(GTK_WINDOW(dialog->window), focus);
  if (dialog->finishing || !gtk_widget_get_sensitive(dialog->window) ||
      !step(dialog->history, &dialog->settings, &map, &painted)) {
    gtk_widget_error_bell(dialog->window);
    return;
  }
  prim_brush_set_map(dialog->brush, map);
  on_changed(dialog);
  if (painted)
    on_painted(dialog, g_get_monotonic_time());
}

static gboolean on_undo(GtkAccelGroup *group, GObject *window, guint key, GdkModifierType modifiers,
                        Dialog *dialog)
{
  (void)group, (void)window, (void)key, (void)modifiers;
  go(dialog, prim_history_back);
  return TRUE;
}

static gboolean on_redo(GtkAccelGroup *group, GObject *window, guint key, GdkModifierType modifiers,
                        Dialog *dialog)
{
  (void)group, (void)window, (void)key, (void)modifiers;
  go(dialog, prim_history_forward);
  return TRUE;
}

static void add_key(Dialog *dialog, GtkAccelGroup *accelerators, guint key,
                    GdkModifierType modifiers, GCallback pressed)
{
  gtk_accel_group_connect(accelerators, key, modifiers, 0, g_cclosure_new(pressed, dialog, NULL));
}

/* ---- Keys ---------------------------------------------------------------------- */

/* What the Return key presses when it has the focus, and the space bar elsewhere does. */
static bool is_pressed_by_return(GtkWidget *focus)
{
  return focus && (GTK_IS_BUTTON(focus) || GTK_IS_EXPANDER(focus));
}

/* The space bar shows the original whatever has the focus, unless that is written into; so a
 * button, box or expander is pressed by Return, as buttons are in any window. */
static gboolean on_key(GtkWidget *window, GdkEventKey *event, Dialog *dialog)
{
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));
  bool plain = !(event->state & gtk_accelerator_get_default_mod_mask());
  bool pressed = event->type == GDK_KEY_PRESS;

  if (!plain && pressed)
    return FALSE;
  switch (event->keyval) {
  case GDK_KEY_space:
    if (pressed && GTK_IS_EDITABLE(focus))
      return FALSE;
    prim_preview_hold_original(dialog->preview, pressed);
    return !GTK_IS_EDITABLE(focus);
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    return pressed && is_pressed_by_return(focus) && gtk_widget_activate(focus);
  default:
    return FALSE;
  }
}

/* The key's release goes to another window. */
static gboolean on_focus_out(GtkWidget *window, GdkEventFocus *event, Dialog *dialog)
{
  (void)window;
  (void)event;
  prim_preview_hold_original(dialog->preview, false);
  return FALSE;
}

/* ---- The window ---------------------------------------------------------------- */

static void add_copy_item(Dialog *dialog, const char *label, GCallback activated)
{
  GtkWidget *item = gtk_menu_item_new_with_mnemonic(label);

  g_signal_connect(item, "activate", activated, dialog);
  gtk_menu_shell_append(GTK_MENU_SHELL(dialog->copy_menu), item);
  gtk_widget_show(item);
}

static GtkWidget *make_copy_button(Dialog *dialog)
{
  GtkWidget *button = gtk_button_new_with_label(_("Copy Command"));

  gtk_button_set_image(GTK_BUTTON(button),
                       gtk_image_new_from_stock(GTK_STOCK_COPY, GTK_ICON_SIZE_BUTTON));
  dialog->copy_menu = gtk_menu_new();
  gtk_menu_attach_to_widget(GTK_MENU(dialog->copy_menu), button, NULL);
  add_copy_item(dialog, _("_Script-Fu"), G_CALLBACK(on_copy_script));
  add_copy_item(dialog, _("_Python-Fu"), G_CALLBACK(on_copy_python));
  gtk_widget_set_name(button, "prim-copy");
  gtk_widget_set_tooltip_text(button, _("Copies the procedure call that makes this drawing, to be "
                                        "pasted into a console or script. (Alt+Q)"));
  g_signal_connect(button, "clicked", G_CALLBACK(on_copy), dialog);
  prim_mnemonic_add(button, GDK_KEY_q);
  return button;
}

/* Brings what the expander shows into sight. */
static gboolean scroll_down(gpointer data)
{
  Dialog *dialog = data;
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(dialog->side));

  gtk_adjustment_set_value(place, place->upper - place->page_size);
  prim_hook_widgets(dialog->window);
  return G_SOURCE_REMOVE;
}

/* The controls may have got another height. */
static void on_resized(GtkAdjustment *place, Dialog *dialog)
{
  if (!dialog->expanding || place->upper <= dialog->height)
    return;
  dialog->expanding = false;
  g_idle_add(scroll_down, dialog);
}

static void on_expanded(GtkExpander *expander, GParamSpec *spec, Dialog *dialog)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(dialog->side));

  (void)spec;
  dialog->expanding = gtk_expander_get_expanded(expander);
  dialog->height = place->upper;
}

/* A section that is closed at first; `name` is the widget's. */
static GtkWidget *make_expander(Dialog *dialog, PrimSection section, const char *name,
                                const char *label, const char *tooltip)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic(label);
  GtkWidget *inset = gtk_alignment_new(0, 0, 1, 0);

  gtk_alignment_set_padding(GTK_ALIGNMENT(inset), 6, 0, 0, 0);
  gtk_container_add(GTK_CONTAINER(inset), prim_controls_section(dialog->controls, section));
  gtk_container_add(GTK_CONTAINER(expander), inset);
  gtk_widget_set_name(expander, name);
  gtk_widget_set_tooltip_text(expander, tooltip);
  g_signal_connect(expander, "notify::expanded", G_CALLBACK(on_expanded), dialog);
  return expander;
}

/* The controls; they scroll where the screen is too low for them. */
static GtkWidget *make_side(Dialog *dialog)
{
  GtkWidget *column = gtk_vbox_new(FALSE, MARGIN), *scrolled = gtk_scrolled_window_new(NULL, NULL);
  GtkWidget *viewport = gtk_viewport_new(NULL, NULL);

  gtk_box_pack_start(GTK_BOX(column), prim_input_box_widget(dialog->input), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), prim_preset_box_widget(dialog->presets), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), prim_controls_section(dialog->controls, PRIM_SECTION_BASIC),
                     FALSE, FALSE, 0);
  gtk_box_pack_start(
      GTK_BOX(column),
      make_expander(dialog, PRIM_SECTION_EDGES, "prim-edges", _("Sizes and Outlines"),
                    _("How large the shapes may be, and what their edges look like")),
      FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column),
                     make_expander(dialog, PRIM_SECTION_ADVANCED, "prim-advanced", _("Ad_vanced"),
                                   _("Everything else that can be set")),
                     FALSE, FALSE, 0);
  gtk_container_set_border_width(GTK_CONTAINER(column), 2); /* for the focus lines */
  gtk_viewport_set_shadow_type(GTK_VIEWPORT(viewport), GTK_SHADOW_NONE);
  /* else what an expander shows would be cut off where it is wider */
  gtk_container_set_resize_mode(GTK_CONTAINER(viewport), GTK_RESIZE_PARENT);
  gtk_container_add(GTK_CONTAINER(viewport), column);
  gtk_container_set_focus_vadjustment(
      GTK_CONTAINER(viewport), gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled)));
  gtk_container_add(GTK_CONTAINER(scrolled), viewport);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  g_signal_connect(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled)), "changed",
                   G_CALLBACK(on_resized), dialog);
  g_signal_connect_swapped(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled)),
                           "value-changed", G_CALLBACK(prim_hook_widgets), dialog->window);
  prim_wheel_tame(column);
  dialog->side = scrolled;
  return scrolled;
}

static GtkWidget *make_picture(Dialog *dialog)
{
  GtkWidget *column = gtk_vbox_new(FALSE, MARGIN);

  gtk_box_pack_start(GTK_BOX(prim_preview_widget(dialog->preview)),
                     prim_build_up_widget(dialog->build_up), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), prim_preview_widget(dialog->preview), TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(column), dialog->status.box, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), prim_looks_widget(dialog->looks), FALSE, FALSE, 0);
  return column;
}

static void on_help(const char *id, gpointer data)
{
  Dialog *dialog = data;

  (void)id;
  prim_help_show(GTK_WINDOW(dialog->window), dialog->host->folder);
}

static void name_buttons(GtkDialog *window)
{
  static const struct {
    int response;
    const char *name, *tooltip;
  } buttons[] = {
      {GTK_RESPONSE_OK, "prim-ok", N_("Puts the drawing into the image.")},
      {GTK_RESPONSE_CANCEL, "prim-cancel", N_("Closes the window and leaves the image as it was.")},
      {RESPONSE_RESET, "prim-reset", N_("Resets all settings to their defaults.")},
      {GTK_RESPONSE_HELP, "prim-help", N_("Explains this window.")},
  };

  for (guint i = 0; i < G_N_ELEMENTS(buttons); i++) {
    GtkWidget *button = gtk_dialog_get_widget_for_response(window, buttons[i].response);
    gtk_widget_set_name(button, buttons[i].name);
    gtk_widget_set_tooltip_text(button, _(buttons[i].tooltip));
  }
}

static void make_window(Dialog *dialog)
{
  GtkWidget *window = gtk_dialog_new();
  GtkAccelGroup *accelerators = gtk_accel_group_new();

  dialog->window = window;
  gtk_window_set_title(GTK_WINDOW(window), _("Geometric Primitives"));
  gtk_window_set_role(GTK_WINDOW(window), ROLE);
  gtk_window_add_accel_group(GTK_WINDOW(window), accelerators);
  gtk_dialog_add_buttons(GTK_DIALOG(window), GTK_STOCK_HELP, GTK_RESPONSE_HELP, _("_Reset"),
                         RESPONSE_RESET, GTK_STOCK_CANCEL, GTK_RESPONSE_CANCEL, GTK_STOCK_OK,
                         GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_alternative_button_order(GTK_DIALOG(window), GTK_RESPONSE_HELP, RESPONSE_RESET,
                                          GTK_RESPONSE_OK, GTK_RESPONSE_CANCEL, -1);
  gtk_dialog_set_default_response(GTK_DIALOG(window), GTK_RESPONSE_OK);
  gimp_window_set_transient(GTK_WINDOW(window));
  gimp_help_connect(window, on_help, ROLE, dialog);
  dialog->brush = prim_brush_new(dialog->host, &dialog->settings,
                                 &(PrimBrushListener){on_painted, on_stroke, dialog}, accelerators);
  dialog->preview = prim_preview_new(dialog->host, dialog->brush, accelerators);
  dialog->history = prim_history_new(dialog->host);
  dialog->build_up = prim_build_up_new(on_moment, on_save_animation, dialog);
  g_signal_connect(prim_brush_button(dialog->brush), "toggled", G_CALLBACK(on_brush), dialog);
  add_key(dialog, accelerators, GDK_KEY_z, GDK_CONTROL_MASK, G_CALLBACK(on_undo));
  add_key(dialog, accelerators, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, G_CALLBACK(on_redo));
  add_key(dialog, accelerators, GDK_KEY_y, GDK_CONTROL_MASK, G_CALLBACK(on_redo)); /* as GIMP */
  g_object_unref(accelerators);
  name_buttons(GTK_DIALOG(window));
}

static gboolean on_link(GtkLabel *label, const char *address, Dialog *dialog)
{
  (void)label;
  (void)address;
  prim_help_show(GTK_WINDOW(dialog->window), dialog->host->folder);
  return TRUE;
}

/* What this is, in a sentence, and a link to the help. */
static GtkWidget *make_introduction(Dialog *dialog)
{
  GtkWidget *inset = gtk_alignment_new(0, 0, 1, 1);
  GtkWidget *row = gtk_hbox_new(FALSE, MARGIN), *link = gtk_label_new(NULL);
  const char *notice = dialog->host->notice;
  GtkWidget *sentence = gtk_label_new(
      notice ? notice : _("Redraws the picture with a few geometric shapes, on a new layer."));
  char *markup = g_markup_printf_escaped("<a href=\"help\">%s</a>", _("How it works"));

  gtk_label_set_markup(GTK_LABEL(link), markup);
  gtk_widget_set_name(link, "prim-how");
  gtk_widget_set_tooltip_text(link, _("Explains this window."));
  g_signal_connect(link, "activate-link", G_CALLBACK(on_link), dialog);
  gtk_label_set_ellipsize(GTK_LABEL(sentence), PANGO_ELLIPSIZE_END);
  gtk_widget_set_name(sentence, "prim-notice");
  gtk_widget_set_tooltip_text(sentence, gtk_label_get_text(GTK_LABEL(sentence)));
  gtk_misc_set_alignment(GTK_MISC(sentence), 0, 0.5f);
  gtk_box_pack_start(GTK_BOX(row), sentence, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(row), link, FALSE, FALSE, 0);
  gtk_alignment_set_padding(GTK_ALIGNMENT(inset), MARGIN / 2, 0, MARGIN, MARGIN);
  gtk_container_add(GTK_CONTAINER(inset), row);
  g_free(markup);
  return inset;
}

static void fill_window(Dialog *dialog)
{
  GtkDialog *window = GTK_DIALOG(dialog->window);
  GtkWidget *columns = gtk_hbox_new(FALSE, MARGIN);
  GtkWidget *buttons = gtk_dialog_get_action_area(window), *copy = make_copy_button(dialog);
  GtkWidget *picture = make_picture(dialog), *side = make_side(dialog);
  GList *order = g_list_append(g_list_append(NULL, side), picture);

  gtk_container_set_border_width(GTK_CONTAINER(columns), MARGIN);
  gtk_box_pack_start(GTK_BOX(columns), picture, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(columns), side, FALSE, FALSE, 0);
  gtk_container_set_focus_chain(GTK_CONTAINER(columns), order); /* the Tab key: controls first */
  g_list_free(order);
  gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(window)), make_introduction(dialog), FALSE,
                     FALSE, 0);
  gtk_container_add(GTK_CONTAINER(gtk_dialog_get_content_area(window)), columns);
  gtk_container_add(GTK_CONTAINER(buttons), copy);
  gtk_button_box_set_child_secondary(GTK_BUTTON_BOX(buttons), copy, TRUE);
  gtk_button_box_set_child_secondary(
      GTK_BUTTON_BOX(buttons), gtk_dialog_get_widget_for_response(window, GTK_RESPONSE_HELP), TRUE);
  gtk_button_box_set_child_secondary(
      GTK_BUTTON_BOX(buttons), gtk_dialog_get_widget_for_response(window, RESPONSE_RESET), TRUE);
  gtk_window_set_default_size(GTK_WINDOW(dialog->window),
                              MIN(WIDTH, gdk_screen_width() - SPACE_FOR_FRAMES),
                              MIN(HEIGHT, gdk_screen_height() - SPACE_FOR_FRAMES));
}

static void open_dialog(Dialog *dialog)
{
  make_window(dialog);
  prim_status_init(&dialog->status);
  dialog->worker = prim_worker_new(dialog->host, on_news, dialog);
  dialog->controls = prim_controls_new(dialog->host, &dialog->settings, on_changed, dialog);
  dialog->input =
      prim_input_box_new(dialog->host, &dialog->settings, prim_controls_labels(dialog->controls),
                         &(PrimInputCalls){on_input, on_changed, dialog});
  dialog->presets = prim_preset_box_new(&dialog->settings, prim_controls_labels(dialog->controls),
                                        on_changed, dialog);
  dialog->looks = prim_looks_new(dialog->host, dialog->presets);
  fill_window(dialog);
  g_signal_connect(dialog->window, "response", G_CALLBACK(on_response), dialog);
  g_signal_connect(dialog->window, "delete-event", G_CALLBACK(on_delete), NULL);
  g_signal_connect(dialog->window, "key-press-event", G_CALLBACK(on_key), dialog);
  g_signal_connect(dialog->window, "key-release-event", G_CALLBACK(on_key), dialog);
  g_signal_connect(dialog->window, "focus-out-event", G_CALLBACK(on_focus_out), dialog);
  g_signal_connect(dialog->status.stop, "clicked", G_CALLBACK(on_stop), dialog);
  prim_hook_watch(dialog->window);
  gtk_widget_show_all(dialog->window);
  gtk_widget_grab_focus(
      gtk_dialog_get_widget_for_response(GTK_DIALOG(dialog->window), GTK_RESPONSE_OK));
  prim_history_note(dialog->history, &dialog->settings, NULL, false);
  search(dialog, PRIM_CHANGE_TARGET);
}

static void close_dialog(Dialog *dialog)
{
  gtk_clipboard_store(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD));
  dialog->randomize = prim_controls_randomize(dialog->controls);
  prim_worker_free(dialog->worker);
  gtk_widget_destroy(dialog->window);
  prim_preview_free(dialog->preview);
  prim_history_free(dialog->history);
  if (dialog->sketch)
    dialog->chosen = chosen_part(dialog).count;
  prim_build_up_free(dialog->build_up);
  dialog->map = prim_brush_take_map(dialog->brush);
  prim_brush_free(dialog->brush);
  prim_status_clear(&dialog->status);
  prim_looks_free(dialog->looks);
  prim_preset_box_free(dialog->presets);
  prim_input_box_free(dialog->input);
  prim_controls_free(dialog->controls);
}

/* What OK leaves behind; false when memory ran out. */
static bool hand_over(Dialog *dialog, PrimSettings *settings, PrimDialogResult *result)
{
  PrimDrawing part = dialog->sketch->drawing;

  part.count = dialog->chosen;
  if (!prim_drawing_copy(&part, &result->drawing))
    return false;
  result->settings = dialog->settings;
  if (dialog->settings.importance == PRIM_IMPORTANCE_PAINTED) {
    result->map = dialog->map;
    dialog->map = NULL;
  }
  result->error = dialog->error;
  *settings = dialog->settings;
  if (dialog->randomize)
    settings->seed = -1;
  return true;
}

bool prim_dialog_run(const PrimDialogHost *host, PrimSettings *settings, PrimDialogResult *result)
{
  Dialog dialog = {.host = host, .settings = *settings};
  bool good;

  gtk_disable_setlocale(); /* who shows the dialog has set it, but for numbers */
  gimp_ui_init(ROLE, FALSE);
  setlocale(LC_NUMERIC, "");
  open_dialog(&dialog);
  gtk_main();
  close_dialog(&dialog);
  setlocale(LC_NUMERIC, "C");
  *result = (PrimDialogResult){.map = NULL};
  good = dialog.accepted && hand_over(&dialog, settings, result);
  if (dialog.map)
    host->free_map(dialog.map);
  prim_sketch_unref(dialog.sketch);
  return good;
}
