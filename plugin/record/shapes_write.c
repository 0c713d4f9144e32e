/* A result as text: a record to JSON. */
#include <json-glib/json-glib.h>

#include "shapes_json.h"

const int prim_shapes_coordinates[PRIM_KINDS] = {
    [PRIM_TRIANGLE] = 6,      [PRIM_RECTANGLE] = 4, [PRIM_ROTATED_RECTANGLE] = 5,
    [PRIM_QUADRILATERAL] = 8, [PRIM_ELLIPSE] = 4,   [PRIM_ROTATED_ELLIPSE] = 5,
    [PRIM_CIRCLE] = 3,        [PRIM_LINE] = 5,      [PRIM_BEZIER] = 7,
};

const char *const prim_shapes_references[PRIM_REFERENCE_KINDS] = {
    [PRIM_REFERENCE_NONE] = "none",       [PRIM_REFERENCE_LAYER] = "layer",
    [PRIM_REFERENCE_MASK] = "mask",       [PRIM_REFERENCE_CHANNEL] = "channel",
    [PRIM_REFERENCE_VISIBLE] = "visible",
};

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

/* Numbers as JSON's, all else as its text. */
static void add_parameter(JsonBuilder *builder, const PrimParameter *parameter,
                          const PrimSettings *settings)
{
  double value = prim_parameter_get(parameter, settings);
  char text[PRIM_TEXT_MAX];

  json_builder_set_member_name(builder, parameter->name);
  if (parameter->type == PRIM_TYPE_INT) {
    json_builder_add_int_value(builder, (int64_t)value);
  } else if (parameter->type == PRIM_TYPE_FLOAT) {
    json_builder_add_double_value(builder, value);
  } else {
    prim_parameter_format(parameter, settings, text);
    json_builder_add_string_value(builder, text);
  }
}

static void add_settings(JsonBuilder *builder, const PrimSettings *settings)
{
  uint32_t rows = prim_parameters_used(PRIM_USE_RECORD);

  json_builder_set_member_name(builder, "settings");
  json_builder_begin_object(builder);
  for (int i = 0; i < PRIM_PARAMETERS; i++)
    if (rows >> i & 1)
      add_parameter(builder, &prim_parameters[i], settings);
  json_builder_end_object(builder);
}

/* The members of a reference, into an object that is open. */
static void add_reference(JsonBuilder *builder, const PrimReference *reference)
{
  add_string(builder, "kind", prim_shapes_references[reference->kind]);
  add_string(builder, "name", reference->name);
  add_int(builder, "tattoo", reference->tattoo);
  add_int(builder, "width", reference->width);
  add_int(builder, "height", reference->height);
}

static void add_region(JsonBuilder *builder, const int numbers[4])
{
  json_builder_set_member_name(builder, "region");
  json_builder_begin_array(builder);
  for (int i = 0; i < 4; i++)
    json_builder_add_int_value(builder, numbers[i]);
  json_builder_end_array(builder);
}

static void add_source(JsonBuilder *builder, const PrimRecord *record)
{
  const PrimRegion *region = &record->region;
  int numbers[4] = {region->x, region->y, region->width, region->height};

  json_builder_set_member_name(builder, "source");
  json_builder_begin_object(builder);
  add_reference(builder, &record->source);
  add_region(builder, numbers);
  json_builder_end_object(builder);
}

static void add_finish(JsonBuilder *builder, const PrimFinish *finish)
{
  if (finish->outline) {
    json_builder_set_member_name(builder, "outline");
    json_builder_begin_object(builder);
    add_int(builder, "width", finish->outline);
    if (finish->darker)
      add_string(builder, "color", PRIM_SHAPES_DARKER);
    else
      add_color(builder, "color", finish->color);
    json_builder_end_object(builder);
  }
  if (finish->gap)
    add_int(builder, "gap", finish->gap);
}

/* Everything that only continuing the drawing needs. */
static void add_origin(JsonBuilder *builder, const PrimRecord *record)
{
  if (record->source.kind == PRIM_REFERENCE_NONE)
    return;
  add_settings(builder, &record->settings);
  add_source(builder, record);
  if (record->importance.kind != PRIM_REFERENCE_NONE) {
    json_builder_set_member_name(builder, "importance");
    json_builder_begin_object(builder);
    add_reference(builder, &record->importance);
    json_builder_end_object(builder);
  }
  if (record->tattoo)
    add_int(builder, "layer", record->tattoo);
}

static void add_shape(JsonBuilder *builder, const PrimShape *shape)
{
  int count =
      shape->kind == PRIM_POLYGON ? 2 * shape->corners : prim_shapes_coordinates[shape->kind];

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

/* Only in files: a layer that carries a record has its mask itself. */
static void add_mask(JsonBuilder *builder, const PrimMask *mask)
{
  const PrimBox *box = &mask->box;
  int numbers[4] = {box->left, box->top, box->right - box->left, box->bottom - box->top};

  json_builder_set_member_name(builder, "mask");
  json_builder_begin_object(builder);
  add_int(builder, "width", mask->width);
  add_int(builder, "height", mask->height);
  if (mask->png)
    add_string(builder, "png", mask->png);
  else
    add_region(builder, numbers);
  json_builder_end_object(builder);
}

char *prim_shapes_write(const PrimRecord *record, const PrimMask *mask)
{
  const PrimDrawing *drawing = &record->drawing;
  JsonBuilder *builder = json_builder_new();

  json_builder_begin_object(builder);
  add_int(builder, "version", PRIM_SHAPES_VERSION);
  add_string(builder, "generator", GETTEXT_PACKAGE " " PRIM_VERSION);
  add_int(builder, "width", drawing->width);
  add_int(builder, "height", drawing->height);
  if (record->profile)
    add_string(builder, "color-profile", record->profile);
  add_color(builder, "background", drawing->background);
  json_builder_set_member_name(builder, "transparent");
  json_builder_add_boolean_value(builder, drawing->transparent);
  add_finish(builder, &drawing->finish);
  add_origin(builder, record);
  if (mask)
    add_mask(builder, mask);
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
