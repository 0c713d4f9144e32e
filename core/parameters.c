/* The parameter table and what is read off it. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "primitive.h"
#include "random.h"

static const PrimChoice styles[] = {
    {"crispy", PRIM_N_("Crispy")},  {"dreamy", PRIM_N_("Dreamy")}, {"blurry", PRIM_N_("Blurry")},
    {"auto", PRIM_N_("Automatic")}, {"custom", PRIM_N_("Custom")},
};

static const PrimChoice gpu_modes[] = {
    {"auto", PRIM_N_("Automatic")},
    {"cpu", PRIM_N_("CPU")},
    {"gpu", PRIM_N_("GPU")},
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
    {"average", PRIM_N_("Average colour")},       {"border", PRIM_N_("Border colour")},
    {"foreground", PRIM_N_("Foreground colour")}, {"background", PRIM_N_("Background colour")},
    {"transparent", PRIM_N_("Transparency")},
};

static const PrimChoice outputs[] = {
    {"layer", PRIM_N_("One layer")},
    {"layer-group", PRIM_N_("A layer for each shape")},
    {"frames", PRIM_N_("Frames of an animation")},
    {"paths", PRIM_N_("Paths")},
};

#define FIELD(field) offsetof(PrimSettings, field)

const PrimParameter prim_parameters[PRIM_PARAMETERS] = {
    {"count", PRIM_N_("Shape co_unt"),
     PRIM_N_("How many shapes to draw. Few shapes are abstract, many come close to the picture."),
     PRIM_TYPE_INT, FIELD(count), 1, 100000, 100, NULL},
    {"shapes", PRIM_N_("_Shapes"),
     PRIM_N_("Kinds of shape to draw with: \"mixed\" for all, or a list of names with commas."),
     PRIM_TYPE_SHAPES, FIELD(kinds), 1, PRIM_KINDS_ALL, PRIM_KIND_BIT(PRIM_TRIANGLE), NULL},
    {"style", PRIM_N_("St_yle"),
     PRIM_N_("How opaque the shapes are: crispy is solid, dreamy translucent, blurry faint, "
             "automatic whatever fits best."),
     PRIM_TYPE_ENUM, FIELD(style), 0, 4, PRIM_STYLE_AUTO, styles},
    {"gpu-mode", PRIM_N_("Compute _device"),
     PRIM_N_("Automatic uses the graphics processor where it is faster. The picture is the same."),
     PRIM_TYPE_ENUM, FIELD(gpu_mode), 0, 2, PRIM_GPU_AUTO, gpu_modes},
    {"seed", PRIM_N_("Random s_eed"),
     PRIM_N_("The same seed gives the same picture again; -1 takes a new one from the clock."),
     PRIM_TYPE_INT, FIELD(seed), -1, INT32_MAX, 0, NULL},
    {"opacity-min", PRIM_N_("_Least opacity"),
     PRIM_N_("Lowest opacity of a shape in percent, for the custom style."), PRIM_TYPE_FLOAT,
     FIELD(opacity_min), 0, 100, 50, NULL},
    {"opacity-max", PRIM_N_("_Greatest opacity"),
     PRIM_N_("Highest opacity of a shape in percent, for the custom style."), PRIM_TYPE_FLOAT,
     FIELD(opacity_max), 0, 100, 50, NULL},
    {"detail", PRIM_N_("Deta_il"),
     PRIM_N_("Size in pixels at which shapes are fitted to the picture (its longer side). They "
             "are drawn at full size whatever this is."),
     PRIM_TYPE_INT, FIELD(detail), 64, PRIM_DETAIL_MAX, 256, NULL},
    {"effort", PRIM_N_("E_ffort"),
     PRIM_N_("How long to search for good shapes: draft is quickest, best comes close, extreme "
             "takes minutes for the last few percent."),
     PRIM_TYPE_ENUM, FIELD(effort), 0, 3, PRIM_EFFORT_NORMAL, efforts},
    {"background", PRIM_N_("_Background"), PRIM_N_("What the shapes lie on."), PRIM_TYPE_ENUM,
     FIELD(background), 0, 4, PRIM_BACKGROUND_AVERAGE, backgrounds},
    {"palette", PRIM_N_("P_alette"),
     PRIM_N_("The palette that shapes take their colours from; none: any colour."), PRIM_TYPE_TEXT,
     FIELD(palette), 0, PRIM_TEXT_MAX - 1, 0, NULL},
    {"importance", PRIM_N_("I_mportance"),
     PRIM_N_("A layer, mask or channel of the same image: where it is bright, the picture matters "
             "more."),
     PRIM_TYPE_DRAWABLE, FIELD(importance), -1, INT32_MAX, -1, NULL},
    {"stop-error", PRIM_N_("Stop belo_w error"),
     PRIM_N_("Stop early once the error (0 to 255, shown while running) is this small; 0 never "
             "stops early."),
     PRIM_TYPE_FLOAT, FIELD(stop_error), 0, 255, 0, NULL},
    {"output", PRIM_N_("_Kind of result"),
     PRIM_N_("What the drawing becomes: one layer, a group with a layer for each shape, frames of "
             "an animation, or paths."),
     PRIM_TYPE_ENUM, FIELD(output), 0, 3, PRIM_OUTPUT_LAYER, outputs},
    {"export", PRIM_N_("E_xport to"),
     PRIM_N_("A file to write the shapes to as well, ending in .svg or .json; none: no file."),
     PRIM_TYPE_TEXT, FIELD(export_file), 0, PRIM_TEXT_MAX - 1, 0, NULL},
};

double prim_parameter_get(const PrimParameter *parameter, const PrimSettings *settings)
{
  const char *field = (const char *)settings + parameter->offset;

  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    return *(const double *)field;
  case PRIM_TYPE_SHAPES:
    return *(const uint32_t *)field;
  case PRIM_TYPE_TEXT:
    return (double)strlen(field);
  default:
    return *(const int32_t *)field;
  }
}

void prim_parameter_set(const PrimParameter *parameter, PrimSettings *settings, double value)
{
  char *field = (char *)settings + parameter->offset;

  switch (parameter->type) {
  case PRIM_TYPE_FLOAT:
    *(double *)field = value;
    break;
  case PRIM_TYPE_SHAPES:
    *(uint32_t *)field = (uint32_t)value;
    break;
  case PRIM_TYPE_TEXT:
    break;
  default:
    *(int32_t *)field = (int32_t)value;
  }
}

const char *prim_parameter_text(const PrimParameter *parameter, const PrimSettings *settings)
{
  return (const char *)settings + parameter->offset;
}

bool prim_parameter_set_text(const PrimParameter *parameter, PrimSettings *settings,
                             const char *text)
{
  size_t length = strlen(text);

  if (length > (size_t)parameter->max)
    return false;
  memcpy((char *)settings + parameter->offset, text, length + 1);
  return true;
}

bool prim_parameter_accepts(const PrimParameter *parameter, double value)
{
  if (!(value >= parameter->min && value <= parameter->max)) /* NaN is refused too */
    return false;
  return parameter->type == PRIM_TYPE_FLOAT || value == floor(value);
}

PrimSettings prim_settings_default(void)
{
  PrimSettings settings = {.refine = true};

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    prim_parameter_set(&prim_parameters[i], &settings, prim_parameters[i].initial);
  return settings;
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

const PrimParameter *prim_settings_check(const PrimSettings *settings)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (!prim_parameter_accepts(&prim_parameters[i],
                                prim_parameter_get(&prim_parameters[i], settings)))
      return &prim_parameters[i];
  if (settings->opacity_min > settings->opacity_max)
    return prim_parameter_named("opacity-max");
  return NULL;
}

static const char *skip_spaces(const char *text)
{
  while (*text == ' ' || *text == '\t' || *text == '\n')
    text++;
  return text;
}

static uint32_t kinds_named(const char *name, size_t length)
{
  if (length == strlen("mixed") && memcmp(name, "mixed", length) == 0)
    return PRIM_KINDS_ALL;
  for (int kind = 0; kind < PRIM_KINDS; kind++)
    if (strlen(prim_kind_names[kind]) == length && memcmp(prim_kind_names[kind], name, length) == 0)
      return PRIM_KIND_BIT(kind);
  return 0;
}

bool prim_kinds_parse(const char *text, uint32_t *kinds, const char **unknown, size_t *length)
{
  uint32_t found = 0;

  for (;;) {
    text = skip_spaces(text);
    size_t item = strcspn(text, ",");
    size_t name = item;
    while (name > 0 && strchr(" \t\n", text[name - 1]))
      name--;
    uint32_t bits = kinds_named(text, name);
    if (!bits) {
      *unknown = text;
      *length = name;
      return false;
    }
    found |= bits;
    if (!text[item])
      break;
    text += item + 1;
  }
  *kinds = found;
  return true;
}

void prim_kinds_format(uint32_t kinds, char *text)
{
  bool all = (kinds & PRIM_KINDS_ALL) == PRIM_KINDS_ALL;
  int length = snprintf(text, PRIM_KINDS_TEXT_MAX, "%s", all ? "mixed" : "");

  for (int kind = 0; kind < PRIM_KINDS && !all; kind++)
    if (kinds & PRIM_KIND_BIT(kind))
      length += snprintf(text + length, (size_t)(PRIM_KINDS_TEXT_MAX - length), "%s%s",
                         length ? "," : "", prim_kind_names[kind]);
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
