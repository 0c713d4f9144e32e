#!/bin/bash
# What `make lint` runs: clang-tidy and cppcheck over the product's C code, with .clang-tidy's
# choice of checks. `tests/long/lint.sh COMPILER-FLAGS...`; TAP, one test per file.
set -u
cd "$(dirname "$0")/../.."
set -- "$@" '-DGETTEXT_PACKAGE="x"' -DPRIM_ISA_LEVEL=base '-DPRIM_VERSION="x"' '-DPRIM_ISA_LEVELS=PRIM_ISA_ENTRY(base)'
count=0
failed=0
verdict() # verdict NAME OUTPUT: passes when the output is empty
{
  count=$((count + 1))
  if [ -z "$2" ]; then
    echo "ok $count - $1"
  else
    printf '%s\n' "$2" | sed 's/^/# /'
    echo "not ok $count - $1"
    failed=1
  fi
}

for tool in clang-tidy cppcheck; do
  command -v $tool >/dev/null || { echo "1..0 # SKIP $tool is not installed; 'make deps-long' brings it"; exit 0; }
done
for file in core/*.c cuda/*.c ui/*.c plugin/*.c plugin/*/*.c; do
  verdict "clang-tidy: $file" "$(clang-tidy --quiet "$file" -- "$@" 2>/dev/null | grep -v '^$')"
done
# Vector types and what is built for several processor levels are beyond its parser.
verdict cppcheck "$(cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
  -DPRIM_ISA_LEVEL=base -DPRIM_ISA_LEVELS= --suppress=missingIncludeSystem \
  --suppress=internalAstError:core/rows.c --suppress=invalidPointerCast:core/parameters.c \
  core cuda/*.c ui plugin 2>&1)"
echo "1..$count"
exit $failed
