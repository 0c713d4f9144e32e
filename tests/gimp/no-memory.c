/* For tests: memory that a program cannot have. A library to be preloaded into GIMP, where it
 * counts in the plug-in alone, or into bench.
 *
 * If the file that PRIM_NO_MEMORY names holds two numbers A and B when a program asks first,
 * requests A to B-1 of those that its own code makes fail: malloc() and its like, GLib's
 * g_try_malloc(), and cairo's pictures. Those of libraries do not, nor does g_malloc(), which
 * ends a program by GLib's policy. How many there were is written to FILE.count at the end. */
#define _GNU_SOURCE
#include <cairo.h>
#include <dlfcn.h>
#include <errno.h>
#include <glib.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static uintptr_t own_begin, own_end; /* addresses of the program's code; none in others */
static atomic_long asked;
static long first = -1, end = -1;

static const char *file_name(void)
{
  const char *name = getenv("PRIM_NO_MEMORY");

  return name ? name : "";
}

static int find_code(struct dl_phdr_info *info, size_t size, void *data)
{
  (void)size;
  (void)data;
  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_LOAD && info->dlpi_phdr[i].p_flags & PF_X) {
      own_begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
      own_end = own_begin + info->dlpi_phdr[i].p_memsz;
    }
  return 1; /* the program is the first; no more */
}

__attribute__((constructor)) static void begin(void)
{
  static const char *const programs[] = {"gimp-primitive", "bench"};

  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
    if (*file_name() && strcmp(program_invocation_short_name, programs[i]) == 0)
      dl_iterate_phdr(find_code, NULL);
}

__attribute__((destructor)) static void write_count(void)
{
  char name[4096];
  int length = snprintf(name, sizeof name, "%s.count", file_name());
  FILE *file = own_end && length < (int)sizeof name ? fopen(name, "w") : NULL;

  if (!file)
    return;
  fprintf(file, "%ld\n", atomic_load(&asked));
  (void)fclose(file);
}

static void read_numbers(void)
{
  FILE *file = fopen(file_name(), "r");

  if (!file)
    return;
  if (fscanf(file, "%ld %ld", &first, &end) != 2)
    first = end = -1;
  (void)fclose(file);
}

/* Whether the request that comes from there is to fail. */
static bool fails(const void *caller)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  uintptr_t address = (uintptr_t)caller;

  if (address < own_begin || address >= own_end)
    return false;
  pthread_once(&once, read_numbers);
  long number = atomic_fetch_add(&asked, 1);
  if (number < first || number >= end)
    return false;
  errno = ENOMEM;
  return true;
}

void *malloc(size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
  return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

gpointer g_try_malloc(gsize size)
{
  return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

gpointer g_try_malloc_n(gsize count, gsize size)
{
  bool fits = size == 0 || count <= G_MAXSIZE / size;

  return fails(__builtin_return_address(0)) || !fits ? NULL : __libc_malloc(count * size);
}

/* cairo answers with a surface in an error state, which an unknown format gives as well. */
cairo_surface_t *cairo_image_surface_create(cairo_format_t format, int width, int height)
{
  cairo_surface_t *(*create)(cairo_format_t, int, int);
  void *symbol = dlsym(RTLD_NEXT, "cairo_image_surface_create");

  memcpy(&create, &symbol, sizeof create);
  return create(fails(__builtin_return_address(0)) ? CAIRO_FORMAT_INVALID : format, width, height);
}
