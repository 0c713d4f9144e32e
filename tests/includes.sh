#!/bin/bash
# Who may include whom: the table in ARCHITECTURE.md.
set -eu
cd "$(dirname "$0")/.."
. tests/tap.sh

# What the files of a folder may include besides those beside them, as regular expressions.
libc='<(errno|fcntl|glob|locale|math|pthread|setjmp|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|time|unistd|sys/[a-z]*)\.h>'
gimp="$libc|<(glib|glib/gstdio|gegl|libintl|libgimp/gimp|json-glib/json-glib|png|jpeglib)\.h>"
room="$gimp|\"\.\./messages\.h\"|\"\.\./\.\./core/(primitive|common|outline|team)\.h\"|\"\.\./\.\./cuda/backend_cuda\.h\"|\"\.\./\.\./ui/settings_text\.h\""
declare -A may=(
  [core]="$libc"
  [cuda]="$libc|<(c(std[a-z]*|string)|chrono|mutex)>|<cuda[a-z_]*\.h>|\"\.\./core/[a-z_]*\.h\""
  [ui]="$libc|<(cairo|glib|glib/gstdio|gdk/[a-z]*|gtk/gtk|libintl|libgimp/gimp|libgimp/gimpui)\.h>|\"\.\./core/(primitive|common)\.h\""
  [plugin]="$gimp|\"(read|record|write|files|batch)/[a-z_]+\.h\"|\"\.\./core/(primitive|team)\.h\"|\"\.\./cuda/backend_cuda\.h\"|\"\.\./ui/(ask|dialog|host|presets|settings_text)\.h\""
  # Its rooms, from the first that a picture comes through to the last.
  [plugin/read]="$room|\"\.\./\.\./ui/host\.h\""
  [plugin/record]="$room|\"\.\./read/[a-z_]+\.h\""
  [plugin/write]="$room|\"\.\./(read|record)/[a-z_]+\.h\"|\"\.\./names\.h\""
  [plugin/files]="$room|\"\.\./(read|record|write)/[a-z_]+\.h\"|\"\.\./names\.h\""
  [plugin/batch]="$room|\"\.\./(read|record|write|files)/[a-z_]+\.h\"|\"\.\./(arguments|pdb|result|search)\.h\""
)
folders='core cuda ui plugin plugin/read plugin/record plugin/write plugin/files plugin/batch'

# strays ROOT FOLDER: what files there include and may not; painter.c alone may use cairo.
strays()
{
  grep -HE '^ *# *include' "$1/$2"/*.[ch] "$1/$2"/*.cu 2>/dev/null |
    grep -vE "include (\"[a-z_]+\.h\"|${may[$2]})" |
    grep -v '^[^:]*core/painter.c:#include <cairo.h>$'
}

# arrows ROOT: "from to" for each file there and each of ours that it includes, without .c and .h.
arrows()
{
  (cd "$1" && grep -HoE '^ *# *include "[^"]+\.h"' {core,cuda,ui,plugin}/*.[ch] cuda/*.cu plugin/*/*.[ch] 2>/dev/null) |
    awk -F'[:"]' '{
      parts = split($1 "/../" $3, part, "/")
      depth = 0
      for (i = 1; i <= parts; i++)
        if (part[i] == "..") depth--; else path[++depth] = part[i]
      to = path[1]
      for (i = 2; i <= depth; i++)
        to = to "/" path[i]
      sub(/\.[a-z]+$/, "", $1)
      sub(/\.h$/, "", to)
      if ($1 != to) print $1, to
    }'
}

# circle ROOT: the files of a circle there, if there is one.
circle()
{
  arrows "$1" | tsort 2>&1 >/dev/null | sed -n 's/^tsort: \([^:]*\)$/\1/p'
}

for folder in $folders; do
  found=$(strays . $folder || true)
  [ -z "$found" ] || sed 's/^/# /' <<<"$found"
  check "$folder/ includes what it may" test -z "$found"
done

found=$(circle .)
[ -z "$found" ] || sed 's/^/# /' <<<"$found"
check "no file includes itself by way of others" test -z "$found"

# And each rule is one: a file that breaks it is found.
planted=build/tests/includes
rm -rf "$planted"
mkdir -p "$planted"/{core,cuda,ui,plugin/{read,record,write,files,batch}}
while read -r folder include; do
  echo "#include $include" >"$planted/$folder/planted.c"
  check "$folder/ may not include $include" grep -q . <(strays "$planted" "$folder")
done <<'END'
core <glib.h>
core <cairo.h>
core "../cuda/backend_cuda.h"
core "../ui/dialog.h"
cuda <libgimp/gimp.h>
cuda "../ui/dialog.h"
ui "../cuda/backend_cuda.h"
ui "../plugin/read/pixels.h"
ui "../core/backend.h"
plugin <gtk/gtk.h>
plugin "../ui/preview.h"
plugin "../cuda/device.h"
plugin "../core/optimizer.h"
plugin/read "../record/record.h"
plugin/record "../write/layer.h"
plugin/write "../files/export.h"
plugin/files "../batch/batch.h"
plugin/batch "../interactive.h"
END
rm -rf "$planted"
mkdir -p "$planted"/{core,plugin/read}
echo '#include "two.h"' >"$planted/core/one.c"
echo '#include "../plugin/read/three.h"' >"$planted/core/two.h"
echo '#include "../../core/one.h"' >"$planted/plugin/read/three.c"
check "a circle of three files is found" test "$(circle "$planted" | sort | xargs)" = "core/one core/two plugin/read/three"
finish
