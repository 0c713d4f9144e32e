/* The record that a result carries, as JSON (shapes.h). */
#include <string.h>

#include "../read/buffer.h"
#include "parasite.h"
#include "shapes_json.h"

static const char NAME[] = "primitive-shapes";

bool prim_parasite_attach(gint32 image, gint32 layer, const PrimRecord *record, GError **error)
{
  PrimRecord own = *record;

  own.tattoo = (guint32)gimp_item_get_tattoo(layer);
  char *text = prim_shapes_write(&own, NULL);
  GimpParasite *parasite = gimp_parasite_new(
      NAME, GIMP_PARASITE_PERSISTENT | GIMP_PARASITE_UNDOABLE, (guint32)strlen(text), text);

  bool attached = gimp_item_attach_parasite(layer, parasite);
  gimp_parasite_free(parasite);
  g_free(text);
  return prim_gimp_did(attached, image, error);
}

bool prim_parasite_present(gint32 layer)
{
  GimpParasite *parasite = gimp_item_get_parasite(layer, NAME);

  if (parasite)
    gimp_parasite_free(parasite);
  return parasite;
}

static void fail_read(PrimShapesFault fault, GError **error)
{
  if (fault == PRIM_SHAPES_MEMORY)
    prim_fail_status(error, PRIM_ERROR_MEMORY);
  else if (fault == PRIM_SHAPES_NEWER)
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("A newer version of this plug-in made the layer. Update the plug-in, or redraw the "
                "picture to get a new layer."));
  else
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The layer's list of shapes is damaged. Redraw the picture to get a new one."));
}

bool prim_parasite_read(gint32 layer, PrimRecord *record, GError **error)
{
  GimpParasite *parasite = gimp_item_get_parasite(layer, NAME);

  if (!parasite) {
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The layer carries no list of shapes. Choose a layer that was made with Filters "
                "> Artistic > Geometric Primitives."));
    return false;
  }
  const char *text = gimp_parasite_data(parasite); /* NULL when empty */
  PrimShapesFault fault = prim_shapes_read(
      text ? text : "", text ? (size_t)gimp_parasite_data_size(parasite) : 0, record);
  gimp_parasite_free(parasite);
  if (fault != PRIM_SHAPES_GOOD)
    fail_read(fault, error);
  return fault == PRIM_SHAPES_GOOD;
}
