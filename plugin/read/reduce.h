/* Scaling a picture down by exact area averages. */
#ifndef PRIM_REDUCE_H
#define PRIM_REDUCE_H

#include "../../core/primitive.h"

/* A picture of from_width x from_height pixels that becomes to_width x
 * to_height; a side may grow, when a picture is smaller than it was. The source is read a few rows
 * at a time. */
typedef struct PrimReduction {
  int from_width, from_height, to_width, to_height;
} PrimReduction;

/* The source rows first..end-1 that target rows `row`..`row_end`-1 are made of. */
PRIM_NONNULL void prim_reduce_rows_needed(const PrimReduction *reduction, int row, int row_end,
                                          int *first, int *end);

/* The source columns first..end-1 that target columns `column`..`column_end`-1 are made of. */
PRIM_NONNULL void prim_reduce_columns_needed(const PrimReduction *reduction, int column,
                                             int column_end, int *first, int *end);

/* Makes target row `row` from source rows `first` and on: `rgb` holds
 * from_width x 3 bytes a row, `coverage` from_width bytes a row or NULL for
 * 255 everywhere. A target pixel's colour is the average weighted by area and
 * coverage; its covered area, relative to its own and in 1/65535ths, goes to
 * `covered`. Writes to_width colours and areas. Sums are integers: exact. */
void prim_reduce_row(const PrimReduction *reduction, int row, int first, const uint8_t *rgb,
                     const uint8_t *coverage, uint8_t *to_rgb, uint16_t *covered);

/* The same for columns column..column_end-1 of the coverage alone: the areas go to
 * covered[column] and on. */
PRIM_NONNULL void prim_reduce_plane(const PrimReduction *reduction, int row, int first, int column,
                                    int column_end, const uint8_t *coverage, uint16_t *covered);

#endif
