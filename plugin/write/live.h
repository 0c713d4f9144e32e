/* The layer fills while the search runs. */
#ifndef PRIM_LIVE_H
#define PRIM_LIVE_H

#include "layer.h"
#include "../record/record.h"
#include "../read/source.h"

/* One run's result layer. It is inserted early when `live`, else at the end;
 * everything that happens to the image is one undo step. */
typedef struct PrimLive {
  const PrimSource *source;
  bool live, masked;
  bool tentative;       /* no undo step, and nothing else that stays, before the end */
  gint32 layer;         /* -1: none yet */
  double next;          /* time of the next repaint, in seconds */
  PrimActive active;    /* in the image, before the layer was inserted */
  guint tattoos;        /* of the image, and so on, before ... */
  bool dirty;           /* ... a tentative layer was inserted */
  GeglBuffer *coverage; /* the dialog's: what its last reading of the picture counted */
} PrimLive;

/* `source` must outlive the run. `masked`: the layer gets a layer mask. */
PRIM_MUST_USE PRIM_NONNULL PrimLive prim_live_begin(const PrimSource *source, bool live,
                                                    bool masked);

/* Repaints the layer with the drawing so far if it is time to. */
PRIM_NONNULL void prim_live_update(PrimLive *live, const PrimDrawing *drawing);

/* Puts the finished drawing on the layer, with its name and its record, and
 * closes the undo step. False and *error: the image is as it was. */
PRIM_MUST_USE PRIM_NONNULL bool prim_live_finish(PrimLive *live, const PrimRecord *record,
                                                 GError **error);

/* Takes back what was done to the image. */
PRIM_NONNULL void prim_live_abort(PrimLive *live);

#endif
