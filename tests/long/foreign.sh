#!/bin/bash
# The same bits on other processors: aarch64, and s390x, whose bytes lie the other way
# round, both in an emulator.
. "$(dirname "$0")/env.sh"

# first PROGRAM...: the first that is there.
first()
{
  local program
  for program; do
    command -v "$program" && return
  done
  return 1
}

skip()
{
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2 is missing"
}

# foreign MACHINE PROGRAM: builds it; without pkg-config, which would find the libraries of
# this machine.
foreign()
{
  make CUDA=no PKG_CONFIG=false LDFLAGS=-static CC="$1-linux-gnu-gcc" \
    "build/obj/$1-linux-gnu-gcc/$2"
}

for machine in aarch64 s390x; do
  what="on $machine runs are those of the golden table"
  if ! first "$machine-linux-gnu-gcc" >/dev/null; then
    skip "$what" "$machine-linux-gnu-gcc"
    continue
  fi
  if ! emulator=$(first "qemu-$machine" "qemu-$machine-static"); then
    skip "$what" "qemu-$machine"
    continue
  fi
  for test in test-golden test-shape test-inline; do
    check "$test is built for $machine" logged foreign "$machine" "$test"
    check "$test passes on $machine" logged "$emulator" "build/obj/$machine-linux-gnu-gcc/$test"
  done
done

finish
