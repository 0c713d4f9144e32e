#!/bin/bash
# The unit tests as other builds: by other compilers, and under sanitizers.
. "$(dirname "$0")/env.sh"

# Everything builds without a warning; one case in ten, and all that results must equal.
for compiler in gcc clang gcc-11 gcc-13 clang-13 clang-15 clang-16; do
  command -v $compiler >/dev/null || continue
  folder=build/obj/$compiler
  check "$compiler builds all without a warning" logged make CUDA=no CC=$compiler \
    $folder/gimp-primitive $folder/bench headers unit-tests
  TAP_EVERY=10 check "the unit tests pass as $compiler builds them" \
    logged make CUDA=no CC=$compiler check-unit
  check "results are those of the golden table" logged $folder/test-golden
done
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
check 'no address, undefined behaviour or leak is found' \
  logged make CUDA=no SANITIZE=address,undefined,float-cast-overflow check-unit
finish
