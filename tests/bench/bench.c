/* build/bench: runs the core without GIMP and prints a TSV row a run.
 *
 * PPM files (P6, 8 bits) no larger than --detail are read here, so the program
 * needs no library; anything else goes through ImageMagick's `convert`, whose
 * -resize also made the peers' pixels. */
#include <errno.h>
#include <getopt.h>
#include <libgen.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../core/primitive.h"
#include "../../cuda/backend_cuda.h"
#include "painted.h"
#include "ppm.h"

enum { IMAGES_MAX = 64 };

typedef struct Options {
  const char *images[IMAGES_MAX];
  int image_count;
  PrimSettings settings;
  int repeat;
  const char *dump, *svg;
} Options;

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void die(const char *format, ...)
{
  va_list list;

  va_start(list, format);
  fprintf(stderr, "bench: ");
  vfprintf(stderr, format, list);
  fprintf(stderr, "\n");
  va_end(list);
  exit(2);
}

/* ---- Reading ---------------------------------------------------------- */

static PrimTarget *convert(const char *path, int detail)
{
  int ends[2];
  char geometry[32];

  snprintf(geometry, sizeof geometry, "%dx%d>", detail, detail);
  if (pipe(ends))
    die("%s", strerror(errno));
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    execlp("convert", "convert", path, "-background", "black", "-alpha", "remove", "-resize",
           geometry, "-depth", "8", "ppm:-", (char *)NULL);
    fprintf(stderr, "bench: needs ImageMagick's convert to read %s\n", path);
    _exit(127);
  }
  close(ends[1]);
  FILE *file = fdopen(ends[0], "rb");
  PrimTarget *target = file ? ppm_read(file, detail) : NULL;
  if (file)
    fclose(file);
  waitpid(child, NULL, 0);
  return target;
}

static PrimTarget *read_image(const char *path, int detail)
{
  FILE *file = fopen(path, "rb");

  if (!file)
    die("cannot read %s: %s", path, strerror(errno));
  PrimTarget *target = ppm_read(file, detail);
  fclose(file);
  if (!target)
    target = convert(path, detail);
  if (!target)
    die("cannot read %s as an image", path);
  return target;
}

/* ---- Writing ---------------------------------------------------------- */

static FILE *open_output(const char *path)
{
  FILE *file = fopen(path, "wb");

  if (!file)
    die("cannot write %s: %s", path, strerror(errno));
  return file;
}

static void write_ppm(const char *folder, const char *name, const char *what,
                      const PrimTarget *target, const uint8_t *rgb)
{
  char path[4096];

  snprintf(path, sizeof path, "%s/%s.%s.ppm", folder, name, what);
  FILE *file = open_output(path);
  fprintf(file, "P6\n%d %d\n255\n", target->width, target->height);
  fwrite(rgb, 3, (size_t)target->width * (size_t)target->height, file);
  if (fclose(file))
    die("cannot write %s: %s", path, strerror(errno));
}

static void image_name(const char *path, char *name, size_t size)
{
  char copy[4096];

  snprintf(copy, sizeof copy, "%s", path);
  snprintf(name, size, "%s", basename(copy));
  char *dot = strrchr(name, '.');
  if (dot)
    *dot = '\0';
}

/* ---- Running ---------------------------------------------------------- */

static double seconds(clockid_t clock)
{
  struct timespec time;

  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double peak_mib(void)
{
  struct rusage usage;

  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

static const char *problem_text(const PrimCudaProblem *problem)
{
  static char text[80];

  if (problem->reason[0])
    return problem->reason;
  switch (problem->absence) {
  case PRIM_CUDA_NOT_BUILT:
    return "this build has no GPU back end";
  case PRIM_CUDA_NO_DRIVER:
    snprintf(text, sizeof text, "NVIDIA driver %d or newer is needed", problem->driver);
    return text;
  case PRIM_CUDA_NO_DEVICE:
    return "no usable NVIDIA device was found";
  default:
    return "out of memory";
  }
}

static PrimEngines *choose_engines(const Options *options)
{
  PrimCudaProblem problem;
  PrimEngines *engines = prim_cuda_engines((PrimGpuMode)options->settings.gpu_mode,
                                           options->settings.threads, &problem);

  if (!engines)
    die("--gpu: %s", problem_text(&problem));
  return engines;
}

static void print_device(void) __attribute__((noreturn));

static void print_device(void)
{
  PrimCudaProblem problem;
  const char *name = prim_cuda_device(&problem);

  puts(name ? name : problem_text(&problem));
  exit(name ? 0 : 1);
}

/* Says so once, if a device failed. */
static void warn_lost(const PrimReport *report)
{
  static bool said;

  if (report->device_lost && !said)
    fprintf(stderr, "bench: the GPU failed (%s); the CPU went on, the result is the same\n",
            report->device_lost);
  said = said || report->device_lost;
}

/* The last column, empty where nothing can be painted. */
static void print_painted(const PrimTarget *target, const PrimDrawing *drawing)
{
  double error = painted_rmse(target, drawing);

  if (isnan(error))
    printf("\n");
  else
    printf("%.4f\n", error);
}

static void run(const Options *options, const char *path, const PrimTarget *target)
{
  PrimStatus status;
  char name[256], kinds[PRIM_KINDS_TEXT_MAX];
  static const char *const efforts[] = {"draft", "normal", "best", "extreme"};
  const PrimSettings *settings = &options->settings;
  double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  PrimOptimizer *optimizer = prim_optimizer_new(target, settings, choose_engines(options), &status);

  if (optimizer)
    status = prim_optimizer_run(optimizer, NULL);
  if (status != PRIM_OK)
    die("%s: the run failed (status %d)", path, status);
  wall = seconds(CLOCK_MONOTONIC) - wall;
  cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  PrimReport report = prim_optimizer_report(optimizer);
  warn_lost(&report);
  image_name(path, name, sizeof name);
  prim_kinds_format(settings->kinds, kinds);
  printf("%s\t%s\t%d\t%d\t%s\t%d\t%s\t%.4f\t%.4f\t%llu\t%.4f\t%.1f\t", name, kinds, report.placed,
         settings->detail, efforts[settings->effort], settings->threads, report.backend, wall, cpu,
         (unsigned long long)report.candidates, report.error, peak_mib());
  print_painted(target, report.drawing);
  fflush(stdout);
  if (options->dump) {
    write_ppm(options->dump, name, "target", target, target->rgb);
    write_ppm(options->dump, name, "canvas", target, prim_optimizer_canvas(optimizer));
  }
  if (options->svg) {
    FILE *file = open_output(options->svg);
    if (prim_svg_write(report.drawing, NULL, target->width * 4, target->height * 4, name, file) !=
            PRIM_OK ||
        fclose(file))
      die("cannot write %s", options->svg);
  }
  prim_optimizer_free(optimizer);
}

/* ---- Options ---------------------------------------------------------- */

static const char usage[] =
    "usage: bench --image FILE [--image FILE ...] [options]\n"
    "  --shapes LIST              mixed, or kinds with commas    [triangle]\n"
    "  --count N                  shapes                         [100]\n"
    "  --detail PX                working size, longer side      [256]\n"
    "  --opacity MIN,MAX          percent; equal = fixed         [10,100]\n"
    "  --effort draft|normal|best|extreme                        [normal]\n"
    "  --threads N                0 = one a core                 [1]\n"
    "  --gpu auto|cpu|gpu|resident|hybrid                        [auto]\n"
    "                             resident (what gpu means) or hybrid: who makes the shapes\n"
    "  --device                   print the GPU's name, or why there is none, and exit\n"
    "  --seed S                                                  [0]\n"
    "  --refine on|off            joint refinement               [on]\n"
    "  --stop-error E             stop at this RMSE              [0 = never]\n"
    "  --repeat R                 runs an image                  [1]\n"
    "  --dump DIR                 write NAME.target.ppm, NAME.canvas.ppm\n"
    "  --svg FILE                 write the last drawing as SVG\n";

static double parse_number(const char *text, const char *option)
{
  char *end;
  double value = strtod(text, &end);

  if (end == text || *end)
    die("--%s: not a number: %s", option, text);
  return value;
}

static void set_number(PrimSettings *settings, const char *name, const char *text)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    if (strcmp(parameter->name, name) != 0)
      continue;
    double value = parse_number(text, name);
    if (!prim_parameter_accepts(parameter, value))
      die("--%s: must be %g to %g, not %s", name, parameter->min, parameter->max, text);
    prim_parameter_set(parameter, settings, value);
  }
}

static void set_choice(PrimSettings *settings, const char *name, const char *text)
{
  for (int i = 0; i < PRIM_PARAMETERS; i++) {
    const PrimParameter *parameter = &prim_parameters[i];
    if (strcmp(parameter->name, name) != 0)
      continue;
    for (int k = 0; k <= parameter->max; k++)
      if (strcmp(parameter->choices[k].name, text) == 0) {
        prim_parameter_set(parameter, settings, k);
        return;
      }
    die("unknown %s: %s", name, text);
  }
}

static void set_opacity(PrimSettings *settings, const char *text)
{
  char low[64];
  const char *comma = strchr(text, ',');

  if (!comma || (size_t)(comma - text) >= sizeof low)
    die("--opacity: must be MIN,MAX in percent, not %s", text);
  memcpy(low, text, (size_t)(comma - text));
  low[comma - text] = '\0';
  settings->style = PRIM_STYLE_CUSTOM;
  set_number(settings, "opacity-min", low);
  set_number(settings, "opacity-max", comma + 1);
}

static void set_kinds(PrimSettings *settings, const char *text)
{
  const char *unknown;
  size_t length;

  if (!prim_kinds_parse(text, &settings->kinds, &unknown, &length))
    die("--shapes: unknown shape: %.*s", (int)length, unknown);
}

static const struct option long_options[] = {
    {"image", 1, NULL, 'i'},   {"shapes", 1, NULL, 's'},     {"count", 1, NULL, 'n'},
    {"detail", 1, NULL, 'd'},  {"opacity", 1, NULL, 'o'},    {"effort", 1, NULL, 'e'},
    {"threads", 1, NULL, 't'}, {"gpu", 1, NULL, 'g'},        {"seed", 1, NULL, 'S'},
    {"refine", 1, NULL, 'r'},  {"repeat", 1, NULL, 'R'},     {"dump", 1, NULL, 'D'},
    {"svg", 1, NULL, 'v'},     {"stop-error", 1, NULL, 'E'}, {"help", 0, NULL, 'h'},
    {"device", 0, NULL, 'G'},  {NULL, 0, NULL, 0},
};

static void set_option(Options *options, int option, const char *text)
{
  PrimSettings *settings = &options->settings;

  switch (option) {
  case 'i':
    if (options->image_count == IMAGES_MAX)
      die("too many images");
    options->images[options->image_count++] = text;
    break;
  case 's':
    set_kinds(settings, text);
    break;
  case 'n':
    set_number(settings, "count", text);
    break;
  case 'd':
    set_number(settings, "detail", text);
    break;
  case 'o':
    set_opacity(settings, text);
    break;
  case 'e':
    set_choice(settings, "effort", text);
    break;
  case 't':
    settings->threads = (int32_t)parse_number(text, "threads");
    break;
  case 'g':
    set_choice(settings, "gpu-mode", strcmp(text, "resident") == 0 ? "gpu" : text);
    break;
  case 'S':
    set_number(settings, "seed", text);
    break;
  case 'E':
    set_number(settings, "stop-error", text);
    break;
  case 'r':
    if (strcmp(text, "on") != 0 && strcmp(text, "off") != 0)
      die("--refine: must be on or off, not %s", text);
    settings->refine = strcmp(text, "on") == 0;
    break;
  case 'R':
    options->repeat = (int)parse_number(text, "repeat");
    break;
  case 'D':
    options->dump = text;
    break;
  case 'v':
    options->svg = text;
    break;
  case 'G':
    print_device();
  case 'h':
    fputs(usage, stdout);
    exit(0);
  default:
    fputs(usage, stderr);
    exit(2);
  }
}

int main(int argc, char **argv)
{
  Options options = {.settings = prim_settings_default(), .repeat = 1};
  int option;

  options.settings.threads = 1;
  while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
    set_option(&options, option, optarg);
  if (optind < argc)
    die("unexpected argument: %s", argv[optind]);
  if (!options.image_count)
    die("no --image given; see bench --help");
  if (options.settings.seed < 0)
    options.settings.seed = (int32_t)(time(NULL) & INT32_MAX);
  if (prim_settings_check(&options.settings))
    die("--opacity: the minimum exceeds the maximum");
  printf(
      "image\tshapes\tcount\tdetail\teffort\tthreads\tbackend\tseconds\tcpu_seconds\tcandidates\t"
      "rmse\tpeak_mib\tpainted_rmse\n");
  for (int i = 0; i < options.image_count; i++) {
    PrimTarget *target = read_image(options.images[i], options.settings.detail);
    for (int r = 0; r < options.repeat; r++)
      run(&options, options.images[i], target);
    prim_target_free(target);
  }
  return 0;
}
