#!/bin/bash
# The strip of looks in a real GIMP window: every preset shows what it makes of the picture, a click
# or an arrow key chooses one, what is chosen is marked, and the user's own are there too.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "coffee.png")'

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
timings=$GIMP_PRIMITIVE_HOOK/timings
check 'the pictures are drawn' until_true 60 grep -q '^looks drawn' "$timings"
width=78 # of an item, with what is around it

# press_item PLACE [BUTTON]: item PLACE of those in sight, counted from 0, or the last one of all.
press_item()
{
  local x
  x=$(awk -F'\t' -v n="$1" -v w=$width '$1 == "prim-looks" {
    print $2 + (n == "last" ? $4 - 3 - w / 2 : 3 + w * n + w / 2) }' "$GIMP_PRIMITIVE_HOOK/widgets")
  xdotool mousemove "${x%.*}" $(($(field looks 3) + 30)) click "${2:-1}"
}
picture strip

# ---- Choosing ----------------------------------------------------------------------------

again press_item 1
picture poster
check 'a click chooses a look: Poster has 150 shapes' last 'done 150 shapes'
again key Right
check 'an arrow key the next one: Low Poly has 300' last 'done 300 shapes'
drawn=$(grep -c '^looks drawn' "$timings")
marked() # marked PLACE: the color of that item, above its picture
{
  local x=$(($(field looks 2) + 3 + width * $1 + width / 2)) y=$(($(field looks 3) + 5))
  import -window root -crop "1x1+$x+$y" -depth 8 txt:- | awk 'END { print $3 }'
}
picture marked
check 'it is marked' test "$(marked 2)" != "$(marked 1)"
again type_into count 61
picture unmarked
check 'and is not when a setting differs' test "$(marked 2)" = "$(marked 1)"
again click reset
check 'Reset chooses Default' test "$(marked 0)" != "$(marked 1)"
check 'no picture is drawn twice' test "$(grep -c '^looks drawn' "$timings")" = "$drawn"

# ---- The user's own ------------------------------------------------------------------------

save='^Save Preset$' rename='^Rename Preset$' presets=$GIMP2_DIRECTORY/gimp-primitive/presets
again type_into count 33
key alt+j # the menu of presets
sleep 0.3
key Return
until_true 10 has_window "$save" || true
xdotool type Mine
key Return
check 'a preset of the user gets a picture as well' \
  until_true 60 eval '[ "$(grep -c "^looks drawn" "$timings")" -gt $drawn ]'
again click reset
press_item 0 # has the focus then
again key End
check 'and is the last of the strip' last 'done 33 shapes'
picture own
menu_item() # menu_item KEY COMMAND...: an item of the last look's menu, until the command succeeds
{
  local key=$1
  shift
  for _ in {1..5}; do
    press_item last 3
    sleep 0.5
    picture menu
    key "$key"
    until_true 3 "$@" && return
  done
  return 1
}
check 'its menu renames it' menu_item r has_window "$rename"
key ctrl+a
xdotool type Ours
key Return
check 'so that the file has the other name' until_true 10 test -s "$presets/Ours.preset"
check 'alone' test "$(ls "$presets")" = Ours.preset
asks() # GTK gives its question no title
{
  [ -z "$(xdotool getactivewindow getwindowname 2>/dev/null)" ]
}
menu_item d asks || true
picture delete
key alt+d
check 'and deletes it' until_true 10 test ! -e "$presets/Ours.preset"
key Escape
check 'Escape leaves the image as it was' eval 'closed && is "(untouched)" 1'
check 'no crash, and no complaint of a library' no_crash
finish
