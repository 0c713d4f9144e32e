# What the scripts that run GIMP with a window share; they source this file. The window
# is on a virtual display, with a window manager. What happens in GIMP is looked at
# through its Script-Fu server; keys and clicks are sent by xdotool, to places that the
# dialog tells (ui/hook.h).

. "$(dirname "${BASH_SOURCE[0]}")/../gimp/env.sh"

screen=${screen:-1280x900}
export GIMP_PRIMITIVE_HOOK=$work/hook
mkdir -p "$GIMP_PRIMITIVE_HOOK"
cat >"$GIMP2_DIRECTORY/menurc" <<'END'
(gtk_accel_path "<Actions>/plug-in/plug-in-primitive" "<Primary>F9")
END
cat >"$GIMP2_DIRECTORY/gimprc" <<END
(check-updates no)
${gimprc:-}
END

# Xvfb takes a free display by itself and tells its number.
start_screen()
{
  Xvfb -displayfd 5 -screen 0 "${screen}x24" -nolisten tcp 5>"$work/display" >"$work/xvfb.log" 2>&1 &
  until_true 20 test -s "$work/display"
  DISPLAY=:$(cat "$work/display")
  export DISPLAY
  openbox >"$work/openbox.log" 2>&1 &
  disown -a
}

connect()
{
  exec 3<>"/dev/tcp/127.0.0.1/$port"
} 2>/dev/null

# start_gimp [COMMAND...]: run by a command, if one is given.
start_gimp()
{
  port=$((20000 + RANDOM % 20000))
  "$@" gimp-2.10 --no-splash --new-instance --no-fonts \
    --batch-interpreter plug-in-script-fu-eval \
    -b "(plug-in-script-fu-server RUN-NONINTERACTIVE \"127.0.0.1\" $port \"\")" >"$log" 2>&1 &
  gimp_pid=$!
  disown -a
  if ! until_true 120 connect; then
    ok 1 'GIMP starts with a window'
    grep -v -e 'theme engine' -e '^$' "$log" | sed 's/^/# /'
    finish
  fi
  ok 0 'GIMP starts with a window'
  fu "(begin (define root \"$root\") (define work \"$work\") (load \"$root/tests/gimp/tap.scm\")
    (load \"$root/tests/window/window.scm\"))" >/dev/null
}

# show EXPRESSION: the image that it gives is on display, in the only window.
show()
{
  fu "(show-image $1)" >/dev/null
  until_true 30 has_window ' – GIMP$'
}

# fu EXPRESSION: its value, as Script-Fu writes it. A request is a G, two bytes
# of length, text; an answer a G, a byte that tells of errors, length, text.
fu()
{
  local _ error high low answer
  # shellcheck disable=SC2059
  printf "G\\x$(printf %02x $((${#1} / 256)))\\x$(printf %02x $((${#1} % 256)))%s" "$1" >&3
  read -r _ error high low < <(head -c4 <&3 | od -An -tu1)
  answer=$(head -c $((high * 256 + low)) <&3)
  [ "$error" = 0 ] || echo "# Script-Fu: $answer" >&2
  echo "$answer"
}

is()
{
  [ "$(fu "$1")" = "$2" ]
}

# ---- Keys and clicks ------------------------------------------------------------

window_named()
{
  xdotool search --onlyvisible --name "$1" 2>/dev/null | head -1
}

has_window()
{
  [ -n "$(window_named "$1")" ]
}

no_window()
{
  ! has_window "$1"
}

# Keys go to the window that has the focus: the image's, or the dialog.
image_window()
{
  xdotool windowactivate --sync "$(window_named 'GIMP$')" 2>/dev/null || true
}

key()
{
  xdotool key --clearmodifiers "$@"
}

message='^GIMP Message$'

# GIMP may show more than one.
close_messages()
{
  local window
  while window=$(window_named "$message") && [ -n "$window" ]; do
    xdotool windowactivate --sync "$window" key Escape 2>/dev/null || true
    until_true 2 eval '[ "$(window_named "$message")" != "$window" ]' || true
  done
}

# ---- The dialog -------------------------------------------------------------------

title='^Geometric Primitives$'

# choose KEY COMMAND...: a menu entry by its key, until the command succeeds. GIMP takes no
# notice of a key while an entry is still insensitive, so it may take more than one.
choose()
{
  local key=$1
  shift
  until_true 30 no_process || true
  image_window
  for _ in {1..10}; do
    key "$key"
    until_true 3 is_running_or "$@" && break
  done
  until_true 60 "$@"
}

is_running_or()
{
  is_running || "$@"
}

open_dialog()
{
  rm -f "$GIMP_PRIMITIVE_HOOK"/*
  choose ctrl+F9 has_window "$title" && until_true 60 test -s "$GIMP_PRIMITIVE_HOOK/widgets"
}

closed()
{
  until_true 30 no_window "$title"
}

# The last line about a search: "search 3 asked", "search 3 done 100 shapes".
ended()
{
  grep '^search' "$GIMP_PRIMITIVE_HOOK/timings" 2>/dev/null | tail -1
}

last()
{
  ended | grep -q "$1"
}

# settled: every search that was asked for has ended.
settled()
{
  last 'done\|stopped\|failed'
}

steady()
{
  until_true 120 settled || echo '# the search did not come to its end' >&2
}

# searches: a search is going on.
searches()
{
  ! settled && [ "$(field stop 6)" != insensitive ]
}

# asked: how many searches were asked for.
asked()
{
  grep -c ' asked$' "$GIMP_PRIMITIVE_HOOK/timings" 2>/dev/null || true
}

# again COMMAND...: does what must begin another search, and waits for the end of it.
again()
{
  local before
  before=$(asked)
  "$@"
  until_true 30 eval '[ "$(asked)" -gt "$before" ]' ||
    echo "# no search began: $*" >&2
  steady
}

# field NAME N: a field of a widget: 2 x, 3 y, 4 width, 5 height, 6 state, 7 tooltip, 8 focus.
field()
{
  awk -F'\t' -v name="prim-$1" -v n="$2" '$1 == name { print $n; exit }' \
    "$GIMP_PRIMITIVE_HOOK/widgets"
}

is_on()
{
  [ "$(field "$1" 6)" = on ]
}

# click NAME [BUTTON]: in the middle of a widget.
click()
{
  local x y width height
  read -r x y width height < <(awk -F'\t' -v name="prim-$1" \
    '$1 == name { print $2, $3, $4, $5; exit }' "$GIMP_PRIMITIVE_HOOK/widgets")
  xdotool mousemove $((x + ${3:-width / 2})) $((y + height / 2)) click "${2:-1}"
}

# open_advanced: the rest of the controls, by the keyboard.
open_advanced()
{
  key alt+v
  until_true 10 eval '[ -n "$(field effort 2)" ]' || echo '# the rest does not show' >&2
}

# open_colors: where the palette is.
open_colors()
{
  [ -n "$(field palette-on 2)" ] || open_advanced
}

# change_color NAME RRGGBB: a click on it, and what GIMP's own dialog takes.
change_color()
{
  click "$1"
  until_true 20 has_window 'Change a Color' || echo '# no color dialog' >&2
  xdotool windowactivate --sync "$(window_named 'Change a Color')" key alt+n
  sleep 0.3
  xdotool type --delay 10 "$2"
  key Return
  sleep 0.5
  picture color-dialog
  key Return
  sleep 0.3
  ! has_window 'Change a Color' || key alt+o
  until_true 10 no_window 'Change a Color' || echo '# the color dialog stays' >&2
}

has_focus()
{
  [ "$(field "$1" 8)" = focus ]
}

# focus NAME: by a click into its left end, again where the window manager or the layout
# was not ready for it.
focus()
{
  for _ in {1..5}; do
    click "$1" 1 10
    until_true 3 has_focus "$1" && return
  done
  echo "# $1 does not get the focus" >&2
}

# type_into NAME TEXT: in place of what an entry holds.
type_into()
{
  focus "$1"
  key ctrl+a
  xdotool type --delay 10 "$2"
  key Tab
}

running()
{
  pgrep -P "$gimp_pid" -x gimp-primitive
}

is_running()
{
  running >/dev/null
}

no_process()
{
  ! is_running
}

wait_gone()
{
  closed && until_true 20 no_process
}

# picture NAME: a screenshot, kept under build/.
picture()
{
  import -window root "$work/$1.png"
}

# As in tests/gimp/env.sh, but that a machine may lack the theme's engine, "pixmap", and that GIMP 2.10
# ends a group which it did not begin when the attaching of a parasite is redone.
no_crash()
{
  ! grep -vi -e pixmap -e 'undo_group_end: assertion' "$log" |
    grep -E 'CRITICAL|gimp-primitive.*WARNING|crashed|fatal error|Sanitizer|runtime error' |
    sed 's/^/# /' | grep .
}

# ---- The browser ------------------------------------------------------------------
#
# Of the machine's programs none may open a page; the one that does notes the address.

browsed=$work/browsed
export XDG_DATA_DIRS=$work/share
mkdir -p "$XDG_DATA_DIRS" "$XDG_DATA_HOME/applications" "$XDG_CONFIG_HOME"
for folder in /usr/share/*; do
  [ "$folder" = /usr/share/applications ] || ln -s "$folder" "$XDG_DATA_DIRS/"
done

install_browser()
{
  printf '#!/bin/sh\necho "${1#file://}" >>"%s"\n' "$browsed" >"$work/browser"
  chmod +x "$work/browser"
  cat >"$XDG_DATA_HOME/applications/browser.desktop" <<END
[Desktop Entry]
Type=Application
Name=Browser
Exec=$work/browser %u
MimeType=text/html;
END
  printf '[Default Applications]\ntext/html=browser.desktop\n' >"$XDG_CONFIG_HOME/mimeapps.list"
}

# opened TIMES FILE: that page was asked for, so many times, and nothing else.
opened()
{
  [ "$(sort "$browsed" 2>/dev/null | uniq -c | sed 's/^ *//')" = "$1 $2" ]
}
