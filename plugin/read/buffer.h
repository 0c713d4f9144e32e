/* A drawable's pixels, with every answer of GIMP checked.
 *
 * While the plug-in works, the user can delete, scale or convert what it works on, and
 * GIMP ends a plug-in that asks for pixels which are no longer there. So a drawable is
 * looked at again before each band of rows, and what is written is handed over at once. */
#ifndef PRIM_BUFFER_H
#define PRIM_BUFFER_H

#include <gegl.h>

#include "../messages.h"

typedef struct PrimBuffer {
  GeglBuffer *pixels; /* NULL: not open */
  gint32 drawable;
  int width, height, pixel_bytes;
  GimpImageType type;
} PrimBuffer;

/* Opens the drawable's pixels. False and *error when it is gone; then there is nothing
 * to close. */
PRIM_MUST_USE PRIM_NONNULL bool prim_buffer_open(gint32 drawable, PrimBuffer *buffer,
                                                 GError **error);

/* Opens the drawable's shadow, from which gimp_drawable_merge_shadow() takes pixels. */
PRIM_MUST_USE PRIM_NONNULL bool prim_buffer_open_shadow(gint32 drawable, PrimBuffer *buffer,
                                                        GError **error);

/* Closes what is open. */
PRIM_NONNULL void prim_buffer_close(PrimBuffer *buffer);

/* Whether the drawable is as it was when it was opened; *error when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_buffer_check(const PrimBuffer *buffer, GError **error);

/* Reads or writes a rectangle, all rows without gaps. False and *error when the drawable
 * is not as it was. */
PRIM_MUST_USE PRIM_NONNULL bool prim_buffer_read(const PrimBuffer *buffer,
                                                 const GeglRectangle *rows, const Babl *format,
                                                 void *to, GeglAbyssPolicy outside, GError **error);
PRIM_MUST_USE PRIM_NONNULL bool prim_buffer_write(const PrimBuffer *buffer,
                                                  const GeglRectangle *rows, const Babl *format,
                                                  const void *from, GError **error);

/* Fails because the drawable is gone, or is no longer as it was. */
PRIM_NONNULL void prim_buffer_fail(gint32 drawable, GError **error);

/* `done` is GIMP's answer to a call that changes an image: passes it on, and when it is
 * false says in *error, unless that is set already, what GIMP says. */
PRIM_MUST_USE PRIM_NONNULL bool prim_gimp_did(bool done, gint32 image, GError **error);

#endif
