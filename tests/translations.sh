#!/bin/bash
# Every translation is whole, and what it says can be shown.
set -eu
cd "$(dirname "$0")/.."
. tests/tap.sh
work=build/tests/translations
rm -rf $work
mkdir -p $work
export LC_ALL=C.UTF-8

xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=PRIM_N_ --keyword=ngettext:1,2 \
  -o $work/sources.pot core/*.c plugin/*.c plugin/*/*.c ui/*.c

header() # header PO FIELD
{
  msgfmt -o - "$1" | msgunfmt --no-wrap | sed -n "s/^\"$2: \(.*\)\\\\n\"\$/\1/p"
}

# Messages that are not translated, or not for certain.
holes()
{
  { msgattrib --no-wrap --untranslated --no-obsolete "$1" && msgattrib --no-wrap --only-fuzzy --no-obsolete "$1"; } |
    grep '^msgid "[^"]'
}

# What the format of messages does not hold: sentences end as they do in English; keys, names of
# values and endings of files stay; one mnemonic, and not the letter of another control (Q: Copy
# Command, J: the menu of presets).
slips()
{
  msgattrib --no-wrap --translated --no-fuzzy --no-obsolete "$1" | awk '
    BEGIN {
      split("Alt+J Alt+Q RUN-NONINTERACTIVE .svg .json .preset \\\"darker #336699 (replace) " \
        "\\\"mixed (crispy (dreamy (blurry (auto (custom NVIDIA CUDA Script-Fu Python-Fu " \
        "polygonize triangulate vectorize geometrize", kept)
      split("[:] [:]|：;[?] [?]|？;[.][.][.]|… [.][.][.]|…", ends, ";")
    }
    function ends_in(text, end) { return text ~ "(" end ")\"$" }
    function is_sentence(text) { return text ~ /[.]"$/ && text !~ /([.][.]|%s[.]|%s\\"[.])"$/ }
    function compare(translation, i, pair, word, lean) {
      if (is_sentence(english) && !ends_in(translation, "[.]|。"))
        print "no full stop: " translation
      for (i in ends) {
        split(ends[i], pair, " ")
        if (ends_in(english, pair[1]) != ends_in(translation, pair[2]))
          print "another end: " translation
      }
      for (i in kept) {
        word = kept[i]
        sub(/^(\\"|\()/, "", word)
        if (index(english, kept[i]) && !index(translation, word))
          print "without " word ": " translation
      }
      lean = translation
      if (gsub(/_/, "", lean) > 1 || translation ~ /_[QqJj ]/)
        print "mnemonic: " translation
    }
    /^msgid(_plural)? / { english = $0; sub(/^[^"]*/, "", english) }
    /^msgstr(\[[0-9]\])? / && english != "\"\"" { sub(/^[^"]*/, ""); compare($0) }'
}

# Each prints what is wrong.
unsafe()
{
  msgfmt --check -o /dev/null "$1" 2>&1
}

missing() # missing PO [TEMPLATE]
{
  msgcmp --use-untranslated "$1" "${2:-po/gimp-primitive.pot}" 2>&1
}

plural_forms()
{
  msgcat --no-wrap "$1" | sed -n 's/^"Plural-Forms: \(.*\)\\n"$/\1/p' | tr -d ' '
}

# gettext does not know the plural forms of every language; then it has a placeholder.
misnamed()
{
  local language expected
  language=$(basename "$1" .po)
  [ "$(header "$1" Language)" = "$language" ] || echo 'the header names another language'
  msginit --no-translator -l "$language" -i po/gimp-primitive.pot -o $work/fresh.po 2>/dev/null
  expected=$(plural_forms $work/fresh.po)
  [[ $expected = *INTEGER* || $(plural_forms "$1") = "$expected" ]] || echo "other plural forms: $expected"
}

nothing() # nothing COMMAND...: it has nothing to say.
{
  "$@" >$work/found || true
  [ ! -s $work/found ] || { sed 's/^/# /' $work/found | head -20 && false; }
}

check 'the template has the words of the sources' nothing missing po/gimp-primitive.pot $work/sources.pot
for po in po/*.po; do
  language=$(basename "$po" .po)
  check "$language: is whole" nothing holes "$po"
  check "$language: has all words of the template" nothing missing "$po"
  check "$language: its formats are safe" nothing unsafe "$po"
  check "$language: its header is right" nothing misnamed "$po"
  check "$language: keeps what must stay" nothing slips "$po"
done

# And each of these finds what it looks for.
found_in()
{
  ! cmp -s po/es.po "$2" && "$1" "$2" | grep -q .
}

plant() # plant CHECK SED-SCRIPT
{
  sed -E "$2" po/es.po >$work/es.po
  check "$1 finds a planted fault: $2" found_in "$1" $work/es.po
}

plant holes 's/^msgstr "Borrador"/msgstr ""/'
plant holes 's/^msgid "Draft"/#, fuzzy\n&/'
plant missing 's/^msgid "Draft"/msgid "Daft"/'
plant unsafe 's/^(msgstr .*)%\.\*s/\1%d/'
plant misnamed 's/nplurals=2; plural=\(n != 1\)/nplurals=2; plural=(n > 1)/'
plant misnamed 's/^"Language: es/"Language: fr/'
plant slips 's/^(msgstr "Explica esta ventana)\./\1/'
plant slips 's/^(msgstr ".*)\(Alt\+Q\)/\1/'
plant slips 's/^(msgstr "_Guardar)…/\1/'
plant slips 's/^(msgstr ")_Nombre:/\1N_o_mbre:/'
plant slips 's/^(msgstr ".*)_([A-Za-z])/\1_Q\2/'
finish
