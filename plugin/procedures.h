/* What stands in GIMP's procedural database: names, arguments, results. They
 * are stable; new ones come at the end only. */
#ifndef PRIM_PROCEDURES_H
#define PRIM_PROCEDURES_H

#define PRIM_PROCEDURE "plug-in-primitive"
#define PRIM_PROCEDURE_EXPORT "plug-in-primitive-export"

enum {
  PRIM_ARGUMENTS_FIXED = 3, /* run-mode, image and drawable stand before the parameters */
  PRIM_RESULTS_MAX = 3      /* most values a procedure returns, its status excepted */
};

/* Installs every procedure and the menu entry; for the plug-in's query. */
void prim_procedures_install(void);

#endif
