#!/bin/bash
# In German: messages and layer names. The plug-in finds its translations beside itself,
# wherever that is.
. "$(dirname "$0")/env.sh"

# A bare machine has no locale but C, for which gettext never translates; so one
# is made.
localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" >"$work/localedef.log" 2>&1 || true
gimp_environment=(LOCPATH="$work" LC_ALL=de_DE.UTF-8 LANGUAGE=de)

# And the plug-in is moved to a folder of another name, blanks and all.
moved="$work/ein Ordner/gimp-primitive"
mkdir -p "$moved"
cp -R build/gimp-primitive/. "$moved"
cat >"$work/gimprc" <<EOF
(plug-in-path "$work/ein Ordner:\${gimp_plug_in_dir}/plug-ins")
EOF
gimp_options=(--gimprc "$work/gimprc")

script=tests/gimp/errors.scm
census='1 1 1 1 2 1'
refuse 'count 0' 'Anzahl der Formen: Erlaubt sind Werte von 1 bis 100000, nicht 0.' \
  '(call 0 "triangle" 3 1 0)'
refuse 'an unknown shape' 'Formen: Eine Form mit dem Namen »blob« gibt es nicht.' \
  '(call 5 "blob" 3 1 0)'
refuse 'style 9' 'Deckkraft: Erlaubt sind Werte von 0 bis 4, nicht 9 (0: Deckend, ' \
  '(call 5 "triangle" 9 1 0)'
refuse 'an indexed image' 'Wandeln Sie es zuerst mit Bild > Modus > RGB in RGB um.' \
  '(on indexed (active indexed))'
refusals

gimp '(let ((image (photo "chelsea.png")))
  (note "layer: " (name-of (car (primitive image (active image) 5 "triangle" 1)))))'
check "the layer's name" grep -q 'layer: Formen: 5 Dreiecke$' "$log"
check 'GIMP knows where the plug-in was moved to' \
  grep -q "\"$moved/locale\"" "$GIMP2_DIRECTORY/pluginrc"

# Where mnemonics stand in brackets behind a label, messages have neither.
localedef -i ja_JP -f UTF-8 "$work/ja_JP.UTF-8" >"$work/localedef.log" 2>&1 || true
gimp_environment=(LOCPATH="$work" LC_ALL=ja_JP.UTF-8 LANGUAGE=ja)
gimp '(let ((image (photo "chelsea.png")))
  (plug-in-primitive RUN-NONINTERACTIVE image (active image) 0 "triangle" 3 1 0))'
check 'in Japanese, a message names the argument alone' grep -q '図形の数には 1 から 100000 ' "$log"
finish
