#!/bin/bash
# Limited colors in the dialog, in a real GIMP window: from the picture at first, bundled, and
# changed by a click on a swatch; what is seen is what is drawn, and what another image begins with.
. "$(dirname "$0")/env.sh"

start_screen
start_gimp
show '(photo "astronaut.png")'
check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
steady

swatches() # how many there are
{
  grep -c '^prim-swatch-' "$GIMP_PRIMITIVE_HOOK/widgets"
}
has_swatches()
{
  [ "$(swatches)" = "$1" ]
}

# Screenshots, looked at: the color in the middle of a widget; how many colors the preview has.
seen()
{
  local x y width height
  picture now
  read -r x y width height < <(awk -F'\t' -v name="prim-$1" \
    '$1 == name { print $2, $3, $4, $5; exit }' "$GIMP_PRIMITIVE_HOOK/widgets")
  convert "$work/now.png" -crop "1x1+$((x + width / 2))+$((y + height / 2))" +repage -depth 8 \
    -format '#%[hex:u]' info: | tr A-F a-f
}
swatch_colors()
{
  local i
  for i in $(seq "$(swatches)"); do seen "swatch-$i"; echo; done | sort | tr '\n' ' '
}
# drawn FILE: the colors of what was drawn, from its JSON.
drawn()
{
  grep -o '"color":"#[^"]*' "$work/$1" | sed 's/.*"//' | sort -u | tr '\n' ' '
}
take() # take FILE: OK, and what was drawn as JSON
{
  click ok
  until_true 60 is '(finished)' 1 || true
  wait_gone || true
  fu "(plug-in-primitive-export RUN-NONINTERACTIVE image (result) (string-append work \"/$1\"))" >/dev/null
}
clean()
{
  image_window
  key ctrl+z
  until_true 10 is '(as-before)' 1 || true
  fu '(begin (gimp-image-set-active-layer image source) (gimp-image-clean-all image))' >/dev/null
}

# ---- From the picture ------------------------------------------------------------------

open_colors
check 'there are no swatches for any color' has_swatches 0
again click palette-on
check 'limiting colors shows six of the picture' until_true 10 has_swatches 6
sleep 0.5
picture picture-6
picture_colors=$(swatch_colors)
check 'which are not one and the same' test "$(tr ' ' '\n' <<<"$picture_colors" | grep . | sort -u | wc -l)" = 6
again type_into colors 3
check 'or as many as are asked for' until_true 10 has_swatches 3
sleep 0.5
three=$(swatch_colors)
take three.json
check "what is drawn has the colors that were seen: $three" test "$(drawn three.json)" = "$three"
clean

# ---- A swatch is clicked -----------------------------------------------------------------

open_dialog || true
steady
open_colors
check 'they are there again' until_true 10 has_swatches 3
first=$(seen swatch-1)
again change_color swatch-1 00ff7f
check 'a click on a swatch changes its color' until_true 10 eval '[ "$(seen swatch-1)" = "#00ff7f" ]'
picture changed
check 'and no other' test "$(swatch_colors)" = "$(sed "s/$first/#00ff7f/" <<<"$three" | tr ' ' '\n' | grep . | sort | tr '\n' ' ')"
changed=$(swatch_colors)
take changed.json
check 'and it is drawn with' test "$(drawn changed.json)" = "$changed"
clean
open_dialog || true
steady
open_colors
check 'on the same image they are there again' until_true 10 eval '[ "$(swatch_colors)" = "$changed" ]'

# ---- Bundled palettes, and none -------------------------------------------------------------

focus palette
again key Home Down Return
check 'a bundled palette has its colors' until_true 10 eval '[ "$(swatch_colors)" = "#1d1b1a #f3ead8 " ]'
picture bundled
again click palette-on
check 'and any color is a click away' until_true 10 has_swatches 0
again click palette-on
check 'as is the palette' until_true 10 has_swatches 2
click cancel
closed || true
finish
