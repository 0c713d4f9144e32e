#!/bin/bash
# Images with color profiles: SVG is sRGB, JSON has the image's numbers and says so,
# palettes and the foreground are sRGB, and images without a profile are sRGB as they are.
. "$(dirname "$0")/env.sh"

for profile in wide grey; do
  /usr/bin/python3 tests/gimp/icc.py $profile "$work/$profile.icc"
done
mkdir "$work/batch"
gimp '(load (string-append root "/tests/gimp/colors.scm"))'
report

# off A B: how far two pictures are apart, of 255.
off()
{
  compare -metric RMSE "$1" "$2" null: 2>&1 | sed 's/.*(\(.*\))/\1/' | awk '{ print 255 * $1 }'
}
# looks_alike NAME MOST: the SVG and what GIMP itself makes of the layer in sRGB.
looks_alike()
{
  rsvg-convert "$work/${3-$1}.svg" -o "$work/${3-$1}-svg.png"
  local off
  off=$(off "$work/$1.png" "$work/${3-$1}-svg.png")
  check "$1: SVG and layer differ by $off of 255" awk "BEGIN { exit !($off < $2) }"
}
looks_alike wide 2 parameter
looks_alike translucent 8 # SVG blends in sRGB, the layer in its own space
looks_alike grey 2
check 'the procedure writes the same SVG' cmp "$work/parameter.svg" "$work/procedure.svg"
check 'and so does Export As' cmp "$work/parameter.svg" "$work/as.svg"
check 'the batch does for a file with a profile' cmp "$work/loaded.svg" "$work/drawn/wide.svg"

colors() # colors FILE: the set of them
{
  grep -o '#[0-9a-f]\{6\}' "$1" | sort -u
}
near() # near COLOR COLOR: by 2 in each component at most
{
  for at in 1 3 5; do
    local d=$((16#${1:at:2} - 16#${2:at:2}))
    [ ${d#-} -le 2 ] || return 1
  done
}
all_near() # all_near FILE COLOR...: every color of the file is near one of these
{
  local color wanted found file=$1
  shift
  for color in $(colors "$file"); do
    found=
    for wanted; do ! near "$color" "$wanted" || found=yes; done
    [ $found ] || { echo "# $color"; return 1; }
  done
}
check "the outline's color comes out as it is" \
  near "$(grep -m1 -o 'stroke="#......' "$work/outlined.svg" | tail -c8)" '#c83c8c'
check "and is the image's number in JSON" \
  eval '! near "$(grep -o "\"outline\":{[^}]*" "$work/outlined.json" | grep -o "#......")" "#c83c8c"'
palette=('#c81e28' '#14783c' '#fadc5a' '#1e28a0')
check 'a palette and the foreground come out as they are' \
  all_near "$work/palette.svg" "${palette[@]}" '#3c8cc8'
check 'the background is the foreground' \
  eval 'near "$(grep -o "<rect width=.* fill=\"#......" "$work/palette.svg" | tail -c8)" "#3c8cc8"'
sed -n 's/.*: path //p' "$log" >"$work/paths"
check '15 paths, named by colors of the palette' \
  eval '[ "$(wc -l <"$work/paths")" = 15 ] && all_near "$work/paths" "${palette[@]}"'

check 'JSON keeps to the schema' keeps_to_schema "$work/wide.json"
check 'and says which space its colors are of' \
  grep -q '"color-profile":"Wide Gamut of the Tests"' "$work/wide.json"
check 'they are not those of the SVG' \
  eval '[ "$(colors "$work/wide.json")" != "$(colors "$work/procedure.svg")" ]'
check 'without a profile they are' \
  eval '[ "$(colors "$work/plain.json")" = "$(colors "$work/plain.svg")" ]'
check 'and no profile is named' eval '! grep -q color-profile "$work/plain.json"'
finish
