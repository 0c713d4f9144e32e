#!/bin/bash
# What is installed, by `make install` and by a tarball's install.sh, and what the doctor says of it.
. "$(dirname "$0")/env.sh"

version=$(sed -n 's/^VERSION := //p' Makefile)
packaging=plugin/packaging

# with_home COMMAND...: in a home folder of its own, without a profile yet.
home=$work/home
system=$work/system # stands for GIMP's own folder
with_home()
{
  env -i HOME="$home" PATH="$work/bin" LC_ALL=C "${more[@]}" "$@" >"$work/said" 2>&1
}
more=()
mkdir "$work/bin"
for tool in awk bash cat cp dirname env grep head mkdir mv rm sed tail tr; do
  ln -s "$(command -v $tool)" "$work/bin/"
done
# program NAME WORDS: one that says these.
program()
{
  rm -f "$work/bin/$1"
  printf '#!/bin/bash\necho "%s"\n' "$2" >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}
program gimp-2.10 'GNU Image Manipulation Program version 2.10.99' # quicker than the real one
new_home()
{
  rm -rf "$home" "$system"
  mkdir -p "$home/.config/GIMP/2.10/plug-ins" "$system/plug-ins"
  own=$home/.config/GIMP/2.10
}

# says WORDS, silent WORDS: what the last command said has, or has not, a line with them.
says()
{
  grep -qF -- "$1" "$work/said" && return
  sed 's/^/# /' "$work/said"
  return 1
}
silent()
{
  ! says "$1" >"$work/shown"
}
fails()
{
  ! "$@"
}

# ---- The version ----------------------------------------------------------------------

check 'the program says its version' \
  eval '[ "$(build/gimp-primitive/gimp-primitive --version | head -1)" = "gimp-primitive $version" ]'
check 'so does the help of every procedure' \
  test "$(grep -cE '\(proc-def "(plug-in|file)-primitive[a-z-]*" 1' "$known_plugins")" = \
  "$(grep -cF "(gimp-primitive $version)" "$known_plugins")"
check 'the list of changes has it' grep -q "^## $version (" CHANGELOG.md

# ---- make install ---------------------------------------------------------------------

# What is built stays as it is, whatever it was built with.
make_staged()
{
  make -o all DESTDIR="$work/stage" "$@" >"$work/said" 2>&1
}
staged()
{
  (cd "$work/stage" && find . -type f ! -name '*.py' | sort) >"$work/files"
}
expected=$(sort <<END
.$(pkg-config --variable=gimplibdir gimp-2.0)/plug-ins/gimp-primitive/gimp-primitive
$(for po in po/*.po; do
  echo ".$(pkg-config --variable=gimplibdir gimp-2.0)/plug-ins/gimp-primitive/locale/$(basename "$po" .po)/LC_MESSAGES/gimp-primitive.mo"
done)
$(cd plugin && find help -type f | sed "s|^|.$(pkg-config --variable=gimplibdir gimp-2.0)/plug-ins/gimp-primitive/|")
$(for picture in tests/images/readme/*; do
  echo ".$(pkg-config --variable=gimplibdir gimp-2.0)/plug-ins/gimp-primitive/help/images/$(basename "$picture")"
done)
.$(pkg-config --variable=gimpdatadir gimp-2.0)/scripts/primitive-batch.scm
.$(pkg-config --variable=datarootdir gimp-2.0)/metainfo/org.gimp.GIMP.Plugin.Primitive.metainfo.xml
END
)
check 'make install' make_staged install
staged
check 'installs the plug-in, its translations, the script and what software centers read' \
  diff <(echo "$expected") "$work/files"
check 'the metainfo has the version' \
  grep -q "<release version=\"$version\" date=\"20..-..-..\"/>" "$work/stage"/usr/share/metainfo/*.xml
check 'make uninstall' make_staged uninstall
staged
check 'leaves nothing behind' test ! -s "$work/files"

# ---- install.sh -----------------------------------------------------------------------

tarball=$work/tarball
mkdir "$tarball"
cp -R build/gimp-primitive $packaging/*.sh plugin/scripts/primitive-batch.* "$tarball/"
new_home
rm -r "$home/.config"
check 'install.sh wants a profile' fails with_home "$tarball/install.sh"
check 'and says what to do' says 'Start GIMP once'
new_home
flatpak=$home/.var/app/org.gimp.GIMP/config/GIMP/2.10
mkdir -p "$flatpak"
check 'install.sh' with_home "$tarball/install.sh"
for profile in "$own" "$flatpak"; do
  check "installs the plug-in into $(realpath --relative-to="$home" "$profile")" \
    diff -r build/gimp-primitive "$profile/plug-ins/gimp-primitive"
  check 'and the script' cmp plugin/scripts/primitive-batch.scm "$profile/scripts/primitive-batch.scm"
done
check "the script for Python-Fu goes into the flatpak's" test -e "$flatpak/plug-ins/primitive-batch.py"
check 'a doctor finds the two' with_home "$tarball/doctor.sh" "$system"
check 'in the one' says "plug-in   $own/plug-ins/gimp-primitive/gimp-primitive, version $version"
check 'and in the other' says "plug-in   $flatpak/plug-ins/gimp-primitive/gimp-primitive"
check 'install.sh again' with_home "$tarball/install.sh"
check 'install.sh --uninstall' with_home "$tarball/install.sh" --uninstall
check 'leaves nothing behind' test -z "$(find "$home" -type f)"
check 'install.sh refuses a folder that is not there' fails with_home "$tarball/install.sh" "$home/none"

# ---- The doctor -----------------------------------------------------------------------

doctor()
{
  with_home $packaging/doctor.sh "$system" "$version"
}
put()
{
  mkdir -p "$1"
  cp build/gimp-primitive/gimp-primitive "$1/"
}
# ill NAME WORDS: the doctor is not content, and says that.
ill()
{
  check "$1: the doctor is not content" fails doctor
  check "$1: and says why" says "$2"
}
new_home
ill 'nothing is installed' 'The plug-in is not installed. Run: make install-user'
put "$own/plug-ins/gimp-primitive"
ln -sf "$(command -v gimp-2.10)" "$work/bin/gimp-2.10"
check 'all is well' doctor
check 'with the version of GIMP' says "GIMP      $(pkg-config --modversion gimp-2.0), $work/bin/gimp-2.10"
program gimp-2.10 'GNU Image Manipulation Program version 2.10.99'
check 'with the GPU or why not' says "GPU       "
check 'and without having been seen by GIMP' says 'when it starts next'
echo '(proc-def "plug-in-primitive" 1' >"$own/pluginrc"
check 'once GIMP saw it' doctor
check 'it knows the menu' says 'GIMP knows it'
put "$system/plug-ins/gimp-primitive"
check 'a second copy does no harm' doctor
check 'but is told of' says 'hidden by the one above'
version=9.9.9 ill 'another version' 'This is version 9.9.9. Install it over that one'
chmod -x "$own/plug-ins/gimp-primitive/gimp-primitive"
ill 'no execute bit' "chmod +x '$own/plug-ins/gimp-primitive/gimp-primitive'"
check 'the other copy is the one that GIMP takes' silent 'hidden'
new_home
put "$own/plug-ins/"
ill 'not in a folder of its own' 'GIMP wants it in a folder of that name'
new_home
mkdir -p "$own/plug-ins/gimp-primitive"
printf '#!/bin/sh\necho "libgimp-2.0.so.0: cannot open shared object file" >&2\nexit 127\n' \
  >"$own/plug-ins/gimp-primitive/gimp-primitive"
chmod +x "$own/plug-ins/gimp-primitive/gimp-primitive"
ill 'a library is missing' 'It does not start: libgimp-2.0.so.0: cannot open shared object file'
new_home
put "$home/mine/gimp-primitive"
echo '(plug-in-path "~/mine:${gimp_dir}/plug-ins")' >"$own/gimprc"
check "folders of the user's own" doctor
check 'are looked through' says "plug-in   $home/mine/gimp-primitive/gimp-primitive, version"
more=(GIMP2_DIRECTORY=elsewhere)
ill 'a profile named by the environment' "profile   $home/elsewhere, which GIMP makes"
more=()

# Without GIMP, with one of another kind, and with a flatpak's.
rm "$work/bin/gimp-2.10"
ill 'no GIMP' 'There is no GIMP 2.10. On Debian and Ubuntu: sudo apt install gimp'
program gimp 'GNU Image Manipulation Program version 3.0.4'
ill 'GIMP 3' "GIMP      3.0.4, $work/bin/gimp: not one that this plug-in, made for 2.10, runs in"
program flatpak '     Version: 2.10.38'
check 'the flatpak is enough' doctor
check 'and is named' says 'GIMP      2.10.38, flatpak org.gimp.GIMP'
finish
