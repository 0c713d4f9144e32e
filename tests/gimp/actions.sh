#!/bin/bash
# Somebody deletes, scales or converts what the plug-in works on, at any of its calls: a
# sample of them in one GIMP, or all with ACTIONS_STEP=1. ACTIONS_FAULT="WHAT, ... before call
# N" tries again what failed.
. "$(dirname "$0")/env.sh"
client actions-client

mkdir "$work/files"
gimp_seconds=${ACTIONS_SECONDS:-300}
gimp "(let* ((image (photo \"chelsea.png\")))
  (gimp-image-scale image 60 40)
  (test-primitive-actions RUN-NONINTERACTIVE image (string-append work \"/files\")
                          ${ACTIONS_STEP:-60} ${ACTIONS_HALF:--1} \"${ACTIONS_FAULT:-}\")
  (the-end))"
sed -i 's/^actions-client-[^:]*: /script-fu-client: /' "$log"
report
finish
