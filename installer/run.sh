#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a bare machine to Descant open on its sample project. Running it again takes seconds.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
installer/run.sh [--headless] [--no-install] [FILES…]
  Installs what is missing (asks nothing), fetches LibTorch, builds Descant and opens it on the sample project.
  Without a display, or with --headless: makes the sample project, proposes captions for its videos with the demo
  model (where there is one), prints them and writes captions.json (MSR-VTT).
  --no-install   do not touch the system's packages
  FILES          open these videos in place of the sample project
  DESCANT_JOBS=N      build with N jobs        DESCANT_PRESET=NAME   another CMake preset than "release"
TEXT
}

install=yes headless=no
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage; exit 0 ;;
    --no-install) install=no; shift ;;
    --headless) headless=yes; shift ;;
    *) break ;;
  esac
done

# Paths are the caller's; the rest happens in the project's folder.
files=()
for file in "$@"; do files+=("$(realpath -m -- "$file")"); done
cd "$project"
if [ "$install" = yes ]; then install_packages build ui; fi
bash "$project/installer/fetch-libtorch.sh"
# A tree that test.sh configured keeps its tests; a new one is built without them.
if [ ! -e "build/$preset/CMakeCache.txt" ]; then set -- -DDESCANT_TESTS=OFF; else set --; fi
configure_and_build "$@"

caption_without_a_window() {
  local videos=("${files[@]}") folder=$project/build/sample
  [ ${#videos[@]} -gt 0 ] || videos=("$project"/resources/sample/*.mp4)
  rm -rf "$folder" && mkdir -p "$folder"
  build/bin/descant-cli project new "$folder/sample.descant" --media "${videos[@]}"
  say "Proposing captions with the demo model, which knows its own small world and says so"
  build/bin/descant-cli propose "${videos[@]}" --model models/demo --project "$folder/sample.descant"
  build/bin/descant-cli export "$folder/sample.descant" --format msrvtt --proposals --out "$folder/captions.json"
  say "Written: build/sample/captions.json"
}

if [ "$headless" = yes ] || { [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; }; then
  caption_without_a_window
elif [ ${#files[@]} -gt 0 ]; then
  exec build/bin/descant "${files[@]}"
else
  exec build/bin/descant --sample
fi
