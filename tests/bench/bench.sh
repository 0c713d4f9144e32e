#!/bin/bash
# What `make bench` runs: speed and error on the photos in tests/images, at 256 px,
# on one thread unless the table says otherwise. Times are this machine's; compare
# ratios within one run only.
set -euo pipefail
cd "$(dirname "$0")/../.."
images=()
for name in astronaut coffee chelsea; do
  images+=(--image "tests/images/$name.png")
done

heading() {
  printf '\n%s\n' "$1"
}

# Rows of the three photos, without the head.
rows() {
  build/bench "${images[@]}" "$@" | tail -n +2
}

# Medians and geometric means: shapes, count, effort, threads, seconds, CPU seconds,
# million candidates a CPU second, RMSE.
summary() {
  awk -F '\t' '{ seconds += log($8); cpu += log($9); rate += log($10 / $9 / 1e6); error += log($11); n++
                 shapes = $2; count = $3; effort = $5; threads = $6; peak = $12 > peak ? $12 : peak }
    END { printf "%-10s %5d %-7s %7d %9.3f %9.3f %9.2f %9.3f %7.1f\n", shapes, count, effort, threads,
          exp(seconds / n), exp(cpu / n), exp(rate / n), exp(error / n), peak }'
}

head='shapes     count effort  threads   seconds   CPU s/run  Mcand/s      RMSE peak MiB'

heading 'Opacity 50.2 %, geometric means of three photos'
echo "$head"
for effort in draft normal best; do
  for shapes in triangle ellipse mixed; do
    rows --shapes $shapes --count 100 --opacity 50.2,50.2 --effort $effort --threads 1 | summary
  done
done

heading 'Automatic opacity'
echo "$head"
for count in 20 50 100 200; do
  rows --shapes mixed --count $count --threads 1 | summary
done

heading 'Greedy placement alone (--refine off): candidates a second and core'
echo "$head"
for effort in draft normal best; do
  rows --count 100 --opacity 50.2,50.2 --effort $effort --threads 1 --refine off | summary
done

heading 'Threads (speed-up = seconds on one / seconds on more)'
echo "$head"
for threads in 1 2 4; do
  [ "$threads" -le "$(nproc)" ] && rows --count 100 --effort best --threads $threads --refine off | summary
  [ "$threads" -le "$(nproc)" ] && rows --count 100 --threads $threads | summary
done

heading 'Detail: the astronaut, 512 pixels'
echo "$head"
for detail in 64 128 256 512; do
  build/bench --image tests/images/astronaut.png --detail $detail --threads 1 | tail -n 1 | summary
done

# From rows of one setting: kind, count, CPU seconds, errors (painted: as the drawing is painted
# larger, empty without cairo) and their ratio, in geometric means.
painted() {
  awk -F '\t' '{ cpu += log($9); error += log($11); painted += $13 ? log($13) : 0; known += $13 != ""; n++
                 shapes = $2; count = $3 }
    END { printf "%-10s %5d %9.3f %9.3f", shapes, count, exp(cpu / n), exp(error / n)
          if (known == n) printf " %9.3f %9.3f", exp(painted / n), exp((painted - error) / n)
          print "" }'
}

heading 'What is painted: error at working size, and painted four times as large and averaged down'
echo 'shapes     count CPU s/run      RMSE   painted     ratio'
for shapes in triangle mixed; do
  for count in 100 300 1000 3000; do
    rows --shapes $shapes --count $count | painted
  done
done

# Effort or "placing" and its options: CPU seconds and errors.
point() {
  local label=$1
  shift
  printf '%-8s ' "$label"
  rows --shapes mixed --count 100 "$@" | painted
}

heading 'Error over CPU time: 100 mixed shapes'
echo 'effort   shapes     count CPU s/run      RMSE   painted     ratio'
point placing --effort draft --refine off
for effort in draft normal best extreme; do
  point $effort --effort $effort
done

# Seconds of whole runs on so many threads at so many pixels.
seconds() {
  rows --shapes mixed --count 100 --threads "$1" --detail "$2" --repeat 3 |
    awk -F '\t' '{ sum += log($8); n++ } END { printf "%.4f", exp(sum / n) }'
}

heading 'Two threads over one, whole runs, 100 mixed shapes (on a quiet machine)'
echo 'detail     1 thread  2 threads   speed-up'
for detail in 256 512; do
  one=$(seconds 1 $detail) two=$(seconds 2 $detail)
  awk -v d=$detail -v one="$one" -v two="$two" 'BEGIN { printf "%6d %10.3f s %8.3f s %10.2f\n", d, one, two, one / two }'
done
