/* plug-in-primitive with its dialog: what ui/ needs of GIMP and of pixels. */
#include "interactive.h"
#include "read/part.h"
#include "read/picture.h"
#include "result.h"
#include "search.h"

/* The settings' importance counts in the working image, but in nothing else. */
static PrimTarget *read_target(void *data, const PrimSettings *settings, GError **error)
{
  PrimLive *live = data;
  PrimSource weighted = *live->source;
  GeglBuffer *coverage = NULL;

  if (!prim_source_present(&weighted, error))
    return NULL;
  if (settings->importance != -1 && !prim_source_check(weighted.image, settings->importance, error))
    return NULL;
  weighted.importance = settings->importance;
  PrimTarget *target = prim_picture_read(&weighted, settings, NULL, &coverage, error);
  if (!target)
    return NULL;
  g_clear_object(&live->coverage);
  live->coverage = coverage;
  live->masked = coverage || weighted.selected;
  return target;
}

static void map_color(void *data, int32_t rgb, uint8_t color[3])
{
  prim_picture_color(((PrimLive *)data)->source, rgb, color);
}

static PrimPartReader *begin_part(void *data, const PrimPart *part)
{
  return prim_part_begin(((PrimLive *)data)->source, part);
}

static void deliver(void *data, const PrimSettings *settings, const PrimDrawing *drawing)
{
  if (settings->output == PRIM_OUTPUT_LAYER)
    prim_live_update(data, drawing);
}

/* The last importance may have been of another image. */
static void forget_strange_importance(gint32 image, PrimSettings *settings)
{
  gint32 drawable = settings->importance;

  if (drawable != -1 && (!gimp_item_is_valid(drawable) || gimp_item_get_image(drawable) != image))
    settings->importance = -1;
}

bool prim_interactive_run(PrimLive *live, PrimSettings *settings, PrimDialogResult *result)
{
  const PrimSource *source = live->source;
  PrimDialogHost host = {
      .data = live,
      .image = source->image,
      .drawable = source->drawable,
      .width = source->region.width,
      .height = source->region.height,
      .device = prim_search_device,
      .read_target = read_target,
      .map_color = map_color,
      .check = prim_result_check,
      .prepare = prim_search_optimizer,
      .explain = prim_fail_status,
      .remark = prim_search_lost,
      .begin_part = begin_part,
      .step_part = prim_part_step,
      .end_part = prim_part_end,
      .deliver = deliver,
  };

  forget_strange_importance(source->image, settings);
  return prim_dialog_run(&host, settings, result);
}
