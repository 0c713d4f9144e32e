/* Proves shapes_read.c and shapes_write.c: a record is read as it was written, and a
 * layer's text from a stranger is refused, or read without harm. What tests/hostile/read
 * holds must be read, what tests/hostile/refused holds must not. */
#include <glib.h>
#include <string.h>
#include <sys/resource.h>

#include "../../plugin/record/shapes_json.h"
#include "cases.h"
#include "../tap.h"

enum { RECORD_CASES = 2000, CHANGE_CASES = 5000, LONGEST_SIDE = 1 << 19 };

/* ---- Records from dice ------------------------------------------------------ */

static const char *const names[] = {"",
                                    "the picture",
                                    "\x01\t\n\"\\/*<&%s \x7f",
                                    "gr\xc3\xbcn",
                                    "\xf0\x9f\x98\x80 \xe2\x82\xac",
                                    "'/*\"*/[[[["};

static char *dice_name(Dice *dice)
{
  return dice_one_in(dice, 200) ? g_strnfill(64 << 10, 'n')
                                : g_strdup(names[dice_below(dice, G_N_ELEMENTS(names))]);
}

static PrimReference dice_reference(Dice *dice)
{
  return (PrimReference){
      .kind = (PrimReferenceKind)dice_between(dice, 1, PRIM_REFERENCE_KINDS - 1),
      .tattoo = dice_next(dice) & INT32_MAX,
      .name = dice_name(dice),
      .width = dice_side(dice, LONGEST_SIDE),
      .height = dice_side(dice, LONGEST_SIDE),
  };
}

static void dice_setting(Dice *dice, const PrimParameter *parameter, PrimSettings *settings)
{
  int low = (int)parameter->min, high = (int)MIN(parameter->max, 1 << 30);

  if (parameter->type == PRIM_TYPE_TEXT)
    g_assert_true(
        prim_parameter_set_text(parameter, settings, names[dice_below(dice, G_N_ELEMENTS(names))]));
  else if (parameter->type == PRIM_TYPE_FLOAT)
    prim_parameter_set(parameter, settings, low + (high - low) * (dice_next(dice) / 4294967296.0));
  else
    prim_parameter_set(parameter, settings, dice_between(dice, low, high));
}

static PrimSettings dice_settings(Dice *dice)
{
  PrimSettings settings = prim_settings_default();

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    dice_setting(dice, &prim_parameters[i], &settings);
  settings.seed = MAX(settings.seed, 0);
  settings.importance = -1;
  settings.export_file[0] = '\0';
  prim_settings_order(&settings);
  return settings;
}

static PrimDrawing dice_drawing(Dice *dice)
{
  PrimDrawing drawing = {
      .width = dice_side(dice, PRIM_DETAIL_MAX),
      .height = dice_side(dice, PRIM_DETAIL_MAX),
      .background = {dice_byte(dice), dice_byte(dice), dice_byte(dice)},
      .transparent = dice_one_in(dice, 2),
      .shapes = calloc(40, sizeof *drawing.shapes),
  };

  if (dice_one_in(dice, 2))
    drawing.finish = (PrimFinish){.outline = dice_below(dice, 3) * dice_byte(dice),
                                  .darker = dice_one_in(dice, 2),
                                  .gap = dice_below(dice, 2000)};
  if (!drawing.finish.outline)
    drawing.finish.darker = false;
  else if (!drawing.finish.darker)
    memset(drawing.finish.color, dice_byte(dice), sizeof drawing.finish.color);
  for (int wanted = dice_below(dice, 40); wanted > 0; wanted--) {
    PrimShape shape = dice_shape(dice, dice_below(dice, PRIM_KINDS), drawing.width, drawing.height);
    if (prim_shape_allowed(&shape, drawing.width, drawing.height))
      drawing.shapes[drawing.count++] = shape;
  }
  return drawing;
}

static PrimRecord dice_record(Dice *dice)
{
  PrimRecord record = {.drawing = dice_drawing(dice), .settings = prim_settings_default()};

  if (dice_one_in(dice, 2))
    record.profile = g_strdup_printf("\"Profil\" \xc3\xa9\\%d", dice_byte(dice));
  if (dice_one_in(dice, 4))
    return record;
  record.settings = dice_settings(dice);
  record.source = dice_reference(dice);
  record.region.x = dice_below(dice, record.source.width);
  record.region.y = dice_below(dice, record.source.height);
  record.region.width = dice_between(dice, 1, record.source.width - record.region.x);
  record.region.height = dice_between(dice, 1, record.source.height - record.region.y);
  if (dice_one_in(dice, 2))
    record.importance = dice_reference(dice);
  record.tattoo = dice_next(dice) & INT32_MAX;
  return record;
}

/* ---- Comparing -------------------------------------------------------------- */

static bool same_references(const PrimReference *a, const PrimReference *b)
{
  return a->kind == b->kind && a->tattoo == b->tattoo && g_strcmp0(a->name, b->name) == 0 &&
         a->width == b->width && a->height == b->height;
}

static bool same_settings(const PrimSettings *a, const PrimSettings *b)
{
  bool same = strcmp(a->palette, b->palette) == 0 && strcmp(a->export_file, b->export_file) == 0;

  for (int i = 0; i < PRIM_PARAMETERS; i++)
    same = same &&
           prim_parameter_get(&prim_parameters[i], a) == prim_parameter_get(&prim_parameters[i], b);
  return same;
}

static bool same_drawings(const PrimDrawing *a, const PrimDrawing *b)
{
  return a->width == b->width && a->height == b->height && a->transparent == b->transparent &&
         prim_finish_equal(&a->finish, &b->finish) &&
         memcmp(a->background, b->background, 3) == 0 && a->count == b->count &&
         (!a->count || memcmp(a->shapes, b->shapes, (size_t)a->count * sizeof *a->shapes) == 0);
}

static bool same_records(const PrimRecord *a, const PrimRecord *b)
{
  return same_drawings(&a->drawing, &b->drawing) && same_settings(&a->settings, &b->settings) &&
         same_references(&a->source, &b->source) &&
         same_references(&a->importance, &b->importance) &&
         memcmp(&a->region, &b->region, sizeof a->region) == 0 && a->tattoo == b->tattoo &&
         g_strcmp0(a->profile, b->profile) == 0;
}

/* Nothing to free, nothing to use. */
static bool is_empty(const PrimRecord *record)
{
  return !record->drawing.shapes && !record->drawing.count && !record->source.name &&
         !record->source.kind && !record->profile && !record->importance.name &&
         !record->importance.kind;
}

static bool shapes_allowed(const PrimDrawing *drawing)
{
  bool good = drawing->count <= 100000;

  for (int i = 0; i < drawing->count; i++)
    good = good && prim_shape_allowed(&drawing->shapes[i], drawing->width, drawing->height);
  return good;
}

/* Reads the text; what is read is sound, and the same again when written. Frees it. */
static bool reads_soundly(const char *text, size_t length, PrimShapesFault *fault)
{
  PrimRecord record, again = {.tattoo = 0};

  *fault = prim_shapes_read(text, length, &record);
  if (*fault != PRIM_SHAPES_GOOD)
    return is_empty(&record);
  char *written = prim_shapes_write(&record, NULL);
  bool good = shapes_allowed(&record.drawing) && !prim_settings_check(&record.settings) &&
              !record.settings.export_file[0] &&
              prim_shapes_read(written, strlen(written), &again) == PRIM_SHAPES_GOOD &&
              same_records(&record, &again);
  g_free(written);
  prim_record_clear(&record);
  prim_record_clear(&again);
  return good;
}

/* ---- Written and read ------------------------------------------------------- */

static bool record_case(uint32_t number)
{
  Dice dice = dice_new(number);
  PrimRecord record = dice_record(&dice), read = {.tattoo = 0};
  char *text = prim_shapes_write(&record, NULL);
  bool good = prim_shapes_read(text, strlen(text), &read) == PRIM_SHAPES_GOOD &&
              same_records(&record, &read);

  if (!good)
    tap_detail("%s", text);
  g_free(text);
  prim_record_clear(&record);
  prim_record_clear(&read);
  return good;
}

/* A record's text with some characters changed, left out or doubled. */
static bool change_case(uint32_t number)
{
  static const char characters[] = "\"\\[]{}:,-.eE0189x/*'#tn \x01\x7f\xc3\xff";
  Dice dice = dice_new(number);
  PrimRecord record = dice_record(&dice);
  char *written = prim_shapes_write(&record, NULL);
  GString *text = g_string_new(written);
  PrimShapesFault fault;

  for (int changes = dice_between(&dice, 1, 3); changes > 0 && text->len; changes--) {
    int at = dice_below(&dice, (int)text->len), what = dice_below(&dice, 3);
    int length = dice_between(&dice, 1, 9);
    if (what == 0)
      text->str[at] = characters[dice_below(&dice, sizeof characters)];
    else if (what == 1)
      g_string_erase(text, at, MIN(length, (int)text->len - at));
    else
      g_string_insert_len(text, at, written + at / 2, MIN(length, at / 2));
  }
  bool good = reads_soundly(text->str, text->len, &fault);
  if (!good)
    tap_detail("%s", text->str);
  g_string_free(text, TRUE);
  g_free(written);
  prim_record_clear(&record);
  return good;
}

/* ---- tests/hostile ---------------------------------------------------------- */

static bool file_reads_as(const char *path, PrimShapesFault wanted)
{
  char *text = NULL;
  size_t length = 0;
  PrimShapesFault fault = PRIM_SHAPES_MEMORY;

  if (!g_file_get_contents(path, &text, &length, NULL))
    return false;
  char *exact = g_memdup2(text, length ? length : 1); /* a sanitizer sees its end */
  bool good = reads_soundly(exact, length, &fault) && fault == wanted;
  if (!good)
    tap_note("%s: %d", path, fault);
  g_free(exact);
  g_free(text);
  return good;
}

static void folder(const char *path, PrimShapesFault wanted)
{
  GDir *files = g_dir_open(path, 0, NULL);
  const char *name;
  bool good = true;
  int count = 0;

  while (files && (name = g_dir_read_name(files))) {
    char *file = g_build_filename(path, name, NULL);
    good = file_reads_as(file, wanted) && good;
    count++;
    g_free(file);
  }
  if (files)
    g_dir_close(files);
  tap_ok(good && count >= 20, "%s (%d files)", path, count);
}

/* Every text that a file of ours may end as when it is cut off. */
static void truncated(void)
{
  char *text = NULL;
  size_t length = 0;
  bool good = g_file_get_contents("tests/hostile/read/plain.json", &text, &length, NULL);

  for (size_t i = 0; good && i < length; i++) {
    PrimShapesFault fault;
    char *cut = g_memdup2(text, i ? i : 1);
    good = reads_soundly(cut, i, &fault) && fault == PRIM_SHAPES_DAMAGED;
    g_free(cut);
  }
  tap_ok(good && length > 1000, "a record cut off anywhere is refused");
  g_free(text);
}

/* ---- Floods ----------------------------------------------------------------- */

static const char start[] =
    "{\"version\":1,\"width\":10,\"height\":10,\"background\":\"#102030\",\"shapes\":[";

/* `before`, `count` times `part`, `behind`. */
static GString *flood(const char *before, const char *part, size_t count, const char *behind)
{
  GString *text = g_string_sized_new(strlen(before) + count * strlen(part) + strlen(behind) + 1);

  g_string_append(text, before);
  for (size_t i = 0; i < count; i++)
    g_string_append(text, part);
  return g_string_append(text, behind);
}

/* The most memory that the process has held since the last call, in KiB. */
static long peak_kib(void)
{
  char *text = NULL;
  long kib = 0;

  if (g_file_get_contents("/proc/self/status", &text, NULL, NULL) && strstr(text, "VmHWM:"))
    kib = strtol(strstr(text, "VmHWM:") + strlen("VmHWM:"), NULL, 10);
  g_free(text);
  FILE *reset = fopen("/proc/self/clear_refs", "w");
  if (reset) {
    fputs("5", reset);
    fclose(reset);
  }
  return kib;
}

/* Reads a flood and takes it down; the memory used besides the text must be less. */
static void flood_is(const char *what, GString *text, PrimShapesFault wanted, long mib)
{
  PrimShapesFault fault;
  PrimRecord record;
  (void)peak_kib();
  long before = peak_kib();
  gint64 began = g_get_monotonic_time();

  fault = prim_shapes_read(text->str, text->len, &record);
  long used = (peak_kib() - before) / 1024;
  tap_note("%.1f MiB in %.2f s with %ld MiB", (double)text->len / (1 << 20),
           (double)(g_get_monotonic_time() - began) / 1e6, used);
  tap_ok(fault == wanted && used <= mib, "%s: %s", what,
         wanted == PRIM_SHAPES_GOOD ? "read" : "refused");
  prim_record_clear(&record);
  g_string_free(text, TRUE);
}

static void floods(void)
{
  static const char polygon[] = "{\"kind\":\"polygon\",\"geometry\":[-100,101,102,103,104,105,106,"
                                "107,108,109,110,111,112,113,"
                                "114,115],\"color\":\"#123456\",\"opacity\":128},";
  static const char last[] = "{\"kind\":\"circle\",\"geometry\":[1,2,3],\"color\":\"#123456\","
                             "\"opacity\":1}]}";

  flood_is("a quote in a comment, and 300000 brackets", flood("/*\"*/", "[", 300000, ""),
           PRIM_SHAPES_DAMAGED, 1);
  flood_is("300000 brackets in a member", flood("{\"x\":", "[", 300000, ""), PRIM_SHAPES_DAMAGED,
           1);
  flood_is("20 million empty lists as shapes", flood(start, "[],", 20 << 20, last),
           PRIM_SHAPES_DAMAGED, 1);
  flood_is("20 million empty lists in a member",
           flood("{\"x\":[", "[],", 20 << 20, "1],\"version\":1}"), PRIM_SHAPES_DAMAGED, 1);
  flood_is("a name of 60 MiB", flood("{\"source\":{\"name\":\"", "n", 60 << 20, "\"}}"),
           PRIM_SHAPES_DAMAGED, 1);
  flood_is("a text above 64 MiB", flood("{\"version\":1", " ", 64 << 20, "}"), PRIM_SHAPES_DAMAGED,
           1);
  flood_is("100000 shapes", flood(start, polygon, 99999, last), PRIM_SHAPES_GOOD, 32);
  flood_is("100001 shapes", flood(start, polygon, 100000, last), PRIM_SHAPES_DAMAGED, 32);
}

static void versions(void)
{
  static const char newer[] = "{\"version\":3,\"shapes\":\"of some other form\"}";
  PrimRecord record;

  tap_ok(prim_shapes_read(newer, strlen(newer), &record) == PRIM_SHAPES_NEWER && is_empty(&record),
         "a newer version is told from damage");
}

/* What version 1 did not know is as if it were not there; what it knew is kept. */
static void upgrades(void)
{
  static const char form[] =
      "{\"version\":%d,\"width\":9,\"height\":9,\"background\":\"#102030\",\"gap\":8,"
      "\"outline\":{\"width\":4,\"color\":\"darker\"},\"settings\":{\"count\":7,\"size-max\":50,"
      "\"outline-color\":\"#0a0B0c\"},\"source\":{\"kind\":\"layer\",\"name\":\"a\",\"tattoo\":1,"
      "\"width\":9,\"height\":9,\"region\":[0,0,9,9]},\"shapes\":[]}";
  PrimRecord records[2];
  bool good = true;

  for (int i = 0; i < 2; i++) {
    char *text = g_strdup_printf(form, i + 1);
    good = prim_shapes_read(text, strlen(text), &records[i]) == PRIM_SHAPES_GOOD && good;
    g_free(text);
  }
  const PrimSettings *old = &records[0].settings, *new = &records[1].settings;
  good = good && old->count == 7 && new->count == 7 && old->size_max == 1000 &&
         new->size_max == 50 && old->outline_color == -1 && new->outline_color == 0x0a0b0c &&
         prim_finish_equal(&records[0].drawing.finish, &(PrimFinish){0}) &&
         prim_finish_equal(&records[1].drawing.finish,
                           &(PrimFinish){.outline = 4, .darker = true, .gap = 8});
  tap_ok(good, "a record of version 1 has what there was then");
  for (int i = 0; i < 2; i++)
    prim_record_clear(&records[i]);
}

static void generator(void)
{
  Dice dice = dice_new(0);
  PrimRecord record = dice_record(&dice);
  char *text = prim_shapes_write(&record, NULL);

  tap_ok(strstr(text, "\"generator\":\"gimp-primitive " PRIM_VERSION "\","),
         "a record says which version wrote it");
  g_free(text);
  prim_record_clear(&record);
}

/* The memory of the process, in bytes; 0 where nothing tells it. */
static size_t memory_mapped(void)
{
  char *text = NULL;
  size_t pages = 0;

  if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
    pages = (size_t)g_ascii_strtoull(text, NULL, 10);
  g_free(text);
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* A limit on the address space leaves no room for the shapes. */
static void out_of_memory(void)
{
  GString *text = flood(start,
                        "{\"kind\":\"circle\",\"geometry\":[1,2,3],\"color\":\"#123456\","
                        "\"opacity\":1},",
                        99999, "");
  struct rlimit old, tight;
  PrimRecord record;
  size_t mapped = memory_mapped();

  getrlimit(RLIMIT_AS, &old);
  tight = old;
  tight.rlim_cur = mapped + (2 << 20);
  if (!mapped || mapped > 4ul << 30 || setrlimit(RLIMIT_AS, &tight)) {
    tap_skip("no memory for the shapes", "the address space cannot be limited here");
  } else {
    PrimShapesFault fault = prim_shapes_read(text->str, text->len, &record);
    (void)!setrlimit(RLIMIT_AS, &old);
    tap_ok(fault == PRIM_SHAPES_MEMORY && is_empty(&record), "no memory for the shapes");
  }
  g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
  tap_start(argc, argv);
  if (!tap_rerun())
    out_of_memory(); /* while little is free to be used again */
  tap_cases("records are read as they were written", RECORD_CASES, record_case);
  tap_cases("a changed text is refused, or read soundly", CHANGE_CASES, change_case);
  folder("tests/hostile/read", PRIM_SHAPES_GOOD);
  folder("tests/hostile/refused", PRIM_SHAPES_DAMAGED);
  truncated();
  versions();
  upgrades();
  generator();
  if (!tap_rerun())
    floods();
  return tap_done();
}
