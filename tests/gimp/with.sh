#!/bin/bash
# plug-in-primitive-with: all settings by name, in one text.
. "$(dirname "$0")/env.sh"

gimp '(load (string-append root "/tests/gimp/with.scm"))'
report

# 30 to 60 thousandths of 256 pixels are 124 to 244 sixteenths, in steps of 4.
radii()
{
  grep -o '"circle","geometry":\[[^]]*' "$work/$1.json" | sed 's/.*,//'
}
check '40 circles are written' test "$(radii dots | wc -l)" = 40
check 'of limited size' awk '$1 < 62 || $1 > 122 { bad = 1 } END { exit bad || !NR }' <(radii dots)
check 'the limits are in the record' grep -q '"size-min":30.0,"size-max":60.0' "$work/again.json"
for name in green darker more; do
  rsvg-convert "$work/$name.svg" -o "$work/svg.png"
  off=$(compare -metric RMSE "$work/$name.png" "$work/svg.png" null: 2>&1 | sed 's/.*(\(.*\))/\1/')
  echo "# $name: layer and SVG differ by $(awk "BEGIN { print 255 * $off }") of 255"
  check "$name: layer and SVG differ by less than 1 of 255" awk "BEGIN { exit !(255 * $off < 1) }"
done
check 'the record has outline and gap' \
  grep -q '"outline":{"width":25,"color":"#10a020"},"gap":37,' "$work/green.json"
check 'also after shapes were added' grep -q '"outline":{"width":25,"color":"darker"},"gap":37,' "$work/more.json"
check 'of which there are 50' test "$(grep -o '"geometry"' "$work/more.json" | wc -l)" = 50
for json in "$work"/*.json; do
  check "$(basename "$json") keeps to the schema" keeps_to_schema "$json"
done

script=tests/gimp/with-errors.scm
census='1 layer'
names='count, shapes, style, gpu-mode, seed, opacity-min, opacity-max, detail, effort, background'
refuse 'an unknown name' "There is no setting named \"cuont\". The known names are: $names" '(call "cuont=5")'
refuse 'a name without a value' 'Number of shapes must be a number, not "".' '(call "count")'
refuse 'no name at all' 'There is no setting named "".' '(call "=5")'
refuse 'the header of a preset' 'There is no setting named "gimp-primitive preset 1".' \
  '(call "gimp-primitive preset 1\ncount=5")'
refuse 'commas between settings' 'Number of shapes must be a number, not "5,seed=1".' '(call "count=5,seed=1")'
refuse 'a count of 0' 'Number of shapes must be between 1 and 100000, not 0.' '(call "seed=1;count=0")'
refuse 'half a shape' 'Number of shapes must be between 1 and 100000, not 1.5.' '(call "count=1.5")'
refuse 'a number for a name' \
  'Opacity: there is no value named "3". The known names are: crispy, dreamy, blurry, auto, custom.' \
  '(call "style=3")'
refuse 'an unknown shape' 'Shapes: there is no shape named "blob". The known names are: mixed, triangle' \
  '(call "shapes=line,blob")'
refuse 'a palette with too long a name' 'Palette: the text is too long; at most 1023 bytes are allowed.' \
  '(call (string-append "palette=" (make-string 2000 #\a)))'
refuse 'a damaged text' 'Palette: "a\" is damaged text.' '(call "palette=a\\")'
refuse 'a size above 1000' 'Largest size must be between 0 and 1000, not 1001.' '(call "size-max=1001")'
refuse 'sizes upside down' 'Smallest size, 60, is above Largest size, 30.' '(call "size-max=30;size-min=60")'
refuse 'a color by name' \
  'Outline color must be "darker" or a color like #336699, not "red".' '(call "outline-color=red")'
refuse 'a long unknown name' 'There is no setting named "aaaaaaaaaa' '(call (make-string 100000 #\a))'
refuse 'an unknown palette' 'There is no palette named "No;where" with any colors.' \
  '(call "palette=No\\073where")'
refusals
finish
