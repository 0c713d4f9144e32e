#!/bin/bash
# The list of shapes on the layer: saved, read back, exported; damaged ones refused.
. "$(dirname "$0")/gimp-env.sh"

script=gimp-export.scm
census='1 layer, its shapes exported'
message="The layer's list of shapes is damaged, or a newer version of this plug-in wrote it."

# A list of shapes that is right, from which one thing is taken at a time.
geometry='[0,0,160,0,0,160]'
shape()
{
  echo "{\"kind\":\"${1-triangle}\",\"geometry\":${2-$geometry},\"color\":\"${3-#ff0000}\",\"opacity\":${4-128}}"
}
drawing()
{
  echo "{\"version\":${2-1},\"width\":${3-10},\"height\":${4-10},\"background\":${5-\"#102030\"},\"shapes\":$1}"
}

damaged=0
# damage NAME: the text on standard input must be refused.
damage()
{
  damaged=$((damaged + 1))
  cat >"$work/damaged.$damaged"
  refuse "$1" "$message" "(export-text \"damaged.$damaged\")"
}

damage 'an empty text' </dev/null
damage 'no JSON' < <(echo 'hello')
damage 'truncated JSON' < <(drawing "[$(shape)]" | head -c 80)
damage 'a list instead of an object' < <(echo '[1,2,3]')
damage 'an empty object' < <(echo '{}')
damage 'version 2' < <(drawing "[$(shape)]" 2)
damage 'a version that is no number' < <(drawing "[$(shape)]" '"1"')
damage 'width 0' < <(drawing "[$(shape)]" 1 0)
damage 'a huge width' < <(drawing "[$(shape)]" 1 1000000000000)
damage 'a width with a fraction' < <(drawing "[$(shape)]" 1 10.5)
damage 'a colour that is none' < <(drawing "[$(shape)]" 1 10 10 '"red"')
damage 'shapes that are no list' < <(drawing '{"a":1}')
damage 'a shape that is a number' < <(drawing '[7]')
damage 'a shape that is null' < <(drawing '[null]')
damage 'an unknown kind' < <(drawing "[$(shape blob)]")
damage 'too few numbers' < <(drawing "[$(shape triangle '[0,0,160,0,0]')]")
damage 'too many numbers' < <(drawing "[$(shape triangle '[0,0,160,0,0,160,5,5]')]")
damage 'a number too large' < <(drawing "[$(shape triangle '[0,0,160,0,0,65537]')]")
damage 'a number far too large' < <(drawing "[$(shape triangle '[0,0,160,0,0,9223372036854775807]')]")
damage 'a number that is a text' < <(drawing "[$(shape triangle '[0,0,160,0,0,"1"]')]")
damage 'a polygon of 9 corners' < <(drawing "[$(shape polygon '[0,0,1,0,2,0,3,0,4,0,5,0,6,0,7,0,8,8]')]")
damage 'half a corner' < <(drawing "[$(shape polygon '[0,0,1,0,2,0,3,0,4]')]")
damage 'a negative radius' < <(drawing "[$(shape circle '[80,80,-5]')]")
damage 'opacity 0' < <(drawing "[$(shape triangle "$geometry" '#ff0000' 0)]")
damage 'opacity 256' < <(drawing "[$(shape triangle "$geometry" '#ff0000' 256)]")
refuse '131072 shapes' "$message" '(export-many)'
refuse 'brackets nested 262144 deep' "$message" '(export-deep)'
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
