#!/bin/bash
# What `make bench-gpu` runs: CPU against GPU, resident and hybrid, on the astronaut.
# Seconds are wall-clock, medians of three runs after a first one (which starts the
# device); the CPU uses all its cores. Writes build/gpu.svg.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=build/gpu-runs.tsv

if ! name=$(build/bench --device 2>&1); then
  echo "bench-gpu: nothing to measure: $name"
  exit 0
fi

median() { # detail effort count mode
  build/bench --image tests/images/astronaut.png --detail "$1" --effort "$2" --count "$3" --gpu "$4" \
    --threads 0 --repeat 4 | tail -n 3 | cut -f 8 | sort -g | sed -n 2p
}

for detail in 256 512 1024; do
  build/bench-gpu $detail
  echo
done

echo "$name against $(nproc) cores; seconds of a run, and how many times as fast as the CPU"
printf '%6s %-7s %6s %9s %9s %6s %9s %6s\n' detail effort shapes CPU resident ratio hybrid ratio
for detail in 256 512 1024; do
  for effort in normal best; do
    for count in 20 50 100; do
      cpu=$(median $detail $effort $count cpu)
      resident=$(median $detail $effort $count resident)
      hybrid=$(median $detail $effort $count hybrid)
      printf '%d\t%s\t%d\t%s\t%s\t%s\n' $detail $effort $count "$cpu" "$resident" "$hybrid"
    done
  done
done | tee $runs | awk -F '\t' '{ printf "%6d %-7s %6d %9.3f %9.3f %6.2f %9.3f %6.2f\n", $1, $2, $3, $4, $5, $4 / $5, $6, $4 / $6
                                  fflush() }'

echo
echo 'Automatic: seconds, divided by the better of CPU and resident (started device included)'
while IFS=$'\t' read -r detail effort count _; do
  best=
  for mode in cpu resident auto; do
    # Each run is a process of its own: starting the device counts.
    seconds=$(for _ in 1 2 3; do
      build/bench --image tests/images/astronaut.png --detail "$detail" --effort "$effort" \
        --count "$count" --gpu $mode --threads 0 | tail -n 1 | cut -f 8
    done | sort -g | sed -n 2p)
    [ $mode = auto ] || best=$(printf '%s\n' $best "$seconds" | sort -g | head -n 1)
  done
  printf '%6d %-7s %6d %9.3f %6.2f\n' "$detail" "$effort" "$count" "$seconds" "$(echo "$seconds / $best" | awk -F / '{ print $1 / $2 }')"
done <$runs

# The crossover: ratio over the CPU's seconds, both logarithmic.
awk -F '\t' '
  function px(cpu) { return 70 + (log(cpu) / log(10) + 2) * 140 }
  function py(ratio) { return 220 - log(ratio) / log(10) * 90 }
  function dot(cpu, gpu, color) {
    return sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", px(cpu), py(cpu / gpu), color)
  }
  BEGIN {
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"440\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#333\">"
    print "<rect width=\"680\" height=\"440\" fill=\"#fff\"/>"
    for (i = -2; i <= 2; i++) {
      printf "<path d=\"M70 %d H640\" stroke=\"%s\"/><text x=\"60\" y=\"%d\" text-anchor=\"end\">%s</text>\n", py(10 ^ i), i ? "#e4e4e4" : "#333", py(10 ^ i) + 4, 10 ^ i
      printf "<path d=\"M%d 40 V400\" stroke=\"#e4e4e4\"/><text x=\"%d\" y=\"416\" text-anchor=\"middle\">%s s</text>\n", px(10 ^ i), px(10 ^ i), 10 ^ i
    }
    print "<text x=\"355\" y=\"434\" text-anchor=\"middle\">seconds of a run on the CPU</text>"
    print "<text x=\"70\" y=\"24\">GPU: times as fast as the CPU (<tspan fill=\"#c2410c\">resident</tspan>, <tspan fill=\"#2563eb\">hybrid</tspan>); above 1 it pays</text>"
  }
  { printf "%s%s", dot($4, $5, "#c2410c"), dot($4, $6, "#2563eb") }
  END { print "</svg>" }' $runs >build/gpu.svg
echo
echo 'The crossover is drawn in build/gpu.svg.'
