#!/bin/bash
# Results that are drawn again in their place, by scripts and by Repeat, where new ones stand, and
# what is visible as the picture.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/editing.scm"))'
report
check 'are told of' grep -q 'The shapes are paths now. They are hidden at first' "$log"

script=tests/gimp/editing-errors.scm
census='2 layers'
refuse 'nothing to replace' 'The layer carries no list of shapes.' '(with image source "output=replace")'
refuse 'the picture is gone' \
  '"the picture", which the layer was drawn after, is no longer in the image.' \
  '(in-copy remove-picture "output=replace")'
refuse 'a layer that was moved away' 'does not lie under the result' \
  '(in-copy move-away "output=replace")'
refuse 'what is visible of an indexed image' 'Convert it to RGB with Image > Mode > RGB first.' \
  '(in-copy to-indexed "input=visible")'
refuse 'an unknown input' 'input' '(with image source "input=nothing")'
refusals
finish
