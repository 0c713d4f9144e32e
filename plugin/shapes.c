/* The list of shapes as text: a drawing to JSON and back. */
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "shapes.h"

enum {
  VERSION = 1,
  COORDINATE_MAX = 65536, /* in either direction; a working image ends at 32768 */
  NESTING_MAX = 8         /* the parser recurses; our own text nests 4 deep */
};

/* How many integers of PrimShape's v a kind uses; polygons go by their corners. */
static const int coordinates[PRIM_KINDS] = {
    [PRIM_TRIANGLE] = 6,      [PRIM_RECTANGLE] = 4, [PRIM_ROTATED_RECTANGLE] = 5,
    [PRIM_QUADRILATERAL] = 8, [PRIM_ELLIPSE] = 4,   [PRIM_ROTATED_ELLIPSE] = 5,
    [PRIM_CIRCLE] = 3,        [PRIM_LINE] = 5,      [PRIM_BEZIER] = 7,
};

/* ---- Writing ------------------------------------------------------------ */

static void add_string(JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name(builder, name);
  json_builder_add_string_value(builder, value);
}

static void add_int(JsonBuilder *builder, const char *name, int64_t value)
{
  json_builder_set_member_name(builder, name);
  json_builder_add_int_value(builder, value);
}

static void add_color(JsonBuilder *builder, const char *name, const uint8_t color[3])
{
  char text[8];

  g_snprintf(text, sizeof text, "#%02x%02x%02x", color[0], color[1], color[2]);
  add_string(builder, name, text);
}

static void add_parameter(JsonBuilder *builder, const PrimParameter *parameter,
                          const PrimSettings *settings)
{
  double value = prim_parameter_get(parameter, settings);
  char kinds[PRIM_KINDS_TEXT_MAX];

  switch (parameter->type) {
  case PRIM_TYPE_INT:
  case PRIM_TYPE_DRAWABLE:
    add_int(builder, parameter->name, (int64_t)value);
    break;
  case PRIM_TYPE_FLOAT:
    json_builder_set_member_name(builder, parameter->name);
    json_builder_add_double_value(builder, value);
    break;
  case PRIM_TYPE_ENUM:
    add_string(builder, parameter->name, parameter->choices[(int)value].name);
    break;
  case PRIM_TYPE_SHAPES:
    prim_kinds_format((uint32_t)value, kinds);
    add_string(builder, parameter->name, kinds);
    break;
  case PRIM_TYPE_TEXT:
    add_string(builder, parameter->name, prim_parameter_text(parameter, settings));
    break;
  }
}

static void add_settings(JsonBuilder *builder, const PrimSettings *settings)
{
  json_builder_set_member_name(builder, "settings");
  json_builder_begin_object(builder);
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    add_parameter(builder, &prim_parameters[i], settings);
  json_builder_end_object(builder);
}

static void add_shape(JsonBuilder *builder, const PrimShape *shape)
{
  int count = shape->kind == PRIM_POLYGON ? 2 * shape->corners : coordinates[shape->kind];

  json_builder_begin_object(builder);
  add_string(builder, "kind", prim_kind_names[shape->kind]);
  json_builder_set_member_name(builder, "geometry");
  json_builder_begin_array(builder);
  for (int i = 0; i < count; i++)
    json_builder_add_int_value(builder, shape->v[i]);
  json_builder_end_array(builder);
  add_color(builder, "color", shape->color);
  add_int(builder, "opacity", shape->opacity);
  json_builder_end_object(builder);
}

char *prim_shapes_write(const PrimDrawing *drawing, const PrimSettings *settings)
{
  JsonBuilder *builder = json_builder_new();

  json_builder_begin_object(builder);
  add_int(builder, "version", VERSION);
  add_string(builder, "generator", GETTEXT_PACKAGE);
  add_int(builder, "width", drawing->width);
  add_int(builder, "height", drawing->height);
  add_color(builder, "background", drawing->background);
  if (drawing->transparent) {
    json_builder_set_member_name(builder, "transparent");
    json_builder_add_boolean_value(builder, TRUE);
  }
  add_settings(builder, settings);
  json_builder_set_member_name(builder, "shapes");
  json_builder_begin_array(builder);
  for (int i = 0; i < drawing->count; i++)
    add_shape(builder, &drawing->shapes[i]);
  json_builder_end_array(builder);
  json_builder_end_object(builder);

  JsonNode *root = json_builder_get_root(builder);
  char *text = json_to_string(root, FALSE);
  json_node_unref(root);
  g_object_unref(builder);
  return text;
}

/* ---- Reading ------------------------------------------------------------ */

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

static bool node_int(JsonNode *node, int64_t min, int64_t max, int32_t *value)
{
  if (!node || !JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_INT64)
    return false;
  int64_t number = json_node_get_int(node);
  *value = (int32_t)number;
  return number >= min && number <= max;
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

static bool read_color(JsonObject *object, const char *name, uint8_t color[3])
{
  const char *text = node_string(json_object_get_member(object, name));

  if (!text || strlen(text) != 7 || text[0] != '#' ||
      strspn(text + 1, "0123456789abcdefABCDEF") != 6)
    return false;
  unsigned long value = strtoul(text + 1, NULL, 16);
  for (int i = 0; i < 3; i++)
    color[i] = (uint8_t)(value >> (16 - 8 * i));
  return true;
}

static int kind_named(const char *name)
{
  for (int kind = 0; kind < PRIM_KINDS; kind++)
    if (name && strcmp(name, prim_kind_names[kind]) == 0)
      return kind;
  return PRIM_KINDS;
}

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
  unsigned count = (unsigned)coordinates[shape->kind];
  JsonArray *array =
      polygon ? node_array(node, 8, 2 * PRIM_CORNERS_MAX) : node_array(node, count, count);

  if (!array)
    return false;
  count = json_array_get_length(array);
  for (unsigned i = 0; i < count; i++)
    if (!node_int(json_array_get_element(array, i), -COORDINATE_MAX, COORDINATE_MAX, &shape->v[i]))
      return false;
  shape->corners = polygon ? (uint8_t)(count / 2) : 0;
  return count % 2 == 0 || !polygon;
}

static bool read_shape(JsonNode *node, PrimShape *shape)
{
  if (!JSON_NODE_HOLDS_OBJECT(node))
    return false;
  JsonObject *object = json_node_get_object(node);
  int kind = kind_named(node_string(json_object_get_member(object, "kind")));
  int32_t opacity = 0;

  *shape = (PrimShape){.kind = (uint8_t)kind};
  if (kind == PRIM_KINDS || !read_geometry(json_object_get_member(object, "geometry"), shape) ||
      !read_color(object, "color", shape->color) ||
      !node_int(json_object_get_member(object, "opacity"), 1, 255, &opacity))
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

static bool read_drawing(JsonNode *root, PrimDrawing *drawing)
{
  int32_t version, width, height;

  if (!root || !JSON_NODE_HOLDS_OBJECT(root))
    return false;
  JsonObject *object = json_node_get_object(root);
  unsigned most = (unsigned)prim_parameters[0].max; /* the shape count's */
  JsonArray *shapes = node_array(json_object_get_member(object, "shapes"), 0, most);
  if (!node_int(json_object_get_member(object, "version"), VERSION, VERSION, &version) ||
      !node_int(json_object_get_member(object, "width"), 1, PRIM_DETAIL_MAX, &width) ||
      !node_int(json_object_get_member(object, "height"), 1, PRIM_DETAIL_MAX, &height) ||
      !read_color(object, "background", drawing->background) || !shapes)
    return false;
  drawing->width = width;
  drawing->height = height;
  drawing->transparent = json_object_get_boolean_member_with_default(object, "transparent", FALSE);
  return read_shapes(shapes, drawing);
}

bool prim_shapes_read(const char *text, size_t length, PrimDrawing *drawing, GError **error)
{
  JsonParser *parser = json_parser_new_immutable();

  *drawing = (PrimDrawing){0};
  bool good = length > 0 && length <= G_MAXSSIZE && nesting_harmless(text, length) &&
              json_parser_load_from_data(parser, text, (gssize)length, NULL) &&
              read_drawing(json_parser_get_root(parser), drawing);
  g_object_unref(parser);
  if (good)
    return true;
  prim_drawing_clear(drawing);
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
            _("The layer's list of shapes is damaged, or a newer version of this plug-in wrote "
              "it. Redraw the picture to get a new one."));
  return false;
}
