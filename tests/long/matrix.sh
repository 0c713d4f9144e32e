#!/bin/bash
# The whole matrix of drawables, where tests/gimp/matrix.sh takes a sample.
MATRIX_STEP=1 exec "$(dirname "$0")/../gimp/matrix.sh"
