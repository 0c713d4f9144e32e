/* Parts of the picture for the dialog's preview, read slice by slice. */
#ifndef PRIM_PART_H
#define PRIM_PART_H

#include "../../ui/host.h"
#include "source.h"

/* The functions of PrimDialogHost; `source` must outlive the reader. */
PRIM_MUST_USE PRIM_NONNULL PrimPartReader *prim_part_begin(const PrimSource *source,
                                                           const PrimPart *part);
PRIM_MUST_USE PRIM_NONNULL bool prim_part_step(PrimPartReader *reader);
void prim_part_end(PrimPartReader *reader, PrimPart *part);

#endif
