/* Where a new result stands among the layers. */
#ifndef PRIM_STACKING_H
#define PRIM_STACKING_H

#include "../read/source.h"

/* Where it is seen: just above the layer that the source names, and above earlier results of
 * the same picture in the same group. The group is 0 at the top level; the position counts from
 * the top. */
PRIM_NONNULL void prim_stacking_find(const PrimSource *source, gint32 *group, int *position);

#endif
