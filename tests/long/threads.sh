#!/bin/bash
# ThreadSanitizer over what runs on several threads.
. "$(dirname "$0")/env.sh"

export TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tests/long/tsan.supp"
variant=build/obj/gcc-thread
check 'it builds' logged make CUDA=no SANITIZE=thread \
  $variant/{bench,test-team,test-pool,test-engines,test-optimizer,test-painter}
for test in test-team test-pool test-engines test-optimizer test-painter; do
  TAP_EVERY=20 check "$test has no race" logged $variant/$test
done
for shapes in mixed ellipse; do
  check "bench, $shapes, has no race" logged $variant/bench --image tests/images/chelsea.png \
    --shapes $shapes --count 30 --detail 128 --threads 5
done
finish
