#!/bin/bash
# Many files in one go: Script-Fu's batch, the procedure under it, and the Python plug-in.
. "$(dirname "$0")/env.sh"

photos=$work/photos
mkdir -p "$photos"
for i in 1 2 3 4 5 6; do
  convert tests/images/chelsea.png -crop "160x120+$((i * 30))+$((i * 20))" +repage "$photos/$i.jpg"
done
convert tests/images/coffee.png -resize 120x80 -colors 16 "png8:$photos/indexed.png"
convert tests/images/coffee.png -resize 120x80 -alpha set -region 60x80+0+0 -alpha transparent \
  "$photos/clear.png"
convert tests/images/coffee.png -resize 120x80 -depth 16 "png48:$photos/deep.png"
echo 'not a picture' >"$photos/broken.jpg"
: >"$photos/empty.jpg"

# batch PICTURES-FOLDER-FORMAT...: a run for each argument, all in one GIMP.
batch()
{
  local run runs=()
  for run in "$@"; do
    runs+=("(let ((counts (script-fu-primitive-batch $run 20 \"mixed\" 3 0 1)))
      (note \"counts: \" (car counts) \" \" (cadr counts) \" \" (caddr counts)))")
  done
  gimp "${runs[@]}"
}
# The runs' numbers of pictures that were done, skipped and failed.
counts()
{
  echo $(grep -o 'counts: .*' "$log")
}

# --- the first run, and a second one -------------------------------------------
batch "\"$photos/*\" \"$work/a/svg\" \"svg\""
check 'nine pictures are redrawn, two fail' test "$(counts)" = 'counts: 9 0 2'
check 'the summary says so' grep -q 'Redrawn: 9, there already: 0, failed: 2$' "$log"
check 'a message tells which failed' grep -q "$photos/broken.jpg: " "$log"
check 'and the other' grep -q "$photos/empty.jpg: " "$log"
messages()
{
  grep -o "$photos/.*jpg: .*" "$log"
}
messages >"$work/messages"
check 'the drawings have the names of the pictures' \
  test "$(cd "$work/a/svg" && echo *)" = '1.svg 2.svg 3.svg 4.svg 5.svg 6.svg clear.svg deep.svg indexed.svg'
touch -d 2001-01-01 "$work"/a/svg/*.svg
rm "$work/a/svg/3.svg"
: >"$work/a/svg/4.svg"
batch "\"$photos/?.jpg\" \"$work/a/svg\" \"svg\""
check 'a second run makes what is missing or empty' test "$(counts)" = 'counts: 2 4 0'
check 'and leaves the rest alone' test "$(find "$work/a/svg" -newermt 2002-01-01 | grep -c '\.svg$')" = 2

# --- formats ---------------------------------------------------------------------
gimp '(for-each (lambda (format)
    (let ((counts (script-fu-primitive-batch (string-append work "/photos/*.png")
                                             (string-append work "/a/" format) format 20 "mixed" 3 0
                                             1)))
      (ok (equal? counts (quote (3 0 0))) format ": three pictures")))
  (quote ("png" "jpg" "xcf" "json")))
  (the-end)'
report
depth()
{
  identify -format '%wx%h %z %[channels]' "$work/a/png/$1.png"
}
check 'PNG: deep pictures stay deep' test "$(depth deep)" = '120x80 16 srgb'
check 'PNG: clear ones stay clear' test "$(depth clear)" = '120x80 8 srgba'
check 'PNG: others are opaque' test "$(depth indexed)" = '120x80 8 srgb'
check 'JPEG: white is behind what is clear' \
  test "$(convert "$work/a/jpg/clear.jpg" -crop 1x1+2+40 -format '%[fx:mean>0.97]' info:)" = 1
rsvg-convert "$work/a/svg/clear.svg" -o "$work/clear.png"
check 'SVG: what is clear stays clear' test "$(compare -metric RMSE "$work/clear.png" \
  "$work/a/png/clear.png" null: 2>&1 | sed 's/.*(\(.*\))/\1/' | awk '{ print 255 * $1 < 1 }')" = 1
for json in "$work"/a/json/*.json; do
  check "$(basename "$json") keeps to the schema" keeps_to_schema "$json"
done
gimp "(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE \"$work/a/xcf/deep.xcf\" \"x\")))
             (layer (active image)))
  (ok (= (layer-count image) 2) \"XCF: the drawing lies above the picture\")
  (ok (= (cadr (plug-in-primitive-continue RUN-NONINTERACTIVE image layer 5)) 25)
      \"and can be continued\")
  (the-end))"
report
gimp "(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE \"$photos/2.jpg\" \"x\")))
             (layer (car (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) 20 \"mixed\"
                           3 0 1 50 50 256 0 0 \"\" -1 0 0 \"\"))))
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer \"$work/one.svg\")
  (the-end))"
report
check 'a drawing of the batch is the same as one by one' cmp "$work/one.svg" "$work/a/svg/2.svg"

# --- the color profile stays with the picture --------------------------------------
mkdir -p "$work/icc"
for kind in wide grey; do
  /usr/bin/python3 tests/gimp/icc.py $kind "$work/icc/$kind.icc"
done
convert "$photos/1.jpg" -profile "$work/icc/wide.icc" "$work/icc/wide.tif"
convert "$photos/1.jpg" -depth 16 -profile "$work/icc/wide.icc" "$work/icc/deep.tif"
convert "$photos/1.jpg" -colorspace gray -profile "$work/icc/grey.icc" "$work/icc/grey.tif"
gimp "(for-each (lambda (format)
    (script-fu-primitive-batch \"$work/icc/*.tif\" (string-append work \"/icc/\" format) format 20
                               \"mixed\" 3 0 1))
  (quote (\"png\" \"jpg\")))"
keeps_profile()
{
  convert "$work/icc/$1" "$work/icc/kept.icc" && cmp "$work/icc/kept.icc" "$work/icc/$2.icc"
}
for format in png jpg; do
  check "${format^^}: the profile of a color picture is kept" keeps_profile $format/wide.$format wide
  check "${format^^}: of a deep one" keeps_profile $format/deep.$format wide
  check "${format^^}: of a grey one, which stays grey" keeps_profile $format/grey.$format grey
done
check 'PNG: a grey picture is one of one channel' \
  test "$(identify -format '%[channels]' "$work/icc/png/grey.png")" = gray

# --- a disk that is full -----------------------------------------------------------
mkdir -p "$work/sizes"
convert "$photos/1.jpg" -resize 50% "$work/sizes/1.jpg"
convert "$photos/1.jpg" -resize 1600% "$work/sizes/2.jpg"
convert "$photos/1.jpg" -resize 50% "$work/sizes/3.jpg"
echo 'not a picture' >"$work/sizes/4.jpg"
if small_disk "$work/disk" 128k; then
  batch "\"$work/sizes/*.jpg\" \"$work/disk/jpg\" \"jpg\"" \
    "\"$work/sizes/*.jpg\" \"$work/disk/png\" \"png\""
  check 'full disk: the pictures before and after are made' \
    test "$(counts)" = 'counts: 2 0 2 counts: 2 0 2'
  check 'full disk: failures are reported in the order of the pictures' test \
    "$(grep -o 'sizes/[0-9].jpg: ' "$log" | tr -d '\n')" = \
    'sizes/2.jpg: sizes/4.jpg: sizes/2.jpg: sizes/4.jpg: '
  for format in jpg png; do
    check "$format, full disk: the one in between is reported" grep -q \
      "$work/sizes/2.jpg: \".*/2.$format\" could not be written: No space left on device.$" "$log"
    check "$format, full disk: the others are whole" \
      test -z "$(identify -regard-warnings "$work/disk/$format/"{1,3}.$format 2>&1 >/dev/null)"
    check "$format, full disk: nothing else is there" test "$(ls -A "$work/disk/$format" | wc -l)" = 2
  done
else
  echo '# a full disk: only root may mount a small one'
fi

# --- no threads to be had -----------------------------------------------------------
echo 0 999 >"$work/no-threads"
gimp_environment=(LD_PRELOAD="$root/build/no-threads.so:$quick_babl" PRIM_NO_THREADS="$work/no-threads")
batch "\"$photos/[1-3].jpg\" \"$work/a/alone\" \"svg\""
gimp_environment=()
check 'without threads, pictures are searched one by one' test "$(counts)" = 'counts: 3 0 0'
check 'and the drawings are the same' \
  bash -c "for i in 1 2 3; do cmp '$work/a/svg/'\$i.svg '$work/a/alone/'\$i.svg || exit; done"

# --- on one core -----------------------------------------------------------------------
gimp_environment=(taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')")
batch "\"$photos/*\" \"$work/one/svg\" \"svg\"" "\"$photos/*.png\" \"$work/one/jpg\" \"jpg\""
gimp_environment=()
for picture in "$work"/{one,a}/jpg/*.jpg; do
  convert "$picture" -strip "ppm:${picture%.jpg}.ppm" # a color profile of GIMP's holds the time
  rm "$picture"
done
for format in svg jpg; do
  check "${format^^}: one core makes what all of them make" \
    diff -r "$work/one/$format" "$work/a/$format"
done
check 'and the messages are the same' test "$(messages)" = "$(cat "$work/messages")"

# --- killed in mid-run: no half file, and the next run finishes -----------------------
mkdir -p "$work/many"
for i in {10..21}; do cp "$photos/$((i % 6 + 1)).jpg" "$work/many/$i.jpg"; done
gimp-console-2.10 -i --no-data --no-fonts -b "(script-fu-primitive-batch \"$work/many/*.jpg\"
  \"$work/killed\" \"png\" 100 \"mixed\" 3 1 1)" >/dev/null 2>&1 &
started=$!
for _ in {1..1200}; do
  [ ! -e "$work/killed/12.png" ] || break
  sleep 0.1
done
kill -KILL $started
wait $started 2>/dev/null || true
sleep 1 # the plug-in ends when GIMP is gone
broken()
{
  find "$work/killed" -name '[0-9]*.png' -exec identify -regard-warnings {} + 2>&1 >/dev/null | grep .
}
check 'a killed run leaves some files' test -e "$work/killed/12.png" -a ! -e "$work/killed/21.png"
check 'all of them whole' test -z "$(broken)"
batch "\"$work/many/*.jpg\" \"$work/killed\" \"png\""
check 'the next run makes the rest' test "$(ls "$work/killed" | wc -l)" = 12
check 'and leaves no half file' test -z "$(find "$work/killed" -name '.?*')"

# --- two at the same time, with one name for two pictures ---------------------------------
mkdir -p "$work/first" "$work/second"
cp "$photos/1.jpg" "$work/first/same.jpg"
cp "$photos/2.jpg" "$work/second/same.jpg"
for folder in first second; do
  gimp-console-2.10 -i --no-data --no-fonts -b "(script-fu-primitive-batch \"$work/$folder/same.jpg\"
    \"$work/both\" \"svg\" 20 \"mixed\" 3 0 1)" -b '(gimp-quit 1)' >"$work/$folder.log" 2>&1 &
done
wait
check 'one of them is drawn' bash -c "cmp -s '$work/both/same.svg' '$work/a/svg/1.svg' ||
  cmp -s '$work/both/same.svg' '$work/a/svg/2.svg'"
check 'by one process, and the other one says so' bash -c "
  test \$(cat '$work/first.log' '$work/second.log' | grep -c 'Redrawn: 1, there already: 0, failed: 0') = 1 &&
  cat '$work/first.log' '$work/second.log' |
    grep -q -e 'Redrawn: 0, there already: 1' -e 'Another process wrote .*same.svg'"

# --- what must fail at once ------------------------------------------------------------------
script=tests/gimp/batch-errors.scm
census='0 images'
refuse 'no such pictures' 'There are no pictures named "/missing/*.jpg".' \
  '(call "/missing/*.jpg" (string-append work "/b") "svg" 20)'
refuse 'no such list' 'The list of pictures could not be read: ' \
  '(call "@/missing/list" (string-append work "/b") "svg" 20)'
refuse 'an unknown format' 'There is no format named "bmp". The known names are: svg, json, xcf, png, jpg.' \
  '(call (string-append work "/photos/*") (string-append work "/b") "bmp" 20)'
refuse 'no pattern' 'Say which pictures, which folder and which format; one of them is empty.' \
  '(call "" (string-append work "/b") "svg" 20)'
refuse 'a folder that cannot be made' 'The folder "/dev/null/b" could not be made: Not a directory.' \
  '(call (string-append work "/photos/*") "/dev/null/b" "svg" 20)'
refuse 'count 0' 'Number of shapes must be between 1 and 100000, not 0.' \
  '(call (string-append work "/photos/*") (string-append work "/b") "svg" 0)'
refusals

check 'no folder is made for nothing' test ! -e "$work/b"
mkdir -p "$work/in [2]"
cp "$photos/1.jpg" "$work/in [2]/1.jpg"
cp "$photos/1.jpg" "$photos/deep.jpg"
cp "$photos/2.jpg" "$work/second/1.jpg"
cp "$photos/1.jpg" "$work/second/$(printf 'x%.0s' {1..251}).jpg"
printf '%s\n' "$photos/broken.jpg" "$photos/1.jpg" "$work/second/1.jpg" "$photos/1.jpg" >"$work/twins"
batch "\"$photos/*.jpg\" \"$photos\" \"jpg\"" "\"$photos/deep.*\" \"$work/twice\" \"svg\"" \
  "\"@$work/twins\" \"$work/twins.d\" \"svg\"" "\"$work/second/x*.jpg\" \"$work/long\" \"json\"" \
  "\"$work/in \\\\[2]/*.jpg\" \"$work/in [2]/out\" 4" "\"$work/in \\\\[2]/*.jpg\" \"$work/b\" 5"
check 'the numbers are right' test "$(counts)" = \
  'counts: 0 0 9 counts: 1 0 1 counts: 1 0 2 counts: 0 0 1 counts: 1 0 0'
check 'a format by number' test -s "$work/in [2]/out/1.json"
check 'a number that no format has is refused in words' \
  grep -q 'There is no format named "5". The known names are: svg, json, xcf, png, jpg.' "$log"
check 'pictures are not replaced by their drawings' \
  grep -q 'The drawing would replace the picture. Choose another folder.' "$log"
check 'two pictures of one name: the second one is reported' \
  grep -q 'deep.png: .*deep.svg" as well. Rename one of them.' "$log"
check 'before the first one is loaded, and a picture that is named twice is drawn once' \
  bash -c "grep -o '[a-z]*/[a-z0-9]*.jpg: ' '$log' | tail -3 | head -2 | tr -d '\n' | grep -q '^second/1.jpg: photos/broken.jpg: '"
check 'a name that is too long is told' grep -q 'x.json" could not be written: File name too long.' "$log"

# --- the Python plug-in, with Python-Fu's part played by a stand-in ------------------------
gimp '(gimp-procedural-db-dump (string-append work "/pdb"))'
check 'the Python plug-in calls what is there, with what it takes' \
  /usr/bin/python3 tests/gimp/python-fu.py "$work/pdb" plugin/scripts/primitive-batch.py
finish
