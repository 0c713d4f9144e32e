#!/bin/bash
# Every procedure's work is one undo step: a group, paths, more shapes, a redrawn layer.
# The menu entry that adds shapes asks how many.
. "$(dirname "$0")/env.sh"

cat >>"$GIMP2_DIRECTORY/menurc" <<'END'
(gtk_accel_path "<Actions>/plug-in/plug-in-primitive-continue" "<Primary>F8")
END
start_screen
start_gimp
fu '(begin
  (show-image (photo "chelsea.png"))
  (define (full output)
    (plug-in-primitive-full RUN-NONINTERACTIVE image source 12 "mixed" 3 1 1 50 50 128 0 0 "" -1 0
                            output ""))
  (define (paths) (car (gimp-image-get-vectors image)))
  (define first (car (gimp-image-duplicate image))))' >/dev/null
until_true 30 has_window ' – GIMP$' || true

fu '(full 1)' >/dev/null
check 'a group is made' is '(car (gimp-item-is-group (result)))' 1
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1

fu '(full 3)' >/dev/null
check 'paths are made' is '(paths)' 12
key ctrl+z
check 'one Undo takes them back' until_true 10 is '(paths)' 0
check 'and leaves the rest' is '(as-before)' 1

# From here on there is a layer to go back to, as it was.
fu '(begin
  (define layer (car (primitive image source 12 "mixed" 1)))
  (define text (caddr (car (gimp-item-get-parasite layer "primitive-shapes"))))
  (define twelve (car (gimp-image-duplicate image)))
  (define (again)
    (if (and (= (difference layer (active twelve)) 0)
             (equal? (name-of layer) "Primitives: 12 shapes")
             (equal? text (caddr (car (gimp-item-get-parasite layer "primitive-shapes"))))
             (= (car (gimp-selection-is-empty image)) FALSE)
             (= (car (gimp-image-get-channels image)) 0))
        1 0))
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 10 20 30 40))' >/dev/null
fu '(plug-in-primitive-continue RUN-NONINTERACTIVE image layer 8)' >/dev/null
check 'shapes are added' is '(name-of layer)' '"Primitives: 20 shapes"'
key ctrl+z
check 'one Undo takes them back: pixels, name and list' until_true 10 is '(again)' 1

fu '(begin
  (gimp-image-undo-group-start image)
  (gimp-drawable-invert layer FALSE)
  (gimp-image-undo-group-end image)
  (define (inverted) (if (> (difference layer (active twelve)) 0) 1 0)))' >/dev/null
fu '(plug-in-primitive-redraw RUN-NONINTERACTIVE image layer)' >/dev/null
check 'a spoilt layer is redrawn' is '(again)' 1
key ctrl+z
check 'one Undo brings the spoilt one back' until_true 10 is '(inverted)' 1
key ctrl+z
check 'and another one the layer' until_true 10 is '(again)' 1

# ---- The small dialog -------------------------------------------------------------------

fu '(gimp-image-set-active-layer image layer)' >/dev/null
check 'the menu entry asks how many shapes to add' choose ctrl+F8 has_window '^Add More Shapes$'
import -window root "$work/add.png" || true
key Escape
check 'Escape closes the question' until_true 10 no_window '^Add More Shapes$'
check 'and adds none' is '(again)' 1
choose ctrl+F8 has_window '^Add More Shapes$' || true
key ctrl+a
key 7 Return
check 'Return adds as many as were asked for' \
  until_true 30 is '(name-of layer)' '"Primitives: 19 shapes"'
image_window
key ctrl+z
check 'in one undo step' until_true 10 is '(again)' 1
check 'GIMP had nothing to complain about' no_crash
finish
