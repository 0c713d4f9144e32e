/* The shapes: what a drawing consists of.
 *
 * A shape is a kind, up to 16 integers of geometry, a colour and an opacity.
 * It lives in working coordinates: pixel (x, y) of the working image covers
 * [x, x+1) x [y, y+1), and one pixel is PRIM_SUBPIXEL coordinate units, so
 * geometry is integer and the same on every machine.
 *
 * Corners, centers and ends lie at most the working image's longer side outside
 * of it; radii, half sizes and stroke widths are 1 unit to twice that side.
 * prim_shape_allowed() checks what is said here. */
#ifndef PRIM_SHAPE_H
#define PRIM_SHAPE_H

#include <stdint.h>

#include "common.h"

#define PRIM_SUBPIXEL 16     /* coordinate units in a working pixel */
#define PRIM_TURN 4096       /* angle units in a full turn */
#define PRIM_DETAIL_MAX 2048 /* longest side of a working image, in pixels */
#define PRIM_CORNERS_MAX 8   /* corners of a PRIM_POLYGON */

/* The kinds, in the order of the procedures' documentation. What `v` holds,
 * in coordinate units (angles in PRIM_TURN-ths, clockwise as seen, y down): */
typedef enum PrimKind {
  PRIM_TRIANGLE,          /* x0 y0 x1 y1 x2 y2 */
  PRIM_RECTANGLE,         /* x0 y0 x1 y1, with x0 < x1 and y0 < y1 */
  PRIM_ROTATED_RECTANGLE, /* centre x y, half width, half height, angle */
  PRIM_QUADRILATERAL,     /* four corners, convex */
  PRIM_POLYGON,           /* `corners` corners (4 to 8), may be concave; filled non-zero */
  PRIM_ELLIPSE,           /* centre x y, radius x, radius y */
  PRIM_ROTATED_ELLIPSE,   /* centre x y, radius x, radius y, angle */
  PRIM_CIRCLE,            /* centre x y, radius */
  PRIM_LINE,              /* x0 y0 x1 y1, width; butt ends */
  PRIM_BEZIER,            /* start x y, control x y, end x y, width; butt ends */
  PRIM_KINDS
} PrimKind;

#define PRIM_KIND_BIT(kind) (1u << (kind))
#define PRIM_KINDS_ALL ((1u << PRIM_KINDS) - 1)

typedef struct PrimShape {
  uint8_t kind;     /* a PrimKind */
  uint8_t corners;  /* PRIM_POLYGON: how many; otherwise 0 */
  uint8_t opacity;  /* 1..255, 255 = opaque */
  uint8_t color[3]; /* R'G'B' */
  int32_t v[2 * PRIM_CORNERS_MAX];
} PrimShape;

enum { PRIM_PALETTE_MAX = 1024 };

/* The colours that shapes may have: R'G'B' in whole numbers 0..255, by channel. */
typedef struct PrimPalette {
  int count; /* 0 = any colour */
  double channel[3][PRIM_PALETTE_MAX];
} PrimPalette;

#endif
