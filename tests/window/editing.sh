#!/bin/bash
# The dialog on a result: it opens with the result's settings and picture, and OK draws that layer
# again in its place, in one undo step; a new layer, another picture and Repeat are as near.
. "$(dirname "$0")/env.sh"

cat >>"$GIMP2_DIRECTORY/menurc" <<'END'
(gtk_accel_path "<Actions>/filters/filters-repeat" "<Primary>F7")
END
start_screen
start_gimp
show '(photo "chelsea.png")'
fu '(begin
  (define layer #f) (define first #f) (define mask #f) (define text #f)
  (define (layers) (vector->list (cadr (gimp-image-get-layers image))))
  (define (shapes-of layer) (caddr (car (gimp-item-get-parasite layer "primitive-shapes"))))
  (define (copy-of layer) (active (car (gimp-image-duplicate image))))
  (define (bare layer) ; as it is without its mask, opacity and mode
    (let* ((copy (car (gimp-image-duplicate image)))
           (twin (car (gimp-image-get-layer-by-name copy (name-of layer)))))
      (if (not (= (car (gimp-layer-get-mask twin)) -1)) (gimp-layer-remove-mask twin MASK-DISCARD))
      (gimp-layer-set-opacity twin 100)
      (gimp-layer-set-mode twin LAYER-MODE-NORMAL)
      twin))
  (define (drawn-after name settings)
    (let* ((copy (car (gimp-image-duplicate image)))
           (picture (car (gimp-image-get-layer-by-name copy name))))
      (gimp-selection-none copy)
      (car (plug-in-primitive-with RUN-NONINTERACTIVE copy picture settings))))
  (define (drawn settings) (drawn-after "Background" settings))
  (define (same? a b) (if (= (difference a b) 0) 1 0)))' >/dev/null

notice() # what the dialog says it is about
{
  field notice 7
}
reopen()
{
  open_dialog || true
  steady
}
accept() # OK, until the window has gone
{
  click ok
  wait_gone || true
}

# ---- A result, with what a user may do to its layer ------------------------------------

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
check 'on a photo there is nothing to replace' test -z "$(field replace 2)"
again type_into count 30
again type_into seed 7
accept
fu '(begin
  (set! layer (result))
  (gimp-image-undo-disable image)
  (gimp-layer-set-opacity layer 60)
  (gimp-layer-set-mode layer LAYER-MODE-MULTIPLY)
  (gimp-layer-translate layer 11 7)
  (gimp-layer-add-mask layer (car (gimp-layer-create-mask layer ADD-MASK-WHITE)))
  (set! mask (car (gimp-layer-get-mask layer)))
  (gimp-layer-set-edit-mask layer FALSE)
  (gimp-image-undo-enable image)
  (set! first (bare layer))
  (set! text (shapes-of layer))
  (gimp-image-clean-all image))' >/dev/null
# The last values are others by now, and must not matter.
fu '(gimp-attach-parasite (list "gimp-primitive-last-values" 0
  "gimp-primitive last values 1\ncount=77\nshapes=circle\noutput=layer\n"))' >/dev/null

reopen
picture result
check 'on the result it opens with the 30 shapes that it was made with' last 'done 30 shapes'
check 'and says so' grep -q 'This layer is a drawing' <<<"$(notice)"
check 'OK is to replace it' is_on replace
accept
check 'OK without a change gives the same drawing: after the photo, not after itself' \
  is '(same? (bare layer) first)' 1
reopen
again type_into count 45
accept
check 'the layer itself has the new drawing' is '(= (result) layer)' '#t'
check 'and there is no other' is '(layer-count image)' 2
check 'its name says so' is '(name-of layer)' '"Primitives: 45 triangles"'
check 'it is what the photo gives' is '(same? (bare layer) (drawn "count=45;seed=7"))' 1
check 'opacity, mode, mask and place are as they were' is '(and
  (= (car (gimp-layer-get-opacity layer)) 60) (= (car (gimp-layer-get-mode layer)) LAYER-MODE-MULTIPLY)
  (= (car (gimp-layer-get-mask layer)) mask) (equal? (gimp-drawable-offsets layer) (quote (11 7))))' '#t'
image_window
key ctrl+z
check 'one Undo brings back the drawing that was there' until_true 10 is '(same? (bare layer) first)' 1
check 'its name' is '(name-of layer)' '"Primitives: 30 triangles"'
check 'and its list of shapes' is '(equal? (shapes-of layer) text)' '#t'
key ctrl+y
check 'Redo brings back the new one' until_true 10 is '(name-of layer)' '"Primitives: 45 triangles"'
key ctrl+z
until_true 10 is '(same? (bare layer) first)' 1 || true

# Cancel while OK waits for the end.
reopen
type_into count 20000
until_true 10 searches || true
click ok
sleep 0.5
click cancel
check 'Cancel leaves the result as it was' eval 'closed && is "(same? (bare layer) first)" 1'

# ---- A new layer ------------------------------------------------------------------------

reopen
again type_into count 20
click new-layer
check 'one click makes it a new layer' until_true 5 is_on new-layer
accept
check 'which is above the result' is '(list? (member layer (cdr (layers))))' '#t'
check 'and there are three' is '(layer-count image)' 3
check 'the result is as it was' is '(same? (bare layer) first)' 1
check 'it is what the photo gives' is '(same? (result) (drawn "count=20;seed=7"))' 1

# ---- Repeat -------------------------------------------------------------------------------

image_window
key ctrl+F7
check 'Repeat on the new result makes another one' until_true 60 is '(layer-count image)' 4
until_true 30 no_process || true
check 'after the same photo' is '(same? (result) (drawn "count=20;seed=7"))' 1
check 'on top' is '(> (car (gimp-item-get-parasite-list (result))) 0)' '#t'
image_window
key ctrl+z
check 'in one undo step' until_true 10 is '(layer-count image)' 3
key ctrl+z
check 'as was the new layer' until_true 10 is '(layer-count image)' 2

# ---- Another picture ---------------------------------------------------------------------

fu '(begin
  (gimp-image-set-active-layer image layer)
  (let ((other (car (gimp-layer-copy source FALSE))))
    (gimp-image-insert-layer image other 0 2)
    (gimp-item-set-name other "Upside down")
    (gimp-item-transform-rotate-simple other ROTATE-180 TRUE 0 0))
  (gimp-image-set-active-layer image layer)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 0 0 50 50)
  (gimp-displays-flush))' >/dev/null
reopen
click input
sleep 0.3
again key End Up Return
picture upside-down
check 'the layer that is chosen is drawn after' test "$(asked)" -gt 1
accept
check 'the result has the new picture' is '(same? (bare layer) (drawn-after "Upside down" "count=30;seed=7"))' 1
check 'and remembers it' is '(let ((text (shapes-of layer)) (part "\"name\":\"Upside down\""))
  (let next ((i 0)) (cond ((> (+ i (string-length part)) (string-length text)) 0)
    ((equal? (substring text i (+ i (string-length part))) part) 1) (else (next (+ i 1))))))' 1
check 'with nothing of the selection' is '(width-of layer)' 451

# What is visible, by the keyboard.
fu '(begin (gimp-selection-none image) (gimp-image-set-active-layer image source))' >/dev/null
reopen
click input
sleep 0.3
again key Home Return
picture visible
accept
check 'what is visible of the image is drawn after' is '(let* ((copy (car (gimp-image-duplicate image)))
    (top (vector-ref (cadr (gimp-image-get-layers copy)) 0)))
  (gimp-image-remove-layer copy top)
  (let ((flat (car (gimp-image-flatten copy))))
    (same? (result) (car (plug-in-primitive-with RUN-NONINTERACTIVE copy flat "count=30;seed=7")))))' 1

# ---- When the picture is gone, and when everything was scaled -------------------------------

fu '(begin
  (gimp-image-set-active-layer image layer)
  (gimp-image-remove-layer image (car (gimp-image-get-layer-by-name image "Upside down")))
  (set! first (bare layer))
  (gimp-displays-flush))' >/dev/null
reopen
picture gone
check 'a picture that is gone is told of' grep -q '"Upside down".* is not there any more' <<<"$(notice)"
check 'and the result is not replaced unless that is chosen' is_on new-layer
key Escape
closed || true
check 'nothing has changed' is '(same? (bare layer) first)' 1

# ---- A group, in a scaled image ------------------------------------------------------------------

fu '(begin
  (define group (car (plug-in-primitive-with RUN-NONINTERACTIVE image source
    "count=9;seed=3;output=layer-group")))
  (gimp-image-scale image 226 150)
  (gimp-image-set-active-layer image (vector-ref (cadr (gimp-item-get-children group)) 2))
  (gimp-displays-flush)
  (define (children) (car (gimp-item-get-children group)))
  (define count (layer-count image)))' >/dev/null
reopen
check 'a layer of a group opens the group' last 'done 9 shapes'
again type_into count 14
accept
check 'which has the new shapes' is '(children)' 15
check 'and is the same group, as big as the picture now is' is \
  '(and (= (layer-count image) count) (= (width-of group) 226))' '#t'
image_window
key ctrl+z
check 'one Undo brings back the others' until_true 10 is '(children)' 10
check 'no crash, and no complaint of a library' no_crash
finish
