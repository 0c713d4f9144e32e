# What the scripts that run GIMP share; they source this file. Each script gets a GIMP
# profile of its own under build/tests/, with nothing in it but the plug-in as built, so
# that scripts may run at the same time.
#
# The tests proper are written in Script-Fu, in the .scm files beside. Script-Fu
# cannot catch an error, so calls that must fail are batch commands of their own,
# and their messages are looked for in what GIMP printed.

set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
name=$(basename "$(dirname "$0")")-$(basename "$0" .sh)
work=$root/build/tests/$name
log=$work/gimp.log

rm -rf "$work"
mkdir -p "$work"

export GIMP2_DIRECTORY=$work/profile
export XDG_CACHE_HOME=$work/cache XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data
export LC_ALL=C.UTF-8
unset LANGUAGE
# GIMP's libraries keep memory until they end; tests preload a library.
export ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0

# ---- Start-up -------------------------------------------------------------------
#
# A check starts several hundred plug-ins, and most of that time was spent on what they do not need:
# GEGL's operations that read and write files, with the libraries that these need; a measurement
# of babl's; and single pages of what is allocated in one piece.

export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
export GEGL_PATH=$work/gegl
mkdir "$GEGL_PATH"
for module in "$(pkg-config --variable=pluginsdir gegl-0.4)"/*; do
  case $module in
  *-load.so | *-save.so | */text.so | */path.so | */vector-stroke.so | */matting-* | */v4l.so) ;;
  *) ln -s "$module" "$GEGL_PATH/" ;;
  esac
done
quick_babl=$root/build/quick-babl.so
[ ! -e "$quick_babl" ] || export LD_PRELOAD=$quick_babl

# ---- Processes ----------------------------------------------------------------
#
# What a script starts ends with it, however the script ends. It is known by its
# environment, since GIMP's extensions go on when GIMP is killed.

export PRIM_TEST_RUN=$name-$$-$RANDOM

# started: the numbers of the processes that this script started and that still run.
started()
{
  (
    export -n PRIM_TEST_RUN
    grep -lszxF "PRIM_TEST_RUN=$PRIM_TEST_RUN" /proc/[0-9]*/environ | cut -d/ -f3
  )
}

stop()
{
  local pids
  for _ in {1..100}; do
    pids=$(started)
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    sleep 0.02
  done
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# until_true SECONDS COMMAND...: waits for the command to succeed.
until_true()
{
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}

# ---- Profiles -----------------------------------------------------------------

# make_profile FOLDER: an empty profile with the plug-in in it. Absent folders would cost a
# warning each.
make_profile()
{
  mkdir -p "$1"/{brushes,dynamics,fonts,gradients,palettes,patterns,plug-ins,scripts,tool-presets}
  ln -s "$root/build/gimp-primitive" "$1/plug-ins/gimp-primitive"
  ln -s "$root/plugin/scripts/primitive-batch.scm" "$1/scripts/primitive-batch.scm"
}

# GIMP asks every plug-in what it offers and keeps the answers in pluginrc, unless those of
# the last time still hold. They are the same for every profile.
known_plugins=$root/build/tests/pluginrc
know_plugins()
{
  exec 9>"$known_plugins.lock"
  flock 9
  if [ ! "$known_plugins" -nt build/gimp-primitive/gimp-primitive ]; then
    rm -rf build/tests/pluginrc-profile
    make_profile build/tests/pluginrc-profile
    GIMP2_DIRECTORY=$root/build/tests/pluginrc-profile gimp-console-2.10 --no-interface --no-data \
      --no-fonts -b '(gimp-quit 1)' >build/tests/pluginrc.log 2>&1
    cp build/tests/pluginrc-profile/pluginrc "$known_plugins"
  fi
  exec 9>&-
}

make_profile "$GIMP2_DIRECTORY"
know_plugins
cp "$known_plugins" "$GIMP2_DIRECTORY/pluginrc"

gimp_data=--no-data # palettes and the like are not needed; empty: they are
gimp_fonts=--no-fonts
gimp_options=()     # more options and environment for gimp()
gimp_environment=()
gimp_seconds=300    # how long one may take
. tests/tap.sh

# client NAME: adds a plug-in of the tests' own to the profile.
client()
{
  mkdir "$GIMP2_DIRECTORY/plug-ins/$1"
  ln -s "$root/build/$1" "$GIMP2_DIRECTORY/plug-ins/$1/$1"
}

# gimp COMMAND...: runs Script-Fu commands in one GIMP without a window, each
# with tap.scm's definitions; whatever GIMP says goes to $log. The commands see
# the folders as (root) and (work).
gimp()
{
  local arguments=() expression
  for expression in "$@"; do
    arguments+=(-b "(begin (define root \"$root\") (define work \"$work\")
      (load \"$root/tests/gimp/tap.scm\") $expression)")
  done
  env "${gimp_environment[@]}" timeout "$gimp_seconds" gimp-console-2.10 "${gimp_options[@]}" \
    --no-interface $gimp_data $gimp_fonts \
    --batch-interpreter plug-in-script-fu-eval "${arguments[@]}" -b '(gimp-quit 1)' \
    >"$log" 2>&1 &
  wait $! || echo "# GIMP ended with status $?" # a signal ends waiting, but not a command
}

# The lines that tap.scm's (ok) printed, numbered on; what went wrong besides
# counts as one more test.
report()
{
  local line
  while read -r line; do
    case $line in
    ok\ *) ok 0 "${line#ok }" ;;
    not\ ok\ *) ok 1 "${line#not ok }" ;;
    esac
  done < <(sed -n 's/^script-fu-[^:]*: //p' "$log")
  check "$name: the script ran to its end" grep -q ': the end$' "$log"
  check "$name: GIMP and the plug-in had nothing to complain about" quiet
}

# small_disk FOLDER SIZE: a disk of that size there, until the script ends. Where only root may
# mount one and the user is not root, it fails.
small_disk()
{
  mkdir -p "$1"
  mount -t tmpfs -o "size=$2" none "$1" || return
  trap "umount '$1'" EXIT
}

# keeps_to_schema FILE: a JSON file of ours is as shapes.schema.json has it.
keeps_to_schema()
{
  /usr/bin/python3 -W ignore -m jsonschema -i "$1" plugin/record/shapes.schema.json \
    >"$work/schema.log" 2>&1 && return
  head -c 2000 "$work/schema.log" | sed 's/^/# /'
  return 1
}

# Neither a crash, nor a sanitizer's finding, nor a warning about the plug-in.
no_crash()
{
  ! grep -E 'CRITICAL|gimp-primitive.*WARNING|crashed|Sanitizer|runtime error' "$log" |
    sed 's/^/# /' | grep .
}

# And no failed call either.
quiet()
{
  ! grep -E 'execution error|^Error:' "$log" | sed 's/^/# /' | grep . && no_crash
}

# ---- Calls that must fail ---------------------------------------------------
#
# Set `script`, a .scm file with a function (prepare) that runs once and one
# (census N) that notes "census N: ..."; and `census`, what it says when all is
# as it was. Then refuse ... any number of times, and refusals once.

refusal_names=()
refusal_messages=()
refusal_commands=()

# refuse NAME MESSAGE CALL: the call must fail with that message.
refuse()
{
  refusal_names+=("$1")
  refusal_messages+=("$2")
  refusal_commands+=("(load (string-append root \"/$script\")) $3")
  refusal_commands+=("(load (string-append root \"/$script\"))
    (census ${#refusal_names[@]})")
}

# The part of the log that belongs to refusal number $1.
refusal_log()
{
  sed -n "/ census $(($1 - 1)):/,/ census $1:/p" "$log"
}

refusals()
{
  local i number
  gimp "(load (string-append root \"/$script\")) (prepare)" "${refusal_commands[@]}"
  for i in "${!refusal_names[@]}"; do
    number=$((i + 1))
    refusal_log $number >"$work/refusal"
    check "${refusal_names[i]}: the message is there" \
      grep -qF -- "${refusal_messages[i]}" "$work/refusal"
    check "${refusal_names[i]}: the call fails" grep -q '^Error: ' "$work/refusal"
    check "${refusal_names[i]}: everything is as it was" \
      grep -q "census $number: $census\$" "$work/refusal"
  done
  check 'no crash, and no complaint of a library' no_crash
}
