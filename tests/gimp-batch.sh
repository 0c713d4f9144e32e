#!/bin/bash
# Many files in one go: Script-Fu's batch, the procedure under it, two workers of GNU
# parallel, and the Python plug-in.
. "$(dirname "$0")/gimp-env.sh"

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

counts()
{
  grep -o 'counts: .*' "$log" | tail -1
}
batch()
{
  gimp "(let ((counts (script-fu-primitive-batch $1 20 \"mixed\" 3 0 1)))
    (note \"counts: \" (car counts) \" \" (cadr counts) \" \" (caddr counts)))"
}

# --- the first run, and a second one -------------------------------------------
batch "\"$photos/*\" \"$work/a/svg\" \"svg\""
check 'nine pictures are redrawn, two fail' test "$(counts)" = 'counts: 9 0 2'
check 'the summary says so' grep -q 'Redrawn: 9, there already: 0, failed: 2$' "$log"
check 'a message tells which failed' grep -q "$photos/broken.jpg: " "$log"
check 'and the other' grep -q "$photos/empty.jpg: " "$log"
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
check 'and leaves no half file' test -z "$(find "$work/killed" -name '.*.part*')"

# --- two workers of GNU parallel, as in the README ----------------------------------------
ls "$photos"/[1-6].jpg >"$work/list"
export work
parallel --will-cite --pipe -N 3 --cat -j 2 'gimp-console-2.10 -i --no-data --no-fonts -b \
  "(script-fu-primitive-batch \"@{}\" \"$work/parallel\" \"svg\" 20 \"mixed\" 3 0 1)" \
  -b "(gimp-quit 1)"' <"$work/list" >"$work/parallel.log" 2>&1
check 'two workers share six pictures' \
  test "$(grep -c 'Redrawn: 3, there already: 0, failed: 0$' "$work/parallel.log")" = 2
batch "\"$photos/[1-6].jpg\" \"$work/alone\" \"svg\""
check 'and draw what one does' diff -r "$work/parallel" "$work/alone"

# --- what must fail at once ------------------------------------------------------------------
script=gimp-batch-errors.scm
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
refuse 'count 0' 'Shape count must be between 1 and 100000, not 0.' \
  '(call (string-append work "/photos/*") (string-append work "/b") "svg" 0)'
refusals

check 'no folder is made for nothing' test ! -e "$work/b"
batch "\"$photos/*.jpg\" \"$photos\" \"jpg\""
check 'pictures are not replaced by their drawings' \
  grep -q 'The drawing would replace the picture. Choose another folder.' "$log"
cp "$photos/1.jpg" "$photos/deep.jpg"
batch "\"$photos/deep.*\" \"$work/twice\" \"svg\""
check 'two pictures of one name: the second one is reported' \
  grep -q 'deep.png: .*deep.svg" as well. Rename one of them.' "$log"

# --- the Python plug-in, with Python-Fu's part played by a stand-in ------------------------
gimp '(gimp-procedural-db-dump (string-append work "/pdb"))'
check 'the Python plug-in calls what is there, with what it takes' \
  /usr/bin/python3 tests/python-fu.py "$work/pdb" plugin/scripts/primitive-batch.py
finish
