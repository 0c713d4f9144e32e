#!/bin/bash
# Reproducible results, and run modes with their last values.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/results.scm"))'
report

# The returned error is that of the working image: recompute it from the pixels.
rmse=$(compare -metric RMSE "$work/source.png" "$work/result.png" null: 2>&1 | sed 's/.*(\(.*\))/\1/')
told=$(sed -n 's/.*told error: //p' "$log")
echo "# told $told, recomputed 255 x $rmse at full size"
check 'the returned error is that of the pixels, within 3 %' \
  awk "BEGIN { exit !(255 * $rmse > 0.97 * $told && 255 * $rmse < 1.03 * $told) }"
finish
