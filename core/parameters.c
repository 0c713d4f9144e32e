/* The parameter table and what is read off it. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "primitive.h"
#include "random.h"

static const PrimChoice styles[] = {
    {"crispy", PRIM_N_("Solid")},  {"dreamy", PRIM_N_("Translucent")}, {"blurry", PRIM_N_("Faint")},
    {"auto", PRIM_N_("Best fit")}, {"custom", PRIM_N_("Custom")},
};

static const PrimChoice gpu_modes[] = {
    {"auto", PRIM_N_("Automatic")},
    {"cpu", PRIM_N_("CPU")},
    {"gpu", PRIM_N_("GPU")},
    {"hybrid", PRIM_N_("Hybrid")},
};

static const PrimChoice efforts[] = {
    {"draft", PRIM_N_("Draft")},
    {"normal", PRIM_N_("Normal")},
    {"best", PRIM_N_("Best")},
    {"extreme", PRIM_N_("Extreme")},
};

/* Opacity in percent of the styles, PRIM_STYLE_CUSTOM excepted. */
static const struct {
  double min, max;
} style_opacity[] = {
    [PRIM_STYLE_CRISPY] = {70, 100},
    [PRIM_STYLE_DREAMY] = {35, 65},
    [PRIM_STYLE_BLURRY] = {15, 35},
    [PRIM_STYLE_AUTO] = {10, 100},
};

const char *const prim_kind_names[PRIM_KINDS] = {
    [PRIM_TRIANGLE] = "triangle",
    [PRIM_RECTANGLE] = "rectangle",
    [PRIM_ROTATED_RECTANGLE] = "rotated-rectangle",
    [PRIM_QUADRILATERAL] = "quadrilateral",
    [PRIM_POLYGON] = "polygon",
    [PRIM_ELLIPSE] = "ellipse",
    [PRIM_ROTATED_ELLIPSE] = "rotated-ellipse",
    [PRIM_CIRCLE] = "circle",
    [PRIM_LINE] = "line",
    [PRIM_BEZIER] = "bezier",
};

static const PrimChoice backgrounds[] = {
    {"average", PRIM_N_("Average color")},       {"border", PRIM_N_("Border color")},
    {"foreground", PRIM_N_("Foreground color")}, {"background", PRIM_N_("Background color")},
    {"transparent", PRIM_N_("Transparency")},
};

static const PrimChoice outputs[] = {
    {"layer", PRIM_N_("New layer")},
    {"layer-group", PRIM_N_("Layer group, one layer per shape")},
    {"frames", PRIM_N_("Animation frames in a new image")},
    {"paths", PRIM_N_("Paths")},
    {"replace", PRIM_N_("Replace this drawing")},
};

static const PrimChoice inputs[] = {
    {"drawable", PRIM_N_("The layer")},
    {"visible", PRIM_N_("What is visible")},
};

#define FIELD(field) offsetof(PrimSettings, field)

/* Uses that go together. */
enum {
  RUN = PRIM_USE_PROFILE | PRIM_USE_RECORD,
  LOOK = RUN | PRIM_USE_PRESET,
  FULL_ARGUMENT = PRIM_USE_FULL | PRIM_USE_BATCH,
  ARGUMENT = FULL_ARGUMENT | PRIM_USE_BASIC
};

const PrimParameter prim_parameters[PRIM_PARAMETERS] = {
    [PRIM_PARAMETER_COUNT] =
        {.name = "count",
         .label = PRIM_N_("Num_ber of shapes"),
         .tooltip = PRIM_N_(
             "How many shapes to draw. Few shapes are abstract, many come close to the picture."),
         .type = PRIM_TYPE_INT,
         .offset = FIELD(count),
         .min = 1,
         .max = 100000,
         .initial = 100,
         .change = PRIM_CHANGE_COUNT,
         .uses = LOOK | ARGUMENT,
         .section = PRIM_SECTION_BASIC,
         .place = 2},
    [PRIM_PARAMETER_SHAPES] =
        {.name = "shapes",
         .label = PRIM_N_("_Shapes"),
         .tooltip = PRIM_N_(
             "Kinds of shape to draw with: \"mixed\" for all, or a list of names with commas."),
         .type = PRIM_TYPE_SHAPES,
         .offset = FIELD(kinds),
         .min = 1,
         .max = PRIM_KINDS_ALL,
         .initial = PRIM_KIND_BIT(PRIM_TRIANGLE),
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK | ARGUMENT,
         .section = PRIM_SECTION_BASIC,
         .place = 1},
    [PRIM_PARAMETER_STYLE] =
        {.name = "style",
         .label = PRIM_N_("Opacit_y"),
         .tooltip = PRIM_N_(
             "How opaque the shapes are: solid (crispy), translucent (dreamy), faint (blurry), "
             "whatever fits best (auto), or a range of your own (custom)."),
         .type = PRIM_TYPE_ENUM,
         .offset = FIELD(style),
         .min = 0,
         .max = 4,
         .initial = PRIM_STYLE_AUTO,
         .choices = styles,
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK | ARGUMENT,
         .section = PRIM_SECTION_BASIC,
         .place = 3},
    [PRIM_PARAMETER_GPU_MODE] = {.name = "gpu-mode",
                                 .label = PRIM_N_("Compute _device"),
                                 .tooltip = PRIM_N_(
                                     "Automatic uses the graphics processor (GPU) where it is "
                                     "faster. Hybrid has the CPU make "
                                     "the shapes and the GPU score them. The picture is the same."),
                                 .type = PRIM_TYPE_ENUM,
                                 .offset = FIELD(gpu_mode),
                                 .min = 0,
                                 .max = 3,
                                 .initial = PRIM_GPU_AUTO,
                                 .choices = gpu_modes,
                                 .change = PRIM_CHANGE_SEARCH,
                                 .uses = RUN | ARGUMENT,
                                 .section = PRIM_SECTION_ADVANCED,
                                 .place = 9},
    [PRIM_PARAMETER_SEED] =
        {.name = "seed",
         .label = PRIM_N_("Random s_eed"),
         .tooltip = PRIM_N_(
             "The same seed gives the same picture again; -1 takes a new one from the clock."),
         .type = PRIM_TYPE_INT,
         .offset = FIELD(seed),
         .min = -1,
         .max = INT32_MAX,
         .initial = 0,
         .change = PRIM_CHANGE_SEARCH,
         .uses = RUN | ARGUMENT,
         .section = PRIM_SECTION_BASIC,
         .place = 6},
    [PRIM_PARAMETER_OPACITY_MIN] =
        {.name = "opacity-min",
         .label = PRIM_N_("Minimum opacity"),
         .tooltip = PRIM_N_("Lowest opacity of a shape in percent, for custom opacity."),
         .type = PRIM_TYPE_FLOAT,
         .offset = FIELD(opacity_min),
         .min = 0,
         .max = 100,
         .initial = 50,
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK | FULL_ARGUMENT,
         .section = PRIM_SECTION_BASIC,
         .place = 4},
    [PRIM_PARAMETER_OPACITY_MAX] =
        {.name = "opacity-max",
         .label = PRIM_N_("M_aximum opacity"),
         .tooltip = PRIM_N_("Highest opacity of a shape in percent, for custom opacity."),
         .type = PRIM_TYPE_FLOAT,
         .offset = FIELD(opacity_max),
         .min = 0,
         .max = 100,
         .initial = 50,
         .least = &prim_parameters[PRIM_PARAMETER_OPACITY_MIN],
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK | FULL_ARGUMENT,
         .section = PRIM_SECTION_BASIC,
         .place = 5},
    [PRIM_PARAMETER_DETAIL] =
        {.name = "detail",
         .label = PRIM_N_("Deta_il"),
         .tooltip = PRIM_N_(
             "Size in pixels at which shapes are fitted to the picture (its longer side). They "
             "are drawn at full size whatever this is."),
         .type = PRIM_TYPE_INT,
         .offset = FIELD(detail),
         .min = 64,
         .max = PRIM_DETAIL_MAX,
         .initial = 256,
         .change = PRIM_CHANGE_TARGET,
         .uses = LOOK | FULL_ARGUMENT,
         .section = PRIM_SECTION_ADVANCED,
         .place = 2},
    [PRIM_PARAMETER_EFFORT] =
        {.name = "effort",
         .label = PRIM_N_("E_ffort"),
         .tooltip = PRIM_N_(
             "How long to search for good shapes: draft is quickest, best comes close, extreme "
             "takes minutes for the last few percent."),
         .type = PRIM_TYPE_ENUM,
         .offset = FIELD(effort),
         .min = 0,
         .max = 3,
         .initial = PRIM_EFFORT_NORMAL,
         .choices = efforts,
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK | FULL_ARGUMENT,
         .section = PRIM_SECTION_ADVANCED,
         .place = 1},
    [PRIM_PARAMETER_BACKGROUND] = {.name = "background",
                                   .label = PRIM_N_("Bac_kground"),
                                   .tooltip = PRIM_N_("What the shapes lie on."),
                                   .type = PRIM_TYPE_ENUM,
                                   .offset = FIELD(background),
                                   .min = 0,
                                   .max = 4,
                                   .initial = PRIM_BACKGROUND_AVERAGE,
                                   .choices = backgrounds,
                                   .change = PRIM_CHANGE_TARGET,
                                   .uses = LOOK | FULL_ARGUMENT,
                                   .section = PRIM_SECTION_ADVANCED,
                                   .place = 3},
    [PRIM_PARAMETER_PALETTE] =
        {.name = "palette",
         .label = PRIM_N_("Pa_lette"),
         .tooltip = PRIM_N_("The colors that shapes may have: so many of the picture's own "
                            "(\"picture:6\"), a list "
                            "(\"#c81e14,#143cdc\"), or the name of a palette; none: any color."),
         .type = PRIM_TYPE_TEXT,
         .offset = FIELD(palette),
         .min = 0,
         .max = PRIM_TEXT_MAX - 1,
         .initial = 0,
         .change = PRIM_CHANGE_TARGET,
         .uses = LOOK | FULL_ARGUMENT,
         .section = PRIM_SECTION_ADVANCED,
         .place = 4},
    [PRIM_PARAMETER_IMPORTANCE] =
        {.name = "importance",
         .label = PRIM_N_("I_mportance"),
         .tooltip = PRIM_N_(
             "A layer, mask or channel of the same image: where it is bright, the picture matters "
             "more."),
         .type = PRIM_TYPE_DRAWABLE,
         .offset = FIELD(importance),
         .min = -1,
         .max = INT32_MAX,
         .initial = -1,
         .change = PRIM_CHANGE_TARGET,
         .uses = PRIM_USE_FULL | PRIM_USE_SESSION,
         .section = PRIM_SECTION_ADVANCED,
         .place = 5},
    [PRIM_PARAMETER_STOP_ERROR] =
        {.name = "stop-error",
         .label = PRIM_N_("Stop when error is belo_w"),
         .tooltip = PRIM_N_(
             "Stop early once the error (0 to 255, shown while running) is this small; 0 never "
             "stops early."),
         .type = PRIM_TYPE_FLOAT,
         .offset = FIELD(stop_error),
         .min = 0,
         .max = 255,
         .initial = 0,
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK | FULL_ARGUMENT,
         .section = PRIM_SECTION_ADVANCED,
         .place = 6},
    [PRIM_PARAMETER_OUTPUT] =
        {.name = "output",
         .label = PRIM_N_("O_utput"),
         .tooltip = PRIM_N_(
             "What the drawing becomes: a new layer, a group with a layer for each shape, frames "
             "of an animation, paths, or a layer that was drawn before and is drawn again after "
             "the same picture."),
         .type = PRIM_TYPE_ENUM,
         .offset = FIELD(output),
         .min = 0,
         .max = 4,
         .initial = PRIM_OUTPUT_LAYER,
         .choices = outputs,
         .change = PRIM_CHANGE_NONE,
         .uses = RUN | PRIM_USE_FULL,
         .section = PRIM_SECTION_ADVANCED,
         .place = 7},
    [PRIM_PARAMETER_EXPORT] =
        {.name = "export",
         .label = PRIM_N_("E_xport to"),
         .tooltip = PRIM_N_(
             "A file to write the shapes to as well, ending in .svg or .json; none: no file."),
         .type = PRIM_TYPE_TEXT,
         .offset = FIELD(export_file),
         .min = 0,
         .max = PRIM_TEXT_MAX - 1,
         .initial = 0,
         .change = PRIM_CHANGE_NONE,
         .uses = PRIM_USE_FULL,
         .section = PRIM_SECTION_ADVANCED,
         .place = 8},
    [PRIM_PARAMETER_SIZE_MIN] =
        {.name = "size-min",
         .label = PRIM_N_("Smallest size"),
         .tooltip = PRIM_N_("Least width and height of a shape, in thousandths of the picture's "
                            "longer side; 0: no limit. For strokes, the longer of the two counts."),
         .type = PRIM_TYPE_FLOAT,
         .offset = FIELD(size_min),
         .min = 0,
         .max = 1000,
         .initial = 0,
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK,
         .since = 2,
         .section = PRIM_SECTION_EDGES,
         .place = 1},
    [PRIM_PARAMETER_SIZE_MAX] =
        {.name = "size-max",
         .label = PRIM_N_("Largest size"),
         .tooltip = PRIM_N_("Greatest width and height of a shape, in thousandths of the picture's "
                            "longer side; 1000: no limit. Small shapes make mosaics and dots."),
         .type = PRIM_TYPE_FLOAT,
         .offset = FIELD(size_max),
         .min = 0,
         .max = 1000,
         .initial = 1000,
         .least = &prim_parameters[PRIM_PARAMETER_SIZE_MIN],
         .change = PRIM_CHANGE_SEARCH,
         .uses = LOOK,
         .since = 2,
         .section = PRIM_SECTION_EDGES,
         .place = 2},
    [PRIM_PARAMETER_STROKE_MIN] = {.name = "stroke-min",
                                   .label = PRIM_N_("Thinnest stroke"),
                                   .tooltip = PRIM_N_(
                                       "Least width of lines and curved strokes, in thousandths of "
                                       "the picture's longer side; 0: no limit."),
                                   .type = PRIM_TYPE_FLOAT,
                                   .offset = FIELD(stroke_min),
                                   .min = 0,
                                   .max = 125,
                                   .initial = 0,
                                   .change = PRIM_CHANGE_SEARCH,
                                   .uses = LOOK,
                                   .since = 2,
                                   .section = PRIM_SECTION_EDGES,
                                   .place = 3},
    [PRIM_PARAMETER_STROKE_MAX] = {.name = "stroke-max",
                                   .label = PRIM_N_("Thickest stroke"),
                                   .tooltip = PRIM_N_(
                                       "Greatest width of lines and curved strokes, in thousandths "
                                       "of the picture's longer side. Thin strokes make hatching."),
                                   .type = PRIM_TYPE_FLOAT,
                                   .offset = FIELD(stroke_max),
                                   .min = 0,
                                   .max = 125,
                                   .initial = 125,
                                   .least = &prim_parameters[PRIM_PARAMETER_STROKE_MIN],
                                   .change = PRIM_CHANGE_SEARCH,
                                   .uses = LOOK,
                                   .since = 2,
                                   .section = PRIM_SECTION_EDGES,
                                   .place = 4},
    [PRIM_PARAMETER_OUTLINE] = {.name = "outline",
                                .label = PRIM_N_("Outline"),
                                .tooltip =
                                    PRIM_N_("Width of a line along the edges of shapes, in "
                                            "thousandths of the picture's longer side; 0: none."),
                                .type = PRIM_TYPE_FLOAT,
                                .offset = FIELD(outline),
                                .min = 0,
                                .max = 50,
                                .initial = 0,
                                .change = PRIM_CHANGE_RENDERING,
                                .uses = LOOK,
                                .since = 2,
                                .section = PRIM_SECTION_EDGES,
                                .place = 5},
    [PRIM_PARAMETER_OUTLINE_COLOR] =
        {.name = "outline-color",
         .label = PRIM_N_("Outline color"),
         .tooltip = PRIM_N_("The color of the outlines: one for all, or darker than each shape."),
         .type = PRIM_TYPE_COLOR,
         .offset = FIELD(outline_color),
         .min = -1,
         .max = 0xffffff,
         .initial = -1,
         .change = PRIM_CHANGE_RENDERING,
         .uses = LOOK,
         .since = 2,
         .section = PRIM_SECTION_EDGES,
         .place = 6},
    [PRIM_PARAMETER_GAP] =
        {.name = "gap",
         .label = PRIM_N_("Gap"),
         .tooltip = PRIM_N_(
             "Width of a gap around shapes, in the background's color, in thousandths of the "
             "picture's longer side; 0: none. With a dark background it looks like stained glass."),
         .type = PRIM_TYPE_FLOAT,
         .offset = FIELD(gap),
         .min = 0,
         .max = 50,
         .initial = 0,
         .change = PRIM_CHANGE_RENDERING,
         .uses = LOOK,
         .since = 2,
         .section = PRIM_SECTION_EDGES,
         .place = 7},
    [PRIM_PARAMETER_INPUT] =
        {.name = "input",
         .label = PRIM_N_("Draw after"),
         .tooltip = PRIM_N_("What the drawing is compared with: the given layer, mask or channel, "
                            "or what is visible of the image."),
         .type = PRIM_TYPE_ENUM,
         .offset = FIELD(input),
         .min = 0,
         .max = 1,
         .initial = PRIM_INPUT_DRAWABLE,
         .choices = inputs,
         .change = PRIM_CHANGE_TARGET,
         .uses = PRIM_USE_RECORD,
         .since = 2,
         .section = PRIM_SECTIONS},
};

PrimSettings prim_settings_default(void)
{
  PrimSettings settings = {.refine = true};

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    prim_parameter_set(&prim_parameters[i], &settings, prim_parameters[i].initial);
  return settings;
}

uint32_t prim_parameters_used(PrimUse use)
{
  uint32_t rows = 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (prim_parameters[i].uses & use)
      rows |= 1u << i;
  return rows;
}

PrimParameterId prim_parameter_id(const PrimParameter *parameter)
{
  return (PrimParameterId)(parameter - prim_parameters);
}

const PrimParameter *prim_parameter_named(const char *name)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (strcmp(prim_parameters[i].name, name) == 0)
      return &prim_parameters[i];
  return NULL;
}

int32_t prim_seed_from_clock(void)
{
  struct timespec time;

  clock_gettime(CLOCK_REALTIME, &time);
  return (int32_t)(prim_mix((uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec) &
                   INT32_MAX);
}

/* Whether a maximum is below its minimum. */
static bool crossed(const PrimParameter *parameter, const PrimSettings *settings)
{
  return parameter->least &&
         prim_parameter_get(parameter, settings) < prim_parameter_get(parameter->least, settings);
}

const PrimParameter *prim_settings_check(const PrimSettings *settings)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (!prim_parameter_accepts(&prim_parameters[i],
                                prim_parameter_get(&prim_parameters[i], settings)))
      return &prim_parameters[i];
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (crossed(&prim_parameters[i], settings))
      return &prim_parameters[i];
  return NULL;
}

void prim_settings_order(PrimSettings *settings)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (crossed(&prim_parameters[i], settings))
      prim_parameter_set(&prim_parameters[i], settings,
                         prim_parameter_get(prim_parameters[i].least, settings));
}

static int opacity_byte(double percent)
{
  int opacity = (int)floor(percent * 255 / 100 + 0.5);

  return opacity < 1 ? 1 : opacity > 255 ? 255 : opacity;
}

void prim_settings_opacity(const PrimSettings *settings, int *min, int *max)
{
  bool custom = settings->style == PRIM_STYLE_CUSTOM;

  *min = opacity_byte(custom ? settings->opacity_min : style_opacity[settings->style].min);
  *max = opacity_byte(custom ? settings->opacity_max : style_opacity[settings->style].max);
}
