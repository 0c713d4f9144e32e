#!/bin/bash
# What a user may expect of any dialog, in a real GIMP window: the wheel scrolls and changes
# nothing by mistake, the space bar shows the original, no preset is lost, and what goes on is told.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "chelsea.png")'

# ---- The submenu ---------------------------------------------------------------------

in_submenu() # how many of our entries GIMP has in the submenu, with their icon
{
  grep -A1 '(menu-path "<Image>/Filters/Artistic/Geometric Primitives")' "$GIMP2_DIRECTORY/pluginrc" |
    grep -c '(icon inline-pixbuf '
}
check 'Draw, Add More Shapes and Repaint are in a submenu of their own' test "$(in_submenu)" = 3
image_window
key alt+r
sleep 0.5
key a
sleep 0.5
key g
sleep 0.5
picture menu
key Escape Escape Escape Escape

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
timings=$GIMP_PRIMITIVE_HOOK/timings

# ---- Refining, and a bar that agrees -------------------------------------------------

# agree: every percentage is that of the time before or more, and both parts were told.
agree()
{
  grep -q '^progress Placing: shape [0-9]* of 100 · ' "$timings" &&
    grep -q '^progress Refining: round [0-9]* of [0-9]* · ' "$timings" &&
    sed -n 's/^progress .*· \([0-9]*\) %$/\1/p' "$timings" | sort -nc
}
: >"$timings"
again type_into seed 5
check 'it places, then refines, and the percentage rises' agree
check 'which ends with all shapes' grep -qx 'progress 100 shapes' "$timings"

# ---- The wheel -------------------------------------------------------------------------

turn_wheel() # turn_wheel NAME DIRECTION: 4 is up, 5 down; four times
{
  click "$1" "$2" 20
  xdotool click --repeat 3 "$2"
  sleep 0.3
}
open_advanced
before=$(asked) top=$(field effort 3)
for control in effort output background; do
  turn_wheel $control 4
done
picture wheel
check 'the wheel over lists scrolls' test "$(field effort 3)" -gt "$top"
for control in count style preset size-max seed; do
  [ -z "$(field $control 2)" ] || turn_wheel $control 5
done
xdotool mousemove $(($(field count 2) - 60)) $(($(field count 3) + 8)) click 5 click 5 # its slider
sleep 0.5
check 'and changes nothing' test "$(asked)" = "$before"
key alt+v # closes the rest
sleep 0.5
focus count
again turn_wheel count 4
check 'of a number that has the focus the wheel is still good' last 'done 10[1-9] shapes'

# ---- The space bar, and Return ------------------------------------------------------------

shown() # shown WHAT: what the preview showed last
{
  [ "$(grep -x 'original\|shapes' "$timings" | tail -1)" = "$1" ]
}
sees_original() # with the focus where it is
{
  xdotool keydown space
  until_true 5 shown original || return 1
  picture space
  xdotool keyup space
  until_true 5 shown shapes
}
for control in ellipse split; do
  focus $control
  click $control # twice is as before
  steady
  check "the space bar shows the original with the focus on $control" sees_original
done
key alt+y # the list of styles
sleep 0.3
check 'and on a list' sees_original
focus ellipse
steady
state=$(field ellipse 6)
key space
sleep 0.5
check 'the space bar presses no box' test "$(field ellipse 6)" = "$state"
again key Return
check 'Return does' eval '[ "$(field ellipse 6)" != "$state" ]'
check 'and it is not OK' has_window "$title"
again click reset
focus count
: >"$timings"
xdotool key space
sleep 0.3
check 'in an entry the space bar shows nothing' eval '! grep -qx original "$timings"'

# ---- The preview has no tooltip -----------------------------------------------------------

check 'the preview has no tooltip that would cover it' test -z "$(field preview 7)"
check 'what it said is told by the tools' grep -q 'right button' <<<"$(field original 7)"

# ---- Presets ------------------------------------------------------------------------------

presets=$GIMP2_DIRECTORY/gimp-primitive/presets
save_as() # save_as NAME
{
  key alt+j
  sleep 0.3
  key Return # Save
  until_true 10 has_window '^Save Preset$' || true
  key ctrl+a
  xdotool type --delay 10 "$1"
  key Return
}
mine=$presets/Mine.preset
says() # says COUNT
{
  grep -qx "count=$1" "$mine" 2>/dev/null
}
again type_into count 50
save_as Mine
check 'a preset of a new name is saved at once' until_true 10 says 50
again type_into count 51
save_as Mine
replace='^Replace Preset$'
check 'one of the same name asks' until_true 10 has_window "$replace"
picture replace
key Return
check 'Return is the safe answer, and another name can be given' until_true 10 has_window '^Save Preset$'
check 'nothing is lost' says 50
key Escape
until_true 10 no_window '^Save Preset$' || true
save_as Mine
until_true 10 has_window "$replace" || true
key alt+r
check 'Replace replaces it' until_true 10 says 51
save_as Default
sleep 1
picture built-in
check 'a name that comes with the plug-in is refused' test ! -e "$presets/Default.preset"
key Escape # the message
until_true 10 has_window '^Save Preset$' || true
key Escape
until_true 10 no_window '^Save Preset$' || true
check 'no name is there twice' test "$(ls "$presets" | wc -l)" = 1

# Reset is the preset Default: the next one down is the first of the others.
again click reset
picture reset
click preset
sleep 0.3
again key Down Return
check 'Reset chooses Default, and the list goes on from there' last 'done 150 shapes'

# ---- OK while it searches -------------------------------------------------------------------

type_into count 4000
until_true 10 searches || true
sleep 1
click ok
check 'OK while it searches says what goes on and how long' until_true 20 \
  grep -q '^The drawing is being finished: about [0-9]* \(second\|minute\)s* left, then this window closes' "$timings"
sleep 1
picture finishing
click cancel
check 'Cancel still closes it' closed
check 'and leaves the image as it was' until_true 10 is '(untouched)' 1
check 'no crash, and no complaint of a library' no_crash
finish
