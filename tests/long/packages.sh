#!/bin/bash
# The packages: sources, a tarball for a profile, a flatpak's manifest, a Debian package. The last
# is installed, used and removed in a Debian 12 of its own. `make deps-packaging` brings the tools.
. "$(dirname "$0")/env.sh"

version=$(sed -n 's/^VERSION := //p' Makefile)
id=org.gimp.GIMP.Plugin.Primitive
export LC_ALL=C.UTF-8

debian=$work/debian
outside=$(mktemp -d)
trap 'rm -rf --one-file-system "$outside" "$debian"' EXIT

skip()
{
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2"
}
missing()
{
  ! command -v "$1" >/dev/null
}
# same_again TARGET FILE: making it twice gives the same bytes.
same_again()
{
  logged make CUDA=no "$1" && mv "$2" "$work/first" && sleep 1.1 && logged make CUDA=no "$1" &&
    cmp "$2" "$work/first"
}
# only FILE LINES: what is in an archive's list besides is a fault.
only()
{
  ! grep -vE "$2" "$1" | sed 's/^/# /' | grep .
}

# ---- Sources --------------------------------------------------------------------------

dist=build/gimp-primitive-$version.tar.gz
if [ -e .git ]; then
  check 'make dist gives the same bytes twice' same_again dist "$dist"
  tar -xf "$dist" -C "$outside"
  check 'outside of git, make all builds it' logged make -C "$outside/gimp-primitive-$version" CUDA=no all
  check 'the plug-in there has the version' grep -q "^gimp-primitive $version$" \
    <("$outside/gimp-primitive-$version/build/gimp-primitive/gimp-primitive" --version)
  check 'outside of git, make dist says that it cannot' \
    eval "! make -C $outside/gimp-primitive-$version CUDA=no dist >$work/said 2>&1 && grep -q 'git checkout' $work/said"
else
  skip 'make dist' 'this is not a git checkout'
fi

# ---- The tarball ----------------------------------------------------------------------

machine=$("${CC:-gcc}" -dumpmachine)
tarball=build/gimp-primitive-$version-$machine.tar.gz
check 'make tarball gives the same bytes twice' same_again tarball "$tarball"
tar -xf "$tarball" -C "$work"
home=$work/home
own=$home/.config/GIMP/2.10
flatpak=$home/.var/app/org.gimp.GIMP/config/GIMP/2.10
mkdir -p "$own" "$flatpak"
at_home()
{
  env -u GIMP2_DIRECTORY -u XDG_CONFIG_HOME HOME="$home" "$@"
}
check 'its install.sh' logged at_home "$work/gimp-primitive-$version-$machine/install.sh"
for profile in "$own" "$flatpak"; do
  check "installed into $(realpath --relative-to="$home" "$profile")" \
    test -x "$profile/plug-ins/gimp-primitive/gimp-primitive" -a -e "$profile/scripts/primitive-batch.scm"
done
check 'its doctor is content' logged at_home "$work/gimp-primitive-$version-$machine/doctor.sh"
at_home timeout 300 gimp-console-2.10 -i -d -f \
  -b '(gimp-message (cadr (gimp-plugins-query "Geometric Primitives...")))' -b '(gimp-quit 1)' >"$work/gimp.log" 2>&1 || true
check 'and GIMP knows the plug-in' grep -q '"plug-in-primitive-full"' "$own/pluginrc"
check 'its install.sh --uninstall' logged at_home "$work/gimp-primitive-$version-$machine/install.sh" --uninstall
check 'leaves nothing of it' test -z "$(find "$home" -name '*primitive*')"

# ---- What others read -----------------------------------------------------------------

if missing appstreamcli; then
  skip 'the metainfo is valid' 'appstreamcli is missing'
else
  check 'the metainfo is valid' logged appstreamcli validate --no-net build/$id.metainfo.xml
fi
check 'it extends GIMP' grep -q '<extends>org.gimp.GIMP</extends>' build/$id.metainfo.xml
if missing flatpak-builder; then
  skip "the flatpak's manifest is valid" 'flatpak-builder is missing'
else
  flatpak-builder --state-dir="$work/flatpak" --show-manifest plugin/packaging/flatpak/$id.yaml >"$work/manifest" 2>"$work/log" || true
  check "the flatpak's manifest is valid" grep -q "\"id\" : \"$id\"" "$work/manifest"
  check "and is for GIMP's extension point" grep -q '"branch" : "2-40"' "$work/manifest"
fi
extension=$work/extension # where the manifest's commands install
check "its make install" logged make CUDA=no install LIB_DIR="$extension" DATA_DIR="$extension" \
  METAINFO_DIR="$extension/share/metainfo"
find "$extension" -type f -printf '%P\n' | sort >"$work/files"
check 'puts everything where the extension point wants it' diff - "$work/files" < <(
  echo plug-ins/gimp-primitive/gimp-primitive
  for po in po/*.po; do
    echo "plug-ins/gimp-primitive/locale/$(basename "$po" .po)/LC_MESSAGES/gimp-primitive.mo"
  done | sort
  echo scripts/primitive-batch.scm
  echo share/metainfo/$id.metainfo.xml
)

# ---- The Debian package ---------------------------------------------------------------

deb=build/deb/gimp-primitive_${version}_$(dpkg --print-architecture).deb
if missing dh; then
  skip 'make deb' 'debhelper is missing'
  finish
fi
check 'make deb' logged make deb
dpkg-deb -c "$deb" | awk '!/\/$/ { print $6 }' >"$work/files"
check 'it has nothing but what it should' only "$work/files" \
  '^\./usr/(lib/gimp/2\.0/plug-ins/gimp-primitive/(gimp-primitive|locale/.*\.mo)|share/(doc/gimp-primitive|metainfo|gimp/2\.0/scripts)/[^/]*)$'
check 'and the plug-in' grep -q '/plug-ins/gimp-primitive/gimp-primitive$' "$work/files"
if missing lintian; then
  skip 'lintian has no error and no warning' 'lintian is missing'
else
  check 'lintian has no error and no warning' \
    logged lintian --allow-root --fail-on error,warning build/deb/*.changes
fi

if missing debootstrap || [ "$(id -u)" != 0 ]; then
  skip 'it installs in a Debian 12' 'that takes root and debootstrap'
  finish
fi
in_debian()
{
  timeout 1500 chroot "$debian" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}
check 'a Debian 12' logged timeout 1500 debootstrap --variant=minbase bookworm "$debian"
cp "$deb" "$debian/tmp/"
cp /etc/resolv.conf "$debian/etc/"
check 'apt installs the package there' \
  logged in_debian apt-get -qy -o Dpkg::Options::=--force-unsafe-io --no-install-recommends install "/tmp/$(basename "$deb")"
in_debian gimp-console-2.10 -i -d -f -b '(begin
    (for-each (lambda (path) (gimp-message (string-append "menu: " path)))
      (cadr (gimp-plugins-query "Geometric Primitives")))
    (let* ((image (car (gimp-image-new 90 60 RGB)))
           (layer (car (gimp-layer-new image 90 60 RGB-IMAGE "x" 100 LAYER-MODE-NORMAL))))
      (gimp-image-insert-layer image layer 0 0)
      (gimp-drawable-fill layer FILL-WHITE)
      (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 20 10 40 40)
      (gimp-drawable-edit-fill layer FILL-FOREGROUND)
      (gimp-selection-none image)
      (gimp-message (string-append "placed: " (number->string
        (caddr (plug-in-primitive RUN-NONINTERACTIVE image layer 5 "triangle" 3 0 1)))))))' \
  -b '(gimp-quit 1)' >"$work/gimp.log" 2>&1 || true
check 'GIMP has it in its menu' grep -q 'menu: .*Filters/Artistic/Geometric Primitives\.\.\.' "$work/gimp.log"
check 'and draws with it' grep -q 'placed: [1-5]$' "$work/gimp.log"
check 'apt removes it' logged in_debian apt-get -qy purge gimp-primitive
check 'and nothing of it stays' test -z "$(find "$debian/usr" "$debian/etc" "$debian/var/lib/dpkg/info" -name '*gimp-primitive*' -o \
  -name '*primitive-batch*' -o -name "$id*")"
finish
