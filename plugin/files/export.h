/* Results as files: SVG and JSON. */
#ifndef PRIM_EXPORT_H
#define PRIM_EXPORT_H

#include "../record/record.h"
#include "safe_file.h"
#include "../read/source.h"

/* Whether the name ends in .svg or .json, in a folder that can be written to; *error
 * says so when not. */
PRIM_MUST_USE PRIM_NONNULL bool prim_export_check(const char *filename, GError **error);

/* Prints the drawing to the stream, as JSON or as SVG of width x height pixels. Its colors are
 * of the image's space; SVG's are sRGB. `mask` is NULL where all is visible. False when out of
 * memory; a write that fails is seen by the stream's owner. */
PRIM_MUST_USE bool prim_export_print(gint32 image, const PrimRecord *record, const PrimMask *mask,
                                     int width, int height, bool json, FILE *stream);

/* Writes the drawing to a file, as SVG of width x height pixels or as JSON by the name's
 * ending, as above. NULL and *error on failure. End it with prim_export_end() or discard it. */
PRIM_MUST_USE PrimSafeFile *prim_export_begin(gint32 image, const PrimRecord *record,
                                              const PrimMask *mask, int width, int height,
                                              const char *filename, GError **error);

/* Puts the file in its place and frees it. False and *error when that failed; then an old
 * file of that name is as it was. */
PRIM_MUST_USE PRIM_NONNULL bool prim_export_end(PrimSafeFile *file, const char *filename,
                                                GError **error);

/* plug-in-primitive-export (run-mode, image, layer, filename). Returns 0, for no results. */
PRIM_MUST_USE PRIM_NONNULL int prim_export(const GimpParam *params, GimpParam *results,
                                           GError **error);

/* file-primitive-svg-save (run-mode, image, drawable, filename, raw-filename), which
 * File > Export As calls: the drawable's drawing, or else the topmost one. Returns 0. */
PRIM_MUST_USE PRIM_NONNULL int prim_export_svg_save(const GimpParam *params, GimpParam *results,
                                                    GError **error);

#endif
