/* A result as text: JSON to a record. Nothing about the text is taken for granted. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "shapes_json.h"

enum {
  LENGTH_MAX = 64 << 20,     /* bytes; 100000 polygons take 20 MiB */
  SIDE_MAX = 1 << 19,        /* pixels; GIMP's own limit */
  NAME_MAX_BYTES = 64 << 10, /* of a layer's name, or a profile's */
  TEXT_MAX = 1024            /* bytes of any other text, with its NUL */
};

/* A record being read. */
typedef struct Reading {
  PrimRecord *record;
  int room;              /* shapes that there is memory for */
  PrimShapesFault fault; /* what is wrong, if not that the text is damaged */
  bool settings, source; /* there are such members */
  int version;
} Reading;

/* ---- Objects whose members are known ---------------------------------------- */

/* Reads the value of the member of that number. */
typedef bool (*ReadMember)(PrimJson *json, int member, void *data);

typedef struct Members {
  const char *const *names;
  int count;
  ReadMember read;
  void *data;
  uint32_t seen; /* set of their numbers */
} Members;

/* The place of `name` in a list; `count` when it is not there. */
static int index_of(const char *name, const char *const *names, int count)
{
  int i = 0;

  while (i < count && (!names[i] || strcmp(name, names[i]) != 0))
    i++;
  return i;
}

static bool read_member(PrimJson *json, const char *name, void *data)
{
  Members *members = data;
  int number = index_of(name, members->names, members->count);

  if (number == members->count)
    return prim_json_skip(json);
  if (members->seen >> number & 1) /* twice: which of the two counts? */
    return false;
  members->seen |= 1u << number;
  return members->read(json, number, members->data);
}

/* Reads an object that must have the members in the set `required`, and may have the
 * others and unknown ones. */
static bool read_object(PrimJson *json, const char *const *names, int count, uint32_t required,
                        ReadMember read, void *data)
{
  Members members = {names, count, read, data, 0};

  return prim_json_object(json, read_member, &members) && (members.seen & required) == required;
}

static bool parse_color(const char *text, uint8_t color[3])
{
  if (strlen(text) != 7 || text[0] != '#' || strspn(text + 1, "0123456789abcdefABCDEF") != 6)
    return false;
  unsigned long value = strtoul(text + 1, NULL, 16);
  for (int i = 0; i < 3; i++)
    color[i] = (uint8_t)(value >> (16 - 8 * i));
  return true;
}

static bool read_color(PrimJson *json, uint8_t color[3])
{
  char text[8];

  return prim_json_string(json, text, sizeof text) && parse_color(text, color);
}

/* One of the names, as its number. */
static bool read_name(PrimJson *json, const char *const *names, int count, int *number)
{
  char text[TEXT_MAX];

  if (!prim_json_string(json, text, sizeof text))
    return false;
  *number = index_of(text, names, count);
  return *number < count;
}

/* ---- Shapes --------------------------------------------------------------- */

enum { SHAPE_KIND, SHAPE_GEOMETRY, SHAPE_COLOR, SHAPE_OPACITY, SHAPE_MEMBERS };

static const char *const shape_members[SHAPE_MEMBERS] = {"kind", "geometry", "color", "opacity"};

/* A shape, and how many numbers its geometry has. */
typedef struct ShapeReading {
  PrimShape shape;
  int numbers;
} ShapeReading;

static bool read_coordinate(PrimJson *json, int index, void *data)
{
  ShapeReading *reading = data;

  if (index == 2 * PRIM_CORNERS_MAX)
    return false;
  reading->numbers = index + 1;
  return prim_json_int(json, -PRIM_SHAPES_COORDINATE_MAX, PRIM_SHAPES_COORDINATE_MAX,
                       &reading->shape.v[index]);
}

static bool read_shape_member(PrimJson *json, int member, void *data)
{
  ShapeReading *reading = data;
  PrimShape *shape = &reading->shape;
  int number = 0;
  bool good = false;

  switch (member) {
  case SHAPE_KIND:
    good = read_name(json, prim_kind_names, PRIM_KINDS, &number);
    shape->kind = (uint8_t)number;
    return good;
  case SHAPE_GEOMETRY:
    return prim_json_array(json, read_coordinate, reading);
  case SHAPE_COLOR:
    return read_color(json, shape->color);
  default:
    good = prim_json_int(json, 1, 255, &number);
    shape->opacity = (uint8_t)number;
    return good;
  }
}

/* Whether the geometry has as many numbers as the kind wants. */
static bool finish_shape(ShapeReading *reading)
{
  PrimShape *shape = &reading->shape;

  if (shape->kind != PRIM_POLYGON)
    return reading->numbers == prim_shapes_coordinates[shape->kind];
  shape->corners = (uint8_t)(reading->numbers / 2);
  return reading->numbers % 2 == 0;
}

/* Room for one shape more. */
static bool make_room(Reading *reading)
{
  PrimDrawing *drawing = &reading->record->drawing;

  if (drawing->count < reading->room)
    return true;
  int room = reading->room ? 2 * reading->room : 64;
  PrimShape *shapes = realloc(drawing->shapes, (size_t)room * sizeof *shapes);
  if (!shapes) {
    reading->fault = PRIM_SHAPES_MEMORY;
    return false;
  }
  drawing->shapes = shapes;
  reading->room = room;
  return true;
}

static bool read_shape(PrimJson *json, int index, void *data)
{
  const PrimParameter *limit = &prim_parameters[PRIM_PARAMETER_COUNT];
  Reading *reading = data;
  PrimDrawing *drawing = &reading->record->drawing;
  ShapeReading shape = {.numbers = 0};

  if (index >= (int)limit->max ||
      !read_object(json, shape_members, SHAPE_MEMBERS, (1u << SHAPE_MEMBERS) - 1, read_shape_member,
                   &shape) ||
      !finish_shape(&shape) || !make_room(reading))
    return false;
  drawing->shapes[drawing->count++] = shape.shape;
  return true;
}

/* ---- The finish -------------------------------------------------------------- */

enum { OUTLINE_WIDTH, OUTLINE_COLOR, OUTLINE_MEMBERS };

static bool read_length(PrimJson *json, int32_t *length)
{
  return prim_json_int(json, 1, PRIM_SHAPES_COORDINATE_MAX, length);
}

static bool read_outline_member(PrimJson *json, int member, void *data)
{
  PrimFinish *finish = data;
  char text[8];

  if (member == OUTLINE_WIDTH)
    return read_length(json, &finish->outline);
  if (!prim_json_string(json, text, sizeof text))
    return false;
  finish->darker = strcmp(text, PRIM_SHAPES_DARKER) == 0;
  return finish->darker || parse_color(text, finish->color);
}

static bool read_outline(PrimJson *json, PrimFinish *finish)
{
  static const char *const names[OUTLINE_MEMBERS] = {"width", "color"};

  return read_object(json, names, OUTLINE_MEMBERS, (1u << OUTLINE_MEMBERS) - 1, read_outline_member,
                     finish);
}

/* ---- What continuing needs -------------------------------------------------- */

static bool read_number(PrimJson *json, const PrimParameter *parameter, PrimSettings *settings)
{
  double value;

  if (!prim_json_number(json, &value) || !prim_parameter_accepts(parameter, value))
    return false;
  prim_parameter_set(parameter, settings, value);
  return true;
}

static bool read_text(PrimJson *json, const PrimParameter *parameter, PrimSettings *settings)
{
  char text[PRIM_TEXT_MAX];

  return prim_json_string(json, text, sizeof text) &&
         prim_parameter_parse(parameter, settings, text);
}

/* What a record is not to have, as a file to write, is never taken from a stranger. */
static bool read_setting(PrimJson *json, int member, void *data)
{
  const PrimParameter *parameter = &prim_parameters[member];
  bool number = parameter->type == PRIM_TYPE_INT || parameter->type == PRIM_TYPE_FLOAT;

  if (!(parameter->uses & PRIM_USE_RECORD))
    return prim_json_skip(json);
  return number ? read_number(json, parameter, data) : read_text(json, parameter, data);
}

/* Parameters that are not there keep their defaults. */
static bool read_settings(PrimJson *json, PrimSettings *settings)
{
  const char *names[PRIM_PARAMETERS];

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    names[i] = prim_parameters[i].name;
  return read_object(json, names, PRIM_PARAMETERS, 0, read_setting, settings) &&
         settings->seed >= 0 && !prim_settings_check(settings);
}

enum {
  REFERENCE_KIND,
  REFERENCE_NAME,
  REFERENCE_TATTOO,
  REFERENCE_WIDTH,
  REFERENCE_HEIGHT,
  REFERENCE_MEMBERS,
  SOURCE_REGION = REFERENCE_MEMBERS,
  SOURCE_MEMBERS
};

static const char *const source_members[SOURCE_MEMBERS] = {"kind",  "name",   "tattoo",
                                                           "width", "height", "region"};

/* A reference, and the region when it is the source. */
typedef struct ReferenceReading {
  PrimReference *reference;
  int32_t region[4];
  int numbers;
} ReferenceReading;

static bool read_region_number(PrimJson *json, int index, void *data)
{
  ReferenceReading *reading = data;

  if (index == 4)
    return false;
  reading->numbers = index + 1;
  return prim_json_int(json, 0, SIDE_MAX, &reading->region[index]);
}

/* The name of a layer or a profile. */
static bool read_name_text(PrimJson *json, char **text)
{
  char *name = g_malloc(NAME_MAX_BYTES + 1);

  *text = prim_json_string(json, name, NAME_MAX_BYTES + 1) ? g_strdup(name) : NULL;
  g_free(name);
  return *text;
}

static bool read_reference_member(PrimJson *json, int member, void *data)
{
  ReferenceReading *reading = data;
  PrimReference *reference = reading->reference;
  int number = 0;
  bool good = false;

  switch (member) {
  case REFERENCE_KIND:
    good = read_name(json, prim_shapes_references, PRIM_REFERENCE_KINDS, &number);
    reference->kind = (PrimReferenceKind)number;
    return good && number != PRIM_REFERENCE_NONE;
  case REFERENCE_NAME:
    return read_name_text(json, &reference->name);
  case REFERENCE_TATTOO:
    good = prim_json_int(json, 0, INT32_MAX, &number);
    reference->tattoo = (uint32_t)number;
    return good;
  case REFERENCE_WIDTH:
    return prim_json_int(json, 1, SIDE_MAX, &reference->width);
  case REFERENCE_HEIGHT:
    return prim_json_int(json, 1, SIDE_MAX, &reference->height);
  default:
    return prim_json_array(json, read_region_number, reading);
  }
}

static bool read_reference(PrimJson *json, PrimReference *reference)
{
  ReferenceReading reading = {.reference = reference};

  return read_object(json, source_members, REFERENCE_MEMBERS, (1u << REFERENCE_MEMBERS) - 1,
                     read_reference_member, &reading);
}

/* A region must have pixels, all of them within the source. */
static bool read_source(PrimJson *json, PrimReference *source, PrimRegion *region)
{
  ReferenceReading reading = {.reference = source};
  const int32_t *numbers = reading.region;

  if (!read_object(json, source_members, SOURCE_MEMBERS, (1u << SOURCE_MEMBERS) - 1,
                   read_reference_member, &reading))
    return false;
  *region = (PrimRegion){numbers[0], numbers[1], numbers[2], numbers[3]};
  return reading.numbers == 4 && region->width >= 1 && region->height >= 1 &&
         region->x <= source->width - region->width && region->y <= source->height - region->height;
}

/* ---- Records ---------------------------------------------------------------- */

enum {
  RECORD_VERSION,
  RECORD_WIDTH,
  RECORD_HEIGHT,
  RECORD_BACKGROUND,
  RECORD_SHAPES,
  RECORD_REQUIRED, /* those before */
  RECORD_TRANSPARENT = RECORD_REQUIRED,
  RECORD_SETTINGS,
  RECORD_SOURCE,
  RECORD_IMPORTANCE,
  RECORD_LAYER,
  RECORD_PROFILE,
  RECORD_OUTLINE,
  RECORD_GAP,
  RECORD_MEMBERS
};

static const char *const record_members[RECORD_MEMBERS] = {
    [RECORD_VERSION] = "version",
    [RECORD_WIDTH] = "width",
    [RECORD_HEIGHT] = "height",
    [RECORD_BACKGROUND] = "background",
    [RECORD_SHAPES] = "shapes",
    [RECORD_TRANSPARENT] = "transparent",
    [RECORD_SETTINGS] = "settings",
    [RECORD_SOURCE] = "source",
    [RECORD_IMPORTANCE] = "importance",
    [RECORD_LAYER] = "layer",
    [RECORD_PROFILE] = "color-profile",
    [RECORD_OUTLINE] = "outline",
    [RECORD_GAP] = "gap",
};

static bool read_version(PrimJson *json, Reading *reading)
{
  int32_t version;

  if (!prim_json_int(json, 1, INT32_MAX, &version))
    return false;
  if (version > PRIM_SHAPES_VERSION)
    reading->fault = PRIM_SHAPES_NEWER;
  reading->version = version;
  return version <= PRIM_SHAPES_VERSION;
}

static bool read_tattoo(PrimJson *json, uint32_t *tattoo)
{
  int32_t number;
  bool good = prim_json_int(json, 0, INT32_MAX, &number);

  *tattoo = good ? (uint32_t)number : 0;
  return good;
}

static bool read_record_member(PrimJson *json, int member, void *data)
{
  Reading *reading = data;
  PrimRecord *record = reading->record;
  PrimDrawing *drawing = &record->drawing;

  switch (member) {
  case RECORD_VERSION:
    return read_version(json, reading);
  case RECORD_WIDTH:
    return prim_json_int(json, 1, PRIM_DETAIL_MAX, &drawing->width);
  case RECORD_HEIGHT:
    return prim_json_int(json, 1, PRIM_DETAIL_MAX, &drawing->height);
  case RECORD_BACKGROUND:
    return read_color(json, drawing->background);
  case RECORD_SHAPES:
    return prim_json_array(json, read_shape, reading);
  case RECORD_TRANSPARENT:
    return prim_json_bool(json, &drawing->transparent);
  case RECORD_SETTINGS:
    reading->settings = true;
    return read_settings(json, &record->settings);
  case RECORD_SOURCE:
    reading->source = true;
    return read_source(json, &record->source, &record->region);
  case RECORD_IMPORTANCE:
    return read_reference(json, &record->importance);
  case RECORD_PROFILE:
    return read_name_text(json, &record->profile);
  case RECORD_OUTLINE:
    return read_outline(json, &drawing->finish);
  case RECORD_GAP:
    return read_length(json, &drawing->finish.gap);
  default:
    return read_tattoo(json, &record->tattoo);
  }
}

/* Once the working size is known, which may stand behind the shapes. */
static bool shapes_allowed(const PrimDrawing *drawing)
{
  for (int i = 0; i < drawing->count; i++)
    if (!prim_shape_allowed(&drawing->shapes[i], drawing->width, drawing->height))
      return false;
  return true;
}

/* Without settings or a source there is nothing to continue, which is no fault. */
static void forget_half_an_origin(const Reading *reading)
{
  PrimRecord *record = reading->record;

  if (reading->settings && reading->source)
    return;
  prim_reference_clear(&record->source);
  prim_reference_clear(&record->importance);
  record->settings = prim_settings_default();
  record->region = (PrimRegion){0};
  record->tattoo = 0;
}

/* Gives what is newer than the record's version its default, even where the record holds it. */
static void upgrade(PrimRecord *record, int version)
{
  PrimSettings initial = prim_settings_default();

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (prim_parameters[i].since > version)
      prim_parameter_copy(&prim_parameters[i], &record->settings, &initial);
  if (version < 2)
    record->drawing.finish = (PrimFinish){0};
}

PrimShapesFault prim_shapes_read(const char *text, size_t length, PrimRecord *record)
{
  Reading reading = {.record = record, .fault = PRIM_SHAPES_DAMAGED};
  PrimJson json;

  *record = (PrimRecord){.settings = prim_settings_default()};
  if (length <= LENGTH_MAX && prim_json_begin(&json, text, length) &&
      read_object(&json, record_members, RECORD_MEMBERS, (1u << RECORD_REQUIRED) - 1,
                  read_record_member, &reading) &&
      prim_json_end(&json) && shapes_allowed(&record->drawing)) {
    forget_half_an_origin(&reading);
    upgrade(record, reading.version);
    return PRIM_SHAPES_GOOD;
  }
  prim_record_clear(record);
  return reading.fault;
}
