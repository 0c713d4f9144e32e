#!/bin/bash
# The unit tests as other builds: under sanitizers, and by other compilers.
. "$(dirname "$0")/long-env.sh"

# unit NAME VARIABLE=VALUE...: builds the unit tests that way and runs them.
unit()
{
  local what=$1
  shift
  check "$what" logged make CUDA=no "$@" check-unit
}

for compiler in gcc clang gcc-11 gcc-13 clang-13 clang-15 clang-16; do
  command -v $compiler >/dev/null || continue
  unit "the unit tests pass when $compiler builds them" CC=$compiler
done
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
unit 'no address, undefined behaviour or leak is found' SANITIZE=address,undefined,float-cast-overflow
finish
