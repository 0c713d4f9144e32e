/* What results are called, in the user's language. */
#ifndef PRIM_NAMES_H
#define PRIM_NAMES_H

#include "messages.h"

/* "Primitives: 100 triangles". Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_names_drawing(const PrimDrawing *drawing);

/* "Triangle 12" for the shape of index 11. Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_names_shape(const PrimDrawing *drawing, int index);

/* The name of an item as a message can hold it: cut after 60 characters. Free with g_free(). */
PRIM_MUST_USE PRIM_NONNULL char *prim_names_cut(const char *name);

#endif
