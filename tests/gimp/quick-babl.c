/* For tests: GIMP and its plug-ins start sooner. A library to be preloaded into them.
 *
 * Before its first conversion of pixels in a process, babl 0.1.98 measures how fast tables are:
 * it fills 352 MiB of memory, looks into some of it, and frees it. On a virtual machine that is
 * half of what a plug-in takes. Without these fills hardly a page is touched; the rest of babl is
 * as it was. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

typedef void *Memset(void *, int, size_t);

Memset memset;

static Memset *libc_memset;

__attribute__((constructor)) static void find_memset(void)
{
  libc_memset = (Memset *)dlsym(RTLD_NEXT, "memset");
}

/* What babl fills there, and nobody else: 3072 pixels tested 1000 times, 16 bytes each, or a table
 * for 256^3 colors. */
static int of_measurement(int value, size_t size)
{
  return (value == 11 && size == (size_t)256 * 256 * 256 * 16) ||
         (value == 12 && size > (size_t)40 << 20 && size < (size_t)60 << 20);
}

void *memset(void *to, int value, size_t size)
{
  volatile unsigned char *bytes = to; /* or this loop would become a call of memset */

  if (of_measurement(value, size))
    return to;
  if (libc_memset)
    return libc_memset(to, value, size);
  for (size_t i = 0; i < size; i++)
    bytes[i] = (unsigned char)value;
  return to;
}
