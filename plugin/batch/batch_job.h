/* One picture of a batch, from its file to its drawing's. */
#ifndef PRIM_BATCH_JOB_H
#define PRIM_BATCH_JOB_H

#include "batch_list.h"
#include "pool.h"

typedef struct PrimBatchJob PrimBatchJob;

/* Loads the picture and reads its pixels; main thread. NULL: its drawing is there already. A
 * job that has failed (prim_batch_job_error()) is not to be searched. The item, the format
 * ("svg", "json", "xcf", "png", "jpg") and the settings must outlive the job. */
PRIM_MUST_USE PRIM_NONNULL PrimBatchJob *
prim_batch_job_open(const PrimBatchItem *item, const char *format, const PrimSettings *settings);

/* Bytes that the picture takes in memory at most, GIMP's included. */
PRIM_MUST_USE PRIM_NONNULL size_t prim_batch_job_bytes(const PrimBatchJob *job);

/* The search, for a pool: any thread, nothing of libgimp. Done if the job has failed. */
PRIM_MUST_USE PRIM_NONNULL PrimPoolTask *prim_batch_job_task(PrimBatchJob *job);

/* Writes what was found, unless the job has failed; main thread. */
PRIM_NONNULL void prim_batch_job_write(PrimBatchJob *job);

/* The picture's file. */
PRIM_MUST_USE PRIM_NONNULL const char *prim_batch_job_picture(const PrimBatchJob *job);

/* Why the job failed; NULL: it has not. */
PRIM_MUST_USE PRIM_NONNULL const GError *prim_batch_job_error(const PrimBatchJob *job);

/* Main thread. */
PRIM_NONNULL void prim_batch_job_free(PrimBatchJob *job);

#endif
