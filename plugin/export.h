/* Results as files: SVG and JSON. */
#ifndef PRIM_EXPORT_H
#define PRIM_EXPORT_H

#include "record.h"

/* A file that is written but not yet in its place, so that a failure never costs
 * an old one. */
typedef struct PrimExport {
  char *part, *filename;
} PrimExport;

/* Whether the name ends in .svg or .json, in a folder that can be written to; *error
 * says so when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_export_check(const char *filename, GError **error);

/* Writes the drawing, as SVG of width x height pixels or as JSON by the name's
 * ending. False and *error on failure, and then nothing is left behind. */
PRIM_MUST_USE PRIM_NONNULL bool prim_export_begin(const PrimRecord *record, int width, int height,
                                                  const char *filename, PrimExport *file,
                                                  GError **error);

/* Puts the file in its place, or deletes it; frees `file`. An empty one is fine.
 * False and *error when that failed. */
PRIM_MUST_USE PRIM_NONNULL bool prim_export_end(PrimExport *file, bool keep, GError **error);

/* plug-in-primitive-export (run-mode, image, layer, filename). */
PRIM_NONNULL void prim_export(const GimpParam *params, int n_params, GError **error);

/* file-primitive-svg-save (run-mode, image, drawable, filename, raw-filename), which
 * File > Export As calls: the drawable's drawing, or else the topmost one. */
PRIM_NONNULL void prim_export_svg_save(const GimpParam *params, int n_params, GError **error);

#endif
