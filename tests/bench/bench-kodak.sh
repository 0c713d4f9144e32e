#!/bin/bash
# What `make bench-kodak` runs: six pictures of the Kodak set at full size, mixed shapes,
# effort normal, one thread; means of PSNR in dB, of what was searched and of what is painted.
set -euo pipefail
cd "$(dirname "$0")/../.."
images=()
for file in tests/images/kodak/*.png; do
  images+=(--image "$file")
done

echo 'shapes  count  CPU s/run   PSNR dB   painted'
for count in 256 512 1024; do
  build/bench "${images[@]}" --shapes mixed --count $count --detail 768 --threads 1 | tail -n +2 |
    awk -F '\t' 'function db(error) { return 20 * log(255 / error) / log(10) }
      { cpu += $9; psnr += db($11); known += $13 != ""; painted += $13 ? db($13) : 0; n++ }
      END { printf "mixed  %6d %10.2f %9.2f", '$count', cpu / n, psnr / n
            if (known == n) printf " %9.2f", painted / n
            print "" }'
done
