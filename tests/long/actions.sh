#!/bin/bash
# Every action at every libgimp call, where tests/gimp/actions.sh takes a sample: two GIMPs at a
# time, each with half of the jobs.
. "$(dirname "$0")/env.sh"

# half NUMBER: under a name of its own, by which its profile and processes are known.
half()
{
  ACTIONS_STEP=${ACTIONS_STEP:-1} ACTIONS_HALF=$1 ACTIONS_SECONDS=2400 \
    bash -c "$(cat tests/gimp/actions.sh)" "tests/gimp/$name-$1" >"$work/$1" 2>&1
}
half 0 &
other=$!
check 'half of the jobs' half 1
check 'and the other half' wait $other
sed 's/^/# /' "$work/0" "$work/1"
finish
