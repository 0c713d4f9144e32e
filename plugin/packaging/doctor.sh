#!/bin/bash
# Says which GIMP is there, where it looks for plug-ins, whether this one is among them and
# starts, and what it computes on. Exits with 0 when all is well, else with 1 and what to do.
#
#   doctor.sh [SYSTEM-FOLDER [VERSION]]
#
# SYSTEM-FOLDER is GIMP's own library folder, where it is not one of the usual ones; VERSION is
# the one that should be installed.
set -euo pipefail
. "$(dirname "$0")/profiles.sh"
system_folder=${1:-}
version=${2:-}
problems=0
copies=0 # that work
device= # what computes besides the CPU, or why nothing does

# say TOPIC WORDS...: one line of the report.
say()
{
  printf '%-9s %s\n' "$1" "${*:2}"
}

problem()
{
  problems=$((problems + 1))
  say PROBLEM "$@"
}

# ---- Which GIMP ---------------------------------------------------------------

unfit='not one that this plug-in, made for 2.10, runs in'

version_of()
{
  "$@" --version 2>/dev/null | grep -o '[0-9][0-9.]*' | head -1
}

own_gimp()
{
  local program found
  for program in gimp-2.10 gimp-console-2.10 gimp; do
    found=$(command -v $program) || continue
    found="$(version_of "$found" || true) $found"
    case $found in
    2.*) say GIMP "${found/ /, }" && return ;;
    *) say GIMP "${found/ /, }: $unfit" ;;
    esac
  done
  return 1
}

flatpak_gimp()
{
  local found
  command -v flatpak >/dev/null || return 1
  found=$(flatpak info org.gimp.GIMP 2>/dev/null | sed -n 's/^ *Version: *//p')
  case $found in
  '') return 1 ;;
  2.*) say GIMP "$found, flatpak org.gimp.GIMP" ;;
  *) say GIMP "$found, flatpak org.gimp.GIMP: $unfit" && return 1 ;;
  esac
}

snap_gimp()
{
  [ -d /snap/gimp/current ] && say GIMP 'snap gimp'
}

which_gimp()
{
  local gimps=0
  ! own_gimp || gimps=1
  ! flatpak_gimp || gimps=1
  ! snap_gimp || gimps=1
  [ $gimps = 1 ] || problem 'There is no GIMP 2.10. On Debian and Ubuntu: sudo apt install gimp'
}

# ---- Where it looks -----------------------------------------------------------

# system_plugins: GIMP's own folder of plug-ins.
system_plugins()
{
  local folder
  for folder in "${GIMP2_PLUGINDIR:-}" "$system_folder" /usr/lib/gimp/2.0 /usr/lib/*/gimp/2.0 \
    /usr/lib64/gimp/2.0 /usr/local/lib/gimp/2.0; do
    [ -n "$folder" ] && [ -d "$folder/plug-ins" ] && echo "$folder/plug-ins" && return
  done
  return 0
}

# A sandbox has folders and libraries of its own, so only the GIMP in it sees them.
sandboxed()
{
  sandboxed_profiles | grep -qxF "$1"
}

# plugin_folders PROFILE: in the order in which GIMP looks, by the profile's gimprc (Edit >
# Preferences > Folders > Plug-ins) or else by default.
plugin_folders()
{
  local path='' system=''
  [ ! -e "$1/gimprc" ] || path=$(sed -n 's/^ *(plug-in-path "\(.*\)").*/\1/p' "$1/gimprc" | tail -1)
  sandboxed "$1" || system=$(system_plugins)
  path=${path:-'${gimp_dir}/plug-ins:${gimp_plug_in_dir}/plug-ins'}
  path=${path//'${gimp_dir}'/$1}
  path=${path//'${gimp_plug_in_dir}'/${system%/plug-ins}}
  tr : '\n' <<<"$path" | sed "s|^~/|$HOME/|; /^\$/d; /^\/plug-ins\$/d"
}

# ---- Copies of the plug-in ----------------------------------------------------

# starts PROGRAM: it runs here; its answer is in $answer, or in $complaint why not.
starts()
{
  if answer=$("$1" --version 2>&1) && [[ $answer == gimp-primitive\ * ]]; then
    return
  fi
  complaint=$(head -1 <<<"$answer")
  return 1
}

# check_copy FOLDER PROFILE SHADOWED: the plug-in in this folder of plug-ins; SHADOWED: one that
# GIMP prefers, if any.
check_copy()
{
  local program=$1/gimp-primitive/gimp-primitive installed
  if [ ! -x "$program" ]; then
    say plug-in "$program"
    problem "It is not executable, so GIMP passes it over. Run: chmod +x '$program'"
  elif starts "$program"; then
    installed=$(sed -n '1s/^gimp-primitive //p' <<<"$answer")
    device=$(sed -n 2p <<<"$answer")
    say plug-in "$program, version $installed${3:+, hidden by the one above}"
    copies=$((copies + 1))
    [ -n "$3" ] || [ -z "$version" ] || [ "$installed" = "$version" ] ||
      problem "This is version $version. Install it over that one: make install-user, or sudo make install"
  elif sandboxed "$2"; then
    say plug-in "$program; whether it starts there, only its own GIMP can tell"
    copies=$((copies + 1))
  else
    say plug-in "$program"
    problem "It does not start: $complaint. Build and install it on this system."
  fi
}

# GIMP keeps what it learned of each plug-in, with the time of its file.
check_menu()
{
  if [ -e "$1/pluginrc" ] && grep -q '"plug-in-primitive"' "$1/pluginrc"; then
    say menu 'GIMP knows it: Filters > Artistic > Geometric Primitives'
  else
    say menu 'GIMP will look at it when it starts next: Filters > Artistic > Geometric Primitives'
  fi
}

check_profile()
{
  local folder used='' before=$copies
  if [ -d "$1" ]; then say profile "$1"; else say profile "$1, which GIMP makes when it starts"; fi
  while read -r folder; do
    if [ -e "$folder/gimp-primitive/gimp-primitive" ]; then
      check_copy "$folder" "$1" "$used"
      [ ! -x "$folder/gimp-primitive/gimp-primitive" ] || used=yes
    elif [ -e "$folder/gimp-primitive" ] && [ ! -d "$folder/gimp-primitive" ]; then
      problem "$folder/gimp-primitive is a file; GIMP wants it in a folder of that name."
    else
      say plug-in "not in $folder"
    fi
  done < <(plugin_folders "$1")
  [ "$copies" = "$before" ] || check_menu "$1"
}

# ---- The report ---------------------------------------------------------------

which_gimp
while read -r profile; do
  check_profile "$profile"
done < <({ own_profile && profiles; } | awk '!seen[$0]++')
case $device in
'') ;;
No*:*) say GPU "none, the CPU computes; ${device#*: }" ;;
*) say GPU "$device" ;;
esac
if [ $copies = 0 ] && [ $problems = 0 ]; then
  problem 'The plug-in is not installed. Run: make install-user (or ./install.sh, from a tarball)'
fi
[ $problems = 0 ] || exit 1
say well 'Everything is in place.'
