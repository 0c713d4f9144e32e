#!/bin/bash
# "Look here" in a real GIMP window: a dab on a face brings it back, the search goes on at once,
# what is painted becomes a channel with OK, and is found again.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "astronaut.png")'

# at X Y: a place of the picture on the screen, which the preview shows as a whole.
at()
{
  awk -F'\t' -v px="$1" -v py="$2" -v side=512 '$1 == "prim-preview" {
    zoom = ($4 < $5 ? $4 : $5) / side
    printf "%d %d", $2 + ($4 - side * zoom) / 2 + px * zoom, $3 + ($5 - side * zoom) / 2 + py * zoom
  }' "$GIMP_PRIMITIVE_HOOK/widgets"
}

# stroke BUTTON X Y X Y: a stroke from place to place.
stroke()
{
  # shellcheck disable=SC2046
  xdotool mousemove $(at "$2" "$3") mousedown "$1" mousemove $(at "$4" "$5") sleep 0.1 mouseup "$1"
}

brush_on()
{
  key ctrl+b
  until_true 5 is_on brush || true
}

# save NAME: the result, as a file.
save()
{
  fu "(let ((copy (car (gimp-image-duplicate image))))
    (gimp-file-save RUN-NONINTERACTIVE copy (active copy) (string-append work \"/$1.png\") \"\")
    (gimp-image-delete copy))" >/dev/null
}

# off NAME: how far the face in a result is from the photo's, 0 to 65535.
off()
{
  compare -metric RMSE -extract 100x100+174+64 "$work/$1.png" tests/images/astronaut.png null: 2>&1 |
    sed 's/\..*//; s/ .*//'
}

timings=$GIMP_PRIMITIVE_HOOK/timings
fu '(begin (primitive image source 100 "triangle" 0) (gimp-image-set-active-layer image (result)))' >/dev/null
save plain
fu '(begin (gimp-image-remove-layer image (result)) (gimp-image-set-active-layer image source)
  (gimp-image-clean-all image))' >/dev/null

# ---- A dab on the face -----------------------------------------------------------------

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
check 'the brush is off at first' eval '! is_on brush && [ -z "$(field brush-size 2)" ]'
key ctrl+b
check 'Ctrl+B turns it on' until_true 5 eval 'is_on brush && [ -n "$(field brush-size 2)" ]'
# shellcheck disable=SC2046
xdotool mousemove $(at 224 114)
click preview 2 # to get the focus
key bracketright bracketright bracketright bracketright
: >"$timings"
again stroke 1 224 112 224 120
picture dab
check 'the search goes on with all shapes' last 'done 100 shapes'
check "the first shapes come soon: $(grep 'shapes on screen' "$timings" | tr '\n' ',')" \
  grep -q '^change->shapes on screen' "$timings"
check 'nothing is done to the image' is '(untouched)' 1
click ok
check 'OK makes a layer' until_true 30 is '(finished)' 1
save face
plain=$(off plain) face=$(off face)
check "the face is closer: $face of 65535 off, not $plain; at most 0.75 of it" \
  test $((face * 100)) -le $((plain * 75))

# ---- The channel ----------------------------------------------------------------------

wait_gone || true
channel='(car (gimp-image-get-channel-by-name image "Importance"))'
channels() # channels COUNT
{
  is '(car (gimp-image-get-channels image))' "$1"
}
white() # white X Y: how white the channel is there, 0 to 255
{
  fu "(car (car (gimp-image-pick-color image $channel $1 $2 FALSE FALSE 0)))"
}
check 'what was painted is a channel' channels 1
check 'white where the dab was, and black elsewhere' test "$(white 224 116) $(white 30 400)" = '255 0'
check 'which does not show' is "(car (gimp-item-get-visible $channel))" 0
check 'the layer is what is active' is '(= (active image) (result))' '#t'
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
fu "(plug-in-primitive-full RUN-NONINTERACTIVE image source 100 \"triangle\" 3 1 0 50 50 256 1 0 \"\"
  $channel 0 0 \"\")" >/dev/null
check 'a call that names the channel draws the same, bit for bit' \
  is '(difference (vector-ref (cadr (gimp-image-get-layers image)) 1) (result))' 0.0
image_window
key ctrl+z # that call's
until_true 10 is '(layer-count image)' 2 || true
key ctrl+z
check 'layer and channel are one undo step' until_true 10 eval "is '(layer-count image)' 1 && channels 0"
key ctrl+y
check 'and one redo' until_true 10 eval "is '(layer-count image)' 2 && channels 1"
check 'with the same pixels' is '(difference (result) (active painted))' 0.0

# ---- Painted on, erased, cleared -----------------------------------------------------------

fu '(gimp-image-set-active-layer image source)' >/dev/null
open_dialog || true
steady
open_advanced
brush_on
picture again
check 'the channel is found again: it can be cleared' test "$(field brush-clear 6)" != insensitive
again stroke 1 400 400 410 410
again stroke 3 224 116 224 116
again xdotool keydown shift mousemove $(at 410 410) mousedown 1 sleep 0.1 mouseup 1 keyup shift
again stroke 1 60 60 60 60
picture erased
fu "(gimp-image-clean-all image)" >/dev/null
key Escape
check 'Cancel' closed
check 'leaves the channel as it was' test "$(white 224 116) $(white 400 400)" = '255 0'
check 'and the image need not be saved' is '(car (gimp-image-is-dirty image))' 0
tattoo=$(fu "(car (gimp-item-get-tattoo $channel))")
open_dialog || true
steady
brush_on
again stroke 1 400 400 410 410
again stroke 3 224 116 224 116
click ok
check 'OK makes one more layer' until_true 30 is '(layer-count image)' 3
wait_gone || true
check 'there still is one channel, with the strokes of both times' \
  test "$(fu '(car (gimp-image-get-channels image))') $(white 224 116) $(white 405 405)" = '1 0 255'
check 'by which results find it' is "(car (gimp-item-get-tattoo $channel))" "$tattoo"
fu "(plug-in-primitive-continue RUN-NONINTERACTIVE image (result) 5)" >/dev/null
check 'a result that goes on finds it' is '(name-of (result))' '"Primitives: 105 triangles"'
open_dialog || true
steady
brush_on
again click brush-clear
check 'Clear makes everything matter alike' test "$(field brush-clear 6)" = insensitive
check 'and searches' last 'done 105 shapes'
click new-layer
click ok
check 'OK then' until_true 30 is '(layer-count image)' 4
wait_gone || true
check 'leaves the channel' test "$(white 405 405)" = 255

# ---- With a selection, and while it searches -------------------------------------------------

fu '(begin (define coffee (photo "coffee.png")) (gimp-image-delete painted)
  (gimp-image-select-rectangle coffee CHANNEL-OP-REPLACE 100 50 400 300)
  (define image coffee) (define source (active image)) (gimp-display-new image))' >/dev/null
until_true 30 has_window 'coffee.* – GIMP$' || true
xdotool windowactivate --sync "$(window_named 'coffee.* – GIMP$')" 2>/dev/null || true
open_dialog || true
steady
brush_on
check 'what was painted in another image is not carried over' test "$(field brush-clear 6)" = insensitive
type_into count 1000
until_true 10 searches || true
stroke 1 255 256 258 256 # the middle
sleep 0.3
picture selected
click ok
check 'OK while it searches' until_true 90 is '(layer-count image)' 2
wait_gone || true
until_true 10 channels 1 || true
check 'the channel is white in the middle of the selection' test "$(white 300 200) $(white 90 40)" = '255 0'
check 'it is one undo step' eval 'image_window; key ctrl+z; until_true 10 is "(layer-count image)" 1 && channels 0'
check 'no crash, and no complaint of a library' no_crash
finish
