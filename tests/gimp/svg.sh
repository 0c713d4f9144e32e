#!/bin/bash
# SVG shows what the layer shows: every kind of shape, every style; File > Export As.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/svg.scm"))'
report

rmse()
{
  compare -metric RMSE "$1" "$2" null: 2>&1 | sed 's/.*(\(.*\))/\1/'
}
for name in triangle rectangle rotated-rectangle quadrilateral polygon ellipse rotated-ellipse \
  circle line bezier style-{0,1,2,4}; do
  rsvg-convert "$work/$name.svg" -o "$work/svg.png"
  off=$(rmse "$work/$name.png" "$work/svg.png")
  echo "# $name: layer and SVG differ by $(awk "BEGIN { print 255 * $off }") of 255"
  check "$name: layer and SVG differ by less than 1 of 255" \
    awk "BEGIN { exit !(255 * $off < 1 && $off > 0) }"
done
check 'ellipses are ellipses, and so on' \
  test "$(for kind in rectangle rotated-ellipse circle line bezier polygon; do
    grep -o '^<[a-z]* [a-z]' "$work/$kind.svg" | sed 's/ .*//' | sort | uniq -c | sort -n | tail -1
  done | tr -s ' \n' ' ')" = ' 41 <rect 40 <ellipse 40 <circle 40 <line 40 <path 40 <polygon '
check 'it has a title and a clip' \
  bash -c "grep -q '<title>Primitives: 40 circles</title>' '$work/circle.svg' &&
    grep -q 'clip-path=\"url(#picture)\"' '$work/circle.svg'"

check 'Export As writes the result that is active' cmp "$work/of-layer.svg" "$work/save-layer.svg"
check 'or that the active layer belongs to' cmp "$work/of-group.svg" "$work/save-child.svg"
check 'or the topmost, which is the newest' cmp "$work/of-group.svg" "$work/save-topmost.svg"
check 'that can be seen' cmp "$work/of-layer.svg" "$work/save-visible.svg"

# --- what is masked in the layer is masked in the files ----------------------------------
on_grey()
{
  convert "$1" -background gray50 -flatten "$2"
}
for name in feather disabled alpha group rectangle plain; do
  rsvg-convert "$work/mask-$name.svg" -o "$work/svg.png"
  on_grey "$work/svg.png" "$work/svg-grey.png"
  on_grey "$work/mask-$name.png" "$work/layer-grey.png"
  off=$(rmse "$work/layer-grey.png" "$work/svg-grey.png")
  echo "# mask, $name: layer and SVG differ by $(awk "BEGIN { print 255 * $off }") of 255"
  check "mask, $name: layer and SVG differ by less than 1 of 255" awk "BEGIN { exit !(255 * $off < 1) }"
  check "mask, $name: JSON keeps to the schema" keeps_to_schema "$work/mask-$name.json"
done
for name in feather alpha group plain; do
  check "mask, $name: the file written with the result is the same" \
    cmp "$work/mask-$name-made.svg" "$work/mask-$name.svg"
  check "mask, $name: JSON has it" grep -q '"mask":{"width":[0-9]*,"height":[0-9]*,"png":"iVBOR' "$work/mask-$name.json"
done
check 'Export As masks as well' cmp "$work/mask-feather-saved.svg" "$work/mask-feather.svg"
check 'a rectangle is a clip, no picture' \
  bash -c "! grep -q '<mask' '$work/mask-rectangle.svg' && ! grep -q '<mask' '$work/mask-disabled.svg'"
check 'and JSON has its region' grep -q '"region":\[15,25,101,67\]},"shapes"' "$work/mask-rectangle.json"
check 'a mask that is disabled does not count' bash -c "! grep -q '\"mask\"' '$work/mask-disabled.json'"
check 'paths, which cannot be masked, say so' \
  grep -q 'Paths show whole shapes: selection and transparency do not clip them.' "$log"
check 'what is written with them is masked' grep -q 'mask="url(#visible)"' "$work/mask-paths-made.svg"

script=tests/gimp/errors.scm
census='1 1 1 1 2 1'
refuse 'an image without a result' \
  'Only pictures made of shapes can be exported as SVG, and the image shows none.' \
  '(gimp-file-save RUN-NONINTERACTIVE plain (active plain) (string-append work "/a.svg") "a.svg")'
refuse 'another ending' 'The name of the file must end in .svg: "a.txt".' \
  '(file-primitive-svg-save RUN-NONINTERACTIVE plain (active plain) "a.txt" "a.txt")'
refusals
check 'nothing was written' test ! -e "$work/a.svg"
finish
