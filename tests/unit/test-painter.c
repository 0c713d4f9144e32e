/* Proves the painter and the SVG writer: bands and threads change no pixel, what
 * is painted is what the optimizer's canvas shows, colours are exact, and an
 * SVG drawn by librsvg looks the same. Buffers end at a page that must not be
 * touched. */
#include <cairo/cairo.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "../../core/primitive.h"
#include "cases.h"
#include "../bench/painted.h"
#include "../bench/ppm.h"
#include "../tap.h"

enum {
  BAND_CASES = 100,
  BOX_CASES = 300,
  RSVG_CASES = 60,
  BEZIER_CASES = 12,
  COVER_CASES = 40,
  TRANSPARENT_CASES = 300,
  HOSTILE_CASES = 1500,
  SHAPES = 12
};

/* ---- Drawings --------------------------------------------------------- */

static PrimShape random_shape(Dice *dice, int kind, int width, int height)
{
  PrimBounds bounds = prim_bounds(width, height);
  PrimRandom random = {dice->state};
  PrimShape shape = {.kind = (uint8_t)kind};

  while (!prim_shape_random(&bounds, &random, &shape))
    ;
  for (int k = 0; k < 3; k++)
    shape.color[k] = dice_byte(dice);
  shape.opacity = (uint8_t)dice_between(dice, 1, 255);
  if (dice_one_in(dice, 3))
    shape.opacity = 255;
  return shape;
}

static PrimFinish random_finish(Dice *dice)
{
  return (PrimFinish){.outline = dice_one_in(dice, 3) ? 0 : dice_between(dice, 1, 64),
                      .darker = dice_one_in(dice, 2),
                      .color = {dice_byte(dice), dice_byte(dice), dice_byte(dice)},
                      .gap = dice_one_in(dice, 3) ? 0 : dice_between(dice, 1, 48)};
}

/* kind < 0: any. */
static PrimDrawing random_drawing(Dice *dice, int kind, int width, int height, int count)
{
  PrimDrawing drawing = {.width = width, .height = height, .count = count};

  drawing.shapes = malloc((size_t)count * sizeof *drawing.shapes);
  if (!drawing.shapes)
    abort();
  for (int k = 0; k < 3; k++)
    drawing.background[k] = dice_byte(dice);
  for (int i = 0; i < count; i++)
    drawing.shapes[i] =
        random_shape(dice, kind < 0 ? dice_below(dice, PRIM_KINDS) : kind, width, height);
  if (dice_one_in(dice, 2))
    drawing.finish = random_finish(dice);
  return drawing;
}

/* A whole picture of floats before a fence. */
static Fenced paint(const PrimDrawing *drawing, int width, int height, int threads)
{
  Fenced pixels = fenced_new((size_t)width * (size_t)height * 4 * sizeof(float));

  if (prim_paint_rows(drawing, width, height, 0, height, threads, (float *)(void *)pixels.data) !=
      PRIM_OK)
    abort();
  return pixels;
}

static const float *floats(const Fenced *pixels)
{
  return (const float *)(const void *)pixels->data;
}

/* ---- Bands ------------------------------------------------------------ */

/* Paints in bands of random heights, each into memory of its own. */
static bool paint_bands(Dice *dice, const PrimDrawing *drawing, int width, int height,
                        const uint8_t *whole)
{
  size_t stride = (size_t)width * 4 * sizeof(float);

  for (int first = 0, rows; first < height; first += rows) {
    rows = dice_one_in(dice, 3) ? 1 : dice_between(dice, 1, height);
    if (rows > height - first)
      rows = height - first;
    Fenced band = fenced_new((size_t)rows * stride);
    PrimStatus status = prim_paint_rows(drawing, width, height, first, rows,
                                        dice_between(dice, 0, 4), (float *)(void *)band.data);
    bool same = status == PRIM_OK &&
                memcmp(band.data, whole + (size_t)first * stride, (size_t)rows * stride) == 0;
    fenced_free(&band);
    if (!same)
      return tap_fault("rows %d..%d differ", first, first + rows - 1);
  }
  return true;
}

static bool band_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimDrawing drawing = random_drawing(&dice, -1, dice_side(&dice, 100), dice_side(&dice, 100),
                                       dice_between(&dice, 0, 30));
  int width = dice_side(&dice, 200), height = dice_side(&dice, 300);
  Fenced whole = paint(&drawing, width, height, 1), many = paint(&drawing, width, height, 3);

  tap_detail("%d shapes, %d x %d at %d x %d", drawing.count, drawing.width, drawing.height, width,
             height);
  bool good = memcmp(whole.data, many.data, (size_t)width * (size_t)height * 16) == 0 ||
              tap_fault("3 threads differ from one");
  good = good && paint_bands(&dice, &drawing, width, height, whole.data);
  for (int i = 0; good && i < 4 * width * height; i++)
    if (!(floats(&whole)[i] >= 0 && floats(&whole)[i] <= 1) ||
        (i % 4 == 3 && floats(&whole)[i] != 1))
      good = tap_fault("value %d is %g", i, floats(&whole)[i]);
  fenced_free(&whole);
  fenced_free(&many);
  prim_drawing_clear(&drawing);
  return good;
}

/* Cairo rounds flat edges again where they are cut. */
static const float CUT_TOLERANCE = 16.0f / 255;

/* A part of the picture, and the part that one shape may touch. */
static bool box_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimDrawing drawing = random_drawing(&dice, -1, dice_side(&dice, 100), dice_side(&dice, 100), 1);
  int width = dice_side(&dice, 200), height = dice_side(&dice, 300);
  PrimBox touched = prim_shape_box(&drawing, 0, width, height), box;
  drawing.transparent = true;
  Fenced whole = paint(&drawing, width, height, 1);
  bool good = true;

  box.left = dice_between(&dice, 0, width - 1);
  box.top = dice_between(&dice, 0, height - 1);
  box.right = dice_between(&dice, box.left, width);
  box.bottom = dice_between(&dice, box.top, height);
  float tolerance = CUT_TOLERANCE;
  if (number % 2 && touched.left < touched.right && touched.top < touched.bottom) {
    box = touched; /* cuts nothing */
    tolerance = 0;
  }
  size_t stride = (size_t)(box.right - box.left) * 16;
  Fenced part = fenced_new(stride * (size_t)(box.bottom - box.top));
  if (prim_paint_box(&drawing, width, height, &box, 2, (float *)(void *)part.data) != PRIM_OK)
    good = tap_fault("the box is refused");
  for (int y = box.top; good && y < box.bottom; y++)
    for (int i = 0; good && i < 4 * (box.right - box.left); i++) {
      float off = floats(&part)[4 * (y - box.top) * (box.right - box.left) + i] -
                  floats(&whole)[4 * (y * width + box.left) + i];
      if (fabsf(off) > tolerance)
        good = tap_fault("row %d of %d,%d..%d,%d is off by %g", y, box.left, box.top, box.right,
                         box.bottom, off);
    }
  for (int y = 0; good && y < height; y++)
    for (int x = 0; good && x < width; x++)
      if (floats(&whole)[4 * (y * width + x) + 3] > 0 &&
          (x < touched.left || x >= touched.right || y < touched.top || y >= touched.bottom))
        good = tap_fault("%d,%d is painted, outside %d,%d..%d,%d", x, y, touched.left, touched.top,
                         touched.right, touched.bottom);
  fenced_free(&part);
  fenced_free(&whole);
  prim_drawing_clear(&drawing);
  return good;
}

/* A caller's rows need no more alignment than a float has. */
static void any_alignment(void)
{
  Dice dice = dice_new(1);
  PrimDrawing drawing = random_drawing(&dice, -1, 32, 32, 20);
  enum { SIDE = 33, BYTES = SIDE * SIDE * 16 };
  Fenced aligned = paint(&drawing, SIDE, SIDE, 1), shifted = fenced_new(BYTES + 4);
  PrimStatus status =
      prim_paint_rows(&drawing, SIDE, SIDE, 0, SIDE, 1, (float *)(void *)shifted.data);

  tap_ok(status == PRIM_OK && memcmp(aligned.data, shifted.data, BYTES) == 0,
         "pixels may lie at any address a float may lie at");
  fenced_free(&aligned);
  fenced_free(&shifted);
  prim_drawing_clear(&drawing);
}

static void bad_arguments(void)
{
  Dice dice = dice_new(2);
  PrimDrawing drawing = random_drawing(&dice, -1, 8, 8, 1);
  float pixels[4 * 8 * 8];

  tap_ok(prim_paint_rows(&drawing, 0, 8, 0, 8, 1, pixels) == PRIM_ERROR_ARGUMENT &&
             prim_paint_rows(&drawing, 8, 0, 0, 0, 1, pixels) == PRIM_ERROR_ARGUMENT &&
             prim_paint_rows(&drawing, 8, 8, -1, 2, 1, pixels) == PRIM_ERROR_ARGUMENT &&
             prim_paint_rows(&drawing, 8, 8, 0, 9, 1, pixels) == PRIM_ERROR_ARGUMENT &&
             prim_paint_rows(&drawing, 8, 8, 5, 4, 1, pixels) == PRIM_ERROR_ARGUMENT &&
             prim_paint_rows(&drawing, 8, 8, 5, INT32_MAX, 1, pixels) == PRIM_ERROR_ARGUMENT,
         "rows outside the picture are refused");
  tap_ok(prim_paint_rows(&drawing, 8, 8, 8, 0, 1, pixels) == PRIM_OK, "no rows are none");
  tap_ok(prim_paint_box(&drawing, 8, 8, &(PrimBox){0, 0, 9, 8}, 1, pixels) == PRIM_ERROR_ARGUMENT &&
             prim_paint_box(&drawing, 8, 8, &(PrimBox){5, 0, 4, 8}, 1, pixels) ==
                 PRIM_ERROR_ARGUMENT &&
             prim_paint_box(&drawing, 8, 8, &(PrimBox){-1, 0, 4, 8}, 1, pixels) ==
                 PRIM_ERROR_ARGUMENT &&
             prim_paint_box(&drawing, 8, 8, &(PrimBox){0, -1, 8, 4}, 1, pixels) ==
                 PRIM_ERROR_ARGUMENT &&
             prim_paint_box(&drawing, 8, 8, &(PrimBox){0, 5, 8, 4}, 1, pixels) ==
                 PRIM_ERROR_ARGUMENT &&
             prim_paint_box(&drawing, 8, 8, &(PrimBox){0, 0, 8, 9}, 1, pixels) ==
                 PRIM_ERROR_ARGUMENT,
         "parts outside the picture are refused");
  drawing.height = 0;
  PrimStatus no_height = prim_paint_rows(&drawing, 8, 8, 0, 8, 1, pixels);
  drawing.height = 8;
  drawing.width = 0;
  tap_ok(no_height == PRIM_ERROR_ARGUMENT &&
             prim_paint_rows(&drawing, 8, 8, 0, 8, 1, pixels) == PRIM_ERROR_ARGUMENT,
         "a drawing without a size is refused");
  prim_drawing_clear(&drawing);
}

/* ---- Degenerate shapes ------------------------------------------------ */

/* What a file may hold that no search makes. */
static int32_t hostile_number(Dice *dice)
{
  static const int32_t numbers[] = {0,   0,     0,      1,         -1,        8,
                                    -16, 65536, -65536, INT32_MAX, INT32_MIN, INT32_MAX / 2};

  return dice_one_in(dice, 2) ? numbers[dice_below(dice, 12)] : dice_between(dice, -600, 1200);
}

static PrimShape hostile_shape(Dice *dice)
{
  PrimShape shape = {.kind = (uint8_t)dice_below(dice, PRIM_KINDS + 1),
                     .corners = dice_byte(dice),
                     .opacity = dice_byte(dice),
                     .color = {dice_byte(dice), dice_byte(dice), dice_byte(dice)}};

  if (dice_one_in(dice, 50))
    shape.kind = 255;
  for (int i = 0; i < 2 * PRIM_CORNERS_MAX; i++)
    shape.v[i] = hostile_number(dice);
  return shape;
}

/* Among shapes that mean nothing, those that mean something are painted: an opaque
 * rectangle over everything comes last. */
static bool hostile_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimShape shapes[SHAPES];
  PrimDrawing drawing = {.width = dice_side(&dice, 70),
                         .height = dice_side(&dice, 70),
                         .shapes = shapes,
                         .count = SHAPES};
  if (dice_one_in(&dice, 2))
    drawing.finish = random_finish(&dice);
  int width = dice_side(&dice, 90), height = dice_side(&dice, 90);

  for (int i = 0; i < SHAPES - 1; i++)
    shapes[i] = hostile_shape(&dice);
  shapes[SHAPES - 1] = (PrimShape){PRIM_RECTANGLE, 0, 255, {255, 0, 255}, {-160, -160, 3200, 3200}};
  for (int i = 0; i < SHAPES; i++) {
    PrimBox box = prim_shape_box(&drawing, i, width, height);
    if (box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)
      return tap_fault("shape %d leaves the picture", i);
  }
  Fenced pixels = paint(&drawing, width, height, 1);
  bool good = true;
  for (int i = 0; good && i < 4 * width * height; i++)
    good = floats(&pixels)[i] == (i % 4 == 1 ? 0 : 1);
  fenced_free(&pixels);
  return good || tap_fault("the last shape is missing somewhere");
}

/* Shapes without area are nothing. */
static void empty_shapes(void)
{
  static const PrimShape shapes[] = {
      {PRIM_ELLIPSE, 0, 255, {255, 0, 0}, {64, 64, 0, 50}},
      {PRIM_ELLIPSE, 0, 255, {255, 0, 0}, {64, 64, 50, 0}},
      {PRIM_ROTATED_ELLIPSE, 0, 255, {255, 0, 0}, {64, 64, 0, 0, 100}},
      {PRIM_CIRCLE, 0, 255, {255, 0, 0}, {64, 64, 0}},
      {PRIM_CIRCLE, 0, 255, {255, 0, 0}, {64, 64, -30}},
      {PRIM_TRIANGLE, 0, 255, {255, 0, 0}, {20, 20, 60, 60, 100, 100}},
      {PRIM_RECTANGLE, 0, 255, {255, 0, 0}, {64, 20, 64, 90}},
      {PRIM_ROTATED_RECTANGLE, 0, 255, {255, 0, 0}, {64, 64, 0, 30, 77}},
      {PRIM_LINE, 0, 255, {255, 0, 0}, {64, 64, 64, 64, 20}},
      {PRIM_BEZIER, 0, 255, {255, 0, 0}, {64, 64, 64, 64, 64, 64, 20}},
      {PRIM_POLYGON, 0, 255, {255, 0, 0}, {0}},
      {PRIM_POLYGON, 200, 255, {255, 0, 0}, {0}},
      {PRIM_KINDS, 0, 255, {255, 0, 0}, {0, 0, 99, 99}},
  };
  bool good = true;

  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    PrimShape shape = shapes[i];
    PrimDrawing drawing = {.width = 8, .height = 8, .shapes = &shape, .count = 1};
    Fenced pixels = paint(&drawing, 16, 16, 1);
    for (int k = 0; k < 16 * 16; k++)
      if (floats(&pixels)[4 * k] != 0) {
        tap_note("shape %zu leaves paint", i);
        good = false;
        break;
      }
    fenced_free(&pixels);
  }
  tap_ok(good, "shapes without area leave no paint");
}

/* ---- Colours ---------------------------------------------------------- */

/* An opaque shape that covers everything, of every kind. */
static PrimShape covering_shape(Dice *dice, int kind, int side)
{
  int32_t s = side * PRIM_SUBPIXEL;
  PrimShape shape = {.kind = (uint8_t)kind, .opacity = 255};
  static const int32_t centred[] = {1, 1, 8, 8, 0}, strokes[] = {-4, 1, 6, 1, 8};
  static const int32_t corners[PRIM_KINDS][8] = {
      [PRIM_TRIANGLE] = {-4, -4, 12, -4, -4, 12},
      [PRIM_RECTANGLE] = {-1, -1, 3, 3},
      [PRIM_QUADRILATERAL] = {-1, -1, 3, -1, 3, 3, -1, 3},
      [PRIM_POLYGON] = {-1, -1, 3, -1, 3, 3, -1, 3},
      [PRIM_BEZIER] = {-4, 1, 1, 1, 6, 1, 8},
  };
  const int32_t *v = kind == PRIM_LINE ? strokes : corners[kind][0] ? corners[kind] : centred;

  for (int i = 0; i < (v == corners[kind] ? 8 : 5); i++)
    shape.v[i] = v[i] * s;
  shape.corners = kind == PRIM_POLYGON ? 4 : 0;
  for (int k = 0; k < 3; k++)
    shape.color[k] = dice_byte(dice);
  return shape;
}

static bool cover_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int kind = (int)(number % PRIM_KINDS), width = dice_side(&dice, 70),
      height = dice_side(&dice, 70);
  PrimDrawing drawing = random_drawing(&dice, -1, 16, 16, 3);
  char text[400];

  drawing.finish = (PrimFinish){0}; /* which may reach into the picture */
  drawing.shapes[2] = covering_shape(&dice, kind, 16);
  const PrimShape *shape = &drawing.shapes[2];
  tap_detail("%d x %d, %s", width, height, shape_text(shape, text, sizeof text));
  Fenced pixels = paint(&drawing, width, height, 1);
  bool good = true;
  for (int i = 0; good && i < width * height; i++)
    for (int k = 0; good && k < 3; k++) {
      float wanted = (float)shape->color[k] / 255, got = floats(&pixels)[4 * i + k];
      if (!(fabsf(got - wanted) <= 6e-8f))
        good = tap_fault("pixel %d, channel %d: %.9g instead of %.9g", i, k, got, wanted);
    }
  fenced_free(&pixels);
  prim_drawing_clear(&drawing);
  return good;
}

static void one_pixel(void)
{
  PrimShape half = {.kind = PRIM_RECTANGLE,
                    .opacity = 255,
                    .color = {255, 0, 51},
                    .v = {0, 0, 8 * PRIM_SUBPIXEL, 16 * PRIM_SUBPIXEL}};
  PrimDrawing drawing = {.width = 16, .height = 16, .shapes = &half, .count = 1};
  Fenced pixel = paint(&drawing, 1, 1, 2);
  const float *p = floats(&pixel);

  tap_ok(fabsf(p[0] - 0.5f) < 0.005f && p[1] == 0 && fabsf(p[2] - 0.1f) < 0.005f && p[3] == 1,
         "in a picture of one pixel a shape over half of it counts half");
  fenced_free(&pixel);
}

/* ---- Outline and gap --------------------------------------------------- */

/* A row across the middle of a picture of 32 x 32 pixels: its shape is opaque blue, 12 wide about
 * the middle, and lies on white with a red shape below that covers everything. */
static void paint_across(const PrimShape *top, const PrimFinish *finish, float row[32][4])
{
  PrimShape shapes[2] = {{PRIM_RECTANGLE, 0, 255, {255, 0, 0}, {-512, -512, 1024, 1024}}, *top};
  PrimDrawing drawing = {.width = 32,
                         .height = 32,
                         .background = {255, 255, 255},
                         .finish = *finish,
                         .shapes = shapes,
                         .count = 2};
  Fenced pixels = paint(&drawing, 32, 32, 1);

  memcpy(row, floats(&pixels) + 4 * 32 * 16, 32 * sizeof *row);
  fenced_free(&pixels);
}

/* Whether pixels first..last of the row have that color, and likewise at the other end. */
static bool are(float row[32][4], int first, int last, float r, float g, float b)
{
  const float wanted[] = {r, g, b};
  bool good = true;

  for (int x = first; x <= last; x++)
    for (int k = 0; k < 3; k++)
      good = good && fabsf(row[x][k] - wanted[k]) < 0.004f &&
             fabsf(row[31 - x][k] - wanted[k]) < 0.004f;
  if (!good)
    tap_note("pixels %d to %d are not %g %g %g but begin with %g %g %g", first, last, (double)r,
             (double)g, (double)b, (double)row[first][0], (double)row[first][1],
             (double)row[first][2]);
  return good;
}

static PrimShape blue_shape(int kind)
{
  static const int32_t corners[PRIM_KINDS][8] = {
      [PRIM_RECTANGLE] = {160, -512, 352, 1024},
      [PRIM_ROTATED_RECTANGLE] = {256, 256, 768, 96, PRIM_TURN / 4},
      [PRIM_QUADRILATERAL] = {160, -512, 352, -512, 352, 1024, 160, 1024},
      [PRIM_POLYGON] = {160, -512, 352, -512, 352, 1024, 160, 1024},
      [PRIM_LINE] = {256, -512, 256, 1024, 192},
      [PRIM_BEZIER] = {256, -512, 256, 256, 256, 1024, 192},
  };
  PrimShape shape = {(uint8_t)kind, kind == PRIM_POLYGON ? 4 : 0, 255, {0, 0, 255}, {0}};

  memcpy(shape.v, corners[kind], sizeof corners[kind]);
  return shape;
}

/* Half of the outline lies within, and the gap around it is the background's. */
static void finishes(void)
{
  static const int kinds[] = {PRIM_RECTANGLE,     PRIM_ROTATED_RECTANGLE,
                              PRIM_QUADRILATERAL, PRIM_POLYGON,
                              PRIM_LINE,          PRIM_BEZIER};
  PrimFinish outline = {.outline = 64, .color = {0, 255, 0}}, gap = {.gap = 48};
  PrimFinish both = {.outline = 64, .darker = true, .gap = 32};
  float row[32][4];

  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    PrimShape shape = blue_shape(kinds[i]);
    const char *name = prim_kind_names[kinds[i]];
    paint_across(&shape, &outline, row);
    tap_ok(are(row, 0, 7, 1, 0, 0) && are(row, 8, 11, 0, 1, 0) && are(row, 12, 15, 0, 0, 1),
           "%s: an outline of 4 pixels, half of it within", name);
    paint_across(&shape, &gap, row);
    tap_ok(are(row, 0, 6, 1, 0, 0) && are(row, 7, 9, 1, 1, 1) && are(row, 10, 15, 0, 0, 1),
           "%s: a gap of 3 pixels around it", name);
    paint_across(&shape, &both, row);
    tap_ok(are(row, 0, 5, 1, 0, 0) && are(row, 6, 7, 1, 1, 1) &&
               are(row, 8, 11, 0, 0, 127 / 255.0f) && are(row, 12, 15, 0, 0, 1),
           "%s: a gap around a darker outline", name);
    shape.opacity = 51;
    paint_across(&shape, &both, row);
    tap_ok(are(row, 0, 5, 1, 0, 0) && are(row, 6, 7, 1, 0.2f, 0.2f) &&
               are(row, 8, 11, 0.8f, 0, 0.2f * 127 / 255) && are(row, 12, 15, 0.8f, 0, 0.2f),
           "%s: all of it has the shape's opacity, once", name);
  }
}

/* An outline as wide as a stroke leaves nothing of it. */
static void wide_outline(void)
{
  PrimFinish wide = {.outline = 192, .color = {0, 255, 0}};
  PrimShape shape = blue_shape(PRIM_LINE);
  float row[32][4];

  paint_across(&shape, &wide, row);
  tap_ok(are(row, 0, 3, 1, 0, 0) && are(row, 4, 15, 0, 1, 0), "a stroke may be all outline");
}

static void finish_of_settings(void)
{
  PrimSettings settings = prim_settings_default();
  uint8_t color[] = {1, 2, 3};
  PrimShape shape = {.color = {200, 101, 0}};
  uint8_t dark[3];
  PrimFinish none = prim_finish(&settings, 256, 100, color);
  bool good = prim_finish_equal(&none, &(PrimFinish){0});

  settings.outline = 10; /* 2.56 pixels, 40.96 units */
  settings.gap = 0.1;
  PrimFinish darker = prim_finish(&settings, 100, 256, color);
  prim_finish_color(&darker, &shape, dark);
  good = good &&
         prim_finish_equal(&darker, &(PrimFinish){.outline = 41, .darker = true, .gap = 1}) &&
         dark[0] == 100 && dark[1] == 50 && dark[2] == 0;
  settings.outline_color = 0x123456;
  PrimFinish colored = prim_finish(&settings, 256, 256, color);
  tap_ok(good && prim_finish_equal(&colored,
                                   &(PrimFinish){.outline = 41, .color = {1, 2, 3}, .gap = 1}),
         "widths are parts of the longer side, one unit at least");
}

/* Without its background, a drawing laid on that colour is the drawing with it. */
static bool transparent_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_between(&dice, 1, 40), height = dice_between(&dice, 1, 40);
  PrimDrawing drawing = random_drawing(&dice, -1, width, height, dice_between(&dice, 1, 4));
  Fenced opaque = paint(&drawing, width, height, 1);
  drawing.transparent = true;
  Fenced clear = paint(&drawing, width, height, 1);
  bool good = true;

  for (int i = 0; good && i < 4 * width * height; i++) {
    float alpha = floats(&clear)[i | 3];
    float ground = i % 4 == 3 ? 1 : (float)drawing.background[i % 4] / 255;
    float laid = floats(&clear)[i] + (1 - alpha) * ground;
    good = alpha >= 0 && alpha <= 1 && fabsf(laid - floats(&opaque)[i]) < 1e-5f;
  }
  fenced_free(&opaque);
  fenced_free(&clear);
  prim_drawing_clear(&drawing);
  return good;
}

/* ---- Against the canvas ----------------------------------------------- */

static PrimTarget *disc_picture(int side)
{
  PrimTarget *target = prim_target_new(side, side);

  if (!target)
    abort();
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++) {
      uint8_t *pixel = target->rgb + 3 * (y * side + x);
      bool inside = hypot(x - side / 3, y - side / 2) < side / 4;
      pixel[0] = (uint8_t)(inside ? 220 : 40 + 150 * x / side);
      pixel[1] = (uint8_t)(inside ? 60 + 90 * y / side : 200 - 100 * y / side);
      pixel[2] = (uint8_t)(90 + 60 * (x + y) / (2 * side));
    }
  return target;
}

/* The RMSE of the canvas and the drawing painted `scale` times as large, of
 * which only the middle of every working pixel counts. */
static double canvas_rmse(const PrimDrawing *drawing, const uint8_t *canvas, int scale)
{
  int width = drawing->width * scale;
  Fenced pixels = paint(drawing, width, drawing->height * scale, 0);
  double sum = 0;

  for (int y = 0; y < drawing->height; y++)
    for (int x = 0; x < drawing->width; x++)
      for (int k = 0; k < 3; k++) {
        int at = (y * scale + scale / 2) * width + x * scale + scale / 2;
        double difference =
            255.0 * (double)floats(&pixels)[4 * at + k] - canvas[3 * (y * drawing->width + x) + k];
        sum += difference * difference;
      }
  fenced_free(&pixels);
  return sqrt(sum / (3.0 * drawing->width * drawing->height));
}

/* What the optimizer saw is not antialiased, and rounded to 8 bits after every
 * shape. At the same size that shows at every edge; in the middles of pixels
 * painted 9 times as large the edges hardly show, a shift or a wrong size would. */
static void against_canvas(const PrimTarget *target, int kind)
{
  PrimSettings settings = prim_settings_default();
  const char *name = kind < PRIM_KINDS ? prim_kind_names[kind] : "mixed";
  PrimStatus status;

  settings.count = 40;
  settings.kinds = kind < PRIM_KINDS ? PRIM_KIND_BIT(kind) : PRIM_KINDS_ALL;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, NULL, &status);
  if (!optimizer || prim_optimizer_run(optimizer, NULL) != PRIM_OK)
    abort();
  PrimReport report = prim_optimizer_report(optimizer);
  const uint8_t *canvas = prim_optimizer_canvas(optimizer);
  double same = canvas_rmse(report.drawing, canvas, 1);
  double large = canvas_rmse(report.drawing, canvas, 9);
  tap_ok(same < 4 && large < 2.5,
         "%s: painted and working canvas differ by %.2f of 255, by %.2f in the middles of pixels",
         name, same, large);
  prim_optimizer_free(optimizer);
}

/* ---- Against librsvg -------------------------------------------------- */

static char folder[256];

static const char *file_in_folder(const char *name, uint32_t number)
{
  static _Thread_local char path[2][320];
  static _Thread_local int which;

  which = !which;
  snprintf(path[which], sizeof path[which], "%s/%u%s", folder, (unsigned)number, name);
  return path[which];
}

/* The program's exit status, or -1; `quiet` hides what it says. */
static int execute(char *const *arguments, bool quiet)
{
  pid_t child = fork();
  int status;

  if (child == 0) {
    if (quiet && (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)))
      _exit(126);
    execvp(arguments[0], arguments);
    _exit(127);
  }
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
    return -1;
  return WEXITSTATUS(status);
}

static bool have_rsvg(void)
{
  char *arguments[] = {(char *)"rsvg-convert", (char *)"--version", NULL};

  return execute(arguments, true) == 0;
}

static bool write_svg(const PrimDrawing *drawing, const PrimMask *mask, int width, int height,
                      const char *title, const char *path)
{
  FILE *file = fopen(path, "w");
  PrimStatus status =
      file ? prim_svg_write(drawing, mask, width, height, title, file) : PRIM_ERROR_FILE;

  return file && fclose(file) == 0 && status == PRIM_OK;
}

/* The SVG as librsvg draws it; NULL when it does not. */
static cairo_surface_t *render_svg(const char *svg, const char *png)
{
  char *arguments[] = {(char *)"rsvg-convert", (char *)"-o", (char *)png, (char *)svg, NULL};

  if (execute(arguments, false) != 0)
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create_from_png(png);
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy(surface);
  return NULL;
}

static double surface_rmse(cairo_surface_t *surface, const float *pixels, int width, int height)
{
  const uint8_t *data = cairo_image_surface_get_data(surface);
  double sum = 0;

  if (cairo_image_surface_get_width(surface) != width ||
      cairo_image_surface_get_height(surface) != height)
    return INFINITY;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      uint32_t word;
      memcpy(&word, data + y * cairo_image_surface_get_stride(surface) + 4 * x, sizeof word);
      for (int k = 0; k < 3; k++) {
        double value = word >> (16 - 8 * k) & 255;
        double difference = value - 255.0 * (double)pixels[4 * (y * width + x) + k];
        sum += difference * difference;
      }
    }
  return sqrt(sum / (3.0 * width * height));
}

/* Draws both ways; the RMSE, or infinity when librsvg did not take the SVG. */
static double compare_svg(const PrimDrawing *drawing, int width, int height, uint32_t number)
{
  const char *svg = file_in_folder(".svg", number), *png = file_in_folder(".png", number);
  double rmse = INFINITY;

  if (write_svg(drawing, NULL, width, height, "test", svg)) {
    cairo_surface_t *surface = render_svg(svg, png);
    if (surface) {
      Fenced pixels = paint(drawing, width, height, 1);
      rmse = surface_rmse(surface, floats(&pixels), width, height);
      fenced_free(&pixels);
      cairo_surface_destroy(surface);
    }
  }
  unlink(png);
  unlink(svg);
  return rmse;
}

static pthread_mutex_t worst_mutex = PTHREAD_MUTEX_INITIALIZER;
static double worst_rmse[PRIM_KINDS];

/* Every kind alone, opaque or all of one opacity or mixed, sides out of
 * proportion now and then. */
static bool rsvg_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int kind = (int)(number % PRIM_KINDS), side = dice_between(&dice, 8, 128);
  PrimDrawing drawing = random_drawing(&dice, kind, side, dice_between(&dice, 8, 128), SHAPES);
  int width = drawing.width * dice_between(&dice, 1, 4);
  int height = dice_one_in(&dice, 2) ? drawing.height * (width / drawing.width)
                                     : dice_between(&dice, 8, 400);
  int opacity = number / PRIM_KINDS % 3 == 0 ? 255 : dice_between(&dice, 1, 255);

  for (int i = 0; number / PRIM_KINDS % 3 < 2 && i < drawing.count; i++)
    drawing.shapes[i].opacity = (uint8_t)opacity;
  double rmse = compare_svg(&drawing, width, height, number);
  prim_drawing_clear(&drawing);
  tap_detail("%s, %d x %d at %d x %d: rmse %.3f", prim_kind_names[kind], drawing.width,
             drawing.height, width, height, rmse);
  pthread_mutex_lock(&worst_mutex);
  worst_rmse[kind] = fmax(worst_rmse[kind], rmse);
  pthread_mutex_unlock(&worst_mutex);
  return rmse < 1 || tap_fault("rmse %.3f", rmse);
}

/* How many pixels differ by more than half of what can be. */
static int far_off(cairo_surface_t *surface, const float *pixels, int width, int height)
{
  const uint8_t *data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface), count = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int green = data[y * stride + 4 * x + 1];
      count += fabs(green - 255.0 * (double)pixels[4 * (y * width + x) + 1]) > 127;
    }
  return count;
}

/* A curve whose first leg is short: it bends as sharply as a hand-made drawing's
 * might, by up to 120 degrees, more sharply than the search's own. */
static bool sharp_bend(Dice *dice, int32_t *v)
{
  v[2] = v[0] + dice_between(dice, -512, 512);
  v[3] = v[1] + dice_between(dice, -512, 512);
  int64_t dot = prim_dot(v + 2, v, v + 4), cross = prim_cross(v + 2, v, v + 4);
  return dot < 0 || llabs(cross) * 4 > dot * 7;
}

/* A stroke at the largest working size, sharply bent: if the painter believes
 * that it ends where its outline's corners do, a strip is missing. */
static bool bezier_case(uint32_t number)
{
  Dice dice = dice_new(number);
  enum { SIDE = PRIM_DETAIL_MAX, DRAWN = SIDE / 2 };
  PrimShape shape = {.kind = PRIM_BEZIER, .opacity = 255};
  PrimDrawing drawing = {
      .width = SIDE, .height = SIDE, .background = {255, 255, 255}, .shapes = &shape, .count = 1};
  const char *svg = file_in_folder(".svg", number), *png = file_in_folder(".png", number);
  char text[400];

  do {
    for (int k = 0; k < 6; k++)
      shape.v[k] = dice_coordinate(&dice, SIDE);
    shape.v[6] = dice_between(&dice, 1, SIDE / 8) * PRIM_SUBPIXEL;
  } while (number % 2 ? !sharp_bend(&dice, shape.v) : !prim_shape_valid(&shape));
  tap_detail("%s", shape_text(&shape, text, sizeof text));
  cairo_surface_t *surface =
      write_svg(&drawing, NULL, DRAWN, DRAWN, NULL, svg) ? render_svg(svg, png) : NULL;
  if (!surface)
    return tap_fault("librsvg does not take the SVG");
  Fenced pixels = paint(&drawing, DRAWN, DRAWN, 1);
  int count = far_off(surface, floats(&pixels), DRAWN, DRAWN);
  fenced_free(&pixels);
  cairo_surface_destroy(surface);
  unlink(svg);
  unlink(png);
  return count < 10 || tap_fault("%d pixels differ", count);
}

/* ---- SVG as text ------------------------------------------------------ */

static char *svg_text(const PrimDrawing *drawing, const PrimMask *mask, const char *title)
{
  char *text = NULL;
  size_t size = 0;
  FILE *file = open_memstream(&text, &size);

  if (!file || prim_svg_write(drawing, mask, 320, 240, title, file) != PRIM_OK || fclose(file))
    abort();
  return text;
}

static void titles(bool rsvg)
{
  Dice dice = dice_new(3);
  PrimDrawing drawing = random_drawing(&dice, -1, 32, 24, 10);
  const char *title = "a <b> & \"c\" ]]> \x01\x1f\n caf\xc3\xa9";
  char *text = svg_text(&drawing, NULL, title), *bare = svg_text(&drawing, NULL, NULL);

  tap_ok(strstr(text, "<title>a &lt;b&gt; &amp; \"c\" ]]&gt;") && strstr(text, "caf\xc3\xa9") &&
             !strchr(text, '\x01') && !strchr(text, '\x1f'),
         "a title is escaped");
  tap_ok(!strstr(bare, "<title>"), "no title is none");
  if (!rsvg) {
    tap_skip("librsvg takes the escaped title", "rsvg-convert is missing");
  } else {
    const char *svg = file_in_folder(".svg", 0), *png = file_in_folder(".png", 0);
    cairo_surface_t *surface =
        write_svg(&drawing, NULL, 32, 24, title, svg) ? render_svg(svg, png) : NULL;
    tap_ok(surface, "librsvg takes the escaped title");
    cairo_surface_destroy(surface);
    unlink(svg);
    unlink(png);
  }
  free(text);
  free(bare);
  prim_drawing_clear(&drawing);
}

/* Without a background there is no rectangle of it, and what is not turned has no transform. */
static void bare_shapes(void)
{
  PrimShape shapes[] = {{PRIM_ROTATED_RECTANGLE, 0, 255, {1, 2, 3}, {160, 160, 32, 16, 0}},
                        {PRIM_ROTATED_ELLIPSE, 0, 255, {1, 2, 3}, {160, 160, 32, 16, PRIM_TURN}}};
  PrimDrawing drawing = {
      .width = 32, .height = 24, .transparent = true, .shapes = shapes, .count = 2};
  char *bare = svg_text(&drawing, NULL, NULL);

  tap_ok(strstr(bare, "<g clip-path=\"url(#picture)\">\n<rect x=\"8\" y=\"9\" width=\"4\" "
                      "height=\"2\" fill=\"#010203\"/>\n<ellipse cx=\"10\" cy=\"10\" rx=\"2\" "
                      "ry=\"1\" fill=\"#010203\"/>\n</g>"),
         "neither background, opacity nor turn is written where there is none");
  free(bare);
}

static int alpha_at(cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data(
      surface)[y * cairo_image_surface_get_stride(surface) + 4 * x + 3];
}

/* Of the pixels further than `soft` from the box's sides, how many are visible outside it or
 * not opaque in it. */
static int wrongly_visible(cairo_surface_t *surface, const PrimMask *mask, int soft)
{
  const PrimBox *box = &mask->box;
  int wrong = 0;

  for (int y = 0; y < mask->height; y++)
    for (int x = 0; x < mask->width; x++) {
      bool inside = x >= box->left + soft && x < box->right - soft && y >= box->top + soft &&
                    y < box->bottom - soft;
      bool outside = x < box->left - soft || x >= box->right + soft || y < box->top - soft ||
                     y >= box->bottom + soft;
      int alpha = alpha_at(surface, x, y);
      wrong += (inside && alpha != 255) || (outside && alpha != 0);
    }
  return wrong;
}

/* librsvg shows of a drawing what the mask does. */
static void shows(const PrimDrawing *drawing, const PrimMask *mask, int soft, const char *name)
{
  const char *svg = file_in_folder(".svg", 0), *png = file_in_folder(".png", 0);
  cairo_surface_t *surface =
      write_svg(drawing, mask, mask->width, mask->height, NULL, svg) ? render_svg(svg, png) : NULL;
  bool sized = surface && cairo_image_surface_get_width(surface) == mask->width &&
               cairo_image_surface_get_height(surface) == mask->height;

  tap_ok(sized && wrongly_visible(surface, mask, soft) == 0, "librsvg shows %s", name);
  cairo_surface_destroy(surface);
  unlink(svg);
  unlink(png);
}

/* Of a picture of twice the working image's size, a rectangle is visible; or what a PNG has
 * white, the left half of its 16 x 1 pixels. */
static void masks(bool rsvg)
{
  static char png[] =
      "iVBORw0KGgoAAAANSUhEUgAAABAAAAABCAAAAADyEnGDAAAADklEQVR42mP4DwUMUAAAY60H+RWYSrgA"
      "AAAASUVORK5CYII=";
  PrimMask box = {64, 48, {8, 12, 40, 37}, NULL}, half = {64, 48, {0, 0, 32, 48}, png};
  PrimDrawing drawing = {.width = 32, .height = 24, .background = {255, 0, 0}};
  char *boxed = svg_text(&drawing, &box, NULL), *masked = svg_text(&drawing, &half, NULL);

  tap_ok(strstr(boxed, "<clipPath id=\"picture\">"
                       "<rect x=\"4\" y=\"6\" width=\"16\" height=\"12.5\"/></clipPath>") &&
             !strstr(boxed, "mask"),
         "a visible rectangle is the clip path");
  tap_ok(strstr(masked, "<clipPath id=\"picture\"><rect width=\"32\" height=\"24\"/>") &&
             strstr(masked, png) && strstr(masked, " mask=\"url(#visible)\""),
         "a mask of grey levels is a PNG in the file");
  free(boxed);
  free(masked);
  if (rsvg) {
    shows(&drawing, &box, 0, "what is in the rectangle");
    shows(&drawing, &half, 4, "what the PNG has white");
  } else {
    tap_skip("librsvg shows what is visible", "rsvg-convert is missing");
  }
}

/* Makes a locale whose decimal point is a comma and switches to it. */
static bool comma_locale(void)
{
  const char *source = file_in_folder(".source", 0), *locale = file_in_folder("-comma", 0);
  char *arguments[] = {
      (char *)"localedef",      (char *)"-c", (char *)"-i", (char *)(intptr_t)source,
      (char *)(intptr_t)locale, NULL};
  FILE *file = fopen(source, "w");

  if (!file)
    return false;
  fputs("LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \"\"\ngrouping -1\nEND LC_NUMERIC\n", file);
  fclose(file);
  execute(arguments, true);
  unlink(source);
  setenv("LOCPATH", folder, 1);
  return setlocale(LC_NUMERIC, strrchr(locale, '/') + 1) &&
         strcmp(localeconv()->decimal_point, ",") == 0;
}

static void locales(void)
{
  Dice dice = dice_new(4);
  PrimDrawing drawing = random_drawing(&dice, -1, 32, 24, 200);
  char *plain = svg_text(&drawing, NULL, "x");

  if (comma_locale()) {
    char *comma = svg_text(&drawing, NULL, "x");
    tap_ok(strcmp(plain, comma) == 0 && strchr(plain, '.'),
           "the SVG is the same where the decimal point is a comma");
    free(comma);
  } else {
    tap_skip("the SVG is the same where the decimal point is a comma",
             "no such locale could be made");
  }
  setlocale(LC_ALL, "C");
  free(plain);
  prim_drawing_clear(&drawing);
}

static void failing_file(void)
{
  Dice dice = dice_new(5);
  PrimDrawing drawing = random_drawing(&dice, -1, 32, 24, 200);
  FILE *full = fopen("/dev/full", "w"), *unbuffered = fopen("/dev/full", "w");

  if (full && unbuffered) {
    setvbuf(unbuffered, NULL, _IONBF, 0);
    tap_ok(prim_svg_write(&drawing, NULL, 32, 24, NULL, full) == PRIM_ERROR_FILE &&
               prim_svg_write(&drawing, NULL, 32, 24, NULL, unbuffered) == PRIM_ERROR_FILE,
           "a full disk is an error, at the end or on the way");
    fclose(full);
    fclose(unbuffered);
  } else {
    tap_skip("a full disk is an error", "there is no /dev/full");
  }
  prim_drawing_clear(&drawing);
}

/* Wider than cairo's surfaces go: a rectangle over the right half, and only there. */
static void wide_pictures(void)
{
  enum { WIDTH = 40000, ROWS = 3 };
  PrimShape shape = {.kind = PRIM_RECTANGLE, .opacity = 255, .color = {255, 0, 0}};
  PrimDrawing drawing = {
      .width = 100, .height = 1, .background = {0, 0, 255}, .shapes = &shape, .count = 1};
  float *pixels = malloc(sizeof(float) * 4 * WIDTH * ROWS);
  int wrong = 0;

  shape.v[0] = 50 * PRIM_SUBPIXEL;
  shape.v[1] = -PRIM_SUBPIXEL;
  shape.v[2] = 200 * PRIM_SUBPIXEL;
  shape.v[3] = 2 * PRIM_SUBPIXEL;
  bool good = pixels && prim_paint_rows(&drawing, WIDTH, ROWS, 0, ROWS, 2, pixels) == PRIM_OK;
  for (int i = 0; good && i < WIDTH * ROWS; i++)
    wrong += pixels[4 * i] != (i % WIDTH >= WIDTH / 2 ? 1.0F : 0.0F);
  tap_ok(good && wrong == 0, "a picture of %d pixels' width is painted to its end", WIDTH);
  free(pixels);
}

/* A run's error, and that of its drawing as painted over it; false when it fails. */
static bool painted_over_searched(const PrimTarget *target, uint32_t kinds, int count,
                                  double *error, double *ratio)
{
  PrimSettings settings = prim_settings_default();
  PrimStatus status;

  settings.count = count;
  settings.kinds = kinds;
  settings.effort = PRIM_EFFORT_DRAFT;
  settings.seed = 0;
  PrimOptimizer *optimizer = prim_optimizer_new(target, &settings, NULL, &status);
  if (status == PRIM_OK)
    status = prim_optimizer_run(optimizer, NULL);
  if (status == PRIM_OK) {
    PrimReport report = prim_optimizer_report(optimizer);
    *error = report.error;
    *ratio = painted_rmse(target, report.drawing) / report.error;
  }
  prim_optimizer_free(optimizer);
  return status == PRIM_OK;
}

/* On a picture of 128 pixels: the last as 3000 shapes are at 256. */
static void what_is_searched(void)
{
  static const int counts[] = {25, 250, 750};
  static const double limits[] = {1.01, 1.03, 1.08};
  FILE *file = fopen("tests/images/coffee-128.ppm", "rb");
  PrimTarget *target = file ? ppm_read(file, 128) : NULL;
  double error, ratio;

  for (int kind = 0; target && kind <= PRIM_KINDS; kind++)
    for (int i = 0; i < 3; i++) {
      bool good =
          painted_over_searched(target, kind < PRIM_KINDS ? PRIM_KIND_BIT(kind) : PRIM_KINDS_ALL,
                                counts[i], &error, &ratio);
      tap_ok(good && ratio < limits[i], "%d times %s: painted is what was searched: %.3f of %.3f",
             counts[i], kind < PRIM_KINDS ? prim_kind_names[kind] : "mixed", good ? ratio : 0,
             good ? error : 0);
    }
  tap_ok(target != NULL, "tests/images/coffee-128.ppm can be read");
  if (file)
    fclose(file);
  prim_target_free(target);
}

int main(int argc, char **argv)
{
  bool rsvg = have_rsvg();
  const char *temporary = getenv("TMPDIR");

  tap_start(argc, argv);
  snprintf(folder, sizeof folder, "%s/test-painter-XXXXXX", temporary ? temporary : "/tmp");
  if (!mkdtemp(folder))
    abort();
  if (!tap_rerun()) {
    PrimTarget *target = disc_picture(128);
    for (int kind = 0; kind <= PRIM_KINDS; kind++)
      against_canvas(target, kind);
    prim_target_free(target);
    any_alignment();
    bad_arguments();
    empty_shapes();
    one_pixel();
    wide_pictures();
    titles(rsvg);
    bare_shapes();
    masks(rsvg);
    failing_file();
    locales();
    what_is_searched();
  }
  tap_cases("an opaque shape over everything gives its very colour", COVER_CASES, cover_case);
  tap_cases("whatever shapes a file holds, painting goes on after them", HOSTILE_CASES,
            hostile_case);
  finishes();
  wide_outline();
  finish_of_settings();
  tap_cases("a transparent background shows what lies below", TRANSPARENT_CASES, transparent_case);
  tap_cases_alone("bands and threads give the same bits as one call", BAND_CASES, band_case);
  tap_cases("a part of the picture looks like that part of the whole", BOX_CASES, box_case);
  if (rsvg) {
    tap_cases("librsvg draws the SVG as the painter does", RSVG_CASES, rsvg_case);
    tap_cases("the same for large bent strokes", BEZIER_CASES, bezier_case);
    for (int kind = 0; kind < PRIM_KINDS; kind++)
      tap_note("%s: at most %.2f of 255", prim_kind_names[kind], worst_rmse[kind]);
  } else {
    tap_skip("librsvg draws the SVG as the painter does", "rsvg-convert is missing");
  }
  char *clean[] = {(char *)"rm", (char *)"-rf", folder, NULL};
  execute(clean, false);
  return tap_done();
}
