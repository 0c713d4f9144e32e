#!/bin/bash
# Whatever a procedure cannot do, it says once, in its own words.
. "$(dirname "$0")/env.sh"
client messages-client

# Never opened: the calls fail before a dialog is.
gimp_environment=(DISPLAY=:no-such-screen)
gimp '(begin
  (test-primitive-messages RUN-NONINTERACTIVE (string-append work "/a.svg"))
  (the-end))'

# For each call GIMP prints which one failed, then why, and nothing else is said; the client
# prints what it was told.
told_once()
{
  sed '/^$/d; 1,/^messages-client-.*: begin$/d; /^messages-client-.*: end$/,$d' "$log" | awk '
    NR % 3 == 1 && !/^GIMP-Error: (Calling|Execution) error for procedure .(plug-in|file)-primitive/ ||
      NR % 3 == 0 && (!/^messages-client-/ || !index($0, last)) {
      print "# out of turn: " $0
      wrong = 1
      exit
    }
    { last = $0 }
    END { exit wrong || NR < 300 }'
}
check 'every failure is told once, by the procedure that was called' told_once
sed -i 's/^messages-client-[^:]*: /script-fu-client: /' "$log"
report
finish
