/* The names of our procedures in GIMP's procedural database, and how their arguments begin. They
 * are stable; new ones come at the end only. */
#ifndef PRIM_PDB_H
#define PRIM_PDB_H

#define PRIM_PROCEDURE "plug-in-primitive"
#define PRIM_PROCEDURE_FULL "plug-in-primitive-full"
#define PRIM_PROCEDURE_WITH "plug-in-primitive-with"
#define PRIM_PROCEDURE_CONTINUE "plug-in-primitive-continue"
#define PRIM_PROCEDURE_REDRAW "plug-in-primitive-redraw"
#define PRIM_PROCEDURE_EXPORT "plug-in-primitive-export"
#define PRIM_PROCEDURE_SVG_SAVE "file-primitive-svg-save"
#define PRIM_PROCEDURE_BATCH "plug-in-primitive-batch"

enum {
  PRIM_ARGUMENTS_FIXED = 3, /* run-mode, image and drawable stand before the parameters */
  PRIM_ARGUMENTS_BATCH = 4, /* run-mode, pattern, folder, format */
  PRIM_RESULTS_MAX = 3      /* most values a procedure returns, its status excepted */
};

#endif
