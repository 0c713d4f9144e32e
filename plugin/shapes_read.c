/* A result as text: JSON to a record. Nothing about the text is taken for granted. */
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "shapes.h"

enum {
  NESTING_MAX = 8,          /* the parser recurses; our own text nests 4 deep */
  LENGTH_MAX = 64 << 20,    /* bytes; 100000 polygons take 20 MiB */
  SIDE_MAX = 1 << 19,       /* pixels; GIMP's own limit */
  NAME_MAX_BYTES = 64 << 10 /* of a layer's name */
};

/* Whether brackets nest so little that the parser cannot exhaust the stack. */
static bool nesting_harmless(const char *text, size_t length)
{
  int depth = 0;
  bool quoted = false;

  for (size_t i = 0; i < length; i++) {
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > NESTING_MAX)
      return false;
    else if (!quoted && (text[i] == ']' || text[i] == '}'))
      depth--;
  }
  return true;
}

static JsonObject *member_object(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);

  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static bool node_int(JsonNode *node, int64_t min, int64_t max, int32_t *value)
{
  if (!node || !JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_INT64)
    return false;
  int64_t number = json_node_get_int(node);
  *value = (int32_t)number;
  return number >= min && number <= max;
}

static bool member_int(JsonObject *object, const char *name, int64_t min, int64_t max,
                       int32_t *value)
{
  return node_int(json_object_get_member(object, name), min, max, value);
}

static const char *node_string(JsonNode *node)
{
  if (!node || !JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string(node);
}

static JsonArray *node_array(JsonNode *node, unsigned min, unsigned max)
{
  if (!node || !JSON_NODE_HOLDS_ARRAY(node))
    return NULL;
  JsonArray *array = json_node_get_array(node);
  unsigned length = json_array_get_length(array);
  return length >= min && length <= max ? array : NULL;
}

static const char *member_string(JsonObject *object, const char *name)
{
  return node_string(json_object_get_member(object, name));
}

static bool read_color(JsonObject *object, const char *name, uint8_t color[3])
{
  const char *text = member_string(object, name);

  if (!text || strlen(text) != 7 || text[0] != '#' ||
      strspn(text + 1, "0123456789abcdefABCDEF") != 6)
    return false;
  unsigned long value = strtoul(text + 1, NULL, 16);
  for (int i = 0; i < 3; i++)
    color[i] = (uint8_t)(value >> (16 - 8 * i));
  return true;
}

/* The place of `name` in a list; `count` when it is not there. */
static int index_of(const char *name, const char *const *names, int count)
{
  for (int i = 0; i < count; i++)
    if (name && strcmp(name, names[i]) == 0)
      return i;
  return count;
}

/* ---- Shapes --------------------------------------------------------------- */

/* Half sizes, radii and stroke widths cannot be negative; they stand third and
 * after, the angle last. */
static bool sizes_sensible(const PrimShape *shape)
{
  const int32_t *v = shape->v;

  switch (shape->kind) {
  case PRIM_ROTATED_RECTANGLE:
  case PRIM_ELLIPSE:
  case PRIM_ROTATED_ELLIPSE:
    return v[2] >= 0 && v[3] >= 0;
  case PRIM_CIRCLE:
    return v[2] >= 0;
  case PRIM_LINE:
    return v[4] >= 0;
  case PRIM_BEZIER:
    return v[6] >= 0;
  default:
    return true;
  }
}

static bool read_geometry(JsonNode *node, PrimShape *shape)
{
  bool polygon = shape->kind == PRIM_POLYGON;
  unsigned count = (unsigned)prim_shapes_coordinates[shape->kind];
  JsonArray *array =
      polygon ? node_array(node, 8, 2 * PRIM_CORNERS_MAX) : node_array(node, count, count);

  if (!array)
    return false;
  count = json_array_get_length(array);
  for (unsigned i = 0; i < count; i++)
    if (!node_int(json_array_get_element(array, i), -PRIM_SHAPES_COORDINATE_MAX,
                  PRIM_SHAPES_COORDINATE_MAX, &shape->v[i]))
      return false;
  shape->corners = polygon ? (uint8_t)(count / 2) : 0;
  return count % 2 == 0 || !polygon;
}

static bool read_shape(JsonNode *node, PrimShape *shape)
{
  if (!JSON_NODE_HOLDS_OBJECT(node))
    return false;
  JsonObject *object = json_node_get_object(node);
  int kind = index_of(member_string(object, "kind"), prim_kind_names, PRIM_KINDS);
  int32_t opacity = 0;

  *shape = (PrimShape){.kind = (uint8_t)kind};
  if (kind == PRIM_KINDS || !read_geometry(json_object_get_member(object, "geometry"), shape) ||
      !read_color(object, "color", shape->color) ||
      !member_int(object, "opacity", 1, 255, &opacity))
    return false;
  shape->opacity = (uint8_t)opacity;
  return sizes_sensible(shape);
}

static bool read_shapes(JsonArray *array, PrimDrawing *drawing)
{
  unsigned count = json_array_get_length(array);

  drawing->shapes = calloc(count ? count : 1, sizeof *drawing->shapes);
  if (!drawing->shapes)
    return false;
  for (unsigned i = 0; i < count; i++)
    if (!read_shape(json_array_get_element(array, i), &drawing->shapes[i]))
      return false;
  drawing->count = (int)count;
  return true;
}

static bool read_drawing(JsonObject *object, PrimDrawing *drawing)
{
  JsonNode *transparent = json_object_get_member(object, "transparent");
  unsigned most = (unsigned)prim_parameters[0].max; /* the shape count's */
  JsonArray *shapes = node_array(json_object_get_member(object, "shapes"), 0, most);
  int32_t width, height;

  if (!member_int(object, "width", 1, PRIM_DETAIL_MAX, &width) ||
      !member_int(object, "height", 1, PRIM_DETAIL_MAX, &height) ||
      !read_color(object, "background", drawing->background) || !shapes)
    return false;
  if (transparent && (!JSON_NODE_HOLDS_VALUE(transparent) ||
                      json_node_get_value_type(transparent) != G_TYPE_BOOLEAN))
    return false;
  drawing->transparent = transparent && json_node_get_boolean(transparent);
  drawing->width = width;
  drawing->height = height;
  return read_shapes(shapes, drawing);
}

/* ---- What continuing needs -------------------------------------------------- */

static bool read_choice(const PrimParameter *parameter, JsonNode *node, PrimSettings *settings)
{
  const char *name = node_string(node);

  for (int i = 0; i <= (int)parameter->max; i++)
    if (name && strcmp(name, parameter->choices[i].name) == 0) {
      prim_parameter_set(parameter, settings, i);
      return true;
    }
  return false;
}

static bool read_number(const PrimParameter *parameter, JsonNode *node, PrimSettings *settings)
{
  if (!JSON_NODE_HOLDS_VALUE(node) || (json_node_get_value_type(node) != G_TYPE_INT64 &&
                                       json_node_get_value_type(node) != G_TYPE_DOUBLE))
    return false;
  double value = json_node_get_double(node);
  if (!prim_parameter_accepts(parameter, value))
    return false;
  prim_parameter_set(parameter, settings, value);
  return true;
}

static bool read_parameter(const PrimParameter *parameter, JsonNode *node, PrimSettings *settings)
{
  const char *text = node_string(node), *unknown;
  uint32_t kinds;
  size_t length;

  switch (parameter->type) {
  case PRIM_TYPE_ENUM:
    return read_choice(parameter, node, settings);
  case PRIM_TYPE_SHAPES:
    if (!text || !prim_kinds_parse(text, &kinds, &unknown, &length))
      return false;
    prim_parameter_set(parameter, settings, kinds);
    return true;
  case PRIM_TYPE_TEXT:
    return text && prim_parameter_set_text(parameter, settings, text);
  case PRIM_TYPE_DRAWABLE:
    return true;
  default:
    return read_number(parameter, node, settings);
  }
}

/* Parameters that are not there keep their defaults. */
static bool read_settings(JsonObject *object, PrimSettings *settings)
{
  *settings = prim_settings_default();
  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    JsonNode *node = json_object_get_member(object, prim_parameters[i].name);
    if (node && !read_parameter(&prim_parameters[i], node, settings))
      return false;
  }
  return settings->seed >= 0 && !prim_settings_check(settings);
}

static bool read_reference(JsonObject *object, PrimReference *reference)
{
  const char *name = member_string(object, "name");
  int kind = index_of(member_string(object, "kind"), prim_shapes_references, PRIM_REFERENCE_KINDS);
  int32_t tattoo;

  if (!name || strlen(name) > NAME_MAX_BYTES || kind == PRIM_REFERENCE_NONE ||
      kind == PRIM_REFERENCE_KINDS || !member_int(object, "tattoo", 0, INT32_MAX, &tattoo) ||
      !member_int(object, "width", 1, SIDE_MAX, &reference->width) ||
      !member_int(object, "height", 1, SIDE_MAX, &reference->height))
    return false;
  reference->kind = (PrimReferenceKind)kind;
  reference->tattoo = (guint32)tattoo;
  reference->name = g_strdup(name);
  return true;
}

static bool read_region(JsonObject *object, PrimRecord *record)
{
  JsonArray *array = node_array(json_object_get_member(object, "region"), 4, 4);
  const PrimReference *source = &record->source;
  GeglRectangle *region = &record->region;

  return array && node_int(json_array_get_element(array, 0), 0, source->width - 1, &region->x) &&
         node_int(json_array_get_element(array, 1), 0, source->height - 1, &region->y) &&
         node_int(json_array_get_element(array, 2), 1, source->width - region->x, &region->width) &&
         node_int(json_array_get_element(array, 3), 1, source->height - region->y, &region->height);
}

/* Without settings or a source there is nothing to continue, which is no fault. */
static bool read_origin(JsonObject *object, PrimRecord *record)
{
  JsonObject *settings = member_object(object, "settings");
  JsonObject *source = member_object(object, "source");
  JsonObject *importance = member_object(object, "importance");
  int32_t tattoo = 0;

  if (!settings || !source)
    return true;
  if (json_object_has_member(object, "layer") &&
      !member_int(object, "layer", 0, INT32_MAX, &tattoo))
    return false;
  record->tattoo = (guint32)tattoo;
  return read_settings(settings, &record->settings) && read_reference(source, &record->source) &&
         read_region(source, record) &&
         (!importance || read_reference(importance, &record->importance));
}

static bool read_record(JsonNode *root, PrimRecord *record)
{
  int32_t version;

  if (!root || !JSON_NODE_HOLDS_OBJECT(root))
    return false;
  JsonObject *object = json_node_get_object(root);
  return member_int(object, "version", PRIM_SHAPES_VERSION, PRIM_SHAPES_VERSION, &version) &&
         read_drawing(object, &record->drawing) && read_origin(object, record);
}

bool prim_shapes_read(const char *text, size_t length, PrimRecord *record, GError **error)
{
  JsonParser *parser = json_parser_new_immutable();

  *record = (PrimRecord){.settings = prim_settings_default()};
  bool good = length > 0 && length <= LENGTH_MAX && nesting_harmless(text, length) &&
              json_parser_load_from_data(parser, text, (gssize)length, NULL) &&
              read_record(json_parser_get_root(parser), record);
  g_object_unref(parser);
  if (good)
    return true;
  prim_record_clear(record);
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("The layer's list of shapes is damaged, or a newer version of this plug-in wrote "
              "it. Redraw the picture to get a new one."));
  return false;
}
