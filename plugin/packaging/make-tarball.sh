#!/bin/bash
# What `make tarball` runs: packs the plug-in as built, with a script that installs it into a
# profile. `make-tarball.sh VERSION DATE MACHINE`; the same build gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1 date=$2 machine=$3
name=gimp-primitive-$version-$machine
folder=build/tarball/$name

rm -rf build/tarball
mkdir -p "$folder"
cp -R build/gimp-primitive COPYING CHANGELOG.md "$folder/"
cp plugin/packaging/{install,doctor,profiles}.sh plugin/scripts/primitive-batch.{scm,py} "$folder/"
cp plugin/packaging/tarball.md "$folder/README.md"
strip --strip-debug "$folder/gimp-primitive/gimp-primitive"
chmod -R u=rwX,go=rX "$folder"
tar -c --sort=name --owner=0 --group=0 --numeric-owner --mtime="$date 00:00Z" -C build/tarball "$name" |
  gzip -9n >"build/$name.tar.gz"
echo "build/$name.tar.gz"
