#!/bin/bash
# Draws the README's picture of the looks: `tests/looks.sh FILE.jpg`, a photo by each of them, in
# real GIMP.
. "$(dirname "$0")/gimp/env.sh"

out=${1:?usage: tests/looks.sh FILE.jpg}
commands=() tiles=()
while IFS=$'\t' read -r look settings; do
  commands+=("(let* ((image (photo \"astronaut.png\"))
      (layer (car (plug-in-primitive-with RUN-NONINTERACTIVE image (active image) \"$settings\"))))
    (file-png-save-defaults RUN-NONINTERACTIVE image layer \"$work/$look.png\" \"x\"))")
  tiles+=(-label "$look" "$work/$look.png")
done < <(build/gimp-primitive/gimp-primitive --looks | sed 1d)
gimp "${commands[@]}"
no_crash
montage "${tiles[@]}" -tile 6x2 -geometry 200x200+4+2 -pointsize 14 -background white -quality 82 "$out"
