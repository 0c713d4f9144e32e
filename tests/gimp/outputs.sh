#!/bin/bash
# A drawing as a group, as frames, as paths.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/outputs.scm"))'
report

check 'a group is exported as the layer is' cmp "$work/layer.svg" "$work/group.svg"
check 'so is a group from a file' cmp "$work/layer.svg" "$work/saved.svg"
check 'so is the last frame' cmp "$work/hundred.svg" "$work/frame.svg"

delays()
{
  identify -format '%T ' "$work/frames.gif"
}
check "GIMP's GIF plays 6 frames, the last one longer" \
  test "$(delays)" = '10 10 10 10 10 200 '
check "GIMP's WebP plays 6 frames" \
  grep -q 'Number of frames: 6$' <(webpmux -info "$work/frames.webp")
check 'the last one longer' \
  grep -Eq '^ +6: .* 2000 ' <(webpmux -info "$work/frames.webp")
finish
