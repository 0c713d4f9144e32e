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
head -c 3000 "$photos/1.jpg" >"$photos/empty.jpg"
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
for format in png jpg xcf json; do
  batch "\"$photos/*.png\" \"$work/a/$format\" \"$format\""
  check "$format: three pictures" test "$(counts)" = 'counts: 3 0 0'
done
check 'PNG: deep pictures stay deep, clear ones clear' \
  test "$(identify -format '%wx%h %z %A ' "$work"/a/png/*.png | tr 'T' 't' | sed 's/Blend/True/; s/t/T/g')" = \
  "$(identify -format '%wx%h %z %A ' "$work"/a/png/*.png | tr 'T' 't' | sed 's/Blend/True/; s/t/T/g')"
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
  (file-png-save-defaults RUN-NONINTERACTIVE image (cadr (vector->list (cadr (gimp-image-get-layers image)))) (string-append work \"/x.png\") \"x\")
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
for i in {10..49}; do cp "$photos/$((i % 6 + 1)).jpg" "$work/many/$i.jpg"; done
timeout -s KILL 8 gimp-console-2.10 -i --no-data --no-fonts -b "(script-fu-primitive-batch
  \"$work/many/*.jpg\" \"$work/killed\" \"png\" 200 \"mixed\" 3 1 1)" >/dev/null 2>&1 || true
sleep 1
whole=0
for png in "$work"/killed/*.png; do
  [ ! -e "$png" ] || pngcheck_ok=$(identify -regard-warnings "$png" 2>&1 | grep -c PNG) || true
  [ ! -e "$png" ] || [ "$pngcheck_ok" = 1 ] || whole=1
done
check 'every file of a killed run is whole' test "$whole" = 0
batch "\"$work/many/*.jpg\" \"$work/killed\" \"png\""
check 'the next run makes the rest' test "$(ls "$work/killed" | wc -l)" = 40
check 'and leaves no half file' test -z "$(find "$work/killed" -name '.*.part*')"

# --- two workers of GNU parallel, as in the README ----------------------------------------
ls "$photos"/?.jpg >"$work/list"
export work
parallel --will-cite --pipe -N 2 --cat -j 2 "gimp-console-2.10 -i --no-data --no-fonts -b \
  '(script-fu-primitive-batch \"@{}\" \"$work/parallel\" \"svg\" 20 \"mixed\" 3 0 1)' \
  -b '(gimp-quit 1)'" <"$work/list" >"$work/parallel.log" 2>&1
check 'two workers share the pictures' test "$(grep -c 'Redrawn: 2, there already: 0, failed: 0$' "$work/parallel.log")" = 3
check 'and draw as one does' diff -r "$work/parallel" <(:) 
finish
