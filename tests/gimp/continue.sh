#!/bin/bash
# Results worked on: continued and redrawn, here and after reopening.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/continue.scm"))'
report

without_tattoo()
{
  sed 's/"layer":[0-9]*,//' "$1"
}
check 'what the saved image went on to is the same to the last number' \
  cmp <(without_tattoo "$work/fifty.json") <(without_tattoo "$work/reopened.json")
check "a layer mask counts, and what is selected meanwhile does not" \
  cmp <(without_tattoo "$work/masked.json") <(without_tattoo "$work/selected.json")
for json in "$work"/*.json; do
  check "$(basename "$json") keeps to the schema" keeps_to_schema "$json"
done

# Crisp: as the SVG at that size, which a scaled layer is not.
rsvg-convert "$work/scaled.svg" -o "$work/scaled-svg.png"
rmse()
{
  compare -metric RMSE "$work/$1" "$work/scaled-svg.png" null: 2>&1 | sed 's/.*(\(.*\))/\1/'
}
blurred=$(rmse scaled.png)
crisp=$(rmse crisp.png)
echo "# scaled $blurred, redrawn $crisp of the SVG"
check 'a redrawn layer is crisp' awk "BEGIN { exit !($crisp < 1 / 255 && $crisp < $blurred / 2) }"

script=tests/gimp/continue-errors.scm
census='4 layers'
refuse 'no list of shapes' 'The layer carries no list of shapes.' '(add source 5)'
refuse 'redrawing without one' 'The layer carries no list of shapes.' \
  '(plug-in-primitive-redraw RUN-NONINTERACTIVE image source)'
refuse '0 shapes' 'The number of shapes to add must be at least 1.' '(add plain 0)'
refuse 'too many shapes' 'The layer has 5 shapes, to which 1 to 99995 can be added, not 99996.' \
  '(add plain 99996)'
refuse 'too many layers' 'A layer for each of 2001 shapes is more than GIMP can handle.' \
  '(add group 1996)'
refuse 'the picture is gone' \
  '"the picture" is no longer in the image, but shapes can only be added by comparing with it.' \
  '(in-copy remove-picture (name-of plain) 5)'
refuse 'the importance is gone' '"the weights" is no longer in the image' \
  '(in-copy remove-weights (name-of weighted) 5)'
refuse "the group's background is gone" 'The background layer of the group is missing' \
  '(in-copy remove-background (name-of group) 5)'
refuse 'no source in the list' 'does not say what it was drawn after' \
  '(in-copy forget-source (name-of plain) 5)'
refuse 'an indexed image' 'Convert it to RGB with Image > Mode > RGB first.' \
  '(in-copy to-indexed (name-of plain) 5)'
refuse "another image's layer" 'The drawable is not part of the image.' \
  '(plug-in-primitive-continue RUN-NONINTERACTIVE (small) plain 5)'
refusals
finish
