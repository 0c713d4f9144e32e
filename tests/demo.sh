#!/bin/bash
# What `make demo` runs: the plug-in as built, not installed, in real GIMP, on a
# photo in tests/images/. Leaves the drawing in build/demo/.
. "$(dirname "$0")/gimp/env.sh"

photo=${1:-coffee.png}
count=${2:-150}
shapes=${3:-mixed}
demo=build/demo
mkdir -p "$demo"
rm -f "$demo"/demo.*

gimp "(load (string-append root \"/tests/demo.scm\"))
  (demo \"$photo\" $count \"$shapes\" \"$root/$demo/demo\")"
sed -n 's/^script-fu-[^:]*: demo: //p' "$log"

for file in "$demo"/demo.{png,xcf,svg}; do
  if [ ! -s "$file" ]; then
    echo "demo: $file was not made; GIMP said:" >&2
    cat "$log" >&2
    exit 1
  fi
  echo "wrote $file"
done
