/* Rows, shared out. */
#include "passes.h"

/* Tasks have about this many pixels. */
enum { TASK_PIXELS = 1 << 12 };

typedef struct RowJob {
  PrimRowTask *row;
  void *data;
  int height, rows; /* of the image; of a task */
} RowJob;

static void row_task(void *data, int task, bool caller)
{
  const RowJob *job = data;
  int begin = task * job->rows;
  int end = begin + job->rows < job->height ? begin + job->rows : job->height;

  (void)caller;
  for (int y = begin; y < end; y++)
    job->row(job->data, y);
}

void prim_rows_run(PrimTeam *team, const PrimStackPlanes *planes, PrimRowTask *row, void *data)
{
  int rows = 1 + TASK_PIXELS / planes->width;
  RowJob job = {row, data, planes->height, rows};

  prim_team_run(team, (planes->height + rows - 1) / rows, row_task, &job);
}
