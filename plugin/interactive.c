/* plug-in-primitive with its dialog: what ui/ needs of GIMP and of pixels. */
#include "interactive.h"
#include "part.h"
#include "pixels.h"

static PrimTarget *read_target(void *data, const PrimSettings *settings, GError **error)
{
  PrimLive *live = data;
  bool covered = false;

  if (!gimp_item_is_valid(live->source->drawable)) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The picture is gone: it was closed or deleted."));
    return NULL;
  }
  PrimTarget *target = prim_pixels_read(live->source, settings->detail, &covered, error);
  live->masked = covered || live->source->selected;
  return target;
}

static PrimPartReader *begin_part(void *data, const PrimPart *part)
{
  return prim_part_begin(((PrimLive *)data)->source, part);
}

static void deliver(void *data, const PrimDrawing *drawing)
{
  prim_live_update(data, drawing);
}

bool prim_interactive_run(PrimLive *live, PrimPrepare *prepare, PrimSettings *settings,
                          PrimDialogResult *result)
{
  const PrimSource *source = live->source;
  PrimDialogHost host = {
      .data = live,
      .image = source->image,
      .drawable = source->drawable,
      .width = source->region.width,
      .height = source->region.height,
      .device = NULL,
      .device_none = _("No graphics processor"),
      .read_target = read_target,
      .prepare = prepare,
      .explain = prim_fail_status,
      .begin_part = begin_part,
      .step_part = prim_part_step,
      .end_part = prim_part_end,
      .deliver = deliver,
  };

  return prim_dialog_run(&host, settings, result);
}
