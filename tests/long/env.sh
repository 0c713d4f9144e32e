# What the long-*.sh scripts that run no GIMP share; they source this file.

set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
name=$(basename "$(dirname "$0")")-$(basename "$0" .sh)
work=$PWD/build/tests/$name
rm -rf "$work"
mkdir -p "$work"
. tests/tap.sh

# logged COMMAND...: runs it; shows the end of what it printed if it fails.
logged()
{
  "$@" >"$work/log" 2>&1 && return
  grep -v '^ok ' "$work/log" | tail -40 | sed 's/^/# /'
  return 1
}
