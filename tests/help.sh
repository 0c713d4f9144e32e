#!/bin/bash
# The pages of the help, as built.
set -eu
cd "$(dirname "$0")/.."
. tests/tap.sh
work=build/tests/help
rm -rf $work
mkdir -p $work/en

# The English words of the sources, as another translation.
xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=PRIM_N_ --keyword=ngettext:1,2 \
  -o - core/*.c plugin/*.c plugin/*/*.c ui/*.c | sed 's/INTEGER/2/; s/EXPRESSION/n != 1/' |
  msgen - | msgfmt -o $work/en/en.mo -

# prepare: a plug-in's folder with the pages and translations as built.
prepare()
{
  rm -rf $work/plugin
  mkdir -p $work/plugin/locale/en/LC_MESSAGES
  cp -R build/gimp-primitive/help $work/plugin/
  cp -R build/gimp-primitive/locale/. $work/plugin/locale/
  cp $work/en/en.mo $work/plugin/locale/en/LC_MESSAGES/gimp-primitive.mo
}

problems()
{
  python3 tests/help.py $work/plugin 2>&1 | sed 's/^/# /'
}

prepare
found=$(problems)
[ -z "$found" ] || echo "$found"
check "the pages are well-formed, their links lead somewhere, and their words are the dialog's" \
  test -z "$found"

# And what is wrong is found: a page, a change of it, and what is said.
while IFS='|' read -r file old new said; do
  prepare
  sed -i "s|$old|$new|" "$work/plugin/help/$file"
  check "$new in $file is found" grep -q "$said" <(problems)
done <<'END'
en/index.html|</ol>|<ol>|mismatched tag
de/index.html|dialog.png|window.png|images/window.png leads nowhere
en/index.html|"#menu"|"#menus"|#menus leads to no part
de/index.html|id="files"|id="file"|the parts are not
de/index.html|<b>Fuge</b>|<b>Spalt</b>|has no "Spalt"
en/index.html|<b>Gap</b>|<b>Slit</b>|has no "Slit"
en/gimp-help.xml|#add|#more|#more leads to no part
END
finish
