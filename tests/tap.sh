# The Test Anything Protocol for shell scripts; they source this file.

count=0
failed=0

# ok STATUS NAME: one line of it.
ok()
{
  count=$((count + 1))
  if [ "$1" = 0 ]; then
    echo "ok $count - $2"
  else
    failed=1
    echo "not ok $count - $2"
  fi
}

# check NAME COMMAND...: passes when the command succeeds.
check()
{
  local what=$1 status=0
  shift
  "$@" || status=1
  ok "$status" "$what"
}

finish()
{
  echo "1..$count"
  exit "$failed"
}
