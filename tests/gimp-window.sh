#!/bin/bash
# In a real GIMP window: the menu entry runs, the layer fills while the search
# runs, one Undo brings back the image exactly, and so it does after a Cancel.
#
# The window is on a virtual display. What happens in it is looked at through
# GIMP's Script-Fu server; keys are sent by xdotool.
. "$(dirname "$0")/gimp-env.sh"

export GIMP2_DIRECTORY=$work/profile # fresh: nothing to recover, windows in place
mkdir -p "$GIMP2_DIRECTORY"/{plug-ins,brushes,dynamics,fonts,gradients,palettes,patterns,tool-presets}
ln -s "$root/build/gimp-primitive" "$GIMP2_DIRECTORY/plug-ins/gimp-primitive"
cat >"$GIMP2_DIRECTORY/menurc" <<'EOF'
(gtk_accel_path "<Actions>/plug-in/plug-in-primitive" "<Primary>F9")
EOF
cat >"$GIMP2_DIRECTORY/gimprc" <<'EOF'
(check-updates no)
EOF

# ---- Starting and stopping -----------------------------------------------------

stop()
{
  exec 3>&- || true
  for pid in "${pids[@]}"; do
    kill -KILL "$pid" 2>/dev/null || true
  done
}
trap stop EXIT

# Xvfb takes a free display by itself and tells its number.
Xvfb -displayfd 5 -screen 0 1280x900x24 -nolisten tcp 5>"$work/display" >"$work/xvfb.log" 2>&1 &
pids=($!)
until_true() # until_true SECONDS COMMAND...: waits for the command to succeed
{
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}
until_true 20 test -s "$work/display"
DISPLAY=:$(cat "$work/display")
export DISPLAY

port=$((20000 + RANDOM % 20000))
gimp-2.10 --no-splash --new-instance --no-data --no-fonts \
  --batch-interpreter plug-in-script-fu-eval \
  -b "(plug-in-script-fu-server RUN-NONINTERACTIVE \"127.0.0.1\" $port \"\")" >"$log" 2>&1 &
gimp_pid=$!
pids=($gimp_pid "${pids[@]}")

connect()
{
  exec 3<>"/dev/tcp/127.0.0.1/$port"
} 2>/dev/null

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

# Keys go to the window under the pointer: that of the image.
key()
{
  xdotool mousemove 640 500 key --clearmodifiers "$1"
}

if ! until_true 60 connect; then
  ok 1 'GIMP starts with a window'
  grep -v -e 'theme engine' -e '^$' "$log" | sed 's/^/# /'
  finish
fi
ok 0 'GIMP starts with a window'
fu "(begin (define root \"$root\") (load \"$root/tests/tap.scm\"))" >/dev/null
fu '(begin
  (define image (photo "chelsea.png"))
  (define source (active image))
  (gimp-display-new image)
  (define before (car (gimp-image-duplicate image)))
  (define (result)
    (vector-ref (cadr (gimp-image-get-layers image)) 0))
  (define (finished)
    (if (and (= (layer-count image) 2)
             (> (car (gimp-item-get-parasite-list (result))) 0))
        1 0))
  (define (as-before)
    (if (and (= (layer-count image) 1)
             (= (active image) source)
             (equal? (name-of source) (name-of (active before)))
             (= (difference source (active before)) 0))
        1 0)))' >/dev/null
sleep 1 # for the window to be drawn

# ---- A run from the menu, undone -------------------------------------------------

key ctrl+F9
check 'the menu entry runs and adds a layer' until_true 60 is '(finished)' 1
if [ $failed = 1 ]; then # the rest could only wait in vain
  finish
fi
check 'the layer is named' is '(name-of (result))' '"Primitives: 100 triangles"'
fu '(define painted (car (gimp-image-duplicate image)))' >/dev/null
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(layer-count image)' 1
check 'and the image is as it was, to the pixel' is '(as-before)' 1
key ctrl+y
check 'Redo brings it again' until_true 10 is '(finished)' 1
check 'with the same pixels' is '(difference (result) (active painted))' 0.0
key ctrl+z
until_true 10 is '(layer-count image)' 1

# ---- With a selection: layer and mask are one step, too ------------------------------

fu '(gimp-image-select-ellipse image CHANNEL-OP-REPLACE 50 50 200 150)' >/dev/null
key ctrl+F9
check 'a run with a selection adds a layer' until_true 60 is '(finished)' 1
check 'with a mask' is '(= (car (gimp-layer-get-mask (result))) -1)' '#f'
key ctrl+z
check 'one Undo takes both back' until_true 10 is '(as-before)' 1
check 'and the selection stays' is '(car (gimp-selection-is-empty image))' 0
fu '(gimp-selection-none image)' >/dev/null

# ---- The layer fills while a long run goes on, which is then cancelled ----------------

# Last values with 98304 shapes: a double in bytes 8 to 15 of what GIMP keeps.
fu '(let ((data (cadr (gimp-procedural-db-get-data "plug-in-primitive"))))
  (vector-set! data 15 64) (vector-set! data 14 248)
  (gimp-procedural-db-set-data "plug-in-primitive" (vector-length data) data))' >/dev/null
running()
{
  pgrep -P $gimp_pid -x gimp-primitive
}
is_running()
{
  running >/dev/null
}
key ctrl+F9
check 'the layer is there while the search runs' until_true 20 is '(layer-count image)' 2
check 'the search is still running' is_running
fu '(define early (car (gimp-image-duplicate image)))' >/dev/null
changes()
{
  is '(> (difference (result) (vector-ref (cadr (gimp-image-get-layers early)) 0)) 0)' '#t'
}
check 'the layer changes as it goes' until_true 20 changes
check 'the search is still running then' is_running
for pid in $(running); do
  kill -KILL "$pid" # what the Cancel button does
done
sleep 1
check 'after a Cancel what was painted stays' is '(layer-count image)' 2
xdotool key Escape # GIMP may show a message
sleep 0.5
key ctrl+z
check 'one Undo takes it back' until_true 10 is '(as-before)' 1
finish
