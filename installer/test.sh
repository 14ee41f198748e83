#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a bare machine to a tested Descant. Running it again takes seconds.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'TEXT'
installer/test.sh [--no-install] [CTest options…]
  Installs what is missing (asks nothing), fetches LibTorch, builds Descant and runs its whole test suite.
  --no-install   do not touch the system's packages
  DESCANT_JOBS=N      build with N jobs        DESCANT_PRESET=NAME   another CMake preset than "release"
TEXT
}

install=yes
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage; exit 0 ;;
    --no-install) install=no; shift ;;
    *) break ;;
  esac
done

cd "$project"
if [ "$install" = yes ]; then install_packages build ui test demo; fi
bash "$project/installer/fetch-libtorch.sh"
configure_and_build -DDESCANT_TESTS=ON
say "Testing"
exec ctest --test-dir "$project/build/$preset" --output-on-failure --no-tests=error --parallel "$jobs" "$@"
