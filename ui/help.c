/* The help: a page with pictures, or else a window with text. */
#include "help.h"
#include "help_page.h"
#include "text.h"

enum { WIDTH = 480, HEIGHT = 460, PADDING = 12 };

/* A heading and what stands below it. */
static const struct {
  const char *heading, *text;
} sections[] = {
    {N_("What it does"),
     N_("The picture is redrawn with a few geometric shapes, each placed where it brings the "
        "drawing "
        "closest to the picture. What you see in the preview is the result: OK paints the same "
        "shapes on a new layer, sharp at full size. The picture itself is not changed.")},
    {N_("What to draw with"), N_("Choose a preset, or the kinds of shape and how many of them. Few "
                                 "shapes are abstract; with "
                                 "many, details appear. Opacity says how opaque the shapes are. "
                                 "Another seed gives another "
                                 "drawing; the same seed gives the same one again.")},
    {N_("What is drawn"),
     N_("The active layer, or what is selected of it. Where the selection or the layer is "
        "transparent, the new layer's mask hides the drawing.")},
    {N_("The preview"),
     N_("The wheel, or the plus and minus keys, zoom. Drag the picture, or use the arrow keys, to "
        "move it. Hold the right button, or the space bar anywhere, to see the original; or "
        "compare both with "
        "Split View and drag the line.")},
    {N_("Build-up"),
     N_("The slider below the preview goes back to the first shapes; OK takes what is shown. Save "
        "as Animation writes how the drawing comes to be, up to what is shown, as a GIF or WebP.")},
    {N_("Look Here"),
     N_("With the brush below the preview, paint what matters most: a face, an eye. The search "
        "goes on at once and spends more shapes there. The right button, or Shift, erases; [ and "
        "] change the size of the brush. With OK, what you painted becomes the channel "
        "\"Importance\" of the image, which is found again when you add shapes or paint on.")},
    {N_("While it searches"),
     N_("Any change restarts the search at once; a change of the number of shapes goes on with "
        "those that "
        "are there. Stop keeps the shapes found so far. OK finishes the search and fills the layer "
        "meanwhile. Cancel leaves the image as it was.")},
    {N_("Sizes and Outlines"),
     N_("Small sizes make mosaics and dots, thin strokes make hatching. An outline is drawn along "
        "the edges of shapes; a gap keeps them apart, in the color of the background. Lengths are "
        "in thousandths of the picture's longer side, so that they look alike at every size.")},
    {N_("Advanced"),
     N_("Effort is how long to search. Detail is the size at which the picture is looked at: more "
        "detail finds smaller things and takes longer. With importance, a layer or channel says "
        "where the picture matters most: paint it white there. A palette limits the colors. The "
        "result can also be a group with a layer for each shape, the frames of an animation, or "
        "paths, and be written to an SVG or JSON file.")},
    {N_("Keys"),
     N_("Alt with an underlined letter goes to a control; Alt with 1 to 9 and 0 turns the kinds of "
        "shape on and off. Return presses the button or box that has the focus, or else OK: the "
        "space bar shows the original. The wheel scrolls the controls, and changes the one that "
        "has "
        "the focus. Ctrl with plus, minus, 0 or 1 zooms; Ctrl+D splits the view, Ctrl+B takes the "
        "brush. Ctrl+Z and Ctrl+Shift+Z undo and redo "
        "what was changed in this window. F1 shows "
        "this help, Escape cancels.")},
};

static GtkWidget *make_text(void)
{
  GtkWidget *view = gtk_text_view_new();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
  GtkTextIter end;
  char *version = g_strdup_printf(_("Version %s"), PRIM_VERSION);

  gtk_text_buffer_create_tag(buffer, "heading", "weight", PANGO_WEIGHT_BOLD, "pixels-below-lines",
                             3, NULL);
  gtk_text_buffer_create_tag(buffer, "text", "pixels-below-lines", PADDING, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
    gtk_text_buffer_get_end_iter(buffer, &end);
    gtk_text_buffer_insert_with_tags_by_name(buffer, &end, _(sections[i].heading), -1, "heading",
                                             NULL);
    gtk_text_buffer_insert(buffer, &end, "\n", 1);
    gtk_text_buffer_insert_with_tags_by_name(buffer, &end, _(sections[i].text), -1, "text", NULL);
    gtk_text_buffer_insert(buffer, &end, "\n", 1);
  }
  gtk_text_buffer_insert(buffer, &end, version, -1);
  g_free(version);
  gtk_text_view_set_editable(GTK_TEXT_VIEW(view), FALSE);
  gtk_text_view_set_cursor_visible(GTK_TEXT_VIEW(view), FALSE);
  gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(view), GTK_WRAP_WORD);
  gtk_text_view_set_left_margin(GTK_TEXT_VIEW(view), PADDING);
  gtk_text_view_set_right_margin(GTK_TEXT_VIEW(view), PADDING);
  gtk_widget_set_name(view, "prim-help-text");
  return view;
}

static void show_text(GtkWindow *parent)
{
  GtkWidget *dialog = gtk_dialog_new_with_buttons(_("Help: Geometric Primitives"), parent,
                                                  GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_MODAL,
                                                  GTK_STOCK_CLOSE, GTK_RESPONSE_CLOSE, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);

  gtk_window_set_role(GTK_WINDOW(dialog), "gimp-primitive-help");
  gtk_window_set_default_size(GTK_WINDOW(dialog), WIDTH, HEIGHT);
  gtk_dialog_set_default_response(GTK_DIALOG(dialog), GTK_RESPONSE_CLOSE);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_shadow_type(GTK_SCROLLED_WINDOW(scrolled), GTK_SHADOW_IN);
  gtk_container_set_border_width(GTK_CONTAINER(scrolled), PADDING);
  gtk_container_add(GTK_CONTAINER(scrolled), make_text());
  gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(dialog))), scrolled, TRUE, TRUE,
                     0);
  gtk_widget_show_all(dialog);
  gtk_dialog_run(GTK_DIALOG(dialog));
  gtk_widget_destroy(dialog);
}

void prim_help_show(GtkWindow *parent, const char *folder)
{
  if (!prim_help_page_open(folder, gtk_window_get_screen(parent)))
    show_text(parent);
}
