/* A drawable's pixels, with every answer of GIMP checked. */
#include "buffer.h"

static void fail_gone(GError **error)
{
  prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("The picture is gone: it was closed or deleted."));
}

void prim_buffer_fail(gint32 drawable, GError **error)
{
  if (gimp_item_is_valid(drawable))
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR,
              _("The picture was changed in size or mode while it was worked on. Try again."));
  else
    fail_gone(error);
}

/* All are -1 of a drawable that is gone. */
static PrimBuffer look_at(gint32 drawable)
{
  return (PrimBuffer){
      .drawable = drawable,
      .width = gimp_drawable_width(drawable),
      .height = gimp_drawable_height(drawable),
      .pixel_bytes = gimp_drawable_bpp(drawable),
      .type = gimp_drawable_type(drawable),
  };
}

static bool same(const PrimBuffer *a, const PrimBuffer *b)
{
  return a->width == b->width && a->height == b->height && a->pixel_bytes == b->pixel_bytes &&
         a->type == b->type;
}

bool prim_buffer_check(const PrimBuffer *buffer, GError **error)
{
  PrimBuffer now = look_at(buffer->drawable);

  if (same(&now, buffer))
    return true;
  prim_buffer_fail(buffer->drawable, error);
  return false;
}

static bool open_buffer(gint32 drawable, GeglBuffer *(*get)(gint32 drawable), PrimBuffer *buffer,
                        GError **error)
{
  *buffer = look_at(drawable);
  if (buffer->width > 0 && buffer->height > 0 && buffer->pixel_bytes > 0)
    buffer->pixels = get(drawable);
  if (!buffer->pixels)
    prim_buffer_fail(drawable, error);
  return buffer->pixels;
}

bool prim_buffer_open(gint32 drawable, PrimBuffer *buffer, GError **error)
{
  return open_buffer(drawable, gimp_drawable_get_buffer, buffer, error);
}

bool prim_buffer_open_shadow(gint32 drawable, PrimBuffer *buffer, GError **error)
{
  return open_buffer(drawable, gimp_drawable_get_shadow_buffer, buffer, error);
}

void prim_buffer_close(PrimBuffer *buffer)
{
  g_clear_object(&buffer->pixels);
}

bool prim_buffer_read(const PrimBuffer *buffer, const GeglRectangle *rows, const Babl *format,
                      void *to, GeglAbyssPolicy outside, GError **error)
{
  if (!prim_buffer_check(buffer, error))
    return false;
  gegl_buffer_get(buffer->pixels, rows, 1, format, to, GEGL_AUTO_ROWSTRIDE, outside);
  return true;
}

bool prim_buffer_write(const PrimBuffer *buffer, const GeglRectangle *rows, const Babl *format,
                       const void *from, GError **error)
{
  if (!prim_buffer_check(buffer, error))
    return false;
  gegl_buffer_set(buffer->pixels, rows, 0, format, from, GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_flush(buffer->pixels);
  return true;
}

bool prim_gimp_did(bool done, gint32 image, GError **error)
{
  if (done || *error)
    return done;
  char *reason = g_strdup(gimp_get_pdb_error()); /* of that call: the next one forgets it */
  if (gimp_image_is_valid(image))
    prim_fail(error, GIMP_PDB_EXECUTION_ERROR, _("GIMP could not change the image: %s"), reason);
  else
    fail_gone(error);
  g_free(reason);
  return false;
}
