#!/bin/bash
# The build-up of a drawing in a real GIMP window: the moment that is chosen is what OK takes, and
# all of it becomes an animation by GIMP's own exporters. On a small screen, which all has to fit on.
screen=800x600
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "chelsea.png")'

# moment KEY...: keys for the slider.
moment()
{
  focus build-up
  key "$@"
  sleep 0.4
}

# save_as FILE: in the file chooser.
save_as()
{
  click animation
  until_true 10 has_window '^Save as Animation$' || true
  key ctrl+a
  xdotool type --delay 10 "$1"
  key Return
}

# frames FILE: how many, and how large the first is.
frames()
{
  identify -format '%wx%h\n' "$1" 2>/dev/null | sort | uniq -c | sed 's/^ *//'
}

# off FILE FILE: how far two pictures of one size are apart, 0 to 255.
off()
{
  compare -metric RMSE "$1" "$2" null: 2>&1 | awk '{ printf "%d", $1 / 257 }'
}

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady

on_screen() # on_screen NAME: all of the widget
{
  test $(($(field "$1" 2) + $(field "$1" 4))) -le 800 -a $(($(field "$1" 3) + $(field "$1" 5))) -le 600
}
picture small
for button in ok cancel help reset copy animation build-up brush; do
  check "$button is on the screen" on_screen $button
done
check "the slider is wide enough to be moved: $(field build-up 4)" test "$(field build-up 4)" -ge 60
check "and the preview high enough to be seen: $(field preview 5)" test "$(field preview 5)" -ge 140

# ---- A moment ---------------------------------------------------------------------------

before=$(asked)
moment Home
picture first
moment Home $(yes Right | head -29)
picture moment
check 'another moment begins no search' test "$(asked)" = "$before"
click ok
check 'OK takes the moment that is chosen' until_true 30 is '(finished)' 1
check '30 of 100 triangles' is '(name-of (result))' '"Primitives: 30 triangles"'
wait_gone || true
fu "(let ((copy (car (gimp-image-duplicate image))))
  (gimp-file-save RUN-NONINTERACTIVE copy (active copy) (string-append work \"/moment-layer.png\") \"\")
  (gimp-image-delete copy))" >/dev/null
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1
fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null

# ---- Animations --------------------------------------------------------------------------

open_dialog || true
steady
gif=$work/shapes.gif
save_as "$gif"
check 'a GIF is saved' until_true 60 test -s "$gif"
picture saved
check "with a frame for many moments: $(frames "$gif")" test "$(frames "$gif")" = '60 451x300'
convert "$gif[0]" "$work/frame-first.png"
convert "$gif[59]" "$work/frame-last.png"
check 'the first is of one color' test "$(identify -format %k "$work/frame-first.png")" = 1
check 'the frames play for 0.1 s, the last for 2 s' \
  test "$(identify -format '%T ' "$gif" | tr ' ' '\n' | sort -n | uniq -c | awk 'NF == 2 { printf "%s:%s ", $2, $1 }')" = '10:59 200:1 '
moment Home $(yes Right | head -29)
save_as "$work/part"
check 'up to a moment, with an ending' until_true 60 test -s "$work/part.gif"
sleep 0.5
convert "$work/part.gif[30]" "$work/frame-moment.png"
check "the last frame is that moment: $(off "$work/frame-moment.png" "$work/moment-layer.png") of 255 off" \
  test "$(off "$work/frame-moment.png" "$work/moment-layer.png")" -le 4
sum=$(md5sum <"$gif")
save_as "$gif"
check 'a file that is there is not replaced unasked' until_true 10 has_window '^Replace File$'
key Escape
until_true 10 no_window '^Replace File$' || true
key Escape
until_true 10 no_window '^Save as Animation$' || true
check 'and stays' test "$(md5sum <"$gif")" = "$sum"
webp=$work/shapes.webp
save_as "$webp"
check 'a WebP is saved' until_true 60 test -s "$webp"
check 'with the same frames' test "$(head -c 12 "$webp" | tail -c 4) $(grep -ao ANMF "$webp" | wc -l)" = 'WEBP 31'
save_as /proc/never.gif
check 'a failure is told' until_true 10 grep -q never.gif "$GIMP_PRIMITIVE_HOOK/timings"
picture failed
key Escape
check 'Cancel closes it' closed
check 'and nothing was done to the image' is '(untouched)' 1

# ---- With a selection, in a float image, at another size --------------------------------------

fu '(begin (gimp-image-convert-precision image PRECISION-FLOAT-LINEAR)
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 100 50 200 200))' >/dev/null
open_dialog || true
steady
click animation
until_true 10 has_window '^Save as Animation$' || true
key ctrl+a
xdotool type --delay 10 "$work/round.gif"
key alt+l ctrl+a
xdotool type 100
key Return
check 'at another size' until_true 60 test -s "$work/round.gif"
sleep 0.5
check 'that size' test "$(frames "$work/round.gif")" = '60 100x100'
corner()
{
  convert "$work/round.gif[59]" -format "%[fx:p{$1,$2}.a]" info:
}
check 'what is not selected is transparent' test "$(corner 2 2) $(corner 50 50)" = '0 1'
key Escape
closed || true
check 'no crash, and no complaint of a library' no_crash
finish
