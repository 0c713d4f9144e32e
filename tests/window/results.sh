#!/bin/bash
# In a real GIMP window: the menu entry opens the dialog, whose OK adds a layer; Repeat
# and Re-Show; the layer fills while a repeated run goes on; one Undo brings back the
# image exactly, and so it does after a Cancel. A file is only replaced when the user says
# so, and never by Repeat. Threads may be missing.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp env LD_PRELOAD="$root/build/no-threads.so:$quick_babl" PRIM_NO_THREADS="$work/no-threads"
show '(photo "chelsea.png")'

# ---- A run from the menu, undone -------------------------------------------------

check 'the menu entry opens the dialog' open_dialog
if [ $failed = 1 ]; then # the rest could only wait in vain
  finish
fi
steady
check 'nothing is done to the image yet' is '(untouched)' 1
key Return
check 'Return is OK: it adds a layer' until_true 60 is '(finished)' 1
check 'and closes the dialog' closed
check 'the layer is named' is '(name-of (result))' '"Primitives: 100 triangles"'
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(layer-count image)' 1
check 'and the image is as it was, to the pixel' is '(as-before)' 1
key ctrl+y
check 'Redo brings it again' until_true 10 is '(finished)' 1
check 'with the same pixels' is '(difference (result) (active painted))' 0.0
key ctrl+z
until_true 10 is '(layer-count image)' 1
fu '(gimp-image-set-active-layer image source)' >/dev/null

# ---- Repeat, with a selection: layer and mask are one step, too ----------------------

fu '(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 50 50 200 150)' >/dev/null
check 'Repeat adds a layer without a dialog' choose ctrl+f is '(finished)' 1
check 'with a mask' is '(= (car (gimp-layer-get-mask (result))) -1)' '#f'
key ctrl+z
check 'one Undo takes both back' until_true 10 is '(as-before)' 1
check 'and the selection stays' is '(car (gimp-selection-is-empty image))' 0
fu '(gimp-selection-none image)' >/dev/null

# ---- The layer fills while a long repeated run goes on, which is then cancelled --------

fu '(gimp-attach-parasite (list "gimp-primitive-last-values" 1
  "gimp-primitive last values 1\ncount=98304\n"))' >/dev/null
check 'the layer is there while the search runs' choose ctrl+f is '(layer-count image)' 2
check 'the search is still running' is_running
fu '(define early (car (gimp-image-duplicate image)))' >/dev/null
changes()
{
  is '(> (difference (result) (vector-ref (cadr (gimp-image-get-layers early)) 0)) 0)' '#t'
}
check 'the layer changes as it goes' until_true 20 changes
check 'the search is still running then' is_running
for pid in $(running); do
  kill -KILL "$pid" # what the Cancel button does
done
until_true 10 has_window "$message" || true
check 'after a Cancel what was painted stays' is '(layer-count image)' 2
close_messages
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1

# ---- A file that exists is replaced when the user says so --------------------------------

replace='^Replace File$'
file=build/tests/$name/a.svg
is_old()
{
  [ "$(cat "$file")" = old ]
}
is_drawing() # is_drawing COUNT: as the title tells
{
  grep -q "<title>Primitives: $1 " "$file"
}
open_with_file() # open_with_file COUNT: the dialog, with the name of the file typed in
{
  open_dialog || true
  again type_into count "$1"
  open_advanced
  type_into export "$file"
}
undo_all()
{
  closed || true
  image_window
  key ctrl+z
  until_true 10 is '(as-before)' 1 || true
  fu '(gimp-image-set-active-layer image source)' >/dev/null
}
fu '(gimp-attach-parasite (list "gimp-primitive-last-values" 1 "-"))' >/dev/null
echo old >"$file"
open_with_file 30
picture export
click ok
check 'OK asks before it replaces a file whose name was typed' until_true 10 has_window "$replace"
picture replace
key Return
check 'Return is the safe answer' until_true 10 no_window "$replace"
check 'the dialog is still there, and so is the file' eval 'has_window "$title" && is_old'
click ok
until_true 10 has_window "$replace" || true
key alt+r
check 'Replace makes the layer' until_true 30 is '(finished)' 1
check 'and writes the file' until_true 10 is_drawing 30
check 'it is not remembered with the other values' eval \
  'fu "(caddr (car (gimp-get-parasite \"gimp-primitive-last-values\")))" >"$work/values" &&
   grep -q count=30 "$work/values" && ! grep -q export "$work/values"'
undo_all

# The file chooser asks by itself, and once is enough.
asks() # GTK gives its question no title
{
  [ -z "$(xdotool getactivewindow getwindowname 2>/dev/null)" ]
}
open_dialog || true
again type_into count 31
open_advanced
click browse
chooser='^Export the Shapes To$'
until_true 10 has_window "$chooser" || true
key ctrl+a
xdotool type --delay 10 "$root/$file"
key Return
check 'the file chooser asks' until_true 10 asks
picture chooser
key alt+r
check 'it closes after Replace' until_true 10 no_window "$chooser"
check 'nothing is written before OK' is_drawing 30
click ok
check 'OK does not ask again' until_true 30 is '(finished)' 1
check 'and replaces the file' until_true 10 is_drawing 31
undo_all

# ---- Repeat on another photo leaves it alone, whatever the stored values say ----------------

echo old >"$file"
fu "(begin
  (gimp-attach-parasite (list \"gimp-primitive-last-values\" 1
    \"gimp-primitive last values 1\ncount=20\nexport=$root/$file\n\"))
  (define session \"gimp-primitive last values 1\nexport=$root/$file\n\")
  (gimp-procedural-db-set-data \"plug-in-primitive\" (string-length session)
    (list->vector (map char->integer (string->list session)))))" >/dev/null
check 'Repeat draws' choose ctrl+f is '(finished)' 1
until_true 30 no_process || true
check 'and leaves the file of the run before alone' is_old
undo_all
open_dialog || true
steady
key Return
check 'the dialog does not begin with that file either: OK asks nothing' until_true 30 is '(finished)' 1
check 'and leaves the file alone' is_old
fu '(gimp-procedural-db-set-data "plug-in-primitive" 1 #(0))' >/dev/null
undo_all

# ---- A file that cannot be written in the end ----------------------------------------------

mkdir "$work/folder"
file=build/tests/$name/folder/a.svg
open_dialog || true
type_into count 2500
until_true 20 searches || true
open_advanced
type_into export "$file"
click ok
check 'the layer is there while the search runs' until_true 30 is '(layer-count image)' 2
rmdir "$work/folder"
check 'the search comes to its end' until_true 120 no_process
check 'a message says that the file cannot be written' until_true 10 has_window "$message"
picture message
close_messages
check 'the drawing is not lost for that: the layer is whole, with its shapes' is '(finished)' 1
undo_all

# ---- Garbage in place of the last values, and Re-Show ----------------------------------

for garbage in 'gimp-primitive last values 1\ncount=abc\nshapes=blob,\nstyle=\n=\n\001\377' \
  'gimp-primitive last values 99\ncount=7\n' '{\"count\": 7}' ''; do
  fu "(gimp-attach-parasite (list \"gimp-primitive-last-values\" 1 \"$garbage\"))" >/dev/null
  rm -f "$GIMP_PRIMITIVE_HOOK"/*
  check 'Re-Show opens the dialog' choose ctrl+shift+f has_window "$title"
  check "last values that are garbage become the defaults" until_true 60 last 'done 100 shapes'
  key Escape
  closed || true
done
check 'and the image is as it was' is '(as-before)' 1

# ---- No threads ---------------------------------------------------------------------------

echo 0 999 >"$work/no-threads"
check 'without any thread the dialog opens' open_dialog
check 'it says that it cannot search' \
  until_true 10 grep -q '^The search could not begin' "$GIMP_PRIMITIVE_HOOK/timings"
picture no-threads
rm "$work/no-threads"
check 'and does when there are threads again' again type_into count 30
check 'as ever' last 'done 30 shapes'
key Escape
check 'it closes' closed
echo 0 999 >"$work/no-threads"
open_dialog || true
key Return
check 'OK does nothing when nothing was searched' eval 'sleep 0.5; has_window "$title"'
key Escape
check 'Escape closes it' closed
check 'the image is as it was' is '(as-before)' 1
echo 0 1 >"$work/no-threads"
open_dialog || true
check 'without a thread for the preview, it is painted all the same' \
  until_true 20 grep -q '^change->shapes on screen' "$GIMP_PRIMITIVE_HOOK/timings"
check 'and the search comes to its end' until_true 60 last 'done 100 shapes'
key Escape
closed || true
rm "$work/no-threads"
check 'no crash, and no complaint of a library' no_crash
finish
