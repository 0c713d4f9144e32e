#!/bin/bash
# Every call that must fail says why and what to do, and leaves the image alone.
. "$(dirname "$0")/env.sh"

script=tests/gimp/errors.scm
census='1 1 1 1 2 1'

known='mixed, triangle, rectangle, rotated-rectangle, quadrilateral, polygon, ellipse, rotated-ellipse, circle, line, bezier'

refuse 'count 0' 'Number of shapes must be between 1 and 100000, not 0.' \
  '(call 0 "triangle" 3 1 0)'
refuse 'count 100001' 'Number of shapes must be between 1 and 100000, not 100001.' \
  '(call 100001 "triangle" 3 1 0)'
refuse 'count -5' 'Number of shapes must be between 1 and 100000, not -5.' \
  '(call -5 "triangle" 3 1 0)'
refuse 'an unknown shape' "Shapes: there is no shape named \"blob\". The known names are: $known." \
  '(call 5 "triangle, blob ,circle" 3 1 0)'
refuse 'no shapes' "Shapes: a name is missing. Give one or more of these, with commas between them: $known." \
  '(call 5 "" 3 1 0)'
refuse 'an empty item in the shapes' "Shapes: a name is missing. Give one or more of these, with commas between them: $known." \
  '(call 5 "triangle,,circle" 3 1 0)'
refuse 'style 9' 'Opacity must be between 0 and 4, not 9 (0: Solid, 1: Translucent, 2: Faint, 3: Best fit, 4: Custom).' \
  '(call 5 "triangle" 9 1 0)'
refuse 'style -1' 'Opacity must be between 0 and 4, not -1 (' \
  '(call 5 "triangle" -1 1 0)'
refuse 'gpu-mode 7' 'Compute device must be between 0 and 3, not 7 (0: Automatic, 1: CPU, 2: GPU, 3: Hybrid).' \
  '(call 5 "triangle" 3 7 0)'
refuse 'seed -2' 'Random seed must be between -1 and 2147483647, not -2.' \
  '(call 5 "triangle" 3 1 -2)'
refuse 'run mode 5' 'The run mode must be between 0 and 2, not 5.' \
  '(plug-in-primitive 5 plain (active plain) 5 "triangle" 3 1 0)'
refuse 'a dialog without a screen' 'There is no screen to show a dialog on. Use the run mode RUN-NONINTERACTIVE.' \
  '(plug-in-primitive RUN-INTERACTIVE plain (active plain) 5 "triangle" 3 1 0)'
refuse 'an indexed image' 'Convert it to RGB with Image > Mode > RGB first.' \
  '(on indexed (active indexed))'
refuse 'an indexed image from the menu' 'Convert it to RGB with Image > Mode > RGB first.' \
  '(plug-in-primitive RUN-WITH-LAST-VALS indexed (active indexed) 5 "triangle" 3 1 0)'
refuse 'a selection outside the layer' 'The selection lies outside the layer.' \
  '(on aside (active aside))'
refuse 'a transparent layer' 'There is nothing to draw: every selected pixel is transparent.' \
  '(on clear (active clear))'
refuse 'a floating selection' 'Anchor it with Layer > Anchor Layer first.' \
  '(on floating (active floating))'
refuse "another image's drawable" 'The drawable is not part of the image.' \
  '(on plain (active clear))'
refuse 'exporting a layer without shapes' 'The layer carries no list of shapes.' \
  '(plug-in-primitive-export RUN-NONINTERACTIVE plain (active plain) (string-append work "/a.svg"))'
refuse 'exporting to another format' 'The name of the file must end in .svg or .json: "/tmp/a.tiff".' \
  '(plug-in-primitive-export RUN-NONINTERACTIVE plain (active plain) "/tmp/a.tiff")'

# The benchmark is of the same build, and knows.
case $(build/bench --device) in
  'this build has no GPU back end') absence='this plug-in was built without CUDA.' ;;
  'NVIDIA driver '*' or newer is needed') absence='the NVIDIA driver is missing or too old; version 580 or newer is needed.' ;;
  'no usable NVIDIA device was found') absence='no usable NVIDIA device was found.' ;;
  *) absence= ;;
esac
for mode in 2 3; do
  [ -z "$absence" ] ||
    refuse "gpu-mode $mode where there is no GPU" "There is no graphics processor to compute with: $absence" \
      "(call 5 \"triangle\" 3 $mode 0)"
done

refusals
check 'nothing was written' test ! -e "$work/a.svg"
finish
