/* From a finished drawing to what the settings ask for. */
#include "export.h"
#include "frames.h"
#include "group.h"
#include "paths.h"
#include "result.h"

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
  default:
    if (!prim_live_finish(live, record, error))
      return false;
    *layer = live->layer;
    return true;
  }
}

bool prim_result_make(PrimLive *live, const PrimRecord *record, bool shown, gint32 *layer,
                      GError **error)
{
  const char *filename = record->settings.export_file;
  PrimSafeFile *file = NULL;
  GError *unwritten = NULL;

  if (filename[0])
    file = prim_export_begin(live->source->image, record, live->source->region.width,
                             live->source->region.height, filename, &unwritten);
  bool written = file || !filename[0];
  bool made = (written || shown) && make(live, record, shown, layer, error);
  if (file && made)
    written = prim_export_end(file, filename, &unwritten);
  else
    prim_safe_file_discard(file);
  if (*error)
    g_clear_error(&unwritten);
  else if (unwritten)
    g_propagate_error(error, unwritten);
  gimp_displays_flush();
  return made && written;
}
