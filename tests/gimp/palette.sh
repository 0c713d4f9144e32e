#!/bin/bash
# Colors from the picture, and colors in a list.
. "$(dirname "$0")/env.sh"

gimp '(load (string-append root "/tests/gimp/palette.scm"))'
report

# colors NAME: those of the shapes and of the background, each once.
colors()
{
  grep -o '"\(color\|background\)":"#[^"]*' "$work/$1.json" | sed 's/.*"//' | sort -u | tr '\n' ' '
}
has() { test "$(colors "$1")" = "$2"; }
count() { colors "$1" | wc -w; }

check 'a picture of four colors gives these' has all '#000000 #143cdc #c81e14 #ffffff '
check 'also when more may be taken' has more '#000000 #143cdc #c81e14 #ffffff '
check 'a list gives its colors' has list '#143cdc #c81e14 '
check 'a selection has its own' has selected '#000000 #ffffff '
check 'what was erased gives none' has erased '#c81e14 '
check "six of a photo's colors" test "$(count photo)" = 6
check 'which stay when shapes are added' has continued "$(colors photo)"
check 'any color without a palette' test "$(count free)" -gt 40
check 'importance leaves the colors alone' has weighted "$(colors even)"
check 'but is honored' eval '! cmp -s "$work/weighted.json" "$work/even.json"'
check "a grey picture's colors are grey" eval '! colors grey | tr " " "\n" | grep . | grep -vE "#(..)\1\1"'
check 'up to five of them' eval '[ "$(count grey)" -ge 3 ] && [ "$(count grey)" -le 5 ]'
check 'the record says where they came from' grep -q '"palette":"picture:6"' "$work/photo.json"
check 'a batch finds them for each picture' test "$(count coffee)" = 3
for json in "$work"/*.json; do
  check "$(basename "$json") keeps to the schema" keeps_to_schema "$json"
done
finish
