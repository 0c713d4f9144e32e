#!/bin/bash
# Draws the README's first picture: `tests/bench/gallery.sh FILE.jpg`, with normal effort and
# automatic opacity, as the plug-in does.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:?usage: tests/bench/gallery.sh FILE.jpg}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

tile() { # photo, kinds, count
  build/bench --image "tests/images/$1.png" --shapes "$2" --count "$3" --svg "$work/shapes.svg" >/dev/null
  rsvg-convert --keep-aspect-ratio --width 400 --height 300 "$work/shapes.svg" -o "$work/$(ls "$work" | wc -l).png"
}

tile astronaut triangle 100
tile astronaut mixed 100
tile chelsea triangle 50
tile chelsea ellipse 200
tile coffee rotated-rectangle 100
tile coffee bezier 200
rm "$work/shapes.svg"
montage "$work"/*.png -tile 3x2 -geometry 400x300+4+4 -background white -quality 82 "$out"
