#!/bin/bash
# Every procedure, called as Python-Fu calls it; rightly and wrongly.
. "$(dirname "$0")/env.sh"

client pdb-client

gimp '(let ((image (photo "chelsea.png")))
  (gimp-image-scale image 90 60)
  (test-primitive-client RUN-NONINTERACTIVE image work)
  (ok (= (layer-count image) 4) "wrong calls leave nothing behind")
  (the-end))'
sed -i 's/^pdb-client-[^:]*: /script-fu-client: /' "$log"
report
finish
