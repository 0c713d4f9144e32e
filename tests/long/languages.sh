#!/bin/bash
# The windows in every language, on a small screen: whether all words have room and no letter
# leads to two controls. Hebrew, which has no translation, stands for the languages that are
# written from right to left: GTK mirrors the windows by its own catalog.
screen=1366x768
. "$(dirname "$0")/../window/env.sh"

# A process takes its language from a file, so one GIMP serves all.
language=
english=$PWD/build/gimp-primitive
rm "$GIMP2_DIRECTORY/plug-ins/gimp-primitive"
mkdir "$GIMP2_DIRECTORY/plug-ins/gimp-primitive"
cat >"$GIMP2_DIRECTORY/plug-ins/gimp-primitive/gimp-primitive" <<END
#!/bin/sh
export LANGUAGE=\$(cat "$work/language") PRIM_LABELS="$work/labels"
exec "$english/gimp-primitive" "\$@"
END
chmod +x "$GIMP2_DIRECTORY/plug-ins/gimp-primitive/gimp-primitive"
rm "$GIMP2_DIRECTORY/pluginrc"
echo en >"$work/language"

# gettext translates in any locale but C, of which a bare machine has no other.
localedef -i en_US -f UTF-8 "$work/en_US.UTF-8" >"$work/localedef.log" 2>&1 || true
cat >>"$GIMP2_DIRECTORY/menurc" <<'END'
(gtk_accel_path "<Actions>/plug-in/plug-in-primitive-continue" "<Primary>F8")
END
start_screen
start_gimp env LOCPATH="$work" LC_ALL=en_US.UTF-8 LANGUAGE=en GTK_MODULES="$root/build/labels.so"
show '(photo "chelsea.png")'

# say MESSAGE: in the language.
say()
{
  LOCPATH=$work LC_ALL=en_US.UTF-8 LANGUAGE=$language TEXTDOMAINDIR=$english/locale \
    gettext -d gimp-primitive "$1"
}

looks()
{
  cat "$work/labels" 2>/dev/null | grep -c '^looked$' || true
}

# look: until the windows as they are now have been looked at.
look()
{
  local before
  before=$(looks)
  until_true 30 eval '[ "$(looks)" -ge $((before + 4)) ]' || check 'the windows are looked at' false
}

# without FAULT: none of that kind was found.
without()
{
  ! grep "^$1" "$work/labels" | sed 's/^/# /' | grep .
}

shows()
{
  grep -qF "shows	$1" "$work/labels"
}

# wheel WIDGET BUTTON: far up (4) or down (5) over it.
wheel()
{
  for _ in {1..30}; do
    click "$1" "$2" 5
  done
  look
}

# See to it that the search is stopped, too.
stop_a_search()
{
  type_into count 5000
  until_true 60 searches || true
  look
  click stop
  check "$language: a search can be stopped" until_true 60 last stopped
  look
}

# The bar has a text drawn on it: more colors than the bar alone.
has_text()
{
  local x y width height
  read -r x y width height < <(awk -F'\t' '$1 == "prim-progress" { print $2, $3, $4, $5; exit }' \
    "$GIMP_PRIMITIVE_HOOK/widgets")
  [ "$(convert "$1" -crop "$((width - 20))x$((height - 8))+$((x + 10))+$((y + 4))" -format %k info:)" -gt 4 ]
}

# mirrored: from right to left, the controls are left of the picture.
mirrored()
{
  [ "$(field count 2)" -lt "$(field progress 2)" ]
}

see_dialog()
{
  look
  steady
  look
  picture "$language"
  check "$language: the search tells how it stands" has_text "$work/$language.png"
  if [ "$language" = he ]; then
    check "$language: the window is mirrored" mirrored
  else
    check "$language: the window is not mirrored" eval '! mirrored'
  fi
  stop_a_search
  type_into count 20
  steady
}

see_sections()
{
  click edges
  until_true 10 eval '[ -n "$(field gap 2)" ]' || true
  look
  wheel edges 5
  click advanced
  until_true 10 eval '[ -n "$(field effort 2)" ]' || true
  look
  picture "$language-advanced"
}

see_message()
{
  type_into export /missing/a.svg
  click ok
  until_true 10 grep -q /missing/a.svg "$GIMP_PRIMITIVE_HOOK/timings" || true
  look
  picture "$language-message"
}

see_help()
{
  click help
  until_true 10 has_window "$(say 'Help: Geometric Primitives')" || true
  look
  picture "$language-help"
  key Escape
}

see_presets()
{
  key alt+j
  look
  key Return
  until_true 10 has_window "^$(say 'Save Preset')$" || true
  look
  picture "$language-save"
  key Escape
  until_true 10 no_window "^$(say 'Save Preset')$" || true
}

see_addition()
{
  local add
  fu '(gimp-image-set-active-layer image (vector-ref (cadr (gimp-image-get-layers image)) 0))' >/dev/null
  add=$(say '_Add More Shapes...' | sed -E 's/\(_.\)//; s/_//; s/ ?(…|\.\.\.)$//')
  check "$language: the window that asks for more shapes" choose ctrl+F8 has_window "^$add$"
  look
  key Escape
  until_true 10 no_window "^$add$" || true
  fu '(gimp-image-set-active-layer image source)' >/dev/null
}

see()
{
  language=$1
  title="^$(say 'Geometric Primitives')$"
  echo "$language" >"$work/language"
  rm -f "$work/labels"
  check "$language: the dialog opens" open_dialog || return
  see_dialog
  see_sections
  see_message
  see_help
  see_presets
  key Escape
  check "$language: the dialog closes" closed
  see_addition
  cp "$work/labels" "$work/labels-$language"
  check "$language: all words have room" without clipped
  check "$language: no letter leads to two controls" without doubled
  check "$language: the windows fit on the screen" without beyond
  check "$language: it is that language" shows "$(say 'Curved strokes')"
  check "$language: its parts were seen" eval 'shows "$(say Gap)" && shows "$(say "None: all alike")"'
}

fu '(begin (primitive image source 12 "mixed" 1) (gimp-image-set-active-layer image source))' >/dev/null
for po in ${LANGUAGES:-po/*.po he}; do
  see "$(basename "$po" .po)"
done
check 'GIMP had nothing to complain about' no_crash
finish
