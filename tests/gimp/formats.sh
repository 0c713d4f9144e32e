#!/bin/bash
# Every kind of image: precisions, linear and gamma, RGB and grey, alpha or not.
. "$(dirname "$0")/env.sh"
gimp '(load (string-append root "/tests/gimp/formats.scm"))'
report
finish
