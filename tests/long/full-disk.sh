#!/bin/bash
# A batch in every format on a disk that fills: every picture that has no room is reported,
# those before and after are whole, nothing else is left, and the next run makes the rest.
. "$(dirname "$0")/../gimp/env.sh"

photos=$work/photos
mkdir -p "$photos"
for i in 1 3 4 6; do
  convert tests/images/chelsea.png -crop "160x120+$((i * 30))+$((i * 20))" +repage "$photos/$i.jpg"
done
for i in 2 5; do
  convert tests/images/chelsea.png -resize 2400x1600! "$photos/$i.jpg"
done

# Lists of shapes are small whatever the picture's size, so a filler takes most of their disk.
disk=$work/disk
if ! small_disk "$disk" 192k; then
  echo '1..0 # SKIP only root may mount a small disk'
  exit
fi
run()
{
  gimp "(script-fu-primitive-batch \"$photos/*.jpg\" \"$disk/$1\" \"$1\" 20 \"mixed\" 3 0 1)"
}
summary()
{
  grep -o 'Redrawn: .*' "$log"
}
# whole FORMAT FILE: the file is one of the format, to its end.
whole()
{
  case $1 in
  svg) rsvg-convert "$2" -o "$work/whole.png" ;;
  json) keeps_to_schema "$2" ;;
  xcf)
    gimp "(note \"layers: \" (layer-count (car (gimp-file-load RUN-NONINTERACTIVE \"$2\" \"x\"))))"
    grep 'layers: 2$' "$log"
    ;;
  *) identify -regard-warnings "$2" ;;
  esac >"$work/whole.log" 2>&1
}
for format in svg json xcf png jpg; do
  case $format in svg | json) fill=184 ;; *) fill=0 ;; esac
  [ $fill = 0 ] || head -c "${fill}K" /dev/zero >"$disk/filler"
  run $format
  made=$(ls "$disk/$format" | wc -l)
  reported=$(grep -c "$photos/[1-6].jpg: \".*\" could not be written: No space left on device.$" "$log")
  echo "# $format: $made made, $reported reported"
  check "$format: some have room and some have not" test "$made" -gt 0 -a "$reported" -gt 0
  check "$format: every picture is one or the other" test "$((made + reported))" = 6
  check "$format: the summary says so" \
    test "$(summary)" = "Redrawn: $made, there already: 0, failed: $reported"
  for file in "$disk/$format/"*; do
    check "$format: $(basename "$file") is whole" whole $format "$file"
  done
  check "$format: nothing else is there" test -z "$(find "$disk/$format" -name '.?*')"
  check "$format: no crash" no_crash
  rm -f "$disk/filler"
  [ $fill = 0 ] || run $format
  [ $fill = 0 ] || check "$format: the next run makes the rest" \
    test "$(summary)" = "Redrawn: $reported, there already: $made, failed: 0"
  rm -r "${disk:?}/$format"
done
finish
