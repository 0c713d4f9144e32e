/* Reading binary PPM files (P6, 8 bits): all that the benchmark and the golden
 * table need of image formats. */
#ifndef PRIM_TESTS_PPM_H
#define PRIM_TESTS_PPM_H

#include <stdio.h>

#include "../../core/primitive.h"

/* The picture as a target, the caller's; NULL when the file is no 8-bit P6 file,
 * is cut short, or has a side over `longest`. */
PrimTarget *ppm_read(FILE *file, int longest);

#endif
