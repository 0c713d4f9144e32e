/* Proves scan.h, outline.h, coverage.h and cover.h: a shape covers exactly the pixels whose centres
 * are inside it, or the samples, with ties decided as rational arithmetic decides them.
 *
 * Shapes with integer corners are held against winding numbers in integers;
 * the others (turned, round, stroked) against libm in doubles, leaving out the
 * centres that lie on the boundary to within 1e-6 pixels. Shapes that share
 * edges must tile. */
#include <math.h>

#include "../../core/isa.h"
#include "cases.h"
#include "../tap.h"

enum {
  LONGEST = 48,   /* sides of images that are compared pixel by pixel */
  SAMPLED = 24,   /* rows compared of larger ones */
  UNDECIDED = -1, /* a centre too close to the boundary for the reference to tell */
  POLYGON_CASES = 8000,
  WIDE_CASES = 1000,
  ROUND_CASES = 6000,
  WINDING_CASES = 6000,
  COVERAGE_CASES = 6000,
  TILING_CASES = 8000
};

static const double TOO_CLOSE = 1e-6; /* pixels */

/* Whether a point, in coordinate units, is inside: 0, 1 or UNDECIDED. */
typedef int (*Reference)(const PrimShape *shape, int x, int y);

/* ---- Comparing -------------------------------------------------------- */

/* Row y as the scan has it, into covered[0..width-1]; false when the spans are
 * malformed. */
static bool scanned_row(const PrimScan *scan, int y, uint8_t *covered)
{
  PrimSpan spans[PRIM_ROW_SPANS_MAX];
  int last = -1;

  memset(covered, 0, (size_t)scan->width);
  if (y < scan->begin || y >= scan->end)
    return true;
  int count = prim_scan_row(scan, y, spans);
  for (int i = 0; i < count; i++) {
    if (spans[i].left <= last || spans[i].right <= spans[i].left || spans[i].right > scan->width)
      return tap_fault("row %d: span %d is %d..%d after %d", y, i, spans[i].left, spans[i].right,
                       last);
    last = spans[i].right;
    memset(covered + spans[i].left, 1, (size_t)(spans[i].right - spans[i].left));
  }
  return true;
}

static bool compare_row(const PrimScan *scan, const PrimGrid *grid, const PrimShape *shape, int y,
                        Reference reference, uint8_t *covered)
{
  if (!scanned_row(scan, y, covered))
    return false;
  for (int x = 0; x < scan->width; x++) {
    int wanted = reference(shape, (2 * x + 1) * PRIM_SUBPIXEL / 2 / grid->columns,
                           (2 * y + 1) * PRIM_SUBPIXEL / 2 / grid->rows);
    if (wanted != UNDECIDED && wanted != covered[x])
      return tap_fault("column %d, row %d is %s but should %s", x, y, covered[x] ? "in" : "out",
                       wanted ? "be in" : "not");
  }
  return true;
}

static bool compare(Dice *dice, const PrimShape *shape, int width, int height, Reference reference)
{
  PrimScan scan;
  char text[400];
  PrimGrid grid = dice_one_in(dice, 2)
                      ? (PrimGrid){width, height, 1, 1}
                      : prim_sample_grid(width, height, PRIM_SAMPLE_ROWS >> dice_below(dice, 4));
  uint8_t *covered = malloc((size_t)(width * grid.columns));
  bool good = covered;

  prim_scan_grid(&scan, shape, grid);
  tap_detail("%d x %d, %d columns and %d rows to a pixel, %s %s", width, height, grid.columns,
             grid.rows, prim_shape_valid(shape) ? "valid" : "degenerate",
             shape_text(shape, text, sizeof text));
  height *= grid.rows;
  if (scan.begin < 0 || scan.end > height)
    good = tap_fault("rows %d..%d", scan.begin, scan.end);
  if (height <= LONGEST) {
    for (int y = 0; good && y < height; y++)
      good = compare_row(&scan, &grid, shape, y, reference, covered);
  } else {
    for (int i = 0; good && i < SAMPLED; i++) {
      int y = i < 4 ? scan.begin - 2 + i : i < 8 ? scan.end - 6 + i : dice_below(dice, height);
      if (y >= 0 && y < height)
        good = compare_row(&scan, &grid, shape, y, reference, covered);
    }
  }
  free(covered);
  return good;
}

/* ---- Integer corners -------------------------------------------------- */

/* How often the outline winds around a point, in coordinate units. An edge that
 * passes exactly through the point counts as left of it, an end exactly at
 * the point's height as above it: left and top edges are in. */
static int winding(const int32_t *v, int corners, int64_t cx, int64_t cy)
{
  int sum = 0;

  for (int i = 0; i < corners; i++) {
    const int32_t *from = v + 2 * i, *to = v + 2 * ((i + 1) % corners);
    int turn = 1;
    if (from[1] > to[1]) {
      const int32_t *swap = from;
      from = to;
      to = swap;
      turn = -1;
    }
    if (from[1] > cy || to[1] <= cy)
      continue;
    if ((cx - from[0]) * (to[1] - from[1]) >= (cy - from[1]) * (to[0] - from[0]))
      sum += turn;
  }
  return sum;
}

static int winding_at_pixel(const int32_t *v, int corners, int x, int y)
{
  return winding(v, corners, PRIM_SUBPIXEL * x + PRIM_SUBPIXEL / 2,
                 PRIM_SUBPIXEL * y + PRIM_SUBPIXEL / 2);
}

static int inside_corners(const PrimShape *shape, int x, int y)
{
  const int32_t *v = shape->v;
  int32_t rectangle[] = {v[0], v[1], v[2], v[1], v[2], v[3], v[0], v[3]};

  switch (shape->kind) {
  case PRIM_RECTANGLE:
    return winding(rectangle, 4, x, y) != 0;
  case PRIM_POLYGON:
    return winding(v, shape->corners, x, y) != 0;
  default:
    return winding(v, shape->kind == PRIM_TRIANGLE ? 3 : 4, x, y) != 0;
  }
}

static int corner_kind(uint32_t number)
{
  static const int kinds[] = {PRIM_TRIANGLE, PRIM_RECTANGLE, PRIM_QUADRILATERAL, PRIM_POLYGON};

  return kinds[number % 4];
}

static bool corners_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_side(&dice, LONGEST), height = dice_side(&dice, LONGEST);
  PrimShape shape = dice_shape(&dice, corner_kind(number), width, height);

  return compare(&dice, &shape, width, height, inside_corners);
}

/* Images of the full width or height, where double precision is most strained. */
static bool wide_corners_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int other = dice_side(&dice, PRIM_DETAIL_MAX);
  bool tall = dice_one_in(&dice, 2);
  int width = tall ? dice_side(&dice, 64) : PRIM_DETAIL_MAX;
  int height = tall ? PRIM_DETAIL_MAX : other;
  PrimShape shape = dice_shape(&dice, corner_kind(number), width, height);

  return compare(&dice, &shape, width, height, inside_corners);
}

/* ---- Doubles ---------------------------------------------------------- */

static double pixels(int32_t units)
{
  return (double)units / PRIM_SUBPIXEL;
}

/* A point seen from the shape's centre, turned upright. */
static void upright(const PrimShape *shape, int x, int y, double *across, double *along)
{
  bool turned = shape->kind == PRIM_ROTATED_ELLIPSE || shape->kind == PRIM_ROTATED_RECTANGLE;
  double angle = turned ? shape->v[4] * (2 * acos(-1) / PRIM_TURN) : 0;
  double dx = pixels(x - shape->v[0]), dy = pixels(y - shape->v[1]);

  *across = dx * cos(angle) + dy * sin(angle);
  *along = dy * cos(angle) - dx * sin(angle);
}

static int inside_rotated_rectangle(const PrimShape *shape, int x, int y)
{
  double across, along;

  upright(shape, x, y, &across, &along);
  double outside_x = fabs(across) - pixels(shape->v[2]);
  double outside_y = fabs(along) - pixels(shape->v[3]);
  double outside = outside_x > outside_y ? outside_x : outside_y;
  return fabs(outside) < TOO_CLOSE ? UNDECIDED : outside < 0;
}

/* A point at distance d from the boundary has |level - 1| <= d / least. */
static int inside_ellipse(const PrimShape *shape, int x, int y)
{
  double a = pixels(shape->v[2]), b = pixels(shape->v[shape->kind == PRIM_CIRCLE ? 2 : 3]);
  double least = a < b ? a : b, across, along;

  upright(shape, x, y, &across, &along);
  double level = hypot(across / a, along / b);
  return fabs(level - 1) * least < TOO_CLOSE ? UNDECIDED : level < 1;
}

static int inside_line(const PrimShape *shape, int x, int y)
{
  double x0 = pixels(shape->v[0]), y0 = pixels(shape->v[1]);
  double dx = pixels(shape->v[2]) - x0, dy = pixels(shape->v[3]) - y0;
  double length = hypot(dx, dy), half = pixels(shape->v[4]) / 2;

  if (length == 0)
    return 0;
  double along = ((pixels(x) - x0) * dx + (pixels(y) - y0) * dy) / length;
  double across = ((pixels(x) - x0) * dy - (pixels(y) - y0) * dx) / length;
  double outside = fmax(fmax(-along, along - length), fabs(across) - half);
  return fabs(outside) < TOO_CLOSE ? UNDECIDED : outside < 0;
}

/* The end points of the stroke's cross section at parameter t, by de Casteljau. */
static void cross_section(const int32_t *v, double t, double *one, double *other)
{
  double a[2], b[2], along[2];

  for (int k = 0; k < 2; k++) {
    a[k] = pixels(v[k]) + t * (pixels(v[2 + k]) - pixels(v[k]));
    b[k] = pixels(v[2 + k]) + t * (pixels(v[4 + k]) - pixels(v[2 + k]));
    along[k] = b[k] - a[k];
  }
  double length = hypot(along[0], along[1]), half = pixels(v[6]) / 2;
  double scale = length > 0 ? half / length : 0;
  double x = a[0] + t * along[0], y = a[1] + t * along[1];
  one[0] = x - along[1] * scale;
  one[1] = y + along[0] * scale;
  other[0] = x + along[1] * scale;
  other[1] = y - along[0] * scale;
}

/* The outline that outline.h promises: PRIM_BEZIER_PIECES chords a side. */
static int inside_bezier(const PrimShape *shape, int x, int y)
{
  double outline[PRIM_OUTLINE_MAX + 1][2];
  double cx = pixels(x), cy = pixels(y);
  int turns = 0;

  for (int i = 0; i <= PRIM_BEZIER_PIECES; i++)
    cross_section(shape->v, (double)i / PRIM_BEZIER_PIECES, outline[i],
                  outline[PRIM_OUTLINE_MAX - 1 - i]);
  memcpy(outline[PRIM_OUTLINE_MAX], outline[0], sizeof outline[0]);
  for (int i = 0; i < PRIM_OUTLINE_MAX; i++) {
    const double *from = outline[i], *to = outline[i + 1];
    double dx = to[0] - from[0], dy = to[1] - from[1], square = dx * dx + dy * dy;
    double at = square > 0 ? ((cx - from[0]) * dx + (cy - from[1]) * dy) / square : 0;
    at = fmin(fmax(at, 0), 1);
    if (hypot(from[0] + at * dx - cx, from[1] + at * dy - cy) < TOO_CLOSE)
      return UNDECIDED;
    if ((from[1] <= cy) == (to[1] <= cy))
      continue;
    if (from[0] + (cy - from[1]) / dy * dx < cx)
      turns += from[1] <= cy ? 1 : -1;
  }
  return turns != 0;
}

static Reference round_reference(int kind)
{
  switch (kind) {
  case PRIM_ROTATED_RECTANGLE:
    return inside_rotated_rectangle;
  case PRIM_LINE:
    return inside_line;
  case PRIM_BEZIER:
    return inside_bezier;
  default:
    return inside_ellipse;
  }
}

static int round_kind(uint32_t number)
{
  static const int kinds[] = {PRIM_ROTATED_RECTANGLE,
                              PRIM_ELLIPSE,
                              PRIM_ROTATED_ELLIPSE,
                              PRIM_CIRCLE,
                              PRIM_LINE,
                              PRIM_BEZIER};

  return kinds[number % 6];
}

static bool round_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int longest = number / 6 % 2 ? 16 : LONGEST, kind = round_kind(number);
  int width = dice_side(&dice, longest), height = dice_side(&dice, longest);
  PrimShape shape = dice_shape(&dice, kind, width, height);

  return compare(&dice, &shape, width, height, round_reference(kind));
}

static bool wide_round_case(uint32_t number)
{
  Dice dice = dice_new(number);
  bool tall = dice_one_in(&dice, 2);
  int kind = round_kind(number);
  int width = tall ? dice_side(&dice, 16) : PRIM_DETAIL_MAX;
  int height = tall || dice_one_in(&dice, 2) ? PRIM_DETAIL_MAX : dice_side(&dice, 8);
  PrimShape shape = dice_shape(&dice, kind, width, height);

  return compare(&dice, &shape, width, height, round_reference(kind));
}

/* ---- Winding ---------------------------------------------------------- */

/* How often the outline of any shape that has one winds around the centre of a
 * pixel, by the scan's own edges. */
static int edges_winding(const PrimScan *scan, int x, int y)
{
  int sum = 0;

  for (int i = 0; i < scan->edges; i++) {
    const PrimEdge *edge = &scan->edge[i];
    if (y >= edge->begin && y < edge->end && prim_edge_column(scan, edge, y) <= x)
      sum += edge->winding;
  }
  return sum;
}

/* Valid polygons and strokes wind around a pixel once at most, and always the
 * same way: they are scored by adding up edges. */
static bool winding_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int kind = number % 2 ? PRIM_BEZIER : PRIM_POLYGON;
  int width = dice_between(&dice, 4, LONGEST), height = dice_between(&dice, 4, LONGEST);
  PrimShape shape;
  PrimScan scan;
  char text[400];

  do
    shape = dice_shape(&dice, kind, width, height);
  while (!prim_shape_valid(&shape));
  tap_detail("%d x %d, %s", width, height, shape_text(&shape, text, sizeof text));
  prim_scan_begin(&scan, &shape, width, height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int turns = edges_winding(&scan, x, y);
      if (turns != 0 && turns != scan.left_winding)
        return tap_fault("the outline winds around pixel %d, %d %d times", x, y, turns);
    }
  return true;
}

/* ---- Coverage ---------------------------------------------------------- */

/* The samples of each pixel of row y that are inside, counted one by one. */
static bool count_samples(const PrimScan *scan, int y, int width, uint8_t *samples)
{
  uint8_t covered[PRIM_SAMPLE_COLUMNS * LONGEST];

  memset(samples, 0, (size_t)width);
  for (int row = PRIM_SAMPLE_ROWS * y; row < PRIM_SAMPLE_ROWS * (y + 1); row++) {
    if (!scanned_row(scan, row, covered))
      return false;
    for (int x = 0; x < PRIM_SAMPLE_COLUMNS * width; x++)
      samples[x / PRIM_SAMPLE_COLUMNS] += covered[x];
  }
  return true;
}

/* Runs are in order, apart or of different coverage, and hold what counting finds. */
static bool runs_are_counts(const PrimScan *scan, int y, int width)
{
  PrimRun runs[PRIM_ROW_RUNS_MAX];
  uint8_t samples[LONGEST], wanted[LONGEST];
  int count = prim_coverage_row(scan, y, runs);

  if (!count_samples(scan, y, width, wanted))
    return false;
  if (count && (y < prim_coverage_first(scan) || y >= prim_coverage_end(scan)))
    return tap_fault("row %d lies outside of the rows touched", y);
  memset(samples, 0, sizeof samples);
  for (int i = 0; i < count; i++) {
    int last = i ? runs[i - 1].right : 0;
    if (runs[i].left < last || runs[i].right <= runs[i].left || runs[i].right > width ||
        (i && runs[i].left == last && runs[i].samples == runs[i - 1].samples))
      return tap_fault("row %d: run %d is %d..%d after %d", y, i, runs[i].left, runs[i].right,
                       last);
    memset(samples + runs[i].left, runs[i].samples, (size_t)(runs[i].right - runs[i].left));
  }
  for (int x = 0; x < width; x++)
    if (samples[x] != wanted[x])
      return tap_fault("pixel %d, %d: %d samples, should be %d", x, y, samples[x], wanted[x]);
  return true;
}

/* What every level finds is the same, and nothing in the block behind. */
static bool covers_are_counts(const PrimScan *scan, int y, int width)
{
  int levels;
  const PrimIsaLevel *level = prim_isa_levels(&levels);
  uint8_t wanted[LONGEST + PRIM_PITCH_BLOCK] = {0};
  PrimCover cover;

  if (!count_samples(scan, y, width, wanted))
    return false;
  for (int i = 0; i < levels; i++) {
    memset(&cover, 0x55, sizeof cover);
    bool any = level[i].rows->cover(scan, y, &cover);
    int left = any ? cover.left : width, right = any ? cover.right : width;
    if (left < 0 || right > width || (any && left >= right))
      return tap_fault("level %s, row %d: columns %d..%d", level[i].name, y, left, right);
    for (int x = 0; x < width; x++)
      if ((x < left || x >= right ? 0 : cover.samples[x]) != wanted[x])
        return tap_fault("level %s, pixel %d, %d: not %d samples", level[i].name, x, y, wanted[x]);
    for (int x = right; any && x < right + PRIM_PITCH_BLOCK; x++)
      if (cover.samples[x] != 0)
        return tap_fault("level %s, row %d: samples past the last", level[i].name, y);
  }
  return true;
}

static bool coverage_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_side(&dice, LONGEST), height = dice_side(&dice, LONGEST);
  PrimShape shape = dice_shape(&dice, (int)(number % PRIM_KINDS), width, height);
  PrimScan scan;
  char text[400];
  bool good = true;

  tap_detail("%d x %d, %s", width, height, shape_text(&shape, text, sizeof text));
  prim_coverage_begin(&scan, &shape, width, height);
  for (int y = 0; good && y < height; y++)
    good = runs_are_counts(&scan, y, width) && covers_are_counts(&scan, y, width);
  return good;
}

/* ---- Tiling ----------------------------------------------------------- */

/* Adds what `shape` covers to count, a byte a pixel. */
static bool add_coverage(const PrimShape *shape, int width, int height, uint8_t *count)
{
  PrimScan scan;
  uint8_t covered[LONGEST];

  prim_scan_begin(&scan, shape, width, height);
  for (int y = 0; y < height; y++) {
    if (!scanned_row(&scan, y, covered))
      return false;
    for (int x = 0; x < width; x++)
      count[y * width + x] = (uint8_t)(count[y * width + x] + covered[x]);
  }
  return true;
}

static bool add_triangle(const int32_t *a, const int32_t *b, const int32_t *c, int width,
                         int height, uint8_t *count)
{
  PrimShape shape = {.kind = PRIM_TRIANGLE, .v = {a[0], a[1], b[0], b[1], c[0], c[1]}};
  char text[400];

  tap_detail("%s", shape_text(&shape, text, sizeof text));
  return add_coverage(&shape, width, height, count);
}

static int sign(int64_t number)
{
  return (number > 0) - (number < 0);
}

/* Two triangles on either side of an edge: together they cover each pixel of
 * their quadrilateral once and no other. */
static bool shared_edge_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_side(&dice, LONGEST), height = dice_side(&dice, LONGEST);
  uint8_t count[LONGEST * LONGEST] = {0};
  int32_t v[8];

  dice_points(&dice, width, height, 4, v);
  int32_t *a = v, *b = v + 2, *c = v + 4, *d = v + 6;
  if (sign(prim_cross(a, b, c)) == sign(prim_cross(a, b, d)))
    for (int k = 0; k < 2; k++) /* mirror d in the middle of a and b */
      d[k] = a[k] + b[k] - d[k];
  if (!add_triangle(a, b, c, width, height, count) || !add_triangle(b, a, d, width, height, count))
    return false;
  int32_t around[] = {a[0], a[1], d[0], d[1], b[0], b[1], c[0], c[1]};
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if (count[y * width + x] != abs(winding_at_pixel(around, 4, x, y)))
        return tap_fault("pixel %d, %d is covered %d times", x, y, count[y * width + x]);
  return true;
}

/* A polygon that is star-shaped about `middle`: corners at growing angles,
 * neighbours less than half a turn apart. */
static int star(Dice *dice, int width, int height, const int32_t *middle, int32_t *v)
{
  int corners = dice_between(dice, 4, PRIM_CORNERS_MAX);
  int reach = PRIM_SUBPIXEL * (width > height ? width : height);
  double turn = dice_below(dice, 1000) * 0.01;

  for (bool good = false; !good;) {
    for (int i = 0; i < corners; i++) {
      double angle = turn + (i + 0.4 * dice_below(dice, 1000) / 1000) * 2 * acos(-1) / corners;
      double radius = dice_between(dice, 1, reach);
      v[2 * i] = middle[0] + (int32_t)(radius * cos(angle));
      v[2 * i + 1] = middle[1] + (int32_t)(radius * sin(angle));
    }
    good = true;
    for (int i = 0; i < corners; i++)
      good = good && prim_cross(middle, v + 2 * i, v + 2 * ((i + 1) % corners)) >= 0;
  }
  return corners;
}

/* A fan of triangles tiles its polygon: each pixel once, and the same pixels as
 * the polygon scanned whole. */
static bool fan_case(uint32_t number)
{
  Dice dice = dice_new(number);
  int width = dice_side(&dice, LONGEST), height = dice_side(&dice, LONGEST);
  int32_t middle[2] = {dice_coordinate(&dice, width), dice_coordinate(&dice, height)};
  uint8_t fan[LONGEST * LONGEST] = {0}, whole[LONGEST * LONGEST] = {0};
  PrimShape polygon = {.kind = PRIM_POLYGON};
  bool good = true;

  int corners = star(&dice, width, height, middle, polygon.v);
  polygon.corners = (uint8_t)corners;
  for (int i = 0; i < corners; i++)
    good = good && add_triangle(middle, polygon.v + 2 * i, polygon.v + 2 * ((i + 1) % corners),
                                width, height, fan);
  if (!good || !add_coverage(&polygon, width, height, whole))
    return false;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      int at = y * width + x, wanted = abs(winding_at_pixel(polygon.v, corners, x, y));
      if (fan[at] != wanted || whole[at] != wanted)
        return tap_fault("pixel %d, %d: %d in the fan, %d in the polygon, should be %d", x, y,
                         fan[at], whole[at], wanted);
    }
  return true;
}

/* ---- Known answers ---------------------------------------------------- */

static int pixels_covered(const PrimShape *shape, int width, int height)
{
  uint8_t count[LONGEST * LONGEST] = {0};
  int sum = 0;

  if (!add_coverage(shape, width, height, count))
    return -1;
  for (int i = 0; i < width * height; i++)
    sum += count[i];
  return sum;
}

static void known_answers(void)
{
  /* From the centre of pixel (1, 1) to that of (4, 3): 3 columns, 2 rows. */
  PrimShape rectangle = {.kind = PRIM_RECTANGLE, .v = {24, 24, 72, 56}};
  /* Half a square of 8 pixels; its diagonal runs through 8 centres. */
  PrimShape below = {.kind = PRIM_TRIANGLE, .v = {0, 0, 128, 128, 0, 128}};
  PrimShape above = {.kind = PRIM_TRIANGLE, .v = {0, 0, 128, 0, 128, 128}};
  PrimShape disc = {.kind = PRIM_CIRCLE, .v = {64, 64, 24}};        /* radius 1.5 about (4, 4) */
  PrimShape line = {.kind = PRIM_LINE, .v = {16, 40, 112, 40, 32}}; /* 6 long, 2 wide */
  PrimShape point = {.kind = PRIM_LINE, .v = {64, 64, 64, 64, 32}};
  PrimShape pixel = {.kind = PRIM_RECTANGLE, .v = {0, 0, 16, 16}};
  uint8_t count[64] = {0};

  tap_ok(pixels_covered(&rectangle, 8, 8) == 6 && add_coverage(&rectangle, 8, 8, count) &&
             count[8 + 1] == 1 && count[2 * 8 + 3] == 1 && count[3 * 8 + 1] == 0 &&
             count[8 + 4] == 0,
         "centres on left and top edges are in, on right and bottom edges out");
  tap_ok(pixels_covered(&below, 8, 8) == 28 && pixels_covered(&above, 8, 8) == 36,
         "a diagonal through centres gives them to the triangle on its right");
  tap_ok(pixels_covered(&disc, 8, 8) == 4 && pixels_covered(&line, 8, 8) == 12,
         "a small disc and a line");
  tap_ok(pixels_covered(&point, 8, 8) == 0, "a line without length covers nothing");
  tap_ok(pixels_covered(&pixel, 1, 1) == 1, "a one-pixel image can be covered");
}

static void sines(void)
{
  double sine_error = 0, cosine_error = 0;

  for (int angle = -2 * PRIM_TURN; angle <= 2 * PRIM_TURN; angle++) {
    double radians = angle * (2 * acos(-1) / PRIM_TURN);
    sine_error = fmax(sine_error, fabs(prim_sine(angle) - sin(radians)));
    cosine_error = fmax(cosine_error, fabs(prim_cosine(angle) - cos(radians)));
  }
  tap_note("largest errors: sine %.2g, cosine %.2g", sine_error, cosine_error);
  tap_ok(sine_error < 1e-10 && cosine_error < 1e-10, "sine and cosine agree with libm");
  tap_ok(prim_sine(0) == 0 && prim_sine(PRIM_TURN / 2) == 0 && prim_cosine(PRIM_TURN / 4) == 0,
         "sine and cosine are 0 where they should be");
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  known_answers();
  sines();
  tap_cases("integer corners, exactly", POLYGON_CASES, corners_case);
  tap_cases("integer corners in images of 2048 pixels, exactly", WIDE_CASES, wide_corners_case);
  tap_cases("turned, round and stroked shapes", ROUND_CASES, round_case);
  tap_cases("turned, round and stroked shapes in images of 2048 pixels", WIDE_CASES,
            wide_round_case);
  tap_cases("valid polygons and strokes wind around a pixel once", WINDING_CASES, winding_case);
  tap_cases("rows of pixels are covered as their samples are", COVERAGE_CASES, coverage_case);
  tap_cases("two triangles share an edge without overlap or gap", TILING_CASES, shared_edge_case);
  tap_cases("a fan of triangles tiles its polygon", TILING_CASES, fan_case);
  return tap_done();
}
