#!/bin/bash
# The dialog in a real GIMP window: controls by mouse and keyboard, Stop, Cancel, closing,
# OK while it searches, what is copied and remembered, presets, and the plug-in killed.
# Whatever is not OK leaves the image untouched.
. "$(dirname "$0")/window-env.sh"

start_screen
start_gimp
fu '(show-image (photo "chelsea.png"))' >/dev/null
sleep 1

steady()
{
  until_true 30 settled || echo '# the search did not come to its end' >&2
}

last()
{
  ended | grep -q "$1"
}

reopen()
{
  open_dialog || true
  steady
}

wait_gone()
{
  closed && until_true 20 no_process
}

no_process()
{
  ! is_running
}

# ---- Controls, by mouse and keyboard -------------------------------------------------

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
check 'it begins with 100 triangles' last 'done 100 shapes'
picture open
type_into count 40
steady
check 'a count that is typed is searched' last 'done 40 shapes'
click ellipse
steady
check 'a click adds a kind of shape' is_on ellipse
key alt+1
steady
check 'Alt+1 takes triangles away' eval '! is_on triangle'
key alt+6
steady
check 'the last kind cannot be taken away' is_on ellipse
click style
sleep 0.3
key Up Return # Automatic -> Blurry
steady
check 'the style is changed by the keyboard' last 'done 40 shapes'
click count 4 30 # the wheel, on the spin button
steady
check 'the wheel changes the count' last 'done 41 shapes'
key alt+v
sleep 0.7
check 'Alt+V opens the rest' test -n "$(field effort 2)"
picture advanced
click split
sleep 0.3
picture split
key alt+v
sleep 0.5

# Everything has a tooltip, and no two controls have one letter.
check 'every control has a tooltip' \
  eval '! awk -F"\t" "/^prim-/ && \$7 == \"\" && \$1 !~ /figures|message/" "$GIMP_PRIMITIVE_HOOK/widgets" | grep .'
check 'every mnemonic is unique' \
  eval '! awk -F"\t" "/^mnemonic/ { print \$2 }" "$GIMP_PRIMITIVE_HOOK/widgets" | sort | uniq -d | grep .'

# ---- Reset, Help, Cancel ---------------------------------------------------------------

click reset
steady
check 'Reset goes back to 100 triangles' last 'done 100 shapes'
key F1
check 'F1 shows the help' until_true 10 has_window '^Help: Geometric'
picture help
key Escape
check 'which Escape closes' until_true 10 no_window '^Help: Geometric'
check 'the dialog is still there' until_true 5 has_window "$title"
key Escape
check 'Escape cancels' closed
check 'the image is untouched' is '(untouched)' 1
reopen
key alt+F4
check 'the window manager closes it' closed
check 'the image is untouched' is '(untouched)' 1

# ---- Stop, and OK with what is there -----------------------------------------------------

reopen
type_into count 20000
until_true 10 eval '[ "$(field stop 6)" != insensitive ]' || true
sleep 0.5
click stop
until_true 10 eval 'last stopped' || true
check 'Stop ends the search' last stopped
placed=$(ended | sed 's/.*stopped \([0-9]*\) .*/\1/')
click ok
check 'OK keeps what is there' until_true 30 is '(finished)' 1
check "$placed shapes" is '(name-of (result))' "\"Primitives: $placed triangles\""
wait_gone || true
image_window
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1
fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null

# ---- OK while it searches: the layer fills; Cancel then still takes all of it back ---------

fu '(begin (gimp-item-set-name source "renamed") (gimp-image-clean-all image))' >/dev/null
open_dialog || true
until_true 10 eval '[ "$(field stop 6)" != insensitive ]' || true
sleep 0.5
click ok
check 'OK while searching fills a layer' until_true 20 is '(layer-count image)' 2
check 'and the dialog waits for the end' until_true 5 has_window "$title"
picture finishing
click cancel
check 'Cancel closes it' closed
check 'and takes the layer back' until_true 10 is '(layer-count image)' 1
check 'the image need not be saved' is '(car (gimp-image-is-dirty image))' 0
check 'the layer that was active is so again' is '(= (active image) source)' '#t'
image_window
key ctrl+z
check 'Undo takes back what was done before that' until_true 10 is '(as-before)' 1
fu '(gimp-image-clean-all image)' >/dev/null
open_dialog || true
type_into count 3000
click ok
check 'OK while searching comes to its end' until_true 90 is '(finished)' 1
check 'with all shapes' is '(name-of (result))' '"Primitives: 3000 triangles"'
wait_gone || true
image_window
key ctrl+z
check 'in one undo step' until_true 10 is '(as-before)' 1
fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null

# ---- The calls that are copied, and the values that are remembered -------------------------

reopen
check 'the last values are there again' last 'done 3000 shapes'
click reset
steady
type_into count 60
key alt+0
type_into seed 7
steady
copy() # copy DOWNS: the item of the menu
{
  click copy
  sleep 0.4
  local i
  for ((i = 0; i < $1; i++)); do key Down; done
  key Return
  sleep 0.4
  xclip -o -selection clipboard
}
script=$(copy 0)
python=$(copy 1)
check 'the call for Script-Fu' grep -q \
  'plug-in-primitive RUN-NONINTERACTIVE image drawable 60 "triangle,bezier" 3 0 7)' <<<"$script"
check 'the call for Python-Fu' grep -q \
  '^pdb.plug_in_primitive(gimp._id2image([0-9]*), gimp._id2drawable([0-9]*), 60, "triangle,bezier", 3, 0, 7)$' \
  <<<"$python"
picture preview
read -r x y width height < <(awk -F'\t' '$1 == "prim-preview" { print $2, $3, $4, $5 }' \
  "$GIMP_PRIMITIVE_HOOK/widgets")
click ok
until_true 30 is '(finished)' 1 || true
wait_gone || true
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
fu "(let* ((copy (car (gimp-image-duplicate image))))
  (gimp-file-save RUN-NONINTERACTIVE copy (active copy) (string-append work \"/layer.png\") \"\"))" >/dev/null

# The preview is the layer, scaled: 451 x 300 pixels as wide as the area, in its middle.
scaled=$((width * 300 / 451))
convert "$work/preview.png" -crop "${width}x$((scaled - 4))+$x+$((y + (height - scaled) / 2 + 2))" +repage \
  "$work/shown.png"
convert "$work/layer.png" -resize "${width}x${scaled}!" -crop "${width}x$((scaled - 4))+0+2" +repage \
  "$work/scaled.png"
off=$(compare -metric RMSE "$work/shown.png" "$work/scaled.png" null: 2>&1 | sed 's/ .*//')
check "the preview shows the layer: $(printf %.2f "$(bc -l <<<"${off:-65535} / 257")") of 255 off" \
  test "$(bc <<<"${off:-65535} < 771")" = 1

image_window
key ctrl+z
until_true 10 is '(as-before)' 1 || true
fu "(begin $script)" >/dev/null
check 'the copied call makes a layer' until_true 30 is '(finished)' 1
check 'and it is the same, bit for bit' is '(difference (result) (active painted))' 0.0
image_window
key ctrl+z
until_true 10 is '(as-before)' 1 || true
fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null

# What plug-in-primitive has no argument for is copied as a call of -full.
reopen
click reset
steady
type_into count 20
key alt+v
sleep 0.7
click background
sleep 0.3
key Down Return # Average -> Border
steady
type_into stop-error 3
steady
script=$(copy 0)
check 'the call of -full' grep -qF \
  'plug-in-primitive-full RUN-NONINTERACTIVE image drawable 20 "triangle" 3 0 0 50 50 256 1 1 "" -1 3 0 "")' \
  <<<"$script"
click ok
until_true 30 is '(finished)' 1 || true
wait_gone || true
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
image_window
key ctrl+z
until_true 10 is '(as-before)' 1 || true
fu "(begin $script)" >/dev/null
check 'it makes a layer, too' until_true 30 is '(finished)' 1
check 'the same, bit for bit' is '(difference (result) (active painted))' 0.0
image_window
key ctrl+z
until_true 10 is '(as-before)' 1 || true
fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null

# ---- Presets ---------------------------------------------------------------------------------

reopen
check 'what was chosen is remembered' last 'done 20 shapes'
type_into count 60
steady
click preset-menu
sleep 0.4
key Return # Save
until_true 10 has_window '^Save Preset$' || true
xdotool type 'Mine: a/b'
key Return
sleep 0.5
presets=$GIMP2_DIRECTORY/gimp-primitive/presets
check 'a preset is saved in the profile' test -f "$presets/Mine%3A a%2Fb.preset"
click reset
steady
check 'Reset leaves the preset' last 'done 100 shapes'
click preset
sleep 0.3
key End Return
steady
check 'and choosing it brings its values' last 'done 60 shapes'
echo 'count=70x' >>"$presets/Mine%3A a%2Fb.preset"
click reset
steady
click preset
sleep 0.3
key End Return
sleep 0.7
picture damaged
key Escape # the message
sleep 0.3
steady
check 'a damaged one changes nothing' last 'done 100 shapes'
click preset
sleep 0.3
key Home Down Return
steady
check 'a built-in one' last 'done 150 shapes'
key Escape
closed || true

# ---- The image is closed while the dialog is open --------------------------------------------------

fu '(define coffee (photo "coffee.png"))
  (define display (car (gimp-display-new coffee)))' >/dev/null
sleep 1
reopen
fu '(gimp-display-delete display)' >/dev/null
until_true 10 is '(car (gimp-image-is-valid coffee))' 0 || true # others may hold it for a while
click ok
check 'OK after the image was closed says so' until_true 10 has_window '^GIMP Message$'
picture gone
check 'in one message' eval '! grep "Calling error" "$log"'
xdotool windowactivate --sync "$(window_named '^GIMP Message$')" key Escape 2>/dev/null || true

# ---- The plug-in is killed ---------------------------------------------------------------------

fu '(gimp-attach-parasite (list "gimp-primitive-last-values" 1
  "gimp-primitive last values 1\ncount=90000\n"))' >/dev/null
open_dialog || true
for pid in $(running); do
  kill -KILL "$pid"
done
check 'the plug-in is killed in mid-search' closed
sleep 0.5
key Escape # GIMP's message
check 'GIMP goes on, and the image is untouched' is '(untouched)' 1
check 'no crash, and no complaint of a library' no_crash
finish
