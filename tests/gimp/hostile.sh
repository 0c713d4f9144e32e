#!/bin/bash
# Layers with lists of shapes from strangers, in one GIMP: a sample of tests/hostile, or
# all of it with HOSTILE_STEP=1.
. "$(dirname "$0")/env.sh"
client hostile-client

gimp "(let* ((image (photo \"chelsea.png\")))
  (gimp-image-scale image 60 40)
  (gimp-item-set-name (active image) \"the picture\")
  (test-primitive-hostile RUN-NONINTERACTIVE image work ${HOSTILE_STEP:-20})
  (ok (= (layer-count image) 2) \"no layers were added\")
  (the-end))"
sed -i 's/^hostile-client-[^:]*: /script-fu-client: /' "$log"
report

# GIMP prints what a call fails with; what is said besides would be a second message.
refused=$(sed -n 's/^script-fu-client: .* \([0-9]*\) of them failed$/\1/p' "$log" | paste -sd+ | bc)
messages=$(grep -c '^GIMP-Error: \|^gimp-primitive-[A-Za-z]*: ' "$log")
echo "# $refused calls failed, with $messages messages"
check 'a failure is told once' test "$refused" = "$messages"
finish
