#!/bin/bash
# Draws the README's plot of error over CPU time: `tests/bench/curve.sh FILE.svg`.
#
# 100 triangles of fixed opacity 50.2 % at 256 px, one thread; geometric means over
# the three photos. The peers' figures were measured on the same pixels on another
# 2-core x86-64 server (medians of up to three seeds); times may differ by a third.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:?usage: tests/bench/curve.sh FILE.svg}

point() { # label, then bench options
  local label=$1 runs=()
  shift
  for name in astronaut coffee chelsea; do
    runs+=(--image "tests/images/$name.png")
  done
  build/bench "${runs[@]}" --count 100 --opacity 50.2,50.2 --threads 1 --repeat 3 "$@" | tail -n +2 |
    awk -F '\t' -v label="$label" '{ cpu += log($9); error += log($11); n++ }
      END { printf "own\t%s\t%.4f\t%.4f\n", label, exp(cpu / n), exp(error / n) }'
}

{
  point 'placing only' --effort draft --refine off
  point draft --effort draft
  point normal --effort normal
  point best --effort best
  point extreme --effort extreme --repeat 1
  printf 'peer\t%s\t%s\t%s\n' \
    'fogleman/primitive' 12.80 19.26 \
    'geometrize' 2.00 22.03 \
    'primitive.js' 2.73 20.13 \
    'ComfyUI node, CPU' 4.74 20.83 \
    'ComfyUI node, torch' 5.62 19.56
} | tee /dev/stderr | awk -F '\t' '
  function px(cpu) { return 70 + (log(cpu) / log(10) + 2) * 170 }
  function py(error) { return 40 + (23 - error) * 45 }
  BEGIN {
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"440\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#333\">"
    print "<rect width=\"680\" height=\"440\" fill=\"#fff\"/>"
    for (e = 16; e <= 23; e++)
      printf "<path d=\"M70 %d H640\" stroke=\"#e4e4e4\"/><text x=\"60\" y=\"%d\" text-anchor=\"end\">%d</text>\n", py(e), py(e) + 4, e
    for (i = -2; i <= 1; i++)
      printf "<path d=\"M%d 40 V385\" stroke=\"#e4e4e4\"/><text x=\"%d\" y=\"404\" text-anchor=\"middle\">%s s</text>\n", px(10 ^ i), px(10 ^ i), 10 ^ i
    print "<text x=\"355\" y=\"428\" text-anchor=\"middle\">CPU time for 100 triangles, one image of 256 px</text>"
    print "<text x=\"70\" y=\"24\">Error (RGB RMSE, 0 to 255; lower is better)</text>"
  }
  $1 == "own" { line = line (line ? " L" : "M") px($3) "," py($4)
    dots = dots sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#c2410c\"/><text x=\"%.1f\" y=\"%.1f\" fill=\"#c2410c\">%s</text>\n", px($3), py($4), px($3) + 9, py($4) - 7, $2) }
  $1 == "peer" { dots = dots sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#64748b\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", px($3), py($4), px($3) - 9, py($4) + 4, $2) }
  END { printf "<path d=\"%s\" fill=\"none\" stroke=\"#c2410c\" stroke-width=\"2\"/>\n%s</svg>\n", line, dots }' >"$out"
