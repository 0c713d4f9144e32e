/* A result as text: a record to JSON and back. shapes.schema.json describes it.
 *
 *   {"version": 2, "generator": "gimp-primitive 1.0.0",
 *    "width": 256, "height": 171,               the working image, in pixels
 *    "color-profile": "Adobe RGB (1998)",       unless the colors are sRGB
 *    "background": "#rrggbb", "transparent": false,
 *    "outline": {"width": 20, "color": "darker"}, "gap": 8,    unless there are none
 *    "settings": {"count": 100, "shapes": "triangle", "style": "auto", ...},
 *    "source": {"kind": "layer", "name": "photo.jpg", "tattoo": 2,
 *               "width": 640, "height": 480, "region": [0, 0, 640, 480]},
 *    "importance": {"kind": "channel", ...},    if there was one
 *    "layer": 5,                                the tattoo of the result
 *    "mask": {"width": 640, "height": 480,      in a file, if not all is visible
 *             "region": [10, 20, 300, 200]},    or "png": "...", as PrimMask has it
 *    "shapes": [{"kind": "triangle", "geometry": [x0, y0, ...],
 *                "color": "#rrggbb", "opacity": 128}, ...]}
 *
 * Geometry is what PrimShape's v holds for the kind, in 1/16 working pixels, and so are the
 * lengths of outline and gap; opacity is 1 to 255. What a drawing needs must be there; settings and
 * what follows them are for continuing it. Readers ignore members they do not know, and refuse a
 * member they know when it is there twice. No GIMP is needed here.
 *
 * Versions: 2 has outline and gap, and in the settings what core's parameter table says. A record
 * of version 1 is read as one without them. */
#ifndef PRIM_SHAPES_JSON_H
#define PRIM_SHAPES_JSON_H

#include "record.h"

enum {
  PRIM_SHAPES_VERSION = 2,
  PRIM_SHAPES_COORDINATE_MAX = 65536 /* in either direction; a working image ends at 32768 */
};

#define PRIM_SHAPES_DARKER "darker" /* in place of an outline's color */

/* How many numbers the geometry of a kind has; 0 for polygons, which go by their
 * corners. */
extern const int prim_shapes_coordinates[PRIM_KINDS];

/* Names of PrimReferenceKind. */
extern const char *const prim_shapes_references[PRIM_REFERENCE_KINDS];

/* The record as JSON, with the mask unless it is NULL. Free with g_free(). */
PRIM_MUST_USE char *prim_shapes_write(const PrimRecord *record, const PrimMask *mask);

typedef enum PrimShapesFault {
  PRIM_SHAPES_GOOD,
  PRIM_SHAPES_DAMAGED, /* no record, or one that no version wrote */
  PRIM_SHAPES_NEWER,   /* of a version that is not known here */
  PRIM_SHAPES_MEMORY   /* an allocation failed */
} PrimShapesFault;

/* Reads what prim_shapes_write() wrote, or what anything else may have put in
 * its place: `text` (length bytes, no NUL needed) is checked in full. What it
 * takes is memory for the shapes, in time linear in the length. On a fault
 * `record` is empty. Free it with prim_record_clear(). */
PRIM_MUST_USE PRIM_NONNULL PrimShapesFault prim_shapes_read(const char *text, size_t length,
                                                            PrimRecord *record);

#endif
