/* That results repeat to the last bit: on every ISA level, with any number
 * of threads, under sanitizers, from gcc and clang, today and tomorrow.
 *
 * 1. Thousands of small cases fold into one checksum, CASES_CHECKSUM.
 *    `test-golden 1234` runs case 1234 alone and prints its own checksum.
 * 2. tests/unit/golden.tsv holds real runs: error and checksum. `test-golden --write`
 *    writes it again; its diff is what a change of the search does, and is
 *    reviewed like code. */
#include <stdlib.h>
#include <string.h>

#include "../../core/engines.h"
#include "../../core/isa.h"
#include "cases.h"
#include "../bench/ppm.h"
#include "../tap.h"

#define CASES_CHECKSUM UINT64_C(0xf67e51b240d3754b)

enum { CASES = 2000 };

/* ---- Checksums -------------------------------------------------------- */

/* FNV-1a. */
static uint64_t fold(uint64_t sum, const void *data, size_t bytes)
{
  const uint8_t *byte = data;

  for (size_t i = 0; i < bytes; i++)
    sum = (sum ^ byte[i]) * UINT64_C(1099511628211);
  return sum;
}

/* A number, its lowest byte first on every machine. */
static uint64_t fold_number(uint64_t sum, uint64_t number, int bytes)
{
  for (int i = 0; i < bytes; i++) {
    uint8_t byte = (uint8_t)(number >> 8 * i);
    sum = fold(sum, &byte, 1);
  }
  return sum;
}

static uint64_t fold_double(uint64_t sum, double value)
{
  uint64_t bits;

  memcpy(&bits, &value, sizeof bits);
  return fold_number(sum, bits, 8);
}

static uint64_t fold_shape(uint64_t sum, const PrimShape *shape)
{
  uint8_t head[] = {shape->kind,     shape->corners,  shape->opacity,
                    shape->color[0], shape->color[1], shape->color[2]};

  sum = fold(sum, head, sizeof head);
  for (int i = 0; i < 2 * PRIM_CORNERS_MAX; i++)
    sum = fold_number(sum, (uint32_t)shape->v[i], 4);
  return sum;
}

/* Of the shapes, the canvas and the error; 0 when the run fails. On those engines; NULL: the
 * CPU. */
static uint64_t run_checksum(const PrimTarget *target, const PrimSettings *settings,
                             PrimEngines *engines, PrimReport *report)
{
  PrimStatus status;
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, engines, &status);
  uint64_t sum = UINT64_C(14695981039346656037);

  if (!optimizer)
    return 0;
  status = prim_optimizer_run(optimizer, NULL);
  *report = prim_optimizer_report(optimizer);
  for (int i = 0; i < report->drawing->count; i++)
    sum = fold_shape(sum, &report->drawing->shapes[i]);
  sum = fold(sum, prim_optimizer_canvas(optimizer),
             3 * (size_t)target->width * (size_t)target->height);
  sum = fold_double(sum, report->error);
  report->drawing = NULL;
  prim_optimizer_free(optimizer);
  return status == PRIM_OK ? sum : 0;
}

/* ---- Small cases ------------------------------------------------------ */

static PrimTarget *case_target(Dice *dice)
{
  int width = dice_between(dice, 1, 40);
  int height = dice_between(dice, 1, dice_one_in(dice, 8) ? 300 : 40);
  PrimTarget *target = prim_target_new(width, height);
  bool weighted = dice_one_in(dice, 3);
  bool noisy = dice_one_in(dice, 4);
  int levels = prim_target_weight_levels(target->width);

  for (int y = 0; y < target->height; y++)
    for (int x = 0; x < target->width; x++) {
      int at = y * target->width + x;
      for (int k = 0; k < 3; k++)
        target->rgb[3 * at + k] =
            noisy ? dice_byte(dice)
                  : (uint8_t)((x * (3 + k) + y * (7 - k) + (x / 8 + y / 5) * 40) & 255);
      if (weighted)
        target->weight[at] = (uint8_t)dice_between(dice, 0, levels);
    }
  target->weight[0] = 1; /* at least one pixel counts */
  return target;
}

static PrimSettings case_settings(Dice *dice)
{
  PrimSettings settings = prim_settings_default();

  settings.kinds = (uint32_t)dice_between(dice, 1, PRIM_KINDS_ALL);
  settings.count = dice_between(dice, 1, 4);
  settings.style = dice_between(dice, 0, 4);
  settings.opacity_min = dice_between(dice, 0, 50);
  settings.opacity_max = settings.opacity_min + dice_between(dice, 0, 50);
  settings.effort = dice_one_in(dice, 40) ? PRIM_EFFORT_NORMAL : PRIM_EFFORT_DRAFT;
  settings.seed = dice_between(dice, 0, 1 << 30);
  settings.refine = !dice_one_in(dice, 4);
  return settings;
}

static uint64_t case_checksum(uint32_t number, int threads, const PrimIsaLevel *level)
{
  Dice dice = dice_new(number);
  PrimTarget *target = case_target(&dice);
  PrimSettings settings = case_settings(&dice);
  PrimReport report;
  PrimEngines *engines = prim_engines_new(prim_backend_cpu_at(threads, level), NULL, NULL, NULL);
  uint64_t sum = engines ? run_checksum(target, &settings, engines, &report) : 0;

  prim_target_free(target);
  return sum;
}

static uint64_t sums[CASES];

/* Every level and a thread count of its own give the case's checksum. */
static bool small_case(uint32_t number)
{
  int levels;
  const PrimIsaLevel *all = prim_isa_levels(&levels);
  uint64_t sum = case_checksum(number, 1, &all[0]);

  tap_detail("checksum %016llx", (unsigned long long)sum);
  if (number < CASES)
    sums[number] = sum;
  if (sum == 0)
    return tap_fault("the run failed");
  for (int i = 1; i < levels; i++)
    if (case_checksum(number, 1 + (int)(number % 3), &all[i]) != sum)
      return tap_fault("level %s differs", all[i].name);
  return true;
}

static void check_small_cases(void)
{
  uint64_t all = UINT64_C(14695981039346656037);

  tap_cases_alone("small runs are equal on every level and with 1 to 3 threads", CASES, small_case);
  if (tap_rerun() || tap_every() > 1)
    return;
  for (int i = 0; i < CASES; i++)
    all = fold_number(all, sums[i], 8);
  if (!tap_ok(all == CASES_CHECKSUM, "%d small runs fold into the known checksum", CASES))
    tap_note("got %016llx: if the search was meant to change, write it into test-golden.c",
             (unsigned long long)all);
}

/* ---- The golden table ------------------------------------------------- */

static const char table_path[] = "tests/unit/golden.tsv";
static const char table_head[] = "image\tshapes\tcount\teffort\tseed\tplaced\terror\tchecksum\n";

static PrimTarget *read_target(const char *name)
{
  char path[256];

  snprintf(path, sizeof path, "tests/images/%s-128.ppm", name);
  FILE *file = fopen(path, "rb");
  PrimTarget *target = file ? ppm_read(file, 128) : NULL;
  if (file)
    fclose(file);
  return target;
}

/* Runs one row and writes it as the table has it; false when it cannot run. */
static bool table_row(const char *image, const char *shapes, int count, int effort, int seed,
                      int threads, char *row, size_t size)
{
  PrimSettings settings = prim_settings_default();
  PrimTarget *target = read_target(image);
  const char *unknown;
  size_t length;
  PrimReport report = {0};

  settings.count = count;
  settings.effort = effort;
  settings.seed = seed;
  settings.threads = threads;
  if (!target || !prim_kinds_parse(shapes, &settings.kinds, &unknown, &length))
    return false;
  uint64_t sum = run_checksum(target, &settings, NULL, &report);
  prim_target_free(target);
  snprintf(row, size, "%s\t%s\t%d\t%d\t%d\t%d\t%.6f\t%016llx\n", image, shapes, count, effort, seed,
           report.placed, report.error, (unsigned long long)sum);
  return sum != 0;
}

static void check_row(const char *line)
{
  char image[32], shapes[64], row[256];
  int count, effort, seed;

  if (sscanf(line, "%31s %63s %d %d %d", image, shapes, &count, &effort, &seed) != 5 ||
      !table_row(image, shapes, count, effort, seed, 1 + seed % 4, row, sizeof row)) {
    tap_ok(false, "a row of the golden table runs");
    return;
  }
  if (!tap_ok(strcmp(row, line) == 0, "golden: %s, %d of %s, effort %d, seed %d", image, count,
              shapes, effort, seed)) {
    tap_note("table %s", line);
    tap_note("now   %s", row);
  }
}

static void check_table(void)
{
  char line[256];
  FILE *file = fopen(table_path, "r");

  if (!tap_ok(file && fgets(line, sizeof line, file) && strcmp(line, table_head) == 0,
              "%s has its head", table_path))
    return;
  for (uint32_t row = 0; fgets(line, sizeof line, file); row++)
    if (row % tap_every() == 0)
      check_row(line);
  fclose(file);
}

static int write_table(void)
{
  static const char *const images[] = {"astronaut", "coffee", "chelsea"};
  static const char *const shapes[] = {"triangle",        "rectangle", "rotated-rectangle",
                                       "quadrilateral",   "polygon",   "ellipse",
                                       "rotated-ellipse", "circle",    "line",
                                       "bezier",          "mixed"};
  FILE *file = fopen(table_path, "w");
  int n = 0;

  if (!file)
    return 1;
  fputs(table_head, file);
  for (int i = 0; i < 3; i++)
    for (int s = 0; s < 11; s++, n++) {
      char row[256];
      if (!table_row(images[i], shapes[s], 10 + 10 * (n % 4), n % 4 == 0, n, 2, row, sizeof row))
        return 1;
      fputs(row, file);
    }
  return fclose(file) ? 1 : 0;
}

int main(int argc, char **argv)
{
  if (argc == 2 && strcmp(argv[1], "--write") == 0)
    return write_table();
  tap_start(argc, argv);
  check_small_cases();
  if (!tap_rerun())
    check_table();
  return tap_done();
}
