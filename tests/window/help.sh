#!/bin/bash
# The help: a page in the user's language, or else a window with text.
. "$(dirname "$0")/env.sh"

page=$GIMP2_DIRECTORY/plug-ins/gimp-primitive/help/en/index.html
start_screen
start_gimp
show '(photo "chelsea.png")'

help='^Help: Geometric'
check 'the dialog opens' open_dialog
[ $failed = 0 ] || finish
key F1
check 'where nothing opens a page, F1 shows the text' until_true 10 has_window "$help"
picture text
key Escape
check 'which Escape closes' until_true 10 no_window "$help"
check 'the dialog is still there' until_true 5 has_window "$title"
key Escape
check 'Escape cancels' closed

install_browser
check 'the dialog opens again' open_dialog
key F1
check 'F1 opens the page' until_true 10 opened 1 "$page"
click help
check 'so does Help' until_true 10 opened 2 "$page"
xdotool mousemove_relative 0 -40
xdotool mousemove "$(field how 2)" "$(field how 3)" # a link wants to be pointed at first
sleep 0.5
click how
check 'and so does the link' until_true 10 opened 3 "$page"
check 'which shows no text besides' no_window "$help"
key Escape
check 'Escape cancels' closed

fu '(gimp-help "gimp-primitive" "plug-in-primitive-continue")' >/dev/null
check "GIMP's own help finds what is on the page" until_true 20 grep -q '/gimp-primitive/help/en/index.html#add$' "$browsed"
check 'no crash, and no complaint of a library' no_crash
finish
