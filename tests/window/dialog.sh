#!/bin/bash
# The dialog in a real GIMP window: controls by mouse and keyboard, Stop, Cancel, closing,
# OK while it searches, what is copied and remembered, presets, and the plug-in killed.
# Whatever is not OK leaves the image untouched.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "chelsea.png")'

reopen()
{
  open_dialog || true
  steady
}

popup_keys() # popup_keys WIDGET KEY...: clicks it and types keys into what pops up
{
  click "$1"
  sleep 0.3
  key "${@:2}"
}

clean()
{
  image_window
  key ctrl+z
  until_true 10 is '(as-before)' 1 || true
  fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null
}

# ---- Controls, by mouse and keyboard -------------------------------------------------

check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady
check 'it begins with 100 triangles' last 'done 100 shapes'
picture open
again type_into count 40
check 'a count that is typed is searched' last 'done 40 shapes'
again click ellipse
check 'a click adds a kind of shape' until_true 5 is_on ellipse
again key alt+1
check 'Alt+1 takes triangles away' until_true 5 eval '! is_on triangle'
key alt+6
again popup_keys style Up Return # Best fit -> Faint
check 'the last kind cannot be taken away' is_on ellipse
check 'the style is changed by the keyboard' last 'done 40 shapes'
focus count
again click count 4 30 # the wheel, on the spin button
check 'the wheel changes the count' last 'done 41 shapes'
key alt+v
check 'Alt+V opens the rest' until_true 10 eval '[ -n "$(field effort 2)" ]'
picture advanced
click split
sleep 0.3
picture split

if device=$(build/bench --device 2>/dev/null); then
  check 'it names the compute device' until_true 10 grep -qxF "device $device" "$GIMP_PRIMITIVE_HOOK/timings"
else
  check 'it says why there is no compute device but the CPU' \
    until_true 10 grep -q '^device No graphics processor: ' "$GIMP_PRIMITIVE_HOOK/timings"
fi

# Everything has a tooltip, and no two controls have one letter.
check 'every control has a tooltip' \
  eval '! awk -F"\t" "/^prim-/ && \$7 == \"\" && \$1 !~ /figures|message|preview|device/" "$GIMP_PRIMITIVE_HOOK/widgets" | grep .'
check 'every mnemonic is unique' \
  eval '! awk -F"\t" "/^mnemonic/ { print \$2 }" "$GIMP_PRIMITIVE_HOOK/widgets" | sort | uniq -d | grep .'

# ---- Reset, Help, Cancel ---------------------------------------------------------------

again click reset
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
until_true 10 searches || true
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
until_true 10 searches || true
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
type_into count 1000
click ok
check 'OK while searching comes to its end' until_true 90 is '(finished)' 1
check 'with all shapes' is '(name-of (result))' '"Primitives: 1000 triangles"'
wait_gone || true
image_window
key ctrl+z
check 'in one undo step' until_true 10 is '(as-before)' 1
fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null

# ---- The calls that are copied, and the values that are remembered -------------------------

reopen
check 'the last values are there again' last 'done 1000 shapes'
again click reset
again type_into count 60
again key alt+0
again type_into seed 7
copied()
{
  xclip -o -selection clipboard 2>/dev/null | grep -q "$1"
}
copy() # copy TEXT KEY...: chooses from the menu by keys until the clipboard has that text
{
  popup_keys copy "${@:2}"
  until_true 10 copied "$1"
  xclip -o -selection clipboard
}
script=$(copy '^(let' Return)
python=$(copy '^pdb' Down Return)
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

# The preview is the layer, scaled: 451 x 300 pixels as large as the area allows, in its middle.
fit=$(((width * 300 + 225) / 451)) # rounded
if [ $fit -le "$height" ]; then
  across=$width down=$fit
else
  across=$(((height * 451 + 150) / 300)) down=$height
fi
left=$((x + (width - across) / 2 + 2)) top=$((y + (height - down) / 2 + 2))
inner=$((across - 4))x$((down - 4))
convert "$work/preview.png" -crop "$inner+$left+$top" +repage "$work/shown.png"
convert "$work/layer.png" -resize "${across}x${down}!" -crop "$inner+2+2" +repage "$work/scaled.png"
off=$(compare -metric RMSE "$work/shown.png" "$work/scaled.png" null: 2>&1 | sed 's/ .*//')
check "the preview shows the layer: $(printf %.2f "$(bc -l <<<"${off:-65535} / 257")") of 255 off" \
  test "$(bc <<<"${off:-65535} < 771")" = 1

clean
fu "(begin $script)" >/dev/null
check 'the copied call makes a layer' until_true 30 is '(finished)' 1
check 'and it is the same, bit for bit' is '(difference (result) (active painted))' 0.0
clean

# What plug-in-primitive has no argument for is copied as a call of -full.
reopen
again click reset
again type_into count 20
open_advanced
again popup_keys background Down Return # Average -> Border
again type_into stop-error 3
script=$(copy 'stop\|-full' Return)
check 'the call of -full' grep -qF \
  'plug-in-primitive-full RUN-NONINTERACTIVE image drawable 20 "triangle" 3 0 0 50 50 256 1 1 "" -1 3 0 "")' \
  <<<"$script"
click ok
until_true 30 is '(finished)' 1 || true
wait_gone || true
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
clean
fu "(begin $script)" >/dev/null
check 'it makes a layer, too' until_true 30 is '(finished)' 1
check 'the same, bit for bit' is '(difference (result) (active painted))' 0.0
clean

# What neither has one for, as text; sizes want another search, outlines do not.
reopen
again click reset
again type_into count 20
click edges
until_true 10 eval '[ -n "$(field outline-darker 2)" ]' || true
again type_into size-max 200
before=$(asked)
type_into outline 10
click outline-darker
type_into gap 15
sleep 0.7
check 'an outline and a gap begin no search' test "$(asked)" = "$before"
picture edges
script=$(copy 'size' Return)
check 'the call of -with' grep -qF 'plug-in-primitive-with RUN-NONINTERACTIVE image drawable "count=20;size-max=200;outline=10;outline-color=#000000;gap=15")' <<<"$script"
click ok
until_true 30 is '(finished)' 1 || true
wait_gone || true
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
clean
fu "(begin $script)" >/dev/null
check 'it makes a layer as well' until_true 30 is '(finished)' 1
check 'the same, bit for bit' is '(difference (result) (active painted))' 0.0
clean

# ---- Presets ---------------------------------------------------------------------------------

reopen
check 'what was chosen is remembered' last 'done 20 shapes'
again type_into count 60
open_advanced
type_into export never-written.svg
key alt+j # the menu of presets
sleep 0.3
key Return # Save
until_true 10 has_window '^Save Preset$' || true
xdotool type 'Mine: a/b'
key Return
presets=$GIMP2_DIRECTORY/gimp-primitive/presets
mine="$presets/Mine%3A a%2Fb.preset"
check 'a preset is saved in the profile' until_true 10 test -s "$mine"
check 'without the file to export to' eval '! grep -q export "$mine"'
key alt+v # back to the top
again click reset
check 'Reset leaves the preset' last 'done 100 shapes'
again popup_keys preset End Return
check 'and choosing it brings its values' last 'done 60 shapes'
echo 'count=70x' >>"$mine" || true
again click reset
popup_keys preset End Return
sleep 0.7
picture damaged
key Escape # the message
sleep 0.3
steady
check 'a damaged one changes nothing' last 'done 100 shapes'
again popup_keys preset Home Down Down Return
check 'a built-in one' last 'done 150 shapes'
key Escape
closed || true

# ---- The image is closed while the dialog is open --------------------------------------------------

fu '(define coffee (photo "coffee.png"))
  (define display (car (gimp-display-new coffee)))' >/dev/null
until_true 30 has_window 'coffee.* – GIMP$' || true
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
until_true 5 has_window '^GIMP Message$' || true
key Escape # GIMP's message
check 'GIMP goes on, and the image is untouched' is '(untouched)' 1
check 'no crash, and no complaint of a library' no_crash
finish
