#!/bin/bash
# All of tests/hostile in real GIMP, where tests/gimp/hostile.sh takes a sample.
HOSTILE_STEP=1 exec "$(dirname "$0")/../gimp/hostile.sh"
