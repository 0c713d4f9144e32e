/* Our procedures: what stands of them in GIMP's procedural database, and what runs when one is
 * called. */
#ifndef PRIM_PROCEDURES_H
#define PRIM_PROCEDURES_H

#include "messages.h"
#include "pdb.h"

/* Installs every procedure and the menu entries; for the plug-in's query. */
void prim_procedures_install(void);

/* Calls the procedure of that name. Fills `results`, which has room for PRIM_RESULTS_MAX, and
 * returns how many; 0 and *error on failure. */
PRIM_MUST_USE PRIM_NONNULL int prim_procedures_call(const char *name, const GimpParam *params,
                                                    int n_params, GimpParam *results,
                                                    GError **error);

#endif
