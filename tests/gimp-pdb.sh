#!/bin/bash
# Every procedure, called as Python-Fu calls it; rightly and wrongly.
. "$(dirname "$0")/gimp-env.sh"

# The client is a plug-in too; it gets a profile without it out of the others' way.
export GIMP2_DIRECTORY=$work/profile
mkdir -p "$GIMP2_DIRECTORY"/{brushes,dynamics,fonts,gradients,palettes,patterns,plug-ins,tool-presets}
ln -s "$root/build/gimp-primitive" "$GIMP2_DIRECTORY/plug-ins/gimp-primitive"
mkdir "$GIMP2_DIRECTORY/plug-ins/pdb-client"
ln -s "$root/build/pdb-client" "$GIMP2_DIRECTORY/plug-ins/pdb-client/pdb-client"

gimp '(let ((image (photo "chelsea.png")))
  (gimp-image-scale image 90 60)
  (test-primitive-client RUN-NONINTERACTIVE image work)
  (ok (= (layer-count image) 4) "wrong calls leave nothing behind")
  (the-end))'
sed -i 's/^pdb-client-[^:]*: /script-fu-client: /' "$log"
report
finish
