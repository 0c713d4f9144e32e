/* From a drawing to the pixels of a layer. */
#include "../../core/team.h"
#include "paint.h"
#include "../read/pixels.h"

enum {
  TILE = 64,            /* GIMP's tiles are that high; bands are a multiple of it */
  BAND_BYTES = 24 << 20 /* of the band of floats, unless a row of tiles takes more */
};

int prim_paint_band_rows(int width, size_t pixel_bytes)
{
  int rows = (int)(BAND_BYTES / (pixel_bytes * (size_t)width)) / TILE * TILE;

  return MAX(rows, TILE);
}

/* A painted band on its way to the layer's own format, which takes longer than
 * painting and so is done on all cores, a row a task. */
typedef struct Conversion {
  const Babl *fish;
  const float *painted;
  guchar *converted;
  int width;
  size_t pixel_bytes;
} Conversion;

static void convert_row(void *data, int row, bool caller)
{
  const Conversion *conversion = data;
  size_t pixel = (size_t)row * (size_t)conversion->width;

  (void)caller;
  babl_process(conversion->fish, conversion->painted + 4 * pixel,
               conversion->converted + conversion->pixel_bytes * pixel, conversion->width);
}

bool prim_paint(const PrimBuffer *buffer, const PrimDrawing *drawing, int width, int height,
                const PrimBox *box, GError **error)
{
  const Babl *format = gegl_buffer_get_format(buffer->pixels);
  size_t pixel_bytes = (size_t)babl_format_get_bytes_per_pixel(format);
  int columns = box->right - box->left;
  int band = MIN(prim_paint_band_rows(columns, 4 * sizeof(float)), box->bottom - box->top);
  size_t pixels = (size_t)columns * (size_t)band;
  float *painted = g_try_new(float, 4 * pixels);
  guchar *converted = g_try_malloc(pixel_bytes * pixels);
  PrimTeam *team = prim_team_new(0);
  PrimStatus status = painted && converted && team ? PRIM_OK : PRIM_ERROR_MEMORY;
  Conversion conversion = {
      babl_fish(prim_pixels_format("R'aG'aB'aA float", buffer->pixels), format), painted, converted,
      columns, pixel_bytes};

  bool written = true;

  for (int y = box->top; status == PRIM_OK && written && y < box->bottom; y += band) {
    PrimBox rows = {box->left, y, box->right, MIN(y + band, box->bottom)};
    GeglRectangle place = {0, y - box->top, columns, rows.bottom - y};
    status = prim_paint_box(drawing, width, height, &rows, 0, painted);
    if (status != PRIM_OK)
      break;
    prim_team_run(team, place.height, convert_row, &conversion);
    written = prim_buffer_write(buffer, &place, format, converted, error);
  }
  prim_team_free(team);
  g_free(painted);
  g_free(converted);
  prim_fail_status(error, status);
  return status == PRIM_OK && written;
}
