#!/bin/bash
# The commands in plugin/scripts/README.md do what is said there.
. "$(dirname "$0")/env.sh"

page=plugin/scripts/README.md

# block TEXT: the indented block of the page with this text in it.
block()
{
  text=$1 perl -00 -ne 'if (/^    / && index($_, $ENV{text}) >= 0) { s/^    //mg; print; exit }' "$page"
}

mkdir "$work/photos"
for i in 1 2 3; do
  convert tests/images/chelsea.png -crop "160x120+$((i * 60))+20" +repage "$work/photos/$i.jpg"
done
cp "$work/photos/1.jpg" "$work/photo.jpg"

# --- in GIMP ---------------------------------------------------------------------
load="(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE \"$work/photo.jpg\" \"x\")))
             (drawable (active image)))"
gimp "$load
  $(block gimp-displays-flush)
  (ok (= (layer-count image) 2) \"Script-Fu: the image opened last has a new layer\"))" \
  "$load
  (ok (= (caddr $(block plug-in-primitive-with)) 300) \"all settings by name: 300 shapes\")
  (gimp-procedural-db-dump \"$work/pdb\") (the-end))"
report

# --- the looks ---------------------------------------------------------------------
looks=$(build/gimp-primitive/gimp-primitive --looks | sed 1d)
check 'the page has the twelve looks, word for word' diff <(sed -n 's/^| \([A-Z][A-Za-z ]*\) | `\(count=.*\)` |$/\1\t\2/p' "$page") <(echo "$looks")

# --- Python-Fu, whose part is played ------------------------------------------------
block pdb.plug_in >"$work/lines.py"
check 'Python-Fu: the procedures are there, with these arguments' \
  /usr/bin/python3 tests/gimp/python-fu.py "$work/pdb" --calls "$work/lines.py"

# --- from the shell --------------------------------------------------------------------
block file-png-save >"$work/headless.sh"
block 'script-fu-primitive-batch "photos' >"$work/batch.sh"
block 'parallel --pipe' | sed 's/host1,host2,://; s/-S  *//; s#/drawn#/parallel#' >"$work/parallel.sh"
export PARALLEL=--will-cite
for script in headless batch parallel; do
  check "$script: it is on the page" test -s "$work/$script.sh"
  (cd "$work" && timeout 120 bash "$script.sh") >"$work/$script.log" 2>&1 ||
    sed 's/^/# /' "$work/$script.log"
done
check 'headless: a PNG of the size of the photo' \
  test "$(identify -format '%wx%h' "$work/shapes.png")" = 160x120
check 'headless: an SVG' rsvg-convert "$work/shapes.svg" -o "$work/shapes-svg.png"
check 'batch: every photo is drawn' test "$(cd "$work/drawn" && echo *)" = '1.svg 2.svg 3.svg'
check 'with GNU parallel: the same drawings' diff -r "$work/drawn" "$work/parallel"
finish
