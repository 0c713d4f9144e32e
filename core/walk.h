/* The order of attempts in a climb or a walk, on any engine.
 *
 * Both mutate the shape where they stand and go where the first attempt leads that does
 * well enough. A climb takes what is better, and ends when too many attempts in a row
 * failed. A walk makes a given number of attempts, and also takes what is worse by less than
 * its slack: threshold accepting (Dueck, Scheuer: "Threshold accepting", Journal of
 * Computational Physics 90, 1990).
 *
 * An attempt depends on its draw and on the shape it starts from alone. So back ends may
 * make and score attempts ahead, as if all fail, and drop those behind the first that
 * succeeds: the result is the same. */
#ifndef PRIM_WALK_H
#define PRIM_WALK_H

#include "attempt.h"

typedef struct PrimPath {
  uint32_t attempt; /* number of the next: 0 is the first start, or the shape that a walk is from */
  int32_t failed;   /* since the last that succeeded */
  uint32_t won;     /* what that one drew ... */
  int32_t again;    /* ... if it is to be tried once more */
} PrimPath;

/* How many attempts are left, should all of them fail. */
PRIM_FN int32_t prim_path_left(const PrimSearchRequest *request, const PrimPath *path)
{
  return request->walk ? request->walk - (int32_t)path->attempt : request->patience - path->failed;
}

/* The draw of the attempt `ahead` after the next, should those before it fail. */
PRIM_FN uint32_t prim_path_draw(const PrimPath *path, int32_t ahead)
{
  return path->again && path->failed + ahead == 0 ? path->won : path->attempt + (uint32_t)ahead;
}

/* Whether an attempt of that delta succeeds. */
PRIM_FN int prim_path_takes(const PrimSearchRequest *request, double delta, double stands)
{
  return delta < (request->walk ? stands + request->slack : stands);
}

/* The next `count` attempts fail. */
PRIM_FN void prim_path_fail(PrimPath *path, int32_t count)
{
  path->attempt += (uint32_t)count;
  path->failed += count;
}

/* The next attempt made `to` of `from`, and succeeds. A climb then tries the same step once
 * more, which helps half of the time; but not another number of corners. In walks, many of
 * whose steps do not lead downwards, that would lose. */
PRIM_FN void prim_path_win(const PrimSearchRequest *request, PrimPath *path, const PrimShape *from,
                           const PrimShape *to)
{
  path->won = prim_path_draw(path, 0);
  path->again = !request->walk && from->corners == to->corners;
  path->attempt++;
  path->failed = 0;
}

#endif
