#!/bin/bash
# Valgrind's memcheck over the unit tests: reads of what was never written, which sanitizers of
# gcc do not see. Some 50 times slower, so only one case in 100 runs.
. "$(dirname "$0")/env.sh"

check 'it builds' logged make CUDA=no unit-tests
for test in $(make -s CUDA=no print-unit-tests); do
  TAP_EVERY=100 check "$(basename "$test")" logged valgrind --quiet --error-exitcode=9 \
    --leak-check=full --errors-for-leak-kinds=definite "$test"
done
finish
