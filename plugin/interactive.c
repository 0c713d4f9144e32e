/* plug-in-primitive with its dialog: what ui/ needs of GIMP and of pixels. */
#include "animation.h"
#include "interactive.h"
#include "names.h"
#include "read/importance.h"
#include "read/importance_map.h"
#include "read/part.h"
#include "read/picture.h"
#include "result.h"
#include "search.h"

/* One showing of the dialog. */
typedef struct Session {
  PrimDialogHost host;
  PrimLive *live;
  PrimSource *source; /* the live one's */
  const PrimOrigin *origin;
  PrimTarget *plain;      /* the working image that was read last, weighed with no importance */
  PrimImportanceMap *map; /* the dialog's: what is painted; NULL: nothing */
} Session;

/* A copy of the plain working image, for the settings' importance to count in it. */
static PrimTarget *weighed(const Session *session, const PrimSettings *settings, GError **error)
{
  PrimSource source = *session->live->source;
  PrimTarget *target = prim_target_copy(session->plain);
  bool painted = settings->importance == PRIM_IMPORTANCE_PAINTED, good = target;

  source.importance = settings->importance;
  if (good && !painted)
    good = prim_importance_apply(&source, target, error);
  else if (good && session->map)
    good = prim_importance_map_apply(session->map, target);
  if (good)
    return target;
  if (!*error)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  prim_target_free(target);
  return NULL;
}

/* The settings' importance counts in the working image, but in nothing else. */
static PrimTarget *read_target(void *data, const PrimSettings *settings, GError **error)
{
  Session *session = data;
  PrimLive *live = session->live;
  gint32 importance = settings->importance;
  GeglBuffer *coverage = NULL;

  if (!prim_source_present(live->source, error))
    return NULL;
  if (importance != -1 && importance != PRIM_IMPORTANCE_PAINTED &&
      !prim_source_check(live->source->image, importance, error))
    return NULL;
  PrimTarget *plain = prim_picture_read(live->source, settings, NULL, &coverage, error);
  if (!plain)
    return NULL;
  g_clear_object(&live->coverage);
  live->coverage = coverage;
  live->masked = coverage || live->source->selected;
  prim_target_free(session->plain);
  session->plain = plain;
  return weighed(session, settings, error);
}

static PrimTarget *weigh(void *data)
{
  Session *session = data;
  PrimTarget *target = session->plain ? prim_target_copy(session->plain) : NULL;

  if (!target || !session->map || prim_importance_map_apply(session->map, target))
    return target;
  prim_target_free(target);
  return NULL;
}

static PrimTarget *reduce_target(void *data, const PrimSettings *settings, int side, GError **error)
{
  const Session *session = data;

  if (session->plain)
    return prim_picture_reduce(session->source, session->plain, settings, side, error);
  prim_fail_status(error, PRIM_ERROR_EMPTY);
  return NULL;
}

static void map_color(void *data, int32_t rgb, uint8_t color[3])
{
  prim_picture_color(((Session *)data)->live->source, rgb, color);
}

static void to_srgb(void *data, uint8_t *colors, int count)
{
  prim_picture_to_srgb(((Session *)data)->live->source, colors, count);
}

static PrimPartReader *begin_part(void *data, const PrimPart *part)
{
  return prim_part_begin(((Session *)data)->live->source, part);
}

static PrimImportanceMap *new_map(void *data, int32_t importance)
{
  GError *problem = NULL;
  PrimImportanceMap *map =
      prim_importance_map_new(((Session *)data)->live->source, importance, &problem);

  g_clear_error(&problem); /* the search says it */
  return map;
}

static void use_map(void *data, PrimImportanceMap *map)
{
  ((Session *)data)->map = map;
}

static bool save_animation(void *data, const PrimDrawing *drawing, int longer, const char *filename,
                           const PrimTeller *teller, GError **error)
{
  const PrimLive *live = ((Session *)data)->live;

  return prim_animation_save(live->source, live->masked, drawing, longer, filename, teller, error);
}

static void deliver(void *data, const PrimSettings *settings, const PrimDrawing *drawing)
{
  if (settings->output == PRIM_OUTPUT_LAYER)
    prim_live_update(((Session *)data)->live, drawing);
}

/* The last importance may have been of another image. */
static void forget_strange_importance(gint32 image, PrimSettings *settings)
{
  gint32 drawable = settings->importance;

  if (drawable != -1 && (!gimp_item_is_valid(drawable) || gimp_item_get_image(drawable) != image))
    settings->importance = -1;
}

/* Whether OK can do what the settings ask for. */
static bool check(void *data, const PrimSettings *settings, GError **error)
{
  const Session *session = data;

  return prim_result_check(settings, error) &&
         (settings->output != PRIM_OUTPUT_REPLACE ||
          prim_origin_replaceable(session->source, settings->count, error));
}

/* Takes a source for the session's; the working image is read later. */
static void take_source(Session *session, gint32 input, const PrimSource *source)
{
  PrimDialogHost *host = &session->host;

  prim_source_clear(session->source);
  *session->source = *source;
  host->input = input;
  if (input != PRIM_DIALOG_VISIBLE)
    host->drawable = input;
  host->width = source->region.width;
  host->height = source->region.height;
}

static bool set_input(void *data, int32_t input, GError **error)
{
  Session *session = data;
  const PrimOrigin *origin = session->origin;
  gint32 drawable = input == PRIM_DIALOG_VISIBLE ? PRIM_SOURCE_VISIBLE : input;
  PrimSource source;

  if (!(origin->result == -1 ? prim_source_find(session->host.image, drawable, -1, &source, error)
                             : prim_origin_source(origin, drawable, -1, &source, error)))
    return false;
  take_source(session, input, &source);
  return true;
}

/* What the dialog says about a result; NULL of anything else. For g_free(). */
static char *make_notice(const PrimOrigin *origin, const PrimSource *source)
{
  const char *known = origin->record.source.name; /* which comes from a file */

  if (origin->result == -1)
    return NULL;
  if (source->snapshot != -1 || source->drawable == origin->drawable)
    return g_strdup(_("This layer is a drawing. It opens with its own settings, and with the "
                      "picture that it was drawn after."));
  char *name = prim_names_cut(known ? known : "?");
  /* Translators: %s is the name of a layer. */
  char *notice = g_strdup_printf(_("\"%s\", which this layer was drawn after, is not there any "
                                   "more: choose what to draw after."),
                                 name);
  g_free(name);
  return notice;
}

bool prim_interactive_run(PrimLive *live, PrimSource *source, gint32 drawable,
                          const PrimOrigin *origin, PrimSettings *settings,
                          PrimDialogResult *result)
{
  char *notice = make_notice(origin, source);
  Session session = {
      .host = {.data = &session,
               .image = source->image,
               .drawable = source->snapshot == -1 ? source->drawable : drawable,
               .input = source->snapshot == -1 ? source->drawable : PRIM_DIALOG_VISIBLE,
               .result = origin->result,
               .width = source->region.width,
               .height = source->region.height,
               .folder = prim_messages_folder(),
               .notice = notice,
               .set_input = set_input,
               .device = prim_search_device,
               .read_target = read_target,
               .reduce_target = reduce_target,
               .map_color = map_color,
               .to_srgb = to_srgb,
               .check = check,
               .prepare = prim_search_optimizer,
               .explain = prim_fail_status,
               .remark = prim_search_lost,
               .begin_part = begin_part,
               .step_part = prim_part_step,
               .end_part = prim_part_end,
               .new_map = new_map,
               .copy_map = prim_importance_map_copy,
               .free_map = prim_importance_map_free,
               .dab = prim_importance_map_dab,
               .show_map = prim_importance_map_show,
               .use_map = use_map,
               .weigh = weigh,
               .save_animation = save_animation,
               .deliver = deliver},
      .live = live,
      .source = source,
      .origin = origin,
  };

  forget_strange_importance(source->image, settings);
  bool accepted = prim_dialog_run(&session.host, settings, result);
  prim_target_free(session.plain);
  g_free(notice);
  return accepted;
}
