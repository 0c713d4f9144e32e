/* From a finished drawing to what the settings ask for. */
#include "files/export.h"
#include "write/frames.h"
#include "write/group.h"
#include "write/paths.h"
#include "result.h"
#include "redraw.h"
#include "files/visible.h"

bool prim_result_check(const PrimSettings *settings, GError **error)
{
  return (!settings->export_file[0] || prim_export_check(settings->export_file, error)) &&
         (settings->output != PRIM_OUTPUT_LAYER_GROUP ||
          prim_group_check(settings->count, error)) &&
         (settings->output != PRIM_OUTPUT_PATHS || prim_paths_check(settings->count, error));
}

/* Everything but the file. */
static bool make(PrimLive *live, const PrimRecord *record, bool shown, gint32 *layer,
                 GError **error)
{
  const PrimSource *source = live->source;

  *layer = -1;
  switch (record->settings.output) {
  case PRIM_OUTPUT_LAYER_GROUP:
    *layer = prim_group_make(source, record, live->masked, error);
    return *layer != -1;
  case PRIM_OUTPUT_FRAMES:
    *layer = prim_frames_make(source, record, live->masked, shown, error);
    return *layer != -1;
  case PRIM_OUTPUT_PATHS:
    return prim_paths_make(source, &record->drawing, error);
  case PRIM_OUTPUT_REPLACE:
    *layer = source->result;
    return prim_redraw_replace(source->image, source->result, record, error);
  default:
    if (!prim_live_finish(live, record, error))
      return false;
    *layer = live->layer;
    return true;
  }
}

/* The mask that files get, or that paths lack; NULL where all is visible. */
static bool find_mask(const PrimLive *live, const PrimSettings *settings, PrimMask **mask,
                      GError **error)
{
  bool wanted = settings->export_file[0] || settings->output == PRIM_OUTPUT_PATHS;

  return !wanted || !live->masked || prim_visible_of_source(live->source, mask, error);
}

static PrimSafeFile *begin_file(const PrimLive *live, const PrimRecord *record,
                                const PrimMask *mask, GError **error)
{
  const GeglRectangle *region = &live->source->region;

  return prim_export_begin(live->source->image, record, mask, region->width, region->height,
                           record->settings.export_file, error);
}

/* What the user may not see by themselves. */
static void tell(const PrimRecord *record, bool masked, bool shown)
{
  const char *clipping = masked ? _("Paths show whole shapes: selection and transparency do not "
                                    "clip them.")
                                : NULL;

  if (record->settings.output == PRIM_OUTPUT_FRAMES && shown)
    g_message("%s", _("The animation is a new image, one frame a layer. Filters > Animation > "
                      "Playback plays it; File > Export As saves it under a name that ends in .gif "
                      "or .webp, with \"As animation\" ticked."));
  else if (record->settings.output == PRIM_OUTPUT_PATHS && shown)
    g_message("%s%s%s",
              _("The shapes are paths now. They are hidden at first: click the eyes in "
                "the Paths tab (Windows > Dockable Dialogs > Paths)."),
              clipping ? "\n" : "", clipping ? clipping : "");
  else if (record->settings.output == PRIM_OUTPUT_PATHS && masked)
    g_message("%s", clipping);
}

bool prim_result_make(PrimLive *live, const PrimRecord *record, bool shown, gint32 *layer,
                      GError **error)
{
  const char *filename = record->settings.export_file;
  PrimSafeFile *file = NULL;
  PrimMask *mask = NULL;
  GError *unwritten = NULL;

  bool written = find_mask(live, &record->settings, &mask, &unwritten);
  if (written && filename[0]) {
    file = begin_file(live, record, mask, &unwritten);
    written = file;
  }
  bool made = (written || shown) && make(live, record, shown, layer, error);
  if (file && made)
    written = prim_export_end(file, filename, &unwritten);
  else
    prim_safe_file_discard(file);
  if (made && (shown || mask))
    tell(record, mask != NULL, shown);
  prim_mask_free(mask);
  if (*error)
    g_clear_error(&unwritten);
  else if (unwritten)
    g_propagate_error(error, unwritten);
  gimp_displays_flush();
  return made && written;
}
