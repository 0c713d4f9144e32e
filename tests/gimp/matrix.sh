#!/bin/bash
# Drawables of every kind, and what comes of them, pixel by pixel: one cell in three of the
# matrix, or all with MATRIX_STEP=1.
. "$(dirname "$0")/env.sh"
client matrix-client

gimp_fonts= # for a text layer
gimp "(begin (test-primitive-matrix RUN-NONINTERACTIVE ${MATRIX_STEP:-3}) (the-end))"
# Besides, nothing is said but that paths show whole shapes.
said=$(grep -E '^(GIMP-Error|gimp-primitive-[A-Za-z]*): ' "$log" | grep -vc 'Paths show whole shapes' || true)
check 'nothing is said besides' test "$said" = 0
sed -i 's/^matrix-client-[^:]*: /script-fu-client: /' "$log"
report
finish
