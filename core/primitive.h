/* gimp-primitive's core: redraws a picture with a few geometric shapes.
 *
 * This is the public header; front ends (the GIMP plug-in, the dialog, the
 * benchmark) need no other. core/ is C11 with libc, libm and POSIX threads;
 * painter.c alone may use cairo. There is no GLib, no GIMP, no GTK and no gettext here:
 * core must build on a bare machine with a C compiler.
 *
 * The way through it:
 *
 *   PrimTarget     the working image: a small 8-bit R'G'B' copy of the picture
 *                  with a weight per pixel (target.c)
 *   PrimSettings   what the user chose; the parameter table (parameters.c)
 *                  says all that is known of a field; its values as text: values.c,
 *                  palette.c
 *   PrimOptimizer  places shapes one by one (optimizer.c)
 *   PrimDrawing    the result: a background and a list of shapes (drawing.c)
 *   prim_paint_rows(), prim_svg_write()
 *                  draw it at any size (painter.c, svg.c)
 *
 * Everything is deterministic: target, settings and seed give the same drawing
 * bit for bit, on any number of threads and any back end. */
#ifndef PRIMITIVE_H
#define PRIMITIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common.h"
#include "shape.h"

typedef enum PrimStatus {
  PRIM_OK,
  PRIM_STOPPED,        /* the progress callback said stop; what was placed is kept */
  PRIM_ERROR_MEMORY,   /* an allocation failed */
  PRIM_ERROR_ARGUMENT, /* a value is outside its documented range */
  PRIM_ERROR_EMPTY,    /* no pixel has a weight above 0 */
  PRIM_ERROR_FILE,     /* writing failed; errno says why */
  PRIM_ERROR_DEVICE    /* the compute device is missing or failed */
} PrimStatus;

/* ---- Parameters ------------------------------------------------------- */

typedef enum PrimStyle {
  PRIM_STYLE_CRISPY,
  PRIM_STYLE_DREAMY,
  PRIM_STYLE_BLURRY,
  PRIM_STYLE_AUTO,
  PRIM_STYLE_CUSTOM
} PrimStyle;

typedef enum PrimGpuMode {
  PRIM_GPU_AUTO,
  PRIM_GPU_CPU,
  PRIM_GPU_GPU,
  PRIM_GPU_HYBRID /* the CPU makes the shapes, the GPU scores them */
} PrimGpuMode;

typedef enum PrimEffort {
  PRIM_EFFORT_DRAFT,
  PRIM_EFFORT_NORMAL,
  PRIM_EFFORT_BEST,
  PRIM_EFFORT_EXTREME
} PrimEffort;

/* What the shapes lie on. */
typedef enum PrimBackground {
  PRIM_BACKGROUND_AVERAGE,    /* the weighted average of the picture */
  PRIM_BACKGROUND_BORDER,     /* the weighted average of its outermost pixels */
  PRIM_BACKGROUND_FOREGROUND, /* PrimTarget's `background`, which the front end sets to */
  PRIM_BACKGROUND_BACKGROUND, /* its foreground or background colour */
  PRIM_BACKGROUND_TRANSPARENT /* searched on the average, which is then left out */
} PrimBackground;

/* What becomes of the drawing; for front ends. */
typedef enum PrimOutput {
  PRIM_OUTPUT_LAYER,
  PRIM_OUTPUT_LAYER_GROUP, /* a layer a shape */
  PRIM_OUTPUT_FRAMES,      /* layers for an animation */
  PRIM_OUTPUT_PATHS,
  PRIM_OUTPUT_REPLACE /* the drawing that a result shows is exchanged for it */
} PrimOutput;

/* What is drawn after; for front ends. */
typedef enum PrimInput {
  PRIM_INPUT_DRAWABLE, /* the one that the procedure was called for */
  PRIM_INPUT_VISIBLE   /* what is visible of its image */
} PrimInput;

enum { PRIM_TEXT_MAX = 1024 }; /* bytes of a text parameter, with its NUL */

/* Everything a run depends on besides the picture. Front ends turn `palette` and
 * `importance` into parts of the PrimTarget; `input`, `output` and `export_file`
 * are theirs alone. */
typedef struct PrimSettings {
  int32_t count;      /* shapes to place, 1..100000 */
  uint32_t kinds;     /* set of PRIM_KIND_BIT(); not empty */
  int32_t style;      /* a PrimStyle */
  int32_t gpu_mode;   /* a PrimGpuMode */
  int32_t seed;       /* -1 = from the clock (the front end resolves it), else 0..INT32_MAX */
  double opacity_min; /* percent, 0..100; used by PRIM_STYLE_CUSTOM */
  double opacity_max; /* percent, opacity_min..100 */
  int32_t detail;     /* longer side of the working image in pixels, 64..2048 */
  int32_t effort;     /* a PrimEffort */
  int32_t background; /* a PrimBackground */
  char palette[PRIM_TEXT_MAX];     /* where colors come from: prim_palette_parse(); "" = any */
  int32_t importance;              /* a drawable that weighs the pixels; -1 = none */
  double stop_error;               /* stop when the RMSE (0..255) is at or below this; 0 = never */
  int32_t output;                  /* a PrimOutput */
  char export_file[PRIM_TEXT_MAX]; /* a .svg or .json to write as well; "" = none */
  /* In per mille of the picture's longer side (limits.h): */
  double size_min;       /* least size of a shape, 0..1000; 0 = no limit */
  double size_max;       /* greatest, size_min..1000; 1000 = no limit */
  double stroke_min;     /* least width of lines and beziers, 0..125; 0 = no limit */
  double stroke_max;     /* greatest, stroke_min..125 */
  double outline;        /* width of the line along the edges of shapes, 0..50; 0 = none */
  double gap;            /* width of the gap around shapes, 0..50; 0 = none */
  int32_t outline_color; /* 0xRRGGBB in sRGB; -1 = darker than the shape */
  int32_t input;         /* a PrimInput */
  /* Not users' parameters: */
  int32_t threads; /* worker threads; 0 = one a core */
  bool refine;     /* joint refinement after placing; default true */
} PrimSettings;

/* The rows of the parameter table, in its order. */
typedef enum PrimParameterId {
  PRIM_PARAMETER_COUNT,
  PRIM_PARAMETER_SHAPES,
  PRIM_PARAMETER_STYLE,
  PRIM_PARAMETER_GPU_MODE,
  PRIM_PARAMETER_SEED,
  PRIM_PARAMETER_OPACITY_MIN,
  PRIM_PARAMETER_OPACITY_MAX,
  PRIM_PARAMETER_DETAIL,
  PRIM_PARAMETER_EFFORT,
  PRIM_PARAMETER_BACKGROUND,
  PRIM_PARAMETER_PALETTE,
  PRIM_PARAMETER_IMPORTANCE,
  PRIM_PARAMETER_STOP_ERROR,
  PRIM_PARAMETER_OUTPUT,
  PRIM_PARAMETER_EXPORT,
  PRIM_PARAMETER_SIZE_MIN,
  PRIM_PARAMETER_SIZE_MAX,
  PRIM_PARAMETER_STROKE_MIN,
  PRIM_PARAMETER_STROKE_MAX,
  PRIM_PARAMETER_OUTLINE,
  PRIM_PARAMETER_OUTLINE_COLOR,
  PRIM_PARAMETER_GAP,
  PRIM_PARAMETER_INPUT,
  PRIM_PARAMETERS
} PrimParameterId;

typedef enum PrimParameterType {
  PRIM_TYPE_INT,
  PRIM_TYPE_FLOAT,
  PRIM_TYPE_ENUM,     /* int32_t, 0-based index into choices */
  PRIM_TYPE_SHAPES,   /* uint32_t set of kinds, written as a list of names */
  PRIM_TYPE_TEXT,     /* char[PRIM_TEXT_MAX], UTF-8 */
  PRIM_TYPE_DRAWABLE, /* int32_t, the number of a drawable or -1 */
  PRIM_TYPE_COLOR     /* int32_t, 0xRRGGBB, written #rrggbb; or -1, written "darker" */
} PrimParameterType;

/* What a changed value calls for, from the least to the most. */
typedef enum PrimChange {
  PRIM_CHANGE_NONE,      /* nothing that shows */
  PRIM_CHANGE_RENDERING, /* the same shapes, painted in another way */
  PRIM_CHANGE_COUNT,     /* the search made so far serves again */
  PRIM_CHANGE_SEARCH,    /* a new search */
  PRIM_CHANGE_TARGET     /* a new working image, and then a new search */
} PrimChange;

/* Where a value is given and kept, as a set of these. The arguments of procedures are
 * frozen: a new parameter must not be one. */
typedef enum PrimUse {
  PRIM_USE_BASIC = 1,        /* an argument of plug-in-primitive, */
  PRIM_USE_FULL = 1 << 1,    /* of plug-in-primitive-full, */
  PRIM_USE_BATCH = 1 << 2,   /* of plug-in-primitive-batch */
  PRIM_USE_PRESET = 1 << 3,  /* part of presets, which say how a drawing looks */
  PRIM_USE_PROFILE = 1 << 4, /* a last value, kept in the GIMP profile */
  PRIM_USE_SESSION = 1 << 5, /* a last value, kept until GIMP quits */
  PRIM_USE_RECORD = 1 << 6   /* remembered by a result */
} PrimUse;

/* The part of the dialog that has the control. */
typedef enum PrimSection {
  PRIM_SECTION_BASIC,
  PRIM_SECTION_EDGES, /* sizes, outlines and gaps */
  PRIM_SECTION_ADVANCED,
  PRIM_SECTIONS
} PrimSection;

typedef struct PrimChoice {
  const char *name;  /* as in saved text: "crispy" */
  const char *label; /* for people, to be translated: "Crispy" */
} PrimChoice;

/* One row of the parameter table: all that is known of a parameter. The procedures'
 * arguments, their validation, the dialog, presets, last values and records come from it. */
typedef struct PrimParameter {
  const char *name;    /* as in the procedural database: "gpu-mode" */
  const char *label;   /* to be translated; has a mnemonic while letters last: "Compute _device" */
  const char *tooltip; /* to be translated */
  PrimParameterType type;
  size_t offset;                     /* of the field in PrimSettings */
  double min, max;                   /* inclusive; of TEXT: the length in bytes */
  double initial;                    /* the default; for SHAPES a set of kinds; TEXT begins empty */
  const PrimChoice *choices;         /* ENUM: max + 1 of them */
  const struct PrimParameter *least; /* the one whose value this one's must reach; NULL: none */
  PrimChange change;                 /* what another value calls for */
  unsigned uses;                     /* a set of PrimUse */
  int since;                         /* the first version of records that has it; 0: all have */
  PrimSection section; /* PRIM_SECTIONS: the dialog has a control of another kind for it */
  int place;           /* in the section, from the top; above 0 */
} PrimParameter;

/* All parameters, indexed by PrimParameterId. Those of a procedure are its arguments in this
 * order. */
extern const PrimParameter prim_parameters[PRIM_PARAMETERS];

/* Sets of parameters: bit i stands for row i. */
#define PRIM_PARAMETERS_ALL ((1u << PRIM_PARAMETERS) - 1)

/* The parameters with that use. */
PRIM_MUST_USE uint32_t prim_parameters_used(PrimUse use);

/* The names of the kinds ("triangle", ...), indexed by PrimKind. */
extern const char *const prim_kind_names[PRIM_KINDS];

/* The parameter of that name, or NULL. */
PRIM_MUST_USE PRIM_NONNULL const PrimParameter *prim_parameter_named(const char *name);

/* The row of a parameter of the table. */
PRIM_MUST_USE PRIM_NONNULL PrimParameterId prim_parameter_id(const PrimParameter *parameter);

/* The seed that -1 stands for at this moment: 0..INT32_MAX. */
PRIM_MUST_USE int32_t prim_seed_from_clock(void);

/* The default of every parameter. */
PRIM_MUST_USE PrimSettings prim_settings_default(void);

/* Reads or writes one parameter of `settings` as a number (an ENUM's index, a
 * set of kinds, ...). A TEXT's number is its length, and setting that does
 * nothing. Setting performs no check. */
PRIM_MUST_USE PRIM_NONNULL double prim_parameter_get(const PrimParameter *parameter,
                                                     const PrimSettings *settings);
PRIM_NONNULL void prim_parameter_set(const PrimParameter *parameter, PrimSettings *settings,
                                     double value);

/* Reads or writes a TEXT; false, and nothing is set, when `text` is too long. */
PRIM_MUST_USE PRIM_NONNULL const char *prim_parameter_text(const PrimParameter *parameter,
                                                           const PrimSettings *settings);
PRIM_MUST_USE PRIM_NONNULL bool prim_parameter_set_text(const PrimParameter *parameter,
                                                        PrimSettings *settings, const char *text);

/* Whether `value` is allowed: a finite number within the range, whole for INT,
 * ENUM and DRAWABLE, a non-empty set of known kinds for SHAPES. */
PRIM_MUST_USE PRIM_NONNULL bool prim_parameter_accepts(const PrimParameter *parameter,
                                                       double value);

/* Whether two settings agree in the parameter; makes them agree. */
PRIM_MUST_USE PRIM_NONNULL bool prim_parameter_equal(const PrimParameter *parameter,
                                                     const PrimSettings *a, const PrimSettings *b);
PRIM_NONNULL void prim_parameter_copy(const PrimParameter *parameter, PrimSettings *to,
                                      const PrimSettings *from);

/* Writes the value as text, the same in every locale: a number, the name of a choice, a list of
 * kinds, a TEXT as it is. `text` has room for PRIM_TEXT_MAX bytes. */
PRIM_NONNULL void prim_parameter_format(const PrimParameter *parameter,
                                        const PrimSettings *settings, char *text);

/* Reads what prim_parameter_format() writes. False, and nothing is set, when it is no allowed
 * value. */
PRIM_MUST_USE PRIM_NONNULL bool prim_parameter_parse(const PrimParameter *parameter,
                                                     PrimSettings *settings, const char *text);

enum { PRIM_NUMBER_TEXT_MAX = 32 }; /* bytes prim_number_format() needs at most */

/* Writes the shortest decimal that reads back as `value`, "33.3", and reads a decimal (false:
 * it is none), the same in every locale. */
PRIM_NONNULL void prim_number_format(double value, char *text);
PRIM_MUST_USE PRIM_NONNULL bool prim_number_parse(const char *text, double *value);

/* The first parameter whose value is not allowed, or NULL. A range whose minimum exceeds
 * its maximum counts against the latter. */
PRIM_MUST_USE PRIM_NONNULL const PrimParameter *prim_settings_check(const PrimSettings *settings);

/* Raises each maximum that is below its minimum. */
PRIM_NONNULL void prim_settings_order(PrimSettings *settings);

/* Parses "mixed" (every kind) or a comma list of kind names, spaces allowed.
 * Returns true and sets *kinds; or false and, where a name is unknown, points
 * *unknown at it in `text` with its length (length 0: an empty item or list). */
PRIM_MUST_USE PRIM_NONNULL bool prim_kinds_parse(const char *text, uint32_t *kinds,
                                                 const char **unknown, size_t *length);

enum { PRIM_COLOR_TEXT_MAX = 8 }; /* bytes prim_color_format() needs */

/* Writes 0xRRGGBB as #rrggbb, and reads it; false: the text is no color. */
PRIM_NONNULL void prim_color_format(int32_t rgb, char *text);
PRIM_MUST_USE PRIM_NONNULL bool prim_color_parse(const char *text, int32_t *rgb);

/* Where shapes take their colors from. */
typedef enum PrimPaletteSource {
  PRIM_PALETTE_FREE,    /* "": any color */
  PRIM_PALETTE_PICTURE, /* "picture:6": so many colors of the picture, which the front end finds */
  PRIM_PALETTE_LIST,    /* "#c81e14,#143cdc": these colors of sRGB */
  PRIM_PALETTE_NAMED    /* any other text: the front end's palette of that name */
} PrimPaletteSource;

enum {
  PRIM_PALETTE_PICTURE_MIN = 2,
  PRIM_PALETTE_PICTURE_MAX = 32,
  PRIM_PALETTE_LIST_MAX = PRIM_TEXT_MAX / PRIM_COLOR_TEXT_MAX
};

typedef struct PrimPaletteChoice {
  PrimPaletteSource source;
  int count;                             /* of PICTURE and LIST: how many colors; else 0 */
  int32_t colors[PRIM_PALETTE_LIST_MAX]; /* of LIST, 0xRRGGBB */
} PrimPaletteChoice;

/* What a palette parameter says. Every text says something. */
PRIM_MUST_USE PRIM_NONNULL PrimPaletteChoice prim_palette_parse(const char *text);

/* Writes what prim_palette_parse() reads, NAMED excepted; `text` has room for PRIM_TEXT_MAX
 * bytes. */
PRIM_NONNULL void prim_palette_format(const PrimPaletteChoice *choice, char *text);

enum { PRIM_KINDS_TEXT_MAX = 128 }; /* bytes prim_kinds_format() needs at most */

/* Writes the set as prim_kinds_parse() reads it ("mixed" for all); `text` has
 * room for PRIM_KINDS_TEXT_MAX bytes. */
PRIM_NONNULL void prim_kinds_format(uint32_t kinds, char *text);

/* The opacity range that the style (or the custom range) stands for, 1..255. */
PRIM_NONNULL void prim_settings_opacity(const PrimSettings *settings, int *min, int *max);

/* ---- The working image ------------------------------------------------ */

/* The picture at working size. `rgb` holds height x width x 3 bytes of R'G'B',
 * rows top to bottom; `weight` a byte a pixel, 0 (ignore) to at most
 * prim_target_weight_levels(). The owner fills them in after prim_target_new()
 * (weights start at 1, the palette is empty). */
typedef struct PrimTarget {
  int width, height; /* pixels, 1..PRIM_DETAIL_MAX */
  uint8_t *rgb;
  uint8_t *weight;
  uint8_t background[3]; /* for PRIM_BACKGROUND_FOREGROUND and _BACKGROUND */
  uint8_t outline[3];    /* the settings' outline_color, in the colors of `rgb` */
  PrimPalette palette;
} PrimTarget;

/* The working size of a picture: the longer side becomes `detail` pixels, the
 * other keeps the proportions; a smaller picture keeps its size. */
PRIM_NONNULL void prim_target_size(int full_width, int full_height, int detail, int *width,
                                   int *height);

/* The most weight levels that keep the row sums of a working image of this
 * width inside 32 bits and a pixel's quantities exact in a float: w * 3 * 255^2
 * * width < 2^31 and w * 3 * 255^2 < 2^22; 5 to 21. */
PRIM_MUST_USE int prim_target_weight_levels(int width);

/* Allocates a target, or returns NULL (no memory, or a side outside
 * 1..PRIM_DETAIL_MAX). Free it with prim_target_free(). */
PRIM_MUST_USE PrimTarget *prim_target_new(int width, int height);

/* A copy of all of it; NULL when out of memory. */
PRIM_MUST_USE PRIM_NONNULL PrimTarget *prim_target_copy(const PrimTarget *target);

/* Adds a colour to the target's palette, once; false when it is full. */
PRIM_MUST_USE PRIM_NONNULL bool prim_target_add_color(PrimTarget *target, const uint8_t rgb[3]);

void prim_target_free(PrimTarget *target);

/* ---- The drawing ------------------------------------------------------ */

/* How painters and exporters finish shapes, which changes nothing about them. Lengths are in
 * coordinate units of the drawing; 0 = none. A shape is painted as one: with the gap's color
 * below, the outline on top, and then its opacity. */
typedef struct PrimFinish {
  int32_t outline;  /* width of the line along its edge, half of which lies within; strokes
                     * have it along both sides */
  bool darker;      /* the outline has half the shape's color ... */
  uint8_t color[3]; /* ... or this one, R'G'B' */
  int32_t gap;      /* width of a band in the background's color around shape and outline */
} PrimFinish;

/* A background colour with shapes on top, first to last. The optimizer's
 * result, and what painters and exporters draw. */
typedef struct PrimDrawing {
  int width, height;     /* of the working image, in pixels: the shapes' frame */
  uint8_t background[3]; /* R'G'B' */
  bool transparent;      /* painters leave the background out */
  PrimFinish finish;
  PrimShape *shapes;
  int count;
} PrimDrawing;

/* Whether a shape is what shape.h says it must be, in a working image of width x height
 * pixels: kind, corners, opacity, and geometry that is ordered, convex where it must be and
 * within range. Shapes that come from outside must be checked with it; the search's are
 * always allowed. Degenerate ones are: a triangle without area, a line without length. */
PRIM_MUST_USE PRIM_NONNULL bool prim_shape_allowed(const PrimShape *shape, int width, int height);

/* The finish that settings call for, in a working image of that size. `color` is their
 * outline_color in the picture's colors. */
PRIM_MUST_USE PRIM_NONNULL PrimFinish prim_finish(const PrimSettings *settings, int width,
                                                  int height, const uint8_t color[3]);
PRIM_MUST_USE PRIM_NONNULL bool prim_finish_equal(const PrimFinish *a, const PrimFinish *b);

/* The color of a shape's outline. */
PRIM_NONNULL void prim_finish_color(const PrimFinish *finish, const PrimShape *shape,
                                    uint8_t color[3]);

/* A copy for another thread to keep; false when out of memory (`copy` is then
 * empty). Free it with prim_drawing_clear(). */
PRIM_MUST_USE PRIM_NONNULL bool prim_drawing_copy(const PrimDrawing *drawing, PrimDrawing *copy);
PRIM_NONNULL void prim_drawing_clear(PrimDrawing *drawing);

/* ---- The optimizer ---------------------------------------------------- */

typedef struct PrimOptimizer PrimOptimizer;
typedef struct PrimEngines PrimEngines; /* engines.h */

/* How a run stands. */
typedef struct PrimReport {
  int placed;                 /* shapes in the drawing */
  int count;                  /* shapes asked for */
  int round, rounds;          /* of joint refinement: 1..rounds; round 0 while placing */
  double fraction;            /* of the whole run that is done, 0..1, never falls */
  double error;               /* RGB RMSE over the weighted working pixels, 0..255 */
  uint64_t candidates;        /* shapes scored so far */
  const char *backend;        /* "cpu", or the device's name: what scores them now */
  const char *device_lost;    /* NULL; or why a device failed, in whose place the CPU went on */
  const PrimDrawing *drawing; /* as it stands; valid during the callback only */
} PrimReport;

/* Called on the thread that called prim_optimizer_run(), several times a
 * second; return false to stop. Runs stop within 100 ms of that, or within a quarter of a
 * second at 2048 px while they still search at half the size. */
typedef struct PrimProgress {
  bool (*callback)(const PrimReport *report, void *data);
  void *data;
  double interval; /* seconds between calls; 0 = as often as can be */
} PrimProgress;

/* Prepares a run. `target` must outlive the optimizer, `settings` is copied
 * (its seed must not be negative). `engines` score the candidates and pass
 * into the optimizer's ownership whatever the outcome; NULL is the CPU.
 * Returns NULL and sets *status on error. */
PRIM_MUST_USE PrimOptimizer *prim_optimizer_new(const PrimTarget *target,
                                                const PrimSettings *settings, PrimEngines *engines,
                                                PrimStatus *status);

/* Starts from a drawing instead of an empty canvas: its background and shapes are as
 * if placed, the settings' count counts them in, and refinement moves them too.
 * Call before the first run. PRIM_ERROR_ARGUMENT when it is of another working
 * size or has more shapes than `count`. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_optimizer_continue(PrimOptimizer *optimizer,
                                                              const PrimDrawing *drawing);

/* Changes the count (1..100000) between runs. The next run takes up the shapes that
 * were placed before, and ends exactly as a new optimizer with that count does.
 * Works after PRIM_STOPPED as well. PRIM_ERROR_MEMORY: nothing changed. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_optimizer_set_count(PrimOptimizer *optimizer, int count);

/* Has the CPU search on that many threads at least, soon after; from any thread, also while a run
 * is under way, which it changes nothing about but the time. */
PRIM_NONNULL void prim_optimizer_add_threads(PrimOptimizer *optimizer, int threads);

/* Places shapes until the settings' count is reached, stop_error is met, no
 * further shape helps (PRIM_OK, with fewer placed) or the callback says stop
 * (PRIM_STOPPED). In every case the drawing holds what was placed. `progress`
 * may be NULL. */
PRIM_MUST_USE PrimStatus prim_optimizer_run(PrimOptimizer *optimizer, const PrimProgress *progress);

/* How the run stands; report.drawing stays the optimizer's and lives as long. */
PRIM_MUST_USE PRIM_NONNULL PrimReport prim_optimizer_report(const PrimOptimizer *optimizer);

/* The working canvas, height x width x 3 bytes of R'G'B', the optimizer's. */
PRIM_MUST_USE PRIM_NONNULL const uint8_t *prim_optimizer_canvas(const PrimOptimizer *optimizer);

void prim_optimizer_free(PrimOptimizer *optimizer);

/* ---- Drawing at any size ---------------------------------------------- */

/* Paints rows first..first+rows-1 of the drawing scaled to width x height
 * pixels, antialiased, into `pixels`: rows x width x 4 floats, R'G'B' with
 * premultiplied alpha (always 1 on an opaque background), 0..1. Bands give
 * the same pixels as one call for all rows. `threads` as in PrimSettings. Any shapes are
 * taken: what prim_shape_allowed() refuses is left out or drawn as far as it means
 * something. PRIM_ERROR_ARGUMENT when rows or sizes do not fit, PRIM_ERROR_MEMORY, and
 * `pixels` is then undefined. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_paint_rows(const PrimDrawing *drawing, int width,
                                                      int height, int first, int rows, int threads,
                                                      float *pixels);

/* A rectangle of the picture: left..right-1, top..bottom-1. */
typedef struct PrimBox {
  int left, top, right, bottom;
} PrimBox;

/* The same for a part of the picture, (bottom - top) x (right - left) pixels. Flat edges
 * may differ by a few 1/255 where the box cuts them. */
PRIM_MUST_USE PRIM_NONNULL PrimStatus prim_paint_box(const PrimDrawing *drawing, int width,
                                                     int height, const PrimBox *box, int threads,
                                                     float *pixels);

/* Where the shape of that index may leave paint, a pixel more or less, within the
 * picture; empty when it lies outside. */
PRIM_MUST_USE PRIM_NONNULL PrimBox prim_shape_box(const PrimDrawing *drawing, int index, int width,
                                                  int height);

/* Which part of a picture is visible. */
typedef struct PrimMask {
  int width, height; /* the picture's, in pixels */
  PrimBox box;       /* what is visible, in full and nothing else, where there is no `png` */
  char *png;         /* NULL; or a grey PNG in base64, white where the picture is visible */
} PrimMask;

/* Writes the drawing as SVG 1.1 of width x height pixels, clipped to the picture and, unless
 * it is NULL, to the mask. `title` (UTF-8) may be NULL. PRIM_ERROR_FILE when a write failed. */
PRIM_MUST_USE PrimStatus prim_svg_write(const PrimDrawing *drawing, const PrimMask *mask, int width,
                                        int height, const char *title, FILE *file);

#endif
