#!/bin/bash
# Installs the plug-in that lies beside this script into GIMP 2.10 profiles, or removes it.
#
#   ./install.sh [--uninstall] [PROFILE...]
#
# Without a PROFILE it takes every one of yours: GIMP's own, its flatpak's and its snap's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/profiles.sh"

# GIMP runs whatever lies among its plug-ins, so the script for Python-Fu goes only where there
# is Python-Fu. The flatpak of GIMP 2.10 has brought it along.
has_python_fu()
{
  case $1 in
  */.var/app/org.gimp.GIMP/*) return 0 ;;
  *) compgen -G '/usr/lib*/gimp/2.0/interpreters/pygimp.interp' >/dev/null ||
    compgen -G '/usr/lib/*/gimp/2.0/interpreters/pygimp.interp' >/dev/null ;;
  esac
}

# The folder is copied under a name of its own first, so that GIMP never meets half of it.
install_into()
{
  local new=$1/plug-ins/.gimp-primitive-$$
  mkdir -p "$1/plug-ins" "$1/scripts"
  cp -R "$here/gimp-primitive" "$new" || { rm -rf "$new" && return 1; }
  rm -rf "$1/plug-ins/gimp-primitive"
  mv "$new" "$1/plug-ins/gimp-primitive"
  cp "$here/primitive-batch.scm" "$1/scripts/"
  ! has_python_fu "$1" || cp "$here/primitive-batch.py" "$1/plug-ins/"
  echo "installed in $1/plug-ins/gimp-primitive"
}

uninstall_from()
{
  rm -rf "$1/plug-ins/gimp-primitive" "$1/plug-ins/primitive-batch.py" \
    "$1/scripts/primitive-batch.scm"
  echo "removed from $1"
}

act=install_into
case ${1:-} in
--uninstall)
  act=uninstall_from
  shift
  ;;
-*)
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
  exit 2
  ;;
esac
[ $# -gt 0 ] || mapfile -t found < <(profiles)
[ $# -gt 0 ] || set -- "${found[@]}"
if [ $# = 0 ]; then
  echo "There is no GIMP 2.10 profile in $(own_profile) or of a flatpak or snap." \
    "Start GIMP once, which makes it, or name the folder: $0 FOLDER" >&2
  exit 1
fi
for profile; do
  if [ ! -d "$profile" ]; then
    echo "$profile: there is no such folder" >&2
    exit 1
  fi
  $act "$profile"
done
[ $act = uninstall_from ] || echo 'Restart GIMP, then see Filters > Artistic > Geometric Primitives.'
