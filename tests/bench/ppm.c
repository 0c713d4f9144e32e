/* Reading binary PPM files. */
#include "ppm.h"

static bool read_number(FILE *file, int *value)
{
  int c = getc(file);

  while (c == '#' || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
    if (c == '#')
      while (c != '\n' && c != EOF)
        c = getc(file);
    c = getc(file);
  }
  ungetc(c, file);
  return fscanf(file, "%d", value) == 1;
}

PrimTarget *ppm_read(FILE *file, int longest)
{
  int width, height, top;

  if (getc(file) != 'P' || getc(file) != '6' || !read_number(file, &width) ||
      !read_number(file, &height) || !read_number(file, &top) || top != 255)
    return NULL;
  getc(file);
  if (width > longest || height > longest)
    return NULL;
  PrimTarget *target = prim_target_new(width, height);
  if (target && fread(target->rgb, 3, (size_t)width * (size_t)height, file) !=
                    (size_t)width * (size_t)height) {
    prim_target_free(target);
    return NULL;
  }
  return target;
}
