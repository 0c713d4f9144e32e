#!/bin/bash
# Every fuzz target for two minutes; prints TAP.
exec make --no-print-directory -C "$(dirname "$0")/../.." fuzz SECONDS="${FUZZ_SECONDS:-120}"
