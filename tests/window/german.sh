#!/bin/bash
# The windows in German, where GIMP's and GTK's own words bring letters of their own.
. "$(dirname "$0")/env.sh"

title='^Geometrische Formen$'
localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" >"$work/localedef.log" 2>&1 || true
cat >>"$GIMP2_DIRECTORY/menurc" <<'END'
(gtk_accel_path "<Actions>/plug-in/plug-in-primitive-continue" "<Primary>F8")
(gtk_accel_path "<Actions>/plug-in/script-fu-primitive-batch" "<Primary>F7")
END
install_browser
start_screen
start_gimp env LOCPATH="$work" LC_ALL=de_DE.UTF-8 LANGUAGE=de
show '(photo "chelsea.png")'

has_space() # has_space WINDOW: for its title
{
  [ "$(xdotool getwindowgeometry --shell "$(window_named "$1")" | sed -n 's/^WIDTH=//p')" -ge 320 ]
}

check 'the dialog is in German' open_dialog
[ $failed = 0 ] || finish
steady
click help
check 'Help opens the German page' \
  until_true 10 opened 1 "$GIMP2_DIRECTORY/plug-ins/gimp-primitive/help/de/index.html"
click edges
until_true 10 eval '[ -n "$(field gap 2)" ]' || true
key alt+e # Erweitert
check 'Alt+E opens the rest' until_true 5 eval '[ -n "$(field effort 2)" ]'
build/bench --device >/dev/null 2>&1 || check 'it says in German why there is no compute device but the CPU' \
  until_true 10 grep -q '^device Kein Grafikprozessor: ' "$GIMP_PRIMITIVE_HOOK/timings"
picture advanced
right() # right WIDGET: where it ends
{
  echo $(($(field "$1" 2) + $(field "$1" 4)))
}
check 'and none of it is cut off' [ "$(right effort)" -le "$(right ok)" ]
check 'no two controls have one letter' \
  eval '! awk -F"\t" "/^mnemonic/ { print \$2 }" "$GIMP_PRIMITIVE_HOOK/widgets" | sort | uniq -d | grep .'
key alt+j # the menu of presets
sleep 0.3
key Return
save='^Voreinstellung speichern$'
check 'a preset can be saved' until_true 5 has_window "$save"
picture save
check 'under a title that fits' has_space "$save"
key Escape
until_true 5 no_window "$save" || true
type_into export /missing/a.svg
click ok
check 'OK with a file in a folder that is not there says so' \
  until_true 10 grep -q '/missing/a.svg' "$GIMP_PRIMITIVE_HOOK/timings"
check 'and keeps the dialog' has_window "$title"
picture message
key Escape
check 'Escape closes it' closed
check 'the image is as it was' is '(untouched)' 1

fu '(gimp-image-set-active-layer image (car (primitive image source 12 "mixed" 1)))' >/dev/null
add='^Weitere Formen hinzufügen$'
check 'the menu entry asks how many shapes to add' choose ctrl+F8 has_window "$add"
picture add
check 'under a title that fits' has_space "$add"
key Escape
until_true 10 no_window "$add" || true

check 'there is a window for many files' choose ctrl+F7 has_window 'Many Files'
picture batch
key ctrl+a
xdotool type --delay 20 "$root/tests/images/coffee-128.ppm"
key Return
check 'which wants a folder to be chosen' until_true 20 has_window '^GIMP-Meldung$'
picture batch-folder
check 'and makes none' test ! -e drawn
check 'all its controls are understood' eval '! grep "unexpected adjustment" "$log"'
check 'GIMP had nothing to complain about' no_crash
finish
