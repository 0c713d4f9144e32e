#!/bin/bash
# The dialog on what is not an 8-bit photo: deep and float images with a selection and an
# offset layer, transparency, groups, masks, tiny and large ones; on images and screens
# with color profiles. And how long changes
# take (printed), and that its memory does not grow while a slider moves.
gimprc='(theme "System")'
. "$(dirname "$0")/env.sh"

for profile in wide swapped grey; do
  /usr/bin/python3 tests/gimp/icc.py $profile "$work/$profile.icc"
done
echo "(color-management (display-profile \"$work/swapped.icc\"))" >>"$GIMP2_DIRECTORY/gimprc"
start_screen
start_gimp
seconds=${TORTURE_SECONDS:-6}

# try NAME EXPRESSION: the dialog on an image that the expression sets up.
try()
{
  show "(let ((image (photo \"chelsea.png\"))) $2 image)"
  open_dialog || true
  steady
  check "$1: $(ended)" grep -q done <(ended)
  click zoom-in
  click preview 4
  click split
  sleep 0.3
  picture "${1// /-}"
  key Escape
  check "$1: Cancel leaves it untouched" closed
  is '(car (gimp-image-is-dirty image))' 0 || ok 1 "$1: the image is not dirty"
  fu '(gimp-displays-reconnect image before)' >/dev/null 2>&1 || true
}

try '16 bits, selection, offset layer' '(gimp-image-convert-precision image PRECISION-U16-LINEAR)
  (gimp-layer-set-offsets (active image) 60 -40)
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 100 20 250 200)'
try 'float, selection, offset layer' '(gimp-image-convert-precision image PRECISION-FLOAT-LINEAR)
  (gimp-layer-set-offsets (active image) -100 30)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 30 20 250 200)'
try 'transparency' '(gimp-layer-add-alpha (active image))
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 100 50 250 200)
  (gimp-edit-clear (active image)) (gimp-selection-none image)'
try 'grey half float' '(gimp-image-convert-grayscale image)
  (gimp-image-convert-precision image PRECISION-HALF-GAMMA)'
try 'a layer mask' '(gimp-layer-add-mask (active image)
    (car (gimp-layer-create-mask (active image) ADD-MASK-COPY)))'
try 'one pixel' '(gimp-image-scale image 1 1)'
try 'a narrow one' '(gimp-image-scale image 4000 3)'
try 'large' '(gimp-image-scale image 6000 4000)'

# ---- Color profiles -------------------------------------------------------------------------------
#
# The screen has a profile too, whose red and blue are swapped: what it shows is what GIMP
# itself makes of the image in that space.

fu '(begin
  (define (profile name) (string-append "file://" work "/" name ".icc"))
  (define (convert image name)
    (gimp-image-convert-color-profile-from-file image (profile name)
      COLOR-RENDERING-INTENT-RELATIVE-COLORIMETRIC TRUE))
  (define (save image name)
    (let ((copy (car (gimp-image-duplicate image))))
      (if (= (car (gimp-image-base-type copy)) GRAY) (gimp-image-convert-rgb copy))
      (convert copy "swapped")
      (gimp-file-save RUN-NONINTERACTIVE copy (active copy) (string-append work "/" name ".png") "")
      (gimp-image-delete copy))))' >/dev/null

# shows NAME PICTURE MOST: the preview in the screenshot shows that picture of the whole image, of
# 451x300 pixels; two of them on the screen on each side are left out.
shows()
{
  local x y width height off
  read -r x y width height < <(awk -F'\t' '$1 == "prim-preview" {
    zoom = ($4 / 451 < $5 / 300 ? $4 / 451 : $5 / 300)
    width = int(451 * zoom + 0.5); height = int(300 * zoom + 0.5)
    print $2 + int(($4 - width) / 2), $3 + int(($5 - height) / 2), width, height
  }' "$GIMP_PRIMITIVE_HOOK/widgets")
  convert "$work/$1.png" -crop "$((width - 4))x$((height - 4))+$((x + 2))+$((y + 2))" \
    +repage -strip "$work/shown.png"
  convert "$work/$2.png" -resize "${width}x${height}!" -crop "$((width - 4))x$((height - 4))+2+2" \
    +repage -strip "$work/scaled.png"
  off=$(compare -metric RMSE "$work/shown.png" "$work/scaled.png" null: 2>&1 | sed 's/ .*//')
  off=$(bc -l <<<"${off:-65535} / 257")
  check "$1: the screen shows $2, $(printf %.2f "$off") of 255 off" test "$(bc <<<"$off < $3")" = 1
}

# try_colors NAME EXPRESSION: preview and original on an image with a profile.
try_colors()
{
  show "(let ((image (photo \"chelsea.png\"))) $2 image)"
  open_dialog || true
  steady
  until_true 10 shapes_shown || true
  picture "$1"
  xdotool mousemove $(($(field original 2) + 10)) $(($(field original 3) + 10)) mousedown 1
  sleep 0.5
  picture "$1-original"
  xdotool mouseup 1
  click ok
  until_true 30 is '(finished)' 1 || true
  closed || true
  fu "(begin
    (save image \"$1-layer\")
    (gimp-image-remove-layer image (active image))
    (gimp-image-set-active-layer image source)
    (save image \"$1-photo\"))" >/dev/null
  shows "$1" "$1-layer" 3
  shows "$1-original" "$1-photo" 2
}
shapes_shown()
{
  grep -q '^change->shapes on screen' "$GIMP_PRIMITIVE_HOOK/timings"
}
try_colors wide '(gimp-image-set-color-profile-from-file image (profile "wide"))'
try_colors grey '(gimp-image-convert-grayscale image) (convert image "grey")'
try_colors plain ''

# ---- Timings, and memory ------------------------------------------------------------------------

show '(photo "chelsea.png")'
open_dialog || true
steady
resident()
{
  awk '/^VmRSS/ { print $2 }' "/proc/$(running | head -1)/status"
}
# drag SECONDS: the count's slider to and fro, other controls in between.
drag()
{
  local end=$((SECONDS + $1)) x y width height i=0
  read -r x y width height < <(awk -F'\t' '$1 == "prim-count" { print $2, $3, $4, $5 }' \
    "$GIMP_PRIMITIVE_HOOK/widgets")
  while [ $SECONDS -lt $end ]; do
    xdotool mousemove $((x - 72)) $((y + height / 2)) mousedown 1
    for ((i = 0; i < 24; i++)); do
      xdotool mousemove $((x - 72 + (i < 12 ? i : 24 - i) * 2)) $((y + height / 2)) sleep 0.03
    done
    xdotool mouseup 1 key alt+2 sleep 0.1 key alt+6 sleep 0.1 key alt+2 sleep 0.1 key alt+6 sleep 0.2
  done
}
drag 4
steady
before=$(resident)
drag "$seconds"
steady
after=$(resident)
echo "# resident memory: $before KiB, after $seconds seconds with the slider $after KiB"
check 'its memory does not grow by 10 MiB' test $((after - before)) -lt 10240
for what in 'change->stopped' 'change->shapes on screen'; do
  grep "^$what" "$GIMP_PRIMITIVE_HOOK/timings" | sed 's/.* \([0-9]*\) ms/\1/' | sort -n |
    awk -v what="$what" '{ t[NR] = $1 } END { if (NR) printf "# %s: median %d ms, 95 of 100 within %d ms, slowest %d ms (%d times)\n",
      what, t[int((NR + 1) / 2)], t[int(NR * 0.95 + 0.999)], t[NR], NR }'
done
picture torture
key Escape
check 'it still closes' closed
check 'no crash, and no complaint of a library' no_crash
finish
