# SPDX-License-Identifier: GPL-3.0-or-later
# What run.sh and test.sh share. Sourced, not run.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/descant
jobs=${DESCANT_JOBS:-$(nproc)}
preset=${DESCANT_PRESET:-release}

say() { printf '\n== %s\n' "$*"; }
die() { printf 'descant: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "these packages are missing and only root can install them: ${missing[*]}: run this script as root, or install sudo"
  fi
}

# The packages of the given sections of packages.txt.
packages_of() {
  local wanted=" $* " section="" line
  while read -r line; do
    case $line in
      ''|'#'*) ;;
      '['*) section=${line#[}; section=${section%]} ;;
      *) case $wanted in *" $section "*) echo "$line" ;; esac ;;
    esac
  done < "$project/installer/packages.txt"
}

install_packages() {
  command -v apt-get >/dev/null || die "apt-get was not found: this script knows Debian 12 and 13 and Ubuntu: install what installer/packages.txt names by hand, then use the CMake presets"
  missing=()
  local package
  for package in $(packages_of "$@"); do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} = 0 ]; then say "All packages are installed"; return; fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get update -q || die "the package lists could not be fetched: check the network and run this again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
    || die "some packages could not be installed: read the lines above, mend, and run this again (it goes on where it stopped)"
}

configure_and_build() {
  say "Configuring (preset $preset)"
  cmake --preset "$preset" -S "$project" "$@"
  say "Building with $jobs jobs (the first time takes about 20 minutes on two cores; later seconds)"
  cmake --build "$project/build/$preset" --parallel "$jobs"
  link_programs
}

# build/bin holds the programs whichever preset made them.
link_programs() {
  mkdir -p "$project/build/bin"
  local program
  for program in descant descant-cli; do
    if [ -x "$project/build/$preset/bin/$program" ]; then
      ln -sfn "../$preset/bin/$program" "$project/build/bin/$program"
    fi
  done
}
