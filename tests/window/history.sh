#!/bin/bash
# Undo and redo in the dialog, and the way back to seeds that were seen, in a real GIMP window.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "chelsea.png")'

shows() # shows NAME: how the picture is drawn now
{
  import -window root -crop "$(field preview 4)x$(field preview 5)+$(field preview 2)+$(field preview 3)" \
    +repage "$work/$1.png"
}
alike() # alike NAME NAME
{
  cmp -s <(convert "$work/$1.png" rgb:-) <(convert "$work/$2.png" rgb:-)
}
looks_as() # looks_as NAME: once more, now
{
  shows now
  alike now "$1"
}

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
sleep 0.3
shows first

# ---- Values -----------------------------------------------------------------------------

before=$(asked)
key ctrl+z
sleep 0.5
check 'at first there is nothing to undo' test "$(asked)" = "$before"
again type_into count 40
again click ellipse
sleep 0.3
shows ellipse
again key ctrl+z
check 'Ctrl+Z takes the kind of shape back' until_true 5 eval '! is_on ellipse'
check 'and leaves the number of shapes' last 'done 40 shapes'
again key ctrl+z
check 'then the number of shapes' last 'done 100 shapes'
check 'and all looks as at first' until_true 10 looks_as first
again key ctrl+shift+z
check 'Ctrl+Shift+Z brings it again' last 'done 40 shapes'
again key ctrl+y
check 'as Ctrl+Y does' until_true 5 is_on ellipse
check 'and all looks as before' until_true 10 looks_as ellipse
before=$(asked)
key ctrl+y
sleep 0.5
check 'there is nothing more to redo' test "$(asked)" = "$before"
focus count
: >"$GIMP_PRIMITIVE_HOOK/timings"
again key Up Up Up Up
check 'a value that goes on changing' last 'done 44 shapes'
again key ctrl+z
check 'is one step' last 'done 40 shapes'
again click reset
check 'Reset is one, too' last 'done 100 shapes'
again key ctrl+z
check 'and can be undone' eval 'last "done 40 shapes" && is_on ellipse'

# ---- Strokes ------------------------------------------------------------------------------

key ctrl+b
until_true 5 is_on brush || true
again click preview
sleep 0.3
shows stroke
again key ctrl+z
check 'a stroke can be undone' test "$(field brush-clear 6)" = insensitive
again key ctrl+y
check 'and redone' test "$(field brush-clear 6)" != insensitive
xdotool mousemove "$(($(field preview 2) + $(field preview 4) / 2))" "$(($(field preview 3) + $(field preview 5) / 2))"
check 'with what it painted' until_true 10 looks_as stroke
key ctrl+b

# ---- Seeds --------------------------------------------------------------------------------

again click reset
check 'there is no seed before the first' test "$(field seed-back 6)" = insensitive
again type_into seed 7
sleep 0.3
shows seed
again type_into seed 8
again click seed-back
check 'back to the seed before' until_true 10 looks_as seed
again click seed-back
check 'and to the first' until_true 10 looks_as first
check 'before which there is none' test "$(field seed-back 6)" = insensitive
again click seed-forward
check 'forward again' until_true 10 looks_as seed
picture seeds
key Escape
check 'Cancel closes it' closed
check 'and nothing was done to the image' is '(untouched)' 1
check 'no crash, and no complaint of a library' no_crash
finish
