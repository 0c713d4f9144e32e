#!/bin/bash
# What `make check-gpu` runs: the tests of cuda/ on this machine's device, then some of
# their cases under compute-sanitizer. `tests/bench/check-gpu.sh TEST NVCC`.
set -euo pipefail
test=$1
PATH=$PATH:$(dirname "$2")

if ! name=$(build/bench --device 2>&1); then
  echo "check-gpu: nothing to check: $name"
  exit 0
fi
echo "check-gpu: $name"
"$test" --device
if ! command -v compute-sanitizer >/dev/null; then
  echo 'check-gpu: compute-sanitizer is not installed; memory, races and barriers were not checked'
  exit 0
fi
# Small pictures and large ones, with weights, palettes, thinned rows.
for tool in memcheck racecheck synccheck; do
  for number in 1 2 5 10 16 20 40; do
    compute-sanitizer --tool $tool --error-exitcode 1 "$test" --device $number >build/check-gpu.log 2>&1 ||
      { cat build/check-gpu.log; echo "check-gpu: $tool found something in case $number"; exit 1; }
  done
  echo "check-gpu: $tool found nothing"
done
