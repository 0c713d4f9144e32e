#!/bin/bash
# What `make deb` runs: builds a Debian package of this tree, as it is, in build/deb/.
# `make-deb.sh VERSION DATE`; the date is the release's, so that the same tree gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1 date=$2
sources=build/deb/gimp-primitive-$version

command -v dh >/dev/null && command -v dpkg-buildpackage >/dev/null ||
  { echo "deb: debhelper is missing; run 'make deps-packages' first" >&2 && exit 1; }
rm -rf build/deb
mkdir -p "$sources"
tar -c --exclude=./build --exclude=./.git . | tar -x -C "$sources"
cp -R plugin/packaging/debian "$sources/debian"
maintainer=$(sed -n 's/^Maintainer: //p' "$sources/debian/control")
sed -e "s/@VERSION@/$version/; s/@MAINTAINER@/$maintainer/; s/@DATE@/$(LC_ALL=C date -u -R -d "$date")/" \
  "$sources/debian/changelog.in" >"$sources/debian/changelog"
rm "$sources/debian/changelog.in"
(cd "$sources" && dpkg-buildpackage --build=binary --no-sign) >build/deb/log 2>&1 ||
  { tail -40 build/deb/log >&2 && exit 1; }
ls build/deb/gimp-primitive_*.deb
