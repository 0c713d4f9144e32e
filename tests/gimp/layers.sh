#!/bin/bash
# Where the result goes: offsets, groups, layer masks, channels, selections.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/layers.scm"))'
report
finish
