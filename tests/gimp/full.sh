#!/bin/bash
# plug-in-primitive-full: every argument does what it says.
. "$(dirname "$0")/env.sh"

# Palettes of our own: three colours, none, and too many.
palettes=$GIMP2_DIRECTORY/palettes
header=$'GIMP Palette\nName: '
printf '%sThree\n#\n 200 30 20 red\n 20 60 220\n 250 240 200\n' "$header" >"$palettes/three.gpl"
printf '%sEmpty\n#\n' "$header" >"$palettes/empty.gpl"
{
  printf '%sMany\n#\n' "$header"
  for i in {0..1024}; do echo "$((i % 256)) $((i / 256)) 7 colour"; done
} >"$palettes/many.gpl"
gimp_data=

gimp '(load (string-append root "/tests/gimp/full.scm"))'
report

# What the JSON says, by jq's standards of plain tools: one number or colour a line.
member()
{
  grep -o "\"$2\":[^,}]*" "$work/$1.json" | sed "s/\"$2\":\"\\?//; s/\"\$//"
}
between()
{
  member "$1" opacity | awk -v min="$2" -v max="$3" '$1 < min || $1 > max { bad = 1 } END { exit bad || !NR }'
}
# The first "background" that is a colour is the drawing's.
background()
{
  member "$1" background | grep -m 1 '#'
}
check 'a custom opacity range keeps to it' between opacity 51 102
check 'a range that is a point is one opacity' between opaque 255 255
check 'detail is the size of the working image' test "$(member detail width | head -1)" = 64
check 'the foreground colour is the background' test "$(background foreground)" = '#010203'
check 'so is the background colour' test "$(background background)" = '#faf0e6'
check 'the border colour is not the average' test "$(background border)" != "$(background average)"
check 'a palette gives all colours but the background' \
  test "$(member palette color | sort -u | tr '\n' ' ')" = '#143cdc #c81e14 #faf0c8 '
check 'in a grey image its shades' \
  awk '!/^#(..)\1\1$/ { if (substr($0, 2, 2) != substr($0, 4, 2)) bad = 1 } END { exit bad || !NR }' \
  <(member grey color)
check 'a transparent background is in the JSON' grep -q '"transparent":true' "$work/transparent.json"
rsvg-convert "$work/transparent.svg" -o "$work/transparent-svg.png"
check 'and in the SVG' test "$(compare -metric RMSE "$work/transparent.png" \
  "$work/transparent-svg.png" null: 2>&1 | sed 's/ .*//; s/\..*//')" -lt 257
check 'the exported file is the one exported later' cmp "$work/with.svg" "$work/after.svg"
for json in "$work"/*.json; do
  check "$(basename "$json") keeps to the schema" keeps_to_schema "$json"
done

script=tests/gimp/full-errors.scm
census='1 layer, 0 paths, 2 images'
refuse 'an opacity range upside down' 'Minimum opacity, 60, is above Maximum opacity, 40.' \
  '(call 60 40 256 1 0 "" -1 0 0 "")'
refuse 'an opacity above 100' 'Maximum opacity must be between 0 and 100, not 101.' \
  '(call 50 101 256 1 0 "" -1 0 0 "")'
refuse 'detail 63' 'Detail must be between 64 and 2048, not 63.' \
  '(call 50 50 63 1 0 "" -1 0 0 "")'
refuse 'effort 4' 'Effort must be between 0 and 3, not 4 (0: Draft, 1: Normal, 2: Best, 3: Extreme).' \
  '(call 50 50 256 4 0 "" -1 0 0 "")'
refuse 'background 5' 'Background must be between 0 and 4, not 5 (' \
  '(call 50 50 256 1 5 "" -1 0 0 "")'
refuse 'an unknown palette' 'There is no palette named "Nowhere" with any colors. Windows > Dockable' \
  '(call 50 50 256 1 0 "Nowhere" -1 0 0 "")'
refuse 'an empty palette' 'There is no palette named "Empty" with any colors.' \
  '(call 50 50 256 1 0 "Empty" -1 0 0 "")'
refuse 'a palette of 1025 colours' 'The palette "Many" has too many colors. Choose one with 1024 or fewer.' \
  '(call 50 50 256 1 0 "Many" -1 0 0 "")'
refuse 'a palette with too long a name' 'Palette: the text is too long; at most 1023 bytes are allowed.' \
  '(call 50 50 256 1 0 (make-string 2000 #\a) -1 0 0 "")'
refuse "another image's importance" 'The importance must be a layer, mask or channel of the same image.' \
  '(call 50 50 256 1 0 "" (active other) 0 0 "")'
refuse 'stop-error 256' 'Stop when error is below must be between 0 and 255, not 256.' \
  '(call 50 50 256 1 0 "" -1 256 0 "")'
refuse 'output 5' 'Output must be between 0 and 4, not 5 (' \
  '(call 50 50 256 1 0 "" -1 0 5 "")'
refuse 'export to .png' 'The name of the file must end in .svg or .json: "a.png".' \
  '(call 50 50 256 1 0 "" -1 0 0 "a.png")'
refuse 'export to a folder that is not there' '/missing/a.svg" could not be written: No such file' \
  '(call 50 50 256 1 0 "" -1 0 0 (string-append work "/missing/a.svg"))'
refuse 'a group of 2001 layers' 'A layer for each of 2001 shapes is more than GIMP can handle. Draw 2000 or fewer' \
  '(call-count 2001 1)'
refuse '10001 paths' 'A path for each of 10001 shapes is more than GIMP can handle. Draw 10000 or fewer' \
  '(call-count 10001 3)'
refusals
finish
