#!/bin/bash
# Memory and threads that cannot be had: in bench and in calls of the plug-in, each request that
# its own code makes fails once alone, and once with all after it; FAULTS of them a call, evenly
# spread (12). Each time there must be a result, or one message and an image as it was.
. "$(dirname "$0")/../gimp/env.sh"
FAULTS=${FAULTS:-12}

# ---- bench ----------------------------------------------------------------------

# starved FIRST END: bench without these requests; how many it makes is counted.
starved()
{
  echo "$1 $2" >"$work/no-memory"
  PRIM_NO_MEMORY=$work/no-memory LD_PRELOAD=$root/build/no-memory.so timeout 60 build/bench \
    --image tests/images/chelsea.png --count 5 --detail 64 --svg "$work/bench.svg" >"$work/bench.log" 2>&1
}
starved 0 0 || true
requests=$(cat "$work/no-memory.count")
echo "# bench makes $requests requests"
bench_survives()
{
  local first end status
  for ((first = 0; first < requests; first += 1 + requests / FAULTS)); do
    for end in $((first + 1)) 999999; do
      status=0
      starved $first $end || status=$?
      [ $status = 0 ] || { [ $status = 2 ] && grep -q . "$work/bench.log"; } || {
        echo "# request $first to $end: status $status"
        return 1
      }
    done
  done
}
check 'bench makes requests' test "$requests" -gt 20
check 'bench works or says what is wrong' bench_survives

# ---- The plug-in ------------------------------------------------------------------

load="(load \"$root/tests/long/faults.scm\")"
gimp_environment=(LD_PRELOAD="$root/build/no-memory.so:$root/build/no-threads.so:$quick_babl"
  PRIM_NO_MEMORY="$work/no-memory" PRIM_NO_THREADS="$work/no-threads")
commands=()

# trial NAME WHAT NUMBER FIRST END: adds a call without these requests, and what came of it.
trial()
{
  commands+=("$load (withhold \"$2\" $4 $5) (trial \"$1\")"
    "$load (withhold \"$2\" 0 0) (judge \"$1\" $3)")
}

# The part of the log that belongs to trial number $1.
trial_log()
{
  sed -n "/ trial [a-z]* $(($1 - 1)): /,/ trial [a-z]* $1: /p" "$log"
}

# well_ended NUMBER: a result and no message, or one message and no change.
well_ended()
{
  trial_log "$1" >"$work/trial"
  if grep '^Error: ' "$work/trial" >"$work/errors"; then
    [ "$(wc -l <"$work/errors")" = 1 ] && grep -q "$memory_message" "$work/errors" &&
      grep -q " $1: as it was$" "$work/trial"
  else
    grep -q " trial [a-z]* $1: " "$work/trial"
  fi
}
memory_message='There is not enough memory for this\.\|Cannot allocate memory'

# survives NAME WHAT COUNT: each of so many requests fails in its turn.
survives()
{
  local first end number=0 failed=0
  commands=("$load (prepare)" "$load (judge \"$1\" 0)")
  for ((first = 0; first < $3; first += 1 + $3 / FAULTS)); do
    for end in $((first + 1)) 999999; do
      trial "$1" "$2" $((++number)) $first $end
    done
  done
  echo 0 0 >"$work/no-memory"
  echo 0 0 >"$work/no-threads"
  gimp "${commands[@]}"
  for ((i = 1; i <= number; i++)); do
    well_ended $i || {
      echo "# $1 without $2, trial $i:"
      sed 's/^/# /' "$work/trial"
      failed=1
    }
  done
  echo "# $1 without $2: $number trials of $3 requests, $(grep -c "^Error: " "$log" || true) refused"
  return $failed
}

for call in layer group paths continue redraw export; do
  echo 0 0 >"$work/no-memory"
  gimp "$load (prepare) (trial \"$call\")"
  requests=$(cat "$work/no-memory.count")
  check "$call makes requests for memory" test "$requests" -gt 0
  check "$call: each may fail" survives $call memory "$requests"
  check "$call: no crash" no_crash
done
for call in layer group; do
  check "$call: threads may be missing" survives $call threads 3
  check "$call: no crash without threads" no_crash
done
finish
