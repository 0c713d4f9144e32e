#!/bin/bash
# Looks for inputs that do harm: tests/fuzz/fuzz.sh SECONDS TARGET...
#
# Each target of tests/fuzz/ runs for so long under libFuzzer and the sanitizers, as many
# at a time as there are processors, from the kept corpus and what earlier runs added to
# it in build/fuzz/. Prints TAP: how often each was executed, and what it found.
set -u
cd "$(dirname "$0")/../.."
sanitize=fuzzer,address,undefined,float-cast-overflow
programs=build/obj/clang-${sanitize//,/-}
seconds=$1
shift

if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=$sanitize -x c - -o /dev/null 2>/dev/null; then
  echo "1..0 # SKIP clang with libFuzzer is missing: make deps-long"
  exit 0
fi
make --no-print-directory -j "$(nproc)" CC=clang SANITIZE=$sanitize fuzz-programs >&2 || exit 1

# One target; its last lines tell how often it was executed.
run()
{
  local work=build/fuzz/$1
  mkdir -p "$work/corpus"
  "$programs/fuzz-$1" "$work/corpus" "tests/fuzz/corpus/$1" \
    -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=1024 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="$work/" >"$work/log" 2>&1
  echo $? >"$work/status"
}
export -f run
export programs seconds
printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' bash -c 'run {}'

number=0
total=0
failed=0
for target; do
  number=$((number + 1))
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$target/log")
  total=$((total + ${executed:-0}))
  if [ "$(cat "build/fuzz/$target/status")" = 0 ]; then
    echo "ok $number - $target: $executed executions in $seconds s without a finding"
  else
    failed=1
    echo "not ok $number - $target: a finding after ${executed:-some} executions"
    tail -40 "build/fuzz/$target/log" | sed 's/^/# /'
  fi
done
echo "# $total executions in all"
echo "1..$number"
exit $failed
