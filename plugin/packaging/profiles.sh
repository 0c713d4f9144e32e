# Where GIMP 2.10 keeps what is a user's own; install.sh and doctor.sh source this file.

# own_profile: that of the GIMP which the system's packages bring. GIMP takes a relative
# GIMP2_DIRECTORY as one within the home folder.
own_profile()
{
  case ${GIMP2_DIRECTORY:-} in
  '') echo "${XDG_CONFIG_HOME:-$HOME/.config}/GIMP/2.10" ;;
  /*) echo "$GIMP2_DIRECTORY" ;;
  *) echo "$HOME/$GIMP2_DIRECTORY" ;;
  esac
}

# sandboxed_profiles: those of the flatpak and of the snap. A flatpak that shares
# ~/.config/GIMP has the profile above instead.
sandboxed_profiles()
{
  echo "$HOME/.var/app/org.gimp.GIMP/config/GIMP/2.10"
  echo "$HOME/snap/gimp/current/.config/GIMP/2.10"
}

# profiles: all that are there.
profiles()
{
  local profile
  { own_profile && sandboxed_profiles; } | while read -r profile; do
    [ ! -d "$profile" ] || echo "$profile"
  done
}
