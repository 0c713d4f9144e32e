/* How far a run is: a part of the progress bar at a time. */
#ifndef PRIM_RANGE_H
#define PRIM_RANGE_H

/* From `begin` to `end` of 0..1, with so much work in it, in candidates, roughly. */
typedef struct PrimRange {
  double begin, end, work, done;
} PrimRange;

/* Of the whole run, 0..1; never more than the range's end. */
static inline double prim_range_fraction(const PrimRange *range)
{
  double part = range->done < range->work ? range->done / range->work : 1;

  return range->begin + (range->end - range->begin) * part;
}

/* The range that follows, from where this one stands. */
static inline PrimRange prim_range_next(const PrimRange *range, double end, double work)
{
  return (PrimRange){prim_range_fraction(range), end, work > 0 ? work : 1, 0};
}

#endif
