#!/bin/bash
# The list of shapes on the layer: saved, read back, exported; damaged ones refused.
. "$(dirname "$0")/env.sh"

script=tests/gimp/export.scm
census='1 layer, its shapes exported'
message="The layer's list of shapes is damaged. Redraw the picture to get a new one."

echo '{"version":1,"shapes":[]}' >"$work/damaged"
echo '{"version":3,"shapes":[]}' >"$work/newer"
refuse 'a damaged list' "$message" '(export-text "damaged")'
refuse 'a newer version' 'A newer version of this plug-in made the layer. Update the plug-in' \
  '(export-text "newer")'
refuse 'a folder that is not there' '/missing/a.svg" could not be written: No such file or directory.' \
  '(begin (attach layer good) (export layer "missing/a.svg"))'

# Names that must survive an export.
echo "the user's own" >"$work/victim"
ln -s victim "$work/trap.svg.part"
echo old >"$work/real.svg"
ln -s real.svg "$work/link.svg"
(umask 077 && echo old >"$work/secret.svg")
refusals
check 'a link named as the file was once written first is not followed' \
  test "$(cat "$work/victim")" = "the user's own"
check 'and is still there' test -L "$work/trap.svg.part"
check 'a link stays a link, and what it points to is replaced' \
  bash -c "test -L '$work/link.svg' && cmp '$work/real.svg' '$work/good.svg'"
check 'a file only for its owner stays so' test "$(stat -c %a "$work/secret.svg")" = 600
check 'a name of 255 bytes' cmp "$work/good.svg" "$work/$(printf 'x%.0s' {1..251}).svg"

check 'a list of shapes with members unknown is read' test -s "$work/good.svg"
check 'no damaged list was exported' test ! -e "$work/damaged.svg"
check 'nothing else is left behind' test -z "$(find "$work" -name '.*' -o -name '*.part' -type f)"

# The exported file shows what the layer shows.
rsvg-convert "$work/good.svg" -o "$work/good.png"
check 'the SVG has the size of the layer' \
  test "$(identify -format %wx%h "$work/good.png")" = 451x300
rsvg-convert "$work/photo.svg" -o "$work/photo-svg.png"
rmse=$(compare -metric RMSE "$work/photo.png" "$work/photo-svg.png" null: 2>&1 | sed 's/.*(\(.*\))/\1/')
echo "# layer and SVG differ by $rmse"
check 'the SVG looks like the layer' awk "BEGIN { exit !($rmse < 0.01) }"
check 'after saving and loading the XCF the same SVG comes out' \
  cmp "$work/photo.svg" "$work/loaded.svg"
check 'a decimal comma in the language makes no difference' \
  bash -c "! grep -E '[0-9],[0-9]+,[0-9]' '$work/photo.svg'"
finish
