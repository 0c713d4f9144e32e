#!/bin/bash
# In a real GIMP window: the menu entry opens the dialog, whose OK adds a layer; Repeat
# and Re-Show; the layer fills while a repeated run goes on; one Undo brings back the
# image exactly, and so it does after a Cancel.
. "$(dirname "$0")/window-env.sh"

start_screen
start_gimp
fu '(show-image (photo "chelsea.png"))' >/dev/null
sleep 1 # for the window to be drawn

message='^GIMP Message$'

# GIMP may show more than one.
close_messages()
{
  local window
  while window=$(window_named "$message") && [ -n "$window" ]; do
    xdotool windowactivate --sync "$window" key Escape 2>/dev/null || true
    sleep 0.3
  done
}

no_process()
{
  ! is_running
}

# ---- A run from the menu, undone -------------------------------------------------

check 'the menu entry opens the dialog' open_dialog
if [ $failed = 1 ]; then # the rest could only wait in vain
  finish
fi
until_true 20 settled || true
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
key ctrl+f
check 'Repeat adds a layer without a dialog' until_true 60 is '(finished)' 1
check 'with a mask' is '(= (car (gimp-layer-get-mask (result))) -1)' '#f'
key ctrl+z
check 'one Undo takes both back' until_true 10 is '(as-before)' 1
check 'and the selection stays' is '(car (gimp-selection-is-empty image))' 0
fu '(gimp-selection-none image)' >/dev/null

# ---- The layer fills while a long repeated run goes on, which is then cancelled --------

fu '(gimp-attach-parasite (list "gimp-primitive-last-values" 1
  "gimp-primitive last values 1\ncount=98304\n"))' >/dev/null
key ctrl+f
check 'the layer is there while the search runs' until_true 20 is '(layer-count image)' 2
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
sleep 1
check 'after a Cancel what was painted stays' is '(layer-count image)' 2
close_messages
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1

# ---- A repeated run whose file cannot be written in the end ----------------------------

mkdir "$work/folder"
fu "(begin
  (gimp-attach-parasite (list \"gimp-primitive-last-values\" 1
    \"gimp-primitive last values 1\ncount=8000\n\"))
  (define session \"gimp-primitive last values 1\nexport=$work/folder/a.svg\n\")
  (gimp-procedural-db-set-data \"plug-in-primitive\" (string-length session)
    (list->vector (map char->integer (string->list session)))))" >/dev/null
image_window
key ctrl+f
check 'the layer is there while the search runs' until_true 20 is '(layer-count image)' 2
rmdir "$work/folder"
check 'the search comes to its end' until_true 60 no_process
check 'a message says that the file cannot be written' until_true 10 has_window "$message"
picture message
close_messages
check 'the drawing is not lost for that: the layer is whole, with its shapes' is '(finished)' 1
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1
key ctrl+f
check 'a folder that is not there is missed before the search' \
  until_true 20 has_window "$message"
close_messages
check 'and nothing is done' is '(as-before)' 1
fu '(gimp-procedural-db-set-data "plug-in-primitive" 1 #(0))' >/dev/null

# ---- Garbage in place of the last values, and Re-Show ----------------------------------

for garbage in 'gimp-primitive last values 1\ncount=abc\nshapes=blob,\nstyle=\n=\n\001\377' \
  'gimp-primitive last values 99\ncount=7\n' '{\"count\": 7}' ''; do
  fu "(gimp-attach-parasite (list \"gimp-primitive-last-values\" 1 \"$garbage\"))" >/dev/null
  image_window
  rm -f "$GIMP_PRIMITIVE_HOOK"/*
  key ctrl+shift+f
  check 'Re-Show opens the dialog' until_true 30 has_window "$title"
  until_true 20 settled || true
  check "last values that are garbage become the defaults: $(ended)" \
    grep -q 'done 100 shapes' "$GIMP_PRIMITIVE_HOOK/timings"
  key Escape
  closed || true
done
check 'and the image is as it was' is '(as-before)' 1
check 'no crash, and no complaint of a library' no_crash
finish
