#!/bin/bash
# However a script with a window ends, nothing that it started goes on: neither GIMP nor its
# extensions, the screen, the window manager.
. "$(dirname "${BASH_SOURCE[0]}")/../gimp/env.sh"

# Scripts of their own, each with a profile of its own, by which its processes are known.
cat >"$work/script" <<'END'
. tests/window/env.sh
start_screen
start_gimp
show '(photo "coffee-128.ppm")'
"$@"
END

left() # left NAME: the processes of that script
{
  (
    unset PRIM_TEST_RUN
    grep -lsz "^GIMP2_DIRECTORY=$root/build/tests/window-$1/profile\$" /proc/[0-9]*/environ
  ) | while IFS=/ read -r _ _ pid _; do
    ps -o args= -p "$pid" | cut -c1-80
  done
}
gone()
{
  [ -z "$(left "$1")" ]
}
# run NAME COMMAND...: the script, which ends with that command, in a process group of its
# own, to which Ctrl+C would go. Its $0 is the name of its profile.
run()
{
  env --default-signal=INT setsid bash -c "$(cat "$work/script")" "tests/window/$1" "${@:2}" >"$work/$1.log" 2>&1 &
}

run ends-failing false
failing=$!
run ends-interrupted sleep 300
interrupted=$!
working()
{
  left ends-interrupted | grep -q '^sleep 300'
}
until_true 120 working || true
left ends-interrupted >"$work/working"
for what in Xvfb openbox gimp-2.10 script-fu; do
  check "$what runs" grep -q "$what" "$work/working"
done
kill -INT -- "-$interrupted"
status=0
wait $interrupted || status=$?
check 'Ctrl+C ends a script' test $status = 130
check 'and all that it started' gone ends-interrupted
left ends-interrupted | sed 's/^/# /'
status=0
wait $failing || status=$?
check 'a script that fails has a status that says so' test $status = 1
check 'and nothing goes on' gone ends-failing
left ends-failing | sed 's/^/# /'
check 'it had begun' grep -q '^ok 1 - GIMP starts' "$work/ends-failing.log"
finish
