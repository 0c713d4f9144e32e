#!/bin/bash
# The plug-in is killed or terminated at random moments and calls (act.c): GIMP goes on, no file is half
# written, Undo brings the image back, and the next run is as good as ever. KILL_SEED=N gives
# the moments of that run again.
. "$(dirname "$0")/../window/env.sh"

seed=${KILL_SEED:-$$}
RANDOM=$seed
echo "# KILL_SEED=$seed"
files=$work/files
photos=$work/photos
mkdir -p "$files" "$photos"
for i in 1 2 3 4 5 6; do
  convert tests/images/chelsea.png -crop "160x120+$((i * 30))+$((i * 20))" +repage "$photos/$i.jpg"
done

start_screen
start_gimp env LD_PRELOAD="$root/build/act.so:$quick_babl" PRIM_ACT="$work/plan"
show '(photo "chelsea.png")'
fu '(begin
  (define (full mode output count file)
    (plug-in-primitive-full mode image source count "mixed" 3 1 1 50 50 256 0 0 "" -1 0 output file))
  (define (paths) (car (gimp-image-get-vectors image)))
  (define (clean) (if (and (= (as-before) 1) (= (paths) 0)) 1 0))
  (gimp-attach-parasite (list "gimp-primitive-last-values" 1
    "gimp-primitive last values 1\ncount=400\nseed=1\ngpu-mode=1\n")))' >/dev/null

# end MOST: ends the plug-in after a random time of at most so many milliseconds.
hits=0
end()
{
  local signal pid
  signal=$((RANDOM % 2 ? 9 : 15))
  until_true 20 is_running || return
  pid=$(running)
  sleep "$(printf '%d.%03d' $((RANDOM * $1 / 32768 / 1000)) $((RANDOM * $1 / 32768 % 1000)))"
  kill -$signal "$pid" 2>/dev/null || return
  hits=$((hits + 1))
}

# ended_in MOST EXPRESSION: the call, whose plug-in is ended; afterwards its answer is there.
ended_in()
{
  fu "$2" >/dev/null 2>&1 &
  local call=$!
  end "$1" || true
  wait $call || true
}

# ended_at MOST EXPRESSION: the call, whose plug-in is ended at one of so many libgimp calls.
ended_at()
{
  echo "$((RANDOM % $1)) 0 0 0 $([ $((RANDOM % 2)) = 0 ] && echo kill || echo terminate)" >"$work/plan"
  fu "$2" >/dev/null 2>&1
  [ -e "$work/plan" ] || hits=$((hits + 1))
  rm -f "$work/plan"
}

# undone: by as many steps as GIMP has, which are one, or none when there was no time for one.
undone()
{
  for _ in 1 2 3; do
    is '(clean)' 1 && return
    close_messages
    image_window
    key ctrl+z
    until_true 2 is '(clean)' 1 && return
  done
  return 1
}

# whole FOLDER: every file in it is whole, and none is hidden.
whole()
{
  local file
  for file in "$1"/* "$1"/.[!.]*; do
    case $file in
    *'*') ;;
    */.*) return 1 ;;
    *.svg) renders "$file" || return ;;
    *) identify -regard-warnings "$file" >/dev/null || return ;;
    esac
  done
}
renders()
{
  rsvg-convert "$1" -o "$work/whole.png" 2>"$work/svg.log"
}

# ---- Runs and results worked on --------------------------------------------------------

rounds=${KILL_ROUNDS:-5}
for output in 0 1 2 3; do
  for round in $(seq "$rounds"); do
    what="output $output, round $round"
    ended_in 1500 "(full RUN-NONINTERACTIVE $output 300 \"$files/$output.svg\")"
    check "$what: the files are whole" whole "$files"
    check "$what: Undo brings the image back" undone
    ended_at 250 "(full RUN-NONINTERACTIVE $output 5 \"$files/$output.svg\")"
    check "$what, at a call: the files are whole" whole "$files"
    check "$what, at a call: Undo brings the image back" undone
  done
done
for round in $(seq "$rounds"); do
  ended_in 2500 "(plug-in-primitive RUN-WITH-LAST-VALS image source 0 \"\" 0 0 0)"
  check "a layer that fills, round $round: Undo brings the image back" undone
done

fu '(begin
  (define layer (car (full RUN-NONINTERACTIVE 0 20 "")))
  (define twenty (car (gimp-image-duplicate image)))
  (define (clean)
    (if (and (= (layer-count image) 2) (= (difference layer (active twenty)) 0)
             (equal? (name-of layer) (name-of (active twenty))))
        1 0)))' >/dev/null
for round in $(seq "$rounds"); do
  ended_in 1500 '(plug-in-primitive-continue RUN-NONINTERACTIVE image layer 300)'
  check "continue, round $round: Undo brings the layer back" undone
  ended_at 120 '(plug-in-primitive-continue RUN-NONINTERACTIVE image layer 5)'
  check "continue, round $round, at a call: Undo brings the layer back" undone
  ended_in 200 "(plug-in-primitive-export RUN-NONINTERACTIVE image layer \"$files/export.svg\")"
  check "export, round $round: the files are whole" whole "$files"
done

# ---- Batches ----------------------------------------------------------------------------

for format in svg png jpg; do
  for round in $(seq "$rounds"); do
    ended_in 2500 "(script-fu-primitive-batch \"$photos/*.jpg\" \"$work/$format\" \"$format\" 100
      \"mixed\" 3 0 1)"
    [ -d "$work/$format" ] || continue
    check "batch of $format, round $round: the files are whole" whole "$work/$format"
    [ "$(ls "$work/$format" | wc -l)" -lt 6 ] || rm -r "${work:?}/$format"
  done
done

# ---- And then ----------------------------------------------------------------------------

echo "# $hits times"
check 'the plug-in was ended as often as not' test "$hits" -ge "$((rounds * 5))"
check 'GIMP goes on' kill -0 "$gimp_pid"
fu '(begin
  (define again (car (full RUN-NONINTERACTIVE 0 20 "")))
  (define same (if (= (difference again (active twenty)) 0) 1 0)))' >/dev/null
check 'and the next run draws what the first one drew' is same 1
fu "(define counts (script-fu-primitive-batch \"$photos/*.jpg\" \"$work/svg\" \"svg\" 100 \"mixed\" 3 0 1))" >/dev/null
check 'the next batch makes the rest' test "$(ls "$work/svg" | wc -l)" = 6
no_own_crash()
{
  ! grep -v 'undo_group_end: assertion' "$log" | grep -E 'CRITICAL|fatal error|Sanitizer|runtime error' |
    sed 's/^/# /' | grep .
}
check 'GIMP had nothing to complain about but the ends' no_own_crash
finish
